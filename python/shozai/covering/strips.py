# SPDX-License-Identifier: Apache-2.0
"""The values of an attribute in their order: cells, and the thresholds between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .ranges import plain, ranges_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .._core import _Range
    from .items import CoverageItem


@dataclass(slots=True)
class Threshold:
    """A threshold by its two boundary values; one may lie outside of the attribute's values."""

    below: CoverageItem | None = None
    above: CoverageItem | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """Stretches of values, each of one cell, with the thresholds between them."""

    stretches: tuple[CoverageItem | None, ...]
    """One more than there are thresholds; None where no cell is known."""
    thresholds: tuple[Threshold, ...]
    others: tuple[CoverageItem, ...]
    """Cells without a place in the order, such as that of `none`."""

    def label(self, place: int) -> str:
        """A stretch by its first and its last value, as far as it has such."""
        least = self.thresholds[place - 1].above if place else None
        most = self.thresholds[place].below if place < len(self.thresholds) else None
        if least is not None and most is not None:
            first, last = plain(least.value), plain(most.value)
            return first if first == last else f"{first} – {last}"
        if most is not None:
            return f"≤ {plain(most.value)}"
        return f"≥ {plain(least.value)}" if least is not None else ""


def strip_of(items: Iterable[CoverageItem]) -> Strip:
    """The strip of the cells and boundaries of one attribute.

    Thresholds are in the order of the boundaries, which is that of their values.
    """
    given = list(items)
    thresholds = _thresholds([item for item in given if item.kind == "boundary"])
    stretches: list[CoverageItem | None] = [None] * (len(thresholds) + 1)
    others = []
    for cell in (item for item in given if item.kind == "cell"):
        places = _places(cell, thresholds) if thresholds else []
        for place in places:
            stretches[place] = cell
        if not places:
            others.append(cell)
    return Strip(tuple(stretches), tuple(thresholds), tuple(others))


def _thresholds(boundaries: Sequence[CoverageItem]) -> list[Threshold]:
    found: list[Threshold] = []
    for item in boundaries:
        if item.side != "below":
            if not found or found[-1].above is not None:
                found.append(Threshold())
            found[-1].above = item
        if item.side != "above":
            found.append(Threshold(below=item))
    return found


def _places(cell: CoverageItem, thresholds: Sequence[Threshold]) -> list[int]:
    # The stretches of a cell, by the boundary values that its ranges begin and end with.
    below = {_value(t.below): place for place, t in enumerate(thresholds) if t.below}
    above = {_value(t.above): place for place, t in enumerate(thresholds) if t.above}
    places: list[int] = []
    for found in ranges_of(cell.when) or ():
        if found is not None:
            places += _stretch(found, below, above, len(thresholds))
    return places


def _stretch(
    found: _Range, below: dict[str, int], above: dict[str, int], last: int
) -> Iterable[int]:
    least, most, end = found
    first = 0 if least is None else above.get(least, -1) + 1
    if most is not None:
        last = below.get(most, last)
    elif end is not None:
        last = above.get(end, last)
    # A bound that is no boundary value is the least or the greatest value there is.
    return range(first, last + 1)


def _value(item: CoverageItem) -> str:
    return plain(item.value)
