# SPDX-License-Identifier: Apache-2.0
"""Which findings a policy must have, kind by kind, as z3 proves them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import z3

from . import names
from .claims import read_guarantees
from .symbolic import Formulas, every, some
from .views import PolicyView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..oracle.conditions import Condition
    from ..oracle.values import JsonObject
    from .symbolic import Outcomes, Term
    from .views import AspectView, Line

Key: TypeAlias = tuple[str, str, tuple[str, ...]]
"""A finding's code, its aspect (empty if it is about the whole policy), and what it is about."""


class Prover:
    """One solver that knows domains and assumptions, and what is to be found by it."""

    def __init__(self, document: JsonObject, further: Iterable[Condition] = ()) -> None:
        self.view = PolicyView(document)
        self.formulas = Formulas(self.view, further)
        self._solver = z3.SolverFor("QF_LIA")
        self._solver.add(*(variable.domain for variable in self.formulas.variables.values()))
        self._assumed = {n: self.formulas.term(c) for n, c in self.view.assumptions.items()}
        self.contradictory = not self._satisfiable(every(self._assumed.values()))
        self._solver.add(*self._assumed.values())
        self._names: dict[int, tuple[Term, Term]] = {}

    def possible(self, *terms: Term) -> bool:
        """Whether some possible fault satisfies all of `terms`."""
        return bool(self._solver.check(*map(self._named, terms)) == z3.sat)

    def implies(self, given: Term, then: Term) -> bool:
        """Whether `then` holds of every possible fault of which `given` does."""
        return not self.possible(given, z3.Not(then))

    def allowed_by(self, assumptions: Iterable[str]) -> bool:
        """Whether some fault satisfies these assumptions, whatever the others say."""
        return self._consistent(every(self._assumed[name] for name in assumptions))

    def findings(self, today: str | None = None) -> set[Key]:
        """All findings; with contradictory assumptions only those, and what is overdue."""
        found: set[Key] = {("SZ251", "", (rule,)) for rule in names.overdue(self.view.json, today)}
        if self.contradictory:
            return found | {("SZ703", "", ())}
        found.update(self._by_name())
        found.update(self._policy_wide())
        for aspect in self.view.aspects.values():
            found.update(self._aspect(aspect))
        return found

    def _named(self, term: Term) -> Term:
        """A constant that means `term`: solvers take nothing else as an assumption."""
        key = term.get_id()
        if key not in self._names:
            name = z3.Bool(f"term {key}")
            self._solver.add(name == term)
            self._names[key] = (name, term)
        return self._names[key][0]

    def _satisfiable(self, *terms: Term) -> bool:
        self._solver.push()
        self._solver.add(*terms)
        answer = self._solver.check()
        self._solver.pop()
        return bool(answer == z3.sat)

    def _consistent(self, term: Term) -> bool:
        solver = z3.SolverFor("QF_LIA")
        solver.add(*(variable.domain for variable in self.formulas.variables.values()), term)
        return bool(solver.check() == z3.sat)

    def _by_name(self) -> Iterator[Key]:
        json = self.view.json
        yield from (("SZ726", "", (name,)) for name in names.unused_definitions(json))
        yield from (("SZ728", "", value) for value in names.unused_values(self.view))
        yield from (("SZ729", "", (place,)) for place in names.unused_participants(json))

    def _policy_wide(self) -> Iterator[Key]:
        formulas = self.formulas
        for guarantee in read_guarantees(self.view):
            if self.possible(formulas.violation(guarantee)):
                yield "SZ704", "", (guarantee.id,)
        for name, attribute in self.view.attributes.items():
            for value in attribute.leaves if attribute.kind in ("enum", "bool") else ():
                if not self.possible(formulas.variables[name].equals(value)):
                    yield (
                        "SZ716",
                        "",
                        (name, str(value).lower() if value in (True, False) else str(value)),
                    )
        for name, term in self._assumed.items():
            others = every(other for n, other in self._assumed.items() if n != name)
            if not self._consistent(z3.And(others, z3.Not(term))):
                yield "SZ725", "", (name,)
        for name, condition in self.view.definitions.items():
            term = formulas.term(condition)
            if not self.possible(term) or not self.possible(z3.Not(term)):
                yield "SZ727", "", (name,)

    def _aspect(self, aspect: AspectView) -> Iterator[Key]:
        outcomes = self.formulas.outcomes(aspect.name)
        yield from self._conditions(aspect)
        yield from self._nothing_applies(aspect, outcomes)
        yield from self._pairs(aspect, outcomes)
        yield from self._single_rules(aspect, outcomes)
        yield from self._entries(aspect)

    def _conditions(self, aspect: AspectView) -> Iterator[Key]:
        for line in filter(_is_own, aspect.lines):
            term = self.formulas.term(line.when)
            if not self.possible(term):
                yield "SZ713", aspect.name, (line.id,)
            elif not line.is_literally_true and not self.possible(z3.Not(term)):
                yield "SZ724", aspect.name, (line.id,)

    def _nothing_applies(self, aspect: AspectView, outcomes: Outcomes) -> Iterator[Key]:
        if self.possible(outcomes.nothing_applies):
            yield ("SZ711" if aspect.otherwise is None else "SZ723"), aspect.name, ()
        elif aspect.own_otherwise:
            yield "SZ715", aspect.name, ()

    def _pairs(self, aspect: AspectView, outcomes: Outcomes) -> Iterator[Key]:
        if aspect.hit_policy == "first":
            return
        assignments, unique = aspect.assignments, aspect.hit_policy == "unique"
        for one, other in aspect.pairs():
            if self.possible(outcomes.left[one], outcomes.left[other]):
                agree = assignments[one] == assignments[other]
                code = "SZ702" if unique else "SZ722" if agree else "SZ701"
                yield code, aspect.name, (aspect.rules[one].id, aspect.rules[other].id)

    def _single_rules(self, aspect: AspectView, outcomes: Outcomes) -> Iterator[Key]:
        for position, rule in enumerate(aspect.rules):
            if not rule.own:
                continue
            left = outcomes.left[position]
            if not self.possible(left):
                if self.possible(self.formulas.term(rule.when)):
                    yield "SZ712", aspect.name, (rule.id,)
                continue
            if not self.possible(left, self.formulas.missed(aspect.name, position)):
                yield "SZ721", aspect.name, (rule.id,)

    def _entries(self, aspect: AspectView) -> Iterator[Key]:
        applies = [self.formulas.term(rule.when) for rule in aspect.rules]
        for entry in aspect.entries:
            if not aspect.rules[entry.rule].own or not self.possible(applies[entry.rule]):
                continue
            meant = some(applies[rule] for rule in entry.means)
            # Not of rules that never apply, be it that a section has none yet.
            if self.possible(meant) and not self.possible(applies[entry.rule], meant):
                yield "SZ714", aspect.name, (entry.pointer,)


def _is_own(line: Line) -> bool:
    return line.own
