# SPDX-License-Identifier: Apache-2.0
"""The same findings, and their sizes, by going through all faults: the naive interpreter decides.

Faults are gone through class by class, a class being values on which all tests agree, weighted by
how many faults it stands for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from ..oracle.aspects import FIELDS, Aspect, Document
from ..oracle.conditions import compile_condition, unary_tests
from .axes import Axis
from .claims import COMPARE, fold, read_guarantees
from .views import PolicyView, assignment_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..oracle.aspects import Outcome, Pattern
    from ..oracle.conditions import Condition, Predicate
    from ..oracle.values import JsonObject, Value
    from .claims import Fact, Guarantee
    from .prover import Key
    from .views import AspectView

MOST_CLASSES = 20_000
"""An aspect with more classes of faults than this is not counted."""


class TooMany(Exception):  # noqa: N818 (it is no error)
    """There are too many classes of faults to go through."""


@dataclass(frozen=True)
class Class:
    """Values of one attribute that no test tells apart: one of them, and how many there are."""

    value: Value
    size: int


def classes_of(view: PolicyView, name: str, conditions: Iterable[Condition]) -> list[Class]:
    """The classes of an attribute that conditions tell apart."""
    attribute = view.attributes[name]
    tests = [t for c in conditions for t in unary_tests(c) if t.attribute == name]
    axis = Axis(attribute, [edge for test in tests for edge in test.edges])
    sizes: dict[tuple[bool, ...], Class] = {}
    values = [*zip(axis.starts, axis.sizes(), strict=True)]
    if attribute.optional:
        values.append((None, 1))
    for value, size in values:
        signature = tuple(test.check(value) for test in tests)
        known = sizes.get(signature)
        first = value if known is None else known.value
        sizes[signature] = Class(first, size + (0 if known is None else known.size))
    return list(sizes.values())


class Faults:
    """The possible faults of a policy as far as some conditions tell them apart."""

    def __init__(self, view: PolicyView, conditions: Sequence[Condition]) -> None:
        self.names = view.tested(conditions)
        everything = [*conditions, *view.assumptions.values()]
        classes = [classes_of(view, name, everything) for name in self.names]
        if prod(map(len, classes)) > MOST_CLASSES:
            raise TooMany
        index = {name: position for position, name in enumerate(self.names)}
        assumed = [compile_condition(c, index) for c in view.assumptions.values()]
        self._checks: list[Predicate] = [compile_condition(c, index) for c in conditions]
        self.sizes: Counter[Pattern] = Counter()
        self.space = 0
        for row in product(*classes):
            values = [each.value for each in row]
            if all(holds(values) for holds in assumed):
                size = prod(each.size for each in row)
                self.space += size
                self.sizes[tuple([check(values) for check in self._checks])] += size

    @property
    def patterns(self) -> set[Pattern]:
        """Which conditions hold together in some possible fault."""
        return set(self.sizes)


class CountedAspect:
    """One aspect: every pattern of its conditions that occurs, what comes of it, how often."""

    def __init__(self, view: PolicyView, document: Document, aspect: AspectView) -> None:
        self.aspect = aspect
        self.naive = Aspect(aspect.name, document)
        # In the order in which the naive interpreter has them.
        self.faults = Faults(view, [line.when for line in aspect.lines])
        self.outcomes = {p: self.naive.outcome(p) for p in self.faults.patterns}

    def size(self, holds: Callable[[Pattern, Outcome], bool]) -> int:
        """How many possible faults there are of which `holds` is true."""
        sizes = self.faults.sizes
        return sum(sizes[p] for p, outcome in self.outcomes.items() if holds(p, outcome))

    def is_default(self, outcome: Outcome) -> bool:
        """Whether nothing but `otherwise` decides."""
        return outcome.rules == (len(self.aspect.rules),)

    def both_left(self, one: int, other: int) -> int:
        """In how many faults both rules are left."""
        return self.size(lambda _p, outcome: {one, other} <= set(outcome.rules))

    def left(self, rule: int) -> int:
        """In how many faults a rule is left."""
        return self.size(lambda _p, outcome: rule in outcome.rules)

    def applies(self, condition: int) -> int:
        """In how many faults a condition holds, counted through rules, `also`, interim rules."""
        return self.size(lambda pattern, _o: pattern[condition])

    def in_state(self, state: str) -> int:
        """In how many faults the aspect is in a state."""
        return self.size(lambda _p, outcome: outcome.state == state)

    def by_default(self) -> int:
        """How many faults `otherwise` decides."""
        return self.size(lambda _p, outcome: self.is_default(outcome))


class Counting:
    """A policy whose possible faults are few enough, class by class, to go through them."""

    def __init__(self, document: JsonObject) -> None:
        self.view = PolicyView(document)
        read = Document(document)
        self.aspects = {
            name: CountedAspect(self.view, read, aspect)
            for name, aspect in self.view.aspects.items()
        }
        self._assumed = list(self.view.assumptions)

    def possible(self) -> bool:
        """Whether any fault is possible."""
        return bool(Faults(self.view, []).space)

    def findings(self) -> set[Key]:
        """The findings that are a matter of faults."""
        if not self.possible():
            return {("SZ703", "", ())}
        found: set[Key] = set(self._policy_wide())
        for counted in self.aspects.values():
            found.update(self._aspect(counted))
        return found

    def refuted(self) -> list[str]:
        """The guarantees that do not hold."""
        return [g.id for g in read_guarantees(self.view) if self.violations(g)[0]]

    def violations(self, guarantee: Guarantee) -> tuple[int, int]:
        """How many faults refute a guarantee, and how many it and its aspects tell apart."""
        parts = [self.aspects[name] for name in guarantee.aspects]
        conditions = [line.when for part in parts for line in part.aspect.lines]
        if guarantee.when is not None:
            conditions.append(guarantee.when)
        faults = Faults(self.view, conditions)
        refuted = 0
        for pattern, size in faults.sizes.items():
            start, patterns = 0, {}
            for part in parts:
                length = len(list(part.aspect.lines))
                patterns[part.aspect.name] = pattern[start : start + length]
                start += length
            if guarantee.when is None or pattern[-1]:
                refuted += 0 if self._claimed(guarantee, patterns) else size
        return refuted, faults.space

    def covered(
        self, names: Sequence[str], when: Sequence[Condition], by: Sequence[Condition]
    ) -> int:
        """How many faults some of the conditions `by` hold of, as aspects and `when` count them."""
        lines = [line.when for name in names for line in self.aspects[name].aspect.lines]
        faults = Faults(self.view, [*by, *lines, *when])
        return sum(size for p, size in faults.sizes.items() if any(p[: len(by)]))

    def _claimed(self, guarantee: Guarantee, patterns: dict[str, Pattern]) -> bool:
        def fact(fact: Fact) -> bool:
            return holds(fact, self.aspects[fact.aspect].naive, patterns[fact.aspect])

        return bool(fold(guarantee.claim, fact, join))

    def _policy_wide(self) -> Iterator[Key]:
        view = self.view
        yield from (("SZ704", "", (name,)) for name in self.refuted())
        for name, attribute in view.attributes.items():
            for value in attribute.leaves if attribute.kind in ("enum", "bool") else ():
                is_value = view.parser.parse(_equality(name, value))
                if (True,) not in Faults(view, [is_value]).patterns:
                    text = str(value).lower() if isinstance(value, bool) else str(value)
                    yield "SZ716", "", (name, text)
        yield from (("SZ725", "", (name,)) for name in self._redundant_assumptions())
        for name, condition in view.definitions.items():
            if len(Faults(view, [condition]).patterns) < 2:
                yield "SZ727", "", (name,)

    def _redundant_assumptions(self) -> Iterator[str]:
        json = self.view.json
        for name in self._assumed:
            others = [each for each in json["assumptions"] if each["id"] != name]
            weaker = PolicyView({**json, "assumptions": others})
            if (False,) not in Faults(weaker, [self.view.assumptions[name]]).patterns:
                yield name

    def _aspect(self, counted: CountedAspect) -> Iterator[Key]:
        aspect, space = counted.aspect, counted.faults.space
        for position, line in enumerate(aspect.lines):
            size = counted.applies(position)
            if line.own and size == 0:
                yield "SZ713", aspect.name, (line.id,)
            elif line.own and size == space and not line.is_literally_true:
                yield "SZ724", aspect.name, (line.id,)
        if counted.in_state("gap"):
            yield "SZ711", aspect.name, ()
        if counted.by_default():
            yield "SZ723", aspect.name, ()
        elif aspect.own_otherwise:
            yield "SZ715", aspect.name, ()
        if aspect.hit_policy != "first":
            yield from self._pairs(counted)
        yield from self._single_rules(counted)
        for entry in aspect.entries:
            if aspect.rules[entry.rule].own and _is_dead(counted, entry.rule, entry.means):
                yield "SZ714", aspect.name, (entry.pointer,)

    def _pairs(self, counted: CountedAspect) -> Iterator[Key]:
        aspect = counted.aspect
        thens = [assignment_of(rule.json["then"]) for rule in aspect.rules]
        for one, other in aspect.pairs():
            if counted.both_left(one, other):
                agree = "SZ722" if thens[one] == thens[other] else "SZ701"
                code = "SZ702" if aspect.hit_policy == "unique" else agree
                yield code, aspect.name, (aspect.rules[one].id, aspect.rules[other].id)

    def _single_rules(self, counted: CountedAspect) -> Iterator[Key]:
        for position, rule in enumerate(counted.aspect.rules):
            if not rule.own or not counted.applies(position):
                continue
            if not counted.left(position):
                yield "SZ712", counted.aspect.name, (rule.id,)
            elif all(
                _answer(counted.naive.outcome(_without(pattern, position))) == _answer(outcome)
                for pattern, outcome in counted.outcomes.items()
            ):
                yield "SZ721", counted.aspect.name, (rule.id,)


def _is_dead(counted: CountedAspect, rule: int, means: Sequence[int]) -> bool:
    patterns = counted.faults.patterns
    if not any(p[rule] for p in patterns):
        return False
    if not any(p[other] for p in patterns for other in means):
        return False
    return not any(p[rule] and p[other] for p in patterns for other in means)


def _without(pattern: Pattern, rule: int) -> Pattern:
    return (*pattern[:rule], False, *pattern[rule + 1 :])


def _answer(outcome: Outcome) -> tuple[str, tuple[object, ...]]:
    return outcome.state, outcome.assignment


def _equality(name: str, value: Any) -> str:
    return f"{name} == {str(value).lower()}" if isinstance(value, bool) else f"{name} == '{value}'"


def holds(fact: Fact, aspect: Aspect, pattern: Pattern) -> bool:
    """Whether a fact is true where exactly the conditions of `pattern` hold."""
    outcome = aspect.outcome(pattern)
    decided = outcome.state == "decided"
    if fact.kind == "is_decided":
        return decided
    fields = dict(zip(FIELDS, outcome.assignment, strict=True)) if decided else {}
    if fact.kind == "accountable":
        owner = fields["accountable"] if decided else aspect.interim({pattern})["accountable"]
        return (owner in fact.ids) != (fact.sign == "!=")
    if fact.kind == "cost_share":
        share: Any = fields.get("cost_share") or ()
        return COMPARE[fact.sign](dict(share).get(fact.ids[0], 0), fact.number)
    members: Any = fields.get(fact.kind, ())
    return fact.ids[0] in members


def join(sign: str, values: list[bool]) -> bool:
    """Truth values joined as claims are."""
    if sign == "!":
        return not values[0]
    return all(values) if sign == "&&" else any(values)
