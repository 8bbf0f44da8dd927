# SPDX-License-Identifier: Apache-2.0
"""The corpus that every implementation runs: policy, faults, expected decisions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import shozai

from .oracle import Interpreter

CORPUS = Path(__file__).parents[1] / "conformance"


def written(decision: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """Without what repeats the key and the policy; the next question only where it is expected."""
    left_out = {"aspect", "policy"} | ({"ask"} - expected.keys())
    return {key: value for key, value in decision.items() if key not in left_out}


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.json")), ids=lambda p: p.stem)
def test_every_case_gets_the_expected_decisions(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    policy = shozai.Policy.loads(json.dumps(document["policy"]))

    assert [finding.code for finding in policy.warnings] == document["warnings"]
    for case in document["cases"]:
        decisions = policy.decide(case["fault"])
        assert {
            aspect: written(decision.to_dict(), case["expected"][aspect])
            for aspect, decision in decisions.items()
        } == case["expected"], case["name"]


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.json")), ids=lambda p: p.stem)
def test_the_naive_interpreter_agrees_with_the_corpus(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    document["policy"].pop("organization", None)  # which it does not read
    interpreter = Interpreter(document["policy"])

    for case in document["cases"]:
        decisions = interpreter.decide(case["fault"])
        assert {
            aspect: written(decision, case["expected"][aspect])
            for aspect, decision in decisions.items()
        } == case["expected"], case["name"]
