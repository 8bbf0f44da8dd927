# SPDX-License-Identifier: Apache-2.0
"""Organizations in the terminal: previews, who answers, differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..terminal import MOST_FINDINGS, safe
from .display import PREVIEW_HEADS
from .moments import shown
from .words import OrganizationWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..terminal import Screen
    from .difference import OrganizationDifference
    from .duty import Duty
    from .names import Names
    from .preview import Preview

OUTCOME_STYLES = {
    "empty": "yellow",
    "failed": "bold red",
    "stuck": "bold red",
    "skipped": "dim",
    "waited": "cyan",
    "deferred": "cyan",
    "fallback": "cyan",
}
WHO_HEADS = (
    "org.position",
    "org.person",
    "org.answers_as",
    "org.reason",
    "org.channels",
    "org.until",
)


def show_preview(screen: Screen, preview: Preview) -> None:
    """Prints who is told when."""
    words = OrganizationWords(preview.names, screen.lang)
    called = preview.names.escalation(preview.escalation, screen.lang)
    screen.heading(
        screen.word("org.preview", escalation=called, start=words.located(preview.start))
    )
    for label, value in words.sums(preview):
        screen.field(label, value, width=22)
    table = screen.table([screen.word(key) for key in PREVIEW_HEADS])
    for row in preview.rows[:MOST_FINDINGS]:
        at, step, outcome, *rest = words.row(row)
        style = OUTCOME_STYLES.get(row.outcome, "")
        table.add_row(safe(at), safe(step), safe(outcome, style), *map(safe, rest))
    screen.line()
    screen.show(table)
    _show_more(screen, "row", len(preview.rows))


def show_duties(screen: Screen, duties: Sequence[Duty], names: Names, version: str) -> None:
    """Prints who answers for positions at one moment."""
    words = OrganizationWords(names, screen.lang)
    at = duties[0].at
    screen.heading("  ".join(part for part in (words.located(at), version) if part))
    table = screen.table([screen.word(key) for key in WHO_HEADS])
    for duty in duties:
        as_whom = duty.answers_as if duty.answers_as != duty.position else None
        table.add_row(
            safe(words.position(duty.position)),
            safe(words.person(duty.person), "" if duty else "yellow"),
            safe(words.position(as_whom)),
            safe(words.reason(duty.reason)),
            safe(words.channels(duty.channels)),
            safe(shown(duty.until)),
        )
    screen.show(table)


def show_difference(screen: Screen, difference: OrganizationDifference) -> None:
    """Prints what another version changes."""
    screen.paragraph(difference.said(screen.lang), "bold green" if difference.equal else "bold")
    for part in difference.parts(screen.lang):
        screen.line()
        screen.heading(part.title)
        table = screen.table(part.heads)
        for row in part.rows[:MOST_FINDINGS]:
            table.add_row(*map(safe, row))
        screen.show(table)
        _show_more(screen, "change", len(part.rows))


def _show_more(screen: Screen, noun: str, number: int) -> None:
    if number > MOST_FINDINGS:
        things = screen.count(noun, number - MOST_FINDINGS)
        screen.line(screen.word("more", things=things), "dim")
