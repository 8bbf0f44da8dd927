# SPDX-License-Identifier: Apache-2.0
"""Types of a model: what its item definitions come down to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .cells import Kind
    from .xml_tree import Node

TypeKind = Literal["string", "number", "integer", "boolean", "date", "timestamp", "duration"]

_KNOWN: dict[str, TypeKind] = {
    "string": "string",
    "number": "number",
    "double": "number",
    "integer": "integer",
    "long": "integer",
    "boolean": "boolean",
    "date": "date",
    "dateTime": "timestamp",
    "date and time": "timestamp",
    "dayTimeDuration": "duration",
    "days and time duration": "duration",
}
_ANY = ("", "Any")


@dataclass(frozen=True, slots=True)
class ItemType:
    """A type as far as a policy is concerned."""

    kind: TypeKind | None
    """None: none is given."""
    allowed: str = ""
    """The values that it allows, as unary tests; empty: all."""
    unknown: str = ""
    """The name of the type if a policy has none like it."""


class ItemTypes:
    """The item definitions of a model."""

    def __init__(self, root: Node) -> None:
        self._definitions = {
            node.attributes.get("name", ""): node for node in root.all("itemDefinition")
        }

    def find(self, reference: str) -> ItemType:
        """The type that a `typeRef` names."""
        allowed, seen, name = "", set(), _local(reference)
        while True:
            definition = self._definitions.get(name)
            if definition is None:
                if name in _ANY:
                    return ItemType(None, allowed)
                kind = _KNOWN.get(name)
                return ItemType(kind, allowed, "" if kind else reference)
            inner = _local(definition.text_of("typeRef"))
            if name in seen or not inner or definition.attributes.get("isCollection") == "true":
                return ItemType(None, unknown=reference)
            seen.add(name)
            values = definition.first("allowedValues")
            allowed = allowed or (values.text_of("text") if values is not None else "")
            name = inner


def _local(reference: str) -> str:
    return " ".join(reference.rpartition(":")[2].split())


def constant_kind(kind: TypeKind) -> Kind:
    """What constants of a type are."""
    return "number" if kind == "integer" else kind
