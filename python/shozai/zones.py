# SPDX-License-Identifier: Apache-2.0
"""Zones from the standard library: when their clocks change, for the core."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FIRST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
END = dt.datetime(2200, 1, 1, tzinfo=dt.UTC)
BEGINNING_OF_TIME = -(2**63)
# No zone has changed its clocks twice within a week and ended up where it was.
PROBE = dt.timedelta(days=7)
SECOND = dt.timedelta(seconds=1)
MICROSECOND = dt.timedelta(microseconds=1)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@lru_cache(maxsize=256)
def zone_changes(name: str) -> tuple[tuple[int, int], ...] | None:
    """When the clocks of a zone change from 1900 to 2199, and how far ahead of UTC they are then.

    Instants and offsets are microseconds; the first instant is the beginning of time. None for a
    name that is not known.
    """
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    offset = _offset(zone, FIRST)
    changes = [(BEGINNING_OF_TIME, offset // MICROSECOND)]
    before = FIRST
    while before < END:
        after = min(before + PROBE, END)
        if (then := _offset(zone, after)) != offset:
            changes.append(
                ((_change(zone, before, after) - EPOCH) // MICROSECOND, then // MICROSECOND)
            )
            offset = then
        before = after
    return tuple(changes)


def _offset(zone: ZoneInfo, at: dt.datetime) -> dt.timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def _change(zone: ZoneInfo, before: dt.datetime, after: dt.datetime) -> dt.datetime:
    """The second from which the offset is that of `after`, which differs from that of `before`."""
    wanted = _offset(zone, after)
    low, high = 0, int((after - before) / SECOND)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, before + middle * SECOND) == wanted:
            high = middle
        else:
            low = middle
    return before + high * SECOND
