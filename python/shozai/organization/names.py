# SPDX-License-Identifier: Apache-2.0
"""What an organization calls its people, positions and escalation policies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..texts import Language

_KINDS = ("people", "positions", "rosters", "departments", "escalation")


class Names:
    """Labels in both languages, by kind and id."""

    __slots__ = ("_labels",)

    def __init__(self, summary: Mapping[str, Any]) -> None:
        self._labels: dict[str, dict[str, Mapping[str, str]]] = {
            kind: {each["id"]: each["label"] for each in summary[kind] if "label" in each}
            for kind in _KINDS
        }
        # A roster can be told like a position.
        self._labels["positions"] = self._labels["rosters"] | self._labels["positions"]

    def person(self, id_: str | None, lang: Language) -> str:
        """Of a person; the id if there is none."""
        return self._label("people", id_, lang)

    def position(self, id_: str | None, lang: Language) -> str:
        """Of a position or a roster."""
        return self._label("positions", id_, lang)

    def participant(self, id_: str | None, lang: Language) -> str:
        """Of a department or a team."""
        return self._label("departments", id_, lang)

    def escalation(self, id_: str | None, lang: Language) -> str:
        """Of an escalation policy."""
        return self._label("escalation", id_, lang)

    def _label(self, kind: str, id_: str | None, lang: Language) -> str:
        if id_ is None:
            return ""
        label = self._labels[kind].get(id_, {})
        return label.get(lang) or id_


def in_words(label: Mapping[str, str] | None, lang: Language, otherwise: str = "") -> str:
    """A label in a language."""
    return (label or {}).get(lang) or otherwise
