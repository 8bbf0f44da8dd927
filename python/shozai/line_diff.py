# SPDX-License-Identifier: Apache-2.0
"""Edits of a text as unified diff; its length counts, not how many of its lines are alike."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .json_edits import Edit, edited

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CONTEXT = 3  # lines around a change


@dataclass(frozen=True, slots=True)
class _Change:
    """Lines of the old text, counted from 0, and what is in their place."""

    first: int
    end: int
    new: list[str]


def unified_diff(text: str, edits: Sequence[Edit], name: str) -> list[str]:
    """The lines of the diff between a text and the text with these edits."""
    lines = text.split("\n")
    found: list[str] = []
    grown = 0  # by how many lines the text is longer so far
    for hunk in _hunks(list(_changes(text, lines, edits))):
        first = max(hunk[0].first - CONTEXT, 0)
        body = list(_body(lines, first, hunk))
        sizes = [sum(line[0] != sign for line in body) for sign in "+-"]
        spans = [_span(first, sizes[0]), _span(first + grown, sizes[1])]
        found += [f"@@ -{spans[0]} +{spans[1]} @@", *body]
        grown += sizes[1] - sizes[0]
    return [f"--- a/{name}", f"+++ b/{name}", *found] if found else []


def _changes(text: str, lines: Sequence[str], edits: Sequence[Edit]) -> Iterator[_Change]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    groups: list[tuple[int, int, list[Edit]]] = []
    for edit in sorted(edits, key=lambda edit: edit.begin):
        first = bisect_right(starts, edit.begin) - 1
        end = bisect_right(starts, edit.end)
        if groups and first < groups[-1][1]:
            first, _end, together = groups.pop()
            groups.append((first, end, [*together, edit]))
        else:
            groups.append((first, end, [edit]))
    for first, end, together in groups:
        at = starts[first]
        moved = [Edit(e.begin - at, e.end - at, e.text) for e in together]
        new = edited(text[at : starts[end] - 1], moved).split("\n")
        change = _trimmed(lines, _Change(first, end, new))
        if change.new or change.end > change.first:
            yield change


def _trimmed(lines: Sequence[str], change: _Change) -> _Change:
    first, end, new = change.first, change.end, change.new
    while first < end and new and lines[first] == new[0]:
        first, new = first + 1, new[1:]
    while first < end and new and lines[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return _Change(first, end, new)


def _hunks(changes: Sequence[_Change]) -> list[list[_Change]]:
    hunks: list[list[_Change]] = []
    for change in changes:
        if hunks and change.first - hunks[-1][-1].end <= 2 * CONTEXT:
            hunks[-1].append(change)
        else:
            hunks.append([change])
    return hunks


def _body(lines: Sequence[str], first: int, hunk: Sequence[_Change]) -> Iterator[str]:
    at = first
    for change in hunk:
        yield from (f" {line}" for line in lines[at : change.first])
        yield from (f"-{line}" for line in lines[change.first : change.end])
        yield from (f"+{line}" for line in change.new)
        at = change.end
    yield from (f" {line}" for line in lines[at : at + CONTEXT])


def _span(first: int, count: int) -> str:
    return f"{first + 1 if count else first},{count}"
