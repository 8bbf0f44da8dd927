"""From the outcomes of all completions to the decision of one aspect, as JSON."""

from .aspects import FIELDS, Aspect, Outcome, Pattern
from .values import JsonObject


def summarise(aspect: Aspect, patterns: set[Pattern]) -> JsonObject:
    """The decision on a fault whose completions, at least one, show these patterns."""
    outcomes = [aspect.outcome(pattern) for pattern in patterns]
    states = {outcome.state for outcome in outcomes}
    decision: JsonObject = {"aspect": aspect.name, "exact": True}
    if states == {"gap"}:
        decision["state"] = "gap"
    elif states == {"conflict"}:
        decision |= {"state": "conflict", "rules": _rule_ids(aspect, outcomes)}
    elif states == {"decided"} and len({outcome.assignment for outcome in outcomes}) == 1:
        decision |= _decided(aspect, outcomes)
    else:
        decision |= _undetermined(outcomes, states)
    if "accountable" not in decision:
        decision["interim"] = aspect.interim(patterns)
    return decision


def _decided(aspect: Aspect, outcomes: list[Outcome]) -> JsonObject:
    """All completions are decided and equal; the rules and notes may still differ."""
    first = outcomes[0]
    decision: JsonObject = {"state": "decided", **_fields(first.assignment)}
    rules = {position for outcome in outcomes for position in outcome.rules}
    if len(rules) == 1:
        rule = aspect.rules[rules.pop()]
        decision["rule"] = rule.id
        if "because" in rule.json:
            decision["because"] = rule.json["because"]
    else:
        decision["rules"] = _rule_ids(aspect, outcomes)
    if first.notes and all(outcome.notes == first.notes for outcome in outcomes):
        decision["notes"] = list(first.notes)
    return decision


def _undetermined(outcomes: list[Outcome], states: set[str]) -> JsonObject:
    """Completions differ in state or assignment; what is the same in all is given all the same."""
    decided = [outcome.assignment for outcome in outcomes if outcome.state == "decided"]
    decision: JsonObject = {
        "state": "undetermined",
        "possible": sorted({str(assignment[0]) for assignment in decided}),
        "possible_states": sorted(states),
    }
    if states != {"decided"}:
        return {**decision, "open": list(FIELDS)}
    differing = [len(set(values)) > 1 for values in zip(*decided, strict=True)]
    fields = _fields(decided[0])
    for name, differs in zip(FIELDS, differing, strict=True):
        if not differs and name in fields:
            decision[name] = fields[name]
    open_fields = [name for name, differs in zip(FIELDS, differing, strict=True) if differs]
    return {**decision, "open": open_fields}


def _fields(assignment: tuple[object, ...]) -> JsonObject:
    """The fields of an assignment as JSON; empty sets and an absent cost share are left out."""
    fields: JsonObject = {}
    for name, value in zip(FIELDS, assignment, strict=True):
        if name == "cost_share" and isinstance(value, tuple):
            fields[name] = dict(value)
        elif isinstance(value, tuple) and value:
            fields[name] = list(value)
        elif isinstance(value, str):
            fields[name] = value
    return fields


def _rule_ids(aspect: Aspect, outcomes: list[Outcome]) -> list[str]:
    """The deciding or conflicting rules of all completions, in the order of the aspect."""
    positions = {position for outcome in outcomes for position in outcome.rules}
    return [aspect.rules[position].id for position in sorted(positions)]
