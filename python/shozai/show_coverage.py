# SPDX-License-Identifier: Apache-2.0
"""What cases exercise of a policy, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .amounts import percent
from .covering.items import KINDS
from .covering.words import CoverageWords
from .terminal import MOST_FINDINGS, safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from .coverage import Coverage, KindCount
    from .covering.items import CoverageItem
    from .terminal import Screen

# Of the names of kinds; the longest keeps a gap behind it.
WIDTH = 17


def show_coverage(screen: Screen, coverage: Coverage, *, most: int = MOST_FINDINGS) -> None:
    """Prints how much of each kind is covered, then what is missing; of that at most `most`."""
    words = CoverageWords(screen.lang, coverage.core)
    cases = screen.count("test_case", coverage.cases)
    screen.heading(screen.word("coverage.heading", policy=coverage.policy.name, cases=cases))
    _show_kinds(screen, coverage, words)
    missing = coverage.missing()
    _show_missing(screen, words, missing[:most])
    if len(missing) > most:
        screen.line()
        things = screen.count("coverage_item", len(missing) - most)
        screen.line(screen.word("more", things=things), "dim")
    screen.line()
    _show_verdict(screen, coverage)


def _show_kinds(screen: Screen, coverage: Coverage, words: CoverageWords) -> None:
    counts = coverage.by_kind
    headings = ["", "coverage.covered", "coverage.to_cover", "coverage.share"]
    if coverage.total.unreachable:
        headings.append("coverage.unreachable")
    table = screen.table(
        [key and screen.word(key) for key in headings], numbers=range(1, len(headings))
    )
    for kind in KINDS:
        if counts[kind].total or counts[kind].unreachable:
            table.add_row(*_row(words.kind(kind), counts[kind], len(headings)))
    table.add_row(*_row(screen.word("coverage.together"), coverage.total, len(headings)))
    screen.show(table)


def _row(name: str, counted: KindCount, columns: int) -> list[Text]:
    whole = counted.covered == counted.total
    share = safe(percent(counted.covered, counted.total), "" if whole else "yellow")
    numbers = [safe(f"{counted.covered:,}"), safe(f"{counted.total:,}"), share]
    return [safe(name), *numbers, safe(f"{counted.unreachable:,}")][:columns]


def _show_missing(screen: Screen, words: CoverageWords, missing: Sequence[CoverageItem]) -> None:
    for group in words.groups(missing):
        screen.line()
        screen.line(screen.word("coverage.lacks", name=group.title), "yellow")
        for kind, items in group.by_kind():
            label = words.kind(kind)
            for item in items:
                screen.field(label, f"{words.item(item)}  {words.place(item)}", width=WIDTH)
                label = ""


def _show_verdict(screen: Screen, coverage: Coverage) -> None:
    counted = coverage.total
    if counted.covered == counted.total:
        screen.line(screen.word("coverage.all"), "bold green")
        return
    share = percent(counted.covered, counted.total)
    numbers = {"covered": f"{counted.covered:,}", "total": f"{counted.total:,}"}
    screen.line(screen.word("coverage.sum", share=share, **numbers), "yellow")
