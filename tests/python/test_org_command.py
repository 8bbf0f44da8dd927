# SPDX-License-Identifier: Apache-2.0
"""The commands below `org`: what they print in both languages, and how they exit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .org_sample import alone, flawed, text_of, within, write
from .test_cli import run
from .test_display import HOSTILE

if TYPE_CHECKING:
    from typer.testing import Result

MAKER = Path(__file__).parents[2] / "examples" / "machine_maker"
AT = "2026-04-06T09:00"
COMMANDS = ["check", "preview", "who", "diff", "draw", "graph", "export"]


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")


@pytest.fixture
def apart(tmp_path: Path) -> Path:
    """An organization in a document of its own."""
    return write(tmp_path / "organization.json", alone())


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """A policy with the organization in it."""
    return write(tmp_path / "policy.json", within())


def org(*arguments: object, lang: Any = "en") -> Result:
    return run("org", *arguments, lang=lang)


# --- in general --------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [[], *([each] for each in COMMANDS)], ids=str)
@pytest.mark.parametrize(("lang", "status"), [("en", "Exit status: 0"), ("ja", "終了コード: 0")])
def test_help_is_in_the_language_and_tells_the_exit_status(
    command: list[str], lang: str, status: str
) -> None:
    result = org(*command, "--help", lang=lang)
    assert result.exit_code == 0
    assert status in result.output


def test_help_lists_all_commands() -> None:
    said = org("--help").output
    assert all(command in said for command in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["who", "--at", "soon"], "`soon` is no moment"),
        (["who", "--at", "2026-02-30"], "is no moment"),
        (["who", "--position", "chief"], "there is no `chief`; there are: duty, manager"),
        (["preview", "--escalation", "quick"], "there is no `quick`; there are: urgent, normal"),
        (["preview"], "choose one by --escalation: urgent, normal"),
        (["check", "--from", "2026-04-02", "--until", "2026-04-02"], "is not after"),
        (["preview", "--escalation", "urgent", "--refused-at", AT, "--resolved-at", AT], "one"),
        (["export", "--position", "chief"], "there is no `chief`"),
        (["check", "--format", "xml"], ""),
        (["export"], ""),
    ],
)
def test_wrong_usage_exits_with_2_and_says_why(
    apart: Path, arguments: list[str], said: str
) -> None:
    result = org(arguments[0], apart, *arguments[1:])
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())


def test_a_document_that_is_not_there_is_wrong_usage() -> None:
    assert org("check", "none.json").exit_code == 2


@pytest.mark.parametrize("command", ["check", "preview", "who", "draw", "graph"])
def test_a_refused_document_is_not_answered_for(tmp_path: Path, command: str) -> None:
    document = alone()
    document["positions"]["duty"]["roster"] = "nigth"
    path = write(tmp_path / "organization.json", document)
    result = org(command, path)
    assert result.exit_code == 1
    assert "organization.json:1:" in result.output
    assert "`night`" in result.output


# --- check -------------------------------------------------------------------------------------


def test_a_clean_organization_passes(policy: Path) -> None:
    result = org("check", policy, "--from", "2026-04-06", "--until", "2026-04-20")
    assert "plant 1" in result.output
    assert "2026-04-06 00:00 to 2026-04-20 00:00 (Asia/Tokyo)" in result.output
    assert "urgent" in result.output
    assert "30 minutes" in result.output


def test_what_is_found_fails_the_check_in_both_languages(tmp_path: Path) -> None:
    path = write(tmp_path / "organization.json", flawed())
    english = org("check", path, "--from", "2026-04-06", "--until", "2026-04-13")
    japanese = org("check", path, "--from", "2026-04-06", "--until", "2026-04-13", lang="ja")
    assert english.exit_code == japanese.exit_code == 1
    assert "error SZ340" in english.output
    assert "エラー SZ340" in japanese.output
    assert "organization.json:1:" in english.output
    assert "{" not in english.output
    assert "{" not in japanese.output


def test_findings_are_written_as_json_and_sarif(tmp_path: Path) -> None:
    path = write(tmp_path / "organization.json", flawed())
    during = ("--from", "2026-04-06", "--until", "2026-04-13")
    tree = json.loads(org("check", path, *during, "--format", "json").output)
    assert {"SZ340"} <= {finding["code"] for finding in tree["findings"]}
    out = tmp_path / "found.sarif"
    assert org("check", path, *during, "--format", "sarif", "--out", out).exit_code == 1
    log = json.loads(out.read_text(encoding="utf-8"))["runs"][0]
    assert [r["ruleId"] for r in log["results"]] == [f["code"] for f in tree["findings"]]
    assert all("region" in r["locations"][0]["physicalLocation"] for r in log["results"])
    assert {rule["id"] for rule in log["tool"]["driver"]["rules"]} == {
        f["code"] for f in tree["findings"]
    }


def test_warnings_fail_the_check_only_if_asked_to(tmp_path: Path) -> None:
    document = alone()
    document["positions"]["spare"] = {"department": "service"}
    document["escalation"]["policies"]["normal"]["steps"][0]["to"].append("spare")
    path = write(tmp_path / "organization.json", document)
    during = ("--from", "2026-04-06", "--until", "2026-04-13")
    relaxed = org("check", path, *during)
    assert "warning SZ346" in relaxed.output
    errors = "error SZ" in relaxed.output
    assert relaxed.exit_code == int(errors)
    assert org("check", path, *during, "--strict").exit_code == 1


# --- preview -----------------------------------------------------------------------------------


def test_a_preview_is_a_table_of_who_is_told(policy: Path) -> None:
    result = org("preview", policy, "--fault", '{"severity": 5}', "--at", AT)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "urgent, from 2026-04-06 09:00 (Asia/Tokyo)"
    assert "E-1" in result.output
    assert "2026-04-06 09:30, after 30 minutes" in result.output
    (mori,) = [line for line in lines if "Mori" in line]
    assert "quality director" in mori
    assert mori.split()[:2] == ["2026-04-06", "09:30"]


def test_a_case_that_is_reached_at_once_says_so(apart: Path) -> None:
    arguments = ("--escalation", "urgent", "--at", "2026-06-01T12:00")
    assert "2026-06-01 12:00, at once" in org("preview", apart, *arguments).output
    assert "2026-06-01 12:00（即時）" in org("preview", apart, *arguments, lang="ja").output


def test_an_organization_of_a_policy_is_not_taken_for_one_of_its_own(tmp_path: Path) -> None:
    path = write(tmp_path / "organization.json", within()["organization"])
    assert "give the policy" in org("check", path).output
    assert "規程の方を指定" in org("check", path, lang="ja").output


def test_a_preview_is_in_japanese_too(policy: Path) -> None:
    said = org("preview", policy, "--escalation", "urgent", "--at", AT, lang="ja").output
    assert "緊急" in said
    assert "品質保証部長" in said
    assert "30分後" in said


def test_a_preview_is_json_too(policy: Path) -> None:
    arguments = ("--escalation", "urgent", "--at", AT, "--refused-at", "2026-04-06T09:05")
    tree = json.loads(org("preview", policy, *arguments, "--format", "json").output)
    assert [row["person"] for row in tree["rows"]] == ["sato", "mori"]
    assert tree["scenario"] == {"reaction": "refused", "at": "2026-04-06T00:05:00Z"}
    assert tree["rows"][1]["at"] == "2026-04-06T00:05:00Z"


@pytest.mark.parametrize("fault", ['{"severity": 9}', '{"severty": 1}', "{", "[]"])
def test_a_fault_that_is_refused_is_not_previewed(policy: Path, fault: str) -> None:
    assert org("preview", policy, "--fault", fault, "--at", AT).exit_code == 1


def test_an_open_choice_is_not_previewed(policy: Path) -> None:
    result = org("preview", policy, "--fault", "{}", "--at", AT)
    assert result.exit_code == 1
    assert "no escalation policy applies" in result.output


# --- who ---------------------------------------------------------------------------------------


def test_who_answers_is_shown_for_all_positions(apart: Path) -> None:
    result = org("who", apart, "--at", AT)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "2026-04-06 09:00 (Asia/Tokyo)"
    assert [line for line in lines if "service manager" in line and "Sato" in line]
    assert [line for line in lines if "quality director" in line and "Mori" in line]


def test_who_answers_is_shown_in_japanese_and_as_json(apart: Path) -> None:
    said = org("who", apart, "--at", AT, "--position", "duty", lang="ja").output
    assert "サービス当番" in said
    assert "佐藤" in said
    told = org("who", apart, "--at", "2026-06-01T12:00", "--position", "duty", lang="ja").output
    assert "該当者なし" in told
    (duty,) = json.loads(
        org("who", apart, "--at", AT, "--position", "duty", "--format", "json").output
    )
    assert duty["person"] == "sato"
    assert duty["at"] == "2026-04-06T09:00:00+09:00"


def test_moments_with_an_offset_are_what_they_say(apart: Path) -> None:
    result = org("who", apart, "--at", "2026-04-06T02:00:00+02:00", "--position", "duty")
    assert result.output.splitlines()[0] == "2026-04-06 09:00 (Asia/Tokyo)"


@pytest.fixture
def versions(tmp_path: Path) -> list[Path]:
    """Two versions of the policy: in April the duty was Ito's, from May on it is Sato's."""
    first = within("1", {"from": "2026-04-01", "to": "2026-05-01"})
    first["organization"]["rosters"]["night"]["rotation"] = ["ito"]
    second = within("2", {"from": "2026-05-01"})
    second["organization"]["rosters"]["night"] |= {"rotation": ["sato"], "overrides": []}
    return [write(tmp_path / "v2.json", second), write(tmp_path / "v1.json", first)]


@pytest.mark.parametrize(
    ("at", "person", "version"),
    [
        ("2026-04-30T23:59", "Ito", "plant 1"),
        ("2026-05-01T00:00", "Sato", "plant 2"),
        ("2026-04-30T15:00:00Z", "Sato", "plant 2"),
    ],
)
def test_the_version_in_force_answers_and_is_named(
    versions: list[Path], tmp_path: Path, at: str, person: str, version: str
) -> None:
    for documents in (versions, [tmp_path]):
        result = org("who", *documents, "--at", at, "--position", "duty")
        assert result.exit_code == 0
        assert result.output.splitlines()[0].endswith(version)
        assert person in result.output
    tree = json.loads(
        org("who", *versions, "--at", at, "--position", "duty", "--format", "json").output
    )
    assert tree[0]["policy"] == version


def test_without_a_version_in_force_nobody_is_named(versions: list[Path]) -> None:
    result = org("who", *versions, "--at", "2026-03-31T12:00")
    assert result.exit_code == 1
    assert "no version is in force on 2026-03-31" in result.output
    assert "Sato" not in result.output


def test_one_version_answers_with_a_word_of_warning_when_not_in_force(
    versions: list[Path],
) -> None:
    result = org("who", versions[1], "--at", "2026-05-12T12:00", "--position", "duty")
    assert result.exit_code == 0
    assert "no version is in force on 2026-05-12" in result.output
    assert "Ito" in result.output


def test_several_documents_must_be_versions(versions: list[Path], apart: Path) -> None:
    result = org("who", *versions, apart, "--at", AT)
    assert result.exit_code == 2
    assert "organization.json" in result.output


def test_an_empty_folder_has_no_versions(tmp_path: Path) -> None:
    assert org("who", tmp_path, "--at", AT).exit_code == 2


# --- diff --------------------------------------------------------------------------------------


def test_equal_organizations_do_not_differ(apart: Path) -> None:
    result = org("diff", apart, apart, "--from", "2026-04-06", "--until", "2026-04-13")
    assert result.exit_code == 0
    assert "do not differ" in result.output


def test_a_difference_is_shown_and_exits_with_1(apart: Path, tmp_path: Path) -> None:
    document = alone()
    document["positions"]["director"]["holders"] = [{"person": "ito"}]
    new = write(tmp_path / "new.json", document)
    during = ("--from", "2026-04-06", "--until", "2026-04-13")
    english = org("diff", apart, new, *during)
    assert english.exit_code == 1
    (row,) = [line for line in english.output.splitlines() if line.startswith("  quality director")]
    assert row.index("Mori") < row.index("Ito")
    japanese = org("diff", apart, new, *during, lang="ja")
    assert "品質保証部長" in japanese.output
    tree = json.loads(org("diff", apart, new, *during, "--format", "json").output)
    assert tree["duties"]


def test_trouble_comes_after_what_differs(apart: Path, tmp_path: Path) -> None:
    broken = write(tmp_path / "broken.json", alone(zone="Mars/Olympus"))
    assert org("diff", apart, broken).exit_code == 2


# --- graphs, pictures, other programs ----------------------------------------------------------


def test_the_graph_is_json(apart: Path) -> None:
    tree = json.loads(org("graph", apart).output)
    assert "position:director" in {node["id"] for node in tree["nodes"]}


def test_pictures_are_drawn(apart: Path, tmp_path: Path) -> None:
    pytest.importorskip("shozai.organization.drawing")
    out = tmp_path / "org.svg"
    assert org("draw", apart, "--out", out).exit_code == 0
    assert "<svg" in out.read_text(encoding="utf-8")
    timeline = org("draw", apart, "--escalation", "urgent", "--at", AT).output
    assert "<svg" in timeline
    assert org("draw", apart, "--format", "mermaid").output.startswith("flowchart")


def test_duties_are_exported(apart: Path) -> None:
    pytest.importorskip("icalendar")
    result = org(
        "export", apart, "--position", "duty", "--from", "2026-04-06", "--until", "2026-05-01"
    )
    assert result.exit_code == 0
    assert result.output.startswith("BEGIN:VCALENDAR")
    assert result.output.count("BEGIN:VEVENT") == 4


# --- validate ----------------------------------------------------------------------------------


def test_a_policy_is_validated_together_with_its_organization(tmp_path: Path) -> None:
    document = within()
    assert run("validate", write(tmp_path / "policy.json", document)).exit_code == 0
    document["organization"]["positions"]["duty"]["roster"] = "nigth"
    result = run("validate", write(tmp_path / "policy.json", document))
    assert result.exit_code == 1
    assert "`nigth`" in result.output
    assert "plant 1: 1 error" in result.output


def test_an_organization_of_its_own_is_validated(apart: Path, tmp_path: Path) -> None:
    result = run("validate", apart)
    assert result.exit_code == 0
    assert "organization.json: organization, 0 errors, 0 warnings" in result.output
    assert "3 positions, 3 people" in result.output
    assert "役職 3" in run("validate", apart, lang="ja").output
    broken = write(tmp_path / "broken.json", alone(zone="Mars/Olympus"))
    assert run("validate", broken).exit_code == 1


# --- hostile texts, the example ----------------------------------------------------------------


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_of_an_organization_steers_the_terminal(tmp_path: Path, hostile: str) -> None:
    document = alone()
    document["people"]["mori"]["name"] = hostile
    document["positions"]["director"]["label"] = hostile
    path = write(tmp_path / "organization.json", document)
    for command in (["who"], ["preview", "--escalation", "urgent"], ["check"]):
        said = org(command[0], path, *command[1:]).output
        assert not [c for c in said if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160)]
        assert not set(said) & set("\u202e\u2066\u200f\u061c")


def test_the_machine_maker_knows_who_was_on_duty() -> None:
    result = org("who", MAKER / "policy.json", "--at", "2026-04-03T02:00", lang="ja")
    assert result.exit_code == 0
    assert "amagiri-aftermarket-faults 2026.1" in result.output


def test_samples_are_json() -> None:
    assert json.loads(text_of(alone()))["zone"] == "Asia/Tokyo"
