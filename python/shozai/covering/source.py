# SPDX-License-Identifier: Apache-2.0
"""The text of a policy's files line by line, coloured by what is covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..amounts import percent
from ..reporting.pieces import Html, html, join
from ..texts import count, text
from .items import OF_ATTRIBUTES, RULES, state_of
from .lines import Line, counted_of_file, files_of, lines_of
from .ranges import plain
from .words import SIGNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..coverage import Coverage
    from .items import CoverageItem, State
    from .words import CoverageWords

# What is shown of a line, and how many things that it lacks; the rest is only counted.
MOST_CHARACTERS = 2_000
MOST_LACKING = 4
TAB = 4


def anchors(coverage: Coverage, prefix: str) -> dict[str, str]:
    """What the anchors of the lines of each file begin with."""
    return {file: f"{prefix}f{at}-" for at, file in enumerate(files_of(coverage), start=1)}


def source(coverage: Coverage, words: CoverageWords, prefix: str) -> Html:
    """All files, with a legend."""
    begins = anchors(coverage, prefix)
    states: tuple[tuple[State, str], ...] = (
        ("covered", "coverage.covered_is"),
        ("partly", "coverage.partly_is"),
        ("missing", "coverage.missing_is"),
        ("unreachable", "coverage.unreachable_is"),
    )
    legend = "".join(
        f'<li class="{state}"><span>{SIGNS[state]} {html(words.state(state))}</span>'
        f"{html(words.word(key))}</li>"
        for state, key in states
    )
    files = (_file(coverage, words, file, begin) for file, begin in begins.items())
    return Html(f'<ul class="legend">{legend}</ul>{join(files)}')


def _file(coverage: Coverage, words: CoverageWords, file: str, begin: str) -> Html:
    counted = counted_of_file(coverage, file)
    share = percent(counted.covered, counted.total)
    numbers = words.word("coverage.sum_of_file", covered=counted.covered, total=counted.total)
    head = (
        f'<h3 class="file"><code>{html(file)}</code>'
        f'<span class="quiet small">{html(share)} {html(numbers)}</span></h3>'
    )
    if file in coverage.sources:
        rows = join(_row(coverage, words, begin, line) for line in lines_of(coverage, file))
    else:
        rows = _without_text(coverage, words, file, begin)
    keys = ("coverage.line", "coverage.hits", "", "coverage.text")
    heads = "".join(f'<th scope="col">{html(words.word(key)) if key else ""}</th>' for key in keys)
    return Html(
        f'{head}<div class="text"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(coverage: Coverage, words: CoverageWords, begin: str, line: Line) -> Html:
    state = line.state
    notes = [f"{words.item(i)}: {words.cases(coverage, i)}" for i in line.begins]
    notes += [words.word("coverage.written", item=words.item(i)) for i in line.written if i.missing]
    title = f' title="{join(map(html, notes), "&#10;")}"' if notes else ""
    shown = line.text.expandtabs(TAB)
    if len(shown) > MOST_CHARACTERS:
        shown = shown[:MOST_CHARACTERS] + " …"
    anchor = f"{begin}{line.number}"
    sign = SIGNS[state] if state and (line.begins or line.written) else ""
    return Html(
        f'<tr id="{anchor}"{_class(state)}{title}><td class="no"><a href="#{anchor}">{line.number}'
        f'</a></td><td class="hits">{_hits(line.begins)}</td>'
        f'<td class="mark">{sign}</td>'
        f'<td class="src">{html(shown)}{_lacks(words, line)}</td></tr>'
    )


def _class(state: str) -> str:
    return f' class="{state}"' if state else ""


def _hits(items: Sequence[CoverageItem]) -> str:
    # Of rules, how many cases; of an attribute, how many of its cells and boundaries.
    rules = [item for item in items if item.kind in RULES]
    if rules or not items:
        return f"{sum(item.hits for item in rules):,}" if rules else ""
    of_attributes = [item for item in items if item.kind in OF_ATTRIBUTES and item.counted]
    if of_attributes:
        return f"{sum(item.covered for item in of_attributes)}/{len(of_attributes)}"
    return f"{sum(item.hits for item in items):,}"


def _lacks(words: CoverageWords, line: Line) -> Html:
    # Said beside the line, where no pointer need rest on it.
    parts = [i for i in line.begins if i.kind not in RULES]
    lacking = [_lacking(words, i) for i in (*parts, *line.written) if i.missing]
    lacking = list(dict.fromkeys(lacking))
    shown = lacking[:MOST_LACKING]
    if len(lacking) > len(shown):
        things = count("coverage_item", len(lacking) - len(shown), words.lang)
        shown.append(text("more", words.lang, things=things))
    return join(f' <span class="lack">{html(each)}</span>' for each in shown)


def _lacking(words: CoverageWords, item: CoverageItem) -> str:
    if item.kind == "override":
        return words.word("coverage.written", item=words.item(item))
    value = plain(item.value) if item.kind == "boundary" else words.values(item)
    return words.word("coverage.lacks_value", value=value)


def _without_text(coverage: Coverage, words: CoverageWords, file: str, begin: str) -> Html:
    # A workbook: its rows by their numbers, each with what it is about.
    found: dict[int, list[CoverageItem]] = {}
    for item in coverage.items:
        if item.file == file:
            found.setdefault(item.line, []).append(item)
    lines = (_line_without_text(number, tuple(items)) for number, items in sorted(found.items()))
    return join(_row(coverage, words, begin, line) for line in lines)


def _line_without_text(number: int, items: tuple[CoverageItem, ...]) -> Line:
    shown = ", ".join(dict.fromkeys(item.rule or item.attribute for item in items))
    return Line(number, shown, state_of(items), items, ())
