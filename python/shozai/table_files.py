# SPDX-License-Identifier: Apache-2.0
"""Tables of faults in files, read and written column by column: CSV, Parquet, Excel."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from ._core import TextTable
from .show_decisions import NUMBER
from .tables import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from .show_decisions import Row
    from .texts import Labels

TYPED = (".parquet", ".xlsx")  # cells that are more than texts
BY_COLUMN = (".csv", *TYPED)
WRITABLE = (".csv", ".jsonl", ".parquet", ".xlsx")


class LibraryMissingError(ImportError):
    """A file whose form needs a library that is not installed."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table as it was read."""

    frame: Any
    """Hands over Arrow."""
    cells: bool
    """Whether its texts are cells of a spreadsheet."""
    place: Callable[[int], int] = field(default=lambda row: row + 1)
    """The line or row of the file in which a person finds a row of the table."""
    encoding: str = "utf-8"
    normalized: bool = False
    text: str = ""
    """Of a CSV file, in Unicode normal form C."""


def read_table_file(path: Path, sheet: str | None = None) -> TableFile:
    """The table in a file, by the ending of its name.

    Raises:
        PolicyError: the text is not a table.
        LibraryMissingError: its form needs the extra `tables`.
        UnicodeError: a CSV file that is neither UTF-8 nor cp932.
    """
    form = path.suffix.lower()
    if form == ".parquet":
        return TableFile(_library("polars").read_parquet(path), cells=False)
    if form == ".xlsx":
        book = _library("fastexcel").read_excel(path)
        return TableFile(book.load_sheet(sheet or 0), cells=True, place=lambda row: row + 2)
    decoded = decode(path.read_bytes())
    if decoded is None:
        raise UnicodeError(path.name)
    text, encoding = decoded
    normal = unicodedata.normalize("NFC", text)
    table = TextTable(normal, path.name)
    lines = table.lines
    return TableFile(table, True, lambda row: lines[row], encoding, normal != text, normal)


def write_table_file(
    path: Path,
    given: Any,
    decisions: Any,
    aspects: tuple[str, ...],
    labels: Labels,
    *,
    bom: bool = False,
) -> None:
    """Writes a table with its decisions beside it, whole or not at all.

    Both hand over Arrow. A CSV or Excel file is for people: owners have their labels beside them,
    and no cell is taken for a formula.

    Raises:
        LibraryMissingError: its form needs the extra `tables`.
    """
    polars = _library("polars")
    left, right = polars.DataFrame(given), polars.DataFrame(decisions)
    form = path.suffix.lower()
    if form in (".csv", ".xlsx"):
        left = left.with_columns(_harmless(polars, left))
        right = _for_people(polars, right, aspects, labels)
    whole = polars.concat([left, right], how="horizontal")
    write = {
        ".csv": partial(whole.write_csv, include_bom=bom),
        ".jsonl": whole.write_ndjson,
        ".parquet": whole.write_parquet,
        ".xlsx": whole.write_excel,
    }[form]
    unfinished = path.with_name(f".{path.name}.{os.getpid()}{path.suffix}")
    try:
        write(unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def decisions_as_columns(rows: Sequence[Row]) -> tuple[Any, Any]:
    """Numbers of faults, and the columns that a decided table has, of decisions one by one."""
    polars = _library("polars")
    columns: dict[str, list[Any]] = {}
    for _number, decisions in rows:
        for d in decisions:
            parts = {
                "state": d.state,
                "owner": d.owner,
                "accountable": d.accountable,
                "rule": d.rule,
                "possible": list(d.possible) or None,
            }
            for name, part in parts.items():
                columns.setdefault(f"{d.aspect}.{name}", []).append(part)
    types = {
        name: polars.List(polars.String) if name.endswith(".possible") else polars.String
        for name in columns
    }
    return (
        polars.DataFrame({"row": [number for number, _decisions in rows]}),
        polars.DataFrame(columns, schema=types),
    )


def _for_people(polars: Any, decisions: Any, aspects: tuple[str, ...], labels: Labels) -> Any:
    columns = []
    for aspect in aspects:
        owner = polars.col(f"{aspect}.owner").cast(polars.String)
        names = {name: labels.participant(name) for name in labels.participant_ids}
        columns += [
            polars.col(f"{aspect}.state"),
            owner,
            owner.replace_strict(names, default=None).alias(f"{aspect}.owner_label"),
            polars.col(f"{aspect}.accountable", f"{aspect}.rule"),
            polars.col(f"{aspect}.possible").list.join(" "),
        ]
    return decisions.select(columns)


def _harmless(polars: Any, given: Any) -> list[Any]:
    """Texts that a spreadsheet would take for a formula get an apostrophe before them."""
    texts = [name for name, dtype in given.schema.items() if dtype == polars.String]
    changed = []
    for name in texts:
        column = polars.col(name)
        risky = column.str.contains("^[=+\\-@\\t\\r]") & ~column.str.contains(
            f"^(?:{NUMBER.pattern})$"
        )
        changed.append(polars.when(risky).then("'" + column).otherwise(column).alias(name))
    return changed


def _library(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError as error:
        raise LibraryMissingError(name) from error
