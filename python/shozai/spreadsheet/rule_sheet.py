# SPDX-License-Identifier: Apache-2.0
"""A table of rules in the form that the loader reads; what was read differently is a note."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from . import people_cells as people
from .characters import likeness, tidy
from .conditions import condition
from .dates import iso_date
from .findings import CellFindings, UnclearError, grouped
from .grid import csv_text
from .headings import heading_kind
from .sheet_text import SheetText

if TYPE_CHECKING:
    from collections.abc import Callable

    from .grid import Grid
    from .vocabulary import Vocabulary

WIDTH, DAY, MEANING, NOTHING = "SZ850", "SZ851", "SZ852", "SZ858"
# What a spreadsheet would take for a formula has an apostrophe before it in CSV.
GUARDED = re.compile(r"'+[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the cells of one column."""

    heading: str
    read: Callable[[str], str]
    instead: str = ""
    """Stands for a cell that is refused, so that it is not refused again."""


def rules_as_csv(grid: Grid, vocabulary: Vocabulary) -> SheetText:
    """The table as CSV text; its notes include errors, after which it is not to be used."""
    if grid.malformed:
        return SheetText(grid.malformed, grid.sheet, grid.findings)
    findings = CellFindings(grid.file, grid.sheet)
    in_csv = not grid.sheet
    readers = [_reader(tidy(heading), vocabulary, in_csv=in_csv) for heading in grid.heading]
    spare = _Reader("", tidy)
    rows: dict[int, list[str]] = {}
    for number, cells in grid.rows.items():
        if not rows:
            rows[number] = [reader.heading for reader in readers]
            _say_headings(findings, number, cells, rows[number])
            continue
        given = (*readers, *[spare] * (len(cells) - len(readers)))
        rows[number] = [
            _read(findings, number, column, cell, reader)
            for column, (cell, reader) in enumerate(zip(cells, given, strict=False), start=1)
        ]
    said = [*grid.findings, *findings.all]
    return SheetText(csv_text(rows), grid.sheet, grouped(said))


def _say_headings(findings: CellFindings, row: int, before: list[str], after: list[str]) -> None:
    for column, (old, new) in enumerate(zip(before, after, strict=True), start=1):
        if old != new:
            findings.add(WIDTH, row, column, old, new)


def _read(findings: CellFindings, row: int, column: int, cell: str, reader: _Reader) -> str:
    try:
        text = reader.read(cell)
    except UnclearError as error:
        findings.add_unclear(row, column, error)
        return reader.instead
    if text != cell and tidy(cell):
        kind = _kind(cell, text) if text else NOTHING
        findings.add(kind, row, column, cell, text)
    return text


def _kind(before: str, after: str) -> str:
    if likeness(before) == likeness(after):
        return WIDTH
    return DAY if re.fullmatch(r"\d{4}-\d{2}-\d{2}", after) else MEANING


def _reader(heading: str, vocabulary: Vocabulary, *, in_csv: bool) -> _Reader:
    """What reads the cells below a heading."""
    kind = heading_kind(heading)
    column = vocabulary.column(heading)
    if column is None and kind is None:
        column = vocabulary.labelled(heading)
    # English words go before the attributes of a policy, Japanese ones behind, as in the loader.
    if column is not None and not (kind and kind[1].isascii() and not kind[1].startswith("note")):
        return _Reader(column[0], partial(condition, column=column[1]), "-")
    if kind is None:
        return _Reader(heading, tidy)
    names = vocabulary.people
    by_kind: dict[str, Callable[[str], str]] = {
        "id": people.word,
        "word": people.word,
        "list": people.words,
        "person": partial(people.person, people=names),
        "people": partial(people.persons, people=names),
        "shares": partial(people.shares, people=names),
        "day": _day,
        "text": _unguarded if in_csv else tidy,
        "notes": _unguarded if in_csv else tidy,
    }
    return _Reader(kind[1], by_kind[kind[0]], names.first if kind[0] == "person" else "")


def _day(cell: str) -> str:
    return iso_date(tidy(cell)) or tidy(cell)


def _unguarded(cell: str) -> str:
    text = tidy(cell)
    return text[1:] if GUARDED.match(text) else text
