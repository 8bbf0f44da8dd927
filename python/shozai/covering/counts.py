# SPDX-License-Identifier: Apache-2.0
"""Coverage as the tools of programmers count it: functions, lines and branches of files.

A rule or a row is a function; overrides, cells and boundaries are branches of the line that they
are written on; a line is hit if anything on it is exercised. What no possible fault exercises is
left out.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from .items import KINDS, RULES

if TYPE_CHECKING:
    from ..coverage import Coverage
    from .items import CoverageItem, Kind


@dataclass(frozen=True, slots=True)
class CountedLine:
    """A line with something to cover."""

    number: int
    items: tuple[CoverageItem, ...]

    @property
    def hits(self) -> int:
        """How many cases exercise what is exercised most on it."""
        return max(item.hits for item in self.items)

    @property
    def functions(self) -> list[CoverageItem]:
        """Its rules and rows."""
        return [item for item in self.items if item.kind in RULES]

    @property
    def branches(self) -> list[tuple[Kind, list[CoverageItem]]]:
        """Its overrides, cells and boundaries, by kind."""
        found = [(kind, [i for i in self.items if i.kind == kind]) for kind in KINDS]
        return [(kind, items) for kind, items in found if items and kind not in RULES]


@dataclass(frozen=True, slots=True)
class CountedFile:
    """A file with something to cover."""

    path: str
    """As seen from the current folder."""
    lines: tuple[CountedLine, ...]

    @property
    def functions(self) -> list[CoverageItem]:
        """Its rules and rows."""
        return [item for line in self.lines for item in line.functions]

    @property
    def branches(self) -> list[CoverageItem]:
        """Its overrides, cells and boundaries."""
        return [i for line in self.lines for _kind, items in line.branches for i in items]


def counted_files(coverage: Coverage) -> list[CountedFile]:
    """The files of a policy by their names, their lines in order."""
    counted = sorted(
        (item for item in coverage.items if item.counted), key=lambda item: (item.file, item.line)
    )
    return [
        CountedFile(_seen_from_here(coverage.folder, file), tuple(_lines(list(items))))
        for file, items in groupby(counted, key=lambda item: item.file)
    ]


def _lines(items: list[CoverageItem]) -> list[CountedLine]:
    # What is at no known line counts as on the first one.
    by_line = groupby(items, key=lambda item: max(item.line, 1))
    return [CountedLine(number, tuple(found)) for number, found in by_line]


def _seen_from_here(folder: str, file: str) -> str:
    # Links stay as they are: a repository knows the link, not what it leads to.
    whole, here = Path(os.path.abspath(Path(folder, file))), Path.cwd()  # noqa: PTH100
    return (whole.relative_to(here) if whole.is_relative_to(here) else whole).as_posix()
