# SPDX-License-Identifier: Apache-2.0
"""What a report counts: who owns how many faults, in which state, by which rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..decisions import STATES
from ..frames import MOST_PROBLEMS, OutcomeCount, problem_lines
from ..texts import count, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .._core import Decision, Diagnostic
    from ..frames import DecidedTable
    from ..texts import Language


@dataclass(frozen=True, slots=True)
class Counts:
    """The decisions on many faults, counted."""

    rows: int
    aspects: tuple[str, ...]
    outcomes: tuple[OutcomeCount, ...]
    """By aspect: what needs attention first, then by number."""
    rules: Mapping[str, Mapping[str, int]]
    """By aspect: how many faults each rule decides alone, the busiest first."""
    problems: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    normalized: int = 0
    table: bool = False
    """Whether they come from a table, of whose reading there is something to say."""
    states: Counter[tuple[str, str]] = field(init=False)
    """By aspect and state."""

    def __post_init__(self) -> None:
        states: Counter[tuple[str, str]] = Counter()
        for outcome in self.outcomes:
            states[outcome.aspect, outcome.state] += outcome.rows
        object.__setattr__(self, "states", states)

    def of_state(self, state: str) -> int:
        """How many decisions of all aspects have a state."""
        return sum(self.states[aspect, state] for aspect in self.aspects)


def counts_of_table(
    decided: DecidedTable, lang: Language, place: Callable[[int], object] | None = None
) -> Counts:
    """A decided table, counted; `place` says where a person finds one of its rows."""
    return Counts(
        rows=len(decided),
        aspects=decided.aspects,
        outcomes=tuple(decided.summary()),
        rules={aspect: decided.rules(aspect) for aspect in decided.aspects},
        problems=tuple(problem_lines(decided.problems, lang, place or (lambda row: row + 1))),
        missing=decided.missing,
        ignored=decided.ignored,
        normalized=decided.normalized,
        table=True,
    )


def counts_of_decisions(
    aspects: Sequence[str], all_decisions: Sequence[Sequence[Decision]], invalid: int = 0
) -> Counts:
    """Decisions one by one, counted; besides so many faults that cannot be read."""
    owned: Counter[tuple[str, str, str | None]] = Counter()
    rules: dict[str, Counter[str]] = {aspect: Counter() for aspect in aspects}
    for decisions in all_decisions:
        for d in decisions:
            owned[d.aspect, d.state, d.owner] += 1
            if d.rule:
                rules[d.aspect][d.rule] += 1
    for aspect in aspects:
        owned[aspect, "invalid", None] += invalid
    outcomes = [
        OutcomeCount(aspect, state, owner, rows)
        for (aspect, state, owner), rows in owned.items()
        if rows
    ]
    outcomes.sort(key=lambda o: (aspects.index(o.aspect), STATES.index(o.state), -o.rows))
    return Counts(
        rows=len(all_decisions) + invalid,
        aspects=tuple(aspects),
        outcomes=tuple(outcomes),
        rules={aspect: dict(counted.most_common()) for aspect, counted in rules.items()},
    )


def finding_lines(found: Sequence[Diagnostic], lang: Language) -> tuple[str, ...]:
    """Findings about faults, one a line; those past the first few are counted."""
    lines = []
    for d in found[:MOST_PROBLEMS]:
        place = ":".join(str(part) for part in (d.line, d.column) if part)
        if d.cell is not None:
            place = f"{text('row', lang)} {d.cell[0]}, {text('column', lang)} {d.cell[1]}"
        message, hint = d.message(lang), d.hint(lang)
        shown = text("hinted", lang, message=message, hint=hint) if hint else message
        lines.append(f"{place} {d.code} {shown}".strip())
    if len(found) > MOST_PROBLEMS:
        things = count("finding", len(found) - MOST_PROBLEMS, lang)
        lines.append(text("more", lang, things=things))
    return tuple(lines)
