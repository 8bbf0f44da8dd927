# SPDX-License-Identifier: Apache-2.0
"""Policies as DMN models, and back again."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import shozai
from shozai.dmn import export_dmn, import_dmn

CORPUS = Path(__file__).parents[1] / "conformance"
MODEL = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"

Json = dict[str, Any]

PLANT: Json = {
    "shozai": 1,
    "policy": {"id": "plant", "version": "1", "title": {"ja": "責任 <分担> & 連絡", "en": "Who"}},
    "attributes": {
        "kind": {"type": "enum", "values": {"wear": {"ja": "摩耗"}, "own's"[:3]: {}, "misuse": {}}},
        "product": {
            "type": "enum",
            "values": {"lathe": {"children": {"LT-1": {}, "LT-2": {}}}, "mill": {}},
        },
        "severity": {"type": "int", "min": 1, "max": 5},
        "hours": {"type": "decimal", "scale": 1, "min": "0", "max": "9", "optional": True},
        "contract": {"type": "bool", "optional": True},
        "serial": {"type": "string", "max_length": 4},
        "day": {"type": "date"},
        "moment": {"type": "timestamp"},
        "down": {"type": "duration"},
    },
    "definitions": {"in_warranty": {"that": "hours <= 5 && !contract"}},
    "departments": {
        "sales": {"label": {"ja": "営業", "en": "Sales"}},
        "service": {},
        "quality": {"label": "Quality"},
    },
    "parties": {"customer": {}},
    "aspects": {
        "owner": {
            "label": {"ja": "原因", "en": "Cause"},
            "note": "as agreed",
            "hit_policy": "first",
            "sections": {"s": {"label": "S"}},
            "interim": {"accountable": "quality", "within": "P3D"},
            "rules": [
                {
                    "id": "O-1",
                    "when": "product.within('lathe') && severity >= 2 && severity < 4",
                    "then": {"accountable": "quality", "informed": ["sales"]},
                    "because": {"ja": "理由\n二行目", "en": 'a "reason" <&>'},
                    "section": "s",
                    "source": "QA-1",
                    "steward": "sales",
                    "review_by": "2099-01-01",
                },
                {
                    "id": "O-2",
                    "when": "in_warranty && kind != 'wear'",
                    "then": {"accountable": "service", "notes": ["n"]},
                    "because": "plain",
                },
                {
                    "id": "3",
                    "when": "!(hours > 5.0) && !(severity >= 2 && severity <= 3)",
                    "then": {"accountable": "sales"},
                    "because": {"en": "English only"},
                },
                {
                    "id": "O-4",
                    "when": "has(hours) && hours < 6.5",
                    "then": {"accountable": "service"},
                },
                {
                    "id": "O-5",
                    "when": "kind in ['wear', 'misuse'] && (contract || !has(contract))",
                    "then": {"accountable": "quality"},
                },
            ],
            "table": {
                "columns": ["severity", "kind", "contract"],
                "rows": [
                    {
                        "id": "O-6",
                        "if": ["[4..5]", "not(wear)", "-"],
                        "then": {"accountable": "sales"},
                    },
                    {
                        "id": "O-7",
                        "if": ["1, > 4", "-", "null, true"],
                        "then": {"accountable": "quality"},
                    },
                ],
            },
            "also": [{"id": "A-1", "when": "severity == 5", "then": {"informed": ["sales"]}}],
            "otherwise": {
                "id": "O-0",
                "then": {"accountable": "service", "cost_share": {"service": 40, "customer": 60}},
                "because": "the rest",
            },
        },
        "cost": {
            "interim": {"accountable": "sales"},
            "table": {
                "columns": ["hours", "product", "serial", "day", "moment", "down"],
                "rows": [
                    {
                        "id": "C-1",
                        "if": [
                            "not(<= 5)",
                            "within(lathe)",
                            "'a,b', \"c'd\"",
                            "<= 2026-04-01",
                            "> 2026-04-01T00:00:00.5+09:00",
                            "[PT4H..P1D)",
                        ],
                        "then": {"accountable": "sales", "cost_share": {"customer": 100}},
                        "because": "c",
                    }
                ],
            },
        },
    },
    "guarantees": [
        {"id": "G1", "that": "always owner.is_decided"},
        {"id": "G2", "that": "always cost.cost_share.sales <= 100"},
    ],
}


def imported(text: str) -> Json:
    document, notes = import_dmn(text.encode(), "m.dmn")
    assert notes == []
    return document


def hashes(document: Json) -> tuple[str, str]:
    policy = shozai.Policy.loads(json.dumps(document))
    return policy.hash, policy._core.decision_hash


def refused(document: Json, *aspects: str) -> list[tuple[str, str, list[str]]]:
    with pytest.raises(shozai.PolicyError) as error:
        export_dmn(document, list(aspects))
    return [(found.code, found.pointer, found.arguments) for found in error.value.diagnostics]


def with_rule(**parts: Any) -> Json:
    rule = {"id": "R", "when": "true", "then": {"accountable": "sales"}, **parts}
    aspect = {"interim": {"accountable": "sales"}, "rules": [rule]}
    return PLANT | {"aspects": {"a": aspect}, "guarantees": []}


def test_everything_that_shozai_has_comes_back() -> None:
    assert hashes(imported(export_dmn(PLANT, []))) == hashes(PLANT)


def test_the_order_of_attributes_and_values_comes_back() -> None:
    back = imported(export_dmn(PLANT, []))
    assert list(back["attributes"]) == list(PLANT["attributes"])
    assert list(back["attributes"]["kind"]["values"]) == list(PLANT["attributes"]["kind"]["values"])


def exported(policy: Json, name: str) -> tuple[str, set[str]]:
    try:
        return export_dmn(policy, [name]), set()
    except shozai.PolicyError as error:
        return "", {found.code for found in error.diagnostics}


def policies() -> list[Any]:
    found = []
    for path in sorted(CORPUS.glob("decision_tables/*.json")) + sorted(
        CORPUS.glob("format_*.json")
    ):
        policy = json.loads(path.read_text(encoding="utf-8"))["policy"]
        found += [
            pytest.param(policy, name, id=f"{path.stem}-{name}") for name in policy["aspects"]
        ]
    return found


@pytest.mark.parametrize(("policy", "name"), policies())
def test_aspects_of_the_corpus_come_back_or_are_refused_for_a_reason(
    policy: Json, name: str
) -> None:
    text, codes = exported(policy, name)
    assert codes <= {"SZ883", "SZ884", "SZ885"}
    if codes:
        return
    back = imported(text)
    only = policy | {"aspects": {name: policy["aspects"][name]}}
    assert hashes(back) == hashes(only | {"guarantees": back.get("guarantees", [])})


def test_a_model_is_written_alike_every_time() -> None:
    text = export_dmn(PLANT, [])
    assert export_dmn(json.loads(json.dumps(PLANT)), []) == text
    assert export_dmn(imported(text), []) == text


def test_a_model_is_what_dmn_prescribes() -> None:
    root = ET.fromstring(export_dmn(PLANT, []))
    assert root.tag == f"{MODEL}definitions"
    ids = [node.attrib["id"] for node in root.iter() if "id" in node.attrib]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", identity) for identity in ids)
    inputs = {f"#{node.attrib['id']}" for node in root.iter(f"{MODEL}inputData")}
    required = {node.attrib["href"] for node in root.iter(f"{MODEL}requiredInput")}
    assert required == inputs
    for table in root.iter(f"{MODEL}decisionTable"):
        count = [len(table.findall(MODEL + name)) for name in ("input", "output", "annotation")]
        for rule in table.iter(f"{MODEL}rule"):
            entries = [rule.findall(MODEL + f"{name}Entry") for name in ("input", "output")]
            notes = rule.findall(f"{MODEL}annotationEntry")
            assert [len(entries[0]), len(entries[1]), len(notes)] == count


def without_extensions(text: str) -> str:
    return re.sub(r"(?s)<extensionElements>.*?</extensionElements>\s*", "", text)


def test_other_tools_read_the_same_decisions_without_what_only_shozai_has() -> None:
    ours = shozai.Policy.loads(json.dumps(PLANT))
    text = without_extensions(export_dmn(PLANT, ["owner"]))
    document, _ = import_dmn(text.encode(), "m.dmn")
    theirs = shozai.Policy.loads(json.dumps(document))
    values = product(
        ("wear", "own", "misuse"),
        ("LT-1", "mill"),
        (1, 2, 3, 4, 5),
        (None, "0.0", "5.0", "5.1", "6.5"),
        (None, True, False),
    )
    owners = set()
    for kind, product_, severity, hours, contract in values:
        known = {"kind": kind, "product": product_, "contract": contract}
        mine = ours.decide(known | {"severity": severity, "hours": hours})["owner"]
        same = theirs.decide(known | {"severity": str(severity), "hours": hours})["owner"]
        assert (mine.state, mine.accountable) == (same.state, same.accountable)
        owners.add(mine.rule)
    assert owners == {"O-1", "O-2", "3", "O-4", "O-5", "O-6", "O-7", "O-0"}


def test_hit_policies_have_their_like() -> None:
    for policy, written in (("first", "FIRST"), ("unique", "UNIQUE"), ("override", "ANY")):
        document = with_rule()
        document["aspects"]["a"]["hit_policy"] = policy
        assert f'hitPolicy="{written}"' in export_dmn(document, ["a"])


def test_only_the_aspects_that_are_asked_for_are_written() -> None:
    text = export_dmn(PLANT, ["cost"])
    back = imported(text)
    assert list(back["aspects"]) == ["cost"]
    assert [guarantee["id"] for guarantee in back["guarantees"]] == ["G2"]
    assert text.count("<inputData") == 6


# --- Models that were edited elsewhere ----------------------------------------------------------


def test_a_condition_that_was_edited_wins_over_the_one_that_is_kept() -> None:
    text = export_dmn(PLANT, [])
    assert "[2..4)" in text
    back = imported(text.replace("<text>[2..4)", "<text>[2..3)"))
    rules = back["aspects"]["owner"]["rules"]
    assert rules[0]["when"] == (
        "(severity >= 2 && severity < 3) && (product == 'LT-1' || product == 'LT-2')"
    )
    assert rules[0]["because"] == PLANT["aspects"]["owner"]["rules"][0]["because"]
    assert rules[1]["when"] == "in_warranty && kind != 'wear'"


def test_an_owner_that_was_edited_is_another_department() -> None:
    text = export_dmn(PLANT, ["cost"]).replace('<text>"sales"</text>', '<text>"Legal"</text>')
    back = imported(text)
    (row,) = back["aspects"]["cost"]["table"]["rows"]
    assert row["then"] == {"accountable": "legal", "cost_share": {"customer": 100}}
    assert back["departments"]["legal"] == {"label": "Legal"}


def test_a_row_that_was_moved_before_a_rule_still_comes_before_it() -> None:
    text = export_dmn(PLANT, ["owner"])
    last = re.findall(r"(?s) *<rule id=\"O-7\">.*?</rule>\n", text)[0]
    moved = text.replace(last, "").replace('      <rule id="O-1">', f'{last}      <rule id="O-1">')
    aspect = imported(moved)["aspects"]["owner"]
    assert [rule["id"] for rule in aspect["rules"]][:2] == ["O-7", "O-1"]
    assert aspect["rules"][0]["when"] == (
        "(severity == 1 || severity > 4) && (!has(contract) || contract == true)"
    )
    assert "table" not in aspect


def test_a_column_that_was_added_is_a_new_attribute() -> None:
    text = export_dmn(with_rule(when="severity == 5"), ["a"])
    added = (
        '<input><inputExpression typeRef="boolean"><text>At Night</text></inputExpression></input>'
        "\n      <output "
    )
    edited = text.replace("<output ", added).replace(
        "<outputEntry>", "<inputEntry><text>true</text></inputEntry><outputEntry>"
    )
    document, _ = import_dmn(edited.encode(), "m.dmn")
    assert document["attributes"]["at_night"]["type"] == "bool"
    assert document["aspects"]["a"]["rules"][0]["when"] == "severity == 5 && at_night == true"


# --- What does not fit --------------------------------------------------------------------------


def test_exceptions_are_refused_rule_by_rule() -> None:
    assert refused(with_rule(overrides=["*"]), "a") == [
        ("SZ883", "/aspects/a/rules/0/overrides", ["a", "R"])
    ]


@pytest.mark.parametrize(
    "when",
    [
        "severity == 5 || contract",
        "!(severity == 5 && contract)",
        "false",
        "serial.startsWith('A')",
        "severity != 1 && severity > 3",
        "severity in [1, 2] && severity in [2, 3]",
        "!(hours > 5 || hours == 3)",
        "!in_warranty",
        "kind != 'wear' || kind != 'misuse'",
    ],
)
def test_conditions_that_are_no_cells_are_refused(when: str) -> None:
    ((code, pointer, arguments),) = refused(with_rule(when=when), "a")
    assert (code, pointer, arguments[:2]) == ("SZ884", "/aspects/a/rules/0", ["a", "R"])


def test_a_negated_list_by_order_of_an_optional_attribute_has_no_like_in_feel() -> None:
    aspect = {
        "interim": {"accountable": "sales"},
        "table": {
            "columns": ["hours"],
            "rows": [{"id": "R", "if": ["not(< 1, > 5)"], "then": {"accountable": "sales"}}],
        },
    }
    found = refused(PLANT | {"aspects": {"a": aspect}, "guarantees": []}, "a")
    assert found == [("SZ884", "/aspects/a/table/rows/0", ["a", "R", "not(< 1.0, > 5.0)"])]


def test_rules_of_another_aspect_are_refused() -> None:
    document = with_rule()
    document["aspects"]["b"] = {
        "same_as": "a",
        "interim": {"accountable": "sales"},
        "rules": [],
    }
    assert refused(document) == [("SZ885", "/aspects/b/same_as", ["b", "a"])]


def test_an_aspect_that_there_is_not_is_refused_with_the_nearest_name() -> None:
    assert refused(PLANT, "ownr", "nothing") == [
        ("SZ801", "/aspects", ["ownr", "owner"]),
        ("SZ801", "/aspects", ["nothing", ""]),
    ]


def test_what_is_no_policy_is_refused_as_ever() -> None:
    assert refused({"shozai": 1})[0][0] == "SZ112"


def test_characters_that_xml_cannot_have_come_back() -> None:
    document = with_rule(because="odd: \ufffe, \r\n end", when="serial == 'a\ufffe'")
    document["aspects"]["a"]["label"] = "\uffff label"
    text = export_dmn(document, [])
    assert hashes(imported(text)) == hashes(document)
