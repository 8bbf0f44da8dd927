# SPDX-License-Identifier: Apache-2.0
"""How the rules of a table decide together, in the words of a policy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .._core import CompiledPolicy

if TYPE_CHECKING:
    from .cells import Constant
    from .reports import Reports
    from .tables import Table, TableRule

SEVERAL = ("RULE ORDER", "OUTPUT ORDER", "COLLECT")
"""Hit policies that give every result: fine where there is one at most."""
WRITTEN = {"unique": "UNIQUE", "first": "FIRST", "override": "ANY"}
_READ = {written: name for name, written in WRITTEN.items()} | {"PRIORITY": "first"}
_APPLY_TOGETHER = "SZ702"
_NOT_PROVED = "SZ718"


def hit_policy(table: Table, reports: Reports) -> str:
    """The hit policy of an aspect that decides as the table does; empty after a finding.

    Of those in `SEVERAL`, if `check_alone` finds nothing afterwards.
    """
    node = table.decision.table
    given = given_policy(table)
    if given in SEVERAL:
        aggregation = node.attributes.get("aggregation", "")
        if given == "COLLECT" and aggregation:
            reports.add("SZ869", node, table.name, f"{given} {aggregation}")
            return ""
        return "unique"
    if given not in _READ:
        reports.add("SZ869", node, table.name, given)
        return ""
    return _READ[given]


def given_policy(table: Table) -> str:
    """The table's own word."""
    return table.decision.table.attributes.get("hitPolicy", "UNIQUE")


def in_order(table: Table, reports: Reports) -> list[TableRule]:
    """The rules in the order in which they are asked."""
    if given_policy(table) != "PRIORITY":
        return list(table.rules)
    ranks = [
        {value: rank for rank, value in reversed(list(enumerate(output.values)))}
        for output in table.outputs
    ]
    if not any(ranks):
        reports.add("SZ871", table.decision.table, table.name, "outputValues")
        return list(table.rules)

    def importance(rule: TableRule) -> tuple[int, ...]:
        return tuple(
            _rank(of_output, result) for of_output, result in zip(ranks, rule.results, strict=True)
        )

    reports.add("SZ873", table.decision.table, table.name)
    return sorted(table.rules, key=importance)


def _rank(ranks: dict[Constant, int], result: Constant | None) -> int:
    # An output without an order does not count; a result outside its list is a finding elsewhere.
    return ranks.get(result, len(ranks)) if result is not None else len(ranks)


def check_alone(document: dict[str, Any], several: dict[str, Table], reports: Reports) -> None:
    """Proves that no two rules of these tables, by their aspects, ever apply together."""
    report = json.loads(CompiledPolicy.loads(json.dumps(document)).check())
    bad = set()
    for finding in report["findings"]:
        table = several.get(finding.get("aspect", ""))
        if table is None or finding["code"] not in (_APPLY_TOGETHER, _NOT_PROVED):
            continue
        bad.add(finding["aspect"])
        given = given_policy(table)
        if finding["code"] == _NOT_PROVED:
            reports.add("SZ869", table.decision.table, table.name, given)
        else:
            rules = [rule["id"] for rule in finding["rules"]]
            reports.add("SZ870", table.decision.table, table.name, given, *rules)
    for aspect, table in several.items():
        if aspect not in bad:
            reports.add("SZ872", table.decision.table, table.name, given_policy(table), "unique")
