# SPDX-License-Identifier: Apache-2.0
"""Lists in a cell: what stands between commas that are in no quotes and no brackets."""

from __future__ import annotations

import re

QUOTES = "'\""
OPENING, CLOSING = "([", ")]"
# Of values: what the reader of cells would take for something else.
MISREAD = re.compile(r"""[,'"\\]|\.\.|^[<>\[(=!.]|\.$|^(?:-|null|)$|^(?:not|within)\(""")
BRACKETS = re.compile(r"[()\[\]]")


def parts_of(text: str, separators: str) -> list[str]:
    """The parts of a list, without blanks around them."""
    parts: list[str] = []
    begin = depth = 0
    for at, letter, inside in _outside_quotes(text):
        depth += (letter in OPENING) - (letter in CLOSING) if not inside else 0
        if not inside and depth <= 0 and letter in separators:
            parts.append(text[begin:at].strip())
            begin = at + 1
    return [*parts, text[begin:].strip()]


def is_one_call(name: str, text: str) -> str | None:
    """What stands in the brackets of `name(…)`, if that is the whole text."""
    head, bracket, rest = text.partition("(")
    if head.strip() != name or not bracket or not rest.endswith(")"):
        return None
    depth = 1
    for at, letter, inside in _outside_quotes(rest):
        depth += (letter in OPENING) - (letter in CLOSING) if not inside else 0
        if depth == 0:
            return rest[:-1].strip() if at == len(rest) - 1 else None
    return None


def _outside_quotes(text: str) -> list[tuple[int, str, bool]]:
    """Each character, and whether it stands in quotes; a lone quote quotes nothing."""
    marked: list[tuple[int, str, bool]] = []
    quote = ""
    escaped = False
    for at, letter in enumerate(text):
        inside = bool(quote)
        if escaped:
            escaped = False
        elif quote and letter == "\\":
            escaped = True
        elif letter == quote:
            quote = ""
        elif not quote and letter in QUOTES and letter in text[at + 1 :]:
            quote, inside = letter, True
        marked.append((at, letter, inside))
    return marked


def spelt(value: str) -> str:
    """A value as it stands in a cell: in quotes if it would be taken for something else."""
    if not MISREAD.search(value) and not BRACKETS.search(value) and value == value.strip():
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def unquoted(literal: str) -> str:
    """The text that a literal in quotes stands for; any other literal is itself."""
    if len(literal) < 2 or literal[0] not in QUOTES or literal[-1] != literal[0]:
        return literal
    return re.sub(r"\\(.)", r"\1", literal[1:-1])
