# SPDX-License-Identifier: Apache-2.0
"""The plugin for pytest: every case is a test, and says what `shozai test` says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest

from shozai.cases import CaseFile

from .case_plant import GOOD, PENDING, WRONG, case, policy, write_cases, write_plant, write_policy

if TYPE_CHECKING:
    from pathlib import Path

STRICT = "[pytest]\naddopts = --strict-markers --strict-config\nfilterwarnings = error\n"


@pytest.fixture(autouse=True)
def _project(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text(STRICT)


def pytest_of(folder: Path, *arguments: str) -> tuple[int, str]:
    """How pytest exits in a folder, and what it prints; of plugins it loads this one only."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    command += ["-p", "shozai.pytest_plugin", "--shozai-lang", "en", *arguments]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_package_registers_the_plugin() -> None:
    registered = {found.name: found.value for found in entry_points(group="pytest11")}
    assert registered["shozai"] == "shozai.pytest_plugin"


def test_every_case_is_a_test_by_its_name(tmp_path: Path) -> None:
    write_plant(tmp_path, GOOD, WRONG, PENDING)
    status, shown = pytest_of(tmp_path, "-v")
    assert status == 1
    assert re.findall(r"^plant\.cases\.json::(.+?) (PASSED|FAILED)", shown, re.MULTILINE) == [
        ("a drive", "PASSED"),
        ("a stop", "FAILED"),
        ("a pump", "FAILED"),
    ]


def test_a_failure_shows_what_the_command_prints(tmp_path: Path) -> None:
    path = write_plant(tmp_path, GOOD, WRONG)
    _status, shown = pytest_of(tmp_path)
    expected = CaseFile.load(path).run().text("en").replace(str(path), path.name)
    assert expected in shown
    assert "Traceback" not in shown


def test_tags_and_names_choose_with_k(tmp_path: Path) -> None:
    write_plant(tmp_path, GOOD, WRONG, PENDING)
    assert "1 failed, 2 deselected" in pytest_of(tmp_path, "-k", "dispute")[1]
    assert "1 passed, 2 deselected" in pytest_of(tmp_path, "-k", "drive")[1]


def test_a_tag_that_is_a_registered_mark_chooses_with_m(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text(STRICT + "markers = dispute: a quarrel\n")
    skipped = {**GOOD, "tags": ["skip", "unregistered"]}
    write_plant(tmp_path, skipped, WRONG)
    assert "1 failed, 1 deselected" in pytest_of(tmp_path, "-m", "dispute")[1]
    assert "1 failed, 1 passed" in pytest_of(tmp_path)[1]


def test_workers_share_the_cases(tmp_path: Path) -> None:
    write_plant(tmp_path, *({**GOOD, "name": f"case {n}"} for n in range(20)), WRONG)
    status, shown = pytest_of(tmp_path, "-p", "xdist", "-n", "2")
    assert status == 1
    assert "1 failed, 20 passed" in shown
    assert "stops are theirs" in shown


def test_a_refused_file_is_an_error_with_its_findings(tmp_path: Path) -> None:
    write_plant(tmp_path, GOOD)
    write_cases(tmp_path, case("x", {"color": 1}, None), name="bad.cases.json", policy="plant.json")
    status, shown = pytest_of(tmp_path)
    assert status == 2
    assert "bad.cases.json:8:9: error SZ160: the policy has no attribute `color`" in shown
    assert "Traceback" not in shown
    assert "1 passed, 1 error" in pytest_of(tmp_path, "--continue-on-collection-errors")[1]


def test_tables_are_collected_too(tmp_path: Path) -> None:
    write_policy(tmp_path)
    text = "name,part,severity,owner\na,drive,２,electrical\nb,drive,5,electrical\n"
    (tmp_path / "plant.cases.csv").write_text(text, encoding="utf-8")
    assert "1 failed, 1 passed" in pytest_of(tmp_path)[1]


def test_the_policy_can_be_given(tmp_path: Path) -> None:
    write_plant(tmp_path, GOOD)
    other = policy()
    other["aspects"]["owner"]["rules"][0]["then"]["accountable"] = "maintenance"
    (tmp_path / "other.json").write_text(json.dumps(other), encoding="utf-8")
    assert "1 failed" in pytest_of(tmp_path, "--shozai-policy", "other.json")[1]


def test_collecting_can_be_turned_off_but_for_files_that_are_named(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text(STRICT + "shozai_collect = false\n")
    write_plant(tmp_path, GOOD)
    assert pytest_of(tmp_path)[0] == pytest.ExitCode.NO_TESTS_COLLECTED
    assert "1 passed" in pytest_of(tmp_path, "plant.cases.json")[1]


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.cases.txt").write_text("{")
    (tmp_path / "cases.json").write_text("{")
    (tmp_path / "test_it.py").write_text("def test_it():\n    assert True\n")
    assert "1 passed" in pytest_of(tmp_path)[1]


def test_a_project_without_cases_does_not_load_the_engine(tmp_path: Path) -> None:
    code = "import sys\ndef test_it():\n    assert 'shozai.cases' not in sys.modules\n"
    (tmp_path / "test_it.py").write_text(code + "    assert 'rich' not in sys.modules\n")
    assert "1 passed" in pytest_of(tmp_path)[1]
