# SPDX-License-Identifier: Apache-2.0
"""A picture as a Mermaid flowchart, for wikis and pull requests that draw it themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .measure import list_lines
from .style import COLOURS, LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .picture import Outcome, Picture

# What Mermaid could take for syntax or markup, as its numbered entities.
SPECIAL = {ord(char): f"#{ord(char)};" for char in '#&;"<>`|\\*_~'}
LABEL_SIZE = 1.0
LABEL_WIDTH = 18.0
LABEL_LINES = 3


def mermaid_of(picture: Picture) -> str:
    """The picture as the text of a flowchart."""
    return "\n".join(_lines(picture)) + "\n"


def _lines(picture: Picture) -> Iterator[str]:
    yield "---"
    yield f"title: {_quoted(picture.title)}"
    yield "---"
    yield "flowchart LR"
    if picture.note:
        yield f"  %% {picture.note}"
    for number, question in enumerate(picture.questions):
        yield f'  q{number}["{_escaped(question.label)}"]'
    for number, outcome in enumerate(picture.outcomes):
        yield f'  o{number}(["{_escaped(outcome.label)}"])'
    yield from _links(picture)
    yield from _classes(picture)


def _links(picture: Picture) -> Iterator[str]:
    separator = "、" if picture.lang == "ja" else ", "
    for number, question in enumerate(picture.questions):
        for way in question.ways:
            lines = list_lines(way.parts, separator, LABEL_SIZE, LABEL_WIDTH, LABEL_LINES)
            label = "<br>".join(map(_escaped, lines))
            arrow = "==>" if way.reached else "-.->" if picture.marked else "-->"
            to = f"{'o' if way.to_outcome else 'q'}{way.to}"
            yield f'  q{number} {arrow}|"{label}"| {to}'


def _classes(picture: Picture) -> Iterator[str]:
    for number, outcome in enumerate(picture.outcomes):
        yield f"  style o{number} {_style(outcome)}"
    if picture.marked:
        yield f"  classDef reached stroke:{LIGHT.strong},stroke-width:3px"
        yield "  classDef faded opacity:0.45"
        reached = [(f"q{n}", question.reached) for n, question in enumerate(picture.questions)]
        reached += [(f"o{n}", outcome.reached) for n, outcome in enumerate(picture.outcomes)]
        for name, is_reached in reached:
            yield f"  class {name} {'reached' if is_reached else 'faded'}"


def _style(outcome: Outcome) -> str:
    if outcome.state == "decided":
        fill, border, ink = COLOURS[outcome.colour % len(COLOURS)][:3]
        return f"fill:{fill},stroke:{border},color:{ink}"
    if outcome.state == "conflict":
        return f"fill:#fff,stroke:{LIGHT.conflict},stroke-width:3px,color:{LIGHT.conflict}"
    if outcome.state == "undetermined":
        return f"fill:#fff,stroke:{LIGHT.quiet},color:{LIGHT.quiet}"
    return f"fill:#fff,stroke:{LIGHT.gap},stroke-dasharray:5 4,color:{LIGHT.gap}"


def _quoted(text: str) -> str:
    # A text of YAML between quotes.
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _escaped(text: str) -> str:
    return " ".join(text.split()).translate(SPECIAL)
