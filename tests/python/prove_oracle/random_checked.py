# SPDX-License-Identifier: Apache-2.0
"""Random policies to check: clean ones, ones with planted flaws, and ones with no order at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..oracle import random_policy
from .flaws import PLANTERS, plant
from .random_claims import random_guarantee
from .random_clean import random_clean_policy

if TYPE_CHECKING:
    import random

    from ..oracle.values import JsonObject


def random_checked_policy(rng: random.Random) -> JsonObject:
    """A random valid policy; every kind of finding occurs, and so do policies without any."""
    choice = rng.random()
    if choice < 0.35:
        return _with_guarantees(rng, random_policy(rng))
    document = random_clean_policy(rng)
    if choice < 0.5:
        return document
    for kind in rng.sample(list(PLANTERS), rng.choice((1, 2, 3, 5))):
        # A contradiction hides all others: it is to be rare.
        if kind != "SZ703" or rng.random() < 0.3:
            document = _planted(document, kind, rng)
    return _with_guarantees(rng, document) if rng.random() < 0.5 else document


def _planted(document: JsonObject, kind: str, rng: random.Random) -> JsonObject:
    made_here = f"of-{kind}"
    found = plant(document, kind, rng)
    return document if found is None else _renamed(found[0], made_here)


def _renamed(json: JsonObject, suffix: str) -> JsonObject:
    """The document with ids of its own in place of those that planters give."""
    return {key: _rename(value, suffix) for key, value in json.items()}


def _rename(value: object, suffix: str) -> object:
    if isinstance(value, dict):
        return {
            f"{k}_{suffix[3:].lower()}" if k in ("new_word", "new_one") else k: _rename(v, suffix)
            for k, v in value.items()
        }
    if isinstance(value, list):
        return [_rename(each, suffix) for each in value]
    if value in ("NEW", "NEW-1", "NEW-2", "TWIN"):
        return f"{value}-{suffix}"
    return value


def _with_guarantees(rng: random.Random, document: JsonObject) -> JsonObject:
    guarantees = [
        *document.get("guarantees", []),
        *(
            {"id": f"GR-{number}", "that": random_guarantee(rng, document)}
            for number in range(rng.choice((0, 1, 2, 3)))
        ),
    ]
    return {**document, "guarantees": guarantees} if guarantees else document
