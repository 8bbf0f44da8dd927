# SPDX-License-Identifier: Apache-2.0
"""Files with tables: which sheets they have, and the texts of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._core import Diagnostic
from ..tables import decode
from .findings import refusal
from .grid import Grid, read_csv

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MOST_BYTES = 64 * 1024 * 1024
NOT_UTF8, TOO_LARGE, READ_AS = "SZ183", "SZ107", "SZ857"
MARK = ".xlsx#"


def split_sheet(name: str) -> tuple[str, str | None]:
    """A file and the sheet of it that `x.xlsx#Sheet` names; without `#`, no sheet."""
    before, mark, sheet = name.partition(MARK)
    return (before + MARK[:-1], sheet) if mark and sheet else (name, None)


def read_grids(
    path: Path, sheet: str | None = None, *, every: bool = False, name: str = ""
) -> list[Grid]:
    """The table of a CSV file, one sheet of a workbook, or with `every` all that are not empty.

    Findings call the file `name`, or else as it is called.

    Raises:
        PolicyError: there is no such table; the error has every finding.
        OSError: the file cannot be opened.
    """
    name = name or path.name.encode("utf-8", "replace").decode()
    data = read_limited(path, name)
    if not name.lower().endswith(".xlsx"):
        return [grid_of_csv(data, name)]
    from .workbook import Workbook

    book = Workbook(data, name)
    return [book.grid(each) for each in (book.filled if every else [book.chosen(sheet)])]


def read_limited(path: Path, name: str) -> bytes:
    """What is in a file of a size that can be a table."""
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise refusal([Diagnostic(TOO_LARGE, name, "", [str(MOST_BYTES)])])
    return data


def grid_of_csv(data: bytes, name: str) -> Grid:
    """The table that the bytes of a CSV file write, in UTF-8 or cp932."""
    decoded = decode(data)
    if decoded is None:
        raise refusal([Diagnostic(NOT_UTF8, name, "", [], cell=(1, 1))])
    text, encoding = decoded
    rows = read_csv(text)
    said: Sequence[Diagnostic] = (
        [Diagnostic(READ_AS, name, "", [encoding], cell=(1, 1))] if encoding == "cp932" else []
    )
    return Grid(name, "", rows or {}, list(said), text if rows is None else "")
