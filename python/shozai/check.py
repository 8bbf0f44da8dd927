# SPDX-License-Identifier: Apache-2.0
"""What checking a policy finds: gaps, conflicts, rules that never decide, each with an example."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from .amounts import digits
from .columns import Columns
from .evidence import Identity, Region, Witness, in_language, number
from .kinds import SEVERITIES, Severity, known_kinds
from .texts import default_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ._core import CompiledPolicy
    from .columns import Type
    from .texts import Language

GuaranteeState = Literal["proved", "refuted", "undecided", "organization"]

COLUMNS: dict[str, Type] = {
    "code": "text",
    "kind": "text",
    "severity": "text",
    "aspect": "text",
    "rules": "texts",
    "message": "text",
    "hint": "text",
    "example": "text",
    "realised": "flag",
    "conditions": "texts",
    "size": "text",
    "space": "text",
    "share": "number",
    "blocking": "texts",
    "file": "text",
    "line": "whole",
    "column": "whole",
    "pointer": "text",
}
# Findings that the text of a report shows; the rest is counted.
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ConcernedRule:
    """A rule that a finding is about, and where it stands."""

    id: str
    accountable: str | None = None
    """Whom it names; None for a rule that only adds."""
    file: str = field(default="", repr=False)
    pointer: str = field(default="", repr=False)
    line: int | None = field(default=None, repr=False)
    column: int | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that checking a policy found, with proof."""

    code: str
    kind: str
    severity: Severity
    aspect: str | None
    """None if it is about the whole policy."""
    rules: tuple[ConcernedRule, ...]
    blocking: tuple[ConcernedRule, ...] = field(repr=False)
    """Of a rule that never decides: a few rules that together go before it everywhere."""
    assumptions: tuple[str, ...] = field(repr=False)
    guarantee: str | None = field(repr=False)
    attribute: str | None = field(repr=False)
    value: str | None = field(repr=False)
    witness: Witness | None
    region: Region | None = field(repr=False)
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
class CheckedAspect:
    """How the possible faults of one aspect are decided; None where they were too many to count."""

    aspect: str
    method: Literal["diagram", "boxes"]
    """How it was proved."""
    space: int | None = field(repr=False)
    """How many faults are possible, told apart by what the aspect asks."""
    decided: int | None = field(repr=False)
    by_default: int | None = field(repr=False)
    gap: int | None = field(repr=False)
    conflict: int | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class CheckedGuarantee:
    """What became of a guarantee of the policy."""

    id: str
    pointer: str = field(repr=False)
    state: GuaranteeState


class CheckReport:
    """All findings about a policy: whole, and the same on every run."""

    __slots__ = ("_core", "_tree", "aspects", "counts", "findings", "guarantees", "policy")

    policy: Identity
    """Which policy was checked."""
    findings: tuple[Finding, ...]
    """About the whole policy first, then aspect by aspect."""
    aspects: tuple[CheckedAspect, ...]
    """In document order."""
    guarantees: tuple[CheckedGuarantee, ...]
    """In document order."""
    counts: dict[Severity, int]
    """How many findings are errors, warnings and notes."""

    def __init__(self, core: CompiledPolicy, tree: Mapping[str, Any]) -> None:
        self._core = core
        self._tree = tree
        self.policy = Identity(**tree["policy"])
        self.findings = tuple(map(_finding, tree["findings"]))
        self.aspects = tuple(map(_aspect, tree["aspects"]))
        self.guarantees = tuple(CheckedGuarantee(**each) for each in tree["guarantees"])
        self.counts = {severity: tree["counts"][severity] for severity in SEVERITIES}

    @property
    def clean(self) -> bool:
        """Whether no finding is an error or a warning."""
        return bool(self._tree["clean"])

    def of_kind(self, *kinds: str) -> tuple[Finding, ...]:
        """The findings of some kinds, such as `gap` or `conflict`.

        Raises:
            KeyError: there is no such kind.
        """
        wanted = known_kinds(*kinds)
        return tuple(finding for finding in self.findings if finding.kind in wanted)

    def of_severity(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of a severity: `error`, `warning` or `note`."""
        return tuple(finding for finding in self.findings if finding.severity == severity)

    def to_dict(self) -> Mapping[str, Any]:
        """All of it as JSON has it."""
        return self._tree

    def to_frame(self, lang: Language | None = None) -> Columns:
        """The findings as a table that data frames take, a row each."""
        said = lang or default_language()
        return Columns(COLUMNS, [_row(finding, said) for finding in self.findings])

    def to_sarif(
        self, document: str = "policy.json", lang: Language | None = None
    ) -> dict[str, Any]:
        """The findings as a SARIF 2.1.0 log, for editors and code review.

        `document` is what the log calls the policy document: its path, seen from the root of the
        repository.
        """
        from .sarif import sarif_of

        return sarif_of(self, document, lang or default_language())

    def _repr_html_(self) -> str:
        from .proof_display import check_html

        return check_html(self, self._core)

    def __str__(self) -> str:
        lines = [f"{self.policy.name}: {self._counted()}"]
        serious = [f for f in self.findings if f.severity != "note"]
        lines += [f"{f.severity} {f.code}: {f.message('en')}" for f in serious[:MOST_SHOWN]]
        if len(serious) > MOST_SHOWN:
            lines.append(f"… and {len(serious) - MOST_SHOWN} more")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"CheckReport({self.policy.name!r}, {self._counted()})"

    def _counted(self) -> str:
        from .texts import count

        counted = ", ".join(count(s, self.counts[s], "en") for s in SEVERITIES)
        return f"{'clean, ' if self.clean else ''}{counted}"


def checked(core: CompiledPolicy, today: str | None) -> CheckReport:
    """What checking a policy finds on a day; without a day, reviews are never overdue."""
    return CheckReport(core, json.loads(core.check(today)))


def _finding(tree: Mapping[str, Any]) -> Finding:
    return Finding(
        code=tree["code"],
        kind=tree["kind"],
        severity=tree["severity"],
        aspect=tree.get("aspect"),
        rules=_rules(tree.get("rules", ())),
        blocking=_rules(tree.get("blocking", ())),
        assumptions=tuple(tree.get("assumptions", ())),
        guarantee=tree.get("guarantee"),
        attribute=tree.get("attribute"),
        value=tree.get("value"),
        witness=Witness.of(tree["witness"]) if "witness" in tree else None,
        region=Region.of(tree["region"]) if "region" in tree else None,
        file=tree.get("file", ""),
        line=tree.get("line"),
        column=tree.get("column"),
        pointer=tree.get("pointer", ""),
        _message=tree["message"],
        _hint=tree.get("hint", {}),
    )


def _rules(trees: Sequence[Mapping[str, Any]]) -> tuple[ConcernedRule, ...]:
    return tuple(ConcernedRule(**tree) for tree in trees)


def _aspect(tree: Mapping[str, Any]) -> CheckedAspect:
    sizes = ("space", "decided", "by_default", "gap", "conflict")
    return CheckedAspect(tree["aspect"], tree["method"], *(number(tree.get(key)) for key in sizes))


def _row(finding: Finding, lang: Language) -> tuple[Any, ...]:
    witness, region = finding.witness, finding.region
    return (
        finding.code,
        finding.kind,
        finding.severity,
        finding.aspect,
        [rule.id for rule in finding.rules],
        finding.message(lang),
        finding.hint(lang),
        None if witness is None else json.dumps(witness.fault, ensure_ascii=False),
        None if witness is None else witness.realised,
        [] if region is None else list(region.conditions),
        *_sizes(region),
        [rule.id for rule in finding.blocking],
        finding.file,
        finding.line,
        finding.column,
        finding.pointer,
    )


def _sizes(region: Region | None) -> tuple[str | None, str | None, float | None]:
    if region is None:
        return None, None, None
    return digits(region.size), digits(region.space), region.share
