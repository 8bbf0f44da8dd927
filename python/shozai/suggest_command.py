# SPDX-License-Identifier: Apache-2.0
"""The command `cases suggest`: faults for what the cases of a policy leave out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from ._errors import PolicyError
from .case_files import ENDINGS
from .cases import CaseFile
from .command_output import load_or_exit, write_or_exit
from .commands import REFUSED
from .layout import layout
from .suggestions import suggest
from .terminal import Screen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .policy import Policy
    from .texts import Language


def suggest_cases(policy: Path, files: Sequence[Path], out: Path | None, lang: Language) -> None:
    """Writes a case file of suggested faults; ends with 1 if they cannot be found.

    Without files, those beside the policy that are named after it.
    """
    notes = Screen(lang, sys.stderr)
    loaded = load_or_exit(policy, lang, REFUSED)
    cases = _read(loaded, files or _beside(policy), notes)
    found = suggest(loaded, cases)
    if found is None:
        notes.line(notes.word("suggest.too_large"), "bold red")
        raise typer.Exit(REFUSED)
    if found.cases:
        _write(layout(found.case_file(policy.name)), out, lang)
        named = {"cases": notes.count("test_case", len(found.cases)), "least": found.least}
        notes.line(notes.word("suggest.found", **named), "green")
        notes.line(notes.word("suggest.fill_in"))
    else:
        notes.line(notes.word("suggest.nothing"), "green")
    if found.not_found:
        things = notes.count("thing", len(found.not_found))
        notes.line(notes.word("suggest.not_found", things=things), "yellow")


def _beside(policy: Path) -> list[Path]:
    names = [policy.with_name(policy.stem + ending) for ending in ENDINGS]
    return [path for path in names if path.is_file()]


def _read(policy: Policy, files: Sequence[Path], notes: Screen) -> list[CaseFile]:
    cases, refused = [], False
    for file in files:
        try:
            cases.append(CaseFile.load(file, policy))
        except PolicyError as error:
            notes.findings(error.diagnostics)
            refused = True
    if refused:
        raise typer.Exit(REFUSED)
    return cases


def _write(text: str, out: Path | None, lang: Language) -> None:
    if out is None:
        sys.stdout.write(text)
    else:
        write_or_exit(out, text, lang)
