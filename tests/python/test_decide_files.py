# SPDX-License-Identifier: Apache-2.0
"""`shozai decide` with whole tables: what it reads, writes, says and refuses."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars
import pytest
import xlsxwriter
from typer.testing import CliRunner, Result

import shozai
from shozai.cli import make_app

if TYPE_CHECKING:
    from collections.abc import Callable

MAKER = Path(__file__).parents[2] / "examples" / "machine_maker"
POLICY = MAKER / "policy.json"
FAULTS = MAKER / "faults.csv"
COLUMNS = ("state", "owner", "accountable", "rule")


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")


def decide(*arguments: object, lang: Any = "en") -> Result:
    given = ["decide", str(POLICY), *map(str, arguments)]
    result = CliRunner().invoke(make_app(lang), given)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def expected() -> list[dict[str, shozai.Decision]]:
    policy = shozai.Policy.load(POLICY)
    return [dict(policy.decide(row.fault)) for row in policy.read_table(FAULTS) if row.fault]


def agrees(table: polars.DataFrame, decisions: list[dict[str, shozai.Decision]]) -> bool:
    rows = table.rows(named=True)
    return len(rows) == len(decisions) and all(
        (row[f"{aspect}.{column}"] or None) == (getattr(decision, column) or None)
        for row, of_fault in zip(rows, decisions, strict=True)
        for aspect, decision in of_fault.items()
        for column in COLUMNS
    )


READERS: dict[str, Callable[[Path], polars.DataFrame]] = {
    ".csv": polars.read_csv,
    ".jsonl": polars.read_ndjson,
    ".parquet": polars.read_parquet,
    ".xlsx": polars.read_excel,
}


@pytest.mark.parametrize("form", READERS)
def test_a_table_comes_back_with_its_decisions(tmp_path: Path, form: str) -> None:
    out = tmp_path / f"owners{form}"
    result = decide("--in", FAULTS, "--out", out)
    assert result.exit_code == 0
    assert "32 rows written to" in result.stderr
    table = READERS[form](out)
    assert table["受付番号"][0] == "F-2026-001"
    assert agrees(table, expected())
    assert list(tmp_path.iterdir()) == [out]


def test_a_table_in_cp932_is_read_and_said(tmp_path: Path) -> None:
    out = tmp_path / "owners.csv"
    result = decide(MAKER / "faults-cp932.csv", "--out", out, "--bom", lang="ja")
    assert "cp932" in result.stderr
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    table = polars.read_csv(out)
    assert agrees(table, expected())
    assert table["root_cause.owner_label"][0] == "品質保証部"


def test_the_summary_has_what_needs_attention_first() -> None:
    result = decide(FAULTS, "--columns", "severity=重大度")
    lines = result.stdout.splitlines()
    assert lines[0] == "Who answers the customer: impossible, 1 row (first: 25)"
    states = [line.split()[0] for line in lines if line.split()[0] in ("impossible", "decided")]
    assert states == ["impossible", "decided"]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Typed cells as Excel has them, on the second sheet."""
    path = tmp_path / "faults.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("notes").write(0, 0, "nothing here")
        sheet = book.add_worksheet("faults")
        for column, heading in enumerate(["機種", "重大度", "納入日", "安全懸念"]):
            sheet.write(0, column, heading)
        sheet.write_row(1, 0, ["AM-500V", 3])
        sheet.write_datetime(
            1, 2, dt.datetime(2026, 4, 10), book.add_format({"num_format": "yyyy-mm-dd"})
        )
        sheet.write(1, 3, False)
        sheet.write_row(2, 0, ["AM-500X", 9])
    return path


def test_a_workbook_is_read_by_sheet(workbook: Path) -> None:
    result = decide(workbook, "--sheet", "faults", "--skip-invalid", lang="ja")
    assert result.exit_code == 0
    assert "列 `重大度`：SZ161 `9` は `severity` の範囲（1〜5）の外です（セル 1 個、行 3）" in (
        result.stderr
    )
    assert "読めない行 1 行は" in result.stderr
    assert "SZ162 `product` に値 `AM-500X` はありません（" in result.stderr


def test_a_bad_cell_refuses_the_table_and_writes_nothing(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("機種,重大度\nAM-500V,3\nAM-500X,7\n", encoding="utf-8")
    out = tmp_path / "owners.csv"
    result = decide(bad, "--out", out)
    assert result.exit_code == 1
    assert "`product` has no value `AM-500X` (did you mean `AM-500V`?)" in result.stderr
    assert "(1 cell; rows 3)" in result.stderr
    assert "nothing was decided" in result.stderr
    assert not out.exists()


def test_rows_that_cannot_be_read_stay_marked(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("機種,重大度\nAM-500V,3\nAM-500X,7\n", encoding="utf-8")
    out = tmp_path / "owners.parquet"
    result = decide(bad, "--out", out, "--skip-invalid")
    assert result.exit_code == 0
    assert "Who finds the cause: not readable, 1 row (first: 3)" in result.stdout
    assert polars.read_parquet(out)["root_cause.state"].to_list() == ["undetermined", "invalid"]


def test_faults_as_json_lines_keep_their_narrowings(tmp_path: Path) -> None:
    lines = tmp_path / "faults.jsonl"
    lines.write_text('{"severity": 3}\n{"fault_class": {"in": ["wear"]}}\n', encoding="utf-8")
    out = tmp_path / "owners.jsonl"
    assert decide(lines, "--out", out, "--aspect", "root_cause").exit_code == 0
    written = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["row"] for line in written] == [1, 2]
    policy = shozai.Policy.load(POLICY)
    narrowed = policy.decide({"fault_class": "wear"}, "root_cause")
    assert written[1]["root_cause.owner"] == narrowed.owner


def test_columns_may_be_named(tmp_path: Path) -> None:
    named = tmp_path / "named.csv"
    named.write_text("how bad\n3\n", encoding="utf-8")
    result = decide(named, "--columns", "severity=how bad")
    assert result.exit_code == 0
    assert "ignored" not in result.stderr
    assert "no column gives, so unknown in every row: product" in result.stderr


def test_a_formula_stays_a_text(tmp_path: Path) -> None:
    faults = tmp_path / "faults.csv"
    faults.write_text("memo,重大度\n=1+1,3\n-4,3\n+81 3,3\n", encoding="utf-8")
    out = tmp_path / "owners.csv"
    decide(faults, "--out", out)
    memos = polars.read_csv(out, infer_schema=False)["memo"].to_list()
    assert memos == ["'=1+1", "-4", "'+81 3"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["faults.txt", "--out", "owners.csv"], "a table is read from .csv"),
        ([FAULTS, "--out", "owners.doc"], "a table is written as .csv"),
        ([FAULTS, "--columns", "severity"], "--columns is written ATTRIBUTE=HEADING"),
        ([FAULTS, "--columns", "severty=重大度"], "severty"),
        ([FAULTS, "--columns", "severity=nowhere"], "nowhere"),
    ],
)
def test_wrong_usage_is_said(arguments: list[object], said: str) -> None:
    result = decide(*arguments)
    assert result.exit_code != 0
    assert said in result.stderr


def test_what_is_not_installed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    result = decide(FAULTS, "--out", tmp_path / "owners.csv", lang="ja")
    assert result.exit_code == 2
    assert "pip install 'shozai[tables]'" in result.stderr


def test_a_file_that_is_not_there_or_cannot_be_written_is_said(tmp_path: Path) -> None:
    gone = decide("--in", tmp_path / "gone.csv", "--out", tmp_path / "owners.csv")
    assert gone.exit_code == 2
    assert "cannot read" in gone.stderr
    nowhere = decide(FAULTS, "--out", tmp_path / "no" / "owners.csv")
    assert nowhere.exit_code == 2
    assert "cannot write" in nowhere.stderr


def test_without_a_version_in_force_no_table_is_decided(tmp_path: Path) -> None:
    out = tmp_path / "owners.csv"
    result = decide(FAULTS, "--out", out, "--at", "1999-01-01")
    assert result.exit_code == 1
    assert "in force" in result.stderr
    assert not out.exists()
