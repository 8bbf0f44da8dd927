# SPDX-License-Identifier: Apache-2.0
"""The lines of a policy's files, and how each of them stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..coverage import KindCount
from .extents import Text
from .items import State, state_of

if TYPE_CHECKING:
    from ..coverage import Coverage
    from .items import CoverageItem


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, and what of it is to be covered."""

    number: int
    text: str
    state: State
    """Empty: nothing to cover."""
    begins: tuple[CoverageItem, ...]
    """What begins here; cells and boundaries begin with their attribute."""
    written: tuple[CoverageItem, ...]
    """The boundaries whose threshold is written here."""


def files_of(coverage: Coverage) -> list[str]:
    """The files that have something to cover or are known by their text, in order of mention."""
    mentioned = [item.file for item in coverage.items]
    return list(dict.fromkeys([*mentioned, *sorted(coverage.sources)]))


def lines_of(coverage: Coverage, file: str) -> list[Line]:
    """All lines of a file whose text is known."""
    text = Text(coverage.sources[file])
    found = _Found.of(coverage, file, text)
    return [found.line(number, line) for number, line in enumerate(text.lines, start=1)]


_Items = defaultdict[int, list["CoverageItem"]]


def _items() -> _Items:
    return defaultdict(list)


@dataclass(slots=True)
class _Found:
    begins: _Items = field(default_factory=_items)
    spans: _Items = field(default_factory=_items)
    written: _Items = field(default_factory=_items)

    @classmethod
    def of(cls, coverage: Coverage, file: str, text: Text) -> _Found:
        found = cls()
        ends: dict[tuple[int, int], int] = {}
        for item in coverage.items:
            for line in {place.line for place in item.places if place.file == file}:
                found.written[line].append(item)
            if item.file != file:
                continue
            found.begins[item.line].append(item)
            if item.kind != "override":
                place = (item.line, item.column)
                if place not in ends:
                    ends[place] = text.last_line(*place)
                for line in range(item.line, ends[place] + 1):
                    found.spans[line].append(item)
        return found

    def line(self, number: int, text: str) -> Line:
        begins, written = self.begins.get(number, []), self.written.get(number, [])
        # Where one thing ends and the next one begins, the line shows the next one.
        whole = [item for item in begins if item.kind != "override"] or self.spans.get(number, [])
        parts = [*(item for item in begins if item.kind == "override"), *written]
        state = state_of(whole) or state_of(parts)
        if state == "covered" and any(item.missing for item in parts):
            state = "partly"
        return Line(number, text, state, tuple(begins), tuple(written))


def counted_of_file(coverage: Coverage, file: str) -> KindCount:
    """How many things of a file are covered."""
    return KindCount.of(item for item in coverage.items if item.file == file)
