# SPDX-License-Identifier: Apache-2.0
"""A picture in the language of Graphviz, for documents that are drawn with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .measure import list_lines
from .style import COLOURS, LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .picture import Outcome, Picture

LABEL_SIZE = 1.0
LABEL_WIDTH = 18.0
LABEL_LINES = 3


def dot_of(picture: Picture) -> str:
    """The picture as the text of a directed graph."""
    return "\n".join(_lines(picture)) + "\n"


def _lines(picture: Picture) -> Iterator[str]:
    title = [picture.title, picture.note] if picture.note else [picture.title]
    yield "digraph {"
    yield f'  graph [rankdir=LR, labelloc=t, label={_quoted(title)}, fontname="sans-serif"]'
    yield '  node [shape=box, fontname="sans-serif"]'
    yield '  edge [fontname="sans-serif", fontsize=10]'
    for number, question in enumerate(picture.questions):
        faded = _faded(picture, reached=question.reached)
        yield f"  q{number} [label={_quoted([question.label])}{faded}]"
    for number, outcome in enumerate(picture.outcomes):
        faded = _faded(picture, reached=outcome.reached)
        yield f"  o{number} [label={_quoted([outcome.label])}, {_style(outcome)}{faded}]"
    yield from _links(picture)
    yield "}"


def _links(picture: Picture) -> Iterator[str]:
    separator = "、" if picture.lang == "ja" else ", "
    for number, question in enumerate(picture.questions):
        for way in question.ways:
            lines = list_lines(way.parts, separator, LABEL_SIZE, LABEL_WIDTH, LABEL_LINES)
            style = ", penwidth=3" if way.reached else ", style=dashed" if picture.marked else ""
            to = f"{'o' if way.to_outcome else 'q'}{way.to}"
            yield f"  q{number} -> {to} [label={_quoted(lines)}{style}]"


def _faded(picture: Picture, *, reached: bool) -> str:
    if not picture.marked:
        return ""
    return ", penwidth=3" if reached else f', fontcolor="{LIGHT.quiet}"'


def _style(outcome: Outcome) -> str:
    if outcome.state == "decided":
        fill, border, ink = COLOURS[outcome.colour % len(COLOURS)][:3]
        return f'style="rounded,filled", fillcolor="{fill}", color="{border}", fontcolor="{ink}"'
    if outcome.state == "conflict":
        return f'style="rounded,bold", color="{LIGHT.conflict}"'
    if outcome.state == "undetermined":
        return f'style=rounded, color="{LIGHT.quiet}"'
    return f'style="rounded,dashed", color="{LIGHT.gap}"'


def _quoted(lines: list[str]) -> str:
    # Backslashes would be escapes of Graphviz; a line break is one.
    escaped = (" ".join(line.split()).replace("\\", "\\\\") for line in lines)
    return '"' + "\\n".join(escaped).replace('"', '\\"') + '"'
