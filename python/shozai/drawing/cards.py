# SPDX-License-Identifier: Apache-2.0
"""Questions as cards: a heading, and a row for each way, which ends in a pill or goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .measure import lines_of, list_lines, shortened, width_of

if TYPE_CHECKING:
    from .picture import Outcome, Picture, Question, Way

TEXT = 13.0
HEADING = 12.0
LINE = 17.0
PADDING = 10.0
ROW_PADDING = 5.0
PILL_HEIGHT = 21.0
PILL_PADDING = 9.0
COLUMN_SPACE = 14.0
"""Between a condition and the pill beside it."""
MOST_WIDTH = 240.0
MOST_LINES = 2
MOST_HEADING_LINES = 3


@dataclass(frozen=True, slots=True)
class Pill:
    """An outcome as it fits."""

    label: str
    width: float
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Row:
    """A way within its card."""

    way: Way
    lines: tuple[str, ...]
    pill: Pill | None
    top: float
    height: float

    @property
    def middle(self) -> float:
        """How far its middle is below the top of the card."""
        return self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class Card:
    """A question and its size."""

    question: Question
    heading: tuple[str, ...]
    rows: tuple[Row, ...]
    width: float
    height: float

    @property
    def heading_height(self) -> float:
        """How far below the top its rows begin."""
        return self.rows[0].top


def pill_of(outcome: Outcome) -> Pill:
    """An outcome in a pill, its label cut off if it is long."""
    label = shortened(outcome.label, TEXT, MOST_WIDTH)
    return Pill(label, width_of(label, TEXT) + 2 * PILL_PADDING, outcome)


def cards_of(picture: Picture) -> list[Card]:
    """A card for each question."""
    pills = [pill_of(outcome) for outcome in picture.outcomes]
    separator = "、" if picture.lang == "ja" else ", "
    return [_card(question, pills, separator) for question in picture.questions]


def _card(question: Question, pills: list[Pill], separator: str) -> Card:
    heading = lines_of(question.label, HEADING, MOST_WIDTH, MOST_HEADING_LINES)
    top = len(heading) * LINE + 2 * ROW_PADDING
    rows: list[Row] = []
    for way in question.ways:
        lines = list_lines(way.parts, separator, TEXT, MOST_WIDTH, MOST_LINES)
        height = max(len(lines) * LINE, PILL_HEIGHT) + 2 * ROW_PADDING
        pill = pills[way.to] if way.to_outcome else None
        rows.append(Row(way, tuple(lines), pill, top, height))
        top += height
    widths = [width_of(line, HEADING) for line in heading]
    widths += [max(width_of(line, TEXT) for line in row.lines) + _pill_room(row) for row in rows]
    return Card(question, tuple(heading), tuple(rows), max(widths) + 2 * PADDING, top)


def _pill_room(row: Row) -> float:
    return row.pill.width + COLUMN_SPACE if row.pill else COLUMN_SPACE
