# SPDX-License-Identifier: Apache-2.0
"""Writing the expectations of several files anew, each whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ._errors import PolicyError
from .snapshot import snapshot_of
from .texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .case_results import CaseReport
    from .case_runs import FileRun
    from .texts import Language


@dataclass(frozen=True, slots=True)
class Update:
    """What became of a file whose expectations were to be written anew."""

    changed: int
    """How many cases have new expectations."""
    left: int
    """How many still do not pass."""
    diff: tuple[str, ...] = ()
    """What changed, as lines of a unified diff."""
    problem: str = ""
    """The text that says why the file was left as it is."""

    @property
    def complete(self) -> bool:
        """Whether all cases pass now."""
        return not self.left

    def why(self, lang: Language) -> str:
        """Why some cases are left as they are; empty if none are."""
        if self.problem:
            return text(self.problem, lang)
        return text("test.update_left", lang, n=self.left) if self.left else ""

    def to_dict(self, lang: Language) -> dict[str, Any]:
        """As JSON has it."""
        tree: dict[str, Any] = {"changed": self.changed, "left": self.left, "diff": self.diff}
        return tree | ({"problem": self.why(lang)} if self.left else {})


def update_all(runs: Sequence[FileRun]) -> dict[Path, Update]:
    """What became of each file with cases that did not pass; a refused one stays as it is."""
    reports = {run.path: run.report for run in runs if run.report is not None}
    return {path: _update(report) for path, report in reports.items() if report.results}


def _update(report: CaseReport) -> Update:
    unchanged = Update(0, len(report.results))
    if report.file.path.suffix.lower() == ".xlsx":
        return _because(unchanged, "test.update_workbook")
    snapshot = snapshot_of(report)
    if snapshot is None:
        return _because(unchanged, "test.update_changed")
    if not snapshot.edits:
        return unchanged
    try:
        left = snapshot.write()
    except OSError:
        return _because(unchanged, "test.update_unwritable")
    except (UnicodeEncodeError, PolicyError):
        return _because(unchanged, "test.update_refused")
    return Update(len(report.results) - left, left, tuple(snapshot.diff))


def _because(update: Update, problem: str) -> Update:
    return Update(update.changed, update.left, problem=problem)
