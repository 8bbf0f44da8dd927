# SPDX-License-Identifier: Apache-2.0
"""Numbers of faults, which may be of any length, and their shares, as people read them."""

from __future__ import annotations

from math import log10

LONGEST = 1_000_000_000  # written out below it
# Python converts no more digits at a time than some thousands.
DIGITS_AT_ONCE = 4_000
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def whole(written: str) -> int:
    """The number that so many digits write."""
    number = 0
    for at in range(0, len(written), DIGITS_AT_ONCE):
        part = written[at : at + DIGITS_AT_ONCE]
        number = number * 10 ** len(part) + int(part)
    return number


def digits(number: int | None) -> str | None:
    """All digits of a number; None stays None."""
    if number is None:
        return None
    base = 10**DIGITS_AT_ONCE
    parts = []
    while number >= base:
        number, low = divmod(number, base)
        parts.append(f"{low:0{DIGITS_AT_ONCE}d}")
    return "".join([str(number), *reversed(parts)])


def short(number: int) -> str:
    """A number at a glance: `14,600`, `1.2×10⁴⁰`."""
    if number < LONGEST:
        return f"{number:,}"
    exponent = int(log10(number))
    exponent += (10 ** (exponent + 1) <= number) - (10**exponent > number)
    tenths = (10 * number + 10**exponent // 2) // 10**exponent
    if tenths == 100:
        tenths, exponent = 10, exponent + 1
    return f"{tenths // 10}.{tenths % 10}×10{str(exponent).translate(RAISED)}"


def percent(part: int, of: int) -> str:
    """A part of a whole; only nothing is `0%`, and only all of it `100%`."""
    if of == 0:
        return "–"
    if part in (0, of):
        return "100%" if part else "0%"
    return _in_between(part / of)


def percent_of_one(share: float) -> str:
    """The same for a share that is known as such."""
    if share in (0.0, 1.0):
        return "100%" if share else "0%"
    return _in_between(share)


def _in_between(share: float) -> str:
    if share < 0.000_05:
        return "<0.01%"
    if share > 0.999_95:
        return ">99.99%"
    return f"{100 * share:.2f}%"
