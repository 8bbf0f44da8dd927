# SPDX-License-Identifier: Apache-2.0
"""Instants: aware datetimes and RFC 3339 texts here, microseconds since 1970 there."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo

Moment = dt.datetime | str

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
YEAR = dt.timedelta(days=365)
# What stands for "without end".
END_OF_TIME = 2**63 - 1

_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(?P<offset>[Zz]|[+-]\d\d:\d\d)?", re.ASCII
)
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)", re.ASCII)


def instant(moment: Moment) -> int:
    """Microseconds since 1970 in UTC.

    Raises:
        ValueError: it has no zone, or the text is not of RFC 3339.
        TypeError: it is neither a datetime nor a text.
    """
    if isinstance(moment, str):
        moment = read_moment(moment)
    if not isinstance(moment, dt.datetime):
        raise TypeError(f"a moment is a datetime or a text, not {type(moment).__name__}")
    if moment.utcoffset() is None:
        raise ValueError(f"{moment.isoformat()} has no zone: which instant it is depends on one")
    return (moment - EPOCH) // MICROSECOND


def read_moment(written: str, zone: dt.tzinfo | None = None) -> dt.datetime:
    """A moment as RFC 3339 writes it; without an offset, one of the local time of `zone`.

    Raises:
        ValueError: the text is no moment, or has neither an offset nor a zone.
    """
    found = _RFC_3339.fullmatch(written)
    if found is None:
        raise ValueError(f"{written!r} is no moment such as 2026-04-03T02:00:00+09:00")
    moment = dt.datetime.fromisoformat(written.upper())
    if found["offset"] is not None:
        return moment
    if zone is None:
        raise ValueError(f"{written!r} has no offset from UTC, such as Z or +09:00, at its end")
    # A local time that a clock put forward never shows is the instant of an hour later.
    return moment.replace(tzinfo=zone).astimezone(dt.UTC)


def moment_of(at: int | None, zone: dt.tzinfo = dt.UTC) -> dt.datetime | None:
    """The datetime of an instant in a zone; None of one that no calendar reaches."""
    if at is None:
        return None
    try:
        return (EPOCH + at * MICROSECOND).astimezone(zone)
    except OverflowError:
        return None


def parsed(written: str | None, zone: dt.tzinfo) -> dt.datetime | None:
    """A timestamp of a result in a zone."""
    return None if written is None else dt.datetime.fromisoformat(written).astimezone(zone)


def zone_named(name: str) -> dt.tzinfo:
    """A zone by its name, or by its offset from UTC."""
    if name in ("UTC", "Z"):
        return dt.UTC
    offset = _OFFSET.fullmatch(name)
    if offset is None:
        return zoneinfo.ZoneInfo(name)
    sign, hours, minutes = offset.groups()
    ahead = dt.timedelta(hours=int(hours), minutes=int(minutes))
    return dt.timezone(-ahead if sign == "-" else ahead)


def apart(later: dt.datetime, earlier: dt.datetime) -> dt.timedelta:
    """The time between two moments; a plain difference of one zone is that of its clocks."""
    return later.astimezone(dt.UTC) - earlier.astimezone(dt.UTC)


def after(moment: dt.datetime, amount: dt.timedelta) -> dt.datetime:
    """The moment that comes so much time later, in the same zone."""
    return (moment.astimezone(dt.UTC) + amount).astimezone(moment.tzinfo)


def shown(moment: dt.datetime | None) -> str:
    """A moment as a table shows it: to the minute, unless it has seconds."""
    if moment is None:
        return ""
    exact = "" if not (moment.second or moment.microsecond) else moment.strftime(":%S")
    fraction = f".{moment.microsecond:06d}".rstrip("0") if moment.microsecond else ""
    return f"{moment:%Y-%m-%d %H:%M}{exact}{fraction}"


def duration_of(amount: int | None) -> dt.timedelta | None:
    """Microseconds as a duration."""
    return None if amount is None else amount * MICROSECOND


def iso_duration(amount: dt.timedelta) -> str:
    """A duration of whole seconds as ISO 8601 writes it, in days, hours, minutes and seconds."""
    hours, rest = divmod(amount.seconds, 3_600)
    minutes, seconds = divmod(rest, 60)
    day = f"{amount.days}D" if amount.days else ""
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    time = "".join(f"{number}{unit}" for number, unit in parts if number)
    return f"P{day}T{time}" if time else f"P{day}" if day else "PT0S"


_DURATION = re.compile(
    r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,6}))?S)?)?", re.ASCII
)


def read_duration(written: str) -> dt.timedelta:
    """A duration of ISO 8601 in days, hours, minutes and seconds.

    Raises:
        ValueError: it is none.
    """
    found = _DURATION.fullmatch(written)
    if found is None:
        raise ValueError(f"{written!r} is no duration such as PT30M")
    days, hours, minutes, seconds, fraction = found.groups(default="0")
    return dt.timedelta(
        days=int(days),
        hours=int(hours),
        minutes=int(minutes),
        seconds=int(seconds),
        microseconds=int(fraction.ljust(6, "0")),
    )
