# SPDX-License-Identifier: Apache-2.0
"""What checking an organization found, in the terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..kinds import LEVELS, SEVERITIES
from ..terminal import LEVEL_STYLES, MOST_FINDINGS, safe
from ..texts import joined
from .display import SUMMARY_HEADS
from .kinds import KINDS
from .words import OrganizationWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..terminal import Screen
    from .report import OrganizationFinding, OrganizationReport


def show_report(
    screen: Screen, report: OrganizationReport, document: str, *, everything: bool
) -> None:
    """Prints a report on the file `document`; notes one by one only if `everything` is asked."""
    _Shower(screen, report, document).show(everything=everything)


class _Shower:
    def __init__(self, screen: Screen, report: OrganizationReport, document: str) -> None:
        self._screen = screen
        self._report = report
        self._document = document
        self._words = OrganizationWords(report.names, screen.lang)

    def show(self, *, everything: bool) -> None:
        """All of it."""
        screen, report = self._screen, self._report
        policy = report.policy
        screen.heading(self._document if policy is None else policy.name)
        during = self._words.range(report.start, report.until)
        zone = report.start.tzinfo
        screen.field(
            screen.word("org.during"), screen.word("org.in_zone", moment=during, zone=zone)
        )
        self._show_escalation()
        guarantees = self._words.guarantees(report)
        if guarantees:
            screen.field(screen.word("org.guarantees"), guarantees)
        for severity in SEVERITIES:
            found = report.of_severity(severity)
            if found and (everything or severity != "note"):
                self._show_findings(found)
            elif found:
                screen.line()
                screen.paragraph(self._noted(found), LEVEL_STYLES["note"])
        screen.line()
        screen.line(*self._verdict())

    def _show_escalation(self) -> None:
        screen = self._screen
        if not self._report.escalation:
            return
        table = screen.table([screen.word(key) for key in SUMMARY_HEADS], numbers=(4,))
        for found in self._report.escalation:
            called, best, worst, *rest = self._words.summary(found)
            style = "" if found.always_reached else "bold red"
            table.add_row(safe(called), safe(best), safe(worst, style), *map(safe, rest))
        screen.show(table)

    def _show_findings(self, found: Sequence[OrganizationFinding]) -> None:
        screen = self._screen
        for finding in found[:MOST_FINDINGS]:
            screen.line()
            self._show_finding(finding)
        if len(found) > MOST_FINDINGS:
            things = screen.count("finding", len(found) - MOST_FINDINGS)
            screen.line()
            screen.line(screen.word("more", things=things), "dim")

    def _show_finding(self, finding: OrganizationFinding) -> None:
        screen, words = self._screen, self._words
        level = screen.word(LEVELS[finding.severity])
        head = f"{self._place(finding)}: {level} {finding.code}: {finding.message(screen.lang)}"
        screen.line(head, LEVEL_STYLES[finding.severity])
        fields = (
            ("org.when", words.when(finding)),
            ("org.duration", words.span(finding.duration)),
            ("org.way", words.way(finding.path)),
            ("org.people", words.people(finding.people)),
            ("hint", finding.hint(screen.lang)),
        )
        for key, value in fields:
            if value:
                screen.field(screen.word(key), value)

    def _place(self, finding: OrganizationFinding) -> str:
        parts = (finding.file or self._document, finding.line, finding.column)
        return ":".join(str(part) for part in parts if part is not None)

    def _noted(self, notes: Sequence[OrganizationFinding]) -> str:
        screen = self._screen
        counted = Counter(finding.code for finding in notes)
        kinds = [
            screen.word("check.kind_count", kind=KINDS[code].name(screen.lang), n=n)
            for code, n in counted.items()
        ]
        shown = joined(kinds, screen.lang)
        return screen.word("check.notes", notes=screen.count("note", len(notes)), kinds=shown)

    def _verdict(self) -> tuple[str, str]:
        screen, counts = self._screen, self._report.counts
        words = {
            "errors": screen.count("error", counts["error"]),
            "warnings": screen.count("warning", counts["warning"]),
            "notes": screen.count("note", counts["note"]),
        }
        if self._report.clean:
            return screen.word("check.clean", **words), "bold green"
        level = "error" if counts["error"] else "warning"
        return screen.word("check.total", **words), LEVEL_STYLES[level]
