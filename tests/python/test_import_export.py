# SPDX-License-Identifier: Apache-2.0
"""Rules in Excel and CSV: named by a policy, imported, exported, and back again."""

from __future__ import annotations

import copy
import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

import shozai
from shozai import PolicyError
from shozai.cli import make_app
from shozai.spreadsheet.headings import WORDS
from shozai.spreadsheet.rule_cells import cells_of

if TYPE_CHECKING:
    from collections.abc import Sequence

MAKER = Path(__file__).parents[2] / "examples" / "machine_maker" / "policy.json"

COST: list[dict[str, Any]] = [
    {
        "id": "K-1",
        "if": ["initial_defect, misuse", "<= 365", "-", "-", "-"],
        "then": {
            "accountable": "service",
            "responsible": ["quality", "sales"],
            "consulted": ["sales"],
            "informed": ["customer"],
            "joint_visit": ["sales", "service"],
            "cost_share": {"quality": 70, "sales": 30},
            "notes": [{"ja": "一つ目", "en": "first"}, "second"],
        },
        "section": "safety",
        "because": {"ja": "=SUM(A1) ではなく「理由」、です", "en": "-5 and +5, \"quoted\""},
        "note": "@note",
        "source": {"ja": "規程 1.2"},
        "steward": "quality",
        "review_by": "2027-03-31",
    },
    {
        "id": "K-2",
        "if": ["not(wear)", "[366..1000)", "2026-04-01", "'x, y'", "null"],
        "overrides": ["K-1"],
        "then": {"accountable": "quality"},
        "because": {"ja": "'=前に印"},
    },
    {
        "id": "K-3",
        "if": ["within(group)", "-", ">= 2026-04-01", "-", "[1.5..2.5]"],
        "overrides": ["*"],
        "then": {"accountable": "quality"},
        "because": "plain",
    },
]  # fmt: skip


def document(**cost: Any) -> dict[str, Any]:
    """A policy with one table, and a second aspect."""
    return {
        "shozai": 1,
        "policy": {"id": "p", "version": "1"},
        "attributes": {
            "fault": {
                "type": "enum",
                "columns": ["不具合区分"],
                "values": {
                    "initial_defect": {"ja": "初期不良", "en": "initial defect"},
                    "misuse": {"ja": "誤使用"},
                    "group": {
                        "ja": "消耗品",
                        "children": {"wear": {"ja": "消耗・摩耗"}, "oil": {}},
                    },
                },
            },
            "days": {"type": "int", "max": 9999, "unit": "d", "label": {"ja": "納入後日数"}},
            "on": {"type": "date", "columns": ["納入日"]},
            "serial": {"type": "string"},
            "rate": {"type": "decimal", "scale": 1, "optional": True},
        },
        "departments": {
            "sales": {"label": {"ja": "営業部", "en": "Sales"}},
            "service": {"label": {"ja": "メンテナンス部"}},
            "quality": {"label": {"ja": "品質保証部〜本社"}},
        },
        "parties": {"customer": {"label": {"ja": "お客様"}}},
        "aspects": {
            "cost": {
                "label": {"ja": "費用"},
                "interim": {"accountable": "sales"},
                "sections": {"safety": {}},
                "table": {"columns": ["fault", "days", "on", "serial", "rate"], "rows": COST},
                **cost,
            },
            "cause": {
                "label": {"ja": "原因"},
                "interim": {"accountable": "sales"},
                "table": {
                    "columns": ["fault"],
                    "rows": [
                        {"id": "C-1", "if": ["wear"], "then": {"accountable": "service"},
                         "because": "b"}
                    ],
                },
            },
        },
    }  # fmt: skip


def write(path: Path, tree: object) -> Path:
    path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    return write(tmp_path / "policy.json", document())


def run(*arguments: object, lang: Any = "en") -> Result:
    given = [str(argument) for argument in arguments]
    result = CliRunner().invoke(make_app(lang), given)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def workbook(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def saved(path: Path) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(shozai.Policy.load(path)._core.save())
    return tree


def refused(path: Path) -> list[tuple[Any, ...]]:
    with pytest.raises(PolicyError) as caught:
        shozai.Policy.load(path)
    return [
        (d.code, d.file, d.sheet, d.cell) for d in caught.value.diagnostics if d.level == "error"
    ]


# --- tables that a document names ----------------------------------------------------------------

JAPANESE: list[list[Any]] = [
    ["規則番号", "不具合区分", "納入後日数", "責任部門", "実施", "費用負担", "理由（日本語）",
     "見直し期限"],
    ["Ｋ－１", "初期不良、誤使用", "365日以内", "メンテナンス部", "営業部・品質保証部～本社",
     "品質保証部〜本社７０％、営業部30%", "出荷品質、です", "R9.3.31"],
    ["K-2", "消耗・摩耗以外", "１〜５", "営業部", "なし", None, "理由", None],
]  # fmt: skip
ENGLISH: list[list[Any]] = [
    ["id", "fault", "days", "accountable", "responsible", "cost_share", "because.ja", "review_by"],
    ["K-1", "initial_defect, misuse", "<= 365", "service", "sales, quality",
     "quality 70, sales 30", "出荷品質、です", "2027-03-31"],
    ["K-2", "not(wear)", "[1..5]", "sales", None, None, "理由", None],
]  # fmt: skip


def test_a_policy_may_name_a_sheet_in_japanese_or_english(tmp_path: Path) -> None:
    workbook(tmp_path / "rules.xlsx", 費用=JAPANESE, english=ENGLISH)
    hashes = set()
    for sheet in ("費用", "english"):
        path = write(tmp_path / f"{sheet}.json", document(table={"file": f"rules.xlsx#{sheet}"}))
        hashes.add(shozai.Policy.load(path).hash)
    assert len(hashes) == 1
    notes = shozai.Policy.load(tmp_path / "費用.json").warnings
    assert {d.level for d in notes} == {"note"}
    assert ("SZ851", (2, 8), ["R9.3.31", "2027-03-31"]) in [
        (d.code, d.cell, d.arguments) for d in notes
    ]
    assert not shozai.Policy.load(tmp_path / "english.json").warnings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_policy_may_name_a_csv_in_japanese(tmp_path: Path, encoding: str) -> None:
    lines = [",".join(f'"{cell or ""}"' for cell in row) for row in JAPANESE]
    text = "\r\n".join(lines)
    if encoding == "cp932":
        text = text.replace("〜", "～")  # the wave that cp932 has
    (tmp_path / "rules.csv").write_bytes(text.encode(encoding))
    workbook(tmp_path / "rules.xlsx", english=ENGLISH)
    csv = write(tmp_path / "csv.json", document(table={"file": "rules.csv"}))
    xlsx = write(tmp_path / "xlsx.json", document(table={"file": "rules.xlsx#english"}))
    assert shozai.Policy.load(csv).hash == shozai.Policy.load(xlsx).hash


def test_a_plain_csv_reads_as_it_always_did(tmp_path: Path) -> None:
    text = '\ufeffid,fault,accountable,because\n\nK-1,"wear, misuse",sales,b\n'
    (tmp_path / "rules.csv").write_text(text, encoding="utf-8")
    loaded = shozai.Policy.load(write(tmp_path / "p.json", document(table={"file": "rules.csv"})))
    assert loaded.warnings == ()
    assert loaded.decide({"fault": "wear"}, "cost").rule == "K-1"


def test_findings_in_a_sheet_name_sheet_row_and_column(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["id", "fault", "days", "accountable", "informed", "cost_share", "overrides", "because"],
        [],
        ["K-1", "weer", "12,500", "sale", None, "sales 70", None, "b"],
        ["K-2", None, "〃", "営業", "売店", None, "K-9", "b", "stray"],
        ["K-1", "wear", "6x", "sales", None, None, None, "b"],
    ]
    (tmp_path / "sub").mkdir()
    workbook(tmp_path / "sub" / "rules.xlsx", 費用=rows)
    path = write(tmp_path / "p.json", document(table={"file": "sub/rules.xlsx#費用"}))
    place = ("sub/rules.xlsx", "費用")
    assert sorted(refused(path)) == sorted(
        [
            ("SZ841", *place, (3, 3)),
            ("SZ846", *place, (4, 3)),
            ("SZ191", *place, (4, 2)),
            ("SZ843", *place, (4, 9)),
            ("SZ205", *place, (3, 2)),
            ("SZ204", *place, (3, 4)),
            ("SZ231", *place, (3, 6)),
            ("SZ204", *place, (4, 4)),
            ("SZ204", *place, (4, 5)),
            ("SZ119", *place, (5, 1)),
            ("SZ210", *place, (5, 3)),
            ("SZ240", *place, (4, 7)),
        ]
    )


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("none.xlsx#S", "SZ132"),
        ("rules.xlsx#other", "SZ830"),
        ("../rules.xlsx#S", "SZ131"),
        ("link.xlsx#S", "SZ131"),
        ("rules.xlsx", "SZ135"),
        ("rules.xlsx#", "SZ135"),
        ("rules.xls#S", "SZ135"),
        ("text.xlsx#S", "SZ831"),
    ],
)
def test_a_table_that_cannot_be_had_is_an_error(tmp_path: Path, name: str, code: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    workbook(tmp_path / "rules.xlsx", S=ENGLISH)
    workbook(folder / "rules.xlsx", S=ENGLISH)
    (folder / "link.xlsx").symlink_to(tmp_path / "rules.xlsx")
    (folder / "text.xlsx").write_text("id,accountable\n", encoding="utf-8")
    path = write(folder / "p.json", document(table={"file": name}))
    assert [finding[0] for finding in refused(path)] == [code]


def test_a_missing_library_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workbook(tmp_path / "rules.xlsx", S=ENGLISH)
    path = write(tmp_path / "p.json", document(table={"file": "rules.xlsx#S"}))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert refused(path) == [("SZ836", "rules.xlsx", "", None)]


def test_a_label_that_several_have_is_an_error(tmp_path: Path) -> None:
    tree = document(table={"file": "rules.csv"})
    tree["departments"]["north"] = {"label": {"ja": "営業部"}}
    text = "id,fault,accountable,because\nK-1,wear,営業部,b\n"
    (tmp_path / "rules.csv").write_text(text, encoding="utf-8")
    assert refused(write(tmp_path / "p.json", tree)) == [("SZ842", "rules.csv", "", (2, 3))]


def test_a_text_with_and_without_a_language_is_an_error(tmp_path: Path) -> None:
    text = "id,fault,accountable,because,because.ja\nK-1,wear,sales,b,理由\n"
    (tmp_path / "rules.csv").write_text(text, encoding="utf-8")
    path = write(tmp_path / "p.json", document(table={"file": "rules.csv"}))
    assert refused(path) == [("SZ844", "rules.csv", "", (2, 5))]


@pytest.mark.parametrize("member", WORDS)
def test_every_heading_is_known_to_the_loader_in_both_languages(
    tmp_path: Path, member: str
) -> None:
    row = {"id": "K-1", "fault": "wear", "accountable": "sales", "because": "b"}
    value = {"cost_share": "sales 100", "overrides": "*", "section": "safety", "id": "K-1",
             "review_by": "2027-01-01"}.get(member, "sales")  # fmt: skip
    row[member] = value
    found = []
    for heading in (member, WORDS[member][1]):
        headings = [heading if name == member else name for name in row]
        text = ",".join(headings) + "\n" + ",".join(row.values()) + "\n"
        (tmp_path / "rules.csv").write_text(text, encoding="utf-8")
        path = write(tmp_path / "p.json", document(table={"file": "rules.csv"}))
        found.append(saved(path)["aspects"]["cost"]["table"]["rows"])
    assert found[0] == found[1]
    assert value.split()[0] in json.dumps(found[0])


# --- back and forth ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("labels", [[], ["--labels"]])
def test_a_workbook_comes_back_as_it_was(
    policy: Path, tmp_path: Path, lang: str, labels: list[str]
) -> None:
    out, back = tmp_path / "o.xlsx", tmp_path / "back.json"
    assert run("export", policy, "--out", out, *labels, lang=lang).exit_code == 0
    emptied = document(table={"columns": ["fault"], "rows": []})
    emptied["aspects"]["cause"]["table"]["rows"] = []
    target = write(tmp_path / "target.json", emptied)
    result = run("import", out, "--into", target, "--out", back)
    assert result.exit_code == 0, result.output
    assert shozai.Policy.load(back).hash == shozai.Policy.load(policy).hash


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("labels", [[], ["--labels"]])
@pytest.mark.parametrize("form", [[], ["--bom"], ["--encoding", "cp932"]])
def test_a_csv_comes_back_as_it_was(
    policy: Path, tmp_path: Path, lang: str, labels: list[str], form: list[str]
) -> None:
    out, back = tmp_path / "o.csv", tmp_path / "back.json"
    export = run("export", policy, "--aspect", "cost", "--out", out, *labels, *form, lang=lang)
    assert export.exit_code == 0, export.output
    emptied = document(table={"columns": ["fault"], "rows": []})
    target = write(tmp_path / "target.json", emptied)
    result = run("import", out, "--into", target, "--aspect", "cost", "--out", back)
    assert result.exit_code == 0, result.output
    assert shozai.Policy.load(back).hash == shozai.Policy.load(policy).hash


def test_the_machine_maker_s_table_comes_back(tmp_path: Path) -> None:
    out, back = tmp_path / "o.xlsx", tmp_path / "back.json"
    shutil.copy(MAKER.with_name("organization.json"), tmp_path)
    assert run("export", MAKER, "--table-only", "--labels", "--out", out, lang="ja").exit_code == 0
    assert run("import", out, "--into", MAKER, "--out", back).exit_code == 0
    assert shozai.Policy.load(back).hash == shozai.Policy.load(MAKER).hash


def test_an_exported_workbook_is_ready_to_be_edited(policy: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.xlsx"
    run("export", policy, "--out", out, "--labels", lang="ja")
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["費用", "原因"]
    sheet = book["費用"]
    headings = [cell.value for cell in sheet[1]]
    assert headings[:4] == ["規則番号", "不具合区分", "days", "納入日"]
    assert headings[6:9] == ["責任部門", "実施", "相談先"]
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "B2"
    assert sheet["G2"].value == "メンテナンス部"
    assert sheet["B2"].value == "初期不良, 誤使用"
    assert sheet.column_dimensions["B"].width > 10
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}  # no formula, no number


def test_csv_never_holds_a_formula(policy: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    run("export", policy, "--aspect", "cost", "--out", out)
    text = out.read_text(encoding="utf-8")
    assert "'=SUM(A1)" in text
    assert "''=前に印" in text
    assert "'@note" in text


def test_rules_that_are_conjunctions_become_rows_and_others_are_named(tmp_path: Path) -> None:
    rules = [
        {"id": "R-1", "when": "fault == 'wear' && days >= 1 && days < 10",
         "then": {"accountable": "sales"}, "because": "b"},
        {"id": "R-2", "when": "fault == 'wear' || days > 3",
         "then": {"accountable": "sales"}, "because": "b"},
    ]  # fmt: skip
    path = write(tmp_path / "p.json", document(rules=rules))
    out = tmp_path / "o.csv"
    result = run("export", path, "--aspect", "cost", "--out", out)
    assert result.exit_code == 1
    assert "R-2" in result.output
    assert "R-1" not in result.output
    assert "R-1,wear,[1..10),-,-,-,sales" in out.read_text(encoding="utf-8")
    only = run("export", path, "--aspect", "cost", "--out", out, "--table-only")
    assert only.exit_code == 0
    assert "R-1" not in out.read_text(encoding="utf-8")


def test_rules_as_rows_decide_alike() -> None:
    """Every rule of the example that can be a row is exactly its condition."""
    tree = saved(MAKER)
    names = frozenset(tree["attributes"])
    rows = 0
    for aspect in ("customer_response", "containment", "root_cause"):
        node = tree["aspects"][aspect]
        for rule in list(node["rules"]):
            cells = cells_of(rule["when"], names)
            if cells is None:
                continue
            rows += 1
            alone: dict[str, Any] = {
                **copy.deepcopy(tree),
                "guarantees": [],
                "aspects": {"x": {"interim": {"accountable": "sales"}, "rules": [
                    {"id": "X", "when": rule["when"], "then": {"accountable": "quality"},
                     "because": "b"}]}},
            }  # fmt: skip
            as_rule = shozai.Policy.loads(json.dumps(alone))
            del alone["aspects"]["x"]["rules"]
            alone["aspects"]["x"]["table"] = {
                "columns": list(cells),
                "rows": [{"id": "X", "if": list(cells.values()),
                          "then": {"accountable": "quality"}, "because": "b"}],
            }  # fmt: skip
            as_row = shozai.Policy.loads(json.dumps(alone))
            assert as_rule.diff(as_row).equal, rule["when"]
    assert rows >= 30


@pytest.mark.parametrize(
    ("when", "cells"),
    [
        ("true", {}),
        ("a == 'x' && !b", {"a": "x", "b": "not(true)"}),
        ("a in ['x', 'y, z']", {"a": "x, 'y, z'"}),
        ("!(a in ['x', 'y'])", {"a": "not(x, y)"}),
        ("a != 'x'", {"a": "not(x)"}),
        ("a.within('g') && has(n)", {"a": "within(g)", "n": "not(null)"}),
        ("!has(n)", {"n": "null"}),
        ("n > 1 && n <= 5", {"n": "(1..5]"}),
        ("n <= 5 && n > 1", {"n": "(1..5]"}),
        ("(n < 1 || n == 5)", {"n": "< 1, 5"}),
        ("!(n < 1 || n == 5)", {"n": "not(< 1, 5)"}),
        ("d >= date('2026-04-01')", {"d": ">= 2026-04-01"}),
        ("defined", None),
        ("a == 'x' || b", None),
        ("n > 1 && n > 5", None),
        ("a.startsWith('x')", None),
        ("(a == 'x' || b)", None),
        ("false", None),
    ],
)
def test_conjunctions_become_cells(when: str, cells: dict[str, str] | None) -> None:
    assert cells_of(when, frozenset("abnd")) == cells


# --- importing -----------------------------------------------------------------------------------


def test_a_table_is_replaced_and_rules_beside_it_are_kept(tmp_path: Path) -> None:
    rules = [{"id": "R-1", "when": "days > 3", "then": {"accountable": "sales"}, "because": "b"}]
    path = write(tmp_path / "p.json", document(rules=rules))
    book = workbook(tmp_path / "new.xlsx", 費用=JAPANESE, メモ=[["anything"]])
    out = tmp_path / "out.json"
    result = run("import", book, "--into", path, "--out", out)
    assert result.exit_code == 0
    assert "in place of the table" in result.output
    assert "beside the table: 1 rule, kept" in result.output
    assert "メモ" in result.output
    assert "SZ851" in result.output
    aspect = saved(out)["aspects"]["cost"]
    assert [row["id"] for row in aspect["table"]["rows"]] == ["K-1", "K-2"]
    assert [rule["id"] for rule in aspect["rules"]] == ["R-1"]
    assert json.loads(path.read_text(encoding="utf-8"))["aspects"]["cost"]["table"]["rows"] == COST


def test_without_out_the_document_is_printed(policy: Path, tmp_path: Path) -> None:
    book = workbook(tmp_path / "new.xlsx", cost=ENGLISH)
    before = policy.read_bytes()
    result = run("import", book, "--into", policy)
    assert result.exit_code == 0
    assert '"K-2"' in result.stdout
    assert policy.read_bytes() == before


def test_a_sheet_and_an_aspect_can_be_chosen(policy: Path, tmp_path: Path) -> None:
    book = workbook(tmp_path / "new.xlsx", 案1=ENGLISH, 費用=[["no", "table"]])
    out = tmp_path / "out.json"
    assert (
        run("import", f"{book}#案1", "--into", policy, "--aspect", "費用", "--out", out).exit_code
        == 0
    )
    assert [row["id"] for row in saved(out)["aspects"]["cost"]["table"]["rows"]] == ["K-1", "K-2"]
    wrong = run("import", f"{book}#案1", "--into", policy)
    assert wrong.exit_code == 2
    assert "--aspect" in wrong.output
    assert run("import", f"{book}#案2", "--into", policy, "--aspect", "cost").exit_code == 1
    assert run("import", book, "--into", policy, "--aspect", "other").exit_code == 2


def test_nothing_is_written_if_anything_is_wrong(policy: Path, tmp_path: Path) -> None:
    bad = [*ENGLISH, ["K-9", "wear", "5", "nobody", None, None, "r", None]]
    ragged = [*ENGLISH, ["K-9", "wear", "5", "sales", None, None, "r", None, "stray"]]
    tables: list[list[list[Any]]] = [bad, ragged, [["id"]], [["规则"], ["x"]]]
    for number, rows in enumerate(tables):
        book = workbook(
            tmp_path / f"{number}.xlsx", cost=rows, cause=[["id", "fault", "accountable"]]
        )
        out = tmp_path / f"{number}.json"
        result = run("import", book, "--into", policy, "--out", out)
        assert result.exit_code == 1, number
        assert "nothing was imported" in result.output
        assert "sheet cost" in result.output
        assert not out.exists()


def test_a_row_that_has_the_id_of_a_rule_is_refused(tmp_path: Path) -> None:
    rules = [{"id": "K-1", "when": "days > 3", "then": {"accountable": "sales"}, "because": "b"}]
    tree = document(rules=rules, table={"columns": ["fault"], "rows": []})
    book = workbook(tmp_path / "new.xlsx", cost=ENGLISH)
    result = run("import", book, "--into", write(tmp_path / "p.json", tree))
    assert result.exit_code == 1
    assert "new.xlsx (sheet cost, row 2, column 1): error SZ119" in result.output


def test_aspects_in_files_of_their_own_are_found(tmp_path: Path) -> None:
    tree = document()
    write(tmp_path / "cost.json", tree["aspects"]["cost"])
    write(tmp_path / "people.json", tree["departments"])
    (tmp_path / "cause.csv").write_text("id,fault,accountable,because\nC-1,wear,service,b\n")
    tree["departments"] = {"file": "people.json"}
    tree["aspects"]["cost"] = {"file": "cost.json"}
    tree["aspects"]["cause"]["table"] = {"file": "cause.csv"}
    path = write(tmp_path / "p.json", tree)
    elsewhere = tmp_path / "sub"
    elsewhere.mkdir()
    book = workbook(elsewhere / "rules.xlsx", 費用=JAPANESE)
    out = tmp_path / "out.json"
    result = run("import", book, "--into", path, "--out", out)
    assert result.exit_code == 0, result.output
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["departments"] == {"file": "people.json"}
    assert written["aspects"]["cause"]["table"] == {"file": "cause.csv"}
    assert len(written["aspects"]["cost"]["table"]["rows"]) == 2


def test_a_file_of_the_same_name_beside_the_policy_is_not_meant(tmp_path: Path) -> None:
    tree = document(table={"columns": ["fault"], "rows": []})
    (tmp_path / "rules.csv").write_text("id,fault,accountable,because\nC-1,wear,service,b\n")
    tree["aspects"]["cause"]["table"] = {"file": "rules.csv"}
    path = write(tmp_path / "p.json", tree)
    elsewhere = tmp_path / "sub"
    elsewhere.mkdir()
    (elsewhere / "rules.csv").write_text("id,fault,accountable,because\nK-1,oil,sales,b\n")
    out = tmp_path / "out.json"
    result = run(
        "import", elsewhere / "rules.csv", "--into", path, "--aspect", "cost", "--out", out
    )
    assert result.exit_code == 0, result.output
    policy = shozai.Policy.load(out)
    assert policy.decide({"fault": "oil"}, "cost").rule == "K-1"
    assert policy.decide({"fault": "wear"}, "cause").rule == "C-1"


def test_a_csv_is_put_where_its_name_says(policy: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    for name in ("cause", "原因"):
        table = tmp_path / f"{name}.csv"
        table.write_text("id,fault,accountable,because\nC-7,oil,sales,b\n", encoding="utf-8")
        assert run("import", table, "--into", policy, "--out", out).exit_code == 0
        assert saved(out)["aspects"]["cause"]["table"]["rows"][0]["id"] == "C-7"
    other = tmp_path / "other.csv"
    other.write_text("id,fault,accountable,because\n", encoding="utf-8")
    assert run("import", other, "--into", policy).exit_code == 2


def test_calls_that_make_no_sense_are_refused(policy: Path, tmp_path: Path) -> None:
    book = workbook(tmp_path / "new.xlsx", cost=ENGLISH)
    assert run("import", book).exit_code == 2
    assert run("import", tmp_path / "none.xlsx", "--into", policy).exit_code == 2
    model = tmp_path / "m.dmn"
    model.write_text("<x/>", encoding="utf-8")
    assert run("import", model, "--into", policy).exit_code == 2
    assert run("export", policy, "--out", tmp_path / "o.txt").exit_code == 2
    assert run("export", policy, "--out", tmp_path / "o.csv").exit_code == 2  # two aspects
    assert run("export", policy, "--aspect", "x", "--out", tmp_path / "o.csv").exit_code == 2
    assert run("export", policy, "--out", tmp_path / "none" / "o.xlsx").exit_code == 2


def test_what_cp932_cannot_write_is_said(tmp_path: Path) -> None:
    tree = document()
    tree["aspects"]["cost"]["table"]["rows"] = [
        {**COST[2], "because": "the emoji 🔧", "overrides": []}
    ]
    path = write(tmp_path / "p.json", tree)
    out = tmp_path / "o.csv"
    result = run("export", path, "--aspect", "cost", "--out", out, "--encoding", "cp932")
    assert result.exit_code == 2
    assert "🔧" in result.output
    assert not out.exists()


# --- models --------------------------------------------------------------------------------------


def test_a_model_goes_out_and_comes_back(policy: Path, tmp_path: Path) -> None:
    out, back = tmp_path / "o.dmn", tmp_path / "back.json"
    assert run("export", policy, "--aspect", "cause", "--out", out).exit_code == 0
    result = run("import", out, "--out", back)
    assert result.exit_code == 0, result.output
    there, here = shozai.Policy.load(policy), shozai.Policy.load(back)
    assert here.aspects == ("cause",)
    for fault in ("wear", "oil", "misuse"):
        decisions = [p.decide({"fault": fault}, "cause") for p in (there, here)]
        assert decisions[0].to_dict() | {"policy": 0} == decisions[1].to_dict() | {"policy": 0}


def test_a_broken_model_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    model, out = tmp_path / "m.dmn", tmp_path / "out.json"
    model.write_text('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', encoding="utf-8")
    result = run("import", model, "--out", out)
    assert result.exit_code == 1
    assert "nothing was imported" in result.output
    assert not out.exists()


def test_what_a_model_cannot_say_is_an_error(policy: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.dmn"
    result = run("export", policy, "--aspect", "cost", "--out", out)  # it has exceptions
    assert result.exit_code == 1
    assert "SZ8" in result.output
    assert not out.exists()
