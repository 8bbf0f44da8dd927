# SPDX-License-Identifier: Apache-2.0
"""Random guarantees about the aspects of a policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from ..oracle.values import JsonObject


def random_guarantee(rng: random.Random, document: JsonObject) -> str:
    """A guarantee of one of the three forms that are a matter of single faults."""
    claim = _claim(rng, document, 2)
    whens = [
        rule["when"]
        for aspect in document["aspects"].values()
        for rule in [*aspect.get("rules", []), *aspect.get("also", [])]
    ]
    if whens and rng.random() < 0.6:
        return f"{rng.choice(whens)} implies {claim}"
    return f"always {claim}" if rng.random() < 0.7 else claim


def _claim(rng: random.Random, document: JsonObject, depth: int) -> str:
    choice = rng.random()
    if depth == 0 or choice < 0.6:
        return _fact(rng, document)
    if choice < 0.7:
        return f"!({_claim(rng, document, depth - 1)})"
    sign = " && " if choice < 0.82 else " || "
    return sign.join(f"({_claim(rng, document, depth - 1)})" for _operand in range(2))


def _fact(rng: random.Random, document: JsonObject) -> str:
    name = rng.choice(list(document["aspects"]))
    owners = [*document["departments"], *document.get("teams", {})]
    anyone = [*owners, *document.get("parties", {})]
    payers = [*document["departments"], *document.get("parties", {})]
    kind = rng.choice(("owner", "owner", "member", "share", "decided"))
    if kind == "owner":
        sign = rng.choice(("==", "!=", "!=", "in"))
        if sign == "in":
            listed = ", ".join(f"'{o}'" for o in rng.sample(owners, min(2, len(owners))))
            return f"{name}.accountable in [{listed}]"
        return f"{name}.accountable {sign} '{rng.choice(owners)}'"
    if kind == "member":
        field = rng.choice(("responsible", "consulted", "informed", "informed", "joint_visit"))
        return f"'{rng.choice(anyone)}' in {name}.{field}"
    if kind == "share":
        sign = rng.choice(("<=", "<", "==", "!=", ">=", ">"))
        return (
            f"{name}.cost_share.{rng.choice(payers)} {sign} {rng.choice((0, 30, 40, 50, 60, 100))}"
        )
    return f"{name}.is_decided"
