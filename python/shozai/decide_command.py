# SPDX-License-Identifier: Apache-2.0
"""`shozai decide` for whole tables: a file in, a file with its decisions out, and a summary."""

from __future__ import annotations

import sys
from itertools import product
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from ._errors import PolicyError
from .commands import OPEN, REFUSED, Judge, Question, usage_error
from .frames import Decider, problem_lines
from .show_decisions import Tally, show_summary
from .table_files import (
    BY_COLUMN,
    TYPED,
    WRITABLE,
    LibraryMissingError,
    TableFile,
    decisions_as_columns,
    read_table_file,
    write_table_file,
)
from .terminal import STATE_STYLES, Screen
from .texts import Labels, Language, joined, text

if TYPE_CHECKING:
    from pathlib import Path

    from .frames import DecidedTable

MOST_ROWS = 5
URGENT = ("conflict", "gap", "invalid", "impossible")
BY_LINE = (".json", ".jsonl")
READABLE = tuple(sorted(BY_COLUMN + BY_LINE))


def wants_columns(faults: Path | None, out: Path | None, columns: list[str]) -> bool:
    """Whether a table is to be decided as a whole."""
    by_form = faults is not None and faults.suffix.lower() in TYPED
    return out is not None or bool(columns) or by_form


def decide_file(
    question: Question,
    out: Path | None,
    columns: list[str],
    sheet: str | None,
    *,
    fail_on_open: bool,
    bom: bool,
) -> None:
    """Decides a table, writes it with its decisions, and prints a summary."""
    lang = question.lang
    source = question.faults
    if source is None or source.suffix.lower() not in READABLE:
        usage_error(text("error.readable", lang, forms=joined(list(READABLE), lang)))
    if out is not None and out.suffix.lower() not in WRITABLE:
        usage_error(text("error.writable", lang, forms=joined(list(WRITABLE), lang)))
    judge = Judge.of(question)
    notes = Screen(lang, sys.stderr)
    try:
        if source.suffix.lower() in BY_LINE:
            tally = _decide_lines(notes, judge, out, bom=bom)
        else:
            tally = _decide_columns(notes, question, judge, out, columns, sheet, bom=bom)
    except PolicyError as error:
        notes.findings(error.diagnostics)
        _refuse(notes, len(error.diagnostics))
    show_summary(Screen(lang), judge.core, tally)
    if fail_on_open and tally.states.total() > tally.decided():
        raise typer.Exit(OPEN)


def _decide_columns(
    notes: Screen,
    question: Question,
    judge: Judge,
    out: Path | None,
    columns: list[str],
    sheet: str | None,
    *,
    bom: bool,
) -> Tally:
    assert question.faults is not None
    if not judge.in_force:
        raise typer.Exit(REFUSED)
    read = open_table(question.faults, question.lang, sheet)
    aspects = (question.aspect,) if question.aspect else ()
    mapping = _mapping(columns, question.lang)
    decider = Decider(judge.core, aspects, mapping, strict=False, cells=read.cells)
    decided = decider.decide(read.frame)
    tally = Tally.of_table(decided)
    _say_what_was_found(notes, question, read, decided, tally)
    if out is not None:
        _write(notes, judge, out, (read.frame, decided), tally.aspects, len(decided), bom=bom)
    _show_urgent(Screen(question.lang), judge, read, decided, tally)
    return tally


def open_table(file: Path, lang: Language, sheet: str | None = None) -> TableFile:
    """The table in a file; ends the command if it cannot be read.

    Raises:
        PolicyError: the text is not a table.
    """
    try:
        return read_table_file(file, sheet)
    except OSError as error:
        usage_error(text("error.unreadable", lang, file=file, why=error.strerror or ""))
    except UnicodeError:
        usage_error(text("error.encoding", lang, file=file.name))
    except LibraryMissingError as error:
        usage_error(text("error.library", lang, library=str(error)))


def _decide_lines(notes: Screen, judge: Judge, out: Path | None, *, bom: bool) -> Tally:
    """Faults as JSON may narrow an unknown down, which no column can."""
    rows = judge.decide_all(notes)
    tally = Tally.of_decisions([decisions for _number, decisions in rows])
    if out is not None:
        _write(notes, judge, out, decisions_as_columns(rows), tally.aspects, len(rows), bom=bom)
    return tally


def _write(
    notes: Screen,
    judge: Judge,
    out: Path,
    parts: tuple[Any, Any],
    aspects: tuple[str, ...],
    rows: int,
    *,
    bom: bool,
) -> None:
    try:
        write_table_file(out, *parts, aspects, Labels(judge.core, notes.lang), bom=bom)
    except OSError as error:
        usage_error(text("error.unwritable", notes.lang, file=out, why=error.strerror or ""))
    except LibraryMissingError as error:
        usage_error(text("error.library", notes.lang, library=str(error)))
    notes.line(notes.word("written", rows=notes.count("row", rows), file=out), "dim")


def _mapping(columns: list[str], lang: Language) -> dict[str, str]:
    """`severity=重大度` and the like: attribute → heading."""
    pairs = [column.partition("=") for column in columns]
    if not all(name and equals and heading for name, equals, heading in pairs):
        usage_error(text("error.columns", lang))
    return {name: heading for name, _equals, heading in pairs}


def _say_what_was_found(
    notes: Screen, question: Question, read: TableFile, decided: DecidedTable, tally: Tally
) -> None:
    file = question.faults.name if question.faults else ""
    if read.encoding != "utf-8":
        notes.line(notes.word("encoding", file=file, encoding=read.encoding), "dim")
    if read.normalized or decided.normalized:
        notes.line(notes.word("normalized", file=file), "dim")
    for key, headings in (("ignored", decided.ignored), ("missing_columns", decided.missing)):
        if headings:
            notes.line(
                notes.word(key, headings=joined(list(headings), question.lang)),
                "dim" if key == "ignored" else "yellow",
            )
    if not decided.problems:
        return
    for line in problem_lines(decided.problems, question.lang, read.place):
        notes.line(line, "bold red")
    if not question.skip_invalid:
        _refuse(notes, len(decided.problems))
    bad = tally.states["invalid", decided.aspects[0]]
    notes.line(notes.word("kept_invalid", rows=notes.count("row", bad)), "yellow")


def _refuse(notes: Screen, errors: int) -> NoReturn:
    notes.line(notes.word("refused", errors=notes.count("error", errors)), "bold red")
    raise typer.Exit(REFUSED)


def _show_urgent(
    screen: Screen, judge: Judge, read: TableFile, decided: DecidedTable, tally: Tally
) -> None:
    """Conflicts, gaps and the like, with the first rows concerned."""
    labels = Labels(judge.core, screen.lang)
    for aspect, state in product(decided.aspects, URGENT):
        if found := tally.states[state, aspect]:
            rows = decided.rows(aspect, state, MOST_ROWS)
            line = screen.word(
                "urgent",
                aspect=labels.aspect(aspect),
                state=screen.word(state),
                rows=screen.count("row", found),
                first=", ".join(str(read.place(row)) for row in rows),
            )
            screen.line(line, STATE_STYLES[state])
