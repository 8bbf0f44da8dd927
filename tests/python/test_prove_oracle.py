# SPDX-License-Identifier: Apache-2.0
"""The oracle of findings is honest: z3, classes of faults and single faults say the same."""

from __future__ import annotations

import random
from collections import Counter
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from .oracle import Interpreter
from .prove_oracle import Counting, Prover, is_clean, random_checked_policy, random_clean_policy
from .prove_oracle.axes import ALPHABET, characters_below, rank_of_text, texts_up_to

if TYPE_CHECKING:
    from .oracle.values import JsonObject
    from .prove_oracle import Key
    from .prove_oracle.counting import CountedAspect

POLICIES = 120
CHUNK = 30
# Findings that no fault is asked about.
BY_NAME = {"SZ251", "SZ726", "SZ728", "SZ729"}
SEMANTIC = {
    "SZ701", "SZ702", "SZ703", "SZ704", "SZ711", "SZ712", "SZ713", "SZ714", "SZ715", "SZ716",
    "SZ721", "SZ722", "SZ723", "SZ724", "SZ725", "SZ727",
}  # fmt: skip


def proved(document: JsonObject) -> set[Key]:
    return {key for key in Prover(document).findings() if key[0] not in BY_NAME}


@pytest.mark.parametrize("first", range(0, POLICIES, CHUNK))
def test_z3_finds_what_going_through_all_faults_finds(first: int) -> None:
    for seed in range(first, first + CHUNK):
        document = random_checked_policy(random.Random(seed))
        assert proved(document) == Counting(document).findings(), f"seed {seed}"


def test_every_kind_of_finding_occurs_and_so_do_clean_policies() -> None:
    kinds: Counter[str] = Counter()
    clean = 0
    for seed in range(300):
        findings = Counting(random_checked_policy(random.Random(seed))).findings()
        kinds.update({code for code, _aspect, _about in findings})
        clean += is_clean(findings)
    assert kinds.keys() == SEMANTIC
    assert min(kinds.values()) >= 5
    assert clean >= 60


def every_fault(document: JsonObject, interpreter: Interpreter, names: list[str]) -> Any:
    """All complete faults over some attributes, one by one."""
    values: list[list[Any]] = []
    for name in names:
        attribute, body = interpreter.attributes[name], document["attributes"][name]
        if attribute.kind in ("enum", "bool"):
            domain = sorted(attribute.leaves, key=str)
        elif attribute.kind == "date":
            domain = [f"2026-04-0{day}" for day in range(1, 8)]
        else:
            texts = (f"{v / 10:.1f}" if attribute.scale else v for v in range(attribute.high + 1))
            domain = list(texts)
        values.append([*domain, None] if body.get("optional") else domain)
    for row in product(*values):
        yield dict(zip(names, row, strict=True))


def states_of(counted: CountedAspect) -> Counter[str]:
    by_default = counted.by_default()
    found = {state: counted.in_state(state) for state in ("decided", "gap", "conflict")}
    return Counter({**found, "decided": found["decided"] - by_default, "by default": by_default})


def test_classes_of_faults_count_as_single_faults_do() -> None:
    compared = 0
    for seed in range(60):
        document = random_checked_policy(random.Random(seed))
        kinds = {body["type"] for body in document["attributes"].values()}
        if document["policy"]["id"] != "clean" or "string" in kinds:
            continue
        interpreter, counting = Interpreter(document), Counting(document)
        for name, counted in counting.aspects.items():
            states: Counter[str] = Counter()
            otherwise = counted.aspect.otherwise
            default = None if otherwise is None else otherwise["id"]
            for fault in every_fault(document, interpreter, counted.faults.names):
                decision = interpreter.decide(fault)[name]
                is_default = decision["state"] == "decided" and decision.get("rule") == default
                states["by default" if is_default else decision["state"]] += 1
            del states["impossible"]
            assert +states == +states_of(counted), f"seed {seed}, {name}"
            assert states.total() == counted.faults.space
            compared += 1
    assert compared >= 20


def test_texts_are_counted_in_their_order() -> None:
    valid = [
        chr(code)
        for code in range(0x110000)
        if not (code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000)
    ]
    assert len(valid) == ALPHABET
    for position in (0, 1, 95, 96, 50_000, 60_000, ALPHABET - 1):
        assert characters_below(valid[position]) == position
    # "" < "a" < "a " < ... < "b": between the two letters lie the texts that go on after "a".
    assert rank_of_text("", 2) == 0
    assert rank_of_text(" ", 2) == 1
    assert rank_of_text("  ", 2) == 2
    assert rank_of_text("b", 2) - rank_of_text("a", 2) == 1 + ALPHABET
    assert rank_of_text(valid[-1] * 2, 2) == texts_up_to(2) - 1


def test_clean_policies_are_clean() -> None:
    for seed in range(30):
        assert is_clean(Prover(random_clean_policy(random.Random(seed))).findings()), f"{seed}"
