# SPDX-License-Identifier: Apache-2.0
"""Numbers and days in cells, and the words that bound them: 以上, 以下, 未満, 超, 〜."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from .dates import ISO, iso_date
from .findings import UnclearError
from .lists import parts_of

if TYPE_CHECKING:
    from .vocabulary import Column

TWO_WAYS = "SZ841"
NUMBERS = ("int", "decimal")
# Behind a value: the sign that says the same.
LOWER = {
    **dict.fromkeys(("以上", "以降", "以後", "から"), ">="),
    **dict.fromkeys(("を超える", "を超え", "超過", "超", "より大きい", "より多い", "より後"), ">"),
}
UPPER = {
    **dict.fromkeys(("以下", "以内", "以前", "まで"), "<="),
    **dict.fromkeys(("未満", "より小さい", "より少ない", "より前"), "<"),
}
_LOW, _HIGH = ("|".join(words) for words in (LOWER, UPPER))
_BOUND = re.compile(rf"(?P<value>.+?)(?P<word>{_LOW}|{_HIGH})")
_BETWEEN = re.compile(rf"(?P<low>.+?)(?P<from>{_LOW})\s*(?P<comma>[,;]?)\s*"
                      rf"(?P<high>.+?)(?P<to>{_HIGH})")  # fmt: skip
_SIGNS = re.compile(r"(?P<from>>=?)(?P<low>[^,;]+)(?P<comma>[,;])\s*(?P<to><=?)(?P<high>[^,;]+)")
_WAVE = re.compile(rf"(?P<low>[^~]*)~(?P<high>[^~]*?)(?P<to>{_HIGH})?")
_COMPARISON = re.compile(r"(?P<sign><=|>=|<|>|==|=)(?P<value>.+)")
_RANGE = re.compile(r"(?P<open>[\[(])(?P<low>.+?)\.\.(?P<high>.+)(?P<close>[\])])")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_POINT = re.compile(r"\d+(?:・\d+)+")


def ordered(text: str, column: Column, *, typed: bool) -> str:
    """Tests of a number, a day, a time or a duration in the form that the loader reads.

    `typed` says that the text was typed in its half-width characters, as those who know the form
    of the loader do.

    Raises:
        UnclearError: it can be read in two ways.
    """
    if column.type in NUMBERS:
        text = _without_thousands(text, column)
    _refuse_doubtful(text, column, typed=typed)
    parts = parts_of(text, ",;")
    tests = [_test(part, column) for part in parts]
    return text if tests == parts and ";" not in text else ", ".join(tests)


def _without_thousands(text: str, column: Column) -> str:
    def replace(found: re.Match[str]) -> str:
        first, *groups = found[0].split(",")
        before, after = text[: found.start()][-1:], text[found.end() :].lstrip()
        marks = (*column.units, *LOWER, *UPPER, "~")
        plain = (before in ("~", "¥", "\\") and before) or after.startswith(marks)
        if not plain and not any(group.startswith("0") for group in groups):
            listed = ", ".join((first, *groups))
            raise UnclearError(TWO_WAYS, found[0], f"`{first}{''.join(groups)}`", f"`{listed}`")
        return found[0].replace(",", "")

    return _THOUSANDS.sub(replace, text)


def _refuse_doubtful(text: str, column: Column, *, typed: bool) -> None:
    """`1以上、5未満` is a range, or two tests of which every value passes one."""
    found = _BETWEEN.fullmatch(text)
    if found is None or not found["comma"]:
        found = None if typed else _SIGNS.fullmatch(text)
    if found is None:
        return
    low, high = (_value(found[key], column) for key in ("low", "high"))
    if not _is_below(low, high):
        return
    lower, upper = LOWER.get(found["from"], found["from"]), UPPER.get(found["to"], found["to"])
    raise UnclearError(
        TWO_WAYS, text, f"`{_between(lower, low, high, upper)}`", f"`{lower} {low}, {upper} {high}`"
    )


def _is_below(low: str, high: str) -> bool:
    if _NUMBER.fullmatch(low) and _NUMBER.fullmatch(high):
        return Decimal(low) <= Decimal(high)
    return bool(ISO.fullmatch(low) and ISO.fullmatch(high)) and low <= high


def _test(part: str, column: Column) -> str:
    if found := _RANGE.fullmatch(part):
        inner = [_value(found[key], column) for key in ("low", "high")]
        same = inner == [found["low"], found["high"]]
        return part if same else found["open"] + "..".join(inner) + found["close"]
    if found := _BETWEEN.fullmatch(part):
        low, high = (_value(found[key], column) for key in ("low", "high"))
        return _between(LOWER[found["from"]], low, high, UPPER[found["to"]])
    if (found := _WAVE.fullmatch(part)) and (found["low"].strip() or found["high"].strip()):
        return _wave(found, column)
    if found := _BOUND.fullmatch(part):
        sign = LOWER.get(found["word"]) or UPPER[found["word"]]
        return f"{sign} {_value(found['value'], column)}"
    if found := _COMPARISON.fullmatch(part):
        value = _value(found["value"], column)
        if found["sign"] in ("=", "=="):
            return value
        return part if value == found["value"].strip() else f"{found['sign']} {value}"
    return _value(part, column)


def _wave(found: re.Match[str], column: Column) -> str:
    low, high = (_value(found[key], column) for key in ("low", "high"))
    sign = UPPER[found["to"] or "以下"]
    if not low:
        return f"{sign} {high}"
    return f">= {low}" if not high else _between(">=", low, high, sign)


def _between(lower: str, low: str, high: str, upper: str) -> str:
    return f"{'[' if lower == '>=' else '('}{low}..{high}{']' if upper == '<=' else ')'}"


def _value(text: str, column: Column) -> str:
    """A number without its unit, a day as ISO 8601 writes it; anything else as it is."""
    value = text.strip()
    if column.type == "date":
        return iso_date(value) or value
    if column.type not in NUMBERS:
        return value
    if _POINT.fullmatch(value):
        readings = value.replace("・", "."), value.replace("・", ", ")
        raise UnclearError(TWO_WAYS, value, *(f"`{reading}`" for reading in readings))
    bare = value
    if "円" in column.units:
        bare = bare.removeprefix("¥").removeprefix("\\")
    unit = next((unit for unit in column.units if bare.endswith(unit)), "")
    bare = bare.removesuffix(unit).strip()
    return bare if _NUMBER.fullmatch(bare) else value
