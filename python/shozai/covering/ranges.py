# SPDX-License-Identifier: Apache-2.0
"""The values that a printed condition on one attribute describes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..reporting.conditions import LITERAL, QUOTED

if TYPE_CHECKING:
    from .._core import _Range

TOKEN = re.compile(
    rf"""
      (?P<none>!has\(\w+\))
    | \w+[ ](?P<operator>==|<=|>=|<)[ ](?P<literal>{LITERAL})
    | \w+[ ]in[ ]\[(?P<list>{LITERAL}(?:,[ ]{LITERAL})*)\]
    | (?P<or>[ ]\|\|[ ])
    | (?P<and>[ ]&&[ ])
    | (?P<true>\w+)(?=$|[ ]\|\|)
    """,
    re.VERBOSE,
)
LEAST, MOST, BELOW = range(3)
BOUNDS = {">=": LEAST, "<=": MOST, "<": BELOW}


def ranges_of(when: str) -> list[_Range | None] | None:
    """Ranges as (least, greatest, below), None among them for `none`.

    Only what printed cells are made of is read: None in place of the list if there is more.
    """
    ranges: list[_Range | None] = []
    bounds: dict[int, str] = {}
    at = 0
    while at < len(when):
        found = TOKEN.match(when, at)
        if found is None:
            return None
        at = found.end()
        if found["or"] and bounds:
            ranges.append(_range(bounds))
            bounds = {}
        elif found["none"]:
            ranges.append(None)
        elif found["list"]:
            ranges += [_only(part) for part in re.findall(LITERAL, found["list"])]
        elif found["true"]:
            ranges.append(_only("true"))
        elif found["operator"] == "==":
            ranges.append(_only(found["literal"]))
        elif found["operator"]:
            bounds[BOUNDS[found["operator"]]] = plain(found["literal"])
    return [*ranges, _range(bounds)] if bounds else ranges


def plain(literal: str) -> str:
    """What a literal stands for, without quotes and without the name of its type."""
    quoted = re.search(QUOTED, literal)
    return re.sub(r"\\(.)", r"\1", quoted[0][1:-1]) if quoted else literal


def _only(literal: str) -> _Range:
    value = plain(literal)
    return value, value, None


def _range(bounds: dict[int, str]) -> _Range:
    return bounds.get(LEAST), bounds.get(MOST), bounds.get(BELOW)
