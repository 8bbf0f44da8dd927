# SPDX-License-Identifier: Apache-2.0
"""The flawed example has the flaws that its READMEs name and no other; the whole one is clean."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import shozai
from shozai import nfc

from .prove_oracle import KINDS, TODAY, Judge, severity_of

MAKER = Path(__file__).parents[2] / "examples" / "machine_maker"
FLAWED = MAKER / "flawed"
READMES = ("README.md", "README.ja.md")
DOCUMENTS = ("policy.json", "contradiction.json")
# What no small policy shows: what was too much to decide, and what was too much to say.
NOT_PLANTED = {"SZ718", "SZ730"}
_ROW = re.compile(r"^\| (SZ\d+) \| ((?:`[^`]+` ?)+) \|", re.MULTILINE)


def report_on(path: Path) -> dict[str, Any]:
    return dict(shozai.Policy.load(path).check(TODAY).to_dict())


def findings() -> list[dict[str, Any]]:
    return [finding for name in DOCUMENTS for finding in report_on(FLAWED / name)["findings"]]


def named(finding: dict[str, Any]) -> set[str]:
    """Everything by which a finding could be known: ids, names, the place that it points at."""
    places = [
        finding[key] for key in ("aspect", "guarantee", "attribute", "value") if key in finding
    ]
    places += finding.get("assumptions", [])
    places += [rule["id"] for rule in finding.get("rules", [])]
    return {*places, finding["pointer"].rsplit("/", 1)[-1]}


def test_the_example_itself_is_clean() -> None:
    report = report_on(MAKER / "policy.json")
    assert report["clean"]
    assert report["counts"]["error"] == report["counts"]["warning"] == 0
    states = {guarantee["state"] for guarantee in report["guarantees"]}
    assert states == {"proved", "organization"}


def test_each_kind_of_flaw_is_planted_once() -> None:
    assert Counter(finding["code"] for finding in findings()) == Counter(KINDS.keys() - NOT_PLANTED)


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_says_which_flaw_is_where(readme: str) -> None:
    text = (FLAWED / readme).read_text(encoding="utf-8")
    rows = {code: set(re.findall(r"`([^`]+)`", where)) for code, where in _ROW.findall(text)}
    assert rows.keys() == KINDS.keys() - NOT_PLANTED
    for finding in findings():
        assert rows[finding["code"]] <= named(finding), finding["code"]
    levels = [severity_of(code) for code, _where in _ROW.findall(text)]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)


@pytest.mark.parametrize("path", [MAKER / "policy.json", *(FLAWED / name for name in DOCUMENTS)])
def test_what_is_found_in_the_examples_is_right(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    assert Judge(document, report_on(path), TODAY).problems() == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_flawed_policies_load_and_have_reasons_in_both_languages(name: str) -> None:
    path = FLAWED / name
    assert shozai.Policy.load(path).warnings == ()
    assert nfc.check_file(path) == []
    bodies = re.findall(r'"because": (\{.*?\})', path.read_text(encoding="utf-8"))
    assert bodies
    assert all(json.loads(body).keys() == {"ja", "en"} for body in bodies)
