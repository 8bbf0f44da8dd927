# SPDX-License-Identifier: Apache-2.0
"""What checking found as people see it: in Python, in notebooks, on the command line."""

# ruff: noqa: E501 - what is printed is compared line by line

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from shozai._core import printable
from shozai.amounts import digits, percent, percent_of_one, short, whole
from shozai.check import CheckReport
from shozai.columns import Columns
from shozai.kinds import KINDS, SEVERITIES

from .proof_trees import CHECK, HUGE, PLANT, clean, policy, pretend, run, texts_replaced, write
from .test_display import ALLOWED, HOSTILE, outline

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def report() -> CheckReport:
    return CheckReport(policy()._core, CHECK)


@pytest.fixture
def plant(tmp_path: Path) -> Path:
    return write(tmp_path / "plant.json")


# --- numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"),
        (14_600, "14,600"),
        (999_999_999, "999,999,999"),
        (10**9, "1.0×10⁹"),
        (1_249_999_999, "1.2×10⁹"),
        (1_250_000_000, "1.3×10⁹"),
        (9_949 * 10**37, "9.9×10⁴⁰"),
        (9_950 * 10**37, "1.0×10⁴¹"),
        (10**5_000 - 1, "1.0×10⁵⁰⁰⁰"),
        (10**5_000, "1.0×10⁵⁰⁰⁰"),
    ],
    ids=range(10),
)
def test_numbers_of_any_length_are_shown_at_a_glance(number: int, shown: str) -> None:
    assert short(number) == shown


@pytest.mark.parametrize("written", ["0", "7", "1" + "0" * 3_999, "12" * 4_000, "1" + "0" * 8_000])
def test_numbers_of_any_length_are_read_and_written(written: str) -> None:
    assert digits(whole(written)) == written


@pytest.mark.parametrize(
    ("part", "of", "shown"),
    [
        (0, 7, "0%"),
        (7, 7, "100%"),
        (1, 3, "33.33%"),
        (1, 10**9, "<0.01%"),
        (10**9 - 1, 10**9, ">99.99%"),
        (1, 10**400, "<0.01%"),
        (0, 0, "–"),
    ],
    ids=range(7),
)
def test_only_nothing_is_nothing_and_only_all_is_all(part: int, of: int, shown: str) -> None:
    assert percent(part, of) == shown
    if of and of < 10**300:
        assert percent_of_one(part / of) == shown


# --- Python ------------------------------------------------------------------------------------


def test_a_report_has_its_findings_and_what_became_of_each_aspect(report: CheckReport) -> None:
    assert not report.clean
    assert report.counts == {"error": 2, "warning": 3, "note": 4}
    (conflict,) = report.of_kind("conflict")
    assert (conflict.code, conflict.severity, conflict.aspect) == ("SZ701", "error", "cause")
    assert [(r.id, r.accountable, r.file) for r in conflict.rules] == [
        ("C-1", "quality", ""), ("C-2", "service", "rules/cause.json"),
    ]  # fmt: skip
    assert conflict.witness is not None
    assert conflict.witness.fault["hours"] is None
    assert conflict.region is not None
    assert (conflict.region.size, conflict.region.space) == (10, 120)
    assert conflict.message("ja") == "規則 `C-1` と `C-2` が食い違う"
    assert conflict.hint() == "say which is the exception"
    assert (conflict.line, conflict.column) == (20, 9)
    (shadowed,) = report.of_kind("shadowed")
    assert [rule.id for rule in shadowed.blocking] == ["C-1"]
    assert shadowed.region is not None
    assert shadowed.region.size is None
    assert [a.gap for a in report.aspects] == [30, None]
    assert report.aspects[1].space == whole(HUGE)
    assert [(g.id, g.state) for g in report.guarantees][1] == ("G2", "refuted")
    assert len(report.of_kind("redundant", "overlap")) == 3
    assert len(report.of_severity("note")) == 4
    assert report.to_dict() == CHECK


def test_a_kind_that_does_not_exist_is_not_taken_for_absent(report: CheckReport) -> None:
    assert report.of_kind("by_default") == ()
    with pytest.raises(KeyError, match="no kind 'gaps' of findings; there are conflict"):
        report.of_kind("gap", "gaps")


def test_a_report_says_the_essence(report: CheckReport) -> None:
    assert repr(report) == "CheckReport('plant 1', 2 errors, 3 warnings, 4 notes)"
    assert str(report).splitlines()[:2] == [
        "plant 1: 2 errors, 3 warnings, 4 notes",
        "warning SZ716: no fault can have `ML-5` as `product`",
    ]
    assert "note" not in "".join(str(report).splitlines()[1:])
    many = CheckReport(policy()._core, {**CHECK, "findings": CHECK["findings"][2:3] * 30})
    assert str(many).endswith("\n… and 10 more")
    tidy = CheckReport(policy()._core, clean())
    assert tidy.clean
    assert str(tidy) == "plant 1: clean, 0 errors, 0 warnings, 4 notes"
    # However large the numbers: Python does not write those of more than 4,300 digits.
    assert all("SZ" in repr(f) and repr(f.region) for f in report.findings)


def test_reviews_are_overdue_by_the_day_that_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = pretend(monkeypatch, "check", CHECK)
    policy().check("2030-01-02")
    policy().check(dt.date(2030, 1, 3))
    before = dt.date.today().isoformat()
    policy().check()
    assert asked[:2] == [("2030-01-02",), ("2030-01-03",)]
    assert asked[2][0] in (before, dt.date.today().isoformat())


def test_findings_are_a_frame(report: CheckReport) -> None:
    columns = report.to_frame("ja")
    frame = pl.DataFrame(columns)
    assert frame.height == len(columns) == 9
    assert frame["line"].dtype == pl.Int64
    assert frame["rules"][2].to_list() == ["C-1", "C-2"]
    assert frame["message"][4] == "`cause` の規則がどれも当てはまらない不具合がある"
    assert frame["share"].to_list()[4] == 0.25
    assert frame["space"].to_list()[6] == HUGE
    assert frame["realised"].to_list()[2:5] == [True, False, None]
    assert json.loads(frame["example"][2])["stopped"] is True
    assert pa.table(columns).column_names == frame.columns == list(columns.names)
    assert list(pd.DataFrame(columns.to_dict())["code"]) == frame["code"].to_list()
    errors = duckdb.sql("select code from columns where severity = 'error'")
    assert errors is not None
    assert errors.fetchall() == [("SZ701",), ("SZ704",)]


def test_a_frame_needs_polars_only_to_hand_over_arrow(
    report: CheckReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    columns = report.to_frame("en")
    assert columns.to_dict()["code"][0] == columns.rows[0][0] == "SZ716"
    assert repr(columns).startswith("Columns(9 rows, ['code', 'kind'")
    with pytest.raises(ImportError, match=r"pip install 'shozai\[tables\]'"):
        pa.table(columns)


def test_an_empty_frame_keeps_its_types(report: CheckReport) -> None:
    frame = report.to_frame()
    empty = Columns(dict.fromkeys(frame.names, "text"), [])
    assert pl.DataFrame(empty).schema == dict.fromkeys(frame.names, pl.String)
    assert outline(empty._repr_html_()).text == "".join(frame.names)


# --- kinds -------------------------------------------------------------------------------------


def test_every_kind_is_explained_in_both_languages() -> None:
    assert len({kind.kind for kind in KINDS.values()}) == len(KINDS)
    for kind in KINDS.values():
        assert kind.severity in SEVERITIES
        for said in (kind.name, kind.means):
            assert said("en").isascii()
            assert not said("ja").replace("`otherwise`", "").isascii()
        assert kind.means("en").endswith(".")
        assert kind.means("ja").endswith("。")


# --- notebooks ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_a_report_becomes_markup(
    text: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", f"{lang}_XX")
    core = policy(texts_replaced(PLANT, text))._core
    report = CheckReport(core, texts_replaced(CHECK, text))
    for html in (report._repr_html_(), report.to_frame()._repr_html_()):
        seen = outline(html)
        assert set(seen.elements) <= ALLOWED
        assert not seen.attributes
        assert not seen.others
        assert html == printable(html)


def test_a_notebook_shows_the_labels(report: CheckReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    text = outline(report._repr_html_()).text
    for words in ("原因究明", "1.0×10⁵⁰⁰⁰", "エラー SZ701", "機種 LT-100、重大度 5", "停止：はい",
                  "C-2（C-1 が優先）", "rules/cause.json:3:5", "どちらが例外かを決める"):  # fmt: skip
        assert words in text
    monkeypatch.setenv("LC_ALL", "C")
    many = CheckReport(policy()._core, {**CHECK, "findings": CHECK["findings"] * 30})
    assert "… and 170 findings more" in outline(many._repr_html_()).text
    none = CheckReport(policy()._core, {**clean(), "findings": []})
    assert "clean" in outline(none._repr_html_()).text


# --- the command -------------------------------------------------------------------------------


def test_the_command_prints_findings_with_proof(
    plant: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    pretend(monkeypatch, "check", CHECK)
    result = run("check", plant)
    assert result.exit_code == 1
    assert [line.rstrip() for line in result.output.splitlines()] == [
        "plant 1",
        "  aspect               possible faults  decided  of these by default     gap  conflict",
        "  Who finds the cause              120   66.67%                   0%  25.00%     8.33%",
        "  Who pays                  1.0×10⁵⁰⁰⁰        ?                    ?       ?         ?",
        "  guarantees     1 broken, 1 proved, 1 about the organization, not looked at here",
        "",
        "plant.json:20:9: error SZ701: rules `C-1` and `C-2` disagree",
        "  example        model LT-100, severity 5, machine stopped: yes, hours run: none",
        "  where          severity >= 4 && stopped",
        "  how many       10 of 120 possible faults (8.33%)",
        "  rules          C-1  Quality assurance  plant.json:20:9",
        "                 C-2  Maintenance service  rules/cause.json:3:5",
        "  what to do     say which is the exception",
        "",
        "more.json:2:1: error SZ704: guarantee `G2` does not hold",
        "  example        serial number 'LT-1' (no report can have it: nothing gives these derived values",
        "                 together)",
        "",
        "plant.json:6:9: warning SZ716: no fault can have `ML-5` as `product`",
        "",
        "plant.json:12:5: warning SZ711: no rule of `cause` applies to some faults",
        "  example        severity 3, hours run 12 h (whether a report can have it is not known: nothing was",
        "                 found that gives these derived values together)",
        *(f"  {'where' if n == 0 else '':13}  severity == {n}" for n in range(5)),
        "                 … or 2 further conditions",
        "                 … and 2 faults that these conditions do not describe",
        "  how many       30 of 120 possible faults (25.00%)",
        "",
        "rules/cause.json:3:5: warning SZ712: rule `C-2` never decides",
        "  where          stopped",
        "  how many       too many to count within the budget",
        "  rules          C-2  Maintenance service  rules/cause.json:3:5",
        "  behind         C-1  Quality assurance  plant.json:20:9",
        "",
        "4 notes: department without a task (1), overlap in agreement (1), redundant rule (2); --all shows",
        "them",
        "",
        "2 errors, 3 warnings, 4 notes",
    ]  # fmt: skip


def test_the_command_speaks_japanese(plant: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, "check", CHECK)
    output = run("check", plant, lang="ja").output
    for line in (
        "plant.json:20:9: エラー SZ701: 規則 `C-1` と `C-2` が食い違う\n",
        "  例             機種 LT-100、重大度 5、停止：はい、稼働時間：なし\n",
        "  件数           あり得る不具合 120 件のうち 10 件（8.33%）\n",
        "  優先する規則   C-1  品質保証部  plant.json:20:9\n",
        "エラー 2 件、警告 3 件、注記 4 件\n",
    ):
        assert line in output
    pretend(monkeypatch, "check", clean())
    assert run("check", plant, lang="ja").output.endswith(
        "問題なし：エラー 0 件、警告 0 件、注記 4 件\n"
    )


def test_notes_are_summarised_unless_all_is_asked(
    plant: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, "check", clean())
    assert "note SZ722" not in run("check", plant).output
    whole_text = run("check", plant, "--all").output
    assert "plant.json:12:5: note SZ722: rules `C-1` and `A-1` agree\n" in whole_text
    assert "1.0×10⁴⁹⁹⁹ of 1.0×10⁵⁰⁰⁰ possible faults (10.00%)" in whole_text
    assert "                 A-1  plant.json:40:3\n" in whole_text
    assert whole_text.endswith("clean: 0 errors, 0 warnings, 4 notes\n")
    many = {**CHECK, "findings": CHECK["findings"][2:3] * 60}
    pretend(monkeypatch, "check", many)
    assert "… and 10 findings more\n" in run("check", plant).output


@pytest.mark.parametrize(
    ("counts", "arguments", "status"),
    [
        ((0, 0, 9), [], 0),
        ((0, 0, 9), ["--strict"], 0),
        ((0, 1, 0), [], 0),
        ((0, 1, 0), ["--strict"], 1),
        ((1, 0, 0), [], 1),
        ((1, 0, 0), ["--format", "json"], 1),
        ((1, 0, 0), ["--format", "sarif"], 1),
    ],
)
def test_errors_fail_and_warnings_only_if_asked_to(
    counts: tuple[int, int, int],
    arguments: list[str],
    status: int,
    plant: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted = dict(zip(SEVERITIES, counts, strict=True))
    tree = {**CHECK, "findings": [], "clean": not sum(counts[:2]), "counts": counted}
    pretend(monkeypatch, "check", tree)
    assert run("check", plant, *arguments).exit_code == status


def test_json_is_what_was_found(
    plant: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = pretend(monkeypatch, "check", CHECK)
    shown = run("check", plant, "--format", "json", "--today", "2030-01-02")
    assert json.loads(shown.output) == CHECK
    out = tmp_path / "found.json"
    written = run("check", plant, "--format", "json", "--out", out)
    assert (written.exit_code, written.output) == (1, "")
    assert json.loads(out.read_text(encoding="utf-8")) == CHECK
    text = tmp_path / "found.txt"
    assert run("check", plant, "--out", text).output == ""
    assert "\nplant.json:20:9: error SZ701" in text.read_text(encoding="utf-8")
    assert asked[0] == ("2030-01-02",)
    assert asked[1] == (dt.date.today().isoformat(),)


def test_a_refused_document_is_not_checked(
    plant: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, "check", CHECK)
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    for form in ("text", "json", "sarif"):
        result = run("check", broken, "--format", form)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "error SZ100" in result.stderr
    for wrong in (
        ["none.json"],
        [plant, "--today", "soon"],
        [plant, "--format", "xml"],
        [tmp_path],
    ):
        assert run("check", *wrong).exit_code == 2
    result = run("check", plant, "--out", "/nowhere/x")
    assert result.exit_code == 2
    assert "cannot write" in result.stderr


@pytest.mark.parametrize("command", ["check", "diff", "questions"])
@pytest.mark.parametrize(("lang", "status"), [("en", "Exit status: 0"), ("ja", "終了コード: 0")])
def test_help_tells_the_exit_status(command: str, lang: Any, status: str) -> None:
    result = run(command, "--help", lang=lang)
    assert result.exit_code == 0
    assert status in result.output


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_a_report_steers_a_terminal(
    text: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, "check", texts_replaced(CHECK, text))
    document = write(tmp_path / "plant.json", texts_replaced(PLANT, text))
    for arguments in (["--all"], ["--format", "json"]):
        output = run("check", document, *arguments, lang=lang).output
        assert output.split("\n") == [printable(line) for line in output.split("\n")]
