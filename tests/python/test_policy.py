# SPDX-License-Identifier: Apache-2.0
"""The classes `Policy` and `PolicySet`, as people use them."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
import subprocess
import sys
import unicodedata
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

import shozai
from shozai import nfc
from shozai.tables import decode

if TYPE_CHECKING:
    from pathlib import Path

PLANT: dict[str, Any] = {
    "shozai": 1,
    "policy": {"id": "plant", "version": "1", "title": {"ja": "工場", "en": "Plant"}},
    "attributes": {
        "part": {
            "type": "enum",
            "columns": ["部品"],
            "values": {"drive": {"ja": "駆動"}, "pump": {}},
        },
        "severity": {"type": "int", "min": 1, "max": 5},
        "price": {"type": "decimal", "scale": 2},
        "seen_on": {"type": "date"},
        "serial": {"type": "string", "optional": True},
    },
    "departments": {"electrical": {"label": {"ja": "電気課"}}, "maintenance": {}},
    "aspects": {
        "owner": {
            "interim": {"accountable": "maintenance", "within": "P2D"},
            "rules": [
                {
                    "id": "drives",
                    "when": "part == 'drive'",
                    "then": {"accountable": "electrical"},
                    "because": {"en": "they know drives"},
                }
            ],
            "otherwise": {
                "id": "otherwise",
                "then": {"accountable": "maintenance"},
                "because": {"en": "it is theirs"},
            },
        },
        "cost": {
            "hit_policy": "unique",
            "interim": {"accountable": "maintenance"},
            "rules": [
                {
                    "id": "dear",
                    "when": "price >= 99.90 && seen_on >= date('2026-04-01')",
                    "then": {"accountable": "electrical"},
                    "because": {"en": "dear"},
                }
            ],
        },
    },
}


def plant(**header: Any) -> shozai.Policy:
    document = {**PLANT, "policy": {**PLANT["policy"], **header}}
    return shozai.Policy.loads(json.dumps(document))


def test_importing_shozai_is_quick_and_loads_no_terminal() -> None:
    program = (
        "import sys, time; t = time.process_time(); import shozai; "
        "assert not {'rich', 'typer'} & sys.modules.keys(); print(time.process_time() - t)"
    )
    times = [
        float(subprocess.run([sys.executable, "-c", program], stdout=-1, check=True).stdout)
        for _attempt in range(3)
    ]
    assert min(times) < 0.2


def test_the_rule_that_applies_owns_the_fault() -> None:
    decisions = plant().decide({"part": "drive"})
    assert decisions.owner == decisions["owner"]
    assert (decisions.owner.accountable, decisions.owner.rule) == ("electrical", "drives")
    assert list(decisions) == ["owner", "cost"]
    assert decisions.owner == plant().decide({"part": "drive"}, "owner")


def test_what_is_not_known_is_undetermined_and_has_an_interim_owner() -> None:
    decision = plant().decide({}, "owner")
    assert decision.state == "undetermined"
    assert decision.accountable is None
    assert decision.owner == "maintenance"
    assert decision.possible == ["electrical", "maintenance"]
    assert decision.interim is not None
    assert (decision.interim.accountable, decision.interim.within) == ("maintenance", "P2D")


@pytest.mark.parametrize(
    ("price", "seen_on", "state"),
    [
        (Decimal("99.9"), dt.date(2026, 4, 1), "decided"),
        ("99.90", "2026-04-01", "decided"),
        (100, dt.date(2026, 4, 2), "decided"),
        (Decimal("99.89"), dt.date(2026, 4, 1), "gap"),
        (Decimal("99.9"), dt.date(2026, 3, 31), "gap"),
        ({"min": Decimal(100)}, {"min": dt.date(2026, 5, 1)}, "decided"),
    ],
)
def test_dates_and_decimals_of_python_are_exact(price: Any, seen_on: Any, state: str) -> None:
    assert plant().decide({"price": price, "seen_on": seen_on}, "cost").state == state


def test_any_mapping_is_a_fault() -> None:
    fault = MappingProxyType({"part": "pump"})
    assert plant().decide(fault).owner.rule == "otherwise"
    assert plant().explain(fault).owner.decision.rule == "otherwise"


def test_a_wrong_fault_is_refused_with_every_finding() -> None:
    with pytest.raises(shozai.PolicyError) as caught:
        plant().decide({"part": "drvie", "severity": 9, "colour": "red"})
    found = caught.value.diagnostics
    assert [(d.code, d.pointer) for d in found] == [
        ("SZ162", "/part"),
        ("SZ161", "/severity"),
        ("SZ160", "/colour"),
    ]
    assert "did you mean `drive`?" in str(caught.value)


def test_a_wrong_document_is_refused_with_every_finding() -> None:
    text = json.dumps(PLANT).replace('"electrical"}', '"electrcal"}').replace("== 'drive'", "= 1")
    with pytest.raises(shozai.PolicyError) as caught:
        shozai.Policy.loads(text, name="plant.json")
    assert {d.code for d in caught.value.diagnostics} == {"SZ204", "SZ214"}
    assert all(d.file == "plant.json" and d.line == 1 for d in caught.value.diagnostics)
    assert isinstance(caught.value, ValueError)


def test_an_aspect_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(KeyError, match="no aspect 'ownr'; it has owner, cost"):
        plant().decide({}, "ownr")
    with pytest.raises(KeyError, match="no aspect 'ownr'; it has owner, cost"):
        plant().explain({}, "ownr")
    with pytest.raises(KeyError, match="no aspect 'ownr'"):
        plant().decide({})["ownr"]
    with pytest.raises(AttributeError, match="no aspect `ownr`"):
        _ = plant().decide({}).ownr


def test_decisions_can_be_copied_though_aspects_are_attributes() -> None:
    decisions = plant().decide({"part": "drive"})
    assert copy.copy(decisions) == decisions
    with pytest.raises(TypeError):
        pickle.dumps(decisions)
    assert "owner" in dir(decisions)


def test_an_explanation_has_the_rules_their_tests_and_values() -> None:
    explanation = plant().explain({"part": "drive", "severity": 3}, "owner")
    (rule,) = explanation.rules
    assert (rule.id, rule.role, rule.because.en) == ("drives", "decides", "they know drives")
    (test,) = rule.tests
    assert (test.text, test.value, test.holds) == ("part == 'drive'", "drive", "always")


def test_a_policy_says_what_it_is() -> None:
    policy = plant(effective={"from": "2026-04-01"})
    assert (policy.id, policy.version) == ("plant", "1")
    assert repr(policy) == "Policy(id='plant', version='1')"
    assert policy.aspects == ("owner", "cost")
    assert [a.name for a in policy.attributes][:2] == ["part", "severity"]
    assert [p.id for p in policy.participants] == ["electrical", "maintenance"]
    assert policy.effective == (dt.date(2026, 4, 1), None)
    assert policy.title.ja == "工場"
    assert len(policy.hash) == len(policy.decision_hash) == 64
    assert policy.warnings == ()


def test_what_is_saved_loads_again_as_the_same_policy() -> None:
    again = shozai.Policy.loads(plant().save())
    assert again == plant()
    assert hash(again) == hash(plant())
    assert again.decision_hash == plant().decision_hash


def test_a_title_changes_the_hash_but_not_that_of_decisions() -> None:
    other = plant(title="another")
    assert other != plant()
    assert other.decision_hash == plant().decision_hash


def test_a_document_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "plant.json"
    path.write_text(json.dumps(PLANT), encoding="utf-8")
    assert shozai.Policy.load(path) == shozai.Policy.load(str(path)) == plant()
    with pytest.raises(shozai.PolicyError, match="SZ132"):
        shozai.Policy.load(tmp_path / "none.json")


def test_overdue_reviews_are_warned_of_from_the_day_that_is_given() -> None:
    document = copy.deepcopy(PLANT)
    document["aspects"]["owner"]["rules"][0]["review_by"] = "2026-03-31"
    text = json.dumps(document)
    assert shozai.Policy.loads(text).warnings == ()
    assert shozai.Policy.loads(text, today="2026-03-31").warnings == ()
    late = shozai.Policy.loads(text, today=dt.date(2026, 4, 1)).warnings
    assert [d.code for d in late] == ["SZ251"]


# --- tables ------------------------------------------------------------------------------------

ROWS = "部品,severity,serial\n駆動,3,A-1\npump,2,none\n,,\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (ROWS.encode(), "utf-8"),
        (ROWS.encode("utf-8-sig"), "utf-8-sig"),
        (ROWS.encode("cp932"), "cp932"),
        (ROWS.replace("\n", "\r\n").encode("cp932"), "cp932"),
    ],
)
def test_a_table_is_read_in_the_encodings_of_spreadsheets(
    tmp_path: Path, data: bytes, encoding: str
) -> None:
    path = tmp_path / "faults.csv"
    path.write_bytes(data)
    policy = plant()
    faults = policy.read_table(path)
    assert faults.encoding == encoding
    assert (faults.diagnostics, faults.ignored) == ((), ())
    assert [(row.number, row.line) for row in faults] == [(1, 2), (2, 3), (3, 4)]
    states = [policy.decide(row.fault, "owner").state for row in faults if row.fault]
    assert states == ["decided", "decided", "undetermined"]
    assert len(policy.read_table(ROWS)) == len(policy.read_table(data)) == 3


def test_an_encoding_that_is_asked_for_is_not_guessed() -> None:
    assert plant().read_table(ROWS.encode("cp932"), "utf-8").diagnostics[0].code == "SZ183"
    assert decode(b"\xff\xff") is None
    assert plant().read_table(b"\xff\xff\n").diagnostics[0].code == "SZ183"


def test_every_wrong_row_is_found_with_its_row_and_column() -> None:
    faults = plant().read_table("part,severity,memo\ndrive,3,x\npump,9,y\nwheel,1,z\ndrive,1\n")
    assert [(d.code, d.cell) for d in faults.diagnostics] == [
        ("SZ161", (3, 2)),
        ("SZ162", (4, 1)),
        ("SZ180", (5, 1)),
    ]
    assert [(row.number, row.line, row.fault is None) for row in faults] == [
        (1, 2, False),
        (2, 3, True),
        (3, 4, True),
        (4, 5, True),
    ]
    assert faults.ignored == ("memo",)
    assert repr(faults) == "Faults(4 rows, 3 findings)"


def test_texts_of_a_table_are_normalised_and_that_is_said() -> None:
    document = copy.deepcopy(PLANT)
    document["aspects"]["owner"]["rules"][0]["when"] = "serial == 'ガイド'"
    policy = shozai.Policy.loads(json.dumps(document))
    faults = policy.read_table("serial\n" + unicodedata.normalize("NFD", "ガイド") + "\n")
    assert faults.normalized
    assert faults[0].fault is not None
    assert policy.decide(faults[0].fault).owner.rule == "drives"


@pytest.mark.parametrize(
    "text",
    [
        '{"part": "drive"}\n{"part": "pump"}\n',
        '\n{"part": "drive"}\n\n{"part": "pump"}',
        '[{"part": "drive"},\n {"part": "pump"}]\n',
    ],
)
def test_json_and_json_lines_are_read(text: str) -> None:
    faults = plant().read_table(text)
    assert not faults.diagnostics
    rules = [plant().decide(row.fault).owner.rule for row in faults if row.fault]
    assert rules == ["drives", "otherwise"]


def test_a_single_object_over_several_lines_is_one_fault() -> None:
    assert len(plant().read_table('{\n  "part": "drive"\n}\n')) == 1


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('{"part": "drive"}\n{"part": "drvie"}\n', "SZ162", 2),
        ('{"part": "drive"}\n{"part": "drive"\n', "SZ100", 2),
        ('{"part": "drive"}\n{"part": "drive", "part": "pump"}\n', "SZ103", 2),
        ('{"part": "drive"}\n7\n', "SZ113", 2),
        ('{"part": "drive"}\n{"severity": NaN}\n', "SZ101", 2),
        ('{"part": "drive"}\n{"price": 12.5}\n', "SZ170", 2),
        ('[{"part": "drive"},\n\n {"severity": 9}]\n', "SZ161", 3),
    ],
)
def test_a_wrong_fault_in_json_is_found_at_its_line(text: str, code: str, line: int) -> None:
    faults = plant().read_table(text, name="faults")
    (finding,) = faults.diagnostics
    assert (finding.code, finding.line, finding.file) == (code, line, "faults")
    assert [row.fault is None for row in faults] == [False, True]


def test_a_file_that_is_not_utf8_json_is_refused() -> None:
    assert plant().read_table(b'[{"part": "\xff"}]\n').diagnostics[0].code == "SZ105"


# --- versions ----------------------------------------------------------------------------------


def test_the_version_in_force_on_the_day_decides() -> None:
    old = plant(version="1", effective={"from": "2026-01-01", "to": "2026-04-01"})
    new = plant(version="2", effective={"from": "2026-05-01"})
    versions = shozai.PolicySet([new, old])

    assert [p.version for p in versions.versions] == ["1", "2"]
    assert versions.in_force("2026-03-31") == old
    assert versions.in_force(dt.date(2026, 5, 1)) == new
    assert versions.in_force("2026-04-01") is None
    assert versions.nearest("2026-04-15") == old
    assert versions.decide({"part": "drive"}, "2026-05-01").owner.rule == "drives"

    gap = versions.decide({"part": "drive"}, dt.date(2026, 4, 15), "owner")
    assert (gap.state, gap.owner) == ("gap", "maintenance")
    assert gap.because.en == "no version of the policy is in force on 2026-04-15"
    assert repr(versions) == (
        "PolicySet([Policy(id='plant', version='1'), Policy(id='plant', version='2')])"
    )


def test_a_moment_is_no_day() -> None:
    versions = shozai.PolicySet([plant()])
    with pytest.raises(TypeError, match="not a datetime"):
        versions.in_force(dt.datetime(2026, 4, 1))
    with pytest.raises(ValueError, match="must be a date"):
        versions.in_force("1 April")


def test_versions_that_overlap_are_refused() -> None:
    with pytest.raises(shozai.PolicyError, match="SZ281"):
        shozai.PolicySet([plant(version="1"), plant(version="2")])


def test_a_folder_of_versions_is_read(tmp_path: Path) -> None:
    for name, bounds in {"1": {"to": "2026-04-01"}, "2": {"from": "2026-04-01"}}.items():
        document = {**PLANT, "policy": {**PLANT["policy"], "version": name, "effective": bounds}}
        (tmp_path / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    assert len(shozai.PolicySet.load(tmp_path).versions) == 2
    (tmp_path / "3.json").write_text("{", encoding="utf-8")
    (tmp_path / "4.json").write_text("[", encoding="utf-8")
    with pytest.raises(shozai.PolicyError) as caught:
        shozai.PolicySet.load(tmp_path)
    assert {d.file for d in caught.value.diagnostics} == {"3.json", "4.json"}


# --- normal form -------------------------------------------------------------------------------


def test_texts_out_of_normal_form_are_warned_of_where_they_stand() -> None:
    name = unicodedata.normalize("NFD", "ガイド")
    text = f'{{"a": ["b", "{name}"],\n "{name}": {{"c/~": "\\u304b\\u3099"}}, "d": "ガイド"}}'
    found = nfc.check_text(text, "plant.json")
    assert [(d.code, d.level, d.line, d.pointer) for d in found] == [
        ("SZ252", "warning", 1, "/a/1"),
        ("SZ252", "warning", 2, f"/{name}"),
        ("SZ252", "warning", 2, f"/{name}/c~1~0"),
    ]
    assert nfc.check_text('{"a": "ガイド"}') == []


def test_normal_form_is_checked_in_every_file_of_a_document(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "ガイド")
    document = {**PLANT, "departments": {"file": "people.json"}}
    people = {"electrical": {"label": name}, "maintenance": {}}
    (tmp_path / "plant.json").write_text(json.dumps(document), encoding="utf-8")
    (tmp_path / "people.json").write_text(json.dumps(people), encoding="utf-8")
    shozai.Policy.load(tmp_path / "plant.json")
    found = nfc.check_file(tmp_path / "plant.json")
    assert [(d.file, d.pointer) for d in found] == [("people.json", "/electrical/label")]
