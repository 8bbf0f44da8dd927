# SPDX-License-Identifier: Apache-2.0
"""A plugin for pytest: every case of a case file is a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

# What reads cases is imported where there are some: a project without pays nothing.

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .case_policies import CasePolicies
    from .case_results import CaseResult
    from .cases import CaseFile
    from .texts import Language

# Marks that mean something to pytest are no tags.
OWN_MARKS = {
    "filterwarnings",
    "parametrize",
    "skip",
    "skipif",
    "tryfirst",
    "trylast",
    "usefixtures",
    "xfail",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options."""
    group = parser.getgroup("shozai", "test cases of shozai policies")
    group.addoption(
        "--shozai-policy",
        action="append",
        default=[],
        metavar="FILE",
        help="the policy that all cases are about; several are versions of one policy",
    )
    group.addoption(
        "--shozai-lang",
        choices=("en", "ja"),
        help="language of failures; otherwise that of the locale",
    )
    parser.addini(
        "shozai_collect",
        type="bool",
        default=True,
        help="collect the case files (*.cases.json, .csv, .xlsx) that are found",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collects a case file, if it is one; one that is named as an argument in any case."""
    if ".cases." not in file_path.name.lower():
        return None
    from .case_files import is_case_file

    wanted = parent.config.getini("shozai_collect") or parent.session.isinitpath(file_path)
    if not wanted or not is_case_file(file_path.name):
        return None
    return CaseCollector.from_parent(parent, path=file_path)


class CaseCollector(pytest.File):
    """A case file."""

    def collect(self) -> Iterator[pytest.Item]:
        """A test for each case.

        Raises:
            CollectError: the file or its policy is refused; it says every finding.
        """
        from ._errors import PolicyError
        from .cases import CaseFile

        lang = _language(self.config)
        try:
            file = CaseFile.read(self.path, _policies(self.config))
        except PolicyError as error:
            found = "".join(finding.render(lang) for finding in error.diagnostics)
            raise self.CollectError(found.rstrip("\n")) from None
        for number in range(len(file)):
            yield CaseItem.of(self, file, number)


class CaseItem(pytest.Item):
    """A case of a file; its tags can be selected with `-k`, and with `-m` if they are marks."""

    def __init__(self, *, file: CaseFile, number: int, **given: Any) -> None:
        super().__init__(**given)
        self._file = file
        self._number = number
        tags = file.case(number).tags
        self.extra_keyword_matches.update(tags)
        for mark in _marks(self.config).intersection(tags):
            self.add_marker(mark)

    @classmethod
    def of(cls, parent: CaseCollector, file: CaseFile, number: int) -> CaseItem:
        """The case with a number, counted from 0."""
        from .texts import harmless

        name = harmless(file.case(number).name)
        item: CaseItem = cls.from_parent(parent, name=name, file=file, number=number)
        return item

    def runtest(self) -> None:
        """Decides the fault.

        Raises:
            NotAsExpectedError: something is not as expected, or nobody has said what is.
        """
        for result in self._file.run([self._number], progress=False).results:
            raise NotAsExpectedError(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What `shozai test` prints."""
        if not isinstance(excinfo.value, NotAsExpectedError):
            return super().repr_failure(excinfo, style)
        from .show_cases import result_text

        return result_text(excinfo.value.result, _language(self.config)).rstrip("\n")

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the case begins."""
        return self.path, self._file.case(self._number).line - 1, self.name


class NotAsExpectedError(AssertionError):
    """A case did not pass."""

    def __init__(self, result: CaseResult) -> None:
        super().__init__(result.name)
        self.result = result


_POLICIES = pytest.StashKey["CasePolicies"]()


def _policies(config: pytest.Config) -> CasePolicies:
    # Files share the policies, so each is loaded once.
    from .case_policies import CasePolicies

    if _POLICIES not in config.stash:
        folder = config.invocation_params.dir
        given = [folder / file for file in config.getoption("--shozai-policy")]
        config.stash[_POLICIES] = CasePolicies(given or None)
    return config.stash[_POLICIES]


def _language(config: pytest.Config) -> Language:
    from .texts import default_language

    lang: Language | None = config.getoption("--shozai-lang")
    return lang or default_language()


def _marks(config: pytest.Config) -> set[str]:
    """The names of the marks that the project has registered."""
    lines: list[str] = config.getini("markers")
    return {line.partition(":")[0].partition("(")[0].strip() for line in lines} - OWN_MARKS
