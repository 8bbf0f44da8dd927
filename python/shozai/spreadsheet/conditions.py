# SPDX-License-Identifier: Apache-2.0
"""Cells that test an attribute, as people write them, in the form that the loader of rules reads.

`５日以上` becomes `>= 5`, `1〜5` becomes `[1..5]`, `初期不良、誤使用` becomes `初期不良, 誤使用`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .bounds import ordered
from .characters import likeness, on_keyboard, tidy
from .findings import UnclearError
from .lists import MISREAD, is_one_call, parts_of, spelt

if TYPE_CHECKING:
    from .vocabulary import Column

TWO_WAYS, DITTO = "SZ841", "SZ846"
SAME_AS_ABOVE = {"〃", "々", "同上", '"', "''", "”"}
ANY = {"すべて", "全て", "問わない", "不問", "指定なし"}
NONE = {"なし", "無し", "ナシ", "該当なし", "該当無し", "none"}
TRUE = {"true", "はい", "あり", "有り", "有", "○", "〇", "◯", "yes", "真"}
FALSE = {"false", "いいえ", "なし", "無し", "無", "×", "✕", "✗", "no", "偽"}
DASHES = re.compile("[-ー]+")
OTHER_THAN = re.compile(r"(.+?)以外|!=(.+)")
# What stands between values if all of them are known.
SEPARATORS = (
    re.compile("・"),
    re.compile("または|又は|もしくは"),
    re.compile("/"),
    re.compile(" "),
)


def condition(text: str, column: Column) -> str:
    """A cell about an attribute in the form that the loader reads; what is not known stays.

    Raises:
        UnclearError: it can be read in two ways.
    """
    cell = tidy(text)
    alike = likeness(cell)
    if column.type == "string":
        if DASHES.fullmatch(alike) and cell != "-":
            raise UnclearError(TWO_WAYS, cell, "`-`", f"`'{cell}'`")
        return cell
    known = column.words.find(cell) if column.type == "enum" else None
    if alike in SAME_AS_ABOVE and known is None:
        raise UnclearError(DITTO, cell)
    if alike.lower() in NONE and column.optional:
        return _none(cell, column, known)
    if known is None and cell and (DASHES.fullmatch(alike) or alike in ANY):
        return "-"
    plain = on_keyboard(cell.replace("、", ", ").replace("､", ", "))
    if known is None and (inner := is_one_call("not", plain)) is not None:
        return _kept(
            cell, plain, f"not({_tests(inner, column, typed=cell.isascii())})", f"not({inner})"
        )
    if known is None and (found := OTHER_THAN.fullmatch(plain)):
        return _other_than(cell, found[1] or found[2], column)
    tests = _tests(cell if known else plain, column, typed=cell.isascii())
    return _kept(cell, plain, tests, plain)


def _kept(cell: str, plain: str, result: str, unchanged: str) -> str:
    """The cell itself where nothing in it had to change."""
    return cell if result == unchanged and plain == cell else result


def _none(cell: str, column: Column, known: str | None) -> str:
    if known is not None:
        raise UnclearError(TWO_WAYS, cell, "`null`", f"`{column.words.id_of(known)}`")
    if column.type == "bool" and likeness(cell) in FALSE:
        raise UnclearError(TWO_WAYS, cell, "`null`", "`false`")
    return "null"


def _other_than(cell: str, what: str, column: Column) -> str:
    values = parts_of(what, ",;")
    if len(values) > 1:
        first = ", ".join(values[:-1])
        whole, last = f"`not({', '.join(values)})`", f"`{first}, not({values[-1]})`"
        raise UnclearError(TWO_WAYS, cell, whole, last)
    return f"not({_tests(what.strip(), column)})"


def _tests(text: str, column: Column, *, typed: bool = False) -> str:
    if column.type == "enum":
        return _values(text, column)
    if column.type == "bool":
        parts = parts_of(text, ",;")
        return _joined(text, parts, [_truth(part) for part in parts])
    return ordered(text, column, typed=typed)


def _joined(text: str, before: list[str], after: list[str]) -> str:
    return text if before == after and ";" not in text else ", ".join(after)


def _truth(part: str) -> str:
    alike = likeness(part).lower()
    return "true" if alike in TRUE else "false" if alike in FALSE else part


# --- the values of an enum -----------------------------------------------------------------------


def _values(text: str, column: Column) -> str:
    whole = column.words.find(text)
    several = _known_parts(text, column)
    if whole is not None:
        if several:
            raise UnclearError(TWO_WAYS, text, f"`{whole}`", f"`{', '.join(several)}`")
        return text if whole == text and not MISREAD.search(text) else spelt(whole)
    if several:
        return ", ".join(map(spelt, several))
    parts = parts_of(text, ",;")
    return _joined(text, parts, [_value(part, column) for part in parts])


def _known_parts(text: str, column: Column) -> list[str]:
    for separator in SEPARATORS:
        parts = [part.strip() for part in separator.split(text)]
        known = [column.words.find(part) for part in parts if part]
        words = [word for word in known if word is not None]
        if len(words) > 1 and len(words) == len(parts):
            return words
    return []


def _value(part: str, column: Column) -> str:
    group = is_one_call("within", part)
    if group is not None:
        word = column.words.find(group)
        return part if word in (None, group) else f"within({spelt(word or group)})"
    word = column.words.find(part)
    if word is None:
        return ", ".join(map(spelt, _known_parts(part, column))) or part
    return part if word == part and not MISREAD.search(word) else spelt(word)
