# SPDX-License-Identifier: Apache-2.0
"""Where boxes in columns stand, and how links run between them without crossing a box.

The steps of Sugiyama, Tagawa and Toda (1981): an order in each column with few crossings, then
heights that keep links straight. A link that passes a column takes a lane of its own there; links
to the same box share their lanes, so that they join and run on as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SWEEPS = 16
COLUMN_GAP = 64.0
BOX_GAP = 22.0
LANE_GAP = 9.0
LANE_HEIGHT = 2.0
# How much a link pulls: between lanes most, so that long links are straight.
PULL_OF_LANES = 6.0
PULL_OF_ONE_LANE = 2.0


@dataclass(frozen=True, slots=True)
class Box:
    """Something of a size, in a column."""

    column: int
    width: float
    height: float
    entry: float
    """How far below its top links arrive."""


@dataclass(frozen=True, slots=True)
class Link:
    """From the right side of a box to the left side of one in a later column."""

    source: int
    port: float
    """How far below the top of its box it begins."""
    target: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of boxes and links; the upper left corner is 0, 0."""

    width: float
    height: float
    corners: tuple[tuple[float, float], ...]
    """Of each box its left and its upper side."""
    box_widths: tuple[float, ...]
    """As wide as the widest of its column."""
    lanes: tuple[tuple[tuple[float, float, float], ...], ...]
    """Of each link the lanes on its way: left end, right end, height."""


@dataclass(slots=True)
class _Slot:
    """A place in a column: of a box, or a lane of links to one."""

    height: float
    is_lane: bool
    order: float
    top: float = 0.0


@dataclass(frozen=True, slots=True)
class _Segment:
    """A piece of a link, from one column to the next."""

    left: _Slot
    left_offset: float
    right: _Slot
    right_offset: float

    @property
    def pull(self) -> float:
        lanes = self.left.is_lane + self.right.is_lane
        return (1.0, PULL_OF_ONE_LANE, PULL_OF_LANES)[lanes]


def arrange(boxes: Sequence[Box], links: Sequence[Link]) -> Layout:
    """Places for boxes and links. The same arguments always get the same places."""
    plan = _Plan(boxes, links)
    plan.reduce_crossings()
    plan.choose_heights()
    return plan.layout()


class _Plan:
    def __init__(self, boxes: Sequence[Box], links: Sequence[Link]) -> None:
        self._boxes = boxes
        self._links = links
        count = max((box.column for box in boxes), default=-1) + 1
        self._columns: list[list[_Slot]] = [[] for _ in range(count)]
        self._gaps: list[list[_Segment]] = [[] for _ in range(max(count - 1, 0))]
        self._slots: list[_Slot] = []
        for box in boxes:
            slot = _Slot(box.height, False, float(len(self._columns[box.column])))
            self._slots.append(slot)
            self._columns[box.column].append(slot)
        self._lanes: dict[tuple[int, int], _Slot] = {}
        drawn: set[tuple[int, float, int]] = set()
        for link in links:
            for segment in self._segments(link):
                column, one = segment
                key = (id(one.left), one.left_offset, id(one.right))
                if key not in drawn:
                    drawn.add(key)
                    self._gaps[column].append(one)
        for column in range(count):
            self._stack(column)

    def _segments(self, link: Link) -> Iterable[tuple[int, _Segment]]:
        target = self._boxes[link.target]
        left, offset = self._slots[link.source], link.port
        for column in range(self._boxes[link.source].column, target.column - 1):
            lane = self._lane(link.target, column + 1)
            yield column, _Segment(left, offset, lane, LANE_HEIGHT / 2)
            left, offset = lane, LANE_HEIGHT / 2
        last = _Segment(left, offset, self._slots[link.target], target.entry)
        yield target.column - 1, last

    def _lane(self, target: int, column: int) -> _Slot:
        found = self._lanes.get((target, column))
        if found is None:
            found = _Slot(LANE_HEIGHT, True, float(len(self._columns[column])))
            self._lanes[target, column] = found
            self._columns[column].append(found)
        return found

    # --- order ---

    def reduce_crossings(self) -> None:
        """Orders each column by where its neighbours are, from either side; keeps the best."""
        best = self._order()
        fewest = self._crossings()
        for sweep in range(SWEEPS):
            if not fewest:
                break  # as in a tree from the beginning
            self._sweep(rightwards=sweep % 2 == 0)
            self._exchange_neighbours()
            if (crossings := self._crossings()) < fewest:
                best, fewest = self._order(), crossings
        self._columns = best
        for column in range(len(self._columns)):
            self._stack(column)

    def _order(self) -> list[list[_Slot]]:
        return [list(column) for column in self._columns]

    def _sweep(self, *, rightwards: bool) -> None:
        columns = range(1, len(self._columns))
        for column in columns if rightwards else reversed([c - 1 for c in columns]):
            wanted: dict[int, list[float]] = {}
            for s in self._gaps[column - 1] if rightwards else self._gaps[column]:
                there = s.left.top + s.left_offset if rightwards else s.right.top + s.right_offset
                here = s.right_offset if rightwards else s.left_offset
                slot = s.right if rightwards else s.left
                wanted.setdefault(id(slot), []).append(there - here)
            self._columns[column].sort(
                key=lambda slot: fmean(wanted[id(slot)]) if id(slot) in wanted else slot.top
            )
            self._stack(column)

    def _exchange_neighbours(self) -> None:
        for number, column in enumerate(self._columns):
            for at in range(len(column) - 1):
                before = self._crossings_at(number)
                column[at], column[at + 1] = column[at + 1], column[at]
                self._stack(number)
                if self._crossings_at(number) >= before:
                    column[at], column[at + 1] = column[at + 1], column[at]
                    self._stack(number)

    def _stack(self, column: int) -> None:
        top = 0.0
        for order, slot in enumerate(self._columns[column]):
            slot.order = float(order)
            slot.top = top
            top += slot.height + BOX_GAP

    def _crossings(self) -> int:
        return sum(map(_crossings, self._gaps))

    def _crossings_at(self, column: int) -> int:
        return sum(_crossings(gap) for gap in self._gaps[max(column - 1, 0) : column + 1])

    # --- heights ---

    def choose_heights(self) -> None:
        """Moves slots up and down, their order kept, until links are as straight as can be."""
        count = len(self._columns)
        for _ in range(SWEEPS):
            for column in range(1, count):
                self._settle(column, self._gaps[column - 1], [])
            for column in reversed(range(count - 1)):
                self._settle(column, [], self._gaps[column])
        for _ in range(SWEEPS):
            for column in range(count):
                before = self._gaps[column - 1] if column else []
                after = self._gaps[column] if column + 1 < count else []
                self._settle(column, before, after)
        least = min((slot.top for column in self._columns for slot in column), default=0.0)
        for column_slots in self._columns:
            for slot in column_slots:
                slot.top -= least

    def _settle(self, column: int, before: list[_Segment], after: list[_Segment]) -> None:
        pulls: dict[int, list[tuple[float, float]]] = {}
        for s in before:
            wanted = s.left.top + s.left_offset - s.right_offset
            pulls.setdefault(id(s.right), []).append((wanted, s.pull))
        for s in after:
            wanted = s.right.top + s.right_offset - s.left_offset
            pulls.setdefault(id(s.left), []).append((wanted, s.pull))
        slots = self._columns[column]
        wishes = [pulls.get(id(slot), [(slot.top, 0.01)]) for slot in slots]
        for slot, top in zip(slots, _placed(slots, wishes), strict=True):
            slot.top = top

    # --- the result ---

    def layout(self) -> Layout:
        """Places as numbers."""
        count = len(self._columns)
        widths = [0.0] * count
        for box in self._boxes:
            widths[box.column] = max(widths[box.column], box.width)
        lefts = [sum(widths[:column]) + COLUMN_GAP * column for column in range(count)]

        def lanes(link: Link) -> Iterable[tuple[float, float, float]]:
            between = range(self._boxes[link.source].column + 1, self._boxes[link.target].column)
            for column in between:
                top = self._lanes[link.target, column].top + LANE_HEIGHT / 2
                yield lefts[column], lefts[column] + widths[column], top

        places = [(lefts[box.column], slot.top) for box, slot in self._placed_boxes()]
        bottoms = [slot.top + slot.height for column in self._columns for slot in column]
        return Layout(
            width=lefts[-1] + widths[-1] if count else 0.0,
            height=max(bottoms, default=0.0),
            corners=tuple(places),
            box_widths=tuple(widths[box.column] for box in self._boxes),
            lanes=tuple(tuple(lanes(link)) for link in self._links),
        )

    def _placed_boxes(self) -> Iterable[tuple[Box, _Slot]]:
        return zip(self._boxes, self._slots, strict=True)


def _crossings(gap: list[_Segment]) -> int:
    ends = sorted(((s.left.order, s.left_offset), (s.right.order, s.right_offset)) for s in gap)
    return sum(
        one[0] < other[0] and one[1] > other[1]
        for at, one in enumerate(ends)
        for other in ends[at + 1 :]
    )


def _room(upper: _Slot, lower: _Slot) -> float:
    return upper.height + (LANE_GAP if upper.is_lane and lower.is_lane else BOX_GAP)


def _placed(
    slots: Sequence[_Slot], wishes: Sequence[Sequence[tuple[float, float]]]
) -> Iterable[float]:
    """Tops in the given order, without overlap, with the least squares of missed wishes.

    The tops less the room that is needed above are to be non-decreasing: isotonic regression, by
    joining neighbours that would come out the wrong way round.
    """
    above = [0.0]
    for upper, lower in pairwise(slots):
        above.append(above[-1] + _room(upper, lower))
    blocks: list[tuple[float, float, int]] = []  # weighted sum of wishes, weight, slots
    for wished, room in zip(wishes, above, strict=False):
        block = (
            sum((top - room) * weight for top, weight in wished),
            sum(weight for _top, weight in wished),
            1,
        )
        while blocks and blocks[-1][0] / blocks[-1][1] >= block[0] / block[1]:
            total, weight, members = blocks.pop()
            block = (block[0] + total, block[1] + weight, block[2] + members)
        blocks.append(block)
    levels = [total / weight for total, weight, members in blocks for _ in range(members)]
    return (level + room for level, room in zip(levels, above, strict=False))
