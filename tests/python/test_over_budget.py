# SPDX-License-Identifier: Apache-2.0
"""A policy whose diagram would be too large: said, with the rules that make it so, and decided."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

import shozai
from shozai.cli import make_app

if TYPE_CHECKING:
    from pathlib import Path

PAIRS = 24


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """Each rule tests two attributes that stand far apart, so their diagram has 2^24 nodes."""
    number = {"type": "int", "min": 0, "max": 9}
    pairs = [
        {
            "id": f"PAIR-{i}",
            "when": f"x{i} > 4 && y{i} > 4",
            "then": {"accountable": "sales" if i % 2 else "service"},
            "because": "a pair",
        }
        for i in range(PAIRS)
    ]
    worn = {"id": "WORN", "when": "worn", "then": {"accountable": "sales"}, "because": "worn"}
    return {
        "shozai": 1,
        "policy": {"id": "wide", "version": "1"},
        "attributes": {
            **{f"x{i}": number for i in range(PAIRS)},
            **{f"y{i}": number for i in range(PAIRS)},
            "worn": {"type": "bool"},
        },
        "departments": {"sales": {}, "service": {}},
        "aspects": {
            "owner": {
                "hit_policy": "first",
                "interim": {"accountable": "service"},
                "rules": [*pairs, worn],
            }
        },
    }


@pytest.fixture(scope="module")
def policy(document: dict[str, Any]) -> shozai.Policy:
    return shozai.Policy.loads(json.dumps(document))


def test_the_plan_names_the_rules(policy: shozai.Policy) -> None:
    plan = policy.plan.owner
    assert plan.evaluator == "bit sets"
    assert plan.over_budget in ("nodes", "steps")
    assert plan.heaviest
    assert all(rule.startswith("PAIR-") for rule in plan.heaviest)


def test_faults_are_decided_exactly(policy: shozai.Policy) -> None:
    known = {f"{axis}{i}": 3 for axis in "xy" for i in range(PAIRS)} | {"worn": False}
    assert policy.decide(known, "owner").state == "gap"
    known |= {"x5": 7, "y5": 9}
    assert policy.decide(known, "owner").rule == "PAIR-5"

    del known["y5"]
    decision = policy.decide(known, "owner")
    assert (decision.state, decision.exact) == ("undetermined", True)
    assert decision.possible == ["sales"]
    assert decision.ask is not None
    assert decision.ask.attribute == "y5"


def test_a_table_is_decided_like_its_faults(policy: shozai.Policy) -> None:
    polars = pytest.importorskip("polars")
    rows = [
        {f"{axis}{i}": (i * 7 + k) % 10 for axis in "xy" for i in range(PAIRS)} for k in range(9)
    ]
    frame = polars.DataFrame(
        [{**row, "worn": None if k % 2 else True} for k, row in enumerate(rows)]
    )
    decided = polars.DataFrame(policy.decide_table(frame))
    for row, state, rule in zip(
        frame.rows(named=True), decided["owner.state"], decided["owner.rule"], strict=True
    ):
        known = {name: value for name, value in row.items() if value is not None}
        decision = policy.decide(known, "owner")
        assert (decision.state, decision.rule) == (state, rule)


def test_validate_says_so(document: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "wide.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    result = CliRunner().invoke(make_app("ja"), ["validate", str(path)])
    assert result.exit_code == 0
    assert "owner：判定図にするには大きすぎます" in result.output
    assert "PAIR-" in result.output
