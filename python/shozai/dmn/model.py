# SPDX-License-Identifier: Apache-2.0
"""The decisions of a model that are tables, and what is around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .item_types import ItemTypes
from .namespaces import MODELS

if TYPE_CHECKING:
    from .reports import Reports
    from .xml_tree import Node

_NAME = re.compile(r"[^\W\d]\w*(?: \w+)*")
# Elements of a decision that are not what it decides by.
_AROUND = frozenset(
    {
        *("description", "extensionElements", "question", "allowedAnswers", "variable"),
        *("informationRequirement", "knowledgeRequirement", "authorityRequirement"),
        *("supportedObjective", "impactedPerformanceIndicator", "decisionMaker", "decisionOwner"),
        *("usingProcess", "usingTask"),
    }
)


def name_of(node: Node) -> str:
    """The name of a named element, with single spaces."""
    return " ".join(node.attributes.get("name", node.attributes.get("id", "")).split())


@dataclass(frozen=True, slots=True)
class TableDecision:
    """A decision that is a table."""

    name: str
    node: Node
    table: Node


class Model:
    """A model as it was read; its root is one of DMN's."""

    def __init__(self, root: Node, reports: Reports) -> None:
        self.root = root
        self.types = ItemTypes(root)
        self.inputs = {name_of(node): node for node in root.all("inputData")}
        self._reports = reports
        self._decisions = {name_of(node): node for node in root.all("decision")}
        self.tables = [
            TableDecision(name_of(node), node, table)
            for node in root.all("decision")
            if (table := node.first("decisionTable")) is not None
        ]

    def check(self) -> None:
        """Says what of the model is left out, and what keeps it from being read."""
        for node in self.root.all("import"):
            place = node.attributes.get("locationURI") or node.attributes.get("namespace", "")
            self._reports.add("SZ861", node, f"import {place}")
        self._check_ids()
        for table in self.tables:
            self._check_requirements(table)
        self._say_what_is_left_out()
        if not self.tables:
            self._reports.add("SZ864", self.root)

    def input_name(self, table: TableDecision, expression: Node | None, column: Node) -> str:
        """The name of the input that a column tests; empty after a finding."""
        text = " ".join(expression.text_of("text").split()) if expression is not None else ""
        if text in self._decisions:
            self._reports.add("SZ868", column, table.name, text)
            return ""
        if text not in self.inputs and not _NAME.fullmatch(text):
            shown = text or column.attributes.get("label", "") or column.attributes.get("id", "")
            self._reports.add("SZ876", column, table.name, shown)
            return ""
        return text

    def _check_ids(self) -> None:
        seen = set()
        for node in self.root.below():
            identity = node.attributes.get("id")
            if identity is None or node.namespace != self.root.namespace:
                continue
            if identity in seen:
                self._reports.add("SZ880", node, identity)
            seen.add(identity)

    def _check_requirements(self, table: TableDecision) -> None:
        by_id = {node.attributes.get("id", ""): name for name, node in self._decisions.items()}
        tested = {
            " ".join(node.text_of("text").split())
            for node in table.table.below()
            if node.name == "inputExpression"
        }
        for requirement in table.node.all("informationRequirement"):
            for required in requirement.all("requiredDecision"):
                reference = required.attributes.get("href", "").rpartition("#")[2]
                name = by_id.get(reference, reference)
                if name not in tested:  # that is found at the column
                    self._reports.add("SZ868", required, table.name, name)

    def _say_what_is_left_out(self) -> None:
        for name, node in self._decisions.items():
            if node.first("decisionTable") is None:
                logic = (child.name for child in node.children if child.name not in _AROUND)
                self._reports.add("SZ865", node, name, next(logic, node.name))
        for node in self.root.all("businessKnowledgeModel"):
            self._reports.add("SZ865", node, name_of(node), node.name)


def is_model(root: Node) -> bool:
    """Whether the element begins a model of a version of DMN that is read."""
    return root.name == "definitions" and root.namespace in MODELS
