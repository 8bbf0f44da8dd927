# SPDX-License-Identifier: Apache-2.0
"""A table whose cells are values, such as a table of cases: tidy, but with no words of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .characters import half_width, likeness, tidy
from .conditions import DITTO, SAME_AS_ABOVE
from .dates import iso_date
from .findings import CellFindings, UnclearError, grouped, has_errors, refusal
from .grid import csv_text
from .rule_sheet import DAY, WIDTH
from .sheet_text import SheetText

if TYPE_CHECKING:
    from .grid import Grid


def values_as_csv(grid: Grid, free_text: frozenset[str]) -> SheetText:
    """The table as CSV text in which every value is written as the loader of faults reads it.

    Raises:
        PolicyError: a cell cannot be read.
    """
    if grid.malformed:
        return SheetText(grid.malformed, grid.sheet, grid.findings)
    findings = CellFindings(grid.file, grid.sheet)
    headings = [tidy(heading) for heading in grid.heading]
    rows: dict[int, list[str]] = {}
    for number, cells in grid.rows.items():
        rows[number] = (
            [
                _read(findings, number, column, cell, free=column > len(headings) or
                      headings[column - 1] in free_text)
                for column, cell in enumerate(cells, start=1)
            ]
            if rows
            else headings
        )  # fmt: skip
    said = [*grid.findings, *findings.all]
    if has_errors(said):
        raise refusal([finding for finding in said if finding.level == "error"])
    return SheetText(csv_text(rows), grid.sheet, grouped(said))


def value(cell: str) -> str:
    """A value in half-width characters, a day as ISO 8601 writes it.

    Raises:
        UnclearError: it is not plain which day is meant, or another cell is.
    """
    text = tidy(cell)
    if likeness(text) in SAME_AS_ABOVE:
        raise UnclearError(DITTO, text)
    day = iso_date(text, surely=True)
    if day is not None:
        return day
    narrow = half_width(text)
    # A text with Japanese in it may be the label of a value as it stands.
    return narrow if narrow.isascii() else text


def _read(findings: CellFindings, row: int, column: int, cell: str, *, free: bool) -> str:
    try:
        text = tidy(cell) if free else value(cell)
    except UnclearError as error:
        findings.add_unclear(row, column, error)
        return cell
    if text != cell and tidy(cell):
        findings.add(WIDTH if likeness(cell) == likeness(text) else DAY, row, column, cell, text)
    return text
