# SPDX-License-Identifier: Apache-2.0
"""Cells as a policy writes them: in the rows of a table, and as parts of a condition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from .cells import ANYTHING, Between, Cell, Compared, Constant, IsNone, Within

if TYPE_CHECKING:
    from .cells import Kind, Sign, Test

KINDS: dict[str, Kind] = {
    "enum": "string",
    "string": "string",
    "bool": "boolean",
    "int": "number",
    "decimal": "number",
    "date": "date",
    "timestamp": "timestamp",
    "duration": "duration",
}
"""What constants of an attribute's type are."""

_PARTS = re.compile(r"""'(?:[^'\\]|\\.)*'|[^',\[(\])]+|[,\[(\])]""", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_NOT_PLAIN = re.compile(r"""['",()\[\]\\]|\.\.|^[<>. ]|[. ]$|^-$|^null$|^$""")


def quoted(text: str) -> str:
    """A text in quotes, as conditions and cells write it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def unquoted(text: str) -> str:
    """The inverse; a text without quotes stays as it is."""
    return _ESCAPE.sub(r"\1", text[1:-1]) if text.startswith("'") else text


# --- Reading the canonical text ----------------------------------------------------------------


def read_cell(text: str, kind: Kind) -> Cell:
    """What a cell says that is in the one form that a policy saves."""
    if text == "-":
        return ANYTHING
    negated = text.startswith("not(")
    inner = text[4:-1] if negated else text
    return Cell(tuple(_read_test(item, kind) for item in _items(inner)), negated)


def _items(text: str) -> list[str]:
    items, depth = [""], 0
    for part in _PARTS.findall(text):
        depth += {"[": 1, "(": 1, "]": -1, ")": -1}.get(part, 0)
        if part == "," and depth == 0:
            items.append("")
        else:
            items[-1] += part
    return [item.strip() for item in items]


def _read_test(item: str, kind: Kind) -> Test:
    if item == "null":
        return IsNone()
    if item.startswith("within("):
        return Within(unquoted(item[7:-1]))
    if item[0] in "<>":
        sign, _, constant = item.partition(" ")
        return Compared(cast("Sign", sign), Constant(kind, constant))
    if item[0] in "[(":
        low, _, high = item[1:-1].partition("..")
        return Between(Constant(kind, low), Constant(kind, high), item[0] == "[", item[-1] == "]")
    return Compared("=", Constant(kind, unquoted(item)))


# --- Writing -----------------------------------------------------------------------------------


def write_cell(cell: Cell) -> str:
    """The text of a cell in a row."""
    if not cell.tests:
        return "-"
    tests = ", ".join(_write_test(test) for test in cell.tests)
    return f"not({tests})" if cell.negated else tests


def _plain(text: str) -> str:
    return quoted(text) if _NOT_PLAIN.search(text) else text


def _write_test(test: Test) -> str:
    if isinstance(test, IsNone):
        return "null"
    if isinstance(test, Within):
        return f"within({_plain(test.group)})"
    if isinstance(test, Between):
        opening, closing = "[" if test.with_low else "(", "]" if test.with_high else ")"
        return f"{opening}{test.low.text}..{test.high.text}{closing}"
    constant = _plain(test.constant.text)
    return constant if test.sign == "=" else f"{test.sign} {constant}"


def write_condition(attribute: str, cell: Cell) -> str:
    """The same as a part of a condition that others may follow after `&&`."""
    parts = [_condition_of(attribute, test) for test in cell.tests]
    if not parts:
        return "true"
    joined = " || ".join(parts)
    if cell.negated:
        return f"!({joined})"
    return f"({joined})" if len(parts) > 1 else joined


def _condition_of(attribute: str, test: Test) -> str:
    if isinstance(test, IsNone):
        return f"!has({attribute})"
    if isinstance(test, Within):
        return f"{attribute}.within({quoted(test.group)})"
    if isinstance(test, Between):
        low, high = ">=" if test.with_low else ">", "<=" if test.with_high else "<"
        ends = f"{low} {_constant(test.low)}", f"{high} {_constant(test.high)}"
        return f"({attribute} {ends[0]} && {attribute} {ends[1]})"
    sign = "==" if test.sign == "=" else test.sign
    return f"{attribute} {sign} {_constant(test.constant)}"


def _constant(constant: Constant) -> str:
    if constant.kind == "string":
        return quoted(constant.text)
    if constant.kind in ("number", "boolean"):
        return constant.text
    return f"{constant.kind}({quoted(constant.text)})"
