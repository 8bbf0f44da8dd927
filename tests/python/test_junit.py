# SPDX-License-Identifier: Apache-2.0
"""Results as JUnit XML: what Jenkins and others check for, whatever the names are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from .case_plant import GOOD, PENDING, WRONG, case, run, write_cases, write_plant

if TYPE_CHECKING:
    from pathlib import Path

# Of each element: its attributes, those that must be there with a mark, and what is in it.
SCHEMA: dict[str, tuple[set[str], set[str]]] = {
    "testsuites": ({"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name!", "tests!", "failures!", "errors!", "time", "skipped", "file"},
        {"testcase"},
    ),
    "testcase": ({"name!", "classname", "time"}, {"failure", "error"}),
    "failure": ({"type", "message"}, set()),
    "error": ({"type", "message"}, set()),
}


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def junit(*arguments: str, lang: str = "en") -> ET.Element:
    run("test", "--junit", "out.xml", *arguments, lang=lang)
    root = ET.parse("out.xml").getroot()
    check(root)
    return root


def check(node: ET.Element) -> None:
    attributes, children = SCHEMA[node.tag]
    assert node.attrib.keys() <= {name.rstrip("!") for name in attributes}
    assert node.attrib.keys() >= {name[:-1] for name in attributes if name.endswith("!")}
    assert re.fullmatch(r"\d+\.\d{3}", node.get("time", "0.000"))
    assert {child.tag for child in node} <= children
    for child in node:
        check(child)


def test_each_file_is_a_suite_and_each_case_a_test(tmp_path: Path) -> None:
    write_plant(tmp_path, GOOD, WRONG, PENDING)
    root = junit()
    (suite,) = root
    assert (suite.get("name"), suite.get("file")) == ("plant.cases.json", "plant.cases.json")
    assert [suite.get(name) for name in ("tests", "failures", "errors")] == ["3", "2", "0"]
    assert [c.get("name") for c in suite] == ["a drive", "a stop", "a pump"]
    assert {c.get("classname") for c in suite} == {"plant.cases"}
    assert [len(c) for c in suite] == [0, 1, 1]


def test_a_failure_has_the_difference_and_the_explanation(tmp_path: Path) -> None:
    write_plant(tmp_path, WRONG)
    failure = junit()[0][0][0]
    assert failure.get("message") == (
        "Root cause, rule: expected drives, got stops; "
        "Root cause, owner: expected Electrical, got Maintenance"
    )
    assert (failure.text or "").startswith("✗ a stop (plant.cases.json:4)\n")
    assert "stops are theirs" in (failure.text or "")
    assert "期待" in (junit(lang="ja")[0][0][0].get("message") or "")


def test_a_refused_file_is_one_test_with_an_error(tmp_path: Path) -> None:
    write_cases(tmp_path, GOOD, policy="none.json")
    suite = junit()[0]
    assert (suite.get("tests"), suite.get("errors"), suite.get("failures")) == ("1", "1", "0")
    assert "SZ132" in (suite[0][0].text or "")


def test_totals_agree_with_what_is_there(tmp_path: Path) -> None:
    write_plant(tmp_path, GOOD, WRONG, PENDING)
    write_cases(tmp_path, GOOD, name="bad.cases.json", policy="none.json")
    root = junit()
    assert root.get("tests") == str(len(root.findall("*/testcase"))) == "4"
    assert root.get("failures") == str(len(root.findall("*/*/failure"))) == "2"
    assert root.get("errors") == str(len(root.findall("*/*/error"))) == "1"


def test_cases_that_were_not_chosen_are_left_out(tmp_path: Path) -> None:
    write_plant(tmp_path, GOOD, WRONG)
    assert [c.get("name") for c in junit("--only", "drive")[0]] == ["a drive"]


def test_no_text_breaks_the_file(tmp_path: Path) -> None:
    nasty = "<&\"'>]]> \U0001f600 \ufffe \u202e\u0085 相手"
    write_plant(tmp_path, {**WRONG, "name": nasty, "note": nasty, "tags": [nasty]})
    (found,) = junit()[0]
    assert (found.get("name") or "").startswith("<&\"'>]]> \U0001f600 ")
    assert (found.get("name") or "").endswith("相手")
    assert "\u202e" not in (tmp_path / "out.xml").read_text(encoding="utf-8")


def test_two_runs_differ_in_times_only(tmp_path: Path) -> None:
    write_plant(tmp_path, GOOD, WRONG, case("x", {}, {"state": "decided"}))
    texts = []
    for _run in range(2):
        junit()
        texts.append(re.sub(r'time="[\d.]+"', "", (tmp_path / "out.xml").read_text("utf-8")))
    assert texts[0] == texts[1]
