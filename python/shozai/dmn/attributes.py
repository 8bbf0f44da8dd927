# SPDX-License-Identifier: Apache-2.0
"""Inputs of a model → attributes of a policy."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .cell_texts import KINDS
from .cells import Between, Compared, Constant, IsNone, digits_after_point
from .input_facts import FactFinder, facts_by_name
from .item_types import constant_kind
from .names import new_name, slug

if TYPE_CHECKING:
    from .cells import Cell
    from .input_facts import Facts
    from .item_types import TypeKind
    from .model import Model
    from .reports import Reports
    from .tables import Table

FINEST = 18  # digits after the point
LONGEST_VALUE = 64
NEVER_IN_VALUES = "'\"\\"
# What a policy takes an attribute to range over unless it says otherwise.
_USUAL: dict[str, tuple[str, str]] = {
    "decimal": ("-1000000000000000", "1000000000000000"),
    "int": ("-9223372036854775808", "9223372036854775807"),
    "date": ("1900-01-01", "2199-12-31"),
    "timestamp": ("1900-01-01T00:00:00Z", "2199-12-31T23:59:59.999999Z"),
}
_TYPES: dict[TypeKind, str] = {
    "boolean": "bool",
    "date": "date",
    "timestamp": "timestamp",
    "duration": "duration",
}


class Attributes:
    """Finds an attribute for every input that a table tests; `kept` are those known before."""

    def __init__(self, model: Model, reports: Reports, kept: dict[str, Any]) -> None:
        self._finder = FactFinder(model, reports)
        self._reports = reports
        self._kept = kept
        self.ids: dict[str, str] = {name: name for name in kept}
        """By the names of the inputs."""
        self.definitions: dict[str, Any] = dict(kept)

    def find(self, tables: list[Table]) -> None:
        """Decides on the attributes; says which types were chosen."""
        names: dict[str, str] = {name: name for name in self._kept}
        for number, (name, facts) in enumerate(facts_by_name(tables).items(), start=1):
            if name in self._kept:
                self._check_constants(facts, KINDS[self._kept[name]["type"]], None)
                continue
            definition = self._decide(facts)
            identity = slug(name) or new_name(f"input_{number}", set(names))
            if identity in names:
                self._reports.add("SZ881", facts.node, names[identity], name, identity)
            names[identity] = name
            self.ids[name] = identity
            label = {} if name == identity else {"label": name, "columns": [name]}
            self.definitions[identity] = definition | label

    def _decide(self, facts: Facts) -> dict[str, Any]:
        self._finder.complete(facts)
        if facts.kind is None:
            return {}
        known = _values_of(facts.allowed) if facts.kind == "string" else None
        self._check_constants(facts, constant_kind(facts.kind), known)
        definition = self._definition(facts, known)
        shown = " ".join(str(definition[key]) for key in ("type", "scale") if key in definition)
        self._reports.add("SZ887", facts.node, facts.name, f"`{shown}`")
        return definition | ({"optional": True} if facts.optional else {})

    def _check_constants(self, facts: Facts, kind: str, known: list[str] | None) -> None:
        for use in facts.uses:
            shown = use.column.label or use.column.name
            for rule in use.table.rules:
                for constant in rule.cells[use.position].constants:
                    right = constant.kind == kind
                    if right and (known is None or constant.text in known):
                        continue
                    values = ", ".join(known) if known and right else kind
                    place = rule.places[use.position]
                    found = (use.table.name, rule.shown, shown, constant.text)
                    self._reports.add("SZ878", place, *found, values)

    def _definition(self, facts: Facts, known: list[str] | None) -> dict[str, Any]:
        if facts.kind == "string":
            return self._text(facts, known)
        if facts.kind in ("number", "integer"):
            definition = self._number(facts)
        else:
            assert facts.kind is not None
            definition = {"type": _TYPES[facts.kind]}
        return (
            definition
            if facts.kind == "boolean"
            else definition | self._bounds(facts, definition["type"])
        )

    def _text(self, facts: Facts, known: list[str] | None) -> dict[str, Any]:
        if known and all(_can_be_value(value) for value in known):
            return {"type": "enum", "values": {value: {} for value in known}}
        if facts.allowed.tests:
            self._reports.add("SZ886", facts.node, facts.name, facts.written)
        return {"type": "string"}

    def _number(self, facts: Facts) -> dict[str, Any]:
        constants = [*facts.constants(), *facts.allowed.constants]
        numbers = [constant.text for constant in constants if constant.kind == "number"]
        scale = max((digits_after_point(number) for number in numbers), default=0)
        if scale > FINEST:
            self._reports.add("SZ877", facts.node, facts.name, f"number, {scale} digits")
        if facts.kind == "integer" and scale == 0:
            return {"type": "int"}
        return {"type": "decimal", "scale": scale}

    def _bounds(self, facts: Facts, typed: str) -> dict[str, Any]:
        """The limits that the model gives, or those that the constants need."""
        low, high = self._limits(facts)
        found = [(_key(c), c.text) for c in facts.constants() if c.kind == KINDS[typed]]
        found.sort(key=lambda pair: pair[0])
        if typed in _USUAL and found:
            least, most = (_key(Constant(KINDS[typed], text)) for text in _USUAL[typed])
            low = low or (found[0][1] if found[0][0] < least else None)
            high = high or (found[-1][1] if found[-1][0] > most else None)
        bounds = {"min": low, "max": high}
        read = int if typed == "int" else str
        return {key: read(text) for key, text in bounds.items() if text is not None}

    def _limits(self, facts: Facts) -> tuple[str | None, str | None]:
        tests = [test for test in facts.allowed.tests if not isinstance(test, IsNone)]
        if not tests:
            return None, None
        test = tests[0]
        if len(tests) == 1 and not facts.allowed.negated:
            if isinstance(test, Between) and test.with_low and test.with_high:
                return test.low.text, test.high.text
            if isinstance(test, Compared) and test.sign == "<=":
                return None, test.constant.text
            if isinstance(test, Compared) and test.sign == ">=":
                return test.constant.text, None
        self._reports.add("SZ886", facts.node, facts.name, facts.written)
        return None, None


def _values_of(allowed: Cell) -> list[str] | None:
    """The texts that a list allows; None where it is no list of texts."""
    constants = [constant.text for constant in allowed.constants if constant.kind == "string"]
    tests = [test for test in allowed.tests if not isinstance(test, IsNone)]
    complete = constants and len(constants) == len(tests) and not allowed.negated
    return list(dict.fromkeys(constants)) if complete else None


def _can_be_value(text: str) -> bool:
    """Whether an enum can have it."""
    return (
        0 < len(text) <= LONGEST_VALUE
        and text == text.strip(" ")
        and text.isprintable()
        and not any(c in text for c in NEVER_IN_VALUES)
    )


def _key(constant: Constant) -> Any:
    """What constants of one kind are in order by."""
    if constant.kind == "number":
        return Decimal(constant.text)
    if constant.kind == "timestamp":
        return dt.datetime.fromisoformat(constant.text)
    return constant.text
