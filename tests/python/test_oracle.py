"""The oracle is trusted because these hand-made cases, read from the format, hold.

The worked document is the first example of the format; its second example (`organization`) says
who is told and when, and must not change who is accountable.
"""

import copy
import itertools
import json
import random
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest

from .oracle import Interpreter, InvalidFault, random_fault, random_policy
from .oracle.conditions import (
    Condition,
    ConditionParser,
    compile_condition,
    parse_cell,
    unary_tests,
)
from .oracle.knowledge import Knowledge, everything, read_knowledge
from .oracle.values import Attribute, Value, read_attributes
from .oracle.writing import to_json

EXAMPLE: dict[str, Any] = json.loads("""{
 "shozai": 1,
 "policy": {"id": "aftermarket-faults", "version": "2026.2", "zone": "Asia/Tokyo"},
 "attributes": {
  "fault_class": {"type": "enum",
   "values": {"initial_defect": {"ja": "初期不良"}, "design": {}, "misuse": {}, "wear": {}}},
  "product": {"type": "enum", "values": {
   "lathe": {"ja": "旋盤", "children": {"LT-100": {}, "LT-200": {}}},
   "mill": {"children": {"ML-5/B": {}}}}},
  "severity": {"type": "int", "min": 1, "max": 5},
  "under_contract": {"type": "bool"},
  "installed_on": {"type": "date"},
  "reported_on": {"type": "date"},
  "days_since_install": {"type": "int", "min": 0, "max": 7300,
   "derived": "days_between(installed_on, reported_on)"},
  "operating_hours": {"type": "int", "min": 0, "max": 200000, "optional": true},
  "repair_estimate": {"type": "decimal", "scale": 0, "min": "0", "max": "99999999"},
  "serial": {"type": "string", "max_length": 32, "ask": false}
 },
 "assumptions": [{"id": "A1", "that": "fault_class != 'wear' || days_since_install >= 30"}],
 "definitions": {"in_warranty": {"that": "days_since_install <= 365 || under_contract"}},
 "departments": {"sales": {}, "service": {}, "quality": {}},
 "teams": {"launch_team": {"departments": ["sales", "service"], "lead": "service"}},
 "parties": {"customer": {}, "supplier": {}},
 "intake": ["severity", "installed_on", "reported_on", "under_contract"],
 "aspects": {
  "root_cause": {
   "hit_policy": "override",
   "interim": {"accountable": "quality", "within": "P3D"},
   "sections": {"safety": {}},
   "rules": [
    {"id": "RC-100", "when": "fault_class == 'initial_defect'",
     "then": {"accountable": "quality", "responsible": ["service"], "informed": ["sales"]},
     "because": {"en": "what leaves the works is quality's word"}},
    {"id": "RC-110", "when": "fault_class == 'initial_defect' && !in_warranty",
     "overrides": ["RC-100"], "then": {"accountable": "service", "joint_visit": ["sales"]},
     "because": {"en": "out of warranty it is no longer initial"}},
    {"id": "RC-900", "section": "safety", "when": "severity == 5 && product.within('lathe')",
     "overrides": ["*"], "then": {"accountable": "quality"}}
   ],
   "also": [{"id": "RC-S", "when": "severity >= 4", "then": {"informed": ["sales"]}}],
   "otherwise": {"id": "RC-000", "then": {"accountable": "service"}}
  },
  "corrective_action": {"same_as": "root_cause", "interim": {"accountable": "quality"},
   "rules": []},
  "cost": {
   "hit_policy": "unique",
   "interim": {"accountable": "sales", "within": "P7D"},
   "table": {
    "columns": ["fault_class", "days_since_install", "under_contract"],
    "rows": [
     {"id": "C-1", "if": ["initial_defect, design", "<= 365", "-"],
      "then": {"accountable": "quality", "cost_share": {"quality": 100}}},
     {"id": "C-2", "if": ["misuse", "-", "-"],
      "then": {"accountable": "sales", "cost_share": {"customer": 100}}},
     {"id": "C-3", "if": ["not(misuse)", "> 365", "true"],
      "then": {"accountable": "service", "cost_share": {"service": 70, "sales": 30}}}
    ]}}}}""")

EARLY = {"installed_on": "2026-01-01", "reported_on": "2026-04-01"}
LATE = {"installed_on": "2025-01-01", "reported_on": "2026-04-01"}
KNOWN = {"product": "ML-5/B", "severity": 2, "under_contract": False}


def decide(aspect: str, fault: dict[str, Any]) -> dict[str, Any]:
    return Interpreter(EXAMPLE).decide(fault)[aspect]


def test_a_rule_of_the_example_decides_with_its_reason() -> None:
    assert decide("root_cause", {**EARLY, **KNOWN, "fault_class": "initial_defect"}) == {
        "aspect": "root_cause",
        "state": "decided",
        "rule": "RC-100",
        "accountable": "quality",
        "responsible": ["service"],
        "informed": ["sales"],
        "because": {"en": "what leaves the works is quality's word"},
        "exact": True,
    }


def test_an_exception_overrides_its_base_and_the_heir_prefixes_its_id() -> None:
    fault = {**LATE, **KNOWN, "fault_class": "initial_defect"}
    assert decide("corrective_action", fault) == {
        "aspect": "corrective_action",
        "state": "decided",
        "rule": "corrective_action/RC-110",
        "accountable": "service",
        "joint_visit": ["sales"],
        "because": {"en": "out of warranty it is no longer initial"},
        "exact": True,
    }


def test_a_table_without_a_matching_row_is_a_gap_with_an_interim_owner() -> None:
    assert decide("cost", {**LATE, **KNOWN, "fault_class": "initial_defect"}) == {
        "aspect": "cost",
        "state": "gap",
        "interim": {"accountable": "sales", "within": "P7D"},
        "exact": True,
    }


def test_a_star_overrides_everything_and_also_is_added() -> None:
    fault = {**EARLY, **KNOWN, "fault_class": "initial_defect"}
    decision = decide("root_cause", {**fault, "severity": 5, "product": "lathe"})
    assert (decision["rule"], decision["informed"]) == ("RC-900", ["sales"])
    assert "responsible" not in decision


def test_a_fault_against_an_assumption_is_impossible() -> None:
    fault = {"fault_class": "wear", "installed_on": "2026-04-01", "reported_on": "2026-04-30"}
    assert decide("root_cause", fault) == {
        "aspect": "root_cause",
        "state": "impossible",
        "assumptions": ["A1"],
        "interim": {"accountable": "quality", "within": "P3D"},
        "exact": True,
    }


def test_what_is_open_is_undetermined() -> None:
    fault = {**LATE, "severity": 1, "product": "mill", "fault_class": "initial_defect"}
    decisions = Interpreter(EXAMPLE).decide(fault)
    assert decisions["root_cause"] == {
        "aspect": "root_cause",
        "state": "undetermined",
        "possible": ["quality", "service"],
        "possible_states": ["decided"],
        "open": ["accountable", "responsible", "informed", "joint_visit"],
        "interim": {"accountable": "quality", "within": "P3D"},
        "exact": True,
    }
    assert decisions["cost"]["possible_states"] == ["decided", "gap"]
    assert decisions["cost"]["possible"] == ["service"]
    assert len(decisions["cost"]["open"]) == 6


def test_fields_that_are_the_same_in_all_completions_are_given() -> None:
    fault = {**EARLY, **KNOWN, "fault_class": {"in": ["initial_defect", "design"]}}
    decision = decide("cost", fault)
    assert (decision["state"], decision["rule"]) == ("decided", "C-1")
    fault = {**EARLY, **KNOWN, "severity": {"min": 3}, "fault_class": "misuse"}
    decision = decide("root_cause", fault)
    assert (decision["accountable"], decision["open"]) == ("service", ["informed"])
    assert "interim" not in decision


@pytest.mark.parametrize(
    "wrong",
    [
        {"days_since_install": 91},
        {"days_since_install": {"not_in": [90]}},
        {"installed_on": "2026-04-02"},
        {"installed_on": "1899-12-31"},
        {"severity": 6},
        {"severity": 5.0},
        {"severity": True},
        {"severity": None},
        {"severity": {"in": []}},
        {"severity": {"min": 4, "max": 3}},
        {"severity": {"not_in": [1, 2, 3, 4, 5]}},
        {"severity": {"in": [3], "not_in": [4]}},
        {"severity": {"in": [3, 6]}},
        {"severity": {}},
        {"product": "saw"},
        {"product": {"not_in": ["lathe", "mill"]}},
        {"serial": "a\n"},
        {"serial": "x" * 33},
        {"serial": {"min": "a"}},
        {"repair_estimate": "1.5"},
        {"repair_estimate": 1.0},
        {"under_contract": "true"},
        {"colour": "red"},
    ],
)
def test_input_errors_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidFault):
        decide("cost", {**EARLY, **wrong})


def test_the_organization_does_not_change_a_decision() -> None:
    document = copy.deepcopy(EXAMPLE)
    document["organization"] = {
        "zone": "Asia/Tokyo",
        "positions": {"plant_director": {"accountable": True, "holders": [{"person": "mori"}]}},
        "people": {"mori": {}},
        "escalation": {
            "policies": {"urgent": {"steps": [{"to": ["plant_director"]}]}},
            "choose": {"rules": [{"id": "E-9", "when": "true", "then": "urgent"}]},
        },
    }
    fault = {**EARLY, "severity": {"min": 4}}
    assert Interpreter(document).decide(fault) == Interpreter(EXAMPLE).decide(fault)


ATTRIBUTES = read_attributes(
    {
        "n": {"type": "int", "min": -9, "max": 9, "optional": True},
        "b": {"type": "bool", "optional": True},
        "s": {"type": "string", "max_length": 3, "optional": True},
        "d": {"type": "decimal", "scale": 2},
        "day": {"type": "date"},
        "at": {"type": "timestamp"},
        "long": {"type": "duration"},
        "e": {
            "type": "enum",
            "optional": True,
            "values": {"g": {"children": {"a": {}, "x,y": {}}}, "null": {}},
        },
    }
)


def holds(condition: Condition, attribute: str, value: object) -> bool:
    (known,) = read_knowledge(ATTRIBUTES[attribute], value).single() or (None,)
    return compile_condition(condition, {attribute: 0})([known])


@pytest.mark.parametrize(
    ("text", "attribute", "value", "expected"),
    [
        ("n == 5", "n", 5, True),
        ("n==5||n == 4", "n", 4, True),
        ("5 > n", "n", 4, True),
        ("5 > n", "n", None, False),
        ("!(5 > n)", "n", None, True),
        ("n != 5", "n", None, True),
        ("n in [1, -2]", "n", -2, True),
        ("has(n)", "n", None, False),
        ("has ( n )", "n", 0, True),
        ("big", "n", 4, True),
        ("!big", "n", None, True),
        ("n == 1 || n == 2 && n == 3", "n", 1, True),
        ("(n == 1 || n == 2) && n == 3", "n", 1, False),
        ("!!(true)", "n", 0, True),
        ("b", "b", None, False),
        ("!b && b != true", "b", None, True),
        ("false == b", "b", False, True),
        ("s == '\\u0061\\'\"'", "s", "a'\"", True),
        ('s < "\U0001f600"', "s", "\uffee", True),
        ("s.startsWith('ab')", "s", "abc", True),
        ("s.startsWith('')", "s", None, False),
        ("d <= 12.5", "d", "12.50", True),
        ("d > -0.01", "d", 0, True),
        ("day < date('2026-04-01')", "day", "2026-03-31", True),
        ("at == timestamp('2026-04-01T09:00:00+09:00')", "at", "2026-04-01T00:00:00Z", True),
        ("long == duration('PT36H')", "long", "P1DT12H", True),
        ("long < duration('P1W')", "long", "P6DT23H59M59.999999S", True),
        ("e.within('g')", "e", "x,y", True),
        ("e in ['a', 'null']", "e", None, False),
    ],
)
def test_conditions(text: str, attribute: str, value: object, expected: bool) -> None:
    parser = ConditionParser(ATTRIBUTES, {"big": "n > 3"})
    assert holds(parser.parse(text), attribute, value) is expected


@pytest.mark.parametrize(
    ("cell", "attribute", "value", "expected"),
    [
        ("-", "n", None, True),
        ("-5", "n", -5, True),
        ("[-2..3)", "n", 3, False),
        ("(-2..3]", "n", 3, True),
        ("< 0, > 5", "n", 6, True),
        ("null", "n", None, True),
        ("not(null, 5)", "n", 4, True),
        ("not(null, 5)", "n", None, False),
        ("not(>=0)", "n", None, True),
        ("true", "b", True, True),
        ("within(g)", "e", "a", True),
        ("'null', \"x,y\"", "e", "null", True),
        ("null", "e", "null", False),
        ("[1.25..1.5]", "d", "1.5", True),
        ("[2026-04-01..2026-04-30]", "day", "2026-04-30", True),
        ("<= PT1H", "long", "PT60M", True),
        (">'ab'", "s", "abc", True),
    ],
)
def test_cells(cell: str, attribute: str, value: object, expected: bool) -> None:
    assert holds(parse_cell(ATTRIBUTES[attribute], cell), attribute, value) is expected


def policy(attributes: dict[str, Any], *rules: dict[str, Any], **more: Any) -> Interpreter:
    aspect = {"interim": {"accountable": "i"}, "rules": list(rules), **more}
    return Interpreter({"attributes": attributes, "aspects": {"owner": aspect}})


def rule(name: str, when: str, owner: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "when": when, "then": {"accountable": owner}, **more}


NUMBER = {"n": {"type": "int", "min": 0, "max": 9}}


def owner(interpreter: Interpreter, **fault: Any) -> dict[str, Any]:
    return interpreter.decide(fault)["owner"]


def test_overrides_are_transitive_through_rules_that_do_not_apply() -> None:
    interpreter = policy(
        NUMBER,
        rule("A", "true", "x"),
        rule("B", "n == 1", "y", overrides=["A"]),
        rule("C", "n >= 1", "z", overrides=["B"]),
    )
    assert owner(interpreter, n=2)["rule"] == "C"
    assert owner(interpreter, n=0)["rule"] == "A"


def test_a_section_is_overridden_whole_and_stars_do_not_override_stars() -> None:
    interpreter = policy(
        NUMBER,
        rule("A", "n > 1", "x", overrides=["section:s"]),
        rule("B", "true", "y", section="s"),
        rule("S", "n > 2", "z", overrides=["*"]),
        rule("T", "n > 3", "w", overrides=["*"]),
    )
    assert owner(interpreter, n=2)["rule"] == "A"
    assert owner(interpreter, n=3)["rule"] == "S"
    assert owner(interpreter, n=4)["rules"] == ["S", "T"]
    assert owner(interpreter, n=4)["state"] == "conflict"


def test_hit_policies_treat_agreeing_rules_differently() -> None:
    rules = [rule("A", "n > 1", "x"), rule("B", "n > 0", "x")]
    assert owner(policy(NUMBER, *rules), n=2)["rules"] == ["A", "B"]
    assert owner(policy(NUMBER, *rules, hit_policy="first"), n=2)["rule"] == "A"
    assert owner(policy(NUMBER, *rules, hit_policy="first"))["possible_states"] == [
        "decided",
        "gap",
    ]
    unique = policy(NUMBER, *rules, hit_policy="unique")
    assert owner(unique, n=2)["state"] == "conflict"
    assert owner(unique, n={"in": [0, 2]})["possible"] == []
    assert owner(unique, n={"in": [0, 2]})["possible_states"] == ["conflict", "gap"]


def test_notes_are_joined_and_given_where_they_are_the_same() -> None:
    noted = {"accountable": "x", "notes": ["p", "q"]}
    interpreter = policy(
        NUMBER,
        {"id": "A", "when": "n < 3", "then": noted},
        {"id": "B", "when": "n < 5", "then": {**noted, "notes": ["q", "r"]}},
        also=[{"id": "C", "when": "n < 2", "then": {"notes": ["r", "s"]}}],
    )
    assert owner(interpreter, n=1)["notes"] == ["p", "q", "r", "s"]
    assert owner(interpreter, n=4)["notes"] == ["q", "r"]
    assert "notes" not in owner(interpreter, n={"max": 4})


def test_an_interim_rule_must_hold_in_every_completion() -> None:
    interim = {
        "accountable": "i",
        "within": "P1D",
        "rules": [{"id": "I", "when": "n > 3", "then": {"accountable": "j"}}],
    }
    interpreter = policy(NUMBER, interim=interim)
    assert owner(interpreter, n={"min": 4})["interim"] == {"accountable": "j", "rule": "I"}
    assert owner(interpreter, n={"min": 3})["interim"] == {"accountable": "i", "within": "P1D"}


def test_own_rules_come_before_inherited_ones_under_every_hit_policy() -> None:
    base = {
        "interim": {"accountable": "i"},
        "hit_policy": "unique",
        "rules": [rule("A", "true", "x"), rule("B", "n > 5", "y")],
    }
    heir = {"interim": {"accountable": "k"}, "same_as": "base", "rules": [rule("H", "n > 7", "z")]}
    interpreter = Interpreter({"attributes": NUMBER, "aspects": {"heir": heir, "base": base}})
    assert interpreter.decide({"n": 8})["heir"]["rule"] == "H"
    assert interpreter.decide({"n": 6})["heir"]["rules"] == ["heir/A", "heir/B"]
    assert interpreter.decide({"n": 6})["heir"]["interim"] == {"accountable": "k"}
    assert interpreter.decide({"n": 1})["heir"]["rule"] == "heir/A"


def test_the_blamed_assumptions_are_minimal_in_document_order() -> None:
    document = {
        "attributes": NUMBER,
        "assumptions": [
            {"id": "A1", "that": "n > 5"},
            {"id": "A2", "that": "n < 4"},
            {"id": "A3", "that": "n > 6"},
        ],
        "aspects": {"owner": {"interim": {"accountable": "i"}, "rules": []}},
    }
    assert owner(Interpreter(document))["assumptions"] == ["A2", "A3"]


@pytest.mark.parametrize(
    ("derived", "scale", "fault", "expected"),
    [
        ("round(p * q)", 1, {"p": "0.5", "q": "0.5"}, "0.3"),
        ("round(p * q)", 1, {"p": "-0.5", "q": "0.5"}, "-0.3"),
        ("p + q * 2 - -1", 1, {"p": "0.5", "q": "0.1"}, "1.7"),
        ("(p + q) * 2", 1, {"p": "0.5", "q": "0.1"}, "1.2"),
        ("min(p, q, 0.2)", 1, {"p": "0.5", "q": "0.3"}, "0.2"),
        ("max(p, q) * 1.5", 2, {"p": "0.5", "q": "0.3"}, "0.75"),
        ("hours_between(t, u)", 0, {"t": "2026-01-01T01:00:00Z", "u": "2026-01-01T00:30:00Z"}, -1),
        ("minutes_between(t, u)", 0, {"t": "2026-01-01T00:00:00Z", "u": "2026-01-01T00:01:59Z"}, 1),
        ("days_between(day, day2)", 0, {"day": "2024-03-01", "day2": "2024-02-28"}, -2),
        ("year(day) * 12 + month(day)", 0, {"day": "2024-03-01"}, 24291),
        ("p + q", 1, {"p": None}, None),
    ],
)
def test_derivations(derived: str, scale: int, fault: dict[str, Any], expected: object) -> None:
    number = {"type": "decimal", "scale": 1, "optional": True}
    attributes = {
        "x": {"type": "decimal", "scale": scale, "optional": True, "derived": derived},
        "p": number,
        "q": number,
        "t": {"type": "timestamp"},
        "u": {"type": "timestamp"},
        "day": {"type": "date"},
        "day2": {"type": "date"},
    }
    interpreter = policy(attributes)
    known = interpreter.knowledge(fault)["x"]
    assert known == read_knowledge(interpreter.attributes["x"], expected)
    with pytest.raises(InvalidFault):
        interpreter.decide({**fault, "x": "9999"})


def test_a_derived_attribute_with_an_unknown_input_ranges_over_its_domain() -> None:
    attributes = {**NUMBER, "m": {"type": "int", "min": 0, "max": 99, "derived": "n * 2"}}
    interpreter = policy(attributes, rule("A", "m == 99", "x"))
    assert owner(interpreter)["possible_states"] == ["decided", "gap"]
    assert owner(interpreter, m=99)["rule"] == "A"
    assert owner(interpreter, n={"in": [4]})["state"] == "gap"


def signatures(
    attribute: Attribute, conditions: list[Condition], values: Iterable[Value]
) -> set[tuple[bool, ...]]:
    checks = [compile_condition(condition, {attribute.name: 0}) for condition in conditions]
    return {tuple(check([value]) for check in checks) for value in values}


@pytest.mark.parametrize("seed", range(60))
def test_every_class_of_numbers_is_represented(seed: int) -> None:
    rng = random.Random(seed)
    json_attribute = {"type": "int", "min": 0, "max": 12, "optional": rng.random() < 0.5}
    tests = [
        f"x {rng.choice(('==', '<', '<=', '>', '>='))} {rng.randint(-1, 13)}" for _i in range(4)
    ]
    interpreter = policy({"x": json_attribute}, *(rule(t, t, "o") for t in tests))
    attribute = interpreter.attributes["x"]
    parser = ConditionParser(interpreter.attributes, {})
    conditions = [parser.parse(text) for text in tests]
    some = rng.sample(range(13), rng.randint(1, 8))
    narrowings: list[dict[str, Any]] = [{"not_in": some}, {"in": some}, {"min": some[0]}]
    for said in narrowings:
        known = read_knowledge(attribute, said)
        possible = [v for v in (None, *range(13)) if known.contains(v)]
        found = known.candidates(interpreter.edges("x"))
        assert set(found) <= set(possible)
        assert signatures(attribute, conditions, found) == signatures(
            attribute, conditions, possible
        )
        assert known.count() == len(possible)


@pytest.mark.parametrize("seed", range(60))
def test_every_class_of_texts_is_represented(seed: int) -> None:
    rng = random.Random(seed)
    letters = "\0 ab\x7f\xa0\ud7ff\ue000\U0010ffff"
    length = rng.randint(1, 2)

    def text(longest: int) -> str:
        return "".join(rng.choice(letters) for _i in range(rng.randint(0, longest)))

    attribute = read_attributes({"x": {"type": "string", "max_length": length}})["x"]
    parser = ConditionParser({"x": attribute}, {})
    conditions = []
    for _i in range(4):
        quoted = "'" + text(3) + "'"
        form = rng.choice(("x == {}", "x < {}", "x <= {}", "x.startsWith({})"))
        conditions.append(parser.parse(form.format(quoted)))
    edges = [edge for c in conditions for test in unary_tests(c) for edge in test.edges]
    alphabet = " !abc~\xa0\xa1\ud7fe\ud7ff\ue000\U0010fffe\U0010ffff"
    letters_of = [itertools.product(alphabet, repeat=n) for n in range(length + 1)]
    possible = ["".join(drawn) for texts in letters_of for drawn in texts]
    excluded = rng.sample(possible, rng.randint(0, 6))
    known = read_knowledge(attribute, {"not_in": excluded}) if excluded else everything(attribute)
    possible = [value for value in possible if known.contains(value)]
    found = known.candidates(edges)
    assert all(known.contains(value) for value in found)
    assert signatures(attribute, conditions, found) >= signatures(attribute, conditions, possible)


def test_a_partial_fault_is_the_sum_of_its_complete_faults() -> None:
    """Compares `decide` with itself on every complete fault, where domains are small enough."""
    compared = 0
    for seed in range(400):
        rng = random.Random(seed)
        document = random_policy(rng)
        interpreter = Interpreter(document)
        attributes = interpreter.attributes.values()
        whole = [everything(attribute) for attribute in attributes]
        size = 1
        for known in whole:
            size *= known.count()
        if size > 300 or any(attribute.derived for attribute in attributes):
            continue
        compared += 1
        names = [attribute.name for attribute in attributes]
        values = [_json_values(known) for known in whole]
        complete = [
            interpreter.decide(dict(zip(names, row, strict=True)))
            for row in itertools.product(*values)
        ]
        for aspect, decision in interpreter.decide({}).items():
            states = {d[aspect]["state"] for d in complete} - {"impossible"}
            owners = {d[aspect]["accountable"] for d in complete if "accountable" in d[aspect]}
            if decision["state"] == "undetermined":
                assert decision["possible_states"] == sorted(states)
                assert decision["possible"] == sorted(owners)
            else:
                assert {decision["state"]} == (states or {"impossible"})
    assert compared >= 10


def _json_values(known: Knowledge) -> list[object]:
    values: list[Value] = [None] if known.none else []
    values += known.listed or range(known.low, known.high + 1)
    return [to_json(random.Random(0), known.attribute, value) for value in values]


def test_the_generator_is_reproducible_and_reaches_every_state() -> None:
    states: Counter[str] = Counter()
    for seed in range(60):
        rng, again = random.Random(seed), random.Random(seed)
        document = random_policy(rng)
        assert json.dumps(document) == json.dumps(random_policy(again))
        interpreter = Interpreter(document)
        for _fault in range(20):
            fault = random_fault(rng, document)
            assert json.dumps(fault) == json.dumps(random_fault(again, document))
            try:
                decisions = interpreter.decide(json.loads(json.dumps(fault)))
            except InvalidFault:
                states["invalid"] += 1
                continue
            states.update(decision["state"] for decision in decisions.values())
    expected = {"decided", "undetermined", "gap", "conflict", "impossible", "invalid"}
    assert set(states) == expected
    assert min(states.values()) > 5
