# SPDX-License-Identifier: Apache-2.0
"""The command `draw`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from .commands import REFUSED, Judge, choose_fault, usage_error
from .diagram import diagram_of
from .forms import DrawFormat
from .terminal import Screen
from .texts import joined, text

if TYPE_CHECKING:
    from pathlib import Path

    from ._core import Fault
    from .commands import Question
    from .forms import DrawBy

ENDINGS = {DrawFormat.svg: ".svg", DrawFormat.mermaid: ".mmd", DrawFormat.dot: ".dot"}


def draw_aspects(
    question: Question,
    row: int | None,
    form: DrawFormat,
    by: DrawBy,
    *,
    only_reached: bool,
    out: Path | None,
) -> None:
    """Writes the drawing of one aspect, or into a folder that of each."""
    judge = Judge.of(question)
    aspects = judge.core.aspects if question.aspect is None else [question.aspect]
    into_folder = out is not None and out.is_dir()
    if len(aspects) > 1 and not into_folder:
        known = joined(aspects, question.lang)
        usage_error(text("error.several_aspects", question.lang, aspects=known))
    fault = _fault(question, judge, row)
    if only_reached and fault is None:
        usage_error(text("error.only_reached", question.lang))
    drawn = 0
    for aspect in aspects:
        if judge.core.plan(aspect)["evaluator"] != "diagram":
            notes = Screen(question.lang, sys.stderr)
            notes.line(notes.word("error.no_diagram", aspect=aspect), "yellow")
            continue
        diagram = diagram_of(judge.core, aspect, by.value, fault)
        writers = {DrawFormat.mermaid: diagram.to_mermaid, DrawFormat.dot: diagram.to_dot}
        write = writers.get(form, diagram.to_svg)
        drawing = write(lang=question.lang, only_reached=only_reached)
        _write(question, drawing, out / (aspect + ENDINGS[form]) if out and into_folder else out)
        drawn += 1
    if not drawn:
        raise typer.Exit(REFUSED)


def _fault(question: Question, judge: Judge, row: int | None) -> Fault | None:
    if question.faults is None and question.fault is None:
        return None
    faults = judge.read()
    chosen = choose_fault(question, faults, row)
    if chosen is None or chosen.fault is None:
        Screen(question.lang, sys.stderr).findings(faults.diagnostics)
        raise typer.Exit(REFUSED)
    return chosen.fault


def _write(question: Question, drawing: str, file: Path | None) -> None:
    if file is None:
        sys.stdout.write(drawing)
        return
    try:
        file.write_text(drawing, encoding="utf-8")
    except OSError as error:
        usage_error(text("error.unwritable", question.lang, file=file, why=error.strerror or ""))
