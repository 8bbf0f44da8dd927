# SPDX-License-Identifier: Apache-2.0
"""How many questions it takes, and the tree of them, as people see it."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import polars as pl
import pytest

import shozai
from shozai._core import printable
from shozai.question_tree import QuestionTree
from shozai.questions import Questions
from shozai.tree_words import MOST_QUESTIONS, asked_below, readable_depth

from .proof_trees import PLANT, both, policy, pretend, run, texts_replaced, write
from .test_diagram import MERMAID_LINES, texts_of
from .test_display import ALLOWED, HOSTILE, outline

if TYPE_CHECKING:
    from pathlib import Path

CORE = policy()._core

QUESTIONS: dict[str, Any] = {
    "intake": ["severity"],
    "aspects": [
        {
            "aspect": "cause", "space": "120", "settled": "48", "worst": 2, "expected": 0.9,
            "histogram": [
                {"questions": 0, "size": "48", "share": 0.4},
                {"questions": 1, "size": "36", "share": 0.3},
                {"questions": 2, "size": "24", "share": 0.2},
            ],
            "unanswerable": {
                "size": "12", "share": 0.1, "missing": ["serial"],
                "witness": {"fault": {"severity": 1, "stopped": False}, "realised": True},
            },
            "undecided": None,
        },
        {
            "aspect": "cost", "space": None, "settled": None, "worst": None, "expected": None,
            "histogram": [], "undecided": both("too many ways", "道が多すぎる"),
        },
    ],
}  # fmt: skip


def leaf(owner: str | None = None, share: float = 0.25, **more: Any) -> dict[str, Any]:
    if owner is None:
        return {"state": "gap", "share": share, **more}
    return {"state": "decided", "accountable": owner, "share": share, **more}


def asks(name: str, *answers: Any, **more: Any) -> dict[str, Any]:
    return {
        "ask": name, "tested": name, "text": both("", ""), "cost": 1, "share": 1.0,
        "answers": [
            {"when": when, "node": node, **({"ranges": ranges} if ranges else {})}
            for when, node, ranges in answers
        ],
        **more,
    }  # fmt: skip


OPEN = {
    "state": "undetermined",
    "possible": ["quality", "sales"],
    "missing": ["serial"],
    "share": 0.125,
}
TREE: dict[str, Any] = {
    "aspect": "cause",
    "fault": {"severity": 3},
    "worst": 2,
    "expected": 1.5,
    "root": asks(
        "product",
        (
            "product.within('lathe')",
            asks(
                "hours",
                ("!has(hours)", leaf("quality", rule="C-1"), [None]),
                ("hours < 500", leaf("service", 0.125), [[None, "499", None]]),
                ("hours >= 500", OPEN, [["500", None, None]]),
                text=both("How long has it run?", "何時間動かしましたか"),
                share=0.5,
            ),
            [["LT-100", "LT-100", None], ["LT-200", "LT-200", None]],
        ),
        ("product == 'ML-5'", leaf(share=0.5), None),
    ),
}
TEXT = """\
Who finds the cause: at most 2 questions, 1.50 on average
known: severity 3
model
├─ lathes: How long has it run?
│  ├─ none → Quality assurance (C-1)  25.00%
│  ├─ up to 499 → Maintenance service  12.50%
│  └─ 500 or more → undetermined: Quality assurance, Sales (to be known: serial number)  12.50%
└─ model is ML-5 → gap  50.00%"""
JAPANESE = """\
原因究明：質問は最大 2 問、平均 1.50 問
既知：重大度 3
機種
├─ 旋盤：何時間動かしましたか
│  ├─ なし → 品質保証部（C-1）  25.00%
│  ├─ 499 以下 → 保全サービス部  12.50%
│  └─ 500 以上 → 未決：品質保証部、営業部（必要な情報：製造番号）  12.50%
└─ 機種が「ML-5」 → 空白  50.00%"""


def random_tree(rng: random.Random, depth: int, share: float = 1.0) -> dict[str, Any]:
    if depth == 0 or rng.random() < 0.2:
        return leaf(rng.choice(["quality", "service", "sales", None]), share)
    number = rng.randint(2, 3)
    answers = [
        (f"severity == {n}", random_tree(rng, depth - 1, share / number), [[str(n), str(n), None]])
        for n in range(number)
    ]
    return asks("severity", *answers, share=share)


def tree_of(root: dict[str, Any]) -> QuestionTree:
    return QuestionTree(CORE, {**TREE, "fault": {}, "root": root})


# --- how many ----------------------------------------------------------------------------------


def test_questions_say_what_each_aspect_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = pretend(monkeypatch, "questions", QUESTIONS)
    found = policy().questions()
    assert found.intake == ("severity",)
    (cause, cost) = found.aspects
    assert (cause.worst, cause.expected, cause.settled, cause.space) == (2, 0.9, 48, 120)
    assert [(n.questions, n.size, n.share) for n in cause.histogram][1] == (1, 36, 0.3)
    assert cause.unanswerable is not None
    assert (cause.unanswerable.missing, cause.unanswerable.size) == (("serial",), 12)
    assert cause.decided
    assert cause.undecided() == ""
    assert (cost.worst, cost.decided, cost.undecided("ja")) == (None, False, "道が多すぎる")
    assert found.to_dict() == QUESTIONS
    assert repr(found) == "Questions(intake=['severity'], cause: worst=2, cost: worst=None)"
    frame = pl.DataFrame(found.to_frame())
    assert frame.rows()[1] == ("cause", 1, 0.3)
    policy().questions("cost")
    assert asked == [(None,), ("cost",)]
    with pytest.raises(KeyError, match="it has cause, cost"):
        policy().questions("who")


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_questions_becomes_markup(
    text: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", f"{lang}_XX")
    core = policy(texts_replaced(PLANT, text))._core
    html = Questions(core, texts_replaced(QUESTIONS, text))._repr_html_()
    seen = outline(html)
    assert set(seen.elements) <= ALLOWED
    assert not seen.attributes
    assert not seen.others
    assert html == printable(html)


def test_a_notebook_shows_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    text = outline(Questions(CORE, QUESTIONS)._repr_html_()).text
    for words in (
        "重大度",
        "原因究明",
        "1 問: 30.00%",
        "0.90",
        "10.00%",
        "停止：いいえ",
        "道が多すぎる",
    ):
        assert words in text


# --- the tree in Python ------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "text"), [("en", TEXT), ("ja", JAPANESE)])
def test_a_tree_is_printed_in_the_words_of_the_document(lang: Any, text: str) -> None:
    tree = QuestionTree(CORE, TREE)
    assert tree.to_text(lang=lang) == text


def test_a_tree_prints_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    tree = QuestionTree(CORE, TREE)
    assert str(tree) == JAPANESE
    assert tree._repr_svg_() == tree.to_svg(lang="ja")
    assert repr(tree) == "QuestionTree(aspect='cause', worst=2, expected=1.5)"
    assert (tree.aspect, tree.fault) == ("cause", {"severity": 3})
    assert tree.to_dict() == TREE


def test_what_is_derived_is_named_beside_the_question() -> None:
    root = asks("serial", ("severity == 1", leaf("sales"), None), tested="severity")
    assert tree_of(root).to_text(lang="en").splitlines()[1] == "serial number (severity)"


def test_a_settled_fault_has_no_questions() -> None:
    for root, end in ((leaf("sales", 1.0), "→ Sales"), (OPEN, "→ undetermined: Quality")):
        tree = tree_of(root)
        assert tree.to_text(lang="en").splitlines()[1].startswith(end)
        assert any(end[2:] in text for text in texts_of(tree.to_svg(lang="en")))
        assert end[2:] in tree.to_mermaid(lang="en")


def test_a_tree_over_budget_says_so() -> None:
    tree = QuestionTree(CORE, {**TREE, "worst": None, "expected": None})
    assert "too many ways" in tree.to_text(lang="en").splitlines()[0]


def test_the_fault_of_a_tree_is_read_as_any_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = pretend(monkeypatch, "question_tree", TREE)
    plant = policy()
    plant.question_tree("cause", {"severity": 3})
    assert asked[0][0] == "cause"
    assert isinstance(asked[0][1], shozai.Fault)
    plant.question_tree("cause", asked[0][1])
    plant.question_tree("cause")
    with pytest.raises(shozai.PolicyError):
        plant.question_tree("cause", {"severity": 9})
    with pytest.raises(KeyError):
        plant.question_tree("who")


# --- large trees -------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_a_large_tree_is_cut_where_it_stays_readable(seed: int) -> None:
    root = random_tree(random.Random(seed), 7)
    tree = tree_of(root)
    total = asked_below(root)
    depth = readable_depth(root)
    text = tree.to_text(lang="en")
    cards = [
        e for e in ElementTree.fromstring(tree.to_svg(lang="en")).iter() if e.get("class") == "card"
    ]
    assert len(cards) <= MOST_QUESTIONS
    left = re.search(r"shown (\d+) deep, ([\d,]+) questions? left out", tree.to_svg(lang="en"))
    if total == len(cards):
        assert left is None
        assert "more" not in text
    else:
        assert left is not None
        assert (int(left[1]), int(left[2].replace(",", ""))) == (depth, total - len(cards))
        assert f"%% at most 2 questions, 1.50 on average; shown {depth} deep" in tree.to_mermaid(
            lang="en"
        )
        below = [int(n.replace(",", "")) for n in re.findall(r"… ([\d,]+) questions? more", text)]
        assert sum(below) == total - len(cards)


@pytest.mark.parametrize("seed", range(6))
def test_all_of_a_tree_is_shown_if_it_is_asked_for(seed: int) -> None:
    root = random_tree(random.Random(seed), 5)
    tree = tree_of(root)
    svg = tree.to_svg(lang="ja", depth=99)
    cards = [e for e in ElementTree.fromstring(svg).iter() if e.get("class") == "card"]
    assert len(cards) == asked_below(root)
    assert len(tree.to_text(lang="ja", depth=99).splitlines()) == 2 + sum(
        1 for _ in re.finditer(r'"when"', json.dumps(root))
    )
    assert len(tree.to_text(lang="ja", depth=1).splitlines()) == 2 + len(root.get("answers", ()))


# --- drawings ----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_drawing_of_a_tree_is_xml_that_needs_nothing_else(lang: Any) -> None:
    svg = QuestionTree(CORE, TREE).to_svg(lang=lang)
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    shown = texts_of(svg)
    expected = {
        "en": {"Who finds the cause", "How long has it run?", "lathes", "up to 499", "gap  50.00%",
               "Quality assurance  25.00%", "at most 2 questions, 1.50 on average"},
        "ja": {"原因究明", "旋盤", "499 以下", "空白  50.00%", "品質保証部  25.00%"},
    }[lang]  # fmt: skip
    assert expected <= set(shown)
    assert ".undetermined .pill" in svg


def test_drawings_without_open_ends_keep_their_style() -> None:
    assert "undetermined" not in policy().diagram("cause").to_svg(lang="en")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_mermaid_draws_every_answer(lang: Any) -> None:
    lines = QuestionTree(CORE, TREE).to_mermaid(lang=lang).splitlines()
    assert [line for line in lines[4:] if not MERMAID_LINES.fullmatch(line)] == []
    assert sum("-->" in line for line in lines) == 5
    assert sum("([" in line for line in lines) == 4  # each way ends by itself


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_a_tree_becomes_markup(text: str) -> None:
    document = texts_replaced(PLANT, text)
    tree = QuestionTree(policy(document)._core, texts_replaced(TREE, text))
    for lang in ("en", "ja"):
        root = ElementTree.fromstring(tree.to_svg(lang=lang))
        tags = {element.tag.rsplit("}")[-1] for element in root.iter()}
        assert tags <= {"svg", "title", "style", "rect", "text", "g", "path", "circle"}
        lines = tree.to_mermaid(lang=lang).splitlines()
        assert [line for line in lines[4:] if not MERMAID_LINES.fullmatch(line)] == []


# --- the command -------------------------------------------------------------------------------


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "120")
    pretend(monkeypatch, "questions", QUESTIONS)
    pretend(monkeypatch, "question_tree", TREE)
    return write(tmp_path / "plant.json")


def test_the_command_prints_how_many_questions_it_takes(plant: Path) -> None:
    result = run("questions", plant)
    assert result.exit_code == 0
    assert [line.rstrip() for line in result.output.splitlines()] == [
        "  known at first severity",
        "",
        "settled after … questions       0       1       2  most  mean",
        "Who finds the cause        40.00%  30.00%  20.00%     2  0.90",
        "Who pays                        –       –       –     ?     ?",
        "",
        "Who finds the cause",
        "  undetermined   10.00% of the faults stay open whatever is answered",
        "  to be known    serial number",
        "  example        severity 1, machine stopped: no",
        "",
        "Who pays",
        "  not followed   too many ways",
    ]
    assert "受付時に既知   重大度" in run("questions", plant, lang="ja").output
    assert json.loads(run("questions", plant, "--format", "json").output) == QUESTIONS


def test_the_command_prints_and_draws_a_tree(plant: Path, tmp_path: Path) -> None:
    arguments = ("questions", plant, "--aspect", "cause")
    assert run(*arguments, "--tree").output == TEXT + "\n"
    assert run(*arguments, "--fault", '{"severity": 3}', lang="ja").output == JAPANESE + "\n"
    assert json.loads(run(*arguments, "--tree", "--format", "json").output) == TREE
    assert "… 1 question more" in run(*arguments, "--tree", "--depth", "1").output
    tree = QuestionTree(CORE, TREE)
    for name, drawing in (("t.svg", tree.to_svg(lang="en")), ("t.mmd", tree.to_mermaid(lang="en"))):
        assert run(*arguments, "--draw", tmp_path / name).output == ""
        assert (tmp_path / name).read_text(encoding="utf-8") == drawing
    assert run(*arguments, "--draw", tmp_path / "t.svg", "--tree").output == TEXT + "\n"


@pytest.mark.parametrize(
    ("arguments", "english", "japanese"),
    [
        (
            ["--tree"],
            "say which with --aspect; the policy has cause, cost",
            "--aspect でどれかを指定",
        ),
        (["--aspect", "who"], "no aspect `who`", "観点 `who` はありません"),
        (["--aspect", "cause", "--draw", "x.png"], "drawn as .svg, .mmd", ".svg、.mmd です"),
        (["--aspect", "cause", "--draw", "/nowhere/x.svg"], "cannot write", "書けません"),
        (["--aspect", "cause", "--fault", "[]"], "no faults", "一件もありません"),
    ],
)
def test_the_command_says_what_is_wrong(
    arguments: list[str], english: str, japanese: str, plant: Path
) -> None:
    for lang, expected in (("en", english), ("ja", japanese)):
        result = run("questions", plant, *arguments, lang=lang)
        assert result.exit_code == 2
        assert expected in result.stderr


def test_what_is_refused_has_no_questions(plant: Path, tmp_path: Path) -> None:
    result = run("questions", plant, "--aspect", "cause", "--fault", '{"severity": 9}')
    assert (result.exit_code, result.stdout) == (1, "")
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    result = run("questions", broken)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error SZ100" in result.stderr


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_questions_steers_a_terminal(
    text: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, "questions", texts_replaced(QUESTIONS, text))
    pretend(monkeypatch, "question_tree", texts_replaced(TREE, text))
    document = write(tmp_path / "plant.json", texts_replaced(PLANT, text))
    for arguments in ([], ["--format", "json"], ["--aspect", "cause", "--tree"]):
        output = run("questions", document, *arguments, lang=lang).output
        assert output.split("\n") == [printable(line) for line in output.split("\n")]
