# SPDX-License-Identifier: Apache-2.0
"""Changes of zones against what zoneinfo says at random instants."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import time
import zoneinfo
from bisect import bisect_right

import pytest

from shozai.zones import BEGINNING_OF_TIME, END, EPOCH, FIRST, MICROSECOND, zone_changes

ODD = (
    "Africa/Casablanca",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Pacific/Apia",
    "Pacific/Kwajalein",
)
EVERY = sorted(zoneinfo.available_timezones())
SAMPLED = sorted({*ODD, *random.Random(7).sample(EVERY, min(60, len(EVERY)))})


def expected(zone: zoneinfo.ZoneInfo, at: dt.datetime) -> int:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset // MICROSECOND


def said(changes: tuple[tuple[int, int], ...], at: dt.datetime) -> int:
    instants = [instant for instant, _ in changes]
    return changes[bisect_right(instants, (at - EPOCH) // MICROSECOND) - 1][1]


@pytest.mark.parametrize("name", SAMPLED)
def test_a_zone_is_what_zoneinfo_says_at_random_instants_and_beside_its_changes(name: str) -> None:
    zone = zoneinfo.ZoneInfo(name)
    changes = zone_changes(name)
    assert changes is not None

    draw = random.Random(name)
    instants = [
        FIRST + dt.timedelta(seconds=draw.randrange(int((END - FIRST).total_seconds())))
        for _ in range(300)
    ]
    for instant, _ in draw.sample(changes[1:], min(50, len(changes) - 1)):
        change = EPOCH + instant * MICROSECOND
        instants += [change - dt.timedelta(seconds=1), change]
    for at in instants:
        assert said(changes, at) == expected(zone, at), at


@pytest.mark.parametrize("name", SAMPLED)
def test_changes_are_in_order_from_the_beginning_of_time_and_each_changes_something(
    name: str,
) -> None:
    changes = zone_changes(name)
    assert changes is not None
    assert changes[0][0] == BEGINNING_OF_TIME
    for (before, old), (after, new) in itertools.pairwise(changes):
        assert before < after
        assert old != new
    assert all(FIRST <= EPOCH + at * MICROSECOND < END for at, _ in changes[1:])


def test_known_changes_are_there_to_the_second() -> None:
    berlin = zone_changes("Europe/Berlin")
    apia = zone_changes("Pacific/Apia")
    assert berlin is not None
    assert apia is not None
    spring = dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC)
    assert ((spring - EPOCH) // MICROSECOND, 2 * 3600 * 10**6) in berlin
    skipped = dt.datetime(2011, 12, 30, 10, tzinfo=dt.UTC)
    assert ((skipped - EPOCH) // MICROSECOND, 14 * 3600 * 10**6) in apia
    assert zone_changes("UTC") == ((BEGINNING_OF_TIME, 0),)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "Asia",
        "Asia/",
        "Asia/Tokio",
        "../zoneinfo/Asia/Tokyo",
        "/usr/share/zoneinfo/Asia/Tokyo",
        "Asia/../Asia/Tokyo",
        "tokyo\0",
        "東京",
        "A" * 5000,
    ],
)
def test_a_name_that_is_not_known_is_none_and_never_a_path(name: str) -> None:
    assert zone_changes(name) is None


def test_a_zone_is_found_once() -> None:
    zone_changes("America/New_York")
    started = time.perf_counter()
    for _ in range(1000):
        zone_changes("America/New_York")
    assert time.perf_counter() - started < 0.5
