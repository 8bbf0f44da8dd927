# SPDX-License-Identifier: Apache-2.0
"""Expectations written anew: what a policy now says of the cases that did not pass."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .case_files import as_written, written_text
from .case_policies import CasePolicies
from .cases import CaseFile
from .cell_edits import cell_edits
from .json_edits import edited, expectation_edits
from .line_diff import unified_diff

if TYPE_CHECKING:
    from .case_results import CaseReport
    from .json_edits import Edit


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A case file as it is, and as it is to be."""

    report: CaseReport
    old: str
    edits: tuple[Edit, ...]
    encoding: str

    @property
    def new(self) -> str:
        """The text with new expectations."""
        return edited(self.old, self.edits)

    @property
    def diff(self) -> list[str]:
        """The lines that change, with some around them, as unified diff."""
        return unified_diff(self.old, self.edits, self.report.file.name)

    def write(self) -> int:
        """Puts the new file in the place of the old one, whole or not at all.

        Returns how many of the cases still do not pass; of a table, those that have no column for
        what is expected.

        Raises:
            OSError: it cannot be written.
            UnicodeEncodeError: the encoding of the file has no such character.
            PolicyError: the new file would be refused; then the old one stays.
        """
        file = self.report.file
        path = file.path.resolve()  # a link stays one
        numbers = [result.number for result in self.report.results]
        unfinished = path.with_name(f".{os.getpid()}.{path.name}")
        try:
            unfinished.write_bytes(as_written(self.new, self.encoding))
            shutil.copymode(path, unfinished)
            again = CaseFile.read(unfinished, CasePolicies(file.policies)).run(numbers)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        return len(again.results)


def snapshot_of(report: CaseReport) -> Snapshot | None:
    """The file of a report with new expectations; None if it is a workbook, or has changed since.

    Those of cases that did not pass are what the policy now says: of the aspects and keys that a
    case expects, of a pending case what identifies the decisions.
    """
    source = report.file.source
    read = None if source.path.suffix.lower() == ".xlsx" else written_text(source.path)
    if read is None:
        return None
    text, encoding = read
    actual = {r.number: json.loads(report.file.core.actual(r.number)) for r in report.results}
    if source.form == "json":
        if text != source.text:
            return None
        edits = expectation_edits(text, actual)
    else:
        lines = {report.file.case(number).line: tree for number, tree in actual.items()}
        edits = cell_edits(text, source, report.results[0].policy, lines)
    return Snapshot(report, text, tuple(edits), encoding)
