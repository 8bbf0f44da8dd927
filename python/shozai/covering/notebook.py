# SPDX-License-Identifier: Apache-2.0
"""Coverage in a notebook: plain HTML without scripts, every text escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..amounts import percent
from ..display import fields, table
from ..texts import count, default_language
from .items import KINDS
from .words import CoverageWords

if TYPE_CHECKING:
    from ..coverage import Coverage, KindCount

# Rows of what is missing to show; the rest is counted.
MOST_ROWS = 100


def coverage_html(coverage: Coverage) -> str:
    """A coverage: its policy, its kinds, and what is missing."""
    words = CoverageWords(default_language(), coverage.core)
    cases = count("test_case", coverage.cases, words.lang)
    shown = words.word("coverage.heading", policy=coverage.policy.name, cases=cases)
    counts = coverage.by_kind
    rows = [
        _row(words.kind(kind), counts[kind])
        for kind in KINDS
        if counts[kind].total or counts[kind].unreachable
    ]
    rows.append(_row(words.word("coverage.together"), coverage.total))
    keys = ("coverage.covered", "coverage.to_cover", "coverage.share", "coverage.unreachable")
    return (
        fields([("", shown)])
        + table(["", *(words.word(key) for key in keys)], rows)
        + _missing(coverage, words)
    )


def _row(name: str, counted: KindCount) -> tuple[str, ...]:
    numbers = (counted.covered, counted.total)
    return name, *(f"{n:,}" for n in numbers), percent(*numbers), f"{counted.unreachable:,}"


def _missing(coverage: Coverage, words: CoverageWords) -> str:
    rows = [
        (group.title, words.kind(item.kind), words.item(item), words.place(item))
        for group in words.groups(coverage.missing())
        for _kind, items in group.by_kind()
        for item in items
    ]
    if not rows:
        return fields([("", words.word("coverage.all"))])
    rest = len(rows) - MOST_ROWS
    more = ""
    if rest > 0:
        things = count("coverage_item", rest, words.lang)
        more = fields([("", words.word("more", things=things))])
    keys = ("coverage.of", "coverage.kind", "coverage.missing", "place")
    return table([words.word(key) for key in keys], rows[:MOST_ROWS]) + more
