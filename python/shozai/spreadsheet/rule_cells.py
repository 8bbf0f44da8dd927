# SPDX-License-Identifier: Apache-2.0
"""Conditions as the cells of a row, where each attribute is tested by itself.

Only what the printer of conditions writes is read.
"""

from __future__ import annotations

import re

from .lists import is_one_call, parts_of, spelt, unquoted

QUOTED = r"'(?:[^'\\]|\\.)*'"
LITERAL = rf"(?:(?:date|timestamp|duration)\({QUOTED}\)|{QUOTED}|-?\d+(?:\.\d+)?|true|false)"
TEST = re.compile(
    rf"""
      has\((?P<has>\w+)\)
    | (?P<within>\w+)\.within\((?P<group>{QUOTED})\)
    | (?P<among>\w+)[ ]in[ ]\[(?P<list>{LITERAL}(?:,[ ]{LITERAL})*)\]
    | (?P<compared>\w+)[ ](?P<sign>==|!=|<=|>=|<|>)[ ](?P<value>{LITERAL})
    | (?P<true>[a-z]\w*)
    """,
    re.VERBOSE,
)
BOUNDS = re.compile(r"(?P<low>>=?) (?P<from>\S.*)\n(?P<high><=?) (?P<to>\S.*)")


def cells_of(when: str, attributes: frozenset[str]) -> dict[str, str] | None:
    """The cell of each attribute that a condition tests; None if it is not such a conjunction.

    `attributes` are those of the policy; any other name is a definition.
    """
    if when == "true":
        return {}
    cells: dict[str, str] = {}
    for part in filter(None, parts_of(when, "&")):
        test = _cell(part)
        if test is None or test[0] not in attributes:
            return None
        name, cell = test
        if name in cells:
            cell = _between(cells[name], cell)
            if not cell:
                return None
        cells[name] = cell
    return cells


def _cell(part: str) -> tuple[str, str] | None:
    if part.startswith("!"):
        inner = part[1:]
        test = _cell(inner)
        if test is None or test[1].startswith("not("):
            return None if test is None or test[1] != "not(null)" else (test[0], "null")
        return test[0], f"not({test[1]})"
    if is_one_call("", part) is not None:
        parts = list(filter(None, parts_of(part[1:-1], "|")))
        return _cell(parts[0]) if len(parts) == 1 else _either(parts)
    found = TEST.fullmatch(part)
    if found is None:
        return None
    if found["has"]:
        return found["has"], "not(null)"
    if found["within"]:
        return found["within"], f"within({spelt(unquoted(found['group']))})"
    if found["among"]:
        values = re.findall(LITERAL, found["list"])
        return found["among"], ", ".join(map(_value, values))
    if found["true"]:
        return found["true"], "true"
    name, value = found["compared"], _value(found["value"])
    signs = {"==": value, "!=": f"not({value})"}
    return name, signs.get(found["sign"], f"{found['sign']} {value}")


def _either(parts: list[str]) -> tuple[str, str] | None:
    tests = [_cell(part) for part in parts]
    known = [test for test in tests if test is not None and not test[1].startswith("not(")]
    names = {name for name, _cell in known}
    if len(known) < len(tests) or len(names) != 1:
        return None
    return names.pop(), ", ".join(cell for _name, cell in known)


def _value(literal: str) -> str:
    if literal.startswith(("date(", "timestamp(", "duration(")):
        return unquoted(literal[literal.index("(") + 1 : -1])
    return spelt(unquoted(literal)) if literal.startswith("'") else literal


def _between(one: str, other: str) -> str:
    """A range, if one test is its lower bound and the other its upper; else nothing."""
    found = BOUNDS.fullmatch("\n".join(sorted((one, other), reverse=True)))
    if found is None or "," in one + other:
        return ""
    opening, closing = "[" if found["low"] == ">=" else "(", "]" if found["high"] == "<=" else ")"
    return f"{opening}{found['from']}..{found['to']}{closing}"
