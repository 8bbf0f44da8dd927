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


def answer_lines(screen: Screen, labels: Labels, question: Question) -> list[str]:
    """A line for each answer: what it is, and where it leads."""
    words = [harmless(labels.answer(question, answer)) for answer in question.answers]
    width = max((length for length in map(cell_len, words) if length <= WIDEST), default=0)
    return [
        screen.word(
            "answer_leads",
            answer=shown + " " * max(0, width - cell_len(shown)),
            owners=leads_to(labels, answer, screen.lang),
        )
        for shown, answer in zip(words, question.answers, strict=True)
    ]


def show_as_fields(
    screen: Screen, labels: Labels, question: Question, most: int | None = None
) -> None:
    """Prints a question below the other fields of a decision; of its answers the first `most`."""
    screen.field(screen.word("next_question"), labels.question(question))
    if question.tested != question.attribute:
        screen.field("", screen.word("answers_about", attribute=labels.attribute(question.tested)))
    lines = answer_lines(screen, labels, question)
    for line in lines[:most]:
        screen.field("", line)
    if most is not None and len(lines) > most:
        screen.field("", screen.word("more", things=screen.count("answer", len(lines) - most)))


def show_question(screen: Screen, labels: Labels, question: Question, mark: str) -> None:
    """Prints a question with its answers numbered, `mark` before each number."""
    screen.paragraph(labels.question(question), "bold")
    if question.tested != question.attribute:
        tested = labels.attribute(question.tested)
        screen.paragraph(screen.word("answers_about", attribute=tested), "dim", indent=2)
    for number, line in enumerate(answer_lines(screen, labels, question), start=1):
        screen.field(f"{mark}{number}", line, width=4)
