# SPDX-License-Identifier: Apache-2.0
"""Case files as Python reads and runs them: which policy they mean, and what a report says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

import shozai
from shozai.case_files import find_case_files
from shozai.cases import CaseFile

from .case_plant import GOOD, PENDING, WRONG, case, policy, write_cases, write_plant, write_policy

if TYPE_CHECKING:
    from pathlib import Path

JAPANESE = "名称,タグ,適用日,部品,重大度,原因究明,原因究明.規則,備考\n"


def codes(path: Path, policies: Any = None) -> list[str]:
    with pytest.raises(shozai.PolicyError) as refused:
        CaseFile.load(path, policies)
    return [finding.code for finding in refused.value.diagnostics]


# --- what a report says --------------------------------------------------------------------------


def test_a_report_counts_and_is_true_only_if_all_pass(tmp_path: Path) -> None:
    report = CaseFile.load(write_plant(tmp_path, GOOD, WRONG, PENDING)).run()
    assert (report.total, report.passed, report.failed, report.pending) == (3, 1, 1, 1)
    assert not report
    assert CaseFile.load(write_plant(tmp_path, GOOD)).run()


def test_a_result_says_what_differs_and_why(tmp_path: Path) -> None:
    report = CaseFile.load(write_plant(tmp_path, GOOD, WRONG)).run()
    (result,) = report.results
    assert (result.number, result.name, result.status) == (1, "a stop", "failed")
    assert [(m.field, m.expected, m.actual) for m in result.mismatches] == [
        ("rule", ["drives"], ["stops"]),
        ("accountable", ["electrical"], ["maintenance"]),
    ]
    explanation = result.explain("owner")
    assert explanation is not None
    assert explanation.rules[0].because.en == "stops are theirs"


def test_a_report_is_json(tmp_path: Path) -> None:
    tree = CaseFile.load(write_plant(tmp_path, GOOD, WRONG, PENDING)).run().to_dict()
    assert json.loads(json.dumps(tree)) == tree
    assert [(r["name"], r["status"], r["line"]) for r in tree["results"]] == [
        ("a stop", "failed", 16),
        ("a pump", "pending", 38),
    ]
    assert tree["policies"][0]["id"] == "plant"


def test_a_notebook_shows_what_is_wrong_with_every_text_escaped(tmp_path: Path) -> None:
    bad = case("<script>", {"part": "drive", "severity": 1}, {"accountable": "maintenance"})
    shown = CaseFile.load(write_plant(tmp_path, bad)).run()._repr_html_()
    assert "&lt;script&gt;" in shown
    assert "<script" not in shown
    assert "Electrical" in shown


def test_cases_are_chosen_by_tag_and_name(tmp_path: Path) -> None:
    file = CaseFile.load(write_plant(tmp_path, GOOD, WRONG, PENDING))
    assert file.select(["dispute", "none"]) == [1]
    assert file.select(only="A P") == [2]
    assert file.select(["dispute"], "drive") == []
    assert file.run([0, 2]).total == 2
    assert [result.number for result in file.run([0, 2]).results] == [2]


def test_fail_fast_runs_no_case_after_the_first_that_does_not_pass(tmp_path: Path) -> None:
    report = CaseFile.load(write_plant(tmp_path, GOOD, WRONG, PENDING)).run(fail_fast=True)
    assert (report.total, report.passed, report.failed, report.pending) == (2, 1, 1, 0)


def test_progress_ends_with_the_number_of_cases(tmp_path: Path) -> None:
    cases = [{**GOOD, "name": str(number)} for number in range(1_200)]
    told: list[int] = []
    assert CaseFile.load(write_plant(tmp_path, *cases)).run(progress=told.append)
    assert told == [500, 1_000, 1_200]


# --- whose policy it is --------------------------------------------------------------------------


def test_the_key_names_the_policy(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    write_policy(tmp_path / "rules", "a.json")
    path = write_cases(tmp_path, GOOD, policy="rules/a.json")
    assert CaseFile.load(path).policies[0].id == "plant"


def test_several_names_are_versions_and_the_day_chooses(tmp_path: Path) -> None:
    write_policy(tmp_path, "old.json", version="1", to="2026-04-01")
    new = policy("2", **{"from": "2026-04-01"})
    new["aspects"]["owner"]["rules"][0]["then"]["accountable"] = "maintenance"
    (tmp_path / "new.json").write_text(json.dumps(new), encoding="utf-8")
    cases = [
        case("old", GOOD["fault"], {"accountable": "electrical"}, at="2026-03-31"),
        case("new", GOOD["fault"], {"accountable": "maintenance"}, at="2026-04-01"),
    ]
    path = write_cases(tmp_path, *cases, policy=["new.json", "old.json"])
    assert CaseFile.load(path).run()
    assert codes(write_cases(tmp_path, GOOD, policy=["new.json", "old.json"])) == ["SZ805"]


def test_policies_that_are_given_go_before_the_key(tmp_path: Path) -> None:
    path = write_cases(tmp_path, GOOD, policy="not-there.json")
    plant = write_policy(tmp_path, "other.json")
    loaded = shozai.Policy.load(plant)
    for given in (plant, str(plant), loaded, [loaded], shozai.PolicySet([loaded])):
        assert CaseFile.load(path, given).run()


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("missing.json", ["SZ132"]),
        ("../plant.json", ["SZ131"]),
        ("/etc/passwd", ["SZ131"]),
        ("a\\b.json", ["SZ131"]),
        ("", ["SZ131"]),
        (3, ["SZ113"]),
        (["plant.json", None], ["SZ113"]),
        (["missing.json", "../plant.json"], ["SZ132", "SZ131"]),
    ],
)
def test_a_policy_outside_or_missing_is_a_located_finding(
    tmp_path: Path, named: object, expected: list[str]
) -> None:
    write_policy(tmp_path)
    path = write_cases(tmp_path, GOOD, policy=named)
    with pytest.raises(shozai.PolicyError) as refused:
        CaseFile.load(path)
    assert [finding.code for finding in refused.value.diagnostics] == expected
    assert {finding.line for finding in refused.value.diagnostics} <= {3, 4, 5}
    assert all(f.pointer.startswith("/policy") for f in refused.value.diagnostics)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    plant = write_policy(tmp_path)
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "plant.json").symlink_to(plant)
    assert codes(write_cases(tmp_path / "below", GOOD, policy="plant.json")) == ["SZ131"]


def test_without_a_key_the_policy_must_stand_beside(tmp_path: Path) -> None:
    assert codes(write_cases(tmp_path, GOOD)) == ["SZ806"]
    (tmp_path / "cases.json").write_text('{"shozai_cases": 1, "cases": []}')
    assert codes(tmp_path / "cases.json") == ["SZ806"]


def test_a_refused_policy_refuses_its_cases_with_every_finding(tmp_path: Path) -> None:
    (tmp_path / "plant.json").write_text('{"shozai": 1}')
    found = codes(write_cases(tmp_path, GOOD))
    assert len(found) > 1
    assert set(found) == {"SZ112"}


# --- bad files -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"{", "SZ100"),
        (b'{"shozai_cases": 1, "shozai_cases": 1}', "SZ103"),
        (b"\xff\xfe", "SZ105"),
        (b"[]", "SZ113"),
        (b'{"shozai_cases": 2, "cases": []}', "SZ115"),
        (b'{"shozai_cases": 1, "cases": [], "more": 1}', "SZ111"),
        (b"[" * 100_000, "SZ102"),
    ],
)
def test_what_is_no_case_file_is_refused(tmp_path: Path, text: bytes, code: str) -> None:
    write_policy(tmp_path)
    path = tmp_path / "plant.cases.json"
    path.write_bytes(text)
    assert code in codes(path)


def test_every_finding_of_a_file_is_reported(tmp_path: Path) -> None:
    bad = [
        case("one", {"color": 1}, {"accountable": "electrical"}),
        case("two", {"severity": 9}, {"rule": "none-such"}),
        case("two", {}, {"accountable": "nobody"}),
    ]
    found = codes(write_plant(tmp_path, *bad))
    assert set(found) >= {"SZ160", "SZ802", "SZ803", "SZ204"}
    assert len(found) == 5


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    assert codes(tmp_path / "plant.cases.json") == ["SZ132"]


# --- tables --------------------------------------------------------------------------------------


def test_a_csv_file_in_cp932_is_read_and_what_was_put_right_is_noted(tmp_path: Path) -> None:
    write_policy(tmp_path)
    path = tmp_path / "plant.cases.csv"
    rows = "停止,立上げ、係争,,駆動部,５,保全課,stops,重い\n駆動,,,drive,2,electrical,,\n"
    path.write_bytes((JAPANESE + rows).encode("cp932"))
    file = CaseFile.load(path)
    assert file.run()
    assert [c.name for c in file.cases] == ["停止", "駆動"]
    assert file.cases[0].tags == ["立上げ", "係争"]
    assert any("５" in note.message() for note in file.notes)


def test_a_workbook_says_the_same_as_csv(tmp_path: Path) -> None:
    write_policy(tmp_path)
    with xlsxwriter.Workbook(tmp_path / "plant.cases.xlsx") as book:
        sheet = book.add_worksheet("事例")
        for row, cells in enumerate(
            [["name", "part", "severity", "owner"], ["a", "drive", 5, "electrical"]]
        ):
            sheet.write_row(row, 0, cells)
    (result,) = CaseFile.load(tmp_path / "plant.cases.xlsx").run().results
    assert result.case.line == 2
    assert [m.actual for m in result.mismatches] == [["maintenance"]]


def test_texts_of_people_stay_as_they_are_in_tables(tmp_path: Path) -> None:
    write_policy(tmp_path)
    path = tmp_path / "plant.cases.csv"
    path.write_text("name,製番,note,owner\n事例１,Ａ１,２０２６/4/1,electrical\n", encoding="utf-8")
    file = CaseFile.load(path)
    assert file.cases[0].name == "事例１"
    assert file.cases[0].note.en == "２０２６/4/1"
    assert "'Ａ１'" in file.run().text("en")


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("a,color,2,electrical", "SZ162", 2),
        ("a,drive,9,electrical", "SZ161", 3),
        ("a,drive,2,nobody", "SZ204", 4),
        ("a,drive,2", "SZ180", 1),
    ],
)
def test_a_finding_in_a_table_names_its_row_and_column(
    tmp_path: Path, row: str, code: str, column: int
) -> None:
    write_policy(tmp_path)
    path = tmp_path / "plant.cases.csv"
    path.write_text(f"name,part,severity,owner\n\n{row}\n", encoding="utf-8")
    with pytest.raises(shozai.PolicyError) as refused:
        CaseFile.load(path)
    (finding,) = refused.value.diagnostics
    assert (finding.code, finding.cell) == (code, (3, column))


# --- finding files -------------------------------------------------------------------------------


def test_folders_are_searched_but_not_those_of_tools(tmp_path: Path) -> None:
    for folder in ("", "b/c", ".venv/x", "node_modules", "build", ".git"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "x.cases.json").touch()
    for name in ("y.CASES.CSV", "z.cases.xlsx", "cases.json", ".h.cases.json", "a.cases.txt"):
        (tmp_path / name).touch()
    found = find_case_files([tmp_path, tmp_path / "x.cases.json"])
    shown = [path.relative_to(tmp_path).as_posix() for path in found]
    assert shown == ["x.cases.json", "y.CASES.CSV", "z.cases.xlsx", "b/c/x.cases.json"]
