# SPDX-License-Identifier: Apache-2.0
"""A table as texts in rows and columns, and the CSV text that stands for it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._core import Diagnostic

_NEEDS_QUOTES = re.compile('[",\r\n]')


@dataclass(slots=True)
class Grid:
    """The texts of a table."""

    file: str
    sheet: str
    """Empty for a CSV file."""
    rows: dict[int, list[str]]
    """By the number of the row, or of the line on which it begins; blank ones are left out."""
    findings: list[Diagnostic] = field(default_factory=list)
    """What was found while reading; with an error among it the rows may not be used."""
    malformed: str = ""
    """The text of a CSV file that is not well formed, which has no rows then."""

    @property
    def heading(self) -> list[str]:
        """The first row; empty if there is none."""
        return self.rows[min(self.rows)] if self.rows else []


def read_csv(text: str) -> dict[int, list[str]] | None:
    """The rows of a CSV text by the lines on which they begin; None if it is not well formed.

    Rows and columns that are empty to the end are left out, as spreadsheets leave them behind.
    """
    rows: dict[int, list[str]] = {}
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cells):
                rows[begins] = cells
            begins = reader.line_num + 1
    except csv.Error:
        return None
    width = len(rows[min(rows)]) if rows else 0
    while width and not any(cells[width - 1] for cells in rows.values() if len(cells) >= width):
        width -= 1
    return {
        line: cells[:width] if not any(cells[width:]) else cells for line, cells in rows.items()
    }


def csv_text(rows: dict[int, list[str]]) -> str:
    """The rows as CSV, each on the line that has its number."""
    lines: list[str] = []
    for number in sorted(rows):
        lines += [""] * (number - 1 - len(lines))
        lines.append(csv_line(rows[number]))
    return "".join(line + "\n" for line in lines)


def csv_line(cells: Iterable[str]) -> str:
    """One row of CSV, without its line end."""
    return ",".join(map(_csv_cell, cells))


def _csv_cell(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell
