# SPDX-License-Identifier: Apache-2.0
"""What checking a policy found, in the terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from .amounts import percent, short
from .evidence import FaultWords
from .kinds import KINDS, LEVELS, SEVERITIES
from .terminal import LEVEL_STYLES, MOST_FINDINGS, Screen, safe
from .texts import Labels, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from ._core import CompiledPolicy
    from .check import CheckedAspect, CheckReport, ConcernedRule, Finding, GuaranteeState

GUARANTEE_STATES: dict[GuaranteeState, str] = {
    "refuted": "check.refuted",
    "undecided": "check.undecided",
    "proved": "check.proved",
    "organization": "check.organization",
}
# What is wrong wherever there is some of it, and how it is shown then.
WRONG = {"gap": "yellow", "conflict": "bold red"}
PARTS = ("decided", "by_default", "gap", "conflict")


def show_check(
    screen: Screen, core: CompiledPolicy, report: CheckReport, document: str, *, everything: bool
) -> None:
    """Prints the report on the policy of a file; notes one by one only if `everything` is asked."""
    _Shower(screen, core, report, document).show(everything=everything)


class _Shower:
    def __init__(
        self, screen: Screen, core: CompiledPolicy, report: CheckReport, document: str
    ) -> None:
        self._screen = screen
        self._report = report
        self._document = document
        self._labels = Labels(core, screen.lang)
        self._faults = FaultWords(core, self._labels, screen.lang)

    def show(self, *, everything: bool) -> None:
        """All of it."""
        screen = self._screen
        screen.heading(self._report.policy.name)
        self._show_aspects()
        self._show_guarantees()
        for severity in SEVERITIES:
            found = self._report.of_severity(severity)
            if found and (everything or severity != "note"):
                self._show_findings(found)
            elif found:
                screen.line()
                screen.paragraph(self._noted(found), LEVEL_STYLES["note"])
        screen.line()
        screen.line(*self._verdict())

    # --- aspects and guarantees ---

    def _show_aspects(self) -> None:
        screen = self._screen
        keys = ("aspect", "check.space", "decided", "check.by_default", "gap", "conflict")
        table = screen.table([screen.word(key) for key in keys], numbers=range(1, len(keys)))
        for aspect in self._report.aspects:
            space = "?" if aspect.space is None else short(aspect.space)
            cells = (_part(aspect, part) for part in PARTS)
            table.add_row(safe(self._labels.aspect(aspect.aspect)), space, *cells)
        screen.show(table)

    def _show_guarantees(self) -> None:
        counted = Counter(guarantee.state for guarantee in self._report.guarantees)
        shown = [
            self._screen.word(key, n=counted[state])
            for state, key in GUARANTEE_STATES.items()
            if counted[state]
        ]
        if shown:
            style = "bold red" if counted["refuted"] else ""
            label = self._screen.word("check.guarantees")
            self._screen.field(label, joined(shown, self._screen.lang), style)

    # --- findings ---

    def _show_findings(self, found: Sequence[Finding]) -> None:
        screen = self._screen
        for finding in found[:MOST_FINDINGS]:
            screen.line()
            self._show_finding(finding)
        if len(found) > MOST_FINDINGS:
            things = screen.count("finding", len(found) - MOST_FINDINGS)
            screen.line()
            screen.line(screen.word("more", things=things), "dim")

    def _show_finding(self, finding: Finding) -> None:
        screen, lang = self._screen, self._screen.lang
        level = screen.word(LEVELS[finding.severity])
        head = f"{self._place(finding)}: {level} {finding.code}: {finding.message(lang)}"
        screen.line(head, LEVEL_STYLES[finding.severity])
        if finding.witness is not None:
            screen.field(screen.word("check.example"), self._faults.witness(finding.witness))
        if finding.region is not None:
            label = screen.word("check.where")
            for line in finding.region.lines(lang):
                screen.field(label, line)
                label = ""
            screen.field(screen.word("check.extent"), finding.region.extent(lang))
        self._show_rules("check.rules", finding.rules)
        self._show_rules("check.blocking", finding.blocking)
        if finding.hint(lang):
            screen.field(screen.word("hint"), finding.hint(lang))

    def _show_rules(self, key: str, rules: Sequence[ConcernedRule]) -> None:
        label = self._screen.word(key)
        for rule in rules:
            owner = self._labels.participant(rule.accountable) if rule.accountable else ""
            parts = (rule.id, owner, self._place(rule))
            self._screen.field(label, "  ".join(part for part in parts if part))
            label = ""

    def _place(self, place: Finding | ConcernedRule) -> str:
        parts = (place.file or self._document, place.line, place.column)
        return ":".join(str(part) for part in parts if part is not None)

    # --- in sum ---

    def _noted(self, notes: Sequence[Finding]) -> str:
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
        return screen.word("check.total", **words), LEVEL_STYLES[
            "error" if counts["error"] else "warning"
        ]


def _part(aspect: CheckedAspect, part: str) -> Text:
    found: int | None = getattr(aspect, part)
    if found is None or aspect.space is None:
        return safe("?", "yellow")
    return safe(percent(found, aspect.space), WRONG.get(part, "") if found else "")
