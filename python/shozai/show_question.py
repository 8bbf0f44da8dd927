# SPDX-License-Identifier: Apache-2.0
"""A question in the terminal: its words, its answers, and who would be possible then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from .answers import leads_to
from .texts import harmless

if TYPE_CHECKING:
    from ._core import Question
    from .terminal import Screen
    from .texts import Labels

WIDEST = 40


def show_as_fields(screen: Screen, labels: Labels, question: Question) -> None:
    """Prints a question below the fields of a decision, a line for each answer."""
    screen.field(screen.word("next_question"), labels.question(question))
    if question.tested != question.attribute:
        screen.field("", screen.word("answers_about", attribute=labels.measured(question.tested)))
    for line in _lines(screen, labels, question, aligned=True):
        screen.field("", line)


def show_as_field(screen: Screen, labels: Labels, question: Question, most: int) -> None:
    """Prints a question with the first `most` of its answers, one behind the other."""
    parts = _lines(screen, labels, question, aligned=False)
    if len(parts) > most:
        parts[most:] = ["…"]
    answers = ("；" if screen.lang == "ja" else "; ").join(parts)
    shown = screen.word("question_in_short", question=labels.question(question), answers=answers)
    screen.field(screen.word("next_question"), shown)


def show_question(screen: Screen, labels: Labels, question: Question, mark: str) -> None:
    """Prints a question with its answers numbered, `mark` before each number."""
    screen.paragraph(labels.question(question), "bold")
    if question.tested != question.attribute:
        tested = labels.measured(question.tested)
        screen.paragraph(screen.word("answers_about", attribute=tested), "dim", indent=2)
    for number, line in enumerate(_lines(screen, labels, question, aligned=True), start=1):
        screen.field(f"{mark}{number}", line, width=4)


def _lines(screen: Screen, labels: Labels, question: Question, *, aligned: bool) -> list[str]:
    # What each answer is, and where it leads.
    words = [harmless(labels.answer(question, answer)) for answer in question.answers]
    widths = [length for length in map(cell_len, words) if length <= WIDEST]
    width = max(widths, default=0) if aligned else 0
    return [
        screen.word(
            "answer_leads",
            answer=shown + " " * max(0, width - cell_len(shown)),
            owners=leads_to(labels, answer, screen.lang),
        )
        for shown, answer in zip(words, question.answers, strict=True)
    ]
