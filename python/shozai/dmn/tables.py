# SPDX-License-Identifier: Apache-2.0
"""One decision table: its columns, and its rules as cells and constants."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .feel import BeyondError, read_cell, read_constant
from .names import rule_id

if TYPE_CHECKING:
    from .cells import Cell, Constant
    from .model import Model, TableDecision
    from .reports import Reports
    from .xml_tree import Node

MOST_RULES = 100_000
TOO_MANY_RULES = "SZ247"


@dataclass(frozen=True, slots=True)
class Input:
    """A column of tests."""

    name: str
    label: str
    node: Node
    type_ref: str
    values: str
    """The values that are possible, as unary tests; empty if not given."""


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results."""

    name: str
    node: Node
    values: tuple[Constant, ...]
    """The possible results, the most important first; empty if not given."""
    default: Constant | None


@dataclass(frozen=True, slots=True)
class TableRule:
    """A row."""

    id: str
    """As an id of a policy; empty if it has none."""
    shown: str
    """What a person finds it by: its id, or its number."""
    node: Node
    cells: tuple[Cell, ...]
    places: tuple[Node, ...]
    """Where the cells stand."""
    results: tuple[Constant | None, ...]


@dataclass(slots=True)
class Table:
    """A table."""

    decision: TableDecision
    inputs: list[Input] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    rules: list[TableRule] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of its decision."""
        return self.decision.name


def read_tables(model: Model, reports: Reports) -> list[Table]:
    """Every table of the model, as far as it can be read."""
    left = MOST_RULES
    for decision in model.tables:
        left -= sum(1 for _ in decision.table.all("rule"))
        if left < 0:
            reports.add(TOO_MANY_RULES, decision.table, str(MOST_RULES))
            reports.refuse()
    return [_TableReader(model, decision, reports).read() for decision in model.tables]


class _TableReader:
    def __init__(self, model: Model, decision: TableDecision, reports: Reports) -> None:
        self._model = model
        self._reports = reports
        self._node = decision.table
        self._table = Table(decision)

    def read(self) -> Table:
        table, name = self._table, self._table.name
        table.inputs = [self._input(node) for node in self._node.all("input")]
        table.outputs = [self._output(node) for node in self._node.all("output")]
        for element, found in (("input", table.inputs), ("output", table.outputs)):
            if not found:
                self._reports.add("SZ867", self._node, name, element)
        for number, node in enumerate(self._node.all("rule"), start=1):
            if (rule := self._rule(node, number)) is not None:
                table.rules.append(rule)
        return table

    def _input(self, node: Node) -> Input:
        expression = node.first("inputExpression")
        values = node.first("inputValues")
        return Input(
            self._model.input_name(self._table.decision, expression, node),
            node.attributes.get("label", ""),
            node,
            expression.attributes.get("typeRef", "") if expression is not None else "",
            values.text_of("text") if values is not None else "",
        )

    def _output(self, node: Node) -> Output:
        name = " ".join(node.attributes.get("name", "").split())
        shown = name or node.attributes.get("label", "") or self._table.name
        default = node.first("defaultOutputEntry")
        result = self._constant(default, "-", shown) if default is not None else None
        return Output(name, node, self._possible(node, shown), result)

    def _possible(self, node: Node, shown: str) -> tuple[Constant, ...]:
        values = node.first("outputValues")
        text = values.text_of("text") if values is not None else self._allowed(node)
        try:
            cell = read_cell(text)
        except BeyondError:
            self._reports.add("SZ875", values or node, self._table.name, "-", shown, text)
            return ()
        # Anything but a list of values says nothing of their order.
        return () if cell.negated or cell.has_order else tuple(cell.constants)

    def _allowed(self, node: Node) -> str:
        """What the type of the results allows."""
        variable = self._table.decision.node.first("variable")
        several = sum(1 for _ in self._node.all("output")) > 1
        named = [node, self._node] if variable is None else [node, self._node, variable]
        for place in named[:1] if several else named:
            if allowed := self._model.types.find(place.attributes.get("typeRef", "")).allowed:
                return allowed
        return ""

    def _rule(self, node: Node, number: int) -> TableRule | None:
        identity = node.attributes.get("id", "")
        shown = identity or str(number)
        entries, results = list(node.all("inputEntry")), list(node.all("outputEntry"))
        table = self._table
        columns = (len(table.inputs), len(table.outputs))
        if (len(entries), len(results)) != columns:
            found = len(entries) + len(results)
            self._reports.add("SZ874", node, table.name, shown, str(found), str(sum(columns)))
            return None
        cells = [
            self._cell(entry, shown, column)
            for entry, column in zip(entries, table.inputs, strict=True)
        ]
        constants = tuple(
            self._result(entry, shown, output)
            for entry, output in zip(results, table.outputs, strict=True)
        )
        if any(cell is None for cell in cells):
            return None
        read = tuple(cell for cell in cells if cell is not None)
        return TableRule(rule_id(identity), shown, node, read, tuple(entries), constants)

    def _cell(self, entry: Node, rule: str, column: Input) -> Cell | None:
        text = entry.text_of("text")
        try:
            return read_cell(text)
        except BeyondError:
            shown = column.label or column.name
            place = entry.first("text") or entry
            self._reports.add("SZ875", place, self._table.name, rule, shown, text)
            return None

    def _result(self, entry: Node, rule: str, output: Output) -> Constant | None:
        shown = output.name or self._table.name
        result = self._constant(entry, rule, shown)
        if result is not None and output.values and result not in output.values:
            known = ", ".join(value.text for value in output.values)
            self._reports.add("SZ878", entry, self._table.name, rule, shown, result.text, known)
        return result

    def _constant(self, entry: Node, rule: str, output: str) -> Constant | None:
        text = entry.text_of("text")
        try:
            return read_constant(text)
        except BeyondError:
            place = entry.first("text") or entry
            self._reports.add("SZ875", place, self._table.name, rule, output, text)
            return None
