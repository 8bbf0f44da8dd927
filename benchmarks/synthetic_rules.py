# SPDX-License-Identifier: Apache-2.0
"""The rules of a synthetic policy as boxes: a range of whole numbers for each attribute tested."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

TEST = re.compile(r"(?:(e\d+) == '(v\d+)'|(n\d+) (<=|>=|>) (\d+)|(!?)(flag\d*))")
Range = tuple[int, int]  # both ends included


class Rule(NamedTuple):
    """A rule and, by their places, all rules that beat it wherever they apply."""

    id: str
    owner: str
    box: dict[str, Range]
    beaten_by: frozenset[int] | range


class Table(NamedTuple):
    """The attributes with their ranges, and the rules in document order."""

    attributes: dict[str, Range]
    values: list[str]  # of every enum
    hit_policy: str
    rules: list[Rule]


def read_table(document: dict[str, Any]) -> Table:
    """The table of a policy that prove_policy wrote."""
    attributes: dict[str, Range] = {}
    values: list[str] = []
    for name, a in document["attributes"].items():
        if a["type"] == "enum":
            values = list(a["values"])
        attributes[name] = {
            "enum": (0, len(values) - 1),
            "bool": (0, 1),
            "int": (a.get("min", 0), a.get("max", 0)),
        }[a["type"]]
    aspect = document["aspects"]["owner"]
    rules = aspect["rules"]
    beaten = stronger(rules) if aspect["hit_policy"] == "override" else None
    return Table(
        attributes,
        values,
        aspect["hit_policy"],
        [
            Rule(
                rule["id"],
                rule["then"]["accountable"],
                box_of(rule["when"], attributes, values),
                range(i) if beaten is None else beaten[i],
            )
            for i, rule in enumerate(rules)
        ],
    )


def box_of(when: str, attributes: dict[str, Range], values: list[str]) -> dict[str, Range]:
    """The tests that a synthetic condition joins by `&&`."""
    box: dict[str, Range] = {}
    for part in when.split(" && "):
        match = TEST.fullmatch(part)
        if match is None:
            raise ValueError(part)
        enum, value, number, operator, bound, negated, flag = match.groups()
        name = enum or number or flag
        low, high = box.get(name, attributes[name])
        if enum:
            low = high = values.index(value)
        elif flag:
            low = high = 0 if negated else 1
        elif operator == "<=":
            high = min(high, int(bound))
        else:
            low = max(low, int(bound) + (operator == ">"))
        box[name] = (low, high)
    return box


def stronger(rules: list[dict[str, Any]]) -> list[frozenset[int]]:
    """Which rules override each, transitively."""
    place = {rule["id"]: i for i, rule in enumerate(rules)}
    directly: list[list[int]] = [[] for _ in rules]
    for i, rule in enumerate(rules):
        for id_ in rule.get("overrides", []):
            directly[place[id_]].append(i)
    found = []
    for i in range(len(rules)):
        seen: set[int] = set()
        waiting = list(directly[i])
        while waiting:
            at = waiting.pop()
            if at not in seen:
                seen.add(at)
                waiting.extend(directly[at])
        found.append(frozenset(seen))
    return found
