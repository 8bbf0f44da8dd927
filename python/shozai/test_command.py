# SPDX-License-Identifier: Apache-2.0
"""The command `test`: runs the cases of policies, and says what is not as expected, and why."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

import typer

from .case_coverage import CoverageWishes, coverages_of
from .case_policies import CasePolicies
from .case_runs import Choice, read_all, run_all
from .command_output import case_files_or_exit, json_text, write_or_exit
from .commands import REFUSED, usage_error
from .forms import TextOrJson
from .show_runs import runs_tree, show_runs
from .terminal import Screen
from .texts import text
from .update_cases import update_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .case_runs import FileRun
    from .coverage import Coverage
    from .texts import Language
    from .update_cases import Update


@dataclass(frozen=True, slots=True)
class TestWishes:
    """What the arguments say."""

    paths: Sequence[Path]
    policies: Sequence[Path]
    choice: Choice
    form: TextOrJson
    junit: Path | None
    update: bool
    coverage: CoverageWishes
    lang: Language


def test_cases(wishes: TestWishes) -> None:
    """Runs cases; ends with 1 if anything is refused, or not as expected."""
    started = perf_counter()
    runs = _run(wishes)
    updates = update_all(runs) if wishes.update else {}
    coverages = _coverages(wishes, runs)
    seconds = perf_counter() - started
    if wishes.junit is not None:
        from .junit import junit

        write_or_exit(wishes.junit, junit(runs, wishes.lang), wishes.lang)
    if wishes.form == TextOrJson.json:
        sys.stdout.write(json_text(runs_tree(runs, updates, coverages, wishes.lang)))
    else:
        show_runs(Screen(wishes.lang), runs, updates, seconds)
        _show_coverage(wishes, coverages)
    wishes.coverage.write(coverages, wishes.lang)
    if not (all(_fine(run, updates) for run in runs) and wishes.coverage.met_by(coverages)):
        raise typer.Exit(REFUSED)


def _run(wishes: TestWishes) -> list[FileRun]:
    lang = wishes.lang
    paths = case_files_or_exit(wishes.paths, lang)
    runs = read_all(paths, CasePolicies(wishes.policies or None), wishes.choice)
    chosen = sum(len(run.numbers) for run in runs)
    narrowed = wishes.choice.tags or wishes.choice.only
    if narrowed and not chosen and not any(run.findings for run in runs):
        usage_error(text("test.none_chosen", lang))
    return run_all(runs, wishes.choice)


def _fine(run: FileRun, updates: dict[Path, Update]) -> bool:
    update = updates.get(run.path)
    return run.passed if update is None else update.complete


def _coverages(wishes: TestWishes, runs: Sequence[FileRun]) -> list[Coverage]:
    if not wishes.coverage:
        return []
    coverages, left_out = coverages_of(runs)
    notes = Screen(wishes.lang, sys.stderr)
    for run in left_out:
        notes.line(notes.word("test.several_versions", file=run.name), "yellow")
    return coverages


def _show_coverage(wishes: TestWishes, coverages: Sequence[Coverage]) -> None:
    screen = Screen(wishes.lang)
    if wishes.coverage.shown:
        from .show_coverage import show_coverage

        for coverage in coverages:
            screen.line()
            show_coverage(screen, coverage)
    least = wishes.coverage.least
    for coverage in coverages:
        if least is not None and coverage.percent < least:
            named = {"policy": coverage.policy.name, "least": f"{least:g}"}
            share = f"{coverage.percent:.1f}"
            screen.line(screen.word("test.not_enough", share=share, **named), "bold red")
