# SPDX-License-Identifier: Apache-2.0
"""Witnesses, replayed: does the naive interpreter see there what the finding says?"""

from __future__ import annotations

import random
from contextlib import suppress
from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, TypeAlias

from ..oracle.aspects import Aspect, Document
from ..oracle.conditions import compile_condition
from ..oracle.derivations import Derivation, derive_all
from ..oracle.interpreter import Interpreter
from ..oracle.knowledge import exactly, read_knowledge
from ..oracle.values import NUMERIC, InvalidFault
from ..oracle.writing import to_json
from .claims import fold, read_guarantees
from .counting import holds, join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..oracle.aspects import Outcome, Pattern
    from ..oracle.values import Attribute, JsonObject, Value
    from .claims import Fact, Guarantee
    from .views import PolicyView

Finding: TypeAlias = "dict[str, Any]"
_MOST_INPUTS = 3_000
_REPORTS = 300


class Replay:
    """The naive interpreter, asked about single faults."""

    def __init__(self, document: JsonObject, view: PolicyView) -> None:
        self._view = view
        self._interpreter = Interpreter(document)
        read = Document(document)
        self._aspects = {name: Aspect(name, read) for name in view.aspects}
        self._guarantees = {each.id: each for each in read_guarantees(view)}
        self._derivations = {
            name: Derivation(attribute, view.attributes)
            for name, attribute in view.attributes.items()
            if attribute.derived is not None
        }

    def problems(self, finding: Finding) -> Iterator[str]:
        """What is wrong with the witness of a finding."""
        witness = finding["witness"]
        try:
            values = self._values(witness["fault"], witness["realised"])
        except InvalidFault as error:
            yield f"witness {witness}: {error}"
            return
        missing = [name for name in self._counted(finding) if name not in values]
        if missing:
            yield f"witness {witness} does not say {missing}"
        elif not self._shows(finding, values):
            yield f"witness {witness} does not show it"
        elif witness["realised"] is False:
            yield from self._occurs(witness, values)
            real = next((each for each in self._reports if self._shows(finding, each)), None)
            if real is not None:
                yield f"witness {witness} cannot occur, but {real} can"

    def _counted(self, finding: Finding) -> list[str]:
        """The attributes that it takes to show a finding."""
        if finding["code"] != "SZ704":
            return self._aspects[finding["aspect"]].attributes
        guarantee = self._guarantees[finding["guarantee"]]
        asked = [] if guarantee.when is None else self._view.tested([guarantee.when])
        return [*asked, *(n for name in guarantee.aspects for n in self._aspects[name].attributes)]

    def _values(self, fault: JsonObject, realised: bool | None) -> dict[str, Value]:
        """The values of a fault; of one that can occur, derived attributes are computed."""
        if realised:
            known = self._interpreter.knowledge(fault)
        else:
            attributes = self._view.attributes
            known = {name: read_knowledge(attributes[name], said) for name, said in fault.items()}
        singles = {name: knowledge.single() for name, knowledge in known.items()}
        if realised:
            self._check_inputs(fault, singles)
        return {name: single[0] for name, single in singles.items() if single is not None}

    def _check_inputs(self, fault: JsonObject, singles: dict[str, Any]) -> None:
        """Of a fault that can occur, the inputs of what is derived are said."""
        for name, derivation in self._derivations.items():
            inputs = [singles[source] for source in derivation.inputs]
            if name in fault and None in inputs and (None,) not in inputs:
                raise InvalidFault(f"{name} is said, its inputs are not")

    def _pattern(self, aspect: Aspect, values: dict[str, Value]) -> Pattern:
        row = [values[name] for name in aspect.attributes]
        return tuple([condition(row) for condition in aspect.conditions])

    def _allowed(self, aspect: Aspect, values: dict[str, Value]) -> bool:
        row = [values[name] for name in aspect.attributes]
        return all(assumption(row) for assumption in aspect.assumptions)

    @cached_property
    def _reports(self) -> list[dict[str, Value]]:
        """Some faults that can occur, mostly where a test changes its answer."""
        rng = random.Random(0)
        attributes = [a for a in self._view.attributes.values() if a.derived is None]
        found = []
        for _attempt in range(_REPORTS):
            fault = {a.name: to_json(rng, a, self._some_value(rng, a)) for a in attributes}
            with suppress(InvalidFault):
                found.append(self._values(fault, True))
        return [values for values in found if len(values) == len(self._view.attributes)]

    def _some_value(self, rng: random.Random, attribute: Attribute) -> Value:
        if attribute.optional and rng.random() < 0.15:
            return None
        if attribute.kind in NUMERIC and rng.random() < 0.2:
            return rng.randint(attribute.low, attribute.high)
        return rng.choice(self._interpreter.edges(attribute.name))

    def _shows(self, finding: Finding, values: dict[str, Value]) -> bool:
        """Whether a fault is possible, and one that a finding is about."""
        if finding["code"] == "SZ704":
            return self._breaks(self._guarantees[finding["guarantee"]], values)
        aspect, view = self._aspects[finding["aspect"]], self._view.aspects[finding["aspect"]]
        if not self._allowed(aspect, values):
            return False
        pattern = self._pattern(aspect, values)
        outcome = aspect.outcome(pattern)
        ids = [line.id for line in view.lines]
        rules = [ids.index(rule["id"]) for rule in finding.get("rules", []) if rule["id"] in ids]
        return bool(_SHOWS[finding["code"]](pattern, outcome, rules, len(view.rules)))

    def _breaks(self, guarantee: Guarantee, values: dict[str, Value]) -> bool:
        def fact(fact: Fact) -> bool:
            aspect = self._aspects[fact.aspect]
            return holds(fact, aspect, self._pattern(aspect, values))

        if not self._allowed(self._aspects[guarantee.aspects[0]], values):
            return False
        index = {name: position for position, name in enumerate(values)}
        row = list(values.values())
        if guarantee.when is not None and not compile_condition(guarantee.when, index)(row):
            return False
        return not fold(guarantee.claim, fact, join)

    def _occurs(self, witness: Any, values: dict[str, Value]) -> Iterator[str]:
        """Whether a fault that is said to be impossible has inputs all the same."""
        fixed = {
            name: exactly(self._view.attributes[name], value) for name, value in values.items()
        }
        inputs: list[str] = []
        for name in values:
            self._collect(name, fixed, inputs)
        sizes = [self._view.attributes[name].size() for name in inputs]
        if prod(sizes) > _MOST_INPUTS:
            return
        domains = [self._domain(name) for name in inputs]
        for row in product(*domains):
            known = {
                n: exactly(self._view.attributes[n], v) for n, v in zip(inputs, row, strict=True)
            }
            known |= fixed
            try:
                derive_all({n: d for n, d in self._derivations.items() if n in known}, known)
            except InvalidFault:
                continue
            yield f"witness {witness} can occur: {dict(zip(inputs, row, strict=True))}"
            return

    def _collect(self, name: str, fixed: dict[str, Any], inputs: list[str]) -> None:
        if name in self._derivations:
            for source in self._derivations[name].inputs:
                if source not in fixed and source not in inputs:
                    inputs.append(source)
                self._collect(source, fixed, inputs)

    def _domain(self, name: str) -> list[Value]:
        attribute = self._view.attributes[name]
        values: list[Value] = list(range(attribute.low, attribute.high + 1))
        return [*values, None] if attribute.optional else values


def _both_left(_p: Pattern, outcome: Outcome, rules: list[int], _n: int) -> bool:
    return set(rules) <= set(outcome.rules)


def _clash(pattern: Pattern, outcome: Outcome, rules: list[int], number: int) -> bool:
    return outcome.state == "conflict" and _both_left(pattern, outcome, rules, number)


def _applies(pattern: Pattern, _outcome: Outcome, rules: list[int], _n: int) -> bool:
    return pattern[rules[0]]


_SHOWS = {
    "SZ701": _clash,
    "SZ702": _clash,
    "SZ711": lambda _p, outcome, _r, _n: outcome.state == "gap",
    "SZ712": _applies,
    "SZ714": _applies,
    "SZ721": _both_left,
    "SZ722": _both_left,
    "SZ723": lambda _p, outcome, _r, number: outcome.rules == (number,),
    "SZ724": _applies,
}
