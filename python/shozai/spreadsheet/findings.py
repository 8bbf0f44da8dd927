# SPDX-License-Identifier: Apache-2.0
"""Findings about the cells of one table, and how many that are alike are said once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from .._core import Diagnostic
from .._errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Notes about one column that are shown one by one; then the others are counted.
SHOWN = 2
MORE = "SZ856"


class UnclearError(Exception):
    """A cell that is not guessed at: the code of a finding, and its arguments."""

    def __init__(self, code: str, *arguments: str) -> None:
        super().__init__(code)
        self.code = code
        self.arguments = list(arguments)


class CellFindings:
    """Collects what there is to say of the cells of a table."""

    def __init__(self, file: str, sheet: str = "") -> None:
        self._file = file
        self._sheet = sheet
        self.all: list[Diagnostic] = []

    def add(self, code: str, row: int, column: int, *arguments: str) -> None:
        """A finding about a cell."""
        place = (row, column)
        found = Diagnostic(code, self._file, "", arguments, cell=place, sheet=self._sheet)
        self.all.append(found)

    def add_unclear(self, row: int, column: int, unclear: UnclearError) -> None:
        """The finding that an exception stands for."""
        self.add(unclear.code, row, column, *unclear.arguments)


def has_errors(findings: Iterable[Diagnostic]) -> bool:
    """Whether one of the findings is an error."""
    return any(finding.level == "error" for finding in findings)


def refusal(findings: Sequence[Diagnostic]) -> PolicyError:
    """The exception that carries the findings."""
    return PolicyError("".join(map(str, findings)), findings)


def grouped(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings, of many notes of one kind about one column the first, and how many more."""
    kept: list[Diagnostic] = []
    more: dict[tuple[str, ...], Diagnostic] = {}
    counts: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        if finding.level != "note" or finding.cell is None:
            kept.append(finding)
            continue
        kind = (finding.code, finding.file, finding.sheet, str(finding.cell[1]))
        counts[kind] += 1
        if counts[kind] <= SHOWN:
            kept.append(finding)
        else:
            more.setdefault(kind, finding)
    return kept + [
        Diagnostic(
            MORE,
            first.file,
            "",
            [str(counts[kind] - SHOWN)],
            cell=first.cell,
            sheet=first.sheet,
        )
        for kind, first in more.items()
    ]
