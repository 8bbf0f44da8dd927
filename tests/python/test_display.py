# SPDX-License-Identifier: Apache-2.0
"""No text of a policy or a fault becomes markup in a notebook or steers a terminal."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from typer.testing import CliRunner

import shozai
from shozai._core import printable
from shozai.cli import make_app
from shozai.show_decisions import spreadsheet_cell
from shozai.terminal import wrap

if TYPE_CHECKING:
    from pathlib import Path

ESC, CSI, NUL = "\x1b", "\x9b", "\0"

HOSTILE = [
    "<script>alert(1)</script>",
    "</td></tr></table><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<base href=//evil.example>",
    "<form action=//evil.example><input>",
    "<math><mtext></mtext></math>",
    "<!-- comment -->",
    "<!--",
    "-->",
    "<![CDATA[x]]>",
    "<?php phpinfo() ?>",
    "<!DOCTYPE html>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    '"><b>x</b>',
    "'><b>x</b>",
    "` onmouseover=alert(1) `",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "&amp;&quot;&#x27;",
    "<<b>b>",
    "<b",
    "</",
    "<\n script>alert(1)</script>",
    "<sc\0ript>alert(1)</sc\0ript>",
    "\u202e<b>gnirts desrever</b>\u202c",
    "\u2066isolated\u2069\u200f\u200e\u061c",
    "line\u2028separator\u2029paragraph",
    f"{ESC}[31mred{ESC}[0m",
    f"{ESC}[2J{ESC}[H",
    f"{ESC}]0;title\x07",
    f"{ESC}]8;;http://evil.example{ESC}\\link{ESC}]8;;{ESC}\\",
    f"{CSI}31m",
    f"a{NUL}b",
    "a\rb",
    "a\bb",
    "a\x7fb",
    "a\tb\nc",
    "[bold red]markup[/bold red]",
    "[link=http://evil.example]x[/link]",
    "[/]",
    "$(touch x) `touch x` %s {0} {owner}",
    "=cmd|' /C calc'!A0",
    "𝒳\U000e0041 \ufeff ﷽",
]
ALLOWED = {"table", "thead", "tbody", "tr", "th", "td"}


class Outline(HTMLParser):
    """The elements, attributes and texts of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.attributes: list[Any] = []
        self.others: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


def outline(html: str) -> Outline:
    parser = Outline()
    parser.feed(html)
    parser.close()
    return parser


def document(text: str) -> dict[str, Any]:
    """A policy with `text` wherever a policy lets one write freely."""
    label = {"ja": text, "en": text}
    rule = {
        "id": "R",
        "when": "part == 'pump'",
        "then": {"accountable": "maintenance", "notes": [label], "informed": ["customer"]},
        "because": label,
        "source": text,
    }
    base = {"id": "B", "when": "true", "then": {"accountable": "team"}, "because": label}
    rule["overrides"] = ["B"]
    interim = {"accountable": "maintenance", "within": "P1D"}
    reason = {"id": "I", "when": "true", "then": {"accountable": "team"}, "because": label}
    return {
        "shozai": 1,
        "policy": {"id": "plant", "version": "1", "title": label},
        "attributes": {
            "part": {
                "type": "enum",
                "label": label,
                "values": {"pump": label, "drive": label},
                "ask": {"text": label},
            },
            "memo": {"type": "string", "label": label},
        },
        "departments": {"maintenance": {"label": label}},
        "teams": {"team": {"label": label, "departments": ["maintenance"], "lead": "maintenance"}},
        "parties": {"customer": {"label": label}},
        "aspects": {
            "owner": {
                "label": label,
                "interim": {**interim, "rules": [reason]},
                "rules": [rule, base],
            }
        },
    }


def displays(text: str) -> dict[str, str]:
    policy = shozai.Policy.loads(json.dumps(document(text)))
    found: dict[str, Any] = {"policy": policy}
    for name, fault in {"decided": {"part": "pump"}, "open": {}}.items():
        found[f"decisions {name}"] = policy.decide(fault)
        found[f"decision {name}"] = policy.decide(fault).owner
        found[f"explanations {name}"] = policy.explain(fault)
        found[f"explanation {name}"] = policy.explain(fault).owner
    table = pa.table({"part": ["pump", text, None], text: [1, 2, 3]})
    found["decided table"] = policy.decide_table(table, strict=False)
    wrong = document(text)
    wrong["aspects"]["owner"]["rules"][0]["then"]["accountable"] = text
    with pytest.raises(shozai.PolicyError) as caught:
        shozai.Policy.loads(json.dumps(wrong), name=text)
    found["document error"] = caught.value
    with pytest.raises(shozai.PolicyError) as caught:
        policy.decide({text: text, "part": text})
    found["fault error"] = caught.value
    return {name: thing._repr_html_() for name, thing in found.items()}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_becomes_markup_in_a_notebook(text: str) -> None:
    expected = displays("harmless")
    for name, html in displays(text).items():
        seen, harmless_one = outline(html), outline(expected[name])
        assert set(seen.elements) <= ALLOWED, name
        assert not seen.attributes, name
        assert not seen.others, name
        assert seen.elements == harmless_one.elements, name
        assert html == printable(html), name  # no control character, no change of direction


def test_there_are_enough_hostile_texts_and_they_are_shown() -> None:
    assert len(HOSTILE) >= 40
    html = displays("<b>&amp;</b>")
    shown = [name for name, h in html.items() if "<b>&amp;</b>" in outline(h).text]
    assert {"policy", "decisions decided", "explanations open", "document error"} <= set(shown)


def csv_cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_steers_a_terminal(text: str, lang: Any, tmp_path: Path) -> None:
    policy, wrong = tmp_path / "policy.json", tmp_path / "wrong.json"
    policy.write_text(json.dumps(document(text)), encoding="utf-8")
    bad = document(text)
    bad["aspects"]["owner"]["rules"][0]["then"]["accountable"] = text
    bad[text] = text
    wrong.write_text(json.dumps(bad), encoding="utf-8")
    table = tmp_path / "faults.csv"
    cell = csv_cell(text)
    table.write_bytes(f"part,memo,{cell}\npump,m,{cell}\n{cell},{cell},x\n".encode())
    fault = json.dumps({"part": "pump", text: text})

    runner = CliRunner()
    app = make_app(lang)
    for arguments in (
        ["validate", str(policy), str(wrong)],
        ["validate", "--format", "json", str(policy), str(wrong)],
        ["decide", str(policy), str(table), "--skip-invalid"],
        ["decide", str(policy), str(table), "--skip-invalid", "--format", "csv"],
        ["decide", str(policy), str(table), "--skip-invalid", "--format", "jsonl"],
        ["decide", str(policy), str(table)],
        ["decide", str(policy), "--fault", fault],
        ["decide", str(policy), "--fault", '{"part": "pump"}', "--aspect", text],
        ["explain", str(policy), str(table), "--row", "1"],
        ["explain", str(policy), str(table), "--row", "2"],
        ["explain", str(policy), "--fault", "{}"],
        ["ask", str(policy), "--once"],
        ["ask", str(policy), "--once", "--format", "json"],
        ["ask", str(policy)],
    ):
        result = runner.invoke(app, arguments, input=f"{text}\n?\n".encode())
        assert result.exception is None or isinstance(result.exception, SystemExit), arguments
        lines = result.output.split("\n")
        assert lines == [printable(line) for line in lines], arguments


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+81 3", "'+81 3"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "' x"),
        ("-12.5", "-12.5"),
        ("+3", "+3"),
        ("42", "42"),
        ("-1+1", "'-1+1"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(cell: str, written: str) -> None:
    assert spreadsheet_cell(cell) == written


def test_lines_are_broken_as_japanese_typesetting_asks() -> None:
    lines = wrap("あいうえお。かきく「けこ」さしすせそ、たちつてと。", 10)
    assert "".join(lines) == "あいうえお。かきく「けこ」さしすせそ、たちつてと。"
    assert not any(line[0] in "。、」" or line[-1] == "「" for line in lines)
    assert wrap("one two three four", 9) == ["one two", "three", "four"]
    assert wrap("", 10) == [""]
