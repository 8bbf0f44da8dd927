# SPDX-License-Identifier: Apache-2.0
"""Everything that can be said of a document without asking anybody: form, proof and layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ._core import Diagnostic
from ._errors import PolicyError
from .cases import CaseFile
from .layout_files import DocumentFiles
from .nfc import check_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .check import CheckReport, Finding
    from .kinds import Severity
    from .policy import Policy

LAYOUT = "SZ253"


@dataclass(frozen=True, slots=True)
class LintedFile:
    """What was found about one document."""

    path: Path
    findings: tuple[Diagnostic, ...]
    """About form and layout."""
    report: CheckReport | None = None
    """Of a policy that loads: what is proved of it."""

    @property
    def proved(self) -> tuple[Finding, ...]:
        """What checking found, without notes."""
        report = self.report
        return () if report is None else report.of_severity("error") + report.of_severity("warning")

    def count(self, level: Severity) -> int:
        """How many findings are errors, or warnings."""
        levels = [finding.level for finding in self.findings]
        return [*levels, *(finding.severity for finding in self.proved)].count(level)


def lint(path: Path, day: str) -> LintedFile:
    """What is found about the document at `path`, a policy or a file of cases, on a day.

    Raises:
        OSError: it cannot be read.
    """
    try:
        document = DocumentFiles.read(path)
        if document.form == "cases":
            CaseFile.load(path)
            return LintedFile(path, tuple(_of_layout(document, None)))
        policy = document.policy()
        found = (*policy.warnings, *_of_layout(document, policy))
    except PolicyError as error:
        return LintedFile(path, error.diagnostics)
    return LintedFile(path, found, policy.check(day))


def _of_layout(document: DocumentFiles, policy: Policy | None) -> Iterator[Diagnostic]:
    for file in document.laid_out(policy):
        name = str(file.path.relative_to(document.path.parent))
        yield from check_text(file.before.decode("utf-8-sig"), name)
        if file.changed:
            yield Diagnostic(LAYOUT, name, "", [str(file.first_difference)])
