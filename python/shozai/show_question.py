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


def show_as_fields(
    screen: Screen, labels: Labels, question: Question, most: int | None = None
) -> None:
    """Prints a question below the fields of a decision.

    A line for each answer; but if `most` is given the first so many in a row.
    """
    screen.field(screen.word("next_question"), labels.question(question))
    if question.tested != question.attribute:
        screen.field("", screen.word("answers_about", attribute=labels.measured(question.tested)))
    lines = _lines(screen, labels, question, aligned=most is None)
    if most is not None and len(lines) > most:
        lines[most:] = [screen.word("more", things=screen.count("answer", len(lines) - most))]
    for line in lines if most is None else ["; ".join(lines)]:
        screen.field("", line)


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
