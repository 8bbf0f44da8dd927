# SPDX-License-Identifier: Apache-2.0
"""The command `questions`: how many questions faults need, and the tree of them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from .command_output import json_text, write_or_exit
from .commands import REFUSED, Judge, choose_fault, usage_error
from .forms import TextOrJson
from .question_tree import question_tree_of
from .questions import questions_of
from .show_questions import show_questions
from .terminal import Screen
from .texts import joined, text

if TYPE_CHECKING:
    from pathlib import Path

    from ._core import CompiledPolicy, Fault
    from .commands import Question
    from .question_tree import QuestionTree
    from .texts import Language

DRAWINGS = (".svg", ".mmd")


def show_needed(
    question: Question,
    form: TextOrJson,
    *,
    tree: bool,
    draw: Path | None,
    depth: int | None,
) -> None:
    """Prints how many questions a policy needs, or prints or draws those of one aspect."""
    lang, aspect = question.lang, question.aspect
    judge = Judge.of(question)
    core = judge.core
    if draw is not None and draw.suffix.lower() not in DRAWINGS:
        usage_error(text("error.drawable", lang, forms=joined(list(DRAWINGS), lang)))
    if tree or draw is not None or question.fault is not None:
        one = _only_aspect(core, aspect, lang)
        found = question_tree_of(core, one, _known(question, judge))
        _show_tree(found, form, lang, draw, depth, tree=tree or draw is None)
        return
    questions = questions_of(core, aspect)
    if form == TextOrJson.json:
        sys.stdout.write(json_text(questions.to_dict()))
    else:
        show_questions(Screen(lang), core, questions)


def _show_tree(
    found: QuestionTree,
    form: TextOrJson,
    lang: Language,
    draw: Path | None,
    depth: int | None,
    *,
    tree: bool,
) -> None:
    if draw is not None:
        writers = {".svg": found.to_svg, ".dot": found.to_dot, ".gv": found.to_dot}
        write = writers.get(draw.suffix.lower(), found.to_mermaid)
        write_or_exit(draw, write(lang=lang, depth=depth), lang)
    if tree and form == TextOrJson.json:
        sys.stdout.write(json_text(found.to_dict()))
    elif tree:
        screen = Screen(lang)
        for line in found.to_text(lang=lang, depth=depth).split("\n"):
            screen.line(line)


def _only_aspect(core: CompiledPolicy, aspect: str | None, lang: Language) -> str:
    if aspect is None and len(core.aspects) > 1:
        usage_error(text("error.which_aspect", lang, aspects=joined(core.aspects, lang)))
    return aspect or core.aspects[0]


def _known(question: Question, judge: Judge) -> Fault:
    """What is known; ends the command if it is refused."""
    if question.fault is None:
        return judge.core.read_fault({})
    faults = judge.read()
    chosen = choose_fault(question, faults, None)
    if chosen is None or chosen.fault is None:
        Screen(question.lang, sys.stderr).findings(faults.diagnostics)
        raise typer.Exit(REFUSED)
    return chosen.fault
