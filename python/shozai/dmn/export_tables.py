# SPDX-License-Identifier: Apache-2.0
"""Attributes and aspects as the inputs and decision tables of a DMN model."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import feel
from .annotations import annotation_columns, by_column
from .cell_texts import KINDS
from .cells import Constant
from .export_cells import leaves
from .hit_policies import WRITTEN
from .kept import ASPECT, RULE, kept_json, shown_text
from .names import new_name
from .owners import ACCOUNTABLE
from .xml_writer import NOT_IN_XML

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .export_cells import Columns, TableRow
    from .xml_writer import XmlWriter

Json = dict[str, Any]

_TYPES = {"timestamp": "dateTime", "duration": "dayTimeDuration"}
_XML_ID = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Decision:
    """An aspect with its cells."""

    name: str
    aspect: Json
    columns: Columns


def write_input(writer: XmlWriter, name: str, identity: str, attribute: Json) -> None:
    """An attribute as input data."""
    head = {"id": identity, "name": name}
    if "label" in attribute:
        head["label"] = shown_text(attribute["label"])
    with writer.element("inputData", head):
        writer.empty("variable", {"name": name, "typeRef": _type(attribute)})


def _type(attribute: Json) -> str:
    kind = KINDS[attribute["type"]]
    return _TYPES.get(kind, kind)


def write_decision(
    writer: XmlWriter,
    decision: Decision,
    attributes: Mapping[str, Json],
    inputs: Mapping[str, str],
    ids: set[str],
) -> None:
    """An aspect as a decision; `inputs` are the ids of the input data, `ids` those in use."""
    name, aspect = decision.name, decision.aspect
    head = {"id": new_name(f"decision_{name}", ids), "name": name}
    head["label"] = shown_text(aspect.get("label", name))
    with writer.element("decision", head):
        with writer.element("extensionElements"):
            writer.leaf(f"shozai:{ASPECT}", kept_json(_kept_of(aspect)))
        writer.empty("variable", {"name": name, "typeRef": "string"})
        for column in decision.columns.names:
            with writer.element("informationRequirement"):
                writer.empty("requiredInput", {"href": f"#{inputs[column]}"})
        _TableWriter(writer, decision, attributes, ids).write()


def _kept_of(aspect: Json) -> Json:
    kept = {key: aspect[key] for key in aspect if key not in ("rules", "table", "otherwise")}
    if "table" in aspect:
        kept["columns"] = aspect["table"]["columns"]
    if "otherwise" in aspect:
        kept["otherwise"] = aspect["otherwise"] | {"then": _without_owner(aspect["otherwise"])}
    return kept


def _without_owner(rule: Json) -> Json:
    return {key: part for key, part in rule["then"].items() if key != ACCOUNTABLE}


class _TableWriter:
    def __init__(
        self, writer: XmlWriter, decision: Decision, attributes: Mapping[str, Json], ids: set[str]
    ) -> None:
        self._writer = writer
        self._name = decision.name
        self._aspect = decision.aspect
        self._columns = decision.columns
        self._attributes = attributes
        self._ids = ids
        reasons = [row.rule["because"] for row in self._columns.rows if "because" in row.rule]
        self._annotations = annotation_columns(reasons)

    def write(self) -> None:
        policy = WRITTEN[self._aspect.get("hit_policy", "override")]
        head = {"id": self._new_id("table"), "hitPolicy": policy}
        with self._writer.element("decisionTable", head):
            for name in self._columns.names:
                self._write_column(name)
            self._write_output()
            for name in self._annotations:
                self._writer.empty("annotation", {"name": name})
            for row in self._columns.rows:
                self._write_rule(row)

    def _new_id(self, part: str) -> str:
        return new_name(f"{part}_{self._name}", self._ids)

    def _write_text(self, element: str, text: str) -> None:
        with self._writer.element(element):
            self._writer.leaf("text", text)

    def _write_column(self, name: str) -> None:
        attribute = self._attributes[name]
        label = shown_text(attribute.get("label", name))
        with self._writer.element("input", {"id": self._new_id("column"), "label": label}):
            with self._writer.element("inputExpression", {"typeRef": _type(attribute)}):
                self._writer.leaf("text", name)
            if values := _values(attribute):
                self._write_text("inputValues", values)

    def _write_output(self) -> None:
        default = self._aspect.get("otherwise")
        head = {"id": self._new_id("output"), "label": ACCOUNTABLE, "typeRef": "string"}
        if default is None:
            self._writer.empty("output", head)
            return
        with self._writer.element("output", head):
            self._write_text("defaultOutputEntry", feel.write_text(default["then"][ACCOUNTABLE]))

    def _write_rule(self, row: TableRow) -> None:
        rule = row.rule
        identity = rule["id"] if _XML_ID.fullmatch(rule["id"]) else self._new_id("rule")
        with self._writer.element("rule", {"id": identity}):
            if kept := self._kept(row, identity):
                with self._writer.element("extensionElements"):
                    self._writer.leaf(f"shozai:{RULE}", kept_json(kept))
            for entry in row.entries:
                self._write_text("inputEntry", entry)
            self._write_text("outputEntry", feel.write_text(rule["then"][ACCOUNTABLE]))
            reasons = by_column(rule.get("because", {}))
            for name in self._annotations:
                text = NOT_IN_XML.sub("\ufffd", reasons.get(name, ""))
                self._write_text("annotationEntry", text)

    def _kept(self, row: TableRow, identity: str) -> Json:
        """What of a rule the cells, the owner and the annotations do not say."""
        rule = row.rule
        usual = ("id", "when", "if", "then", "because")
        kept = {key: part for key, part in rule.items() if key not in usual}
        if identity != rule["id"]:
            kept["id"] = rule["id"]
        if "when" in rule:
            kept |= {"when": rule["when"], "cells": list(row.entries)}
        elif not row.same:
            had = dict(zip(self._aspect["table"]["columns"], rule["if"], strict=True))
            kept["if"] = [had.get(name, "-") for name in self._columns.names]
            kept["cells"] = list(row.entries)
        if more := _without_owner(rule):
            kept["then"] = more
        if not _can_be_annotated(rule.get("because")):
            kept["because"] = rule["because"]
        return kept


def _can_be_annotated(reason: Any) -> bool:
    if reason is None:
        return True
    texts = by_column(reason).values()
    return all(text.strip() and not NOT_IN_XML.search(text) for text in texts)


def _values(attribute: Json) -> str:
    """The values that an attribute can have, as unary tests; empty if there is no limit."""
    kind = KINDS[attribute["type"]]
    if attribute["type"] == "enum":
        tests = [feel.write_text(leaf) for leaf in leaves(attribute["values"])]
    elif "min" in attribute and "max" in attribute:
        low, high = (feel.write_constant(Constant(kind, str(attribute[k]))) for k in ("min", "max"))
        tests = [f"[{low}..{high}]"]
    elif "min" in attribute or "max" in attribute:
        sign, key = (">=", "min") if "min" in attribute else ("<=", "max")
        tests = [f"{sign} {feel.write_constant(Constant(kind, str(attribute[key])))}"]
    else:
        return ""
    return ", ".join([*tests, "null"] if attribute.get("optional") else tests)
