# SPDX-License-Identifier: Apache-2.0
"""The policies that cases are about, each loaded once however many files ask for it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import is_normalized

from ._core import CompiledPolicySet
from ._errors import PolicyError
from .answers import AnswerWords, words_of
from .case_files import refused
from .policy import Policy
from .policy_set import PolicySet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ._core import CompiledPolicy
    from .cases import AnyPolicy

# Columns that hold texts of people.
NAMES_AND_NOTES = ("name", "名称", "note", "備考", "tags", "タグ")


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of one policy."""

    core: CompiledPolicySet
    compiled: tuple[CompiledPolicy, ...]
    folder: Path | None = None
    """Where the files of the only version are; None if it was not loaded from a file."""


class CasePolicies:
    """Loads the policies of case files; those that are given stand for whatever a file names."""

    def __init__(self, given: AnyPolicy | PolicySet | Iterable[AnyPolicy] | None = None) -> None:
        self._given = given
        self._loaded: dict[str, Policy | PolicyError] = {}
        self._sets: dict[tuple[str, ...], Versions] = {}
        self._versions: Versions | None = None

    def given(self) -> Versions | None:
        """The versions that stand for whatever a file names; None if there are none.

        Raises:
            PolicyError: one of them is refused, or they are no versions of one policy.
        """
        if self._given is not None and self._versions is None:
            given = self._given
            if isinstance(given, PolicySet):
                given = list(given.versions)
            elif isinstance(given, Policy | str | os.PathLike):
                given = [given]
            self._versions = self._all(list(given))
        return self._versions

    def of_files(self, files: Sequence[Path]) -> Versions:
        """The versions that some files hold.

        Raises:
            PolicyError: one of them is refused, or they are no versions of one policy.
        """
        key = tuple(os.path.realpath(file) for file in files)
        if key not in self._sets:
            self._sets[key] = self._all(files)
        return self._sets[key]

    def _all(self, given: Sequence[AnyPolicy]) -> Versions:
        found = [each if isinstance(each, Policy) else self._load(each) for each in given]
        errors = [each for each in found if isinstance(each, PolicyError)]
        if len(errors) == 1:
            raise errors[0]  # the same one for every file
        if errors:
            raise refused([finding for error in errors for finding in error.diagnostics])
        core = CompiledPolicySet([each._core for each in found if isinstance(each, Policy)])
        named = len(given) == 1 and not isinstance(given[0], Policy)
        folder = Path(os.fspath(given[0])).parent if named else None  # type: ignore[arg-type]
        return Versions(core, tuple(core.versions), folder)

    def _load(self, path: str | os.PathLike[str]) -> Policy | PolicyError:
        key = os.path.realpath(path)
        if key not in self._loaded:
            try:
                self._loaded[key] = Policy.load(path)
            except PolicyError as error:
                self._loaded[key] = error
        return self._loaded[key]


def free_text_of(policies: Iterable[CompiledPolicy]) -> set[str]:
    """Headings of a table of cases under which cells must stay as they are.

    A text attribute holds whatever it holds, and the values of an enum may be full-width.
    """
    headings = set(NAMES_AND_NOTES)
    for policy in policies:
        words = AnswerWords(policy, "en")
        for attribute in policy.attributes:
            names = words_of(words.values(attribute.name))
            if attribute.type == "string" or not all(is_normalized("NFKC", n) for n in names):
                headings.update([attribute.name, *attribute.columns])
    return headings
