# SPDX-License-Identifier: Apache-2.0
"""The tutorial on checking shows what the command prints, and its repairs repair.

After a change of what is printed: SHOZAI_UPDATE=1 ./run python -m pytest (this file)
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from typer.testing import CliRunner

import shozai
from shozai.cli import make_app

from .prove_oracle import KINDS, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
FLAWED = ROOT / "examples" / "machine_maker" / "flawed"
TUTORIALS: dict[Literal["en", "ja"], Path] = {
    "en": ROOT / "docs" / "tutorial" / "check-a-policy.md",
    "ja": ROOT / "docs" / "tutorial" / "check-a-policy.ja.md",
}
NOT_PLANTED = {"SZ718", "SZ730"}
_BLOCK = re.compile(r"^```text\n(.*?)^```", re.MULTILINE | re.DOTALL)


def printed(name: str, lang: Literal["en", "ja"]) -> str:
    """What the command prints, less the blanks at the ends of lines."""
    arguments = ["check", str(FLAWED / name), "--today", TODAY, "--all"]
    result = CliRunner().invoke(make_app(lang), arguments)
    assert result.exit_code == 1
    return re.sub(r" +$", "", result.output, flags=re.MULTILINE)


@pytest.fixture(autouse=True)
def _as_wide_as_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def blocks_of(output: str) -> dict[str, str]:
    """What is printed, part by part: the summary by the policy's name, findings by code."""
    parts = [part.strip("\n") + "\n" for part in output.split("\n\n")]
    return {name_of(part): part for part in parts}


def name_of(block: str) -> str:
    first = block.split("\n", 1)[0]
    code = re.search(r" (SZ\d+): ", first)
    return code[1] if code else first


@pytest.mark.parametrize("lang", TUTORIALS)
def test_the_tutorial_shows_what_the_command_prints(lang: Literal["en", "ja"]) -> None:
    text = TUTORIALS[lang].read_text(encoding="utf-8")
    parts = blocks_of(printed("contradiction.json", lang)) | blocks_of(printed("policy.json", lang))
    shown = _BLOCK.sub(lambda match: f"```text\n{parts[name_of(match[1])]}```", text)
    if os.environ.get("SHOZAI_UPDATE") == "1":
        TUTORIALS[lang].write_text(shown, encoding="utf-8")
    assert TUTORIALS[lang].read_text(encoding="utf-8") == shown
    codes = {name_of(block) for block in _BLOCK.findall(text)}
    assert codes - {"amagiri-flawed 2026.0"} == KINDS.keys() - NOT_PLANTED


# --- what the tutorial tells to do ----------------------------------------------------------------


def _rules(document: dict[str, Any], aspect: str) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = document["aspects"][aspect]["rules"]
    return rules


def _rule(document: dict[str, Any], identifier: str) -> dict[str, Any]:
    (found,) = (
        rule
        for aspect in document["aspects"]
        for rule in _rules(document, aspect)
        if rule["id"] == identifier
    )
    return found


def _exchange(document: dict[str, Any], one: int, other: int) -> None:
    rules = _rules(document, "containment")
    rules[one], rules[other] = rules[other], rules[one]


def _drop_the_value(document: dict[str, Any]) -> None:
    del document["attributes"]["fault_class"]["values"]["transport"]
    document["assumptions"].pop()


def _add_what_is_left(document: dict[str, Any]) -> None:
    otherwise = {"id": "RC-000", "then": {"accountable": "service"}, "because": "it sees it first"}
    document["aspects"]["root_cause"]["otherwise"] = otherwise


def _narrow(document: dict[str, Any]) -> None:
    narrower = "fault_class == 'wear' && !premature && contract == 'premium'"
    _rule(document, "K-510")["when"] = narrower


REPAIRS: dict[str, Callable[[dict[str, Any]], object]] = {
    "SZ701": lambda d: _rule(d, "CR-120").update(overrides=["CR-110"]),
    "SZ702": _narrow,
    "SZ704": lambda d: _exchange(d, 0, 1),
    "SZ711": _add_what_is_left,
    "SZ712": lambda d: _exchange(d, 2, 3),
    "SZ713": lambda d: _rules(d, "customer_response").remove(_rule(d, "CR-910")),
    "SZ714": lambda d: _rule(d, "CR-140")["overrides"].remove("CR-130"),
    "SZ715": lambda d: d["aspects"]["cost"].pop("otherwise"),
    "SZ716": _drop_the_value,
    "SZ251": lambda d: _rule(d, "CT-060").update(review_by="2027-09-30"),
}


def test_each_repair_of_the_tutorial_removes_its_finding_and_makes_none() -> None:
    document = json.loads((FLAWED / "policy.json").read_text(encoding="utf-8"))
    serious = set(REPAIRS)
    for code, repair in REPAIRS.items():
        repair(document)
        serious.remove(code)
        report = shozai.Policy.loads(json.dumps(document)).check(TODAY)
        assert {f.code for f in report.findings if f.severity != "note"} == serious
    assert report.clean


def test_giving_up_one_assumption_ends_the_contradiction() -> None:
    document = json.loads((FLAWED / "contradiction.json").read_text(encoding="utf-8"))
    for position in range(3):
        others = [a for i, a in enumerate(document["assumptions"]) if i != position]
        text = json.dumps({**document, "assumptions": others})
        assert "SZ703" not in {f.code for f in shozai.Policy.loads(text).check(TODAY).findings}
