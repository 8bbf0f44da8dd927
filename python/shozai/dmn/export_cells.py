# SPDX-License-Identifier: Apache-2.0
"""Rules and rows of an aspect → the cells of a DMN table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from . import cell_texts, feel
from .cells import (
    ANYTHING,
    Between,
    Cell,
    Compared,
    Constant,
    IsNone,
    Within,
    opposite,
    plain_number,
)
from .conditions import Conditions, NoCellsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .cells import Test

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A rule of a DMN table."""

    rule: Json
    pointer: str
    entries: tuple[str, ...] = ()
    """Its cells, in FEEL."""
    same: bool = True
    """Whether reading them gives the cells that the policy has."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The cells of an aspect, as far as it has them."""

    names: list[str]
    rows: list[TableRow]
    without: list[TableRow]
    """Rules that cannot be rows."""


class CellsOf:
    """Finds the cells of rules, in a document of the form that a policy saves."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._attributes: Mapping[str, Any] = document["attributes"]
        self._conditions = Conditions(document)

    def find(self, aspect: Json, pointer: str) -> Columns:
        """The columns and rows of an aspect."""
        had = aspect.get("table", {}).get("columns", [])
        found: list[tuple[TableRow, dict[str, Cell]]] = []
        without = []
        for row in _rules(aspect, pointer):
            try:
                found.append((row, self._cells(row.rule, had)))
            except NoCellsError:
                without.append(row)
        tested = {name for _, cells in found for name in cells}
        more = [name for name in self._attributes if name in tested and name not in had]
        names = [*had, *more] or list(self._attributes)[:1]
        rows = [self._row(row, cells, names) for row, cells in found]
        return Columns(names, rows, without)

    def _cells(self, rule: Json, columns: list[str]) -> dict[str, Cell]:
        if "when" in rule:
            cells = self._conditions.cells(rule["when"])
        else:
            texts = zip(columns, rule["if"], strict=True)
            cells = {name: self._read(name, text) for name, text in texts}
        for name, cell in cells.items():
            self._in_feel(name, cell)  # whether that can be said
        return cells

    def _read(self, name: str, text: str) -> Cell:
        return cell_texts.read_cell(text, cell_texts.KINDS[self._attributes[name]["type"]])

    def _row(self, row: TableRow, cells: dict[str, Cell], names: list[str]) -> TableRow:
        written = [(cell := cells.get(name, ANYTHING), self._in_feel(name, cell)) for name in names]
        return TableRow(
            row.rule,
            row.pointer,
            tuple(feel.write_cell(cell) for _, cell in written),
            all(_plain(cell) == in_feel for cell, in_feel in written),
        )

    def _in_feel(self, name: str, cell: Cell) -> Cell:
        """The cell without groups, and so that it says the same of no value in FEEL.

        Raises:
            NoCellsError: FEEL has no such cell.
        """
        attribute = self._attributes[name]
        tests = tuple(
            each for test in _plain(cell).tests for each in _without_groups(test, attribute)
        )
        if not (cell.negated and cell.has_order and attribute.get("optional")):
            return Cell(tests, cell.negated)
        ordered = [test for test in tests if not isinstance(test, IsNone)]
        other = opposite(ordered[0]) if len(ordered) == 1 else None
        if other is None:
            raise NoCellsError
        return Cell(other if cell.names_none else (*other, IsNone()))


def _rules(aspect: Json, pointer: str) -> Iterator[TableRow]:
    for number, rule in enumerate(aspect.get("rules", [])):
        yield TableRow(rule, f"{pointer}/rules/{number}")
    for number, row in enumerate(aspect.get("table", {}).get("rows", [])):
        yield TableRow(row, f"{pointer}/table/rows/{number}")


def _plain(cell: Cell) -> Cell:
    """With numbers as FEEL reads them."""
    return Cell(tuple(_plain_test(test) for test in cell.tests), cell.negated)


def _plain_test(test: Test) -> Test:
    if isinstance(test, Compared):
        return replace(test, constant=_plain_constant(test.constant))
    if isinstance(test, Between):
        return replace(test, low=_plain_constant(test.low), high=_plain_constant(test.high))
    return test


def _plain_constant(constant: Constant) -> Constant:
    number = constant.kind == "number"
    return Constant("number", plain_number(constant.text)) if number else constant


def _without_groups(test: Test, attribute: Mapping[str, Any]) -> list[Test]:
    if not isinstance(test, Within):
        return [test]
    leaves = _leaves_of(attribute["values"], test.group)
    return [Compared("=", Constant("string", leaf)) for leaf in leaves]


def _leaves_of(nodes: Mapping[str, Any], group: str) -> list[str]:
    for name, node in nodes.items():
        children = node.get("children", {})
        if name == group:
            return list(leaves(children))
        if found := _leaves_of(children, group):
            return found
    return []


def leaves(nodes: Mapping[str, Any]) -> Iterator[str]:
    """The values of an enum, in the order of the document."""
    for name, node in nodes.items():
        if "children" in node:
            yield from leaves(node["children"])
        else:
            yield name
