# SPDX-License-Identifier: Apache-2.0
"""A small policy in three files with its coverage, and the coverage of the machine maker's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shozai._core import CompiledCases, CompiledPolicy, CompiledPolicySet
from shozai.coverage import Coverage

MAKER = Path(__file__).parents[2] / "examples" / "machine_maker"

POLICY = """{
  "attributes": {
    "days": {"type": "int",
      "min": 0},
    "part": {"type": "enum"}
  },
  "definitions": {"old": {"that": "days > 90"}},
  "rules": [
    {"id": "R-1", "when": "!old"},
    {"id": "R-2", "when": "old",
      "overrides": ["R-1",
        "*"],
      "then": {"accountable": "a"}},
    {"id": "R-3", "when": "false"}
  ]
}
"""
TABLE = "id,part,accountable\nC-1,pump,a\nC-2,drive,b\n"


def item(kind: str, line: int, hits: int = 0, **more: Any) -> dict[str, Any]:
    """A thing to cover of `policy.json`, exercised by the first cases."""
    given = {"file": "policy.json", "pointer": "", "column": 5, "reachable": True}
    numbers = list(range(min(hits, 20)))
    return {**given, "kind": kind, "line": line, "hits": hits, "cases": numbers, **more}


def days(kind: str, hits: int, **more: Any) -> dict[str, Any]:
    """A cell or boundary of the attribute `days`."""
    return item(kind, 3, hits, column=13, attribute="days", **more)


def boundary(value: str, side: str, hits: int) -> dict[str, Any]:
    """A boundary value of `days` at the threshold that `old` writes."""
    place = {"file": "policy.json", "pointer": "/definitions/old/that", "line": 7, "column": 35}
    when = f"days == {value}"
    return days("boundary", hits, value=value, side=side, when=when, places=[place])


def sample_tree() -> dict[str, Any]:
    """Eleven things to cover, seven of them covered, and one that no fault can exercise."""
    items = [
        item("rule", 9, 3, part="rules", aspect="cause", rule="R-1"),
        item("rule", 10, 1, part="rules", aspect="cause", rule="R-2"),
        item("override", 11, 1, column=21, aspect="cause", rule="R-2", overrides="R-1"),
        item("override", 12, 0, column=9, aspect="cause", rule="R-2", overrides="*"),
        item("rule", 14, 0, part="rules", aspect="cause", rule="R-3", reachable=False),
        item("row", 2, 25, column=1, file="cost.csv", aspect="cost", rule="C-1"),
        item("row", 3, 0, column=1, file="cost.csv", aspect="cost", rule="C-2", reachable=None),
        item("row", 7, 0, column=1, file="rules.xlsx#費用", aspect="cost", rule="C-9"),
        days("cell", 4, when="days <= 90"),
        days("cell", 2, when="days >= 91"),
        boundary("90", "below", 1),
        boundary("91", "above", 0),
    ]
    policy = {"id": "plant-faults", "version": "3", "hash": "ab" * 32}
    return {"policy": policy, "cases": 25, "kinds": {}, "items": items}


def sample(tree: dict[str, Any] | None = None, **more: Any) -> Coverage:
    """The coverage of `sample_tree`, with the text of two of its three files."""
    sources = {"policy.json": POLICY, "cost.csv": TABLE}
    return Coverage.of(tree or sample_tree(), sources, **more)


def maker_coverage(cases: list[dict[str, Any]], **more: Any) -> Coverage:
    """What cases exercise of the policy of the machine maker."""
    return Coverage.read(maker_tree(cases), str(MAKER), core=maker(), **more)


def maker_tree(cases: list[dict[str, Any]]) -> dict[str, Any]:
    """The same as JSON."""
    document = json.dumps({"shozai_cases": 1, "cases": cases})
    found = CompiledCases(CompiledPolicySet([maker()]), document, "policy.cases.json")
    tree: dict[str, Any] = json.loads(found.coverage())
    return tree


def maker() -> CompiledPolicy:
    """The policy of the machine maker."""
    return CompiledPolicy.load(str(MAKER / "policy.json"), None)


MAKER_CASES: list[dict[str, Any]] = [
    {
        "name": "a dealer's machine, worn out",
        "fault": {"fault_class": "wear", "severity": 3, "sold_by": "dealer"},
        "expected": {"containment": {"state": "decided"}, "cost": {"state": "undetermined"}},
    },
    {
        "name": "someone might be hurt",
        "fault": {"safety_risk": True, "severity": 5},
        "expected": {"root_cause": {"state": "decided"}, "customer_response": {"state": "decided"}},
    },
    {
        "name": 'first <week> & already "stopped"',
        "fault": {"fault_class": "initial_defect", "severity": 4, "safety_risk": False},
        "expected": {"root_cause": {"state": "decided"}},
    },
]
