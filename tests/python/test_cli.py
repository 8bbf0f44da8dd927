# SPDX-License-Identifier: Apache-2.0
"""The command line: what it prints, and how it exits."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import shozai
from shozai.cli import language_of, make_app

EXAMPLES = Path(__file__).parents[2] / "examples"
MAKER = EXAMPLES / "machine_maker"
POLICY = MAKER / "policy.json"
DAY = "2026-11-01"


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def run(*arguments: object, lang: Any = "en", given: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(make_app(lang), [str(a) for a in arguments], input=given)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def plant(tmp_path: Path) -> Path:
    """A small policy."""
    path = tmp_path / "plant.json"
    path.write_text(json.dumps(small("1")), encoding="utf-8")
    return path


def small(version: str, **effective: str) -> dict[str, Any]:
    return {
        "shozai": 1,
        "policy": {"id": "plant", "version": version, "effective": effective},
        "attributes": {
            "part": {"type": "enum", "columns": ["部品"], "values": {"drive": {}, "pump": {}}},
            "severity": {"type": "int", "min": 1, "max": 5},
        },
        "departments": {
            "electrical": {"label": {"ja": "電気課", "en": "Electrical"}},
            "maintenance": {"label": {"ja": "保全課", "en": "Maintenance"}},
        },
        "aspects": {
            "owner": {
                "interim": {"accountable": "maintenance", "within": "P2D"},
                "rules": [
                    {
                        "id": "drives",
                        "when": "part == 'drive'",
                        "then": {"accountable": "electrical"},
                        "because": {"ja": "電気課が詳しい", "en": "they know drives"},
                    },
                    {
                        "id": "stops",
                        "when": "severity >= 4",
                        "overrides": ["drives"],
                        "then": {"accountable": "maintenance"},
                        "because": {"ja": "停止は保全", "en": "stops are theirs"},
                    },
                ],
            }
        },
    }


# --- in general ----------------------------------------------------------------------------------


def test_the_version_is_shown() -> None:
    assert run("--version").output == f"shozai {shozai.__version__}\n"


@pytest.mark.parametrize("command", [[], ["validate"], ["decide"], ["explain"], ["ask"], ["demo"]])
@pytest.mark.parametrize(("lang", "status"), [("en", "Exit status: 0"), ("ja", "終了コード: 0")])
def test_help_is_in_the_language_and_tells_the_exit_status(
    command: list[str], lang: str, status: str
) -> None:
    result = run(*command, "--help", lang=lang)
    assert result.exit_code == 0
    assert status in result.output


@pytest.mark.parametrize(
    ("arguments", "lang"),
    [
        (["decide", "--lang", "ja"], "ja"),
        (["--lang=en"], "en"),
        ([], "en"),
        (["--lang"], "en"),
        (["--lang", "fr"], "en"),
    ],
)
def test_the_language_is_taken_from_the_arguments(
    arguments: list[str], lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    assert language_of(arguments) == lang


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate"],
        ["validate", "none.json"],
        ["validate", POLICY, "--today", "1 April"],
        ["validate", POLICY, "--format", "xml"],
        ["decide", POLICY],
        ["decide", POLICY, "none.csv"],
        ["decide", POLICY, MAKER / "faults.csv", "--fault", "{}"],
        ["decide", POLICY, "--fault", "{}", "--aspect", "owner"],
        ["decide", POLICY, "--fault", "{}", "--at", "soon"],
        ["decide", MAKER, "--fault", "{}"],
        ["explain", POLICY],
        ["explain", POLICY, MAKER / "faults.csv"],
        ["explain", POLICY, MAKER / "faults.csv", "--row", "33"],
        ["explain", POLICY, MAKER / "faults.csv", "--row", "0"],
        ["explain", POLICY, "--fault", "{}", "--lang", "fr"],
        ["decode"],
        ["decide", POLICY, "\udcff.csv"],
        ["decide", POLICY, "--fault", "{}", "--aspect", "\udcff"],
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[object]) -> None:
    assert run(*arguments).exit_code == 2


def test_usage_errors_say_what_there_is() -> None:
    said = run("decide", POLICY, "--fault", "{}", "--aspect", "owner").output
    assert "the policy has no aspect `owner`; it has customer_response, containment" in said
    said = run("explain", POLICY, MAKER / "faults.csv", "--row", "33", lang="ja").output
    assert "不具合 33 はありません（ファイルには不具合 32 件）" in said


# --- validate ------------------------------------------------------------------------------------


def test_a_good_policy_has_a_summary() -> None:
    result = run("validate", POLICY, "--today", DAY)
    assert result.exit_code == 0
    policy = shozai.Policy.load(POLICY)
    assert result.output == (
        "amagiri-aftermarket-faults 2026.1: 0 errors, 0 warnings\n"
        "  5 aspects, 95 rules, 6 departments\n"
        f"  sha256 {policy.hash}\n"
    )
    assert "エラー 0 件、警告 0 件" in run("validate", POLICY, "--lang", "ja").output


def test_a_bad_policy_is_refused_with_every_finding() -> None:
    result = run("validate", MAKER / "broken.json")
    assert result.exit_code == 1
    assert "broken.json:19:104: error SZ204: unknown department `" in result.output
    assert "  hint: did you mean `service`?\n" in result.output
    assert result.output.count(": error SZ") == 12
    assert re.search(r"broken\.json: 12 errors, \d+ warnings?\n$", result.output)


def test_findings_are_written_as_json_lines() -> None:
    result = run("validate", MAKER / "broken.json", "--format", "json", lang="ja")
    assert result.exit_code == 1
    found = [json.loads(line) for line in result.output.splitlines()]
    assert {
        "code": "SZ204", "level": "error", "file": "broken.json", "line": 19, "column": 104,
        "pointer": "/aspects/owner/rules/1/then/accountable",
    }.items() <= next(f for f in found if f["code"] == "SZ204").items()  # fmt: skip
    assert all(f["message"] for f in found)


def test_every_document_is_checked_though_one_is_refused(plant: Path) -> None:
    result = run("validate", MAKER / "broken.json", plant)
    assert result.exit_code == 1
    assert "plant 1: 0 errors" in result.output


def test_warnings_fail_only_if_asked_to(tmp_path: Path) -> None:
    document = small("1")
    document["departments"]["electrical"]["label"]["ja"] = "か\u3099"
    path = tmp_path / "plant.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    result = run("validate", path)
    assert result.exit_code == 0
    assert "warning SZ252" in result.output
    assert "plant 1: 0 errors, 1 warning\n" in result.output
    assert run("validate", path, "--strict").exit_code == 1


def test_reviews_are_overdue_by_the_day_that_is_given() -> None:
    assert "SZ251" not in run("validate", POLICY, "--today", DAY).output
    assert "SZ251" in run("validate", POLICY, "--today", "2030-01-01").output


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "\x00", '{"shozai": 1}'])
def test_what_is_no_policy_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(content, encoding="utf-8")
    assert run("validate", path).exit_code == 1
    assert run("decide", path, "--fault", "{}").exit_code == 1


# --- decide --------------------------------------------------------------------------------------


def test_a_table_of_faults_is_decided(plant: Path, tmp_path: Path) -> None:
    faults = tmp_path / "faults.csv"
    faults.write_text("部品,severity\ndrive,1\npump,5\npump,1\n,\n", encoding="utf-8")
    result = run("decide", plant, faults)
    assert result.exit_code == 0
    assert [line.split() for line in result.output.splitlines()] == [
        ["row", "owner", "state", "rule"],
        ["1", "Electrical", "decided", "drives"],
        ["2", "Maintenance", "decided", "stops"],
        ["3", "Maintenance", "(interim)", "gap"],
        ["4", "Maintenance", "(interim)", "undetermined"],
        [],
        [
            "faults",
            "by",
            "owner",
            "and",
            "by",
            "state;",
            "in",
            "brackets:",
            "as",
            "interim",
            "owner",
        ],
        ["owner", "owner"],
        ["Maintenance", "3", "(2)"],
        ["Electrical", "1"],
        ["gap", "1"],
        ["undetermined", "1"],
        ["decided", "2"],
    ]
    japanese = run("decide", plant, faults, "--lang", "ja").output
    for word in ("責任部門", "電気課", "保全課（暫定）", "空白", "未決", "決定"):
        assert word in japanese


def test_only_the_first_faults_are_shown_unless_all_are_wanted(plant: Path, tmp_path: Path) -> None:
    faults = tmp_path / "faults.csv"
    faults.write_text("part\n" + "pump\n" * 30, encoding="utf-8")
    assert "… and 10 faults more\n" in run("decide", plant, faults).output
    assert "… and 29 faults more\n" in run("decide", plant, faults, "--limit", 1).output
    assert " more" not in run("decide", plant, faults, "--limit", 0).output


@pytest.mark.parametrize("name", ["faults.csv", "faults-cp932.csv"])
def test_both_encodings_are_decided_and_cp932_is_said(name: str) -> None:
    result = run("decide", POLICY, MAKER / name, "--format", "jsonl")
    assert result.exit_code == 0
    assert ("read as cp932" in result.stderr) == (name == "faults-cp932.csv")
    assert "ignored: 受付番号, 件名\n" in result.stderr
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["row"] for row in rows] == list(range(1, 33))
    assert rows[0]["decisions"]["root_cause"]["rule"] == "RC-120"
    assert "ヘ" not in result.stderr


def test_csv_has_a_line_for_every_fault_and_aspect() -> None:
    result = run("decide", POLICY, MAKER / "faults.csv", "--format", "csv", lang="ja")
    rows = list(csv.DictReader(result.stdout.splitlines()))
    assert len(rows) == 32 * 5
    assert rows[0] == {
        "row": "1", "aspect": "customer_response", "owner": "launch_team",
        "owner_label": "立上げチーム", "state": "decided", "rule": "CR-100",
        "accountable": "launch_team", "interim": "", "interim_within": "", "possible": "",
        "because": rows[0]["because"],
    }  # fmt: skip
    assert rows[0]["because"].startswith("納入後90日は立上げ期間とし、")
    assert rows[21 * 5]["interim_within"] == "P3D"
    with_mark = run("decide", POLICY, MAKER / "faults.csv", "--format", "csv", "--bom").stdout
    assert with_mark.startswith("\ufeffrow,")


def test_one_aspect_can_be_asked() -> None:
    arguments = ("decide", POLICY, MAKER / "faults.csv", "--format", "jsonl", "--aspect", "cost")
    for line in run(*arguments).stdout.splitlines():
        assert list(json.loads(line)["decisions"]) == ["cost"]


def test_one_fault_can_be_given_as_json(plant: Path) -> None:
    result = run("decide", plant, "--fault", '{"part": "drive", "severity": {"max": 3}}')
    assert result.exit_code == 0
    assert "drives" in result.output


def test_json_lines_are_read_from_standard_input(plant: Path) -> None:
    given = '{"part": "drive", "severity": 1}\n{"part": "pump", "severity": 4}\n'
    result = run("decide", plant, "-", "--format", "jsonl", given=given)
    rules = [json.loads(line)["decisions"]["owner"]["rule"] for line in result.stdout.splitlines()]
    assert rules == ["drives", "stops"]


def test_a_table_with_a_wrong_row_is_refused_whole(plant: Path, tmp_path: Path) -> None:
    faults = tmp_path / "faults.csv"
    faults.write_text("part,severity\ndrive,1\ndrvie,1\npump\n", encoding="utf-8")
    result = run("decide", plant, faults)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "faults.csv (row 3, column 1): error SZ162: `part` has no value `drvie`" in result.stderr
    assert "faults.csv (row 4, column 1): error SZ180: " in result.stderr
    assert "nothing was decided: correct these 2 errors" in result.stderr
    assert "faults.csv（3行 1列）: エラー SZ162" in run("decide", plant, faults, lang="ja").stderr

    result = run("decide", plant, faults, "--skip-invalid", "--format", "jsonl")
    assert result.exit_code == 0
    assert [json.loads(line)["row"] for line in result.stdout.splitlines()] == [1]
    assert "2 faults with an error left out" in result.stderr


@pytest.mark.parametrize("content", ["", "\n\n", "part,part\n", 'part\n"drive\n', "a\0b,\n1\n"])
def test_what_is_no_table_is_never_an_exception(plant: Path, tmp_path: Path, content: str) -> None:
    faults = tmp_path / "faults.csv"
    faults.write_bytes(content.encode())
    assert run("decide", plant, faults).exit_code in (0, 1)


def test_open_decisions_fail_only_if_asked_to(plant: Path) -> None:
    assert run("decide", plant, "--fault", "{}").exit_code == 0
    assert run("decide", plant, "--fault", "{}", "--fail-on-open").exit_code == 3
    assert run("decide", plant, "--fault", '{"severity": 4}', "--fail-on-open").exit_code == 0


def test_the_version_of_the_day_decides(tmp_path: Path) -> None:
    for version, bounds in {"1": {"to": "2026-04-01"}, "2": {"from": "2026-05-01"}}.items():
        path = tmp_path / f"{version}.json"
        path.write_text(json.dumps(small(version, **bounds)), encoding="utf-8")

    def decided(day: str) -> tuple[str, str, str]:
        arguments = ("decide", tmp_path, "--fault", '{"severity": 4}', "--format", "jsonl")
        result = run(*arguments, "--at", day)
        decision = json.loads(result.stdout)["decisions"]["owner"]
        version = decision.get("policy", {}).get("version", "")
        return decision["state"], version, result.stderr

    assert decided("2026-03-31") == ("decided", "1", "")
    assert decided("2026-05-01") == ("decided", "2", "")
    state, version, said = decided("2026-04-15")
    assert (state, version) == ("gap", "")
    assert said == ("no version of `plant` is in force on 2026-04-15: every decision is a gap\n")
    said = run("explain", tmp_path, "--fault", "{}", "--at", "2026-04-15").output
    assert "no version of the policy is in force on 2026-04-15" in said
    one = run("decide", tmp_path / "1.json", "--fault", "{}", "--at", "2026-06-01")
    assert "every decision is a gap" in one.stderr


def test_versions_that_overlap_are_refused(tmp_path: Path) -> None:
    for version in ("1", "2"):
        (tmp_path / f"{version}.json").write_text(json.dumps(small(version)), encoding="utf-8")
    result = run("decide", tmp_path, "--fault", "{}", "--at", "2026-04-01")
    assert result.exit_code == 1
    assert "SZ281" in result.stderr


# --- explain -------------------------------------------------------------------------------------


def test_an_explanation_names_the_rule_its_reason_and_its_tests(plant: Path) -> None:
    result = run("explain", plant, "--fault", '{"part": "drive", "severity": 4}')
    assert result.exit_code == 0
    assert [line.rstrip() for line in result.output.splitlines()] == [
        "The fault · owner",
        "  owner          Maintenance",
        "  state          decided by stops",
        "  reason         stops are theirs",
        "  tests          ✓ severity >= 4  4",
        "  stepped back   drives  Electrical, for stops",
    ]


def test_an_explanation_of_what_is_open_says_what_is_not_known(plant: Path) -> None:
    result = run("explain", plant, "--fault", '{"severity": 2}', "--lang", "ja")
    assert [line.rstrip() for line in result.output.splitlines()] == [
        "この不具合 · owner",
        "  判定           未決（分かっていることだけでは決まらない）",
        "  暫定責任者     保全課、2日以内",
        "  不明な項目     part",
        "  次の質問       part",
        "                 drive → 電気課",
        "                 pump  → 空白",
        "  候補の規則     drives  電気課",
    ]


def test_rows_count_from_1_without_the_heading() -> None:
    faults = MAKER / "faults.csv"
    result = run("explain", POLICY, faults, "--row", "2", "--aspect", "customer_response")
    assert result.output.startswith(
        "Fault 2 (line 3) · customer_response: Who answers the customer\n"
    )
    assert "decided by CR-150" in result.output
    assert result.output.count("·") == 1
    assert run("explain", POLICY, faults, "--row", "2").output.count("·") == 5


def test_an_impossible_fault_names_the_assumptions() -> None:
    result = run("explain", POLICY, MAKER / "faults.csv", "--row", "24", "--aspect", "cost")
    assert "impossible: the report contradicts the policy's assumptions" in result.output
    assert re.search(r"contradicts +A-6\n", result.output)


def test_a_wrong_fault_is_not_explained(plant: Path) -> None:
    result = run("explain", plant, "--fault", '{"part": "drvie"}')
    assert result.exit_code == 1
    assert "did you mean `drive`?" in result.output
    assert run("explain", plant, "--fault", "{").exit_code == 1
    assert run("explain", plant, "--fault", "7").exit_code == 1
    assert run("explain", plant, "--fault", '{"part": "\udcff"}').exit_code == 1
    assert run("explain", plant, "--fault", '{"part": "\\ud800"}').exit_code == 1


# --- demo ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("width", ["80", "120"])
def test_the_demonstration_is_short_and_tells_the_figures(
    lang: str, width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    result = run("demo", "--lang", lang)
    assert result.exit_code == 0
    assert len(result.output.splitlines()) <= 110
    for figure in ("8,983", " 95 ", " 98 ", " 103 ", "115", "130", "27", "135", "RC-I1", "SZ242"):
        assert figure in result.output
