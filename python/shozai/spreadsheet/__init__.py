# SPDX-License-Identifier: Apache-2.0
"""Rule tables and tables of cases as people in offices keep them: Excel workbooks and CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .sheet_text import SheetText

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

__all__ = ["SheetText", "read_sheet_as_csv"]


def read_sheet_as_csv(
    path: Path, sheet: str | None = None, *, free_text: Collection[str] = ()
) -> SheetText:
    """A sheet of a workbook, or a CSV file, as CSV text in UTF-8 with tidy values.

    Full-width characters, dates and stray spaces are put right, and each change is a note; columns
    whose heading is in `free_text` are only trimmed. A row stands on the line that has its number
    in the sheet. Without `sheet`, the workbook must have one sheet with anything in it.

    Raises:
        PolicyError: the file or a cell cannot be read; the error has every finding.
        OSError: the file cannot be opened.
    """
    from .files import read_grids
    from .value_sheet import values_as_csv

    return values_as_csv(read_grids(path, sheet)[0], frozenset(free_text))
