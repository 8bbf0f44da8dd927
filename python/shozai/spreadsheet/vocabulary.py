# SPDX-License-Identifier: Apache-2.0
"""The words of a policy that may stand in a table: ids and labels, however wide they are written.

A document is taken as it is: what is wrong with it, the loader says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .characters import likeness
from .findings import UnclearError

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED = "SZ842"
# What the unit of an attribute may be called behind a number.
UNITS: dict[str, tuple[str, ...]] = {
    "d": ("日", "日間"),
    "day": ("日", "日間"),
    "days": ("日", "日間"),
    "h": ("時間",),
    "hours": ("時間",),
    "min": ("分", "分間"),
    "JPY": ("円",),
    "%": ("パーセント",),
    "month": ("か月", "ヶ月"),
    "months": ("か月", "ヶ月"),
    "year": ("年", "年間"),
    "years": ("年", "年間"),
}


class Words:
    """Ids and the labels that stand for them."""

    def __init__(self) -> None:
        self._ids: dict[str, None] = {}
        self._spelt: dict[str, set[tuple[str, str]]] = {}  # likeness → (word, its id)

    def add(self, name: str, label: object) -> None:
        """An id and what it is called."""
        self._ids[name] = None
        for word in (name, *labels_of(label)):
            self._spelt.setdefault(likeness(word), set()).add((word, name))

    def find(self, text: str) -> str | None:
        """The id or label that a text is, as the policy spells it; None if it is none.

        Raises:
            UnclearError: it is the label of several.
        """
        if text in self._ids:
            return text
        found = self._spelt.get(likeness(text), set())
        exact = {pair for pair in found if pair[0] == text} or found
        ids = sorted({name for _word, name in exact})
        if len(ids) > 1:
            raise UnclearError(SHARED, text, ", ".join(ids))
        return max((word for word, _name in exact), default=None)

    @property
    def first(self) -> str:
        """The id that was added first; empty if there is none."""
        return next(iter(self._ids), "")

    def id_of(self, word: str) -> str:
        """The id of a word that `find` gave."""
        if word in self._ids:
            return word
        return next(name for spelt, name in self._spelt[likeness(word)] if spelt == word)


@dataclass(slots=True)
class Column:
    """An attribute as the columns of a table are about it."""

    name: str
    type: str
    optional: bool = False
    units: tuple[str, ...] = ()
    """What may stand behind a number."""
    words: Words = field(default_factory=Words)
    """Of an enum: its values and groups."""


class Vocabulary:
    """What a policy calls attributes, their values, and departments."""

    def __init__(self, document: object) -> None:
        tree = _object(document)
        self.people = Words()
        for key in ("departments", "teams", "parties"):
            for name, node in _object(tree.get(key)).items():
                self.people.add(name, _object(node).get("label"))
        attributes = {name: _object(node) for name, node in _object(tree.get("attributes")).items()}
        self._columns = {name: _column(name, node) for name, node in attributes.items()}
        self._names: dict[str, str] = {}
        self._headings: dict[str, set[tuple[str, str]]] = {}  # likeness → (heading, attribute)
        self._labels: dict[str, set[tuple[str, str]]] = {}
        for name, node in attributes.items():
            for heading in (name, *_texts(node.get("columns"))):
                self._names[heading] = name
                self._headings.setdefault(likeness(heading), set()).add((heading, name))
            for label in labels_of(node.get("label")):
                self._labels.setdefault(likeness(label), set()).add((label, name))

    def column(self, heading: str) -> tuple[str, Column] | None:
        """The heading as the policy spells it, and the attribute that it names; else None."""
        return self._among(self._headings, heading)

    def labelled(self, heading: str) -> tuple[str, Column] | None:
        """The same of headings that are labels of attributes."""
        return self._among(self._labels, heading)

    def _among(
        self, words: dict[str, set[tuple[str, str]]], heading: str
    ) -> tuple[str, Column] | None:
        found = words.get(likeness(heading), set())
        exact = {pair for pair in found if pair[0] == heading} or found
        if len({name for _spelt, name in exact}) != 1:
            return None
        spelt, name = max(exact)
        return spelt, self._columns[name]


def labels_of(label: object) -> Iterator[str]:
    """The texts of a label, in whatever languages it has."""
    for text in label.values() if isinstance(label, dict) else (label,):
        if isinstance(text, str) and text:
            yield text


def _column(name: str, node: dict[str, Any]) -> Column:
    kind, unit = node.get("type"), node.get("unit")
    column = Column(
        name, kind if isinstance(kind, str) else "", optional=node.get("optional") is True
    )
    if isinstance(unit, str) and unit:
        column.units = tuple(sorted({unit, *UNITS.get(unit, ())}, key=len, reverse=True))
    _add_values(column.words, _object(node.get("values")), 0)
    return column


def _add_values(words: Words, nodes: dict[str, Any], depth: int) -> None:
    for name, node in nodes.items():
        tree = _object(node)
        words.add(name, {key: tree.get(key) for key in ("ja", "en")})
        if depth < 64:  # deeper than a document may be
            _add_values(words, _object(tree.get("children")), depth + 1)


def _object(node: object) -> dict[str, Any]:
    return node if isinstance(node, dict) else {}


def _texts(node: object) -> list[str]:
    return [item for item in node if isinstance(item, str)] if isinstance(node, list) else []
