# SPDX-License-Identifier: Apache-2.0
"""The findings that are a matter of names and days alone, by plain code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..oracle.conditions import unary_tests
from .claims import split_guarantee
from .views import SETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..oracle.conditions import Condition
    from ..oracle.values import JsonObject
    from .views import PolicyView

_QUOTED_OR_NAME = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|([A-Za-z][A-Za-z0-9_]*)")


def names_in(text: str) -> set[str]:
    """The names in a condition's text; what stands in quotes is none."""
    return {match[1] for match in _QUOTED_OR_NAME.finditer(text) if match[1]}


def _condition_texts(json: JsonObject) -> Iterator[str]:
    """The conditions that make their definitions used; rows name attributes only."""
    for aspect in json["aspects"].values():
        for key in ("rules", "also"):
            yield from (rule["when"] for rule in aspect.get(key, []))
        yield from (rule["when"] for rule in aspect["interim"].get("rules", []))
    yield from (each["that"] for each in json.get("assumptions", []))
    for each in json.get("guarantees", []):
        when, _claim = split_guarantee(each["that"])
        if when is not None:
            yield when


def unused_definitions(json: JsonObject) -> list[str]:
    """Definitions that nothing names, or only others of that kind."""
    definitions = json.get("definitions", {})
    used: set[str] = set()
    reached = {name for text in _condition_texts(json) for name in names_in(text)}
    while reached := (reached & definitions.keys()) - used:
        used |= reached
        reached = {name for each in reached for name in names_in(definitions[each]["that"])}
    return [name for name in definitions if name not in used]


def _conditions(view: PolicyView) -> Iterator[Condition]:
    for aspect in view.aspects.values():
        yield from (line.when for line in aspect.lines)
    yield from view.assumptions.values()
    yield from view.definitions.values()
    for each in view.json.get("guarantees", []):
        when, _claim = split_guarantee(each["that"])
        if when is not None:
            yield view.parser.parse(when)


def unused_values(view: PolicyView) -> list[tuple[str, str]]:
    """Values of tested enums that no condition names, neither by themselves nor by a group."""
    tests = [test for condition in _conditions(view) for test in unary_tests(condition)]
    found = []
    for name, body in view.json["attributes"].items():
        if body["type"] != "enum" or all(test.attribute != name for test in tests):
            continue
        # The edges of a test of an enum are the values that it names.
        named = {value for test in tests if test.attribute == name for value in test.edges}
        found += [(name, leaf) for leaf in leaves_of(body["values"]) if leaf not in named]
    return found


def leaves_of(values: JsonObject) -> list[str]:
    """The values of an enum tree in document order."""
    found = []
    for name, node in values.items():
        found += leaves_of(node["children"]) if node.get("children") else [name]
    return found


def unused_participants(json: JsonObject) -> list[str]:
    """Pointers to the departments, teams and parties that nothing mentions."""
    mentioned: set[str] = set()
    for aspect in json["aspects"].values():
        bodies: list[Any] = [*aspect.get("rules", []), *aspect.get("also", [])]
        bodies += aspect.get("table", {}).get("rows", [])
        bodies += aspect["interim"].get("rules", [])
        thens = [body["then"] for body in bodies] + [aspect["interim"]]
        if "otherwise" in aspect:
            thens.append(aspect["otherwise"]["then"])
        for then in thens:
            mentioned.add(then.get("accountable", ""))
            mentioned.update(*(then.get(key, []) for key in SETS), then.get("cost_share", {}))
    for team in json.get("teams", {}).values():
        mentioned.update([*team.get("departments", []), team.get("lead", "")])
    mentioned.update(d.get("parent", "") for d in json["departments"].values())
    return [
        f"/{key}/{name}"
        for key in ("departments", "teams", "parties")
        for name in json.get(key, {})
        if name not in mentioned
    ]


def overdue(json: JsonObject, today: str | None) -> list[str]:
    """Ids of the rules, rows and `also` rules whose review is over."""
    if today is None:
        return []
    return [
        rule["id"]
        for aspect in json["aspects"].values()
        for rule in [
            *aspect.get("rules", []),
            *aspect.get("table", {}).get("rows", []),
            *aspect.get("also", []),
            *([aspect["otherwise"]] if "otherwise" in aspect else []),
        ]
        if rule.get("review_by", "9999-12-31") < today
    ]
