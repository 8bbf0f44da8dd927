# SPDX-License-Identifier: Apache-2.0
"""A policy as terms of z3: attributes as integers, conditions and outcomes as formulas."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, Any, TypeAlias

import z3

from ..oracle.conditions import Condition, Constant, Every, Not, UnaryTest, unary_tests
from ..oracle.values import NUMERIC
from .axes import Axis
from .claims import COMPARE, Fact, fold
from .views import SETS, assignment_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..oracle.values import Attribute
    from .claims import Guarantee
    from .views import AspectView, Assignment, PolicyView

Term: TypeAlias = Any
_EXTENDABLE = frozenset({"consulted", "informed", "joint_visit"})


def some(terms: Iterable[Term]) -> Term:
    """The disjunction; of nothing it is false."""
    return z3.Or(*terms)


def every(terms: Iterable[Term]) -> Term:
    """The conjunction; of nothing it is true."""
    return z3.And(*terms)


class _Variable:
    """An attribute: a number (of the value or of its interval), and whether it is *none*."""

    def __init__(self, attribute: Attribute, edges: Iterable[Any]) -> None:
        self._axis = Axis(attribute, edges)
        self._is_number = attribute.kind in NUMERIC
        self._number = z3.Int(attribute.name)
        self._none = z3.Bool(f"{attribute.name} is none") if attribute.optional else None
        last = attribute.high if self._is_number else len(self._axis.starts) - 1
        first = attribute.low if self._is_number else 0
        self.domain = z3.And(self._number >= first, self._number <= last)
        self.mentioned = False

    def equals(self, value: object) -> Term:
        """That the attribute has a value of an enum or bool."""
        same = self._number == self._axis.position(value)  # type: ignore[arg-type]
        return same if self._none is None else z3.And(z3.Not(self._none), same)

    def term(self, test: UnaryTest) -> Term:
        """The test as a formula."""
        holds = some(self._between(*run) for run in self._axis.runs(test.check))
        if self._none is None:
            return holds
        if test.check(None):
            return z3.Or(self._none, holds)
        return z3.And(z3.Not(self._none), holds)

    def _between(self, first: int, last: int) -> Term:
        starts = self._axis.starts
        bounds = []
        if first > 0:
            bounds.append(self._number >= (starts[first] if self._is_number else first))
        if last < len(starts) - 1:
            bounds.append(self._number < (starts[last + 1] if self._is_number else last + 1))
        return every(bounds)


class Outcomes:
    """What happens in an aspect, as formulas over a fault."""

    def __init__(self, aspect: AspectView, applies: Sequence[Term]) -> None:
        beaten = [some(applies[b] for b in aspect.beaters(r)) for r in range(len(applies))]
        self.left = [z3.And(a, z3.Not(b)) for a, b in zip(applies, beaten, strict=True)]
        self.nothing_applies = z3.Not(some(applies))
        classes: dict[Assignment, list[Term]] = {}
        for left, assignment in zip(self.left, aspect.assignments, strict=True):
            classes.setdefault(assignment, []).append(left)
        if aspect.otherwise is not None:
            by_default = assignment_of(aspect.otherwise["then"])
            classes.setdefault(by_default, []).append(self.nothing_applies)
        chosen = {assignment: some(terms) for assignment, terms in classes.items()}
        clashing = self.left if aspect.hit_policy == "unique" else list(chosen.values())
        self.conflict = some(z3.And(one, other) for one, other in combinations(clashing, 2))
        self.decided = {a: z3.And(t, z3.Not(self.conflict)) for a, t in chosen.items()}
        self.is_decided = some(self.decided.values())

    def same_as(self, other: Outcomes, alike: Callable[[Assignment, Assignment], Term]) -> Term:
        """Where state and assignment are the same; `alike` says where two assignments are."""
        pairs = product(self.decided.items(), other.decided.items())
        same = [z3.And(one, two, alike(a, b)) for (a, one), (b, two) in pairs]
        same.append(z3.And(self.conflict, other.conflict))
        undecided = z3.Not(z3.Or(self.conflict, self.is_decided))
        theirs = z3.Not(z3.Or(other.conflict, other.is_decided))
        return some([*same, z3.And(undecided, theirs)])


class Formulas:
    """All formulas of one policy; `further` conditions may be asked about as well."""

    def __init__(self, view: PolicyView, further: Iterable[Condition] = ()) -> None:
        self.view = view
        conditions = [line.when for aspect in view.aspects.values() for line in aspect.lines]
        conditions += [*view.assumptions.values(), *view.definitions.values(), *further]
        edges: dict[str, list[Any]] = {name: [] for name in view.attributes}
        for condition in conditions:
            for test in unary_tests(condition):
                edges[test.attribute] += test.edges
        self.variables = {n: _Variable(a, edges[n]) for n, a in view.attributes.items()}
        self._terms: dict[int, tuple[Condition, Term]] = {}
        self._outcomes: dict[str, Outcomes] = {}

    def term(self, condition: Condition) -> Term:
        """The condition as a formula; shared parts are shared."""
        known = self._terms.get(id(condition))
        if known is None:
            # The condition is kept as well, so that its `id` stays its own.
            known = self._terms[id(condition)] = (condition, self._build(condition))
        return known[1]

    def _build(self, condition: Condition) -> Term:
        if isinstance(condition, Constant):
            return z3.BoolVal(condition.value)
        if isinstance(condition, UnaryTest):
            return self.variables[condition.attribute].term(condition)
        if isinstance(condition, Not):
            return z3.Not(self.term(condition.operand))
        operands = [self.term(operand) for operand in condition.operands]
        return every(operands) if isinstance(condition, Every) else some(operands)

    def outcomes(self, aspect: str) -> Outcomes:
        """What happens in an aspect."""
        if aspect not in self._outcomes:
            view = self.view.aspects[aspect]
            self._outcomes[aspect] = Outcomes(view, [self.term(rule.when) for rule in view.rules])
        return self._outcomes[aspect]

    def missed(self, aspect: str, rule: int) -> Term:
        """Where state or assignment would be another one if a rule never applied."""
        view = self.view.aspects[aspect]
        applies = [self.term(each.when) for each in view.rules]
        applies[rule] = z3.BoolVal(False)
        without = Outcomes(view, applies)
        return z3.Not(self.outcomes(aspect).same_as(without, lambda a, b: self._alike(view, a, b)))

    def _alike(self, view: AspectView, one: Assignment, other: Assignment) -> Term:
        """Where two assignments are equal: everywhere, or where `also` adds what they differ in."""
        if one == other:
            return z3.BoolVal(True)
        (owner, sets, share), (other_owner, other_sets, other_share) = one, other
        if (owner, share) != (other_owner, other_share):
            return z3.BoolVal(False)
        added = []
        for field, ours, theirs in zip(SETS, sets, other_sets, strict=True):
            for who in ours ^ theirs:
                if field not in _EXTENDABLE:
                    return z3.BoolVal(False)
                added.append(self._adds(view, field, who))
        return every(added)

    def _adds(self, view: AspectView, field: str, who: str) -> Term:
        """Where an `also` rule adds somebody to a field."""
        return some(
            self.term(line.when) for line in view.also if who in line.json["then"].get(field, [])
        )

    def violation(self, guarantee: Guarantee) -> Term:
        """Where a guarantee does not hold."""
        claim = fold(guarantee.claim, self._fact, _join)
        if guarantee.when is None:
            return z3.Not(claim)
        return z3.And(self.term(guarantee.when), z3.Not(claim))

    def _fact(self, fact: Fact) -> Term:
        view, outcomes = self.view.aspects[fact.aspect], self.outcomes(fact.aspect)
        if fact.kind == "is_decided":
            return outcomes.is_decided
        if fact.kind == "accountable":
            meanwhile = z3.And(z3.Not(outcomes.is_decided), self._interim(view, fact.ids))
            named = some([*_owned(outcomes, fact), meanwhile])
            return z3.Not(named) if fact.sign == "!=" else named
        if fact.kind == "cost_share":
            return self._share(outcomes, fact)
        return self._member(view, outcomes, fact)

    def _interim(self, view: AspectView, ids: Sequence[str]) -> Term:
        """That the interim owner is one of `ids`: the first interim rule that holds names it."""
        term = z3.BoolVal(view.interim_default["accountable"] in ids)
        for rule in reversed(view.interim):
            named = z3.BoolVal(rule.json["then"]["accountable"] in ids)
            term = z3.If(self.term(rule.when), named, term)
        return term

    @staticmethod
    def _share(outcomes: Outcomes, fact: Fact) -> Term:
        """A share that is absent is 0, also where nothing is decided."""
        holds = COMPARE[fact.sign]
        agreeing = [
            term
            for (_owner, _sets, share), term in outcomes.decided.items()
            if holds(dict(share or ()).get(fact.ids[0], 0), fact.number)
        ]
        if holds(0, fact.number):
            agreeing.append(z3.Not(outcomes.is_decided))
        return some(agreeing)

    def _member(self, view: AspectView, outcomes: Outcomes, fact: Fact) -> Term:
        position = SETS.index(fact.kind)
        members = [
            term for a, term in outcomes.decided.items() if fact.ids[0] in a[1][position]
        ]  # fmt: skip
        if fact.kind in _EXTENDABLE:
            adding = self._adds(view, fact.kind, fact.ids[0])
            members.append(z3.And(outcomes.is_decided, adding))
        return some(members)


def _owned(outcomes: Outcomes, fact: Fact) -> list[Term]:
    return [term for (owner, _s, _c), term in outcomes.decided.items() if owner in fact.ids]


def _join(sign: str, terms: list[Term]) -> Term:
    if sign == "!":
        return z3.Not(terms[0])
    return every(terms) if sign == "&&" else some(terms)
