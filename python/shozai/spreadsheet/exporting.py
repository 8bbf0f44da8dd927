# SPDX-License-Identifier: Apache-2.0
"""The rules of aspects as rows of tables that can be imported again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .headings import ASSIGNED, LANGUAGES, MOST_NOTES, WORDS, heading_of
from .lists import is_one_call, parts_of, spelt, unquoted
from .rule_cells import cells_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..texts import Language

ALWAYS = ("id", "accountable", "because")
# The member of a row, the number of a note, the language: what a column is about.
Key = tuple[str, int, str]


@dataclass(slots=True)
class RuleTable:
    """The rules of an aspect that can be rows."""

    aspect: str
    label: str
    """What people call the aspect; its id if there is nothing else."""
    headings: list[str]
    rows: list[list[str]]
    left_out: list[str] = field(default_factory=list)
    """The ids of rules that no row can write."""


class Exporter:
    """Writes the aspects of a document, in the form in which a policy saves it, as tables."""

    def __init__(
        self, document: Mapping[str, Any], lang: Language, *, labels: bool, table_only: bool
    ) -> None:
        """With `labels`, departments and values are called as people call them where only one is.

        With `table_only`, rules that are no rows are passed over.
        """
        self._document = document
        self._lang: Language = lang
        self._table_only = table_only
        people = {
            name: node.get("label")
            for key in ("departments", "teams", "parties")
            for name, node in document.get(key, {}).items()
        }
        self._people = _unique(people, lang) if labels else {}
        self._values: dict[str, dict[str, str]] = {
            name: _unique(dict(_nodes(node.get("values", {}))), lang) if labels else {}
            for name, node in document["attributes"].items()
        }

    def table(self, aspect: str) -> RuleTable:
        """The table of an aspect."""
        node = self._document["aspects"][aspect]
        rows: list[tuple[dict[str, Any], dict[str, str]]] = []
        left_out: list[str] = []
        names = frozenset(self._values)
        for rule in () if self._table_only else node.get("rules", ()):
            cells = cells_of(rule["when"], names)
            if cells is None or len(rule["then"].get("notes", ())) > MOST_NOTES:
                left_out.append(rule["id"])
            else:
                rows.append((rule, cells))
        table = node.get("table", {"columns": [], "rows": []})
        rows += [
            (row, dict(zip(table["columns"], row["if"], strict=True))) for row in table["rows"]
        ]
        columns = list(
            dict.fromkeys([*table["columns"], *(c for _r, cells in rows for c in cells)])
        )
        return self._written(aspect, node, rows, columns, left_out)

    def _written(
        self,
        aspect: str,
        node: Mapping[str, Any],
        rows: Sequence[tuple[dict[str, Any], dict[str, str]]],
        columns: Sequence[str],
        left_out: list[str],
    ) -> RuleTable:
        members = [dict(self._members(rule)) for rule, _cells in rows]
        used = {key for each in members for key in each} | {(key, 0, "") for key in ALWAYS}
        first, *keys = sorted(used, key=_order)
        if ("because", 0, "ja") in used or ("because", 0, "en") in used:
            keys = [key for key in keys if key != ("because", 0, "") or _has(members, key)]
        japanese = self._lang == "ja"
        headings = [heading_of(*key, in_japanese=japanese) for key in (first, *keys)]
        headings[1:1] = [self._heading(name) for name in columns]
        written = [
            [
                each.get(first, ""),
                *(self._cell(name, cells.get(name, "-")) for name in columns),
                *(each.get(key, "") for key in keys),
            ]
            for each, (_rule, cells) in zip(members, rows, strict=True)
        ]
        label = _text(node.get("label"), self._lang) or aspect
        return RuleTable(aspect, label, headings, written, left_out)

    def _heading(self, attribute: str) -> str:
        """In Japanese the first of its `columns`, if it has one."""
        columns = self._document["attributes"][attribute].get("columns")
        return str(columns[0]) if columns and self._lang == "ja" else attribute

    def _members(self, rule: Mapping[str, Any]) -> Iterator[tuple[Key, str]]:
        then = rule["then"]
        for key, (kind, _japanese) in WORDS.items():
            value = then.get(key) if key in ASSIGNED or key == "notes" else rule.get(key)
            if value is None:
                continue
            if kind == "notes":
                for number, note in enumerate(value, start=1):
                    yield from _texts(key, number if len(value) > 1 else 0, note)
            elif kind == "text":
                yield from _texts(key, 0, value)
            elif kind == "shares":
                shares = (f"{self._person(name)} {share}" for name, share in value.items())
                yield (key, 0, ""), ", ".join(shares)
            elif kind in ("people", "person"):
                names = value if isinstance(value, list) else [value]
                yield (key, 0, ""), ", ".join(map(self._person, names))
            else:
                yield (key, 0, ""), ", ".join(value) if isinstance(value, list) else value

    def _person(self, name: str) -> str:
        return self._people.get(name, name)

    def _cell(self, attribute: str, cell: str) -> str:
        """A cell with the labels of values."""
        labels = self._values[attribute]
        if not labels or cell == "-":
            return cell
        for call in ("not", "within"):
            inner = is_one_call(call, cell)
            if inner is not None:
                return f"{call}({self._cell(attribute, inner)})"
        parts = parts_of(cell, ",")
        if len(parts) > 1:
            return ", ".join(self._cell(attribute, part) for part in parts)
        value = unquoted(cell)
        return spelt(labels[value]) if value in labels else cell


def _order(key: Key) -> tuple[int, int, int]:
    return list(WORDS).index(key[0]), key[1], ["", *LANGUAGES].index(key[2])


def _has(members: Sequence[Mapping[Key, str]], key: Key) -> bool:
    return any(key in each for each in members)


def _texts(key: str, number: int, value: Any) -> Iterator[tuple[Key, str]]:
    for lang, text in (value if isinstance(value, dict) else {"": value}).items():
        yield (key, number, lang), text


def _text(label: Any, lang: Language) -> str:
    if isinstance(label, dict):
        return str(label.get(lang) or "")
    return str(label or "")


def _unique(labels: Mapping[str, Any], lang: Language) -> dict[str, str]:
    """The label of each id that nothing else is called by, wide or narrow."""
    from .characters import likeness, tidy
    from .vocabulary import labels_of

    taken: dict[str, set[str]] = {}
    for name, label in labels.items():
        for word in (name, *labels_of(label)):
            taken.setdefault(likeness(word), set()).add(name)
    found = {name: _text(label, lang) for name, label in labels.items()}
    return {
        name: label
        for name, label in found.items()
        if label and len(taken[likeness(label)]) == 1 and "," not in label and tidy(label) == label
    }


def _nodes(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, node in values.items():
        if isinstance(node, str):
            yield name, node
            continue
        yield name, {lang: node[lang] for lang in LANGUAGES if lang in node}
        yield from _nodes(node.get("children", {}))
