# SPDX-License-Identifier: Apache-2.0
"""What checking an organization finds over a time, each with a witness."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ..columns import Columns
from ..evidence import Identity, in_language
from ..kinds import SEVERITIES, Severity
from ..texts import default_language
from .kinds import known_kinds
from .moments import parsed, read_duration

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from ..columns import Type
    from ..texts import Language
    from .names import Names

COLUMNS: dict[str, Type] = {
    "code": "text",
    "kind": "text",
    "severity": "text",
    "message": "text",
    "hint": "text",
    "path": "texts",
    "at": "text",
    "until": "text",
    "duration_seconds": "number",
    "people": "texts",
    "file": "text",
    "line": "whole",
    "column": "whole",
    "pointer": "text",
}
# Findings that the text of a report shows; the rest is counted.
MOST_SHOWN = 20

GuaranteeState = Literal["proved", "refuted", "undecided"]


@dataclass(frozen=True, slots=True)
class OrganizationFinding:
    """One thing that checking an organization found, with its witness."""

    code: str
    kind: str
    severity: Severity
    path: tuple[str, ...]
    """Nodes of the graph, such as `position:plant_director`, that show it."""
    at: dt.datetime | None
    """When it is so first, in the organization's zone; None if it does not depend on time."""
    until: dt.datetime | None = field(repr=False)
    """Until when."""
    duration: dt.timedelta | None
    """How long it is so in all, or how long something takes at worst."""
    people: tuple[str, ...]
    file: str = field(repr=False)
    """Within the folder of the document; empty for the document itself."""
    line: int | None = field(repr=False)
    column: int | None = field(repr=False)
    """In characters, from 1."""
    pointer: str
    _message: Mapping[str, str] = field(repr=False)
    _hint: Mapping[str, str] = field(repr=False)

    def message(self, lang: Language = "en") -> str:
        """What was found."""
        return in_language(self._message, lang)

    def hint(self, lang: Language = "en") -> str:
        """What to do about it; may be empty."""
        return in_language(self._hint, lang)


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """A person without whom nobody accountable would be told."""

    person: str
    slices: int
    """In how many of the distinct situations."""
    first: dt.datetime | None
    """An instant at which it is so."""


@dataclass(frozen=True, slots=True)
class EscalationSummary:
    """How soon somebody accountable is told by one escalation policy, over all starts."""

    id: str
    best: dt.timedelta | None
    worst: dt.timedelta | None
    """Of the starts that do reach somebody."""
    worst_start: dt.datetime | None
    """When the case starts that waits longest."""
    always_reached: bool
    never_start: dt.datetime | None = field(repr=False)
    """The first start that reaches nobody."""
    slices: int = field(repr=False)
    """How many distinct situations there are: who is told, step by step."""
    single_points: tuple[SinglePoint, ...] = field(repr=False)
    complete: bool = field(repr=False)
    """Whether all of the time was looked at."""


@dataclass(frozen=True, slots=True)
class ReachGuarantee:
    """What became of a guarantee about who is told within which time."""

    id: str
    pointer: str = field(repr=False)
    state: GuaranteeState


class OrganizationReport:
    """All findings about an organization over a time: whole, and the same on every run."""

    __slots__ = (
        "_tree",
        "counts",
        "escalation",
        "findings",
        "guarantees",
        "names",
        "policy",
        "start",
        "until",
    )

    policy: Identity | None
    """Whose organization was checked; None if it stands alone."""
    start: dt.datetime
    until: dt.datetime
    """The first instant no longer looked at."""
    findings: tuple[OrganizationFinding, ...]
    """By code, then as the document goes."""
    escalation: tuple[EscalationSummary, ...]
    """In document order."""
    guarantees: tuple[ReachGuarantee, ...]
    """Those of the policy that say who is told within which time."""
    counts: dict[Severity, int]
    """How many findings are errors, warnings and notes."""
    names: Names
    """What the organization calls those who appear."""

    def __init__(
        self,
        tree: Mapping[str, Any],
        names: Names,
        during: tuple[dt.datetime, dt.datetime],
        policy: Identity | None = None,
    ) -> None:
        self._tree = tree
        self.policy = policy
        self.names = names
        self.start, self.until = during
        zone = self.start.tzinfo
        assert zone is not None
        self.findings = tuple(_finding(each, zone) for each in tree["findings"])
        self.escalation = tuple(_summary(each, zone) for each in tree["escalation"])
        self.guarantees = tuple(
            ReachGuarantee(each["id"], each.get("pointer", ""), each["state"])
            for each in tree["guarantees"]
        )
        found = [finding.severity for finding in self.findings]
        self.counts = {severity: found.count(severity) for severity in SEVERITIES}

    @property
    def clean(self) -> bool:
        """Whether no finding is an error or a warning."""
        return not (self.counts["error"] or self.counts["warning"])

    def of_kind(self, *kinds: str) -> tuple[OrganizationFinding, ...]:
        """The findings of some kinds, such as `unreachable` or `coverage_gap`.

        Raises:
            KeyError: there is no such kind.
        """
        wanted = known_kinds(*kinds)
        return tuple(finding for finding in self.findings if finding.kind in wanted)

    def of_severity(self, severity: Severity) -> tuple[OrganizationFinding, ...]:
        """The findings of a severity: `error`, `warning` or `note`."""
        return tuple(finding for finding in self.findings if finding.severity == severity)

    def to_dict(self) -> Mapping[str, Any]:
        """All of it as JSON has it."""
        return self._tree

    def to_json(self) -> str:
        """All of it as one line of JSON."""
        return json.dumps(self._tree, ensure_ascii=False)

    def to_frame(self, lang: Language | None = None) -> Columns:
        """The findings as a table that data frames take, a row each."""
        said = lang or default_language()
        return Columns(COLUMNS, [_row(finding, said) for finding in self.findings])

    def to_sarif(
        self, document: str = "policy.json", lang: Language | None = None
    ) -> dict[str, Any]:
        """The findings as a SARIF 2.1.0 log, for editors and code review.

        `document` is what the log calls the document: its path, seen from the root of the
        repository.
        """
        from .sarif import sarif_of

        return sarif_of(self, document, lang or default_language())

    def _repr_html_(self) -> str:
        from .display import report_html

        return report_html(self)

    def __str__(self) -> str:
        lines = [self._counted()]
        serious = [f for f in self.findings if f.severity != "note"]
        lines += [f"{f.severity} {f.code}: {f.message('en')}" for f in serious[:MOST_SHOWN]]
        if len(serious) > MOST_SHOWN:
            lines.append(f"… and {len(serious) - MOST_SHOWN} more")
        return "\n".join(lines)

    def __repr__(self) -> str:
        during = f"{self.start.isoformat()!r}, {self.until.isoformat()!r}"
        return f"OrganizationReport({during}, {self._counted()})"

    def _counted(self) -> str:
        from ..texts import count

        counted = ", ".join(count(s, self.counts[s], "en") for s in SEVERITIES)
        return f"{'clean, ' if self.clean else ''}{counted}"


def _finding(tree: Mapping[str, Any], zone: dt.tzinfo) -> OrganizationFinding:
    return OrganizationFinding(
        code=tree["code"],
        kind=tree["kind"],
        severity=tree["severity"],
        path=tuple(tree.get("path", ())),
        at=parsed(tree.get("at"), zone),
        until=parsed(tree.get("until"), zone),
        duration=_duration(tree.get("duration")),
        people=tuple(tree.get("people", ())),
        file=tree.get("file", ""),
        line=tree.get("line"),
        column=tree.get("column"),
        pointer=tree.get("pointer", ""),
        _message=tree["message"],
        _hint=tree.get("hint", {}),
    )


def _summary(tree: Mapping[str, Any], zone: dt.tzinfo) -> EscalationSummary:
    return EscalationSummary(
        id=tree["id"],
        best=_duration(tree.get("best")),
        worst=_duration(tree.get("worst")),
        worst_start=parsed(tree.get("worst_start"), zone),
        always_reached=tree["always_reached"],
        never_start=parsed(tree.get("never_start"), zone),
        slices=tree["slices"],
        single_points=tuple(
            SinglePoint(each["person"], each["slices"], parsed(each.get("first"), zone))
            for each in tree.get("single_points", ())
        ),
        complete=tree.get("complete", True),
    )


def _duration(written: str | None) -> dt.timedelta | None:
    return None if written is None else read_duration(written)


def _row(finding: OrganizationFinding, lang: Language) -> tuple[Any, ...]:
    return (
        finding.code,
        finding.kind,
        finding.severity,
        finding.message(lang),
        finding.hint(lang),
        list(finding.path),
        None if finding.at is None else finding.at.isoformat(),
        None if finding.until is None else finding.until.isoformat(),
        None if finding.duration is None else finding.duration.total_seconds(),
        list(finding.people),
        finding.file,
        finding.line,
        finding.column,
        finding.pointer,
    )
