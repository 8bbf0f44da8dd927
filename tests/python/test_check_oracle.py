# SPDX-License-Identifier: Apache-2.0
"""What a check finds is what z3 proves; its witnesses, regions and sizes are right."""

from __future__ import annotations

import copy
import json
import os
import random
from typing import TYPE_CHECKING, Any

import pytest

import shozai

from .prove_oracle import TODAY, Judge, random_checked_policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from .oracle.values import JsonObject

HEAVY = os.environ.get("SHOZAI_HEAVY") == "1"
POLICIES = 20_000 if HEAVY else 300
CHUNK = 50 if HEAVY else 30


def report_on(document: JsonObject) -> JsonObject:
    policy = shozai.Policy.loads(json.dumps(document, ensure_ascii=False))
    return copy.deepcopy(dict(policy.check(TODAY).to_dict()))


def problems(document: JsonObject, report: JsonObject) -> list[str]:
    return Judge(document, report, TODAY).problems()


@pytest.mark.parametrize("first", range(0, POLICIES, CHUNK))
def test_findings_of_random_policies_are_right(first: int) -> None:
    for seed in range(first, first + CHUNK):
        document = random_checked_policy(random.Random(seed))
        found = problems(document, report_on(document))
        assert not found, (
            f"seed {seed}\n" + "\n".join(found) + f"\n{json.dumps(document, ensure_ascii=False)}"
        )


# --- would a mistake be seen? --------------------------------------------------------------------


def _finding(report: JsonObject, rng: random.Random, key: str) -> Any:
    having = [f for f in report["findings"] if f.get(key)]
    return rng.choice(having) if having else None


def _left_out(report: JsonObject, rng: random.Random) -> bool:
    if not report["findings"]:
        return False
    report["findings"].remove(rng.choice(report["findings"]))
    return True


def _not_true(report: JsonObject, rng: random.Random) -> bool:
    finding = _finding(report, rng, "rules")
    if finding is None or finding["code"] not in ("SZ712", "SZ713", "SZ721"):
        return False
    report["findings"].append({**finding, "code": "SZ724", "kind": "always_true"})
    return True


def _of_another(report: JsonObject, rng: random.Random) -> bool:
    """The witness of another finding, about an aspect with the same attributes."""
    finding, other = (_finding(report, rng, "witness") for _i in range(2))
    if finding is None or finding["witness"]["fault"] == other["witness"]["fault"]:
        return False
    if finding["code"] == other["code"] or finding.get("aspect") != other.get("aspect"):
        return False
    finding["witness"] = other["witness"]
    return True


def _half_a_region(report: JsonObject, rng: random.Random) -> bool:
    finding = _finding(report, rng, "region")
    if finding is None or len(finding["region"]["conditions"] or ()) < 2:
        return False
    finding["region"]["conditions"].pop()
    return True


def _too_wide(report: JsonObject, rng: random.Random) -> bool:
    finding = _finding(report, rng, "region")
    if finding is None or finding["region"]["size"] in (None, finding["region"]["space"]):
        return False
    finding["region"]["conditions"] = ["true"]
    return True


def _miscounted(report: JsonObject, rng: random.Random) -> bool:
    finding = _finding(report, rng, "region")
    if finding is None or finding["region"]["size"] is None:
        return False
    finding["region"]["size"] = str(int(finding["region"]["size"]) + 1)
    return True


def _wrong_sum(report: JsonObject, rng: random.Random) -> bool:
    if not report["aspects"]:
        return False  # contradictory assumptions leave nothing to count
    row = rng.choice(report["aspects"])
    row["decided"] = str(int(row["decided"]) + 1)
    return True


def _no_blocker(report: JsonObject, rng: random.Random) -> bool:
    finding = _finding(report, rng, "blocking")
    if finding is None:
        return False
    finding["blocking"].pop()
    return True


def _kept_promise(report: JsonObject, rng: random.Random) -> bool:
    refuted = [g for g in report["guarantees"] if g["state"] == "refuted"]
    if not refuted:
        return False
    rng.choice(refuted)["state"] = "proved"
    return True


@pytest.mark.parametrize(
    ("mistake", "at_least"),
    [
        (_left_out, 1.0),
        (_not_true, 1.0),
        (_of_another, 0.5),  # one fault may well show two things
        (_half_a_region, 1.0),
        (_too_wide, 1.0),
        (_miscounted, 1.0),
        (_wrong_sum, 1.0),
        (_no_blocker, 1.0),
        (_kept_promise, 1.0),
    ],
)
def test_a_wrong_report_is_found_out(
    mistake: Callable[[JsonObject, random.Random], bool], at_least: float
) -> None:
    made = found = 0
    for seed in range(90):
        rng = random.Random(seed)
        document = random_checked_policy(rng)
        report = report_on(document)
        wrong = copy.deepcopy(report)
        if mistake(wrong, rng):
            made += 1
            found += bool(problems(document, wrong))
    assert made >= 5
    assert found >= at_least * made
