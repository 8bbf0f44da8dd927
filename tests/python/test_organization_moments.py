# SPDX-License-Identifier: Apache-2.0
"""Instants and durations cross over without a microsecond lost."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shozai.organization.moments import (
    EPOCH,
    after,
    apart,
    instant,
    iso_duration,
    moment_of,
    read_duration,
    read_moment,
    shown,
    zone_named,
)

BERLIN = ZoneInfo("Europe/Berlin")
AWARE = st.datetimes(
    min_value=dt.datetime(1900, 1, 1),
    max_value=dt.datetime(2200, 1, 1),
    timezones=st.sampled_from([dt.UTC, BERLIN, ZoneInfo("Asia/Tokyo"), ZoneInfo("Asia/Kathmandu")]),
)


@given(AWARE)
def test_an_instant_comes_back(moment: dt.datetime) -> None:
    assert moment_of(instant(moment)) == moment.astimezone(dt.UTC)


@given(st.integers(-(2**61), 2**61))
def test_every_instant_that_a_calendar_reaches_comes_back(at: int) -> None:
    moment = moment_of(at)
    assert moment is None or instant(moment) == at


@given(st.timedeltas(min_value=dt.timedelta(0), max_value=dt.timedelta(days=100_000)))
def test_durations_come_back(amount: dt.timedelta) -> None:
    whole = dt.timedelta(days=amount.days, seconds=amount.seconds)
    assert read_duration(iso_duration(amount)) == whole


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01t00:00:00z", 0),
        ("1970-01-01 09:00+09:00", 0),
        ("1970-01-01T00:00:00.000001Z", 1),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("2026-04-03T02:00:00+09:00", 1_775_149_200_000_000),
    ],
)
def test_texts_of_rfc_3339_are_instants(written: str, at: int) -> None:
    assert instant(written) == at


@pytest.mark.parametrize(
    "written",
    ["", "2026-04-03", "2026-04-03T02:00", "2026-W14-5T02:00Z", "2026-02-30T00:00Z",
     "20260403T0200Z", "2026-04-03T25:00Z", "2026-04-03T02:00:00.1234567Z", "2026-04-03T02:00+9",
     "now", "2026-04-03T02:00Z ", "\u0662026-04-03T02:00Z"],
)  # fmt: skip
def test_texts_that_are_no_instant_are_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whose message is Python's in some cases
        instant(written)


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2026-03-29T02:30", "2026-03-29T01:30:00+00:00"),  # skipped: an hour later
        ("2026-10-25T02:30", "2026-10-25T00:30:00+00:00"),  # shown twice: the first
        ("2026-07-01T12:00", "2026-07-01T10:00:00+00:00"),
    ],
)
def test_local_times_are_read_as_the_document_reads_them(local: str, utc: str) -> None:
    assert read_moment(local, BERLIN) == dt.datetime.fromisoformat(utc)


def test_time_between_moments_of_one_zone_is_elapsed_time() -> None:
    before = dt.datetime(2026, 3, 29, 1, tzinfo=BERLIN)
    later = dt.datetime(2026, 3, 29, 4, tzinfo=BERLIN)
    assert apart(later, before) == dt.timedelta(hours=2)
    assert after(before, dt.timedelta(hours=2)) == later


@pytest.mark.parametrize(
    ("name", "hours"), [("UTC", 0), ("Z", 0), ("+09:00", 9), ("-03:30", -3.5), ("Asia/Tokyo", 9)]
)
def test_zones_have_their_offset(name: str, hours: float) -> None:
    assert EPOCH.astimezone(zone_named(name)).utcoffset() == dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (dt.datetime(2026, 4, 3, 2, tzinfo=dt.UTC), "2026-04-03 02:00"),
        (dt.datetime(2026, 4, 3, 2, 0, 5, tzinfo=dt.UTC), "2026-04-03 02:00:05"),
        (dt.datetime(2026, 4, 3, 2, 0, 0, 500_000, tzinfo=dt.UTC), "2026-04-03 02:00:00.5"),
        (None, ""),
    ],
)
def test_moments_are_shown_no_longer_than_needed(moment: dt.datetime | None, text: str) -> None:
    assert shown(moment) == text
