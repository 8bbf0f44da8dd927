# SPDX-License-Identifier: Apache-2.0
"""shozai and the naive interpreter of the format agree on random policies and faults."""

from __future__ import annotations

import copy
import json
import os
import random
from typing import Any

import pytest

import shozai

from .oracle import Interpreter, InvalidFault, random_fault, random_policy

HEAVY = os.environ.get("SHOZAI_HEAVY") == "1"
POLICIES = 20_000 if HEAVY else 2_000
FAULTS = 100
CHUNK = 50
REFUSED = "refused"

Answer = dict[str, Any] | str


def by_shozai(policy: shozai.Policy, fault: dict[str, Any]) -> Answer:
    try:
        decisions = policy.decide(fault).to_dict()
    except shozai.PolicyError:
        return REFUSED
    for decision in decisions.values():
        decision.pop("policy")
        decision.pop("ask", None)  # the oracle asks nothing
    return decisions


def by_oracle(oracle: Interpreter, fault: dict[str, Any]) -> Answer:
    try:
        decisions = oracle.decide(fault)
    except InvalidFault:
        return REFUSED
    for decision in decisions.values():
        # The same duration; shozai writes durations in one way.
        if decision.get("interim", {}).get("within") == "P1W":
            decision["interim"]["within"] = "P7D"
    return decisions


def difference(policy: shozai.Policy, oracle: Interpreter, fault: dict[str, Any]) -> str:
    """Where the two differ on a fault; empty if they agree."""
    ours, theirs = by_shozai(policy, fault), by_oracle(oracle, fault)
    if ours == theirs:
        return ""
    if isinstance(ours, str) or isinstance(theirs, str):
        return f"shozai: {ours}\noracle: {theirs}"
    return "\n".join(
        f"{aspect}\n  shozai: {ours.get(aspect)}\n  oracle: {theirs.get(aspect)}"
        for aspect in sorted(ours.keys() | theirs.keys())
        if ours.get(aspect) != theirs.get(aspect)
    )


def load(document: dict[str, Any]) -> shozai.Policy:
    return shozai.Policy.loads(json.dumps(document, ensure_ascii=False))


@pytest.mark.parametrize("first", range(0, POLICIES, CHUNK))
def test_random_policies_decide_random_faults_alike(first: int) -> None:
    for seed in range(first, first + CHUNK):
        rng = random.Random(seed)
        document = random_policy(rng)
        policy, oracle = load(document), Interpreter(document)
        for _fault in range(FAULTS):
            fault = random_fault(rng, document)
            found = difference(policy, oracle, fault)
            assert not found, (
                f"seed {seed}\nfault {json.dumps(fault, ensure_ascii=False)}\n{found}\n"
                f"policy {json.dumps(document, ensure_ascii=False)}"
            )


# --- would a difference be seen? -----------------------------------------------------------------


def _other_owner(document: dict[str, Any], rng: random.Random) -> bool:
    rules = [rule for aspect in document["aspects"].values() for rule in aspect.get("rules", [])]
    departments = list(document["departments"])
    if not rules or len(departments) < 2:
        return False
    then = rng.choice(rules)["then"]
    then["accountable"] = rng.choice([d for d in departments if d != then["accountable"]])
    return True


def _no_otherwise(document: dict[str, Any], rng: random.Random) -> bool:
    aspects = [aspect for aspect in document["aspects"].values() if "otherwise" in aspect]
    if not aspects:
        return False
    del rng.choice(aspects)["otherwise"]
    return True


def _negated(document: dict[str, Any], rng: random.Random) -> bool:
    rules = [rule for aspect in document["aspects"].values() for rule in aspect.get("rules", [])]
    if not rules:
        return False
    rule = rng.choice(rules)
    rule["when"] = f"!({rule['when']})"
    return True


def _other_interim(document: dict[str, Any], rng: random.Random) -> bool:
    aspect = rng.choice(list(document["aspects"].values()))
    aspect["interim"]["within"] = "P123D"
    return True


def _no_assumptions(document: dict[str, Any], _rng: random.Random) -> bool:
    return bool(document.pop("assumptions", None))


def _no_overrides(document: dict[str, Any], _rng: random.Random) -> bool:
    rules = [rule for aspect in document["aspects"].values() for rule in aspect.get("rules", [])]
    return bool([rule.pop("overrides") for rule in rules if "overrides" in rule])


@pytest.mark.parametrize(
    "plant",
    [_other_owner, _no_otherwise, _negated, _other_interim, _no_assumptions, _no_overrides],
)
def test_a_planted_mistake_is_found(plant: Any) -> None:
    found = planted = 0
    for seed in range(120):
        rng = random.Random(seed)
        document = random_policy(rng)
        wrong = copy.deepcopy(document)
        if not plant(wrong, rng):
            continue
        planted += 1
        policy, oracle = load(document), Interpreter(wrong)
        faults = (random_fault(rng, document) for _fault in range(FAULTS))
        found += any(difference(policy, oracle, fault) for fault in faults)
    # Some mistakes make no difference: a rule that never applies may name anyone.
    assert planted >= 10
    assert found / planted > 0.4
