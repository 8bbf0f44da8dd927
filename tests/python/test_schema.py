# SPDX-License-Identifier: Apache-2.0
"""The published JSON Schema and the loader must not contradict each other.

What the schema refuses the loader refuses; what the loader refuses for its form the schema
refuses too. What a schema cannot say (names that must exist, conditions) is the loader's alone.
"""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import shozai

from .oracle import random_policy

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schema/policy.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

#: Findings about form alone, which the schema must share.
FORM = {"SZ111", "SZ112", "SZ113", "SZ114", "SZ115", "SZ116", "SZ121", "SZ123", "SZ142"}


def findings(document: Any) -> set[str]:
    try:
        shozai.Policy.loads(json.dumps(document))
    except shozai.PolicyError as error:
        return {each.code for each in error.diagnostics if each.level == "error"}
    return set()


def whole(path: Path) -> Any:
    """A document with its organization in it."""
    document = json.loads(path.read_text(encoding="utf-8"))
    file = document.get("organization", {}).get("file")
    if file:
        text = path.with_name(file).read_text(encoding="utf-8")
        document["organization"] = json.loads(text)
    return document


def documents() -> list[Any]:
    files = [
        *sorted((ROOT / "tests/conformance").glob("*.json")),
        ROOT / "examples/machine_maker/policy.json",
        ROOT / "examples/ai4i2020/policy.json",
    ]
    loaded = [whole(path) for path in files]
    return [document.get("policy", {}) if "cases" in document else document for document in loaded]


def places(node: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) below `node`."""
    here: list[tuple[Any, Any]]
    if isinstance(node, dict):
        here = [(node, key) for key in node]
    elif isinstance(node, list):
        here = [(node, index) for index in range(len(node))]
    else:
        return []
    return here + [place for container, key in here for place in places(container[key])]


def mutate(document: Any, rng: random.Random) -> Any:
    """One change of form: a key gone, a key too many, a value of another type or out of bounds."""
    mutant = copy.deepcopy(document)
    container, key = rng.choice(places(mutant))
    change = rng.randrange(4)
    if change == 0:
        del container[key]
    elif change == 1 and isinstance(container[key], dict):
        container[key]["no_such_key"] = 1
    elif change == 2 and isinstance(container, dict):
        container[key + "X"] = container.pop(key)
    else:
        container[key] = rng.choice([None, True, 5, -1, "text", "", [], {}, 1.5])
    return mutant


def test_the_schema_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("document", documents(), ids=lambda d: d["policy"]["id"])
def test_documents_of_the_repository_fit_the_schema(document: Any) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []
    assert findings(document) == set()


@pytest.mark.parametrize("seed", range(100))
def test_random_policies_fit_the_schema(seed: int) -> None:
    document = random_policy(random.Random(seed))

    assert [error.message for error in VALIDATOR.iter_errors(document)] == []
    assert findings(document) == set()


@pytest.mark.parametrize("seed", range(20))
def test_schema_and_loader_refuse_the_same_mutants(seed: int) -> None:
    rng = random.Random(seed)
    pool = [*documents(), *(random_policy(rng) for _ in range(5))]
    for _ in range(100):
        mutant = mutate(rng.choice(pool), rng)
        by_schema = [error.message for error in VALIDATOR.iter_errors(mutant)]
        by_loader = findings(mutant)

        where = json.dumps(mutant, ensure_ascii=False)[:2000]
        if by_schema:
            assert by_loader, (by_schema[:3], where)
        if by_loader & FORM:
            assert by_schema, (sorted(by_loader), where)
