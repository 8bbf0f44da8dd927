# SPDX-License-Identifier: Apache-2.0
"""A domain as a row of intervals that the tests of a policy can tell apart, with their sizes."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..oracle.values import NUMERIC, is_control

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..oracle.values import Attribute, Value

_CHARACTERS = 0x110000
_SURROGATES = range(0xD800, 0xE000)
_CONTROLS = [code for code in range(0xA0) if is_control(chr(code))]
ALPHABET = _CHARACTERS - len(_SURROGATES) - len(_CONTROLS)
"""How many characters a text may hold."""


@cache
def texts_up_to(length: int) -> int:
    """How many texts have at most `length` characters."""
    return sum(ALPHABET**each for each in range(length + 1))


def characters_below(character: str) -> int:
    """How many characters of the alphabet are less than `character`."""
    code = ord(character)
    controls = sum(control < code for control in _CONTROLS)
    return code - controls - max(0, min(code, _SURROGATES.stop) - _SURROGATES.start)


def rank_of_text(text: str, max_length: int) -> int:
    """How many texts of at most `max_length` characters are less than `text`."""
    rank = 0
    for position, character in enumerate(text):
        # The text that ends here, and all that go on with a lesser character.
        rank += 1 + characters_below(character) * texts_up_to(max_length - position - 1)
    return rank


class Axis:
    """The values of one attribute, less *none*, in intervals on which each test is constant.

    An interval is known by its least value; a value of an enum or bool is an interval by itself.
    """

    def __init__(self, attribute: Attribute, edges: Iterable[Value]) -> None:
        self.attribute = attribute
        self.is_ordered = attribute.kind in NUMERIC or attribute.kind == "string"
        if not self.is_ordered:
            self.starts: list[Any] = sorted(attribute.leaves, key=str)
            return
        kind = str if attribute.kind == "string" else int
        inside = {edge for edge in edges if isinstance(edge, kind) and attribute.contains(edge)}
        inside.add("" if attribute.kind == "string" else attribute.low)
        self.starts = sorted(inside, key=_plain)

    def sizes(self) -> list[int]:
        """How many values each interval has."""
        if not self.is_ordered:
            return [1] * len(self.starts)
        attribute = self.attribute
        if attribute.kind == "string":
            ranks = [rank_of_text(text, attribute.max_length) for text in self.starts]
            ranks.append(texts_up_to(attribute.max_length))
        else:
            ranks = [*self.starts, attribute.high + 1]
        return [after - before for before, after in pairwise(ranks)]

    def runs(self, check: Callable[[Value], bool]) -> list[tuple[int, int]]:
        """Where a test holds: runs of neighbouring intervals, first and last of each."""
        found: list[tuple[int, int]] = []
        for position, start in enumerate(self.starts):
            if not check(start):
                continue
            if found and found[-1][1] == position - 1:
                found[-1] = (found[-1][0], position)
            else:
                found.append((position, position))
        return found

    def position(self, value: Value) -> int:
        """The interval that a value lies in."""
        if not self.is_ordered:
            return self.starts.index(value)
        return bisect_right(self.starts, _plain(value), key=_plain) - 1


def _plain(value: Any) -> Any:
    return value
