# SPDX-License-Identifier: Apache-2.0
"""Typed values of spreadsheet cells as exact texts."""

from __future__ import annotations

import datetime as dt
import re

from .findings import UnclearError

ERROR_SHOWN, NOT_EXACT, SHOWN_OTHERWISE = "SZ838", "SZ839", "SZ840"
# A spreadsheet keeps so many digits of a number; more of them are made up.
DIGITS = 15
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
SCALED = re.compile(r"%|[0#?],+(?![0#?,])")


def text_of(value: object, number_format: str) -> str:
    """A value as text: `5`, `12.5`, `2026-04-01`, `true`; empty for none.

    Raises:
        UnclearError: the value is not exact, or what it means is not plain.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        if SCALED.search(QUOTED.sub("", number_format.partition(";")[0])):
            raise UnclearError(SHOWN_OTHERWISE, repr(value), number_format)
        return number_text(value)
    raise UnclearError(SHOWN_OTHERWISE, str(value), number_format)  # a time of day, a time span


def number_text(value: float) -> str:
    """The shortest text that writes a number exactly, without an exponent.

    Raises:
        UnclearError: it takes more digits than a spreadsheet keeps.
    """
    text = str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**DIGITS:
        text = str(int(value))
    digits = text.lstrip("-").replace(".", "").lstrip("0")
    if (not digits.isdecimal() and digits) or len(digits) > DIGITS:
        raise UnclearError(NOT_EXACT, text)
    return text
