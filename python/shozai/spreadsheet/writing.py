# SPDX-License-Identifier: Apache-2.0
"""Tables of rules in files: CSV, or a workbook with a sheet an aspect. Every cell is a text."""

from __future__ import annotations

import io
import os
import re
from typing import TYPE_CHECKING

from ..layout import width
from ..table_files import LibraryMissingError
from .grid import csv_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .exporting import RuleTable

# A spreadsheet takes such a text in CSV for a formula; an apostrophe is put before it, and before
# what already begins with one, so that it can be taken off again.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
# What cp932 has no place for, and what it writes in its stead.
IN_CP932 = str.maketrans("〜−—‖", "～－―∥")
SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
MOST_NAME, MOST_WIDTH = 31, 60
TEXTS = ("because", "note", "source", "理由", "備考", "根拠", "注記")


def csv_bytes(table: RuleTable, encoding: str, *, bom: bool) -> bytes:
    """A table as CSV.

    Raises:
        UnicodeEncodeError: the encoding has no such character.
    """
    free = [heading.startswith(TEXTS) for heading in table.headings]
    lines = [csv_line(table.headings)]
    lines += [
        csv_line(
            "'" + cell if text and FORMULA.match(cell) else cell
            for cell, text in zip(row, free, strict=True)
        )
        for row in table.rows
    ]
    whole = "".join(line + "\r\n" for line in lines)
    if encoding == "cp932":
        return whole.translate(IN_CP932).encode("cp932")
    return whole.encode("utf-8-sig" if bom else "utf-8")


def workbook_bytes(tables: Sequence[RuleTable]) -> bytes:
    """A workbook with a sheet for each table.

    Raises:
        LibraryMissingError: it needs the extra `tables`.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise LibraryMissingError("xlsxwriter") from error
    kept = io.BytesIO()
    plain = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(kept, {"in_memory": True, **plain}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        cell_form = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for name, table in zip(_sheet_names(tables), tables, strict=True):
            sheet = book.add_worksheet(name)
            for column, heading in enumerate(table.headings):
                cells = [row[column] for row in table.rows]
                sheet.set_column(column, column, _wide(heading, cells), cell_form)
                sheet.write_string(0, column, heading, bold)
                for row, cell in enumerate(cells, start=1):
                    if cell:
                        sheet.write_string(row, column, cell, cell_form)
            sheet.freeze_panes(1, 1)
    return kept.getvalue()


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file, whole or not at all.

    Raises:
        OSError: that is not possible.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _sheet_names(tables: Sequence[RuleTable]) -> list[str]:
    """What people call the aspects, where a sheet can be called so; else their ids, cut short."""
    taken = {table.aspect.lower() for table in tables}
    names: list[str] = []
    for table in tables:
        label, name = table.label, table.aspect
        fits = len(label) <= MOST_NAME and label.strip("'") == label
        if fits and not SHEET_NAME.search(label) and label.lower() not in taken:
            name = label
        elif len(name) > MOST_NAME:
            name = f"{name[: MOST_NAME - 5]}~{len(names)}"
        taken.add(name.lower())
        names.append(name)
    return names


def _wide(heading: str, cells: Sequence[str]) -> int:
    longest = max(map(width, (heading, *cells)))
    return min(longest, MOST_WIDTH) + 2
