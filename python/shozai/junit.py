# SPDX-License-Identifier: Apache-2.0
"""Results of test cases as JUnit XML, which services for continuous integration read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from .show_cases import message_of, result_text
from .texts import count, harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .case_results import CaseResult
    from .case_runs import FileRun
    from .texts import Language


def junit(runs: Sequence[FileRun], lang: Language) -> str:
    """A suite for each file, a test for each case; a refused file is one test with an error.

    Elements and attributes are those that Jenkins checks for (junit-10); a failure says where its
    case begins.
    """
    suites = [_Suite(run, lang) for run in runs]
    totals = {
        "name": "shozai",
        "tests": sum(suite.tests for suite in suites),
        "failures": sum(suite.failures for suite in suites),
        "errors": sum(suite.errors for suite in suites),
        "time": _seconds(sum(run.seconds for run in runs)),
    }
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{_attributes(totals)}>"]
    for suite in suites:
        lines += suite.lines()
    return "\n".join([*lines, "</testsuites>", ""])


class _Suite:
    def __init__(self, run: FileRun, lang: Language) -> None:
        self._run = run
        self._lang: Language = lang
        report = run.report
        self.tests = 1 if report is None else report.total
        self.failures = 0 if report is None else len(report.results)
        self.errors = 1 if report is None else 0

    def lines(self) -> Iterator[str]:
        attributes = {
            "name": self._run.name,
            "tests": self.tests,
            "failures": self.failures,
            "errors": self.errors,
            "skipped": 0,
            "time": _seconds(self._run.seconds),
            "file": self._run.name,
        }
        yield f"  <testsuite{_attributes(attributes)}>"
        yield from self._refused() if self._run.report is None else self._cases()
        yield "  </testsuite>"

    def _cases(self) -> Iterator[str]:
        report, stem = self._run.report, self._stem()
        assert report is not None
        wrong = {result.number: result for result in report.results}
        for number in report.numbers:
            found = wrong.get(number)
            name = report.file.case(number).name if found is None else found.name
            named = _attributes({"classname": stem, "name": name})
            if found is None:
                yield f"    <testcase{named}/>"
            else:
                yield f"    <testcase{named}>"
                yield self._failure(found)
                yield "    </testcase>"

    def _failure(self, result: CaseResult) -> str:
        message = message_of(result, self._lang)
        shown = _attributes({"type": result.status, "message": message})
        return f"      <failure{shown}>{_text(result_text(result, self._lang))}</failure>"

    def _refused(self) -> Iterator[str]:
        found = self._run.findings
        whole = "".join(finding.render(self._lang) for finding in found)
        message = count("finding", len(found), self._lang)
        named = _attributes({"classname": self._stem(), "name": self._run.name})
        yield f"    <testcase{named}>"
        shown = _attributes({"type": "refused", "message": message})
        yield f"      <error{shown}>{_text(whole)}</error>"
        yield "    </testcase>"

    def _stem(self) -> str:
        return self._run.path.name.rpartition(".")[0]


def _seconds(time: float) -> str:
    return f"{time:.3f}"


def _attributes(values: dict[str, object]) -> str:
    return "".join(f" {name}={quoteattr(_said(str(value)))}" for name, value in values.items())


def _text(value: str) -> str:
    return escape("\n".join(map(_said, value.rstrip("\n").split("\n"))))


def _said(value: str) -> str:
    # XML has no such characters, not even escaped.
    return re.sub("[\ufffe\uffff]", "\ufffd", harmless(value))
