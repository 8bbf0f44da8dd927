# SPDX-License-Identifier: Apache-2.0
"""A policy → a DMN model."""

from __future__ import annotations

import json
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from .._core import CompiledPolicy, Diagnostic
from .export_cells import CellsOf, Columns
from .export_tables import Decision, write_decision, write_input
from .kept import POLICY, kept_json, shown_text
from .names import new_name
from .namespaces import FEEL, SHOZAI, WRITTEN
from .reports import refusal
from .xml_writer import XmlWriter

if TYPE_CHECKING:
    from collections.abc import Sequence

Json = dict[str, Any]
UNKNOWN_ASPECT = "SZ801"


def export_dmn(document: Json, aspects: Sequence[str] = ()) -> str:
    """A model of DMN 1.3 with a decision table for each of `aspects`, or for every one.

    What DMN has no word for stands in extension elements, so that `import_dmn` gives the same
    aspects back. Everything that belongs to the policy is in `document`; other files are not read.

    Raises:
        PolicyError: the document is not a policy, or an aspect is not a table that DMN knows.
    """
    policy = json.loads(CompiledPolicy.loads(json.dumps(document)).save())
    return _Export(policy, list(aspects) or list(policy["aspects"])).text()


class _Export:
    def __init__(self, policy: Json, names: list[str]) -> None:
        self._policy = policy
        self._names = list(dict.fromkeys(names))
        self._found: list[Diagnostic] = []

    def text(self) -> str:
        columns = self._columns()
        if self._found:
            raise refusal(self._found)
        ids = {row.rule["id"] for each in columns.values() for row in each.rows}
        used = {name for each in columns.values() for name in each.names}
        inputs = {
            name: new_name(f"input_{name}", ids)
            for name in self._policy["attributes"]
            if name in used
        }
        writer = XmlWriter()
        with writer.element("definitions", self._head(ids)):
            with writer.element("extensionElements"):
                writer.leaf(f"shozai:{POLICY}", kept_json(self._kept()))
            for name, identity in inputs.items():
                write_input(writer, name, identity, self._policy["attributes"][name])
            for name, found in columns.items():
                decision = Decision(name, self._policy["aspects"][name], found)
                write_decision(writer, decision, self._policy["attributes"], inputs, ids)
        return writer.text()

    def _head(self, ids: set[str]) -> dict[str, str]:
        header = self._policy["policy"]
        return {
            "xmlns": WRITTEN,
            "xmlns:shozai": SHOZAI,
            "id": new_name("definitions", ids),
            "name": header["id"],
            "label": shown_text(header.get("title", header["id"])),
            "namespace": f"urn:shozai:policy:{header['id']}",
            "expressionLanguage": FEEL,
            "typeLanguage": FEEL,
            "exporter": "shozai",
        }

    def _kept(self) -> Json:
        """Everything but the aspects, and the promises about those that are not written."""
        kept = {key: part for key, part in self._policy.items() if key not in ("shozai", "aspects")}
        others = set(self._policy["aspects"]) - set(self._names)
        kept["guarantees"] = [
            guarantee
            for guarantee in kept.get("guarantees", [])
            if not others & set(re.findall(r"\w+", guarantee["that"]))
        ]
        if not kept["guarantees"]:
            del kept["guarantees"]
        return kept

    # What does not fit.

    def _report(self, code: str, pointer: str, *arguments: str) -> None:
        self._found.append(Diagnostic(code, "", pointer, list(arguments)))

    def _columns(self) -> dict[str, Columns]:
        aspects = self._policy["aspects"]
        cells = CellsOf(self._policy)
        columns = {}
        for name in self._names:
            if name not in aspects:
                near = get_close_matches(name, list(aspects), 1)
                self._report(UNKNOWN_ASPECT, "/aspects", name, *(near or [""]))
                continue
            columns[name] = cells.find(aspects[name], f"/aspects/{name}")
            self._check(name, aspects[name], columns[name])
        return columns

    def _check(self, name: str, aspect: Json, columns: Columns) -> None:
        if "same_as" in aspect:
            self._report("SZ885", f"/aspects/{name}/same_as", name, aspect["same_as"])
        for row in (*columns.rows, *columns.without):
            if row.rule.get("overrides"):
                self._report("SZ883", f"{row.pointer}/overrides", name, row.rule["id"])
        for row in columns.without:
            said = row.rule.get("when") or ", ".join(row.rule["if"])
            self._report("SZ884", row.pointer, name, row.rule["id"], said)
