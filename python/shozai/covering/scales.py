# SPDX-License-Identifier: Apache-2.0
"""The values of an attribute as a scale: which stretches and which boundary values are covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..reporting.pieces import Html, html, join
from .items import state_of
from .ranges import plain
from .strips import strip_of
from .words import SIGNS

if TYPE_CHECKING:
    from ..coverage import Coverage
    from .items import CoverageItem
    from .strips import Threshold
    from .words import CoverageWords, Group


def scales(coverage: Coverage, words: CoverageWords) -> Html:
    """A scale for each attribute of which conditions tell values apart."""
    groups = [group for group in words.groups(coverage.items) if group.attribute]
    return join(_scale(coverage, words, group) for group in groups)


def _scale(coverage: Coverage, words: CoverageWords, group: Group) -> Html:
    strip = strip_of(group.items)
    pieces = []
    if strip.thresholds:
        for place, stretch in enumerate(strip.stretches):
            if place:
                pieces += _threshold(coverage, words, strip.thresholds[place - 1])
            if stretch is not None:
                pieces.append(_cell(coverage, words, stretch, strip.label(place)))
    kind = "apart" if strip.thresholds else ""
    pieces += [_cell(coverage, words, cell, "", kind) for cell in strip.others]
    named = html(group.title)
    if group.title != group.attribute:
        named = Html(f"{named} <code>{html(group.attribute)}</code>")
    chips = "" if strip.thresholds else " chips"
    return Html(f'<h3>{named}</h3><ul class="scale{chips}">{"".join(pieces)}</ul>')


def _cell(
    coverage: Coverage, words: CoverageWords, item: CoverageItem, label: str, kind: str = ""
) -> Html:
    shown = html(label or words.values(item))
    return _piece(coverage, words, item, f"cell {kind}".strip(), shown)


def _threshold(coverage: Coverage, words: CoverageWords, threshold: Threshold) -> list[Html]:
    return [
        _piece(coverage, words, item, f"edge {item.side}", html(plain(item.value)))
        for item in (threshold.below, threshold.above)
        # What is alone between two thresholds stands at the first one of them.
        if item is not None and not (item is threshold.below and item.side == "both")
    ]


def _piece(
    coverage: Coverage, words: CoverageWords, item: CoverageItem, kind: str, shown: Html
) -> Html:
    state = state_of([item])
    title = html(f"{words.item(item)}: {words.state(state)}; {words.cases(coverage, item)}")
    sign = SIGNS[state]
    number = "" if state == "unreachable" else f" {item.hits:,}"
    return Html(
        f'<li class="{kind} {state}" title="{title}">{shown}'
        f'<span class="hits">{sign}{number}</span></li>'
    )
