# SPDX-License-Identifier: Apache-2.0
"""Names of models, in any script and with spaces, → ids of policies."""

from __future__ import annotations

import re

RESERVED = frozenset(
    {
        *("true", "false", "in", "has", "date", "timestamp", "duration"),
        *("within", "startsWith", "implies", "always"),
    }
)
LONGEST = 64

_BEFORE_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9._-]+")


def slug(text: str) -> str:
    """`RiskCategory` and `Risk Category` as `risk_category`; empty if that cannot be done."""
    if _NAME.fullmatch(text) and text not in RESERVED:
        return text
    if not text.isascii():
        return ""
    name = _NO_LETTERS.sub("_", _BEFORE_CAPITAL.sub("_", text).lower()).strip("_")
    return name if _NAME.fullmatch(name) and len(name) <= LONGEST and name not in RESERVED else ""


def rule_id(text: str) -> str:
    """`text` as an id of a rule; empty if nothing of it can be one."""
    return _NOT_IN_IDS.sub("-", text)[:LONGEST]


def new_name(wanted: str, taken: set[str]) -> str:
    """`wanted`, or with the first number behind it that makes it new; taken from then on."""
    name, number = wanted, 1
    while name in taken:
        number += 1
        end = f"_{number}"
        name = wanted[: LONGEST - len(end)] + end
    taken.add(name)
    return name
