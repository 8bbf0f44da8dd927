# SPDX-License-Identifier: Apache-2.0
"""What the examples promise, and what their READMEs say, holds."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import shozai
from shozai import nfc
from shozai.demo import count_modes

EXAMPLES = Path(__file__).parents[2] / "examples"
MAKER = EXAMPLES / "machine_maker"
PLANT = EXAMPLES / "ai4i2020"
STORIES: list[dict[str, str]] = json.loads((MAKER / "stories.json").read_text(encoding="utf-8"))[
    "stories"
]
CASES: dict[str, dict[str, Any]] = {
    case["name"]: case
    for case in json.loads((MAKER / "policy.cases.json").read_text(encoding="utf-8"))["cases"]
}


@cache
def policy_of(folder: Path) -> shozai.Policy:
    return shozai.Policy.load(folder / "policy.json")


@pytest.mark.parametrize("folder", [MAKER, PLANT], ids=lambda p: p.name)
def test_the_policies_have_no_findings(folder: Path) -> None:
    path = folder / "policy.json"
    assert shozai.Policy.load(path, today=dt.date(2026, 11, 1)).warnings == ()
    assert nfc.check_file(path) == []


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["id"])
def test_every_story_has_a_case_that_says_who_has_it(story: dict[str, str]) -> None:
    case = CASES[story["case"]]
    assert story["case"].startswith(story["id"])
    decisions: dict[str, Any] = policy_of(MAKER).decide(case["fault"]).to_dict()
    assert decisions.keys() == case["expected"].keys()
    for aspect, expected in case["expected"].items():
        decided = decisions[aspect]
        assert decided["state"] == expected["state"]
        owner = expected.get("accountable") or expected["interim"]
        assert owner == (decided.get("accountable") or decided["interim"]["accountable"])
        assert ("interim" in decided) == ("accountable" not in decided)


def test_a_first_report_says_how_long_it_may_stay_with_whom() -> None:
    case = CASES["S-22 受付直後（原因不明、立上げ期間中）"]
    decisions: dict[str, Any] = policy_of(MAKER).decide(case["fault"]).to_dict()
    assert {aspect: decision["interim"]["within"] for aspect, decision in decisions.items()} == {
        "customer_response": "P3D",
        "containment": "P1D",
        "root_cause": "P3D",
        "corrective_action": "P14D",
        "cost": "P14D",
    }


def test_both_encodings_of_the_table_give_the_same_decisions() -> None:
    policy = policy_of(MAKER)
    tables = [policy.read_table(MAKER / name) for name in ("faults.csv", "faults-cp932.csv")]
    assert [table.encoding for table in tables] == ["utf-8", "cp932"]
    decisions = [
        [policy.decide(row.fault).to_dict() for row in table if row.fault] for table in tables
    ]
    assert len(decisions[0]) == 32
    assert decisions[0] == decisions[1]
    assert tables[0].diagnostics == tables[1].diagnostics == ()


def test_the_broken_policy_is_refused_with_all_of_its_mistakes() -> None:
    with pytest.raises(shozai.PolicyError) as caught:
        shozai.Policy.load(MAKER / "broken.json")
    found = caught.value.diagnostics
    assert sum(d.level == "error" for d in found) == 12
    assert all(d.line and d.message("ja") and d.message("en") for d in found)


@pytest.fixture(scope="module")
def records() -> list[shozai.Decisions]:
    policy = policy_of(PLANT)
    table = policy.read_table(PLANT / "ai4i2020.csv")
    assert table.diagnostics == ()
    assert table.ignored == ("TWF", "HDF", "PWF", "OSF", "RNF")
    return [policy.decide(row.fault) for row in table if row.fault]


def test_every_record_of_the_plant_is_decided_as_its_readme_says(
    records: list[shozai.Decisions],
) -> None:
    assert len(records) == 10_000
    assert {d.state for decisions in records for d in decisions.values()} == {"decided"}
    assert Counter(d.owner.rule for d in records) == {
        "RUN": 8983, "TOOL": 678, "HDF": 94, "OSF-L": 73, "PWF-HIGH": 64, "TOOL-STOP": 46,
        "PWF-LOW": 31, "STOP": 18, "OSF-M": 6, "HDF-OSF": 6, "OSF-H": 1,
    }  # fmt: skip
    assert Counter(d.owner.accountable for d in records) == {
        "operations": 8983, "tooling": 803, "utilities": 94, "process_engineering": 65,
        "maintenance": 49, "heat_and_load_team": 6,
    }  # fmt: skip
    assert Counter(d.restart.accountable for d in records) == {
        "operations": 9661, "tooling": 139, "maintenance": 136, "process_engineering": 64,
    }  # fmt: skip


def test_the_modes_of_failure_are_counted_exactly() -> None:
    found = count_modes(PLANT)
    assert {mode: len(numbers) for mode, numbers in found.items()} == {
        "pwf": 95, "osf": 98, "hdf": 103, "at_most": 130, "border": 27,
        "pwf flagged": 95, "osf flagged": 98, "hdf flagged": 115, "doubles": 115,
    }  # fmt: skip
    assert found["pwf"] == found["pwf flagged"]
    assert found["osf"] == found["osf flagged"]
    assert found["doubles"] == found["hdf flagged"]
    assert found["hdf"] | found["border"] == found["at_most"]
