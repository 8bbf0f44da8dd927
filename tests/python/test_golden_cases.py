# SPDX-License-Identifier: Apache-2.0
"""Files of cases that are refused: every finding, byte for byte, in both languages.

With SHOZAI_UPDATE=1 the files of what is expected are written anew, to be read before a commit.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shozai import PolicyError
from shozai.cases import CaseFile

FOLDER = Path(__file__).parents[1] / "conformance" / "invalid_cases"
FILES = sorted(path for path in FOLDER.glob("*.cases.*") if path.suffix != ".txt")
CODES = {"SZ801", "SZ802", "SZ803", "SZ804", "SZ805", "SZ806"}


def findings_of(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """Code and text of each finding, in English and Japanese."""
    monkeypatch.chdir(path.parent)  # findings name files from where one is
    with pytest.raises(PolicyError) as refused:
        CaseFile.load(path.name)
    return [(d.code, d.render("en"), d.render("ja")) for d in refused.value.diagnostics]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_refused_file_says_what_is_wrong(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = findings_of(path, monkeypatch)
    said = "".join(english for _code, english, _japanese in found) + "\n"
    said += "".join(japanese for _code, _english, japanese in found)
    expected = path.parent / f"{path.name}.expected.txt"
    if os.environ.get("SHOZAI_UPDATE"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


def test_every_code_about_cases_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = {code for path in FILES for code, _en, _ja in findings_of(path, monkeypatch)}
    assert shown >= CODES
