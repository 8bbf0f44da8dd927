"""The naive reference interpreter: a policy document and a fault in, decisions out.

Written from FORMAT.md and docs/reference/semantics.md alone. It fills the unknowns of a fault in
every way that can matter, decides each filling rule by rule, and compares the outcomes.
"""

from collections.abc import Mapping
from itertools import product
from math import prod

from .aspects import Aspect, Document
from .conditions import Check, Row, unary_tests
from .decisions import summarise
from .derivations import Derivation, derive_all
from .knowledge import Knowledge, everything, read_knowledge
from .values import Attribute, InvalidFault, JsonObject, Value


class Interpreter:
    """Decides faults by a valid policy document; nothing about the document is diagnosed."""

    def __init__(self, document: JsonObject) -> None:
        self._document = Document(document)
        self.attributes: dict[str, Attribute] = self._document.attributes
        self._derivations = {
            name: Derivation(attribute, self.attributes)
            for name, attribute in self.attributes.items()
            if attribute.derived is not None
        }
        self._classes = {name: _Classes(a, self._document) for name, a in self.attributes.items()}
        self._aspects = [Aspect(name, self._document) for name in document["aspects"]]

    def decide(self, fault: JsonObject) -> dict[str, JsonObject]:
        """The decision on every aspect, without `ask` and `policy`; `InvalidFault` on bad input."""
        fillings = self._fillings(self.knowledge(fault))
        return {aspect.name: self._decide(aspect, fillings) for aspect in self._aspects}

    def knowledge(self, fault: JsonObject) -> dict[str, Knowledge]:
        """What the fault says of every attribute, derived attributes computed where possible."""
        for name in fault:
            if name not in self.attributes:
                raise InvalidFault(f"unknown attribute {name!r}")
        known = {
            name: read_knowledge(attribute, fault[name]) if name in fault else everything(attribute)
            for name, attribute in self.attributes.items()
        }
        derive_all(self._derivations, known)
        return known

    def edges(self, name: str) -> list[Value]:
        """Values of an attribute at which a test of the document may begin to answer differently.

        Domain bounds are among them; *none* and values outside the domain are not.
        """
        return self._classes[name].edges

    def work(self, fault: JsonObject) -> int:
        """The number of completions of the aspect that has the most of them."""
        fillings = self._fillings(self.knowledge(fault))
        return max(prod(len(fillings[n]) for n in aspect.attributes) for aspect in self._aspects)

    def _fillings(self, known: Mapping[str, Knowledge]) -> dict[str, list[Value]]:
        return {name: self._classes[name].fillings(known[name]) for name in known}

    def _decide(self, aspect: Aspect, fillings: Mapping[str, list[Value]]) -> JsonObject:
        conditions, assumptions = aspect.conditions, aspect.assumptions
        rows: list[Row] = list(product(*(fillings[name] for name in aspect.attributes)))
        patterns = {
            tuple([condition(row) for condition in conditions])
            for row in rows
            if all(assumption(row) for assumption in assumptions)
        }
        if patterns:
            return summarise(aspect, patterns)
        return {
            "aspect": aspect.name,
            "state": "impossible",
            "assumptions": self._blamed(aspect, rows),
            "interim": aspect.interim_default(),
            "exact": True,
        }

    @staticmethod
    def _blamed(aspect: Aspect, rows: list[Row]) -> list[str]:
        """The assumptions that exclude every row, less those that can be left out in turn."""
        broken = {
            frozenset(i for i, holds in enumerate(aspect.assumptions) if not holds(row))
            for row in rows
        }
        kept = set(range(len(aspect.assumptions)))
        for position in range(len(aspect.assumptions)):
            fewer = kept - {position}
            if all(row & fewer for row in broken):
                kept = fewer
        return [aspect.assumption_ids[position] for position in sorted(kept)]


class _Classes:
    """The classes of values of one attribute that the tests of a document tell apart."""

    def __init__(self, attribute: Attribute, document: Document) -> None:
        tests = [
            test
            for condition in document.conditions()
            for test in unary_tests(condition)
            if test.attribute == attribute.name
        ]
        self._checks: list[Check] = [test.check for test in tests]
        self._signatures: dict[Value, tuple[bool, ...]] = {}
        tried = dict.fromkeys(edge for test in tests for edge in test.edges)
        tried.update(dict.fromkeys(attribute.bounds()))
        self.edges = [value for value in tried if attribute.contains(value)]
        self._whole = everything(attribute)
        self._all = self._one_of_each(self._whole.candidates(self.edges))

    def fillings(self, knowledge: Knowledge) -> list[Value]:
        """One possible value of every class: values on which all tests agree are one filling."""
        if knowledge == self._whole:
            return self._all
        return self._one_of_each(knowledge.candidates(self.edges))

    def _one_of_each(self, candidates: list[Value]) -> list[Value]:
        if len(candidates) == 1:
            return candidates
        return list({self._signature(value): value for value in candidates}.values())

    def _signature(self, value: Value) -> tuple[bool, ...]:
        signature = self._signatures.get(value)
        if signature is None:
            signature = tuple([check(value) for check in self._checks])
            self._signatures[value] = signature
        return signature
