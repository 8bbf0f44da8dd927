# SPDX-License-Identifier: Apache-2.0
"""Conditions of rules → cells of a table, one an attribute, where that says the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from .cell_texts import KINDS, unquoted
from .cells import Between, Cell, Compared, Constant, IsNone, Within, opposite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .cells import Kind, Sign, Test

MOST_PARTS = 10_000  # definitions that name each other can grow beyond reason

_TOKEN = re.compile(
    r"""\s*('(?:[^'\\]|\\.)*'|-?\d+(?:\.\d+)?|\w+|&&|\|\||==|!=|<=|>=|[<>!()\[\],.])""", re.DOTALL
)


class NoCellsError(Exception):
    """The condition says more than the cells of one row can."""


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One of the tests holds of the attribute; none of them, where it is negated."""

    attribute: str
    tests: tuple[Test, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class _Joined:
    """Every part holds, or some part; without any, always or never."""

    every: bool
    parts: tuple[_Leaf | _Joined, ...]


_Node = _Leaf | _Joined


def _opposite(node: _Node) -> _Node:
    if isinstance(node, _Leaf):
        return _Leaf(node.attribute, node.tests, not node.negated)
    return _Joined(not node.every, tuple(_opposite(part) for part in node.parts))


class Conditions:
    """Reads the conditions of a policy in the form that it saves."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._attributes: Mapping[str, Any] = document["attributes"]
        self._definitions: Mapping[str, Any] = document.get("definitions", {})
        self._expanded: dict[str, _Node] = {}

    def cells(self, condition: str) -> dict[str, Cell]:
        """A cell for every attribute that the condition tests.

        Raises:
            NoCellsError: the cells of a row cannot say it.
        """
        return _Cells(self._attributes).of(self._read(condition))

    def _read(self, condition: str) -> _Node:
        return _Parser(condition, self).whole()

    def definition(self, name: str) -> _Node:
        """The named condition."""
        if name not in self._expanded:
            self._expanded[name] = self._read(self._definitions[name]["that"])
        return self._expanded[name]

    def is_definition(self, name: str) -> bool:
        """Whether it is a name of a condition, not an attribute."""
        return name in self._definitions

    def kind(self, attribute: str) -> Kind:
        """What constants of an attribute are."""
        return KINDS[self._attributes[attribute]["type"]]


class _Parser:
    def __init__(self, text: str, conditions: Conditions) -> None:
        self._tokens: list[str] = _TOKEN.findall(text)
        self._at = 0
        self._conditions = conditions

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def _takes(self, token: str) -> bool:
        found = self._peek() == token
        self._at += found
        return found

    def whole(self) -> _Node:
        parts = [self._conjunction()]
        while self._takes("||"):
            parts.append(self._conjunction())
        return parts[0] if len(parts) == 1 else _Joined(False, tuple(parts))

    def _conjunction(self) -> _Node:
        parts = [self._unary()]
        while self._takes("&&"):
            parts.append(self._unary())
        return parts[0] if len(parts) == 1 else _Joined(True, tuple(parts))

    def _unary(self) -> _Node:
        if self._takes("!"):
            return _opposite(self._unary())
        if self._takes("("):
            inner = self.whole()
            self._take()
            return inner
        name = self._take()
        if name in ("true", "false"):
            return _Joined(name == "true", ())
        if name == "has":
            self._take()
            attribute = self._take()
            self._take()
            return _Leaf(attribute, (IsNone(),), negated=True)
        if self._conditions.is_definition(name):
            return self._conditions.definition(name)
        return self._test(name)

    def _test(self, attribute: str) -> _Node:
        kind = self._conditions.kind(attribute)
        if self._takes("."):
            return self._method(attribute)
        if self._takes("in"):
            self._take()
            tests = [Compared("=", self._constant(kind))]
            while self._takes(","):
                tests.append(Compared("=", self._constant(kind)))
            self._take()
            return _Leaf(attribute, tuple(tests))
        sign = self._peek()
        if sign not in ("==", "!=", "<", "<=", ">", ">="):
            return _Leaf(attribute, (Compared("=", Constant("boolean", "true")),))
        self._take()
        constant = self._constant(kind)
        if sign in ("==", "!="):
            return _Leaf(attribute, (Compared("=", constant),), negated=sign == "!=")
        return _Leaf(attribute, (Compared(cast("Sign", sign), constant),))

    def _method(self, attribute: str) -> _Node:
        if self._take() != "within":
            raise NoCellsError
        self._take()
        group = unquoted(self._take())
        self._take()
        return _Leaf(attribute, (Within(group),))

    def _constant(self, kind: Kind) -> Constant:
        token = self._take()
        if token in ("date", "timestamp", "duration"):
            self._take()
            token = self._take()
            self._take()
        return Constant(kind, unquoted(token))


class _Cells:
    def __init__(self, attributes: Mapping[str, Any]) -> None:
        self._attributes = attributes
        self._parts = 0

    def of(self, node: _Node) -> dict[str, Cell]:
        cells: dict[str, Cell] = {}
        self._add(node, cells)
        return cells

    def _add(self, node: _Node, cells: dict[str, Cell]) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise NoCellsError
        if isinstance(node, _Joined) and node.every:
            for part in node.parts:
                self._add(part, cells)
            return
        attribute, cell = self._cell(node)
        before = cells.get(attribute)
        cells[attribute] = cell if before is None else _both(before, cell)

    def _cell(self, node: _Node) -> tuple[str, Cell]:
        if isinstance(node, _Leaf):
            return node.attribute, self._cell_of_leaf(node)
        found = {attribute for part in node.parts for attribute in _attributes_of(part)}
        if len(found) != 1:  # of several attributes, or a condition that never holds
            raise NoCellsError
        tests = [test for part in node.parts for test in self._alternatives(part)]
        return found.pop(), Cell(tuple(tests))

    def _may_be_none(self, attribute: str) -> bool:
        return bool(self._attributes[attribute].get("optional"))

    def _cell_of_leaf(self, leaf: _Leaf) -> Cell:
        if leaf.negated and not self._may_be_none(leaf.attribute) and len(leaf.tests) == 1:
            other = _without_negation(leaf.tests[0])
            return Cell(other) if other is not None else Cell(leaf.tests, negated=True)
        return Cell(leaf.tests, leaf.negated)

    def _alternatives(self, part: _Node) -> tuple[Test, ...]:
        """The tests of which one holds where `part`, about one attribute, does."""
        if isinstance(part, _Joined):
            cells = self.of(part) if part.every else {}
            tests = next(iter(cells.values()), Cell())
            if not tests.tests or tests.negated:
                raise NoCellsError
            return tests.tests
        if not part.negated:
            return part.tests
        other = _without_negation(part.tests[0]) if len(part.tests) == 1 else None
        if other is None:
            raise NoCellsError
        return (*other, IsNone()) if self._may_be_none(part.attribute) else other


def _attributes_of(node: _Node) -> set[str]:
    if isinstance(node, _Leaf):
        return {node.attribute}
    return {attribute for part in node.parts for attribute in _attributes_of(part)}


def _without_negation(test: Test) -> tuple[Test, ...] | None:
    """What a value must be for which `test` does not hold."""
    if isinstance(test, Compared) and test.constant.kind == "boolean":
        other = "false" if test.constant.text == "true" else "true"
        return (Compared("=", Constant("boolean", other)),)
    return opposite(test)


def _both(one: Cell, other: Cell) -> Cell:
    """The cell that holds where both do.

    Raises:
        NoCellsError: there is none.
    """
    if one.negated and other.negated:
        return Cell(one.tests + other.tests, negated=True)
    for negated, positive in ((one, other), (other, one)):
        if negated.negated and all(isinstance(test, IsNone) for test in negated.tests):
            if not positive.names_none:
                return positive  # which no value at all fulfils anyhow
            raise NoCellsError
    if len(one.tests) == len(other.tests) == 1:
        for low, high in ((one.tests[0], other.tests[0]), (other.tests[0], one.tests[0])):
            if _is(low, (">", ">=")) and _is(high, ("<", "<=")):
                return _between(cast("Compared", low), cast("Compared", high))
    raise NoCellsError


def _is(test: Test, signs: tuple[str, ...]) -> bool:
    return isinstance(test, Compared) and test.sign in signs


def _between(low: Compared, high: Compared) -> Cell:
    return Cell((Between(low.constant, high.constant, low.sign == ">=", high.sign == "<="),))
