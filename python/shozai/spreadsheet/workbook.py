# SPDX-License-Identifier: Apache-2.0
"""The sheets of an Excel workbook as texts in rows and columns; a workbook is never trusted."""

from __future__ import annotations

import io
import warnings
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from .._core import Diagnostic
from .archive import NOT_A_WORKBOOK, UNREADABLE, Archive
from .characters import likeness, tidy
from .findings import CellFindings, UnclearError, refusal
from .grid import Grid
from .parts import Counts, check_part
from .typed_cells import ERROR_SHOWN, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_SHEET, NO_LIBRARY, NO_VALUE, SEVERAL_SHEETS = "SZ830", "SZ836", "SZ837", "SZ847"
MERGED, HIDDEN, CALCULATED = "SZ853", "SZ854", "SZ855"

Place = tuple[int, int]


class Workbook:
    """A workbook that was found safe to read.

    Raises:
        PolicyError: it is none, or not safe.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._data = data
        self._name = name
        archive = Archive(data, name)
        try:
            counts = Counts()
            for part, pieces in archive.parts():
                check_part(part, pieces, counts)
        except ImportError as error:
            raise archive.refused(NO_LIBRARY, error.name or "defusedxml") from None
        except UnclearError as error:
            raise archive.refused(error.code, *error.arguments) from None

    @cached_property
    def sheets(self) -> dict[str, Any]:
        """Its sheets with cells, by name."""
        return self._load(values=False)

    @cached_property
    def filled(self) -> list[str]:
        """The names of the sheets that have anything in them."""
        return [name for name, sheet in self.sheets.items() if _is_filled(sheet)]

    def chosen(self, name: str | None) -> str:
        """The sheet of a name, however wide its characters; without a name, the only one."""
        if name is None:
            seen = [each for each in self.filled if self.sheets[each].sheet_state == "visible"]
            if len(seen) > 1:
                raise self._refused(SEVERAL_SHEETS, ", ".join(seen), self._name)
            return (seen or self.filled or list(self.sheets) or [""])[0]
        alike = [each for each in self.sheets if likeness(each) == likeness(name)]
        if name not in self.sheets and len(alike) != 1:
            raise self._refused(NO_SHEET, name, ", ".join(f"`{each}`" for each in self.sheets))
        return name if name in self.sheets else alike[0]

    def grid(self, name: str) -> Grid:
        """The texts of a sheet; what is wrong with single cells is among its findings."""
        sheet = self.sheets[name]
        calculated = any(cell.data_type == "f" for cell in _cells(sheet))
        values = self._load(values=True)[name] if calculated else sheet
        return _SheetReader(self._name, name, sheet, values).read()

    def _load(self, *, values: bool) -> dict[str, Any]:
        try:
            from openpyxl import load_workbook
        except ImportError as error:
            raise self._refused(NO_LIBRARY, error.name or "openpyxl") from None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of what it leaves out, which is no cell
                book = load_workbook(io.BytesIO(self._data), data_only=values, keep_links=False)
        except Exception as error:  # whatever a broken workbook makes the library trip over
            raise self._refused(UNREADABLE, str(error)) from None
        if not book.worksheets:
            raise self._refused(NOT_A_WORKBOOK)
        return {sheet.title: sheet for sheet in book.worksheets}

    def _refused(self, code: str, *arguments: str) -> Exception:
        return refusal([Diagnostic(code, self._name, "", arguments)])


def _cells(sheet: Any) -> list[Any]:
    # Only cells that are there: a sheet with one in the last row has no millions of others.
    return [cell for cell in sheet._cells.values() if cell.value is not None]


def _is_filled(sheet: Any) -> bool:
    return any(not isinstance(cell.value, str) or tidy(cell.value) for cell in _cells(sheet))


class _SheetReader:
    def __init__(self, file: str, name: str, sheet: Any, values: Any) -> None:
        self._findings = CellFindings(file, name)
        self._file = file
        self._sheet = sheet
        self._values = values
        self._texts: dict[Place, str] = {}

    def read(self) -> Grid:
        """All cells in rows that are equally long."""
        for cell in _cells(self._sheet):
            place = (cell.row, cell.column)
            try:
                text = self._text(cell)
            except UnclearError as error:
                self._findings.add_unclear(*place, error)
                continue
            if tidy(text):
                self._texts[place] = text
        self._fill_merged()
        self._say_hidden()
        rows: dict[int, list[str]] = {}
        width = max((column for _row, column in self._texts), default=0)
        for (row, column), text in sorted(self._texts.items()):
            rows.setdefault(row, [""] * width)[column - 1] = text
        return Grid(self._file, self._sheet.title, rows, self._findings.all)

    def _text(self, cell: Any) -> str:
        if cell.data_type == "f":
            cell = self._values[cell.coordinate]
            if cell.value is None:
                raise UnclearError(NO_VALUE)
            text = self._plain_text(cell)
            self._findings.add(CALCULATED, cell.row, cell.column, text)
            return text
        return self._plain_text(cell)

    @staticmethod
    def _plain_text(cell: Any) -> str:
        if cell.data_type == "e":
            raise UnclearError(ERROR_SHOWN, str(cell.value))
        return text_of(cell.value, cell.number_format)

    def _fill_merged(self) -> None:
        for merged in sorted(self._sheet.merged_cells.ranges, key=lambda each: each.bounds):
            left, top, right, bottom = merged.bounds
            text = self._texts.get((top, left))
            if text is None:
                continue
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    self._texts[row, column] = text
            self._findings.add(MERGED, top, left, merged.coord, tidy(text))

    def _say_hidden(self) -> None:
        rows, columns = ({place[at] for place in self._texts} for at in (0, 1))
        hidden = {row for row in rows if self._sheet.row_dimensions[row].hidden}
        covered: set[int] = set()
        for dimension in self._sheet.column_dimensions.values():
            if dimension.hidden and dimension.min:
                covered |= {at for at in columns if dimension.min <= at <= dimension.max}
        parts = [*_spans(hidden, str), *_spans(covered, _letters)]
        if parts:
            place = (min(hidden, default=1), min(covered, default=1))
            self._findings.add(HIDDEN, *place, ", ".join(parts))


def _spans(numbers: Iterable[int], name: Any) -> list[str]:
    """Numbers that follow each other as `3:5`."""
    spans = []
    for _key, group in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0]):
        run = [number for _index, number in group]
        spans.append(f"{name(run[0])}:{name(run[-1])}")
    return spans


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))
