# SPDX-License-Identifier: Apache-2.0
"""New expectations in the text of a case file; everything else stays as it is, byte for byte."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SPACE = re.compile(r"[ \t\n\r]*")
# What fits is written on one line.
WIDTH = 100
KEY = "expected"


@dataclass(frozen=True, slots=True)
class Edit:
    """A text to put in the place of another."""

    begin: int
    end: int
    text: str


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with all the edits, none of which overlap."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.begin):
        parts += [text[at : edit.begin], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def expectation_edits(text: str, expected: Mapping[int, Any]) -> list[Edit]:
    """What writes these expectations to the cases with these numbers; the text has no error.

    Of what is there already, only values that differ change.
    """
    layout = _Layout(text)
    root = {key: begin for key, begin, _end in _members(text, _after_space(text, 0))}
    return [
        edit
        for number, begin in enumerate(_items(text, root["cases"]))
        if number in expected
        for edit in _edits_of_case(layout, begin, expected[number])
    ]


def _edits_of_case(layout: _Layout, case: int, tree: Any) -> list[Edit]:
    end = case
    for key, begin, end in _members(layout.text, case):
        if key == KEY:
            return list(_edits(layout, begin, end, tree))
    return [Edit(end, end, layout.add(tree, case, end))]


def _edits(layout: _Layout, begin: int, end: int, tree: Any) -> Iterator[Edit]:
    old = json.loads(layout.text[begin:end])
    if isinstance(old, dict) and isinstance(tree, dict) and old.keys() == tree.keys():
        for key, first, last in _members(layout.text, begin):
            yield from _edits(layout, first, last, tree[key])
    elif not _same(old, tree):
        yield Edit(begin, end, layout.write(tree, begin))


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, list) and isinstance(new, list):  # sets, to the reader of cases
        return set(map(json.dumps, old)) == set(map(json.dumps, new))
    return json.dumps(old) == json.dumps(new)


class _Layout:
    """How a document is laid out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._flat = "\n" not in text.strip()
        self._newline = "\r\n" if "\r\n" in text else "\n"
        step = re.search(r"\n([ \t]+)[^ \t\r\n]", text)
        self._step = step[1] if step else "  "

    def write(self, tree: Any, at: int) -> str:
        """The text of a value that begins there."""
        return self._written(tree, at - self._line(at), self._indent(at))

    def add(self, tree: Any, case: int, at: int) -> str:
        """The text of a member that follows the last one of a case, which ends there."""
        name = f'"{KEY}": '
        first = _after_space(self.text, case + 1)
        if "\n" not in self.text[case:first] and "\n" not in self.text[case:at]:
            column = at - self._line(at) + len(f", {name}")
            return f", {name}{self._written(tree, column, self._indent(at))}"
        indent = " " * (first - self._line(first))
        if self.text[self._line(first) : first].isspace():
            indent = self._indent(first)
        written = self._written(tree, len(indent) + len(name), indent)
        return f",{self._newline}{indent}{name}{written}"

    def _written(self, tree: Any, column: int, indent: str) -> str:
        line = json.dumps(tree, ensure_ascii=False)
        # A comma may follow.
        if self._flat or not isinstance(tree, dict) or not tree or column + len(line) < WIDTH:
            return line
        below = indent + self._step
        parts = []
        for key, value in tree.items():
            name = f"{below}{json.dumps(key, ensure_ascii=False)}: "
            parts.append(name + self._written(value, len(name), below))
        inner = f",{self._newline}".join(parts)
        return f"{{{self._newline}{inner}{self._newline}{indent}}}"

    def _line(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _indent(self, at: int) -> str:
        begin = self._line(at)
        found = re.compile(r"[ \t]*").match(self.text, begin)
        return found[0] if found else ""


def _members(text: str, at: int) -> Iterator[tuple[str, int, int]]:
    """The keys of an object that begins there, and where their values begin and end."""
    decoder = json.JSONDecoder()
    at = _after_space(text, at + 1)
    while text[at] != "}":
        key, at = decoder.raw_decode(text, at)
        begin = _after_space(text, _after_space(text, at) + 1)
        _value, end = decoder.raw_decode(text, begin)
        yield key, begin, end
        at = _after_comma(text, end)


def _items(text: str, at: int) -> Iterator[int]:
    """Where the items of an array begin that begins there."""
    decoder = json.JSONDecoder()
    at = _after_space(text, at + 1)
    while text[at] != "]":
        yield at
        _item, end = decoder.raw_decode(text, at)
        at = _after_comma(text, end)


def _after_comma(text: str, at: int) -> int:
    at = _after_space(text, at)
    return _after_space(text, at + 1) if text[at] == "," else at


def _after_space(text: str, at: int) -> int:
    found = SPACE.match(text, at)
    return found.end() if found else at
