# SPDX-License-Identifier: Apache-2.0
"""The command `mutate`: which mistakes in a policy its cases would notice."""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import TYPE_CHECKING

import typer

from .case_policies import CasePolicies
from .case_runs import Choice, read_all, run_all
from .command_output import case_files_or_exit, json_text
from .commands import REFUSED, usage_error
from .forms import TextOrJson
from .mutation import try_mutants
from .show_mutants import show_mutants
from .show_runs import show_runs
from .terminal import Screen
from .texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .case_runs import FileRun
    from .cases import CaseFile
    from .texts import Language


def mutate(
    paths: Sequence[Path],
    policies: Sequence[Path],
    most: int | None,
    least: float | None,
    form: TextOrJson,
    lang: Language,
    *,
    everything: bool,
) -> None:
    """Makes mutants of each policy that has cases; ends with 1 if too few are noticed."""
    groups = _by_policy(_passing(paths, policies, lang), lang)
    reports = [try_mutants(files, most=most) for files in groups]
    if form == TextOrJson.json:
        sys.stdout.write(json_text([report.to_dict() for report in reports]))
    else:
        screen = Screen(lang)
        for number, report in enumerate(reports):
            if number:
                screen.line()
            show_mutants(screen, report, everything=everything)
    if least is not None and any(report.percent < least for report in reports):
        raise typer.Exit(REFUSED)


def _passing(paths: Sequence[Path], policies: Sequence[Path], lang: Language) -> list[CaseFile]:
    """The case files; ends the command if one is refused or has a case that does not pass."""
    found = case_files_or_exit(paths, lang)
    runs: list[FileRun] = run_all(
        read_all(found, CasePolicies(policies or None), Choice()), Choice()
    )
    if not all(run.passed for run in runs):
        notes = Screen(lang, sys.stderr)
        show_runs(notes, [run for run in runs if not run.passed], {}, 0.0)
        notes.line(notes.word("mutation.must_pass"), "bold red")
        raise typer.Exit(REFUSED)
    return [run.file for run in runs if run.file is not None]


def _by_policy(files: Sequence[CaseFile], lang: Language) -> list[list[CaseFile]]:
    groups: dict[str, list[CaseFile]] = defaultdict(list)
    for file in files:
        if len(file.policies) > 1:
            usage_error(text("test.several_versions", lang, file=file.name))
        groups[file.policies[0].hash].append(file)
    return list(groups.values())
