# SPDX-License-Identifier: Apache-2.0
"""A picture as SVG: one file without scripts, fonts or links, every text escaped."""

from __future__ import annotations

import html
from itertools import pairwise
from typing import TYPE_CHECKING

from .cards import (
    LINE,
    PADDING,
    PILL_HEIGHT,
    ROW_PADDING,
    TEXT,
    cards_of,
    pill_of,
)
from .layout import Box, Link, arrange
from .measure import width_of
from .style import PREFIX, colour_class, style_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .cards import Card, Pill, Row
    from .layout import Layout
    from .picture import Outcome, Picture

MARGIN = 20.0
TITLE_HEIGHT = 34.0
NOTE_HEIGHT = 20.0
TIP = 8.0
# Beyond control characters, which are gone already, what XML 1.0 does not allow.
NOT_XML = {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}


def svg_of(picture: Picture) -> str:
    """The picture as an SVG document."""
    return _Writer(picture).document()


class _Writer:
    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._cards = cards_of(picture)
        self._rows = [(number, row) for number, card in enumerate(self._cards) for row in card.rows]
        self._links = [
            (row, Link(number, row.middle, row.way.to))
            for number, row in self._rows
            if not row.way.to_outcome
        ]
        boxes = [
            Box(column, card.width, card.height, card.heading_height / 2)
            for card, column in zip(self._cards, self._columns(), strict=True)
        ]
        self._layout: Layout = arrange(boxes, [link for _row, link in self._links])

    def _columns(self) -> list[int]:
        # As far left as the longest way from the first question allows; ways lead to later ones.
        columns = [0] * len(self._cards)
        for _row, link in self._links:
            columns[link.target] = max(columns[link.target], columns[link.source] + 1)
        return columns

    def document(self) -> str:
        picture = self._picture
        alone = [] if picture.questions else [pill_of(outcome) for outcome in picture.outcomes]
        head = TITLE_HEIGHT + (NOTE_HEIGHT if picture.note else 0.0)
        widths = [width_of(picture.title, 16), width_of(picture.note, 12)]
        widths += [self._layout.width, *(pill.width for pill in alone)]
        width = max(widths) + 2 * MARGIN
        height = (PILL_HEIGHT if alone else self._layout.height) + head + 2 * MARGIN
        colours = [o.colour for o in picture.outcomes if o.state == "decided"]
        open_ends = any(o.state == "undetermined" for o in picture.outcomes)
        style = style_sheet(colours, open_ends=open_ends)
        content = "".join(
            _pill(pill, 0.0, PILL_HEIGHT / 2, self._shade(pill.outcome.reached)) for pill in alone
        ) or "".join(self._body())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{PREFIX}" role="img" '
            f'lang="{picture.lang}" width="{_n(width)}" height="{_n(height)}" '
            f'viewBox="0 0 {_n(width)} {_n(height)}">'
            f"<title>{_x(picture.title)}</title><style>{style}</style>"
            f'<rect class="page" width="100%" height="100%"/>'
            + _text(picture.title, MARGIN, MARGIN + 15, "title")
            + (
                _text(picture.note, MARGIN, MARGIN + TITLE_HEIGHT + 4, "note")
                if picture.note
                else ""
            )
            + f'<g transform="translate({_n(MARGIN)} {_n(MARGIN + head)})">{content}</g></svg>\n'
        )

    def _shade(self, reached: bool) -> str:
        return ("reached" if reached else "faded") if self._picture.marked else ""

    def _body(self) -> Iterator[str]:
        lines = list(zip(self._links, self._layout.lanes, strict=True))
        for reached in (False, True):  # what is reached lies above what is not
            for (row, link), lanes in lines:
                if row.way.reached == reached:
                    yield self._line(row, link, lanes)
        for number, card in enumerate(self._cards):
            yield self._card(number, card)

    # --- links ---

    def _line(self, row: Row, link: Link, lanes: tuple[tuple[float, float, float], ...]) -> str:
        left, top = self._layout.corners[link.source]
        end, target_top = self._layout.corners[link.target]
        start = left + self._layout.box_widths[link.source]
        arrival = target_top + self._cards[link.target].heading_height / 2
        points = [(start, start, top + link.port), *lanes, (end - TIP, end, arrival)]
        path = f"M{_n(start)} {_n(top + link.port)}"
        for (_a, here, y), (there, after, next_y) in pairwise(points):
            middle = (here + there) / 2
            path += f"C{_n(middle)} {_n(y)} {_n(middle)} {_n(next_y)} {_n(there)} {_n(next_y)}"
            path += f"H{_n(after)}" if (there, after, next_y) != points[-1] else ""
        tip = f"M{_n(end)} {_n(arrival)}l{_n(-TIP)} {_n(-TIP / 2)}v{_n(TIP)}z"
        return (
            f'<g class="{self._shade(row.way.reached)}">'
            f'<path class="way" d="{path}"><title>{_x(self._says(link.source, row))}</title></path>'
            f'<path class="tip" d="{tip}"/></g>'
        )

    def _says(self, number: int, row: Row) -> str:
        picture = self._picture
        where = (
            picture.outcomes[row.way.to].label
            if row.way.to_outcome
            else picture.questions[row.way.to].label
        )
        return f"{picture.questions[number].label}: {row.way.whole}\n→ {where}"

    # --- cards ---

    def _card(self, number: int, card: Card) -> str:
        left, top = self._layout.corners[number]
        width = self._layout.box_widths[number]
        heading = "".join(
            _text(line, PADDING, ROW_PADDING + 13 + LINE * at, "ask")
            for at, line in enumerate(card.heading)
        )
        round_top = (
            f"M0 {_n(card.heading_height)}V6a6 6 0 0 1 6-6H{_n(width - 6)}a6 6 0 0 1 6 6"
            f"V{_n(card.heading_height)}z"
        )
        rows = "".join(self._row(number, row, width) for row in card.rows)
        shade = self._shade(card.question.reached)
        return (
            f'<g transform="translate({_n(left)} {_n(top)})"><g class="{shade}">'
            f'<rect class="card" width="{_n(width)}" height="{_n(card.height)}" rx="6"/>'
            f'<path class="heading" d="{round_top}"/>'
            f"<g><title>{_x(card.question.label)}</title>{heading}</g></g>{rows}</g>"
        )

    def _row(self, number: int, row: Row, width: float) -> str:
        first = row.middle - (len(row.lines) - 1) * LINE / 2 + TEXT * 0.36
        words = "".join(
            _text(line, PADDING, first + LINE * at) for at, line in enumerate(row.lines)
        )
        rule = f'<path class="rule" d="M0 {_n(row.top)}H{_n(width)}" stroke-width=".7"/>'
        if row.pill is None:
            end = f'<circle class="tip" cx="{_n(width)}" cy="{_n(row.middle)}" r="3.2"/>'
        else:
            end = _pill(row.pill, width - PADDING + 2 - row.pill.width, row.middle, "")
        return (
            f'{rule}<g class="{self._shade(row.way.reached)}">'
            f"<title>{_x(self._says(number, row))}</title>{words}{end}</g>"
        )


def _pill(pill: Pill, left: float, middle: float, shade: str) -> str:
    outcome: Outcome = pill.outcome
    kind = colour_class(outcome.colour) if outcome.state == "decided" else outcome.state
    return (
        f'<g class="{shade}"><g class="{kind}"><title>{_x(outcome.label)}</title>'
        f'<rect class="pill" x="{_n(left)}" y="{_n(middle - PILL_HEIGHT / 2)}" '
        f'width="{_n(pill.width)}" height="{_n(PILL_HEIGHT)}" rx="{_n(PILL_HEIGHT / 2)}"/>'
        + _text(pill.label, left + pill.width / 2, middle + TEXT * 0.36, "label")
        + "</g></g>"
    )


def _text(text: str, left: float, baseline: float, kind: str = "") -> str:
    marked = f' class="{kind}"' if kind else ""
    return f'<text{marked} x="{_n(left)}" y="{_n(baseline)}">{_x(text)}</text>'


def _n(number: float) -> str:
    # Short, and the same on every machine.
    return f"{round(number, 1) + 0.0:g}"


def _x(text: str) -> str:
    return html.escape(text.translate(NOT_XML), quote=True)
