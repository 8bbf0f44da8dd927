# SPDX-License-Identifier: Apache-2.0
"""What became of files of cases: one line each, what is wrong below it, and the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .show_cases import MARKS, counts_line, show_result
from .terminal import Screen, safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ._core import Diagnostic
    from .case_runs import FileRun
    from .coverage import Coverage
    from .texts import Language
    from .update_cases import Update

# Cases that did not pass to show of one file, and notes on cells; the rest is counted.
MOST_RESULTS = 50
MOST_NOTES = 5
DIFF_STYLES = {"+": "green", "-": "red", "@": "cyan"}


def show_runs(
    screen: Screen, runs: Sequence[FileRun], updates: Mapping[Path, Update], seconds: float
) -> None:
    """Prints all of it; of files that were updated what changed in place of what was wrong."""
    said: set[tuple[Diagnostic, ...]] = set()
    for run in runs:
        _show_file(screen, run)
        if run.report is None:
            # Files may share a policy that is refused.
            again = run.findings in said
            said.add(run.findings)
            screen.findings(() if again else run.findings)
            if again:
                screen.line("  " + screen.word("test.same_findings"), "dim")
        elif run.path in updates:
            _show_update(screen, updates[run.path])
        else:
            _show_results(screen, run)
    _show_total(screen, runs, updates, seconds)


def runs_tree(
    runs: Sequence[FileRun],
    updates: Mapping[Path, Update],
    coverages: Sequence[Coverage],
    lang: Language,
) -> dict[str, Any]:
    """The same as JSON."""
    tree: dict[str, Any] = _counts(runs)
    tree["files"] = [_file_tree(run, updates.get(run.path), lang) for run in runs]
    if coverages:
        tree["coverage"] = [coverage.to_dict() for coverage in coverages]
    return tree


def _file_tree(run: FileRun, update: Update | None, lang: Language) -> dict[str, Any]:
    if run.report is None:
        found = [_finding_tree(finding, lang) for finding in run.findings]
        return {"file": run.name, "refused": found}
    notes = [_finding_tree(finding, lang) for finding in run.report.file.notes]
    tree = run.report.to_dict()
    if notes:
        tree["notes"] = notes
    if update is not None:
        tree["update"] = update.to_dict(lang)
    return tree


def _finding_tree(d: Diagnostic, lang: Language) -> dict[str, Any]:
    row, column = d.cell or (None, None)
    tree = {
        "code": d.code,
        "level": d.level,
        "file": d.file,
        "pointer": d.pointer,
        "line": d.line,
        "sheet": d.sheet,
        "row": row,
        "column": column or d.column,
        "message": d.message(lang),
        "hint": d.hint(lang),
    }
    return {key: value for key, value in tree.items() if value not in (None, "")}


def _show_file(screen: Screen, run: FileRun) -> None:
    mark, style = MARKS["passed" if run.passed else "failed"]
    if run.report is None:
        said = screen.word("test.is_refused", findings=screen.count("finding", len(run.findings)))
    else:
        said = counts_line(_counts([run]), screen.lang)
    screen.line(f"{mark} {run.name}  {said}", style)
    if run.report is not None:
        screen.findings(run.report.file.notes, most=MOST_NOTES)


def _show_results(screen: Screen, run: FileRun) -> None:
    results = () if run.report is None else run.report.results
    for result in results[:MOST_RESULTS]:
        screen.line()
        show_result(screen, result)
    if len(results) > MOST_RESULTS:
        things = screen.count("test_case", len(results) - MOST_RESULTS)
        screen.line()
        screen.line(screen.word("more", things=things), "dim")
    if results:
        screen.line()


def _show_update(screen: Screen, update: Update) -> None:
    for line in update.diff:
        screen.console.print(safe(line.rstrip("\r"), DIFF_STYLES.get(line[:1], "")), soft_wrap=True)
    if update.changed:
        cases = screen.count("test_case", update.changed)
        screen.line("  " + screen.word("test.updated", cases=cases), "bold")
    if update.left:
        screen.paragraph(update.why(screen.lang), "yellow", indent=2)


def _show_total(
    screen: Screen, runs: Sequence[FileRun], updates: Mapping[Path, Update], seconds: float
) -> None:
    counts = _counts([run for run in runs if run.path not in updates])
    updated = [run.report for run in runs if run.path in updates and run.report is not None]
    counts["passed"] += sum(report.passed for report in updated)
    counts["rewritten"] = sum(update.changed for update in updates.values())
    counts["failed"] += sum(update.left for update in updates.values())
    said = {
        "counts": counts_line(counts, screen.lang),
        "files": screen.count("test_file", len(runs)),
    }
    shown = screen.word("test.total", seconds=f"{seconds:.2f}", **said)
    fine = not any(counts[key] for key in ("failed", "pending", "refused"))
    screen.line(shown, "bold green" if fine else "bold red")


def _counts(runs: Sequence[FileRun]) -> dict[str, int]:
    reports = [run.report for run in runs if run.report is not None]
    return {
        "passed": sum(report.passed for report in reports),
        "failed": sum(report.failed for report in reports),
        "pending": sum(report.pending for report in reports),
        "refused": len(runs) - len(reports),
    }
