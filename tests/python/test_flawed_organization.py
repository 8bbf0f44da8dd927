# SPDX-License-Identifier: Apache-2.0
"""The flawed organization has the flaws that READMEs and tutorial name, and the repairs repair.

After a change of what is printed: SHOZAI_UPDATE=1 ./run python -m pytest (this file)
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from typer.testing import CliRunner

import shozai
from shozai.cli import make_app

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
MAKER = ROOT / "examples" / "machine_maker"
FLAWED = MAKER / "flawed"
FROM, UNTIL = "2026-04-01T00:00:00+09:00", "2027-04-01T00:00:00+09:00"
CODES = {f"SZ{code}" for code in range(340, 366)}
READMES = ("README.md", "README.ja.md")
TUTORIALS: dict[Literal["en", "ja"], Path] = {
    "en": ROOT / "docs" / "tutorial" / "check-an-organization.md",
    "ja": ROOT / "docs" / "tutorial" / "check-an-organization.ja.md",
}
_ROW = re.compile(r"^\| (SZ3\d+) \| ([^|]+) \|", re.MULTILINE)
_BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(autouse=True)
def _as_wide_as_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "110")


def check(path: Path) -> Any:
    return shozai.Organization.load(path).check(start=FROM, until=UNTIL)


def test_the_example_itself_is_clean() -> None:
    report = check(MAKER / "policy.json")
    assert report.clean
    assert {guarantee.state for guarantee in report.guarantees} == {"proved"}


def test_each_kind_of_flaw_is_planted_once() -> None:
    found = Counter(finding.code for finding in check(FLAWED / "escalation_policy.json").findings)
    assert found == Counter(CODES)


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_says_which_flaw_is_where(readme: str) -> None:
    text = (FLAWED / readme).read_text(encoding="utf-8")
    rows = {code: set(re.findall(r"`([^`]+)`", where)) for code, where in _ROW.findall(text)}
    assert rows.keys() == CODES
    for finding in check(FLAWED / "escalation_policy.json").findings:
        named = set(re.findall(r"`([^`]+)`", finding.message()))
        named = {name for names in named for name in names.split(" → ")}
        named |= {*finding.pointer.split("/")}
        assert rows[finding.code] <= named, finding.code


def test_the_broken_organization_has_each_of_its_errors() -> None:
    with pytest.raises(shozai.PolicyError) as error:
        shozai.Organization.load(FLAWED / "broken_organization.json")
    found = Counter(each.code for each in error.value.diagnostics)
    assert sum(found.values()) == 30
    assert {"SZ300", "SZ302", "SZ303", "SZ308", "SZ310", "SZ311", "SZ312", "SZ234"} <= found.keys()
    assert all(each.message("ja") and each.message("en") for each in error.value.diagnostics)


# --- the tutorial shows what is printed -----------------------------------------------------------


def parts_of(command: str, lang: Literal["en", "ja"]) -> list[str]:
    """What the command prints, less the blanks at the ends of lines; findings apart."""
    words = shlex.split(command)
    assert words[0] == "shozai"
    arguments = [str(ROOT / word) if word.startswith("examples/") else word for word in words[1:]]
    if "--lang" in arguments:
        where = arguments.index("--lang")
        assert arguments[where : where + 2] == ["--lang", lang]
        del arguments[where : where + 2]
    output = CliRunner().invoke(make_app(lang), arguments).output
    output = re.sub(r" +$", "", output, flags=re.MULTILINE)
    parts = output.split("\n\n") if words[2] == "check" else [output]
    return [part.strip("\n") + "\n" for part in parts]


def key_of(part: str) -> str:
    """By what a part is known: its code, else its first line."""
    first = part.split("\n", 1)[0]
    code = re.search(r"\b(SZ\d+)(?:: |$)", first)
    return code[1] if code else first


@pytest.mark.parametrize("lang", TUTORIALS)
def test_the_tutorial_shows_what_the_commands_print(lang: Literal["en", "ja"]) -> None:
    text = TUTORIALS[lang].read_text(encoding="utf-8")
    parts: dict[str, str] = {}

    def shown(match: re.Match[str]) -> str:
        kind, body = match.groups()
        if kind == "sh":
            for line in body.replace("\\\n", " ").splitlines():
                parts.update({key_of(part): part for part in parts_of(line, lang)})
            return match[0]
        return f"```text\n{parts[key_of(body)]}```"

    expected = _BLOCK.sub(shown, text)
    if os.environ.get("SHOZAI_UPDATE") == "1":
        TUTORIALS[lang].write_text(expected, encoding="utf-8")
    assert TUTORIALS[lang].read_text(encoding="utf-8") == expected
    codes = {key_of(body) for kind, body in _BLOCK.findall(text) if kind == "text"}
    assert {code for code in codes if re.fullmatch(r"SZ3[4-7]\d", code)} == CODES


# --- what the tutorial tells to do ----------------------------------------------------------------


def _steps(organization: dict[str, Any], policy: str) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = organization["escalation"]["policies"][policy]["steps"]
    return steps


def _directors(step: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"to": ["plant_director", "sales_director"], "acknowledge_within": "P1D", **(step or {})}


def _duty_of_quality(_policy: dict[str, Any], organization: dict[str, Any]) -> None:
    organization["positions"]["quality_on_call"] = {
        "department": "quality",
        "calendar": "always",
        "holders": [{"person": "tachibana"}],
    }
    _steps(organization, "safety")[0]["to"].append("quality_on_call")


def _two_guarantees(policy: dict[str, Any], _organization: dict[str, Any]) -> None:
    policy["guarantees"][2]["that"] = "safety_risk implies owner.accountable == 'quality'"
    reaches = "safety_risk implies 'service_desk' reaches 'plant_director' within duration('PT4H')"
    policy["guarantees"].append({"id": "G-4", "that": reaches})


def _longer_list(_policy: dict[str, Any], organization: dict[str, Any]) -> None:
    organization["holidays"]["company"]["covers"] = "2026-01-01..2027-12-31"
    organization["holidays"]["company"]["days"] += ["2027-04-30", "2027-06-01", "2027-12-29"]


def _deputies(who: str, deputies: list[Any]) -> Callable[[dict[str, Any], dict[str, Any]], object]:
    return lambda _p, o: o["positions"][who].update(deputies=deputies)


REPAIRS: dict[tuple[str, ...], Callable[[dict[str, Any], dict[str, Any]], object]] = {
    ("SZ340",): lambda _p, o: _steps(o, "transport").append(_directors()),
    ("SZ362",): lambda _p, o: _steps(o, "software")[1].update(if_empty="defer"),
    ("SZ356",): lambda _p, o: _steps(o, "defect")[0].pop("clock"),
    ("SZ341",): lambda _p, o: _steps(o, "urgent")[0].update(if_empty="skip"),
    ("SZ357",): lambda _p, o: o["escalation"]["choose"].update(
        otherwise={"id": "E-00", "then": "normal", "because": "whatever is left"}
    ),
    ("SZ342",): lambda _p, o: o["positions"]["training_desk"].pop("deputies"),
    ("SZ343",): lambda _p, o: o["positions"]["shift_second"].pop("deputies"),
    ("SZ344",): lambda _p, o: o["rosters"]["night_rota"].update({"from": "2026-03-30"}),
    ("SZ345",): lambda _p, o: o["positions"]["quality_manager"]["holders"][0].update(
        to="2026-10-01"
    ),
    ("SZ348",): _deputies(
        "dispatcher",
        [{"person": "nomura", "to": "2026-10-01"}, {"person": "ishii", "from": "2026-10-01"}],
    ),
    ("SZ346",): lambda _p, o: o["positions"]["key_account_manager"]["holders"].append(
        {"person": "hamada", "from": "2026-07-01", "to": "2026-09-01"}
    ),
    ("SZ347",): _deputies("service_manager", ["matsui"]),
    ("SZ350",): lambda _p, o: o["arbiters"][0].update(position="plant_director"),
    ("SZ349",): lambda _p, o: o["superiors"].update(service="sales_director"),
    ("SZ352",): lambda _p, o: _steps(o, "premium")[1]["to"].append("sales_director"),
    ("SZ351",): lambda _p, o: o["escalation"]["policies"]["safety"].update(independent_paths=2),
    ("SZ354",): _duty_of_quality,
    ("SZ355",): lambda _p, o: _steps(o, "urgent")[1].update(acknowledge_within="PT15M"),
    ("SZ365",): lambda p, _o: p["guarantees"][1].update(
        that=p["guarantees"][1]["that"].replace("dispatcher", "service_desk")
    ),
    ("SZ361",): _two_guarantees,
    ("SZ363",): lambda _p, o: o["people"]["hamada"]["channels"].update(phone="+81 90 0000 0015"),
    ("SZ359",): lambda _p, o: _steps(o, "normal")[1].pop("clock"),
    ("SZ358",): _longer_list,
    ("SZ364", "SZ353"): lambda _p, o: _steps(o, "launch").pop(),
    ("SZ360",): lambda _p, o: o["calendars"].pop("saturday_shop"),
}


def test_each_repair_of_the_tutorial_removes_its_finding_and_makes_none(tmp_path: Path) -> None:
    for name in ("escalation_policy.json", "organization.json"):
        shutil.copy(FLAWED / name, tmp_path)
    documents = [
        json.loads((FLAWED / name).read_text(encoding="utf-8"))
        for name in ("escalation_policy.json", "organization.json")
    ]
    serious = CODES - {"SZ353", "SZ360"}
    for codes, repair in REPAIRS.items():
        repair(*documents)
        serious -= set(codes)
        for name, document in zip(
            ("escalation_policy.json", "organization.json"), documents, strict=True
        ):
            (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")
        report = check(tmp_path / "escalation_policy.json")
        assert {f.code for f in report.findings if f.severity != "note"} == serious, codes
    assert report.clean
