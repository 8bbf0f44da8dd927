# SPDX-License-Identifier: Apache-2.0
"""Reports: what they count and show, that they load nothing, and that no text becomes markup."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars
import pytest
from typer.testing import CliRunner, Result

import shozai
from shozai._core import TextTable, printable
from shozai.cli import make_app
from shozai.demo import default_file
from shozai.drawing.style import DARK, LIGHT
from shozai.reporting.conditions import InWords
from shozai.texts import LANGUAGES, Labels

if TYPE_CHECKING:
    from collections.abc import Callable

    from shozai.texts import Language

EXAMPLES = Path(__file__).parents[2] / "examples"
MAKER = EXAMPLES / "machine_maker"
PLANT = EXAMPLES / "ai4i2020"
VOID = {"meta", "br", "wbr"}
HOSTILE = [
    "<script>alert(1)</script>",
    "</title></style></td></table><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "</svg><iframe src=//evil.example>",
    "<!-- comment -->",
    "<![CDATA[x]]>",
    "&lt;b&gt;&amp;",
    "url(//evil.example)",
    "\u202egnirts\u202c",
    "\x1b[31mred",
    "a\0b\u2028c",
    "{0} {owner} %s",
]


class Page(HTMLParser):
    """The elements of a page, which must close one another."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.others: list[str] = []
        self.rows: list[list[str]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.text += data
        if {"td", "th"} & set(self._open):
            self.rows[-1][-1] += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)


def load(folder: Path) -> shozai.Policy:
    return shozai.Policy.load(folder / "policy.json")


def table(folder: Path) -> shozai.DecidedTable:
    file = folder / {"ai4i2020": "ai4i2020.csv"}.get(folder.name, "faults.csv")
    text = file.read_text(encoding="utf-8")
    return load(folder).decide_table(TextTable(text, file.name), cells=True)


def maker_report(lang: Language, **more: Any) -> str:
    policy = load(MAKER)
    faults = policy.read_table(MAKER / "faults.csv")
    return policy.report(table(MAKER), faults=faults, lang=lang, **more)


def run(*arguments: object, lang: Language = "en", given: str | None = None) -> Result:
    result = CliRunner().invoke(make_app(lang), [str(a) for a in arguments], input=given)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


# --- the page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_is_a_page_that_loads_nothing(lang: Language) -> None:
    page = maker_report(lang)
    seen = Page(page)
    assert page.startswith(f'<!DOCTYPE html>\n<html lang="{lang}">')
    assert not {"script", "link", "img", "iframe", "object", "image", "use"} & set(seen.elements)
    without = page.replace('xmlns="http://www.w3.org/2000/svg"', "")
    for what in ("http:", "https:", "<script", "url(", "@import", "@font-face"):
        assert what not in without, what
    assert "default-src 'none'" in page
    assert not seen.others
    names = {name for name, _value in seen.attributes}
    assert not {n for n in names if n.startswith("on")} | {"src"} & names
    targets = {value for name, value in seen.attributes if name == "href"}
    anchors = [value for name, value in seen.attributes if name == "id"]
    assert targets == {f"#{anchor}" for anchor in anchors}
    assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_speaks_one_language(lang: Language) -> None:
    text = Page(maker_report(lang)).text
    shown = {
        "en": ("Who owns how many faults", "undetermined", "Quality assurance", "ask next"),
        "ja": ("責任部門別の件数", "未決", "品質保証部", "次の質問"),
    }
    other: Language = "en" if lang == "ja" else "ja"
    assert all(words in text for words in shown[lang])
    assert not [words for words in shown[other] if words in text]


def test_a_report_is_the_same_for_the_same_input() -> None:
    assert maker_report("ja") == maker_report("ja")
    assert "2026-11-01" not in maker_report("en")
    assert "2026-11-01" in Page(maker_report("en", made="2026-11-01")).text


def test_a_report_is_for_light_and_dark_and_for_paper() -> None:
    page = maker_report("en")
    assert "@media screen and (prefers-color-scheme:dark)" in page
    assert "@media print" in page
    assert "@page large{size:A3 landscape" in page
    for theme in (LIGHT, DARK):
        for ink in (theme.ink, theme.quiet, theme.strong, theme.gap, theme.conflict):
            assert contrast(ink, theme.page) >= 4.5
    for head in re.findall(r"<th[ >][^>]*>?", page):
        assert "scope=" in head


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


# --- what it says ---------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", [MAKER, PLANT], ids=lambda folder: folder.name)
def test_the_numbers_are_those_of_the_decided_table(folder: Path) -> None:
    policy, decided = load(folder), table(folder)
    labels = Labels(policy._core, "en")
    page = policy.report(decided, lang="en")
    for place, aspect in enumerate(decided.aspects):
        bars = [row for row in tables(page, "bars")[place] if len(row) == 4][1:]
        assert [(owner, number) for owner, _bar, number, _share in bars] == [
            (labels.participant(o.owner or ""), f"{o.rows:,}")
            for o in decided.summary()
            if o.aspect == aspect
        ]
        listed = tables(page, "rules")[place][1:]
        counted = {row[0]: int(row[-1].replace(",", "")) for row in listed if row[-1] != "–"}
        assert {rule: rows for rule, rows in counted.items() if rows} == decided.rules(aspect)


def tables(page: str, kind: str) -> list[list[list[str]]]:
    parts = re.findall(rf'<table class="{kind}">.*?</table>', page, re.DOTALL)
    return [Page(part).rows for part in parts]


def test_without_a_table_faults_are_counted_one_by_one() -> None:
    policy = load(MAKER)
    faults = policy.read_table(MAKER / "faults.csv")
    one_by_one = policy.report(faults=faults, lang="en")
    owners = 'id="owners".*?</section>'
    assert found(owners, one_by_one) == found(owners, maker_report("en"))


def found(pattern: str, page: str) -> list[list[str]]:
    match = re.search(pattern, page, re.DOTALL)
    assert match is not None
    return sorted(Page(f"<section {match[0]}").rows)


def test_every_rule_stands_with_its_condition_owner_and_reason() -> None:
    policy = load(MAKER)
    text = Page(policy.report(lang="en")).text
    for aspect in policy.aspects:
        for rule in policy.explain({}, aspect).rules:
            assert rule.id in text
            assert rule.when is None or rule.when in text
            assert printable(rule.because.text("en")) in text


def test_one_exception_and_one_open_fault_are_shown_in_full() -> None:
    policy = load(MAKER)
    rows = [(row, row.fault) for row in policy.read_table(MAKER / "faults.csv")]
    text = Page(maker_report("en")).text
    assert "One fault, decided by an exception" in text
    assert "Fault 1 (line 2)" in text
    assert "RC-120" in text
    first_open = next(
        (row, decision)
        for row, fault in rows
        if fault is not None
        for decision in policy.decide(fault).values()
        if decision.state == "undetermined" and decision.ask
    )
    row, decision = first_open
    assert f"Fault {row.number} (line {row.line})" in text
    assert decision.ask is not None
    assert decision.ask.text.en in text
    shown = Page(maker_report("en").split('<section id="open"')[1].split("</section>")[0]).rows
    assert len(shown) == len(decision.ask.answers) + 1


def test_what_needs_attention_comes_first_and_problems_are_told() -> None:
    document = small()
    policy = shozai.Policy.loads(json.dumps(document))
    text = "部品,memo,other\npump,m,1\ndrive,m,1\nvalve,m,1\nwrench,m,1\n"
    decided = policy.decide_table(TextTable(text, "faults.csv"), cells=True, strict=False)
    page = policy.report(decided, lang="en")
    states = tables(page, "states")[0][1:]
    assert [row[0].split("rules")[0][:9] for row in states][:3] == [
        "≠conflict",
        "○gapno ru",
        "!not read",
    ]
    assert [row[-1] for row in states] == ["1", "1", "1", "1"]
    seen = Page(page).text
    assert "SZ162" in seen
    assert "rows 5" in seen or "rows 4" in seen
    assert "other" in seen
    assert "severity" in seen
    assert "Some need attention" in seen
    assert "No conflict and no gap" not in seen


def test_a_policy_alone_has_a_report_too() -> None:
    seen = Page(load(PLANT).report(lang="en"))
    assert "How the decisions stand" not in seen.text
    assert seen.elements.count("svg") == 2


def test_a_table_that_another_policy_decided_is_refused() -> None:
    with pytest.raises(ValueError, match="another policy"):
        load(PLANT).report(table(MAKER))


# --- conditions in words --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "en", "ja"),
    [
        ("part == 'pump'", "part is Pump", "部品が「ポンプ」"),
        ("part != 'pump' && old", "part is not Pump and old one", "部品が「ポンプ」以外 かつ 古い"),
        (
            "part in ['pump', 'drive']",
            "part is one of: Pump, drive",
            "部品が「ポンプ、drive」のいずれか",
        ),
        (
            "!old || severity >= 3",
            "not: old one, or severity is at least 3",
            "古いではない、または severityが 3 以上",
        ),
        ("!(severity < 2)", "not (severity is below 2)", "次に当てはまらない（severityが 2 未満）"),
        ("has(memo)", "memo is there", "memoがある"),
        (
            "memo.startsWith('a\\'b && c')",
            "memo begins with a'b && c",
            "memoが「a'b && c」で始まる",
        ),
        ("part.within('pump')", "part is one of the Pump", "部品が「ポンプ」に属する"),
        ("seen <= date('2026-04-01')", "seen is at most 2026-04-01", "seenが 2026-04-01 以下"),
        ("memo == null", "memo is none", "memoが「なし」"),
        ("severity == 2", "severity is 2", "severityが 2"),
        ("true", "always", "常に"),
        ("something else?", "somethingelse?", "somethingelse?"),
    ],
)
def test_conditions_are_said_in_words(when: str, en: str, ja: str) -> None:
    policy = shozai.Policy.loads(json.dumps(small()))
    for lang, expected in zip(LANGUAGES, (en, ja), strict=True):
        old = {"old": "古い" if lang == "ja" else "old one"}
        words = InWords(policy._core, Labels(policy._core, lang), old, lang)
        assert words.of(when) == expected


def small() -> dict[str, Any]:
    def rule(name: str, when: str, owner: str) -> dict[str, Any]:
        then = {"accountable": owner}
        return {"id": name, "when": when, "then": then, "because": {"en": "so"}}

    return {
        "shozai": 1,
        "policy": {"id": "plant", "version": "1"},
        "attributes": {
            "part": {
                "type": "enum",
                "label": {"ja": "部品", "en": "part"},
                "columns": ["部品"],
                "values": {"pump": {"ja": "ポンプ", "en": "Pump"}, "drive": {}, "valve": {}},
            },
            "severity": {"type": "int", "min": 1, "max": 5},
            "memo": {"type": "string", "optional": True},
            "seen": {"type": "date"},
        },
        "departments": {"electrical": {}, "maintenance": {}},
        "aspects": {
            "owner": {
                "interim": {"accountable": "maintenance"},
                "rules": [
                    rule("A", "part == 'pump'", "maintenance"),
                    rule("B", "part == 'pump' || part == 'drive'", "electrical"),
                ],
            }
        },
    }


# --- no text becomes markup -----------------------------------------------------------------------


def hostile(label: str) -> str:
    text = {"ja": label, "en": label}
    document = small()
    document["policy"]["title"] = text
    document["policy"]["version"] = "1"
    document["attributes"]["part"] |= {"label": text, "ask": {"text": text}}
    document["attributes"]["part"]["values"]["pump"] = text
    document["attributes"]["memo"]["label"] = text
    document["departments"] = {"electrical": {"label": text}, "maintenance": {"label": text}}
    document["definitions"] = {"odd": {"that": "memo == 'x'", "label": text}}
    owner = document["aspects"]["owner"]
    owner["label"] = text
    exception = {
        "id": "C",
        "when": "odd && part == 'pump'",
        "overrides": ["A", "B"],
        "then": {"accountable": "electrical", "notes": [text]},
        "because": text,
        "source": label,
    }
    owner["rules"].append(exception)
    owner["interim"]["rules"] = [
        {"id": "I", "when": "true", "then": {"accountable": "electrical"}, "because": text}
    ]
    policy = shozai.Policy.loads(json.dumps(document))
    cell = '"' + label.replace('"', '""') + '"'
    csv = f"part,memo,{cell}\npump,x,{cell}\n,x,{cell}\n{cell},x,{cell}\n"
    decided = policy.decide_table(TextTable(csv), cells=True, strict=False)
    faults = [{"part": "pump", "memo": "x"}, {"memo": "x"}]
    return policy.report(decided, faults=faults, about=label, made=label, lang="en")


@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_becomes_markup_in_a_report(label: str) -> None:
    page = hostile(label)
    seen, harmless = Page(page), Page(hostile("harmless"))
    # Labels take one line of a picture or two.
    assert [e for e in seen.elements if e != "text"] == [
        e for e in harmless.elements if e != "text"
    ]
    assert {name for name, _ in seen.attributes} == {name for name, _ in harmless.attributes}
    assert not seen.others
    body = page.replace("\n", "")
    assert body == printable(body)
    if printable(label) == label:
        assert seen.text.count(label) >= 10


def test_no_heading_or_cell_of_a_file_becomes_markup(tmp_path: Path) -> None:
    policy, faults = tmp_path / "policy.json", tmp_path / "<b>.csv"
    policy.write_text(json.dumps(small()), encoding="utf-8")
    faults.write_text("部品,<i>x\npump,<script>\ndrive,<script>\n", encoding="utf-8")
    page = run("report", policy, faults).stdout
    assert not {"script", "i", "b"} - {"i", "b"} & set(Page(page).elements)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "&lt;b&gt;.csv" in page


# --- the command ----------------------------------------------------------------------------------


def test_the_command_writes_the_report_of_a_file(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    result = run("report", MAKER / "policy.json", MAKER / "faults.csv", "--out", out)
    assert result.exit_code == 0
    assert str(out) in result.stderr.replace("\n", "")
    page = out.read_text(encoding="utf-8")
    assert "F-2026-022" in Page(page).text  # a cell that the policy does not ask for
    again = run("report", MAKER / "policy.json", MAKER / "faults.csv", "--date", "2026-11-01")
    assert again.stdout.replace("<dt>made on</dt><dd>2026-11-01</dd>", "") == page


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "parquet", "xlsx", "-"])
def test_every_form_of_faults_has_the_same_owners(form: str, tmp_path: Path) -> None:
    faults = MAKER / "faults.csv"
    given = faults.read_text(encoding="utf-8") if form == "-" else None
    source = faults if form == "csv" else Path("-") if form == "-" else tmp_path / f"faults.{form}"
    if form in WRITERS:
        WRITERS[form](faults, source)
    result = run("report", MAKER / "policy.json", source, given=given)
    assert result.exit_code == 0
    owners = 'id="owners".*?</section>'
    assert found(owners, result.stdout) == found(owners, maker_report("en"))
    assert 'id="exception"' in result.stdout
    assert 'id="open"' in result.stdout


def as_json(source: Path, target: Path) -> None:
    policy = load(MAKER)
    columns = {heading: a.name for a in policy.attributes for heading in a.columns}
    kinds = {a.name: a.type for a in policy.attributes}

    def value(name: str, cell: str) -> object:
        if cell == "none":
            return None
        return json.loads(cell) if kinds[name] in ("int", "bool") else cell

    with source.open(encoding="utf-8", newline="") as file:
        faults = [
            {
                columns[h]: value(columns[h], cell)
                for h, cell in row.items()
                if h in columns and cell
            }
            for row in csv.DictReader(file)
        ]
    lines = "\n".join(json.dumps(fault, ensure_ascii=False) for fault in faults)
    whole = lines if target.suffix == ".jsonl" else json.dumps(faults, ensure_ascii=False)
    target.write_text(whole, encoding="utf-8")


def as_parquet(source: Path, target: Path) -> None:
    lines = target.with_suffix(".jsonl")
    as_json(source, lines)
    polars.read_ndjson(lines).write_parquet(target)


def as_excel(source: Path, target: Path) -> None:
    polars.read_csv(source, infer_schema=False).write_excel(target)


WRITERS: dict[str, Callable[[Path, Path], None]] = {
    "json": as_json,
    "jsonl": as_json,
    "parquet": as_parquet,
    "xlsx": as_excel,
}


def test_a_file_with_mistakes_is_reported_and_not_refused(tmp_path: Path) -> None:
    faults = tmp_path / "faults.jsonl"
    faults.write_text('{"severity": 9}\n{"severity": 3}\n', encoding="utf-8")
    result = run("report", MAKER / "policy.json", faults)
    assert result.exit_code == 0
    assert "SZ161" in Page(result.stdout).text


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["none.json"], 2),
        ([MAKER / "policy.json", "none.csv"], 2),
        ([MAKER / "policy.json", "--out", "no/such/folder/report.html"], 2),
        ([MAKER / "broken.json"], 1),
        ([MAKER / "policy.json", "--at", "2020-01-01"], 1),
    ],
)
def test_the_command_says_what_is_wrong(arguments: list[object], status: int) -> None:
    assert run("report", *arguments).exit_code == status


def test_a_table_that_is_none_is_refused(tmp_path: Path) -> None:
    faults = tmp_path / "faults.csv"
    faults.write_text("重大度,機種\n3\n", encoding="utf-8")
    result = run("report", MAKER / "policy.json", faults)
    assert result.exit_code == 1
    assert "SZ180" in result.stderr


# --- the demonstration ----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_demonstration_writes_a_report(lang: Language, tmp_path: Path) -> None:
    out = tmp_path / "demo.html"
    result = run("demo", "--lang", lang, "--report", out)
    assert result.exit_code == 0
    assert str(out) in result.output
    page = out.read_text(encoding="utf-8")
    seen = Page(page)
    assert "8,983" in seen.text
    assert seen.elements.count("main") == 2
    anchors = [value for name, value in seen.attributes if name == "id"]
    assert len(anchors) == len(set(anchors))


def test_the_report_of_the_demonstration_goes_where_it_is_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    (tmp_path / "build").mkdir()
    assert default_file().parent.parent == tmp_path / "temporary"
    (tmp_path / "python" / "shozai").mkdir(parents=True)
    assert default_file() == Path("build", "shozai-demo.html")
