# SPDX-License-Identifier: Apache-2.0
"""The command `report`: a policy and its decisions on a file of faults, as one page."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from ._errors import PolicyError
from .commands import REFUSED, Judge, usage_error
from .decide_command import open_table
from .frames import Decider
from .report import cases_of, report_on
from .reporting.counts import counts_of_decisions, counts_of_table, finding_lines
from .reporting.file_cases import cases_of_file
from .table_files import BY_COLUMN
from .terminal import Screen
from .texts import text

if TYPE_CHECKING:
    from pathlib import Path

    from ._core import CompiledPolicy
    from .commands import Question
    from .report import Report
    from .reporting.cases import Case
    from .reporting.counts import Counts
    from .texts import Language


def write_report(question: Question, out: Path | None, made: str) -> None:
    """Writes the report on a policy, and on a file of faults if there is one."""
    page = replace(_report(question), made=made).page()
    if out is None:
        sys.stdout.write(page)
        return
    write_page(out, page, question.lang)
    notes = Screen(question.lang, sys.stderr)
    notes.line(notes.word("report.written", file=out), "dim")


def write_page(file: Path, page: str, lang: Language) -> None:
    """Writes a page; ends the command if it cannot be written."""
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        usage_error(text("error.unwritable", lang, file=file, why=error.strerror or ""))


def _report(question: Question) -> Report:
    judge = Judge.of(question)
    core, lang = judge.core, question.lang
    if not judge.in_force:
        raise typer.Exit(REFUSED)
    if question.faults is None and question.fault is None:
        return report_on(core, None, (), lang)
    try:
        if question.faults is not None and question.faults.suffix.lower() in BY_COLUMN:
            counts, cases = _by_column(core, question.faults, lang)
        else:
            counts, cases = _one_by_one(judge, lang)
    except PolicyError as error:
        Screen(lang, sys.stderr).findings(error.diagnostics)
        raise typer.Exit(REFUSED) from None
    about = question.faults.name if question.faults else ""
    return report_on(core, counts, cases, lang, about)


def _one_by_one(judge: Judge, lang: Language) -> tuple[Counts, list[Case]]:
    faults = judge.read()
    cases, invalid = cases_of(judge.core, faults, lang)
    decisions = [judge.core.decide(case.fault) for case in cases]
    counts = counts_of_decisions(judge.core.aspects, decisions, invalid)
    problems = finding_lines(faults.diagnostics, lang)
    return replace(counts, problems=problems, ignored=faults.ignored, table=True), cases


def _by_column(core: CompiledPolicy, file: Path, lang: Language) -> tuple[Counts, list[Case]]:
    read = open_table(file, lang)
    decided = Decider(core, strict=False, cells=read.cells).decide(read.frame)
    counts = counts_of_table(decided, lang, read.place)
    return counts, cases_of_file(core, read, decided, lang)
