# SPDX-License-Identifier: Apache-2.0
"""A DMN model → a policy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .._core import CompiledPolicy, Diagnostic
from .._errors import PolicyError
from .attributes import Attributes
from .hit_policies import check_alone
from .import_aspects import Aspects
from .kept import POLICY, read_kept
from .model import Model, is_model, name_of
from .names import rule_id
from .owners import Owners
from .reports import Reports
from .tables import read_tables
from .xml_tree import read_xml

if TYPE_CHECKING:
    from .xml_tree import Node

Json = dict[str, Any]
NAMELESS = "dmn-model"


def import_dmn(data: bytes, name: str) -> tuple[Json, list[Diagnostic]]:
    """A whole policy document that decides as the tables of a DMN model do.

    With it come notes and warnings: how types and hit policies were read, what was left out.
    `name` is the file that findings speak of; their cells are its lines and columns.

    Raises:
        PolicyError: with everything that does not fit.
    """
    reports = Reports(name)
    root = read_xml(data, reports)
    if not is_model(root):
        shown = f"{{{root.namespace}}}{root.name}" if root.namespace else root.name
        reports.add("SZ863", root, shown)
    reports.check()
    return _Import(root, reports).document(), reports.found


class _Import:
    def __init__(self, root: Node, reports: Reports) -> None:
        self._root = root
        self._reports = reports
        self._model = Model(root, reports)
        self._kept = read_kept(root, POLICY, reports) or {}
        self._participants = {
            name: part
            for group in ("departments", "teams", "parties")
            for name, part in self._kept.get(group, {}).items()
        }

    def document(self) -> Json:
        self._model.check()
        tables = read_tables(self._model, self._reports)
        attributes = Attributes(self._model, self._reports, self._kept.get("attributes", {}))
        attributes.find(tables)
        self._reports.check()
        owners = Owners(self._reports, self._participants)
        aspects = Aspects(attributes, owners, self._reports)
        made = aspects.make(tables)
        self._reports.check()
        document: Json = {
            "shozai": 1,
            "policy": self._kept.get("policy") or self._header(),
            "attributes": attributes.definitions,
        }
        for key in ("assumptions", "definitions"):
            if key in self._kept:
                document[key] = self._kept[key]
        document["departments"] = self._kept.get("departments", {}) | owners.departments
        for key in ("teams", "parties", "intake"):
            if key in self._kept:
                document[key] = self._kept[key]
        document["aspects"] = made
        for key in ("guarantees", "organization"):
            if key in self._kept:
                document[key] = self._kept[key]
        self._check(document, aspects)
        return document

    def _header(self) -> Json:
        name = name_of(self._root)
        header: Json = {"id": rule_id(name.replace(" ", "-")).strip("-") or NAMELESS}
        header["version"] = "1"
        return header | ({"title": name} if name else {})

    def _check(self, document: Json, aspects: Aspects) -> None:
        """What a policy itself would not accept is found in the model; then what is to prove."""
        try:
            CompiledPolicy.loads(json.dumps(document))
        except PolicyError as error:
            for finding in error.diagnostics:
                if finding.level == "error":
                    node = self._place(finding.pointer, aspects)
                    self._reports.add(finding.code, node, *finding.arguments)
            self._reports.check()
            raise
        if aspects.several:
            names = aspects.several
            part = {key: document[key] for key in document if key != "guarantees"}
            part["aspects"] = {name: document["aspects"][name] for name in names}
            check_alone(part, names, self._reports)
            self._reports.check()

    def _place(self, pointer: str, aspects: Aspects) -> Node:
        while pointer and pointer not in aspects.places:
            pointer = pointer.rpartition("/")[0]
        return aspects.places.get(pointer, self._root)
