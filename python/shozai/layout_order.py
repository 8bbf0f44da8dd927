# SPDX-License-Identifier: Apache-2.0
"""The order of keys in documents, and where a document has conditions and files of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from unicodedata import is_normalized, normalize

from ._core import Diagnostic
from ._errors import PolicyError
from .json_tree import pointer_to

# What is a key of what, in the order in which people read it, and what stands there:
#   name    an object of this table         {name}  members by names of the user's own
#   [name]  a list                          ?       or the file that holds it
#   =       a condition or formula, which has a printed form
#   path    the name of a file, which must stay as it is
# Everything else is a value. Names of the user's own keep their order: it breaks ties.
KEYS: dict[str, dict[str, str]] = {
    "document": {
        "shozai": "",
        "policy": "header?",
        "attributes": "{attribute}?",
        "assumptions": "[assumption]",
        "definitions": "{definition}?",
        "departments": "{department}?",
        "teams": "{team}?",
        "parties": "{party}?",
        "intake": "",
        "aspects": "{aspect?}?",
        "guarantees": "[guarantee]",
        "agreements": "[agreement]",
        "organization": "organization?",
    },
    "header": {
        "id": "",
        "version": "",
        "zone": "",
        "title": "text",
        "note": "text",
        "effective": "effective",
    },
    "effective": {"from": "", "to": ""},
    "text": {"ja": "", "en": ""},
    "attribute": {
        "type": "",
        "scale": "",
        "min": "",
        "max": "",
        "max_length": "",
        "unit": "",
        "derived": "=",
        "optional": "",
        "missing": "",
        "columns": "",
        "values": "{value}",
        "label": "text",
        "note": "text",
        "ask": "ask",
    },
    "value": {"ja": "", "en": "", "children": "{value}"},
    "ask": {"text": "text", "cost": ""},
    "assumption": {"id": "", "that": "=", "because": "text", "note": "text"},
    "guarantee": {"id": "", "that": "=", "because": "text", "note": "text"},
    "definition": {"that": "=", "label": "text", "note": "text"},
    "department": {"label": "text", "note": "text", "parent": "", "duties": "[duty]"},
    "duty": {"id": "", "text": "text", "measures": ""},
    "team": {"label": "text", "note": "text", "departments": "", "lead": ""},
    "party": {"label": "text", "note": "text"},
    "aspect": {
        "label": "text",
        "note": "text",
        "hit_policy": "",
        "same_as": "",
        "interim": "interim",
        "sections": "{section}",
        "rules": "[rule]",
        "table": "table?",
        "also": "[rule]",
        "otherwise": "rule",
    },
    "interim": {"accountable": "", "within": "", "rules": "[rule]"},
    "section": {"label": "text", "note": "text"},
    "rule": {
        "id": "",
        "section": "",
        "when": "=",
        "if": "[=]",
        "overrides": "",
        "then": "assignment",
        "because": "text",
        "note": "text",
        "source": "text",
        "steward": "",
        "review_by": "",
    },
    "assignment": {
        "accountable": "",
        "within": "",
        "responsible": "",
        "consulted": "",
        "informed": "",
        "joint_visit": "",
        "cost_share": "",
        "notes": "[text]",
    },
    "table": {"columns": "", "rows": "[rule]"},
    "agreement": {
        "id": "",
        "kind": "",
        "of": "",
        "to": "",
        "when": "=",
        "acknowledge_within": "",
        "resolve_within": "",
        "clock": "",
        "calendar": "",
        "label": "text",
        "because": "text",
        "note": "text",
    },
    "organization": {
        "shozai": "",
        "zone": "",
        "departments": "{department}",
        "teams": "{team}",
        "holidays": "",
        "calendars": "",
        "people": "",
        "positions": "",
        "superiors": "",
        "contacts": "",
        "hours": "",
        "rosters": "",
        "delegations": "",
        "arbiters": "",
        "coverage": "",
        "escalation": "",
    },
    "cases": {"shozai_cases": "", "policy": "path", "title": "text", "cases": "[case]"},
    "case": {
        "name": "",
        "note": "text",
        "tags": "",
        "at": "",
        "fault": "",
        "expected": "{expectation}",
    },
    "expectation": {
        "state": "",
        "rule": "",
        "rules": "",
        "accountable": "",
        "responsible": "",
        "consulted": "",
        "informed": "",
        "joint_visit": "",
        "cost_share": "",
        "possible": "",
        "possible_states": "",
        "open": "",
        "assumptions": "",
        "interim": "",
        "interim_rule": "",
        "ask": "",
        "missing": "",
    },
}

# What is short and read together: neighbours that share a line if they fit.
TOGETHER: dict[str, tuple[frozenset[str], ...]] = {
    "header": (frozenset({"id", "version", "zone"}),),
    "attribute": (
        frozenset(
            {"type", "scale", "min", "max", "max_length", "unit", "optional", "missing", "columns"}
        ),
    ),
    "rule": (frozenset({"id", "section", "if"}), frozenset({"source", "steward", "review_by"})),
    "interim": (frozenset({"accountable", "within"}),),
    "team": (frozenset({"departments", "lead"}),),
    "case": (frozenset({"tags", "at"}),),
    "expectation": (
        frozenset({"state", "rule", "accountable"}),
        frozenset({"interim", "interim_rule", "ask"}),
    ),
}


def form_of(tree: Any) -> str:
    """What a JSON file is: `cases`, or else a policy, `document`."""
    return "cases" if isinstance(tree, dict) and "shozai_cases" in tree else "document"


def form_below(form: str, key: str | int) -> str:
    """What stands under a key or in a place of a list, if `form` is what holds it."""
    form = form.removesuffix("?")
    if isinstance(key, int):
        return form[1:-1] if form.startswith("[") else "path" if form == "path" else ""
    return form[1:-1] if form.startswith("{") else KEYS.get(form, {}).get(key, "")


@dataclass(slots=True)
class Arranger:
    """Brings the trees of files into order, one after the other."""

    name: str = ""
    """Of the file at hand, for findings."""
    normalized: list[str] = field(default_factory=list)
    """Pointers to the texts and keys that were not in Unicode normal form C."""
    files: dict[str, tuple[str, Any]] = field(default_factory=dict)
    """The JSON files that a document names: what each holds, and that in printed form."""

    def arranged(self, node: Any, form: str, printed: Any = None, at: tuple[Any, ...] = ()) -> Any:
        """A tree with keys in order, texts in normal form C and conditions as `printed` has them.

        `printed` is the same part of the document as it is saved, or None.

        Raises:
            PolicyError: two keys are one in normal form C.
        """
        if isinstance(node, dict):
            if form.endswith("?") and is_file(node):
                self._name_file(node["file"], form, printed)
                return node
            return self._object(node, form, printed, at)
        if isinstance(node, list):
            return [
                self.arranged(item, form_below(form, index), _part(printed, index), (*at, index))
                for index, item in enumerate(node)
            ]
        if type(node) is not str or form == "path":
            return node
        return self._text(printed if form == "=" and isinstance(printed, str) else node, at)

    def _object(self, node: dict[str, Any], form: str, printed: Any, at: tuple[Any, ...]) -> Any:
        members: dict[str, Any] = {}
        known = (key for key in KEYS.get(form.removesuffix("?"), ()) if key in node)
        for key in dict.fromkeys((*known, *node)):
            below = (*at, key)
            normal = self._text(key, below)
            if normal in members:
                finding = Diagnostic("SZ103", self.name, pointer_to(below), [normal])
                raise PolicyError(f"{self.name}: a key stands twice", [finding])
            form_of_member, part = form_below(form, key), _part(printed, key)
            members[normal] = self.arranged(node[key], form_of_member, part, below)
        return members

    def _text(self, text: str, at: tuple[Any, ...]) -> str:
        if is_normalized("NFC", text):
            return text
        self.normalized.append(pointer_to(at))
        return normalize("NFC", text)

    def _name_file(self, name: str, form: str, printed: Any) -> None:
        if name.endswith(".json"):
            self.files.setdefault(name, (form, printed))


def is_file(node: Any) -> bool:
    """Whether an object stands for the content of a file."""
    return isinstance(node, dict) and node.keys() == {"file"} and isinstance(node["file"], str)


def _part(printed: Any, key: str | int) -> Any:
    if isinstance(printed, dict):
        return printed.get(key) if isinstance(key, str) else None
    if isinstance(printed, list) and isinstance(key, int) and key < len(printed):
        return printed[key]
    return None
