# SPDX-License-Identifier: Apache-2.0
"""`shozai test`: what it prints, what it writes, and how it exits."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from .case_plant import GOOD, PENDING, WRONG, case, policy, run, write_cases, write_plant

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)


# --- what it prints ------------------------------------------------------------------------------


def test_all_pass(tmp_path: Path) -> None:
    write_plant(tmp_path, GOOD)
    result = run("test")
    assert result.exit_code == 0
    assert re.fullmatch(
        r"✓ plant\.cases\.json  1 passed\n1 passed \(1 file, \d+\.\d\d s\)\n", result.output
    )


def test_a_failed_case_is_shown_with_place_fault_difference_and_reason(tmp_path: Path) -> None:
    write_plant(tmp_path, GOOD, WRONG)
    result = run("test")
    assert result.exit_code == 1
    shown = result.output
    assert "✗ a stop (plant.cases.json:16)" in shown
    for part in (
        r"tags +launch, dispute",
        r"note +a remark",
        r"fault +part drive unit, severity 5, serial 'A1'",
        r"Root cause +rule +drives +stops",
        r"\n +owner +Electrical +Maintenance",
        r"Why: Root cause",
        r"reason +stops are theirs",
        r"stepped back +drives",
        r"1 passed, 1 failed \(1 file",
    ):
        assert re.search(part, shown), part


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ["Nobody has said yet", "1 pending"]), ("ja", ["まだ書かれていません", "記入 1 件"])],
)
def test_a_pending_case_fails_and_shows_what_the_policy_says(
    tmp_path: Path, lang: str, words: list[str]
) -> None:
    write_plant(tmp_path, PENDING)
    result = run("test", lang=lang)
    assert result.exit_code == 1
    assert all(word in result.output for word in words)
    assert ("Maintenance (interim)" if lang == "en" else "保全課（暫定）") in result.output


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_what_is_shown_fits_into_80_columns(tmp_path: Path, lang: str) -> None:
    long = {**WRONG, "note": "a very long remark, " * 12, "tags": [f"tag{n}" for n in range(30)]}
    write_plant(tmp_path, long, PENDING, case("open", {}, {"state": "gap", "ask": None}))
    lines = run("test", lang=lang).output.split("\n")
    assert max(map(cell_len, lines)) <= 80


def test_narrowed_unknowns_are_said_in_words(tmp_path: Path) -> None:
    fault = {"part": {"in": ["drive", "pump"]}, "severity": {"min": 4}, "serial": {"not_in": ["A"]}}
    write_plant(tmp_path, case("a", fault, {"state": "gap"}))
    shown = " ".join(run("test").output.split())
    assert "part drive unit, pump (one of these), severity 4 or more" in shown


def test_a_case_cannot_steer_the_terminal(tmp_path: Path) -> None:
    write_plant(tmp_path, {**WRONG, "note": "\x1b[2J\x9b", "fault": {**WRONG["fault"]}})
    shown = run("test").output
    assert "\x1b" not in shown
    assert "\x9b" not in shown


def test_a_refused_file_shows_its_findings_and_the_others_still_run(tmp_path: Path) -> None:
    write_plant(tmp_path, GOOD)
    write_cases(tmp_path, case("x", {"color": 1}, None), name="bad.cases.json", policy="plant.json")
    result = run("test")
    assert result.exit_code == 1
    assert "✗ bad.cases.json  refused: 1 finding" in result.output
    assert "bad.cases.json:8:9: error SZ160" in result.output
    assert "1 passed, 1 refused (2 files" in result.output


def test_the_findings_of_a_policy_are_shown_once(tmp_path: Path) -> None:
    (tmp_path / "plant.json").write_text('{"shozai": 1}')
    for name in ("a.cases.json", "b.cases.json"):
        write_cases(tmp_path, GOOD, name=name, policy="plant.json")
    result = run("test")
    assert result.output.count("required key `policy`") == 1
    assert "the same findings as above" in result.output
    assert "2 refused" in result.output


def test_of_many_failures_the_first_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    write_plant(tmp_path, *({**WRONG, "name": f"case {n}"} for n in range(53)))
    shown = run("test").output
    assert shown.count("✗ case ") == 50
    assert "… and 3 cases more" in shown


# --- which cases ---------------------------------------------------------------------------------


def test_tags_names_and_fail_fast_choose_cases(tmp_path: Path) -> None:
    write_plant(tmp_path, GOOD, WRONG, PENDING)
    assert "1 passed (" in run("test", "--only", "DRIVE").output
    assert "0 passed, 1 failed (" in run("test", "--tag", "dispute", "--tag", "x").output
    assert "1 passed, 1 failed (" in run("test", "-x").output


def test_fail_fast_leaves_out_the_files_after_a_failure(tmp_path: Path) -> None:
    write_plant(tmp_path, WRONG)
    write_cases(tmp_path, GOOD, name="z.cases.json", policy="plant.json")
    assert "z.cases.json" not in run("test", "--fail-fast").output


def test_a_policy_that_is_given_goes_before_what_the_file_names(tmp_path: Path) -> None:
    write_plant(tmp_path, GOOD)
    other = policy()
    other["aspects"]["owner"]["rules"][0]["then"]["accountable"] = "maintenance"
    (tmp_path / "other.json").write_text(json.dumps(other), encoding="utf-8")
    assert run("test").exit_code == 0
    assert run("test", "--policy", "other.json").exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["none.cases.json"],
        ["empty"],
        ["--tag", "none"],
        ["--only", "none"],
        ["--policy", "none.json"],
        ["--fail-under", "101"],
        ["--junit", "none/x.xml"],
        ["--format", "xml"],
    ],
)
def test_a_wrong_call_exits_with_2(tmp_path: Path, arguments: list[str]) -> None:
    write_plant(tmp_path, GOOD)
    (tmp_path / "empty").mkdir()
    assert run("test", *arguments).exit_code == 2


# --- JSON ----------------------------------------------------------------------------------------


def test_json_has_counts_results_and_findings(tmp_path: Path) -> None:
    write_plant(tmp_path, GOOD, WRONG, PENDING)
    write_cases(tmp_path, case("x", {"color": 1}, None), name="bad.cases.json", policy="plant.json")
    result = run("test", "--format", "json")
    assert result.exit_code == 1
    tree = json.loads(result.output)
    counts = {key: tree[key] for key in ("passed", "failed", "pending", "refused")}
    assert counts == {"passed": 1, "failed": 1, "pending": 1, "refused": 1}
    bad, plant = tree["files"]
    assert (bad["refused"][0]["code"], bad["refused"][0]["line"]) == ("SZ160", 8)
    assert [r["status"] for r in plant["results"]] == ["failed", "pending"]
    assert plant["results"][0]["mismatches"][0]["actual"] == ["stops"]


# --- coverage ------------------------------------------------------------------------------------


def test_coverage_is_shown_and_written_and_can_be_demanded(tmp_path: Path) -> None:
    write_plant(tmp_path, GOOD)
    files = ["--lcov", "c.info", "--cobertura", "c.xml"]
    result = run("test", "--coverage", *files, "--fail-under", "100")
    assert result.exit_code == 1
    assert "which is less than 100%" in result.output
    assert "stops" in result.output
    assert (tmp_path / "c.info").read_text().startswith("TN:")
    assert "<coverage" in (tmp_path / "c.xml").read_text()
    assert run("test", "--fail-under", "1").exit_code == 0


def test_coverage_of_several_files_counts_together(tmp_path: Path) -> None:
    write_plant(tmp_path, GOOD)
    stop = case("stop", {"severity": 5, "part": "pump"}, {"rule": "stops"})
    write_cases(tmp_path, stop, name="more.cases.json", policy="plant.json")

    def covered(*arguments: str) -> Any:
        tree = json.loads(run("test", *arguments, "--coverage", "--format", "json").output)
        (coverage,) = tree["coverage"]
        return coverage["kinds"]["rule"]["covered"]

    assert [covered("plant.cases.json"), covered("more.cases.json"), covered()] == [1, 1, 2]


def test_coverage_counts_the_chosen_cases_only(tmp_path: Path) -> None:
    stop = case("stop", {"severity": 5, "part": "pump"}, {"rule": "stops"})
    write_plant(tmp_path, GOOD, stop)
    tree = json.loads(run("test", "--only", "stop", "--coverage", "--format", "json").output)
    items = {item["rule"]: item for item in tree["coverage"][0]["items"] if item["kind"] == "rule"}
    assert items["drives"]["hits"] == 0
    assert (items["stops"]["hits"], items["stops"]["cases"]) == (1, [0])
