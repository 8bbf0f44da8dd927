# SPDX-License-Identifier: Apache-2.0
"""How many questions a policy needs, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .amounts import percent_of_one
from .evidence import FaultWords
from .terminal import Screen, safe
from .texts import Labels, joined

if TYPE_CHECKING:
    from ._core import CompiledPolicy
    from .questions import AspectQuestions, Questions


def show_questions(screen: Screen, core: CompiledPolicy, questions: Questions) -> None:
    """Prints what is known at the first call, and how many questions the rest takes."""
    labels = Labels(core, screen.lang)
    known = joined([labels.attribute(name) for name in questions.intake], screen.lang)
    screen.field(screen.word("questions.intake"), known or screen.word("questions.nothing"))
    screen.line()
    _show_counts(screen, labels, questions)
    faults = FaultWords(core, labels, screen.lang)
    for aspect in questions.aspects:
        _show_open(screen, labels, faults, aspect)


def _show_counts(screen: Screen, labels: Labels, questions: Questions) -> None:
    """Which share of the faults is settled after no question, one, two and so on."""
    longest = max((n.questions for a in questions.aspects for n in a.histogram), default=0)
    asked = [str(n) for n in range(longest + 1)]
    heads = [screen.word("questions.asked"), *asked, screen.word("questions.worst")]
    heads.append(screen.word("questions.expected"))
    table = screen.table(heads, numbers=range(1, len(heads)))
    for aspect in questions.aspects:
        shares = {needed.questions: needed.share for needed in aspect.histogram}
        table.add_row(
            safe(labels.aspect(aspect.aspect)),
            *(percent_of_one(shares[n]) if n in shares else "–" for n in range(longest + 1)),
            "?" if aspect.worst is None else str(aspect.worst),
            "?" if aspect.expected is None else f"{aspect.expected:.2f}",
        )
    screen.show(table, indent=0)


def _show_open(screen: Screen, labels: Labels, faults: FaultWords, aspect: AspectQuestions) -> None:
    """What stays open whatever is answered, and what could not be followed to its end."""
    found = aspect.unanswerable
    if found is None and aspect.decided:
        return
    screen.line()
    screen.heading(labels.aspect(aspect.aspect))
    if found is not None:
        share = screen.word("questions.open", share=percent_of_one(found.share))
        missing = joined([labels.attribute(name) for name in found.missing], screen.lang)
        screen.field(screen.word("undetermined"), share, "yellow")
        screen.field(screen.word("missing"), missing)
        screen.field(screen.word("check.example"), faults.witness(found.witness))
    if not aspect.decided:
        screen.field(
            screen.word("questions.not_followed"), aspect.undecided(screen.lang), "magenta"
        )
