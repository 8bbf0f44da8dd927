# SPDX-License-Identifier: Apache-2.0
"""Drawings for Graphviz: every line is what its grammar knows, whatever labels say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from .test_diagram import ASPECTS, MAKER, MAKER_FILE, hostile, run

if TYPE_CHECKING:
    from pathlib import Path

    import shozai

LABEL = r'"(?:[^"\\]|\\[\\"n])*"'
DOT_LINES = re.compile(
    rf"""
      digraph\ \{{ | \}}
      | \ \ graph\ \[rankdir=LR,\ labelloc=t,\ label={LABEL},\ fontname="sans-serif"\]
      | \ \ (?:node|edge)\ \[[\w\ =,"-]+\]
      | \ \ q\d+\ \[label={LABEL}(?:,\ [\w=#",\ ]+)?\]
      | \ \ o\d+\ \[label={LABEL},\ style=[\w=#",\ ]+\]
      | \ \ q\d+\ ->\ [qo]\d+\ \[label={LABEL}(?:,\ (?:penwidth=3|style=dashed))?\]
    """,
    re.VERBOSE,
)


def unknown_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if not DOT_LINES.fullmatch(line)]


@pytest.mark.parametrize(("policy", "aspect"), ASPECTS)
def test_a_diagram_is_a_directed_graph(policy: shozai.Policy, aspect: str) -> None:
    diagram = policy.diagram(aspect)
    for lang in ("ja", "en"):
        text = diagram.to_dot(lang=lang)
        assert unknown_lines(text) == []
        assert text.count(" -> ") == sum(len(n["ways"]) for n in diagram.to_dict()["nodes"])


def test_the_way_of_a_fault_is_marked() -> None:
    text = MAKER.diagram("root_cause", {"safety_risk": True}).to_dot(lang="ja")
    assert unknown_lines(text) == []
    assert sum(" -> " in line and "penwidth=3" in line for line in text.splitlines()) == 1


@pytest.mark.parametrize("label", ['"]; q0 -> o0; q1 [URL="x', "back\\slash\\n\\", "a & b < c"])
def test_labels_are_text_and_nothing_else(label: str) -> None:
    assert unknown_lines(hostile(label).diagram("owner", by="rule").to_dot(lang="en")) == []


def test_a_tree_of_questions_is_a_directed_graph() -> None:
    tree = MAKER.question_tree("containment", {"severity": 2})
    for depth in (0, 1, 4):
        text = tree.to_dot(lang="ja", depth=depth)
        assert unknown_lines(text) == []
    assert text.count(" -> ") > 3


def test_the_commands_write_it(tmp_path: Path) -> None:
    drawn = run(MAKER_FILE, "--aspect", "cost", "--format", "dot")
    assert drawn.stdout == MAKER.diagram("cost").to_dot(lang="en")
    assert run(MAKER_FILE, "--format", "dot", "--out", tmp_path).exit_code == 0
    assert {path.suffix for path in tmp_path.iterdir()} == {".dot"}
