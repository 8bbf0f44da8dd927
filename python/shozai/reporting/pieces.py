# SPDX-License-Identifier: Apache-2.0
"""Pieces of a page: departments, states, bars, tables. What is `Html` is escaped already."""

from __future__ import annotations

from typing import TYPE_CHECKING, NewType

from ..display import escaped
from ..drawing.style import colour_class
from ..texts import Labels, count, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .._core import CompiledPolicy
    from ..texts import Language

Html = NewType("Html", str)

# A sign for each state, so that no colour is needed to tell them apart.
SIGNS = {
    "conflict": "≠",
    "gap": "○",
    "invalid": "!",
    "impossible": "×",
    "undetermined": "?",
    "decided": "✓",
}


def html(value: object) -> Html:
    """A value as HTML text."""
    return Html(escaped(value))


def join(parts: Iterable[str], between: str = "") -> Html:
    """Pieces one behind the other."""
    return Html(between.join(parts))


class Pieces:
    """What a page is made of, for one policy in one language."""

    def __init__(self, core: CompiledPolicy, lang: Language) -> None:
        self.core = core
        self.lang: Language = lang
        self.labels = Labels(core, lang)
        self._places = {p.id: place for place, p in enumerate(core.participants)}

    def word(self, key: str, **values: object) -> Html:
        """The text `key`, with values put in."""
        return html(text(key, self.lang, **values))

    def count(self, noun: str, number: int) -> str:
        """A number of things."""
        return count(noun, number, self.lang)

    def colour(self, name: str | None) -> str:
        """The class of a department's colour, which is that of its pictures."""
        place = self._places.get(name or "")
        return "" if place is None else colour_class(place)

    def owner(self, name: str) -> Html:
        """A department, a team or a party."""
        shown = escaped(self.labels.participant(name))
        return Html(f'<span class="owner {self.colour(name)}">{shown}</span>')

    def rule(self, name: str) -> Html:
        """The id of a rule, which breaks behind the name of the aspect that has inherited it."""
        parts = (f'<span class="whole">{html(part)}</span>' for part in name.split("/"))
        return join(parts, "/<wbr>")

    def owners(self, names: Sequence[str]) -> Html:
        """Several of them."""
        return join(map(self.owner, names), " ")

    def state(self, state: str, shown: object = None) -> Html:
        """A state with its sign, in one word or in other words."""
        words = self.word(state) if shown is None else html(shown)
        sign = escaped(SIGNS[state])
        return Html(f'<span class="state {state}"><i aria-hidden="true">{sign}</i>{words}</span>')

    def heads(self, keys: Sequence[str], *, numbers: Sequence[int] = ()) -> Html:
        """A row of headings; the columns `numbers` are aligned to the right."""
        cells = (
            f'<th scope="col"{_class("n" if at in numbers else "")}>'
            + (self.word(key) if key else "")
            + "</th>"
            for at, key in enumerate(keys)
        )
        return Html(f"<thead><tr>{''.join(cells)}</tr></thead>")

    def bar_row(self, head: str, number: int, of: int, most: int, kind: str = "") -> Html:
        """A row with a bar: a number, its share, and how long it is beside the greatest."""
        width = 100 * number / most if most else 0
        return Html(
            f'<tr{_class(kind)}><th scope="row">{head}</th>'
            f'<td aria-hidden="true"><span class="bar" style="width:{width:.1f}%"></span></td>'
            f'<td class="n">{number:,}</td><td class="n quiet">{share(number, of)}</td></tr>'
        )

    def fields(self, rows: Iterable[tuple[str, str]]) -> Html:
        """Names and what belongs to them; empty ones are left out."""
        parts = (f"<dt>{self.word(key)}</dt><dd>{shown}</dd>" for key, shown in rows if shown)
        return Html(f'<dl class="answer">{"".join(parts)}</dl>')


def _class(names: str) -> str:
    return f' class="{names}"' if names.strip() else ""


def share(number: int, of: int) -> str:
    """A part of a whole in percent."""
    return f"{100 * number / of:.1f}%" if of else ""
