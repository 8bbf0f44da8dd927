# SPDX-License-Identifier: Apache-2.0
"""Which faults a report shows: one decided by an exception, and one that is still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._core import CompiledPolicy, Decision, Fault
    from ..texts import Language
    from .counts import Counts
    from .rules import RuleBook


@dataclass(frozen=True, slots=True)
class Case:
    """A fault and what people know it by."""

    title: str
    fault: Fault
    story: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    """What was reported, as the table writes it: a heading and a cell."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A fault and the aspect to look at."""

    case: Case
    aspect: str


@dataclass(frozen=True, slots=True)
class Examples:
    """The faults to show, as far as there are such."""

    decided: Chosen | None = None
    exception: bool = False
    """Whether that one was decided by a rule that others stepped back for."""
    open: Chosen | None = None


def case_title(number: int, line: int, lang: Language) -> str:
    """What a row of a table is called."""
    key = "fault_heading" if line == number else "fault_heading_line"
    return text(key, lang, number=number, line=line)


def choose(core: CompiledPolicy, book: RuleBook, cases: Iterable[Case], counts: Counts) -> Examples:
    """The first fault decided by an exception, and the first undetermined one.

    In place of what there is none of: a fault decided by any rule but the last one; an
    undetermined fault about which nothing is to be asked.
    """
    search = _Search(core, book, counts)
    for case in cases:
        if search.done:
            break
        for decision in core.decide(case.fault):
            if decision.aspect in counts.aspects:
                search.look_at(case, decision)
    return search.found()


class _Search:
    def __init__(self, core: CompiledPolicy, book: RuleBook, counts: Counts) -> None:
        self._core = core
        self._exceptions = {aspect: book.exceptions(aspect) for aspect in counts.aspects}
        # What does not occur at all needs no search.
        occurring = any(self._exceptions[a] & counts.rules[a].keys() for a in counts.aspects)
        self._wanted = {"exception"} if occurring else {"decided"}
        if counts.of_state("undetermined"):
            self._wanted.add("asked")
        self._first: dict[str, Chosen] = {}

    @property
    def done(self) -> bool:
        return self._wanted <= self._first.keys()

    def look_at(self, case: Case, decision: Decision) -> None:
        kinds = []
        if decision.state == "undetermined":
            kinds = ["asked", "open"] if decision.ask else ["open"]
        elif decision.state == "decided":
            kinds = ["decided"]
            if "exception" not in self._first and self._is_exception(case, decision):
                kinds.append("exception")
        for kind in kinds:
            self._first.setdefault(kind, Chosen(case, decision.aspect))

    def _is_exception(self, case: Case, decision: Decision) -> bool:
        if decision.rule not in self._exceptions[decision.aspect]:
            return False
        return any(
            rule.role == "overridden" and decision.rule in rule.overridden_by
            for rule in self._core.explain(case.fault, decision.aspect).rules
        )

    def found(self) -> Examples:
        first = self._first.get
        return Examples(
            decided=first("exception") or first("decided"),
            exception="exception" in self._first,
            open=first("asked") or first("open"),
        )
