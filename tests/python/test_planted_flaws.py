# SPDX-License-Identifier: Apache-2.0
"""Flaws planted at random places of clean policies are all found, at their places."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import shozai

from .prove_oracle import PLANTERS, TODAY, key_of, plant, random_clean_policy

if TYPE_CHECKING:
    from .oracle.values import JsonObject
    from .prove_oracle import Key

MAKER = Path(__file__).parents[2] / "examples" / "machine_maker" / "policy.json"
OF_EACH_KIND = 14
IN_THE_EXAMPLE = 3


@cache
def maker() -> str:
    """The example without its organization, which stands in another file."""
    document = json.loads(MAKER.read_text(encoding="utf-8"))
    del document["organization"], document["agreements"]
    guarantees = document["guarantees"]
    document["guarantees"] = [g for g in guarantees if " reaches " not in g["that"]]
    return json.dumps(document, ensure_ascii=False)


def report_on(document: JsonObject) -> JsonObject:
    return dict(shozai.Policy.loads(json.dumps(document)).check(TODAY).to_dict())


def place_of(document: JsonObject, pointer: str) -> Any:
    """What stands at a JSON Pointer."""
    place: Any = document
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        place = place[int(token)] if isinstance(place, list) else place[token]
    return place


def concerned(document: JsonObject, finding: JsonObject) -> str | None:
    """The id of what a finding points at, where it has one."""
    place = place_of(document, finding["pointer"])
    return str(place["id"]) if isinstance(place, dict) and "id" in place else None


def check_found(document: JsonObject, key: Key) -> None:
    findings = report_on(document)["findings"]
    found = [finding for finding in findings if key_of(finding) == key]
    assert len(found) == 1, f"{key}\n{json.dumps(document, ensure_ascii=False)}"
    _code, _aspect, about = key
    pointed = concerned(document, found[0])
    assert pointed is None or not about or pointed in about
    for rule in found[0].get("rules", []):
        assert place_of(document, rule["pointer"])["id"] == rule["id"].rsplit("/", 1)[-1]


@pytest.mark.parametrize("kind", PLANTERS)
def test_planted_flaws_are_found_where_they_are(kind: str) -> None:
    planted = seed = 0
    while planted < OF_EACH_KIND:
        rng = random.Random(f"{kind} {seed}")
        seed += 1
        result = plant(random_clean_policy(rng), kind, rng)
        if result is not None:
            check_found(*result)
            planted += 1


@pytest.mark.parametrize("kind", PLANTERS)
def test_planted_flaws_are_found_in_the_example(kind: str) -> None:
    document: JsonObject = json.loads(maker())
    planted = 0
    for seed in range(4 * IN_THE_EXAMPLE):
        result = plant(document, kind, random.Random(f"{kind} {seed}"))
        if result is not None and planted < IN_THE_EXAMPLE:
            check_found(*result)
            planted += 1
    assert planted == IN_THE_EXAMPLE


def test_clean_policies_raise_neither_errors_nor_warnings() -> None:
    for seed in range(100):
        document = random_clean_policy(random.Random(seed))
        report = report_on(document)
        serious = [f["code"] for f in report["findings"] if f["severity"] != "note"]
        assert report["clean"], f"seed {seed}: {serious}"
        assert not serious
