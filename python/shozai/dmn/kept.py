# SPDX-License-Identifier: Apache-2.0
"""What a model keeps of a policy beside what DMN has words for: JSON in extension elements."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .._core import check_json
from .cell_texts import KINDS
from .namespaces import SHOZAI
from .xml_writer import NOT_IN_XML

if TYPE_CHECKING:
    from .reports import Reports
    from .xml_tree import Node

POLICY = "policy"
ASPECT = "aspect"
RULE = "rule"

_OBJECTS = ("attributes", "departments", "teams", "parties")


def kept_json(tree: Any) -> str:
    """The text of an element for `tree`."""
    text = json.dumps(tree, ensure_ascii=False)
    return NOT_IN_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def shown_text(text: str | dict[str, str]) -> str:
    """A text in the one language that an attribute of XML has room for."""
    one = text if isinstance(text, str) else text.get("ja") or text.get("en") or ""
    return NOT_IN_XML.sub("\ufffd", one)


def read_kept(node: Node, name: str, reports: Reports) -> dict[str, Any] | None:
    """What an element of DMN keeps; None if nothing, or after a finding."""
    extension = node.first("extensionElements")
    element = extension.of(SHOZAI, name) if extension is not None else None
    if element is None:
        return None
    found = check_json(element.text)
    if found:
        reports.add("SZ866", element, found[0].message("en"))
        return None
    tree: Any = json.loads(element.text)
    wrong = _wrong_part(tree)
    if wrong:
        reports.add("SZ866", element, wrong)
        return None
    kept: dict[str, Any] = tree
    return kept


def _wrong_part(tree: Any) -> str:
    """The first part that is of another kind than it must be to be put together again."""
    if not isinstance(tree, dict):
        return "{}"
    for key in _OBJECTS:
        part = tree.get(key, {})
        if not (isinstance(part, dict) and all(isinstance(item, dict) for item in part.values())):
            return key
    for name, attribute in tree.get("attributes", {}).items():
        if str(attribute.get("type")) not in KINDS:
            return str(name)
    for key in ("otherwise", "then", "policy", "interim"):
        if not isinstance(tree.get(key, {}), dict):
            return key
    for key in ("columns", "cells", "if"):
        part = tree.get(key, [])
        if not (isinstance(part, list) and all(isinstance(item, str) for item in part)):
            return key
    if not isinstance(tree.get("when", ""), str):
        return "when"
    label = tree.get("label", "")
    texts = label.values() if isinstance(label, dict) else [label]
    return "" if all(isinstance(text, str) for text in texts) else "label"
