# SPDX-License-Identifier: Apache-2.0
"""How wide a text will be, whatever font it meets, and texts cut into lines."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NARROW = frozenset("iIljftr.,:;'|!()[] ")
# What must not begin a line in Japanese typesetting.
NO_START = frozenset(
    "、。，．・：；？！ー）〕］｝〉》」』】々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…,.)]}%"
)


def width_of(text: str, size: float) -> float:
    """A width that text in a sans-serif font of `size` pixels will hardly exceed, bold or not."""
    return size * sum(map(_ems, text))


def _ems(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    kind = unicodedata.east_asian_width(char)
    # What may be either is wide beside Japanese, but for letters of Western alphabets.
    if kind in "WF" or (kind == "A" and not char.isalpha()):
        return 1.0
    if char in NARROW:
        return 0.4
    return 0.82 if char.isupper() or char in "mw%@" else 0.68


def shortened(text: str, size: float, width: float) -> str:
    """The text, its end cut off where it is too wide."""
    if width_of(text, size) <= width:
        return text
    room = width - width_of("…", size)
    kept = text
    while kept and width_of(kept, size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def lines_of(text: str, size: float, width: float, most: int) -> list[str]:
    """The text in at most `most` lines, broken at blanks and between Japanese characters.

    Where that will do, only before its first bracket.
    """
    head, bracket, tail = text.partition("（")
    halves = [head.strip(), bracket + tail]
    fit = all(half and width_of(half, size) <= width for half in halves)
    if most > 1 and fit and width_of(text, size) > width:
        return halves
    lines = [""]
    # A piece has the marks with it that must not begin a line.
    marks = "".join(map(re.escape, sorted(NO_START)))
    for piece in re.findall(rf"(?:[^\s\u2E80-\uFFEF]+|.)[{marks}]*\s*", text):
        fits = width_of((lines[-1] + piece).rstrip(), size) <= width
        if fits or not lines[-1] or len(lines) == most:
            lines[-1] += piece
        else:
            lines.append(piece)
    return [shortened(line.strip(), size, width) for line in lines]


def list_lines(
    parts: Sequence[str], separator: str, size: float, width: float, most: int
) -> list[str]:
    """A list in at most `most` lines, broken between its parts; what is left out is counted."""
    lines = [""]
    for at, part in enumerate(parts):
        rest = len(parts) - at
        end = "" if rest == 1 else separator
        piece = shortened(part, size, width) + end
        more = f"…(+{rest})"
        last = len(lines) == most
        room = width - (width_of(more, size) if last and rest > 1 else 0)
        if not lines[-1] or width_of(lines[-1] + piece.rstrip(), size) <= room:
            lines[-1] += piece
        elif not last:
            lines.append(piece)
        else:
            lines[-1] += more
            break
    return [line.strip() for line in lines]
