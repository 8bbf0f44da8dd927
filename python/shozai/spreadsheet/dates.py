# SPDX-License-Identifier: Apache-2.0
"""Days as they are written in Japan: `2026年4月1日`, `令和8年4月1日`, `R8.4.1`, `2026/4/1`."""

from __future__ import annotations

import datetime as dt
import re
from unicodedata import normalize

from .characters import BLANKS, on_keyboard
from .findings import UnclearError

# Each era: its letter, its first day, its last.
ERAS: dict[str, tuple[str, dt.date, dt.date]] = {
    "明治": ("M", dt.date(1873, 1, 1), dt.date(1912, 7, 29)),  # the calendar of today begins
    "大正": ("T", dt.date(1912, 7, 30), dt.date(1926, 12, 24)),
    "昭和": ("S", dt.date(1926, 12, 25), dt.date(1989, 1, 7)),
    "平成": ("H", dt.date(1989, 1, 8), dt.date(2019, 4, 30)),
    "令和": ("R", dt.date(2019, 5, 1), dt.date.max),
}
MEIJI = dt.date(1868, 1, 1)
LETTERS = {letter: era for era, (letter, _first, _last) in ERAS.items()}

_ERA = rf"(?P<era>{'|'.join(ERAS)}|[{''.join(LETTERS)}])"
_IN_ERA = re.compile(
    rf"{_ERA}(?P<year>\d{{1,2}}|元)(?:年(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})日"
    rf"|(?P<sep>[./-])(?P<m2>\d{{1,2}})(?P=sep)(?P<d2>\d{{1,2}}))"
)
_COMMON = re.compile(
    r"(?P<year>\d{4})(?:年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"
    r"|(?P<sep>[./-])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2}))"
)
_WEEKDAY = re.compile(r"\([月火水木金土日](?:曜日?)?\)$")
_SHORT = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{1,2})")
_NO_YEAR = re.compile(r"\d{1,2}月\d{1,2}日")
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
FORM = "`2026-04-01`"


def iso_date(text: str, *, surely: bool = False) -> str | None:
    """The day that a text writes, such as `2026-04-01`; None if it does not write a day.

    With `surely`, only what can hardly be anything else: `2026.4.1` or `S1-2-3` may be a number of
    something.

    Raises:
        UnclearError: there is no such day, or it is not plain which one is meant.
    """
    if ISO.fullmatch(text):
        return text  # whether there is such a day, whoever reads it says
    plain = BLANKS.sub("", normalize("NFKC", on_keyboard(text)))
    plain = _WEEKDAY.sub("", plain)
    if (found := _COMMON.fullmatch(plain)) and not (surely and found["sep"] == "."):
        return _day(text, int(found["year"]), found)
    found = _IN_ERA.fullmatch(plain.upper() if plain.isascii() else plain)
    if found and not (surely and found["sep"] == "-"):
        return _in_era(text, found)
    if found := _SHORT.fullmatch(plain):
        raise UnclearError("SZ841", text, *_readings(found))
    if _NO_YEAR.fullmatch(plain):
        raise UnclearError("SZ845", text, FORM)
    return None


def _day(text: str, year: int, found: re.Match[str]) -> str:
    month, day = int(found["m"] or found["m2"]), int(found["d"] or found["d2"])
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        raise UnclearError("SZ845", text, FORM) from None


def _in_era(text: str, found: re.Match[str]) -> str:
    era = LETTERS.get(found["era"], found["era"])
    _letter, first, last = ERAS[era]
    number = 1 if found["year"] == "元" else int(found["year"])
    begins = MEIJI if era == "明治" else first
    day = _day(text, begins.year + number - 1, found)
    if number < 1 or not first <= dt.date.fromisoformat(day) <= last:
        raise UnclearError("SZ845", text, FORM)
    return day


def _readings(found: re.Match[str]) -> tuple[str, str]:
    first, second, last = found.groups()
    if len(last) == 4:
        return f"{last}/{first}/{second}", f"{last}/{second}/{first}"
    return f"20{first:0>2}/{second}/{last}", f"20{last:0>2}/{first}/{second}"
