# SPDX-License-Identifier: Apache-2.0
"""Faults of a file that a report may show in full."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .cases import Case, case_title

if TYPE_CHECKING:
    from .._core import CompiledPolicy
    from ..frames import DecidedTable
    from ..table_files import TableFile
    from ..texts import Language

# Decided rows of each aspect among which an exception is looked for.
MOST_SEARCHED = 10_000


def _rows_to_show(decided: DecidedTable) -> list[int]:
    """Rows among which there are some worth showing."""
    found: set[int] = set()
    for aspect in decided.aspects:
        found.update(decided.rows(aspect, "undetermined", 1))
        found.update(decided.rows(aspect, "decided", MOST_SEARCHED))
    return sorted(found)


def cases_of_file(
    core: CompiledPolicy, read: TableFile, decided: DecidedTable, lang: Language
) -> list[Case]:
    """Faults of a decided file, with their cells; those among which some are worth showing."""
    rows = _rows_to_show(decided)
    if read.text:
        table = core.read_table(read.text)
        lines = [int(read.place(row)) for row in rows]
    else:
        chosen = import_module("polars").DataFrame(read.frame)[rows]
        table = core.read_table(chosen.write_csv())
        lines = [row.line for row in table.rows]
    found = {row.line: row for row in table.rows}
    cases = []
    for row, line in zip(rows, lines, strict=True):
        fault = found[line].fault if line in found else None
        if fault is not None:
            title = case_title(row + 1, int(read.place(row)), lang)
            cells = zip(table.headings, found[line].cells, strict=True)
            facts = tuple((heading, cell) for heading, cell in cells if cell)
            cases.append(Case(title, fault, facts=facts))
    return cases
