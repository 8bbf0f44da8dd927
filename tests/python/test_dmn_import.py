# SPDX-License-Identifier: Apache-2.0
"""What becomes of the parts of a DMN model in a policy."""

from __future__ import annotations

import json
from typing import Any

import pytest

import shozai
from shozai.dmn import import_dmn
from shozai.dmn.namespaces import MODELS

from .dmn_models import NAMESPACE, codes, column, model, read, refused, rule, table


def notes(body: str) -> list[tuple[str, str, list[str]]]:
    _, found = import_dmn(model(body), "m.dmn")
    return [(note.level, note.code, note.arguments) for note in found]


def attribute(columns: str, *entries: str, before: str = "") -> dict[str, Any]:
    """The only attribute of a model with one column, and a rule for each entry."""
    rules = (rule(entry, '"a"') for entry in entries)
    (found,) = read(before + table(columns, *rules))["attributes"].values()
    return dict(found)


# --- Versions and names --------------------------------------------------------------------------


@pytest.mark.parametrize("namespace", MODELS)
def test_every_version_of_dmn_reads_alike(namespace: str) -> None:
    data = model(table(column("n"), rule("< 5", '"a"')))
    document, _ = import_dmn(data.replace(NAMESPACE.encode(), namespace.encode()), "m.dmn")
    assert document == read(table(column("n"), rule("< 5", '"a"')))


def test_a_prefix_and_a_byte_order_mark_do_not_matter() -> None:
    text = model(table(column("n"), rule("< 5", '"a"'))).decode()
    prefixed = text.replace("</", "</d:").replace("<", "<d:").replace("<d:/d:", "</d:")
    prefixed = prefixed.replace("xmlns=", "xmlns:d=")
    document, _ = import_dmn(b"\xef\xbb\xbf" + prefixed.encode(), "m.dmn")
    assert document == read(table(column("n"), rule("< 5", '"a"')))


def test_elements_of_other_namespaces_are_passed_over() -> None:
    other = '<v:decision xmlns:v="urn:vendor" id="x"/>'
    body = table(column("n"), rule("< 5", '"a"'))
    assert read(other + body) == read(body)


def test_names_become_ids_and_stay_as_labels_and_headings() -> None:
    body = table(column("Risk Category", "string"), rule('"x"', '"Very Low"'), name="The Owner")
    document = read(body)
    found = document["attributes"]["risk_category"]
    assert (found["label"], found["columns"]) == ("Risk Category", ["Risk Category"])
    assert document["aspects"]["the_owner"]["label"] == "The Owner"
    assert document["departments"]["very_low"] == {"label": "Very Low"}


def test_japanese_names_get_numbers_and_keep_their_labels() -> None:
    body = table(column("使用時間") + column("重大度"), rule("5", "-", '"品質"'), name="原因")
    document = read(body)
    labels = {name: found["label"] for name, found in document["attributes"].items()}
    assert labels == {"input_1": "使用時間", "input_2": "重大度"}
    assert document["aspects"]["decision_1"]["label"] == "原因"
    assert {"label": "品質"} in document["departments"].values()


def test_the_model_names_the_policy() -> None:
    data = model(table(column("n"), rule("5", '"a"'))).replace(b'name="m"', b'name="Who / what"')
    document, _ = import_dmn(data, "m.dmn")
    assert document["policy"] == {"id": "Who---what", "version": "1", "title": "Who / what"}


# --- Types ---------------------------------------------------------------------------------------


def test_numbers_are_as_fine_as_their_finest_constant() -> None:
    assert attribute(column("n"), "< 5", "[5..7.250]", "-0.5") == {"type": "decimal", "scale": 2}
    assert attribute(column("n"), "< 5") == {"type": "decimal", "scale": 0}


def test_integers_are_integers_unless_they_are_compared_with_fractions() -> None:
    assert attribute(column("n", "integer"), "< 5") == {"type": "int"}
    assert attribute(column("n", "integer"), "> 38.3") == {"type": "decimal", "scale": 1}


def test_texts_are_an_enum_where_their_values_are_listed() -> None:
    listed = attribute(column("n", "string", '"a", "b"'), '"a"')
    assert listed == {"type": "enum", "values": {"a": {}, "b": {}}}
    assert attribute(column("n", "string"), '"a"') == {"type": "string"}


def test_values_that_no_enum_can_have_stay_texts_and_that_is_said() -> None:
    body = table(column("n", "string", '"driver\'s", "b"'), rule('"b"', '"x"'))
    assert read(body)["attributes"]["n"] == {"type": "string"}
    assert ("warning", "SZ886", ["n", '"driver\'s", "b"']) in notes(body)


def test_a_constant_that_is_not_listed_is_refused() -> None:
    found = refused(table(column("n", "string", '"a", "b"'), rule('"c"', '"x"')))
    assert [(code, arguments) for code, _, arguments in found] == [
        ("SZ878", ["T", "1", "n", "c", "a, b"])
    ]


@pytest.mark.parametrize(
    ("typed", "entry", "expected"),
    [
        ("boolean", "true", {"type": "bool"}),
        ("feel:boolean", "false", {"type": "bool"}),
        ("date", '>= date("2026-04-01")', {"type": "date"}),
        ("date", '>= @"2026-04-01"', {"type": "date"}),
        ("dateTime", '< date and time("2026-04-01T08:30:00+09:00")', {"type": "timestamp"}),
        ("date and time", '< @"2026-04-01T08:30:00.5Z"', {"type": "timestamp"}),
        ("dayTimeDuration", '> duration("P1DT2H")', {"type": "duration"}),
        ("days and time duration", '> duration("PT90M")', {"type": "duration"}),
        ("", "true", {"type": "bool"}),
        ("Any", '"a"', {"type": "string"}),
    ],
)
def test_types_of_feel_have_their_like(typed: str, entry: str, expected: dict[str, Any]) -> None:
    assert attribute(column("n", typed), entry) == expected


def test_null_makes_an_input_optional() -> None:
    assert attribute(column("n"), "null") == {"type": "decimal", "scale": 0, "optional": True}
    listed = attribute(column("n", "string", '"a", null'), "-")
    assert listed == {"type": "enum", "values": {"a": {}}, "optional": True}


def test_ranges_of_allowed_values_are_bounds() -> None:
    found = attribute(column("n", "number", "[0..120]"), "< 5")
    assert found == {"type": "decimal", "scale": 0, "min": "0", "max": "120"}
    assert attribute(column("n", "integer", ">= 1"), "5") == {"type": "int", "min": 1}


def test_other_limits_are_left_out_with_a_warning() -> None:
    body = table(column("n", "number", "(0..120]"), rule("5", '"a"'))
    assert ("warning", "SZ886", ["n", "(0..120]"]) in notes(body)


def test_a_day_beyond_what_is_usual_widens_the_range() -> None:
    found = attribute(column("n", "date"), '<= date("9999-12-31")')
    assert found == {"type": "date", "max": "9999-12-31"}


def test_item_definitions_are_followed() -> None:
    definitions = (
        '<itemDefinition name="tGrade"><typeRef>tBase</typeRef></itemDefinition>'
        '<itemDefinition name="tBase"><typeRef>string</typeRef>'
        '<allowedValues><text>"low", "high"</text></allowedValues></itemDefinition>'
        '<inputData name="n"><variable name="n" typeRef="m:tGrade"/></inputData>'
    )
    expected = {"type": "enum", "values": {"low": {}, "high": {}}}
    assert attribute(column("n", "string"), '"low"', before=definitions) == expected
    assert attribute(column("n", ""), "-", before=definitions) == expected


def test_values_that_only_one_table_lists_are_no_limit() -> None:
    one = table(column("n", "string", '"a", "b"'), rule('"a"', '"x"'))
    other = table(column("n", "string"), rule('"c"', '"x"'), name="U")
    assert read(one + other)["attributes"]["n"] == {"type": "string"}
    assert "SZ886" in [code for _, code, _ in notes(one + other)]


def test_two_lists_of_values_must_be_the_same() -> None:
    one = table(column("n", "string", '"a", "b"'), rule('"a"', '"x"'))
    same = table(column("n", "string", '"b","a"'), rule('"a"', '"x"'), name="U")
    other = table(column("n", "string", '"a"'), rule('"a"', '"x"'), name="U")
    assert list(read(one + same)["attributes"]["n"]["values"]) == ["a", "b"]
    assert codes(refused(one + other)) == ["SZ879"]


# --- Hit policies and rules ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hit", "expected"), [("UNIQUE", "unique"), ("FIRST", "first"), ("ANY", "override")]
)
def test_hit_policies_have_their_like(hit: str, expected: str) -> None:
    found = read(table(column("n"), rule("5", '"a"'), hit=hit))
    assert found["aspects"]["t"]["hit_policy"] == expected


def test_without_a_hit_policy_rules_are_unique() -> None:
    body = table(column("n"), rule("5", '"a"')).replace(' hitPolicy="FIRST"', "")
    assert read(body)["aspects"]["t"]["hit_policy"] == "unique"


def test_any_agrees_on_equal_results_and_conflicts_on_others() -> None:
    body = table(
        column("n"), rule("< 9", "0.50"), rule("< 5", ".5"), rule("< 1", "0.51"), hit="ANY"
    )
    policy = shozai.Policy.loads(json.dumps(read(body)))
    states = [policy.decide({"n": n})["t"].state for n in ("7", "3", "0")]
    assert states == ["decided", "decided", "conflict"]


def test_priority_orders_the_rules_and_says_so() -> None:
    outputs = '<output><outputValues><text>"b", "a"</text></outputValues></output>'
    body = table(
        column("n"),
        rule("-", '"a"', identity="r1"),
        rule("< 9", '"b"', identity="r2"),
        rule("< 5", '"a"', identity="r3"),
        rule("> 20", '"b"', identity="r4"),
        hit="PRIORITY",
        outputs=outputs,
    )
    rows = read(body)["aspects"]["t"]["table"]["rows"]
    assert [row["id"] for row in rows] == ["r2", "r4", "r1", "r3"]
    assert ("note", "SZ873", ["T"]) in notes(body)


@pytest.mark.parametrize("hit", ["RULE ORDER", "OUTPUT ORDER", "COLLECT"])
def test_lists_of_results_are_read_where_there_is_proved_to_be_one(hit: str) -> None:
    body = table(column("n"), rule("< 5", '"a"'), rule(">= 5", '"b"'), hit=hit)
    assert read(body)["aspects"]["t"]["hit_policy"] == "unique"
    assert ("note", "SZ872", ["T", hit, "unique"]) in notes(body)
    overlap = table(column("n"), rule("<= 5", '"a"'), rule(">= 5", '"b"'), hit=hit)
    (found,) = refused(overlap)
    assert (found[0], found[1]) == ("SZ870", (2, 20))
    assert found[2] == ["T", hit, "t-1", "t-2"]


def test_no_rule_that_applies_is_a_gap_and_a_default_is_otherwise() -> None:
    default = '<output><defaultOutputEntry><text>"rest"</text></defaultOutputEntry></output>'
    for outputs, expected in (("<output/>", ("gap", None)), (default, ("decided", "rest"))):
        body = table(column("n"), rule("< 5", '"a"'), outputs=outputs)
        decision = shozai.Policy.loads(json.dumps(read(body))).decide({"n": "5"})["t"]
        assert (decision.state, decision.accountable) == expected


def test_rules_keep_their_ids_and_get_one_where_they_have_none() -> None:
    body = table(column("n"), rule("5", '"a"', identity="R-1"), rule("6", '"b"'))
    rows = read(body)["aspects"]["t"]["table"]["rows"]
    assert [row["id"] for row in rows] == ["R-1", "t-2"]


def test_annotations_are_the_reason() -> None:
    note = "<annotationEntry><text>why</text></annotationEntry>"
    body = table(
        column("n"),
        rule("5", '"a"', more=note),
        rule("6", '"a"', more=note + note.replace("why", "so")),
        rule("7", '"a"').replace("<rule>", "<rule><description>old</description>"),
        rule("8", '"a"', more="<annotationEntry><text> </text></annotationEntry>"),
    )
    rows = read(body)["aspects"]["t"]["table"]["rows"]
    assert [row.get("because") for row in rows] == ["why", "why / so", "old", None]


def test_not_of_an_order_is_false_of_no_value_as_feel_has_it() -> None:
    body = table(
        column("n"), rule("not(> 5)", '"a"'), rule("not([1..3), null)", '"a"'), rule("null", '"b"')
    )
    rows = read(body)["aspects"]["t"]["table"]["rows"]
    assert [row["if"] for row in rows] == [["<= 5"], ["< 1, >= 3"], ["null"]]
    several = table(column("n"), rule("not(> 5, < 1)", '"a"'), rule("null", '"b"'))
    assert codes(refused(several)) == ["SZ875"]


# --- Results -------------------------------------------------------------------------------------


def test_results_of_every_kind_are_departments_each_with_one_id() -> None:
    rules = [
        *(
            "true",
            "false",
            "-1.50",
            "0.6",
            '"true"',
            '"VERY LOW"',
            '"very low"',
            '"品質"',
            '"date"',
        ),
        'date("2026-04-01")',
    ]
    body = table(column("n"), *(rule(str(n), result) for n, result in enumerate(rules)))
    departments = read(body)["departments"]
    labels = {name: part["label"] for name, part in departments.items() if name != "to_be_decided"}
    assert labels == {
        "is_true": "true",
        "is_false": "false",
        "number_minus_1_5": "-1.5",
        "number_0_6": "0.6",
        "owner_6": "true",
        "very_low": "VERY LOW",
        "very_low_2": "very low",
        "owner_9": "品質",
        "owner_10": "date",
        "date_2026_04_01": "2026-04-01",
    }


def test_several_outputs_name_the_owner_together() -> None:
    outputs = '<output name="Status"/><output name="Rate"/>'
    body = table(
        column("n"),
        rule("1", '"Approved"', '"LOW"', outputs=2),
        rule("2", '"Approved"', "null", outputs=2),
        outputs=outputs,
    )
    labels = [part["label"] for part in read(body)["departments"].values()]
    assert labels[1:] == ["Approved, LOW", "Approved, null"]
    assert ("note", "SZ888", ["T", "Status, Rate"]) in notes(body)


@pytest.mark.parametrize(
    "names",
    [
        ("accountable", "responsible", "informed", "cost_share"),
        ("責任部門", "実施", "連絡先", "費用負担"),
    ],
)
def test_outputs_with_the_words_of_an_assignment_are_that(names: tuple[str, ...]) -> None:
    outputs = "".join(f'<output name="{name}"/>' for name in names)
    results = ('"quality"', '"service、works"', '""', '"quality 70%, sales 30"')
    document = read(table(column("n"), rule("1", *results, outputs=4), outputs=outputs))
    assert document["aspects"]["t"]["table"]["rows"][0]["then"] == {
        "accountable": "quality",
        "responsible": ["service", "works"],
        "cost_share": {"quality": 70, "sales": 30},
    }
    assert set(document["departments"]) == {
        *("to_be_decided", "quality", "service", "works", "sales")
    }


def test_the_interim_owner_is_nobody_yet_and_that_is_said() -> None:
    body = table(column("n"), rule("1", '"a"'))
    assert read(body)["aspects"]["t"]["interim"] == {"accountable": "to_be_decided"}
    assert ("note", "SZ889", ["to_be_decided"]) in notes(body)


def test_decisions_that_are_no_tables_are_left_out_with_a_warning() -> None:
    body = table(column("n"), rule("1", '"a"'))
    more = (
        '<decision name="X"><literalExpression><text>1</text></literalExpression></decision>'
        '<businessKnowledgeModel name="Y"/><decision name="Z"/>'
    )
    assert list(read(body + more)["aspects"]) == ["t"]
    warnings = [arguments for level, _, arguments in notes(body + more) if level == "warning"]
    assert warnings == [
        ["X", "literalExpression"],
        ["Z", "decision"],
        ["Y", "businessKnowledgeModel"],
    ]


def test_every_note_has_its_place() -> None:
    _, found = import_dmn(model(table(column("n"), rule("1", '"a"'))), "m.dmn")
    assert all(note.cell is not None for note in found)
