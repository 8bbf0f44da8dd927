# SPDX-License-Identifier: Apache-2.0
"""What the tests of data frames share: policies that tell values apart, and rows to compare."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa

import shozai

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EXAMPLES = Path(__file__).parents[2] / "examples"
MAKER = EXAMPLES / "machine_maker"
PLANT = EXAMPLES / "ai4i2020"
COLUMNS = ("state", "owner", "accountable", "rule", "possible")

Row = dict[str, Any]


def expected_row(policy: shozai.Policy, fault: shozai.Fault | Mapping[str, Any]) -> Row:
    """What a decided table says of a row with this fault."""
    if not isinstance(fault, shozai.Fault):
        fault = {name: value for name, value in fault.items() if value is not None}
    try:
        decisions = policy.decide(fault)
    except shozai.PolicyError:
        row = {f"{aspect}.{column}": None for aspect in policy.aspects for column in COLUMNS}
        return row | {f"{aspect}.state": "invalid" for aspect in policy.aspects}
    return {
        f"{aspect}.{column}": getattr(decision, column) or None
        for aspect, decision in decisions.items()
        for column in COLUMNS
    }


def rows_of(decided: Any) -> list[Row]:
    found: list[Row] = pa.table(decided).to_pylist()
    return found


def literal(kind: str, value: Any) -> str:
    """A value as a condition writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if kind in ("enum", "string"):
        return json.dumps(value, ensure_ascii=False)
    if kind in ("int", "decimal"):
        return str(value)
    if isinstance(value, dt.timedelta):
        value = f"PT{int(value.total_seconds())}S"
    return f"{kind}('{value if isinstance(value, str) else value.isoformat()}')"


def telling_policy(attribute: dict[str, Any], values: Iterable[Any]) -> shozai.Policy:
    """A policy whose rule tells the value of its one attribute."""
    kind = attribute["type"]
    rules = [
        {"id": f"R{i}", "when": f"x == {literal(kind, v)}", "then": {"accountable": f"d{i % 2}"}}
        for i, v in enumerate(values)
    ]
    return policy_of(
        attributes={"x": attribute},
        departments={"d0": {}, "d1": {}},
        aspects={"owner": {"interim": {"accountable": "d0"}, "hit_policy": "first",
                           "rules": [{**rule, "because": "-"} for rule in rules]}},
    )  # fmt: skip


def policy_of(**parts: Any) -> shozai.Policy:
    return shozai.Policy.loads(
        json.dumps({"shozai": 1, "policy": {"id": "p", "version": "1"}, **parts})
    )


SMALL: dict[str, Any] = {
    "attributes": {"part": {"type": "enum", "values": {"drive": {}, "pump": {}, "valve": {}}}},
    "departments": {"electrical": {}, "maintenance": {}},
    "aspects": {
        "owner": {
            "interim": {"accountable": "maintenance"},
            "rules": [{"id": "D", "when": "part == 'drive'", "because": "-",
                       "then": {"accountable": "electrical"}},
                      {"id": "P", "when": "part == 'pump'", "because": "-",
                       "then": {"accountable": "maintenance"}}],
        },
        "cost": {
            "interim": {"accountable": "electrical"},
            "rules": [],
            "otherwise": {"id": "O", "then": {"accountable": "maintenance"}, "because": "-"},
        },
    },
}  # fmt: skip
PARTS = ["drive", None, "valve", "wheel", "pump"]
OWNERS: dict[str, list[Any]] = {
    "owner.state": ["decided", "undetermined", "gap", "invalid", "decided"],
    "owner.owner": ["electrical", "maintenance", "maintenance", None, "maintenance"],
    "owner.accountable": ["electrical", None, None, None, "maintenance"],
    "owner.rule": ["D", None, None, None, "P"],
    "owner.possible": [None, ["electrical", "maintenance"], None, None, None],
}


def typed_faults() -> pl.DataFrame:
    """The faults of the machine maker with the types that their columns should have."""
    return pl.read_csv(MAKER / "faults.csv", try_parse_dates=True).with_columns(
        pl.col("稼働時間").replace("none", None).cast(pl.Int32),
        pl.col("修理見積額").cast(pl.Decimal(12, 2)),
        pl.col("重大度").cast(pl.UInt8),
    )


@cache
def maker_policy() -> shozai.Policy:
    return shozai.Policy.load(MAKER / "policy.json")
