# SPDX-License-Identifier: Apache-2.0
"""Tables of a model → aspects of a policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import cell_texts
from .annotations import Annotations
from .cells import Cell, IsNone, opposite
from .feel import BeyondError, read_cell
from .hit_policies import SEVERAL, given_policy, hit_policy, in_order
from .kept import ASPECT, RULE, read_kept, shown_text
from .names import new_name, rule_id, slug
from .owners import ACCOUNTABLE

if TYPE_CHECKING:
    from .attributes import Attributes
    from .owners import Columns, Owners
    from .reports import Reports
    from .tables import Table, TableRule
    from .xml_tree import Node

Json = dict[str, Any]


class Aspects:
    """Makes an aspect of every table."""

    def __init__(self, attributes: Attributes, owners: Owners, reports: Reports) -> None:
        self.attributes = attributes
        self.owners = owners
        self.reports = reports
        self.places: dict[str, Node] = {}
        """By JSON Pointer into the policy: where in the model it comes from."""
        self.several: dict[str, Table] = {}
        """Tables, by aspect, of which it must be proved that no two rules apply together."""
        self._names: dict[str, str] = {}
        self._rule_ids: set[str] = set()

    def make(self, tables: list[Table]) -> Json:
        """The aspects by their names."""
        self._rule_ids = {rule.id for table in tables for rule in table.rules if rule.id}
        aspects: Json = {}
        for number, table in enumerate(tables, start=1):
            name = self._name(table, number)
            if (aspect := _AspectMaker(self, table, name).make()) is not None:
                aspects[name] = aspect
        return aspects

    def _name(self, table: Table, number: int) -> str:
        name = slug(table.name) or f"decision_{number}"
        if name in self._names:
            self.reports.add("SZ881", table.decision.node, self._names[name], table.name, name)
        self._names[name] = table.name
        return name

    def new_rule_id(self, wanted: str) -> str:
        """An id that no other rule has."""
        return new_name(rule_id(wanted), self._rule_ids)


class _AspectMaker:
    def __init__(self, whole: Aspects, table: Table, name: str) -> None:
        self._whole = whole
        self._reports = whole.reports
        self._table = table
        self._name = name
        self._kept = read_kept(table.decision.node, ASPECT, whole.reports)
        self._annotations = Annotations(table.decision.table)
        self._columns = [whole.attributes.ids.get(column.name, "") for column in table.inputs]

    def make(self) -> Json | None:
        policy = hit_policy(self._table, self._reports)
        results = self._whole.owners.columns(self._table)
        if not policy or results is None:
            return None
        if given_policy(self._table) in SEVERAL:
            self._whole.several[self._name] = self._table
        aspect = self._head(policy)
        rules = [self._rule(rule, results) for rule in in_order(self._table, self._reports)]
        self._lay_out(rules, aspect)
        self._add_default(results, aspect)
        self._whole.places[f"/aspects/{self._name}"] = self._table.decision.node
        return aspect

    def _head(self, policy: str) -> Json:
        kept = self._kept or {}
        aspect: Json = {key: kept[key] for key in ("note", "sections", "also") if key in kept}
        node = self._table.decision.node
        shown = node.attributes.get("label") or self._table.name
        label = kept.get("label", {})
        if label and shown_text(label) == shown:
            aspect["label"] = label
        elif shown != self._name:
            aspect["label"] = shown
        if description := node.text_of("description"):
            aspect.setdefault("note", description)
        if self._kept is None or "hit_policy" in kept or policy != "override":
            aspect["hit_policy"] = policy
        interim = kept.get("interim")
        aspect["interim"] = interim or {ACCOUNTABLE: self._whole.owners.meanwhile(node)}
        return aspect

    # Rules.

    def _rule(self, rule: TableRule, results: Columns) -> tuple[Json, TableRule, list[str]]:
        kept = read_kept(rule.node, RULE, self._reports) or {}
        identity = kept.get("id", rule.id) or self._whole.new_rule_id(f"{self._name}-{rule.shown}")
        cells = [self._cell(rule, position) for position in range(len(self._columns))]
        unchanged = _same_cells(kept.get("cells", []), rule.cells)
        out: Json = {"id": identity}
        if "when" in kept:
            out["when"] = kept["when"] if unchanged else self._condition(rule)
        then = self._whole.owners.assignment(self._table, results, rule)
        out["then"] = then | kept.get("then", {}) | {ACCOUNTABLE: then[ACCOUNTABLE]}
        reason = self._annotations.reason(rule.node)
        if reason is not None:
            out["because"] = reason
        description = rule.node.text_of("description")
        if description and description != reason:
            out["note"] = description
        for key in ("because", "note", "source", "steward", "review_by", "section"):
            if key in kept:
                out[key] = kept[key]
        texts = [cell_texts.write_cell(cell) for cell in cells]
        if unchanged and len(kept.get("if", [])) == len(texts):
            texts = kept["if"]
        return out, rule, texts

    def _cell(self, rule: TableRule, position: int) -> Cell:
        """The cell as a policy means it, where a test by order is not true of no value."""
        cell = rule.cells[position]
        attribute = self._whole.attributes.definitions.get(self._columns[position], {})
        if not (cell.negated and cell.has_order and attribute.get("optional")):
            return cell
        tests = [test for test in cell.tests if not isinstance(test, IsNone)]
        other = opposite(tests[0]) if len(tests) == 1 else None
        if other is None:
            place, column = rule.places[position], self._table.inputs[position]
            text = place.text_of("text")
            self._reports.add("SZ875", place, self._table.name, rule.shown, column.name, text)
            return cell
        return Cell(other)

    def _lay_out(self, rules: list[tuple[Json, TableRule, list[str]]], aspect: Json) -> None:
        """Puts rules before rows, as a policy reads them, without changing their order."""
        has_table = self._kept is None or "columns" in self._kept
        forms = ["when" in rule for rule, _, _ in rules]
        if not has_table or forms != sorted(forms, reverse=True):
            for position, (rule, source, _) in enumerate(rules):
                rule.setdefault("when", self._condition(source))
                self._place(f"rules/{position}", source)
            aspect["rules"] = [rule for rule, _, _ in rules]
            return
        used = self._used_columns(rules)
        rows: list[Json] = []
        aspect["rules"] = []
        for rule, source, cells in rules:
            if "when" in rule:
                self._place(f"rules/{len(aspect['rules'])}", source)
                aspect["rules"].append(rule)
            else:
                self._place(f"table/rows/{len(rows)}", source, used)
                rows.append(rule | {"if": [cells[column] for column in used]})
        aspect["table"] = {"columns": [self._columns[i] for i in used], "rows": rows}
        if not aspect["rules"]:
            del aspect["rules"]

    def _condition(self, rule: TableRule) -> str:
        cells = (self._cell(rule, position) for position in range(len(self._columns)))
        parts = [
            cell_texts.write_condition(name, cell)
            for name, cell in zip(self._columns, cells, strict=True)
            if cell.tests
        ]
        return " && ".join(parts) or "true"

    def _used_columns(self, rules: list[tuple[Json, TableRule, list[str]]]) -> list[int]:
        """The columns of the table in a policy: those that it had, and those that rows test."""
        if self._kept is None:
            return list(range(len(self._columns)))
        had = [self._columns.index(name) for name in self._kept["columns"] if name in self._columns]
        rows = [source for rule, source, _ in rules if "when" not in rule]
        new = [
            position
            for position in range(len(self._columns))
            if position not in had and any(row.cells[position].tests for row in rows)
        ]
        return had + new or [0]

    def _place(self, pointer: str, rule: TableRule, columns: list[int] | None = None) -> None:
        base = f"/aspects/{self._name}/{pointer}"
        self._whole.places[base] = rule.node
        for number, position in enumerate(columns or []):
            self._whole.places[f"{base}/if/{number}"] = rule.places[position]

    # Where no rule applies.

    def _add_default(self, results: Columns, aspect: Json) -> None:
        then = self._whole.owners.default(self._table, results)
        if then is None:
            return
        kept = (self._kept or {}).get("otherwise", {})
        identity = kept.get("id") or self._whole.new_rule_id(f"{self._name}-otherwise")
        rest = kept.get("then", {})
        if not isinstance(rest, dict):
            self._reports.add("SZ866", self._table.decision.node, "otherwise")
            rest = {}
        whole = then | rest | {ACCOUNTABLE: then[ACCOUNTABLE]}
        aspect["otherwise"] = kept | {"id": identity, "then": whole}
        self._whole.places[f"/aspects/{self._name}/otherwise"] = self._table.outputs[0].node


def _same_cells(kept: list[str], cells: tuple[Cell, ...]) -> bool:
    try:
        return tuple(read_cell(text) for text in kept) == cells
    except BeyondError:
        return False
