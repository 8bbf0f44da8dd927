# SPDX-License-Identifier: Apache-2.0
"""What a model says of its inputs: of which type they are, which values they can have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .cells import Cell
from .feel import BeyondError, read_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .cells import Constant
    from .item_types import ItemType, TypeKind
    from .model import Model
    from .reports import Reports
    from .tables import Input, Table
    from .xml_tree import Node


@dataclass(frozen=True, slots=True)
class Use:
    """A column that tests an input."""

    table: Table
    column: Input
    position: int


@dataclass(slots=True)
class Facts:
    """What is known of an input."""

    name: str
    uses: list[Use] = field(default_factory=list)
    kind: TypeKind | None = None
    """None: not known."""
    allowed: Cell = field(default_factory=Cell)
    """What it can be."""
    written: str = ""
    """The same as the model writes it."""

    @property
    def node(self) -> Node:
        """Where it is tested first."""
        return self.uses[0].column.node

    @property
    def optional(self) -> bool:
        """Whether there may be no value."""
        return self.allowed.names_none or any(cell.names_none for cell in self._cells())

    def constants(self) -> Iterator[Constant]:
        """Every constant that it is tested against."""
        for cell in self._cells():
            yield from cell.constants

    def _cells(self) -> Iterator[Cell]:
        for use in self.uses:
            for rule in use.table.rules:
                yield rule.cells[use.position]


def facts_by_name(tables: list[Table]) -> dict[str, Facts]:
    """The inputs that the tables test, in the order in which they do; only where."""
    found: dict[str, Facts] = {}
    for table in tables:
        for position, column in enumerate(table.inputs):
            if column.name:
                facts = found.setdefault(column.name, Facts(column.name))
                facts.uses.append(Use(table, column, position))
    return found


class FactFinder:
    """Finds type and values of inputs; what the model says twice must agree."""

    def __init__(self, model: Model, reports: Reports) -> None:
        self._model = model
        self._reports = reports

    def complete(self, facts: Facts) -> None:
        """Adds what the model says to where an input is tested."""
        references = self._references(facts)
        types = [(self._model.types.find(reference), node) for reference, node in references]
        for found, node in types:
            self._take(facts, found, node)
        for use in facts.uses:
            self._allow(facts, use.column.values, use.column.node)
        listed = [bool(use.column.values) for use in facts.uses]
        # Values that only one of two tables lists are no limit on the input.
        if any(listed) and not all(listed) and not any(found.allowed for found, _ in types):
            self._reports.add("SZ886", facts.node, facts.name, facts.written)
            facts.allowed = Cell()
        if facts.kind is None:
            facts.kind = self._guess(facts)

    def _references(self, facts: Facts) -> list[tuple[str, Node]]:
        references = [(use.column.type_ref, use.column.node) for use in facts.uses]
        data = self._model.inputs.get(facts.name)
        variable = data.first("variable") if data is not None else None
        if variable is not None:
            references.insert(0, (variable.attributes.get("typeRef", ""), variable))
        return references

    def _take(self, facts: Facts, found: ItemType, node: Node) -> None:
        if found.unknown:
            self._reports.add("SZ877", node, facts.name, found.unknown)
            return
        self._allow(facts, found.allowed, node)
        kinds = {facts.kind, found.kind} - {None}
        if kinds == {"integer", "number"}:
            facts.kind = "integer"
        elif len(kinds) > 1:
            self._reports.add("SZ879", node, facts.name, str(found.kind), str(facts.kind))
        else:
            facts.kind = facts.kind or found.kind

    def _allow(self, facts: Facts, text: str, node: Node) -> None:
        if not text:
            return
        try:
            cell = read_cell(text)
        except BeyondError:
            self._reports.add("SZ886", node, facts.name, text)
            return
        if not facts.allowed.tests:
            facts.allowed, facts.written = cell, text
        elif (set(facts.allowed.tests), facts.allowed.negated) != (set(cell.tests), cell.negated):
            self._reports.add("SZ879", node, facts.name, text, facts.written)

    def _guess(self, facts: Facts) -> TypeKind | None:
        """By the constants, where the model gives no type."""
        constants = [*facts.constants(), *facts.allowed.constants]
        kinds = {constant.kind for constant in constants}
        if len(kinds) == 1:
            return kinds.pop()
        if not self._reports.errors:  # which may be the reason
            shown = ", ".join(sorted(kinds)) or "?"
            self._reports.add("SZ877", facts.node, facts.name, shown)
        return None
