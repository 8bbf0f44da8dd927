# SPDX-License-Identifier: Apache-2.0
"""The cases of the machine maker pass, exercise everything, and notice every mistake."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from shozai._core import CompiledCases, CompiledPolicy, CompiledPolicySet
from shozai.layout import layout

MAKER = Path(__file__).parents[2] / "examples" / "machine_maker"
FILE = MAKER / "policy.cases.json"
TREE: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def policy() -> CompiledPolicy:
    return CompiledPolicy.load(str(MAKER / "policy.json"))


@pytest.fixture(scope="module")
def cases(policy: CompiledPolicy) -> CompiledCases:
    return CompiledCases(CompiledPolicySet([policy]), FILE.read_text(encoding="utf-8"), FILE.name)


def test_there_are_at_least_eighty_cases_and_all_of_them_pass(cases: CompiledCases) -> None:
    assert len(cases) >= 80
    assert not any(cases[number].pending for number in range(len(cases)))
    assert {cases[n].name: cases.run(n) for n in cases.failing(0, len(cases))} == {}


def test_every_case_says_in_both_languages_what_it_is_there_for(policy: CompiledPolicy) -> None:
    names = [case["name"] for case in TREE["cases"]]
    notes = [case["note"] for case in TREE["cases"]]
    assert len(set(names)) == len(names)
    for lang in ("ja", "en"):
        said = [note[lang] for note in notes]
        assert len(set(said)) == len(said)
    for case in TREE["cases"]:
        # Those of stories are about all aspects; the tags of the others name theirs.
        tagged = set(case["tags"]) & set(policy.aspects)
        assert tagged <= case["expected"].keys()
        assert tagged or "story" in case["tags"]


def test_nothing_that_a_fault_can_exercise_is_left_out(cases: CompiledCases) -> None:
    coverage = json.loads(cases.coverage())
    left_out = [
        item for item in coverage["items"] if not item["cases"] and item["reachable"] is not False
    ]
    assert left_out == []
    assert set(coverage["kinds"]) == {"rule", "row", "override", "cell", "boundary"}
    for counts in coverage["kinds"].values():
        assert counts["covered"] == counts["total"] > 0
    assert json.loads(cases.suggest() or "")["cases"] == []


def test_every_mistake_that_changes_a_decision_is_noticed(cases: CompiledCases) -> None:
    tested = json.loads(cases.mutants(100_000))
    missed = [
        (mutant["state"], mutant["mutation"], mutant["rule"], mutant["before"], mutant["after"])
        for mutant in tested["mutants"]
        if mutant["state"] in ("survived", "undecided")
    ]
    assert missed == []
    assert tested["killed"] > 1_000


def test_the_file_is_in_the_canonical_layout() -> None:
    assert layout(TREE) == FILE.read_text(encoding="utf-8")


def test_a_mistake_in_the_policy_fails_a_case_that_names_it(tmp_path: Path) -> None:
    # The launch period a day shorter: day 90 is no longer in it.
    text = (MAKER / "policy.json").read_text(encoding="utf-8")
    shorter = text.replace("days_since_delivery <= 90", "days_since_delivery <= 89")
    assert shorter != text
    path = tmp_path / "policy.json"
    path.write_text(shorter, encoding="utf-8")
    shutil.copy(MAKER / "organization.json", tmp_path)
    versions = CompiledPolicySet([CompiledPolicy.load(str(path), None)])
    cases = CompiledCases(versions, FILE.read_text(encoding="utf-8"), FILE.name)
    failing = [cases[number].name for number in cases.failing(0, len(cases))]
    assert "納入90日目・直販の初期不良：立上げ期間の最終日" in failing
    assert all("90日" in name for name in failing)
