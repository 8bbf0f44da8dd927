# SPDX-License-Identifier: Apache-2.0
"""DMN models that nobody should trust, and models that say more than a policy can."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

import shozai
from shozai.dmn import export_dmn, import_dmn, tables, xml_tree

from .dmn_models import NAMESPACE, codes, column, model, refused, rule, table

CORPUS = Path(__file__).parents[1] / "conformance"
# Texts, tags and parts of JSON, and what may stand in their place.
PART = re.compile(rb'(?<=>)[^<>]*(?=<)|"[^"]*"|<[^<>]*>|\[[^\[\]]*\]|\{[^{}]*\}')
PIECES = (b"", b"null", b'"a"', b"5", b"[]", b"{}", b"not(", b"1..2", b"<text/>", b"&#1;", b"\xff")

FINE = table(column("n"), rule("< 5", '"a"'))

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
<definitions>&lol2;</definitions>"""
EXTERNAL = b"""<?xml version="1.0"?>
<!DOCTYPE x SYSTEM "file:///etc/passwd">
<definitions/>"""


# --- XML ---------------------------------------------------------------------------------------


def test_entities_that_multiply_are_refused_at_the_document_type() -> None:
    assert refused(LAUGHS) == [("SZ861", (2, 16), ["<!DOCTYPE lolz>"])]


def test_a_reference_to_a_file_is_refused() -> None:
    assert refused(EXTERNAL) == [("SZ861", (2, 40), ["<!DOCTYPE x>"])]


def test_an_entity_that_nobody_declares_is_refused() -> None:
    assert refused(model("&secret;"))[0][:2] == ("SZ860", (2, 1))


def test_an_inclusion_is_refused() -> None:
    include = '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
    found = refused(model(f"{FINE}\n{include}"))
    assert found == [("SZ861", (7, 1), ["<include href=/etc/passwd>"])]


def test_another_model_that_is_imported_is_refused() -> None:
    found = refused(f'<import locationURI="https://example.com/m.dmn"/>\n{FINE}')
    assert found == [("SZ861", (2, 1), ["import https://example.com/m.dmn"])]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"PK\x03\x04",
        b"<a><b></a>",
        b"<a>\x00</a>",
        b"\xff\xfe<",
        '<?xml version="1.0" encoding="Shift_JIS"?><a>表</a>'.encode("cp932"),
        b'<?xml version="1.0" encoding="klingon"?><a/>',
    ],
)
def test_what_is_not_xml_is_refused(data: bytes) -> None:
    assert codes(refused(data)) == ["SZ860"]


def test_a_mistake_in_xml_is_found_where_it_is() -> None:
    code, place, _ = refused(model(f"{FINE}\n<decision name='x'>\n</decison>"))[0]
    assert (code, place) == ("SZ860", (8, 3))


def test_columns_count_characters() -> None:
    _, place, _ = refused(model("<decision name='責任部門'/>&x;"))[0]
    assert place == (2, 24)


def test_elements_that_stand_too_deep_in_each_other_are_refused() -> None:
    found = refused(model("<a>" * 100 + "</a>" * 100))
    assert found == [("SZ102", (2, 3 * 63 + 1), ["64"])]


def test_too_many_bytes_and_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_tree, "MOST_ELEMENTS", 10)
    assert codes(refused(FINE)) == ["SZ862"]
    monkeypatch.setattr(xml_tree, "MOST_BYTES", 100)
    assert refused(FINE)[0] == ("SZ862", None, ["100", "10"])


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (b"<definitions/>", "definitions"),
        (b'<definitions xmlns="urn:bpmn"/>', "{urn:bpmn}definitions"),
        (f'<decision xmlns="{NAMESPACE}"/>'.encode(), f"{{{NAMESPACE}}}decision"),
    ],
)
def test_another_root_is_refused(data: bytes, shown: str) -> None:
    assert refused(data) == [("SZ863", (1, 1), [shown])]


# --- Models ------------------------------------------------------------------------------------


def test_a_model_without_tables_is_refused() -> None:
    assert codes(refused("<inputData name='n'/>")) == ["SZ864"]


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_imported() -> None:
    found = refused(
        table(
            column("n"),
            rule("n + 1", '"a"'),
            rule("< 5", "-", '"a"'),
            rule('"text"', '"a"'),
            rule("> 5", "f(1)", identity="last"),
        )
    )
    assert found == [
        ("SZ875", (5, 19), ["T", "1", "n", "n + 1"]),
        ("SZ874", (6, 1), ["T", "2", "3", "2"]),
        ("SZ875", (8, 74), ["T", "last", "T", "f(1)"]),
        ("SZ878", (7, 7), ["T", "3", "n", "text", "number"]),
    ]


@pytest.mark.parametrize(
    "entry",
    [
        "? > 5",
        "1 + 1",
        "n2",
        "> n2",
        "[1..n2]",
        "sum(1, 2)",
        "some x in [1] satisfies x > 1",
        "{a: 1}",
        "1 2",
        "< 1,",
        "not(1",
        "not(not(1))",
        "(1)",
        "[1..2",
        '"open',
        "1e3",
        "5 .. 6",
        'date("2026-02-30")',
        "date(2026, 1, 1)",
        'date and time("2026-04-01T08:30:00")',
        'date and time("2026-04-01T08:30:00@Europe/Paris")',
        'time("08:30:00")',
        'duration("P1Y")',
        'duration("-P1D")',
        'duration("P")',
        '"bad \\q"',
        '"\\uD800"',
        '< "text"',
        "> true",
        '@"soon"',
    ],
)
def test_feel_beyond_the_subset_is_refused(entry: str) -> None:
    found = refused(table(column("n"), rule(entry, '"a"', identity="r")))
    assert found == [("SZ875", (5, 26), ["T", "r", "n", entry])]


def test_an_output_that_is_computed_is_refused() -> None:
    found = refused(table(column("n"), rule("5", "n + 1")))
    assert found == [("SZ875", (5, 59), ["T", "1", "T", "n + 1"])]


def test_an_output_that_names_nobody_is_refused() -> None:
    found = refused(table(column("n"), rule("5", "null")))
    assert found == [("SZ882", (5, 1), ["T", "T", "1: null"])]


@pytest.mark.parametrize(
    ("expression", "code"), [("n + 1", "SZ876"), ("a.b", "SZ876"), ("", "SZ876"), ("U", "SZ868")]
)
def test_an_input_must_be_a_name(expression: str, code: str) -> None:
    other = table(column("m"), rule("5", '"a"'), name="U")
    found = refused(table(column(expression), rule("5", '"a"')) + other)
    assert [(code, (3, 1))] == [(code, place) for code, place, _ in found]


def test_a_decision_that_needs_another_is_refused() -> None:
    needs = '<informationRequirement><requiredDecision href="#u"/></informationRequirement>'
    one = table(column("n"), rule("5", '"a"')).replace("<decisionTable", f"{needs}<decisionTable")
    other = table(column("m"), rule("5", '"a"'), name="U").replace(
        "<decision ", '<decision id="u" '
    )
    assert refused(f"{one}\n{other}") == [("SZ868", (2, 44), ["T", "U"])]


def test_unknown_hit_policies_and_sums_are_refused() -> None:
    assert refused(table(column("n"), hit="BEST")) == [("SZ869", (2, 20), ["T", "BEST"])]
    summed = table(column("n")).replace('"FIRST"', '"COLLECT" aggregation="SUM"')
    assert refused(summed) == [("SZ869", (2, 20), ["T", "COLLECT SUM"])]


def test_priority_needs_an_order() -> None:
    body = table(column("n"), rule("5", '"a"'), hit="PRIORITY")
    assert codes(refused(body)) == ["SZ871"]


def test_a_result_must_be_one_of_the_output_values() -> None:
    outputs = '<output><outputValues><text>"a", "b"</text></outputValues></output>\n'
    found = refused(table(column("n"), rule("5", '"c"'), hit="PRIORITY", outputs=outputs))
    assert found == [("SZ878", (5, 46), ["T", "1", "T", "c", "a, b"])]


def test_a_table_needs_inputs_and_outputs() -> None:
    assert refused(table("", rule('"a"'))) == [("SZ867", (2, 20), ["T", "input"])]
    assert refused(table(column("n"), outputs="")) == [("SZ867", (2, 20), ["T", "output"])]


@pytest.mark.parametrize("typed", ["time", "yearMonthDuration", "tUnknown", "context"])
def test_types_that_a_policy_does_not_know_are_refused(typed: str) -> None:
    found = refused(table(column("n", typed), rule("-", '"a"')))
    assert found == [("SZ877", (3, 1), ["n", typed])]


def test_structures_lists_and_circles_of_types_are_refused() -> None:
    for definition in (
        '<itemDefinition name="t"><itemComponent name="x"/></itemDefinition>',
        '<itemDefinition name="t" isCollection="true"><typeRef>number</typeRef></itemDefinition>',
        '<itemDefinition name="t"><typeRef>t</typeRef></itemDefinition>',
    ):
        body = table(column("n", "t"), rule("-", '"a"'))
        assert codes(refused(f"{definition}\n{body}")) == ["SZ877"]


def test_an_input_of_which_nothing_is_known_is_refused() -> None:
    assert codes(refused(table(column("n", ""), rule("-", '"a"')))) == ["SZ877"]


def test_two_tables_must_agree_on_an_input() -> None:
    one = table(column("n"), rule("5", '"a"'))
    other = table(column("n", "string"), rule("-", '"a"'), name="U")
    found = refused(f"{one}\n{other}")
    assert found == [("SZ879", (8, 1), ["n", "string", "number"])]


def test_ids_that_stand_twice_are_refused() -> None:
    body = table(column("n"), rule("5", '"a"', identity="r"), rule("6", '"b"', identity="r"))
    assert refused(body) == [("SZ880", (6, 1), ["r"])]


def test_names_that_become_the_same_are_refused() -> None:
    body = table(column("Risk Category") + column("RiskCategory"), rule("-", "5", '"a"'))
    assert codes(refused(body)) == ["SZ881"]
    one, other = (table(column("n"), rule("5", '"a"'), name=name) for name in ("A B", "a_b"))
    assert codes(refused(f"{one}\n{other}")) == ["SZ881"]


def test_outputs_that_are_half_known_are_refused() -> None:
    outputs = '<output name="accountable"/><output name="score"/>\n'
    body = table(column("n"), rule("5", '"a"', '"b"', outputs=2), outputs=outputs)
    assert refused(body) == [("SZ882", (4, 29), ["T", "score", "score"])]


def test_shares_that_cannot_be_read_are_refused() -> None:
    outputs = '<output name="accountable"/><output name="cost_share"/>\n'
    body = table(column("n"), rule("5", '"a"', '"all of it"', outputs=2), outputs=outputs)
    assert refused(body) == [("SZ882", (4, 29), ["T", "cost_share", "1: all of it"])]


def test_what_a_policy_itself_refuses_is_found_in_the_model() -> None:
    found = refused(table(column("n"), rule("[5..1]", '"a"')))
    assert found == [("SZ263", (5, 7), ["[5..1]"])]
    shares = '<output name="accountable"/><output name="cost_share"/>\n'
    body = table(column("n"), rule("5", '"a"', '"a 70"', outputs=2), outputs=shares)
    assert refused(body) == [("SZ231", (5, 1), ["70"])]


def test_more_rules_than_a_policy_may_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_RULES", 2)
    body = table(column("n"), *(rule(str(n), '"a"') for n in range(3)))
    assert refused(body) == [("SZ247", (2, 20), ["2"])]


def test_reading_stops_at_a_thousand_mistakes() -> None:
    body = table(column("n"), *(rule("?", '"a"') for _ in range(2_000)))
    assert len(refused(body)) == 1_000


@pytest.mark.parametrize(
    "kept",
    [
        "{",
        "[]",
        '{"attributes": 5}',
        '{"attributes": {"n": {"type": "money"}}}',
        '{"attributes": {"n": {"type": []}}}',
        '{"departments": {"a": 1}}',
        '{"policy": []}',
        '{"a": 1, "a": 2}',
        '{"label": {"ja": 1}}',
        "[" * 100,
    ],
)
def test_damaged_extensions_are_refused(kept: str) -> None:
    extension = (
        "<extensionElements>"
        f'<s:policy xmlns:s="urn:shozai:dmn:1">{kept}</s:policy></extensionElements>'
    )
    code, place, _ = refused(model(f"{extension}\n{FINE}"))[0]
    assert (code, place) == ("SZ866", (2, 20))


def test_models_that_are_spoiled_anywhere_are_read_or_refused() -> None:
    policy = json.loads((CORPUS / "format_policy.json").read_text(encoding="utf-8"))["policy"]
    texts = [path.read_bytes() for path in sorted((CORPUS / "dmn").glob("*.dmn"))]
    texts += [export_dmn(policy, ["cost"]).encode()] * 10
    chance = random.Random(42)
    outcomes = set()
    for _ in range(500):
        spoiled = chance.choice(texts)
        for _ in range(chance.randint(1, 3)):
            found = chance.choice(list(PART.finditer(spoiled)))
            spoiled = spoiled[: found.start()] + chance.choice(PIECES) + spoiled[found.end() :]
        try:
            import_dmn(spoiled, "m.dmn")
            outcomes.add("read")
        except shozai.PolicyError as error:
            outcomes |= {finding.level for finding in error.diagnostics}
    assert {"read", "error"} <= outcomes


def test_the_error_says_what_is_wrong_in_words() -> None:
    with pytest.raises(shozai.PolicyError, match=r"m\.dmn \(row 5, column 19\): error SZ875"):
        import_dmn(model(table(column("n"), rule("?", '"a"'))), "m.dmn")
