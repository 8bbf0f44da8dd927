# SPDX-License-Identifier: Apache-2.0
"""One flaw of a kind, planted at a random place of a clean policy, and the finding that it makes.

Each planter changes the document and returns the finding, or nothing where the policy has no place
for such a flaw.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, TypeAlias

from .names import leaves_of
from .prover import Prover
from .views import PolicyView

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from ..oracle.values import JsonObject
    from .prover import Key

Place: TypeAlias = tuple[str, int]
Planter: TypeAlias = "Callable[[JsonObject, random.Random], Key | None]"
TODAY = "2026-11-24"


def plant(document: JsonObject, kind: str, rng: random.Random) -> tuple[JsonObject, Key] | None:
    """The document with a flaw of a kind (a code) planted, and the finding that it makes."""
    flawed = copy.deepcopy(document)
    found = PLANTERS[kind](flawed, rng)
    return None if found is None else (flawed, found)


def _hit_policy(document: JsonObject, name: str) -> str:
    aspect = document["aspects"][name]
    while "same_as" in aspect:
        aspect = document["aspects"][aspect["same_as"]]
    return str(aspect.get("hit_policy", "override"))


def _rules(document: JsonObject, hit_policies: tuple[str, ...]) -> Iterator[Place]:
    for name, aspect in document["aspects"].items():
        if _hit_policy(document, name) in hit_policies:
            yield from ((name, position) for position in range(len(aspect.get("rules", []))))


def _some_rule(
    document: JsonObject, rng: random.Random, *hit_policies: str
) -> tuple[str, list[JsonObject], int] | None:
    """A random rule: its aspect, the rules of that, its position."""
    places = list(_rules(document, hit_policies or ("override", "first", "unique")))
    if not places:
        return None
    name, position = rng.choice(places)
    return name, document["aspects"][name]["rules"], position


def _some_condition(document: JsonObject, rng: random.Random) -> str:
    """A condition that some possible faults satisfy and, mostly, some do not."""
    whens = [
        rule["when"]
        for aspect in document["aspects"].values()
        for rule in [*aspect.get("rules", []), *aspect.get("also", [])]
        if rule["when"] != "true"
    ]
    if whens:
        return str(rng.choice(whens))
    name, body = rng.choice([*document["attributes"].items()])
    return name if body["type"] == "bool" else f"has({name})"


def _twin(rules: list[JsonObject], position: int, then: JsonObject) -> str:
    """A rule that applies where another does and is overridden by no name; its id."""
    rule = rules[position]
    twin: JsonObject = {k: v for k, v in rule.items() if k in ("when", "section", "because")}
    twin |= {"id": "TWIN", "then": then}
    if "*" in rule.get("overrides", []):
        twin["overrides"] = ["*"]
    rules.insert(position + 1, twin)
    return "TWIN"


def _other_owner(document: JsonObject, then: JsonObject, rng: random.Random) -> JsonObject:
    owners = [d for d in document["departments"] if d != then["accountable"]]
    return {"accountable": rng.choice(owners)}


def _clash(code: str, hit_policy: str) -> Planter:
    def planter(document: JsonObject, rng: random.Random) -> Key | None:
        found = _some_rule(document, rng, hit_policy)
        if found is None:
            return None
        name, rules, position = found
        then = _other_owner(document, rules[position]["then"], rng)
        return code, name, (rules[position]["id"], _twin(rules, position, then))

    return planter


def _overlap(document: JsonObject, rng: random.Random) -> Key | None:
    found = _some_rule(document, rng, "override")
    if found is None:
        return None
    name, rules, position = found
    twin = _twin(rules, position, copy.deepcopy(rules[position]["then"]))
    return "SZ722", name, (rules[position]["id"], twin)


def _contradiction(document: JsonObject, rng: random.Random) -> Key:
    assumed = document.setdefault("assumptions", [])
    condition = _some_condition(document, rng)
    assumed.insert(rng.randint(0, len(assumed)), {"id": "NEW-1", "that": condition})
    assumed.insert(rng.randint(0, len(assumed)), {"id": "NEW-2", "that": f"!({condition})"})
    return "SZ703", "", ()


def _broken_promise(document: JsonObject, rng: random.Random) -> Key | None:
    found = _some_rule(document, rng)
    if found is None:
        return None
    name, rules, position = found
    rule = rules[position]
    claims = [f"{name}.accountable != '{rule['then']['accountable']}'"]
    claims += [f"!('{who}' in {name}.informed)" for who in rule["then"].get("informed", [])]
    for who, share in rule["then"].get("cost_share", {}).items():
        claims.append(f"{name}.cost_share.{who} < {share}")
    claim = rng.choice(claims)
    if rng.random() < 0.3:
        claim = f"{name}.is_decided && ({claim})"
    that = f"always {claim}" if rng.random() < 0.3 else f"{rule['when']} implies {claim}"
    document.setdefault("guarantees", []).append({"id": "NEW", "that": that})
    return "SZ704", "", ("NEW",)


def _no_otherwise(document: JsonObject, name: str) -> bool:
    aspect = document["aspects"][name]
    return "otherwise" in aspect and "same_as" not in aspect


def _gap(document: JsonObject, rng: random.Random) -> Key | None:
    """By leaving out `otherwise`, or the only rule that a case has."""
    ways: list[tuple[str, str, int]] = []
    for name, aspect in document["aspects"].items():
        if _no_otherwise(document, name):
            ways.append((name, "otherwise", 0))
        elif "same_as" not in aspect and aspect.get("hit_policy") == "unique":
            ways += [(name, "rules", i) for i in range(len(aspect.get("rules", [])))]
            rows = aspect.get("table", {}).get("rows", [])
            ways += [(name, "rows", i) for i in range(len(rows)) if len(rows) > 1]
    if not ways:
        return None
    name, key, position = rng.choice(ways)
    aspect = document["aspects"][name]
    if key == "otherwise":
        del aspect["otherwise"]
    else:
        del (aspect["rules"] if key == "rules" else aspect["table"]["rows"])[position]
    return "SZ711", name, ()


def _shadowed(document: JsonObject, rng: random.Random) -> Key | None:
    """By a wider rule that comes before it, or that is made an exception to it."""
    found = _some_rule(document, rng, "override", "first")
    if found is None:
        return None
    name, rules, position = found
    rule = rules[position]
    wider = f"({rule['when']}) || ({_some_condition(document, rng)})"
    blocker = {"id": "NEW", "when": wider, "then": _other_owner(document, rule["then"], rng)}
    if _hit_policy(document, name) == "first":
        rules.insert(rng.randint(0, position), blocker)
    else:
        every = ["*"] if "*" in rule.get("overrides", []) else []
        blocker["overrides"] = [*every, rule["id"]]
        rules.insert(rng.randint(0, len(rules)), blocker)
    return "SZ712", name, (rule["id"],)


def _never_true(document: JsonObject, rng: random.Random) -> Key | None:
    lines = [
        (name, rule)
        for name, aspect in document["aspects"].items()
        for rule in [
            *aspect.get("rules", []), *aspect.get("also", []), *aspect["interim"].get("rules", []),
        ]
    ]  # fmt: skip
    if not lines:
        return None
    name, rule = rng.choice(lines)
    condition = _some_condition(document, rng)
    rule["when"] = f"({rule['when']}) && ({condition}) && !({condition})"
    return "SZ713", name, (rule["id"],)


def _dead_override(document: JsonObject, rng: random.Random) -> Key | None:
    """By naming a rule that never meets the one that names it."""
    prover = Prover(document)
    pairs = []
    for name, aspect in prover.view.aspects.items():
        if aspect.hit_policy != "override":
            continue
        applies = [prover.formulas.term(rule.when) for rule in aspect.rules]
        for one, rule in enumerate(aspect.rules):
            for other, target in enumerate(aspect.rules):
                if not (rule.own and target.own) or one == other:
                    continue
                reached = aspect.overridden.get(other, set())
                if one not in reached and not prover.possible(applies[one], applies[other]):
                    pairs.append((name, one, target.id))
    if not pairs:
        return None
    name, position, target_id = rng.choice(pairs)
    rule_json: JsonObject = document["aspects"][name]["rules"][position]
    entries = rule_json.setdefault("overrides", [])
    if target_id in entries:
        return None
    place = rng.randint(0, len(entries))
    entries.insert(place, target_id)
    return "SZ714", name, (f"/aspects/{name}/rules/{position}/overrides/{place}",)


def _unreachable_otherwise(document: JsonObject, rng: random.Random) -> Key | None:
    total = [
        name
        for name, aspect in document["aspects"].items()
        if "otherwise" not in aspect and "same_as" not in aspect
    ]
    if not total:
        return None
    name = rng.choice(total)
    owner = rng.choice([*document["departments"]])
    document["aspects"][name]["otherwise"] = {"id": "NEW", "then": {"accountable": owner}}
    return "SZ715", name, ()


def _unreachable_value(document: JsonObject, rng: random.Random) -> Key | None:
    enums = [n for n, body in document["attributes"].items() if body["type"] == "enum"]
    if not enums:
        return None
    name = rng.choice(enums)
    value = rng.choice(leaves_of(document["attributes"][name]["values"]))
    assumed = document.setdefault("assumptions", [])
    assumed.insert(rng.randint(0, len(assumed)), {"id": "NEW", "that": f"{name} != '{value}'"})
    return None if Prover(document).contradictory else ("SZ716", "", (name, value))


def _overdue(document: JsonObject, rng: random.Random) -> Key | None:
    found = _some_rule(document, rng)
    if found is None:
        return None
    _name, rules, position = found
    rules[position]["review_by"] = "2026-11-23"
    return "SZ251", "", (rules[position]["id"],)


def _redundant(document: JsonObject, rng: random.Random) -> Key | None:
    """By saying the same twice, one rule before the other."""
    found = _some_rule(document, rng, "first")
    if found is None:
        return None
    name, rules, position = found
    rule = rules[position]
    rules.insert(position, {"id": "NEW", "when": rule["when"], "then": rule["then"]})
    return "SZ721", name, ("NEW",)


def _by_default(document: JsonObject, rng: random.Random) -> Key | None:
    """By an `otherwise` in place of what a gap would be left by."""
    found = _gap(document, rng)
    if found is None:
        return None
    _code, name, about = found
    owner = rng.choice([*document["departments"]])
    document["aspects"][name]["otherwise"] = {"id": "NEW", "then": {"accountable": owner}}
    return "SZ723", name, about


def _always_true(document: JsonObject, rng: random.Random) -> Key:
    name = rng.choice([*document["aspects"]])
    condition = _some_condition(document, rng)
    rule = {"id": "NEW", "when": f"({condition}) || !({condition})"}
    also = document["aspects"][name].setdefault("also", [])
    also.append({**rule, "then": {"informed": [next(iter(document["departments"]))]}})
    return "SZ724", name, ("NEW",)


def _redundant_assumption(document: JsonObject, rng: random.Random) -> Key:
    assumed = document.setdefault("assumptions", [])
    condition = _some_condition(document, rng)
    known = rng.choice(assumed)["that"] if assumed else f"!({condition})"
    body = {"id": "NEW", "that": f"({known}) || ({condition})"}
    assumed.insert(rng.randint(0, len(assumed)), body)
    return "SZ725", "", ("NEW",)


def _unused_definition(document: JsonObject, rng: random.Random) -> Key:
    that = _some_condition(document, rng)
    document.setdefault("definitions", {})["new_word"] = {"that": that}
    return "SZ726", "", ("new_word",)


def _constant_definition(document: JsonObject, rng: random.Random) -> Key:
    condition = _some_condition(document, rng)
    sign = rng.choice(("||", "&&"))
    that = f"({condition}) {sign} !({condition})"
    document.setdefault("definitions", {})["new_word"] = {"that": that}
    return "SZ727", "", ("new_word",)


def _unused_value(document: JsonObject, rng: random.Random) -> Key | None:
    view = PolicyView(document)
    tested = {name for aspect in view.aspects.values() for name in view.counted(aspect)}
    enums = sorted(name for name in tested if view.attributes[name].kind == "enum")
    if not enums:
        return None
    name = rng.choice(enums)
    document["attributes"][name]["values"]["new value"] = {}
    return "SZ728", "", (name, "new value")


def _unused_department(document: JsonObject, rng: random.Random) -> Key:
    key = rng.choice(("departments", "parties"))
    document.setdefault(key, {})["new_one"] = {}
    return "SZ729", "", (f"/{key}/new_one",)


PLANTERS: dict[str, Planter] = {
    "SZ251": _overdue,
    "SZ701": _clash("SZ701", "override"),
    "SZ702": _clash("SZ702", "unique"),
    "SZ703": _contradiction,
    "SZ704": _broken_promise,
    "SZ711": _gap,
    "SZ712": _shadowed,
    "SZ713": _never_true,
    "SZ714": _dead_override,
    "SZ715": _unreachable_otherwise,
    "SZ716": _unreachable_value,
    "SZ721": _redundant,
    "SZ722": _overlap,
    "SZ723": _by_default,
    "SZ724": _always_true,
    "SZ725": _redundant_assumption,
    "SZ726": _unused_definition,
    "SZ727": _constant_definition,
    "SZ728": _unused_value,
    "SZ729": _unused_department,
}
