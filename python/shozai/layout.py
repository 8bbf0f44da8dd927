# SPDX-License-Identifier: Apache-2.0
"""The canonical layout of documents: policies, their parts, and files of test cases."""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import TYPE_CHECKING, Any
from unicodedata import combining, east_asian_width

from .json_tree import Number
from .layout_order import TOGETHER, Arranger, form_below, form_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    # A key or a place in a list, how the line of the member begins, and the member.
    Member = tuple[str | int, str, Any]

# Columns of a line; a wide character takes two.
WIDTH = 100
INDENT = 2
# What cannot be seen, or turns the direction of writing, is spelt out: a reviewer must see it.
HIDDEN = re.compile("[\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def layout(tree: Any) -> str:
    """The text of a document: keys in the order in which people read them, one way to write it.

    `tree` is made of dictionaries, lists, strings, booleans, integers, None and `Number`. What
    fits goes on one line, anything else one member a line, except for short neighbours that are
    read together. The text ends with a line break.

    Raises:
        PolicyError: two keys are one in Unicode normal form C.
    """
    form = form_of(tree)
    return laid_out(Arranger().arranged(tree, form), form)


def laid_out(tree: Any, form: str) -> str:
    """The same of a tree whose keys are in order already; `form` is what it holds."""
    return "".join(_pieces(tree, form, 0)) + "\n"


def width(text: str) -> int:
    """The columns that a text takes on a line."""
    return len(text) if text.isascii() else sum(map(_width_of, text))


def _width_of(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "FW" else 1


def _pieces(node: Any, form: str, depth: int, begin: str = "") -> Iterator[str]:
    """The text of a node; `begin` stands before it on its first line."""
    room = WIDTH - depth * INDENT - 1  # there may be a comma, now or later
    line = _line(node, room - width(begin))
    if line is not None:
        yield begin + line
        return
    opening, closing = "{}" if isinstance(node, dict) else "[]"
    inner, outer = ("\n" + " " * INDENT * level for level in (depth + 1, depth))
    yield begin + opening
    comma = ""
    for members in _groups(node, form):
        shared = _joined(members, room - INDENT) if len(members) > 1 else None
        if shared is not None:
            yield comma + inner + shared
            comma = ","
            continue
        for key, before, member in members:
            yield comma + inner
            yield from _pieces(member, form_below(form, key), depth + 1, before)
            comma = ","
    yield outer + closing


def _groups(node: Any, form: str) -> Iterator[list[Member]]:
    """The members of a node; neighbours that may share a line together."""
    sets = TOGETHER.get(form.removesuffix("?"), ())

    def place(member: Member) -> str | int:
        return next((at for at, keys in enumerate(sets) if member[0] in keys), str(member[0]))

    return (list(members) for _, members in groupby(_members(node), place))


def _members(node: Any) -> Iterator[Member]:
    if isinstance(node, dict):
        for key, member in node.items():
            yield key, _scalar(key) + ": ", member
    else:
        for index, item in enumerate(node):
            yield index, "", item


def _line(node: Any, room: int) -> str | None:
    """A node on one line; None if it can be broken and takes more than `room` columns."""
    if not isinstance(node, (dict, list)) or not node:
        return _scalar(node)
    line = _joined(_members(node), room - 2)
    if line is None:
        return None
    return f"{{{line}}}" if isinstance(node, dict) else f"[{line}]"


def _joined(members: Iterable[Member], room: int) -> str | None:
    """Members side by side; None if they take more than `room` columns."""
    parts: list[str] = []
    for _key, before, member in members:
        room -= width(before)
        line = _line(member, room)
        if line is None or (room := room - width(line)) < 0:
            return None
        parts.append(before + line)
        room -= len(", ")
    return ", ".join(parts)


def _scalar(value: Any) -> str:
    if isinstance(value, Number):
        return str(value)
    text = json.dumps(value, ensure_ascii=False)
    return HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
