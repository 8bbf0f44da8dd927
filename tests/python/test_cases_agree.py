# SPDX-License-Identifier: Apache-2.0
"""One corpus of cases, the same results: C++, Python, pytest, CTest and the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from shozai.cases import CaseFile

from .case_plant import run

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "conformance" / "cases"
MACHINE_MAKER = ROOT / "examples" / "machine_maker"
BUILD = ROOT / "build" / "dev"
FILES = [
    (CORPUS / "policy.json", CORPUS / "mixed.cases.json"),
    (CORPUS / "policy.json", CORPUS / "mixed.cases.csv"),
    (MACHINE_MAKER / "policy.json", MACHINE_MAKER / "policy.cases.json"),
]
Results = dict[str, Any]

needs_build = pytest.mark.skipif(not BUILD.exists(), reason="the C++ tests are not built")


def by_python(policy: Path, cases: Path) -> Results:
    file = CaseFile.load(cases, policy)
    found: Results = {case.name: [] for case in file.cases}
    for result in file.run().results:
        found[result.name] = result.to_dict()["mismatches"] or "pending"
    return found


def by_the_command(policy: Path, cases: Path) -> Results:
    printed = run("test", cases, "--policy", policy, "--format", "json")
    (file,) = json.loads(printed.stdout)["files"]
    found: Results = {case.name: [] for case in CaseFile.load(cases, policy).cases}
    for result in file["results"]:
        found[result["name"]] = result["mismatches"] or result["status"]
    assert printed.exit_code == (1 if file["results"] else 0)
    return found


def by_cpp(policy: Path, cases: Path) -> Results:
    program = BUILD / "tests" / "shozai_run_cases"
    command = [str(part) for part in (program, policy, "--cases", cases, "--json")]
    printed = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(printed.stdout)
    assert printed.returncode == (0 if all(case["passed"] for case in found) else 1)
    return {case["name"]: "pending" if case["pending"] else case["mismatches"] for case in found}


@needs_build
@pytest.mark.parametrize(("policy", "cases"), FILES, ids=lambda path: path.name)
def test_cpp_python_and_the_command_line_find_the_same(policy: Path, cases: Path) -> None:
    expected = by_python(policy, cases)
    assert by_cpp(policy, cases) == expected
    assert by_the_command(policy, cases) == expected


def test_the_corpus_has_cases_that_pass_fail_and_wait() -> None:
    found = by_python(*FILES[0])
    assert [name for name, wrong in found.items() if not wrong] == [
        "decided, as expected",
        "a conflict: [C-2; C-3]",
        "未決：次は区分を聞く",
        "a gap of one cent",
    ]
    assert found["nobody has said yet"] == "pending"
    assert found["open, but the wrong question"] == [
        {"aspect": "cause", "field": "possible", "expected": ["quality"],
         "actual": ["quality", "sales"]},
        {"aspect": "cause", "field": "ask", "expected": ["severity"], "actual": ["fault_class"]},
    ]  # fmt: skip


def test_a_table_and_json_agree_where_they_have_the_same_cases() -> None:
    in_json, in_table = by_python(*FILES[0]), by_python(*FILES[1])
    same = in_json.keys() & in_table.keys()
    assert len(same) == 6
    assert {n: not in_json[n] for n in same if n != "未決：次は区分を聞く"} == {
        n: not in_table[n] for n in same if n != "未決：次は区分を聞く"
    }


@pytest.mark.parametrize(("policy", "cases"), FILES, ids=lambda path: path.name)
def test_pytest_finds_the_same(policy: Path, cases: Path, tmp_path: Path) -> None:
    report = tmp_path / "junit.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        tmp_path,
    ]
    options = ["-c", tmp_path / "none.ini", f"--junit-xml={report}", "--shozai-policy", policy]
    (tmp_path / "none.ini").write_text("[pytest]\n", encoding="utf-8")
    arguments = [str(part) for part in (*command, *options, cases)]
    subprocess.run(arguments, capture_output=True, check=False)
    assert passed_in(report, "") == {n: not wrong for n, wrong in by_python(policy, cases).items()}


@needs_build
def test_ctest_finds_the_same(tmp_path: Path) -> None:
    report = tmp_path / "junit.xml"
    command = ["ctest", "--test-dir", BUILD, "-R", "^machine_maker: ", "--output-junit", report]
    subprocess.run([str(part) for part in command], capture_output=True, check=False)
    expected = {name: not wrong for name, wrong in by_python(*FILES[2]).items()}
    assert passed_in(report, "machine_maker: ") == expected


def passed_in(report: Path, prefix: str) -> dict[str, bool]:
    """Which tests of a JUnit report passed."""
    tree = ElementTree.parse(report)
    found = {}
    for case in tree.iter("testcase"):
        name = case.attrib["name"].removeprefix(prefix)
        wrong = any(case.find(tag) is not None for tag in ("failure", "error", "skipped"))
        found[name] = not wrong
    return found
