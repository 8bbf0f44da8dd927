# SPDX-License-Identifier: Apache-2.0
"""Drawings: that they decide as the policy does, and that they can be shown anywhere."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

import shozai
from shozai.cli import make_app
from shozai.drawing.layout import Box, Link, arrange
from shozai.drawing.measure import lines_of, list_lines, shortened, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shozai import Diagram
    from shozai.texts import Language

EXAMPLES = Path(__file__).parents[2] / "examples"
MAKER_FILE = EXAMPLES / "machine_maker" / "policy.json"
MAKER = shozai.Policy.load(MAKER_FILE)
AI4I = shozai.Policy.load(EXAMPLES / "ai4i2020" / "policy.json")
ASPECTS = [(MAKER, aspect) for aspect in MAKER.aspects] + [(AI4I, a) for a in AI4I.aspects]

POOLS: dict[str, list[Any]] = {
    "product": ["AL-200", "AM-630H", "AP-110", "AP-200S"],
    "severity": [1, 2, 3, 4, 5],
    "safety_risk": [True, False, False],
    "fault_class": ["initial_defect", "design_fault", "misuse", "wear", "installation",
                    "supplier_part", "software", "transport", "no_fault_found"],
    "repeat_count": [0, 1, 2, 3, 7],
    "sold_by": ["direct", "dealer"],
    "installed_by": ["own", "dealer", "customer"],
    "contract": ["no_contract", "standard", "premium"],
    "customer_rank": ["A", "B", "C"],
    "reported_on": [dt.date(2026, 5, 1) + dt.timedelta(days)
                    for days in (0, 29, 30, 31, 90, 91, 180, 181, 365, 366, 730, 731, 1095, 3651)],
    "operating_hours": [None, 0, 2184, 4000, 4001],
    "part_stock": ["available", "short", "discontinued"],
    "repair_estimate": [0, 49_999, 50_000, 999_999, 1_000_000],
}  # fmt: skip


def maker_faults(count: int) -> Iterator[dict[str, Any]]:
    rng = random.Random(4)
    for _ in range(count):
        fault = {name: rng.choice(pool) for name, pool in POOLS.items()}
        yield {**fault, "delivered_on": dt.date(2026, 5, 1)}


def holds(answer: tuple[str | None, str | None, str | None] | None, given: Any) -> bool:
    if answer is None or given is None:
        return answer is None and given is None
    least, most, below = answer
    if isinstance(given, bool | str):
        return least == (str(given).lower() if isinstance(given, bool) else given)
    return (
        (least is None or float(least) <= given)
        and (most is None or given <= float(most))
        and (below is None or given < float(below))
    )


def walk(diagram: Diagram, fault: dict[str, Any]) -> Any:
    """Where the ways of the drawing lead a complete fault; None where there is no way."""
    days = (fault["reported_on"] - fault["delivered_on"]).days
    known = {**fault, "days_since_delivery": days}
    graph = diagram.to_dict()
    at_outcome, at = not graph["nodes"], 0
    while not at_outcome:
        node = graph["nodes"][at]
        given = known[node["attribute"]]
        ways = [w for w in node["ways"] if any(holds(answer, given) for answer in w["ranges"])]
        assert len(ways) <= 1
        if not ways:
            return None
        at_outcome, at = ways[0]["to_outcome"], ways[0]["to"]
    return graph["outcomes"][at]


def reached_outcomes(diagram: Diagram) -> list[Any]:
    return [outcome for outcome in diagram.to_dict()["outcomes"] if outcome["reached"]]


@pytest.mark.parametrize("aspect", MAKER.aspects)
def test_every_way_of_a_drawing_ends_where_the_policy_decides(aspect: str) -> None:
    by_owner, by_rule = MAKER.diagram(aspect), MAKER.diagram(aspect, by="rule")
    possible = 0
    for fault in maker_faults(300):
        decision = MAKER.decide(fault, aspect)
        if decision.state == "impossible":
            continue
        possible += 1
        for diagram in (by_owner, by_rule):
            end = walk(diagram, fault)
            assert (end["state"], end["accountable"]) == (decision.state, decision.accountable)
        assert end["rule"] == decision.rule
    assert possible > 50


@pytest.mark.parametrize("aspect", MAKER.aspects)
def test_the_way_of_a_fault_is_marked(aspect: str) -> None:
    for fault in maker_faults(15):
        decision = MAKER.decide(fault, aspect)
        ends = reached_outcomes(MAKER.diagram(aspect, fault))
        expected = [] if decision.state == "impossible" else [decision.accountable]
        assert [end["accountable"] for end in ends] == expected

        del fault["fault_class"]
        decision = MAKER.decide(fault, aspect)
        owners = {end["accountable"] for end in reached_outcomes(MAKER.diagram(aspect, fault))}
        if decision.state == "undetermined":
            assert owners == set(decision.possible)


def test_the_way_of_a_measured_fault_is_marked() -> None:
    for row in list(AI4I.read_table(EXAMPLES / "ai4i2020" / "ai4i2020.csv"))[:400:10]:
        assert row.fault is not None
        ends = reached_outcomes(AI4I.diagram("owner", row.fault))
        assert [end["accountable"] for end in ends] == [AI4I.decide(row.fault, "owner").accountable]


def test_pictures_of_the_examples_are_small() -> None:
    sizes = {aspect: len(policy.diagram(aspect).to_dict()["nodes"]) for policy, aspect in ASPECTS}
    assert sizes == {
        "customer_response": 17, "containment": 11, "root_cause": 21, "corrective_action": 9,
        "cost": 18, "owner": 13, "restart": 6,
    }  # fmt: skip


# --- SVG and Mermaid ---------------------------------------------------------------------------

SVG = "{http://www.w3.org/2000/svg}"


def texts_of(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ElementTree.fromstring(svg).iter(SVG + "text")]


@pytest.mark.parametrize(("policy", "aspect"), ASPECTS)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_drawing_is_xml_without_anything_from_outside(
    policy: shozai.Policy, aspect: str, lang: Language
) -> None:
    diagram = policy.diagram(aspect)
    svg = diagram.to_svg(lang=lang)
    root = ElementTree.fromstring(svg)
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {
        "svg", "title", "style", "rect", "text", "g", "path", "circle",
    }  # fmt: skip
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    assert svg == policy.diagram(aspect).to_svg(lang=lang)
    links = sum(not way["to_outcome"] for n in diagram.to_dict()["nodes"] for way in n["ways"])
    assert sum(e.get("class") == "way" for e in root.iter(SVG + "path")) == links


def test_a_drawing_speaks_the_labels_of_the_document() -> None:
    diagram = MAKER.diagram("corrective_action")
    assert {"再発防止", "不具合区分", "据付不良、再現せず", "設計部", "30〜180"} <= set(
        texts_of(diagram.to_svg(lang="ja"))
    )
    assert {"fault class", "Design", "up to 3650", "yes"} <= set(
        texts_of(diagram.to_svg(lang="en"))
    )


def test_departments_are_told_apart_by_text_and_by_the_same_colour_everywhere() -> None:
    def colours(svg: str) -> set[tuple[str | None, str]]:
        groups = ElementTree.fromstring(svg).iter(SVG + "g")
        pills = [g for g in groups if re.fullmatch(r"d\d", g.get("class") or "")]
        return {(g.get("class"), "".join(g.itertext())) for g in pills}

    one, other = (colours(MAKER.diagram(a).to_svg(lang="ja")) for a in ("cost", "containment"))
    assert one & other
    named = {name: colour for colour, name in one | other}
    assert len(named) == len(one | other)
    assert len(set(named.values())) == len(named)


def test_what_is_not_reached_fades_or_is_left_out() -> None:
    diagram = MAKER.diagram("root_cause", {"safety_risk": False, "fault_class": "misuse"})
    whole, part = diagram.to_svg(lang="en"), diagram.to_svg(lang="en", only_reached=True)
    assert 'class="faded"' in whole
    assert 'class="faded"' not in part
    assert "strong lines: the way of this fault" in texts_of(part)
    assert len(texts_of(part)) < len(texts_of(whole))
    plain = MAKER.diagram("root_cause")
    assert 'class="faded"' not in plain.to_svg(lang="en")
    assert plain.to_svg(lang="en", only_reached=True) == plain.to_svg(lang="en")


def test_an_impossible_fault_reaches_nothing_and_the_drawing_says_so() -> None:
    fault = {"safety_risk": True, "severity": 1}
    diagram = MAKER.diagram("containment", fault)
    assert reached_outcomes(diagram) == []
    for only_reached in (False, True):
        svg = diagram.to_svg(lang="en", only_reached=only_reached)
        assert any(text.startswith("impossible:") for text in texts_of(svg))


MERMAID_LINES = re.compile(
    r"""\ \ (
      q\d+\["[^"<>]+"\] | o\d+\(\["[^"<>]+"\]\)
      | q\d+\ (-->|==>|-\.->)\|"([^"<>|]|<br>)+"\|\ [qo]\d+
      | style\ o\d+\ [\w\ ,:#-]+ | classDef\ \w+\ \S+ | class\ [qo]\d+\ (reached|faded) | %%.*
    )""",
    re.VERBOSE,
)


@pytest.mark.parametrize(("policy", "aspect"), ASPECTS)
def test_mermaid_is_a_flowchart_of_what_is_drawn(policy: shozai.Policy, aspect: str) -> None:
    diagram = policy.diagram(aspect)
    lines = diagram.to_mermaid(lang="ja").splitlines()
    assert lines[:1] == lines[2:3] == ["---"]
    assert lines[3] == "flowchart LR"
    assert [line for line in lines[4:] if not MERMAID_LINES.fullmatch(line)] == []
    ways = sum(len(node["ways"]) for node in diagram.to_dict()["nodes"])
    assert sum("-->" in line for line in lines) == ways


def test_mermaid_marks_the_way_of_a_fault() -> None:
    text = MAKER.diagram("root_cause", {"safety_risk": True}).to_mermaid(lang="ja")
    assert text.count("==>") == 1
    assert "  class q0 reached" in text
    assert "  class q1 faded" in text


def hostile(label: str) -> shozai.Policy:
    text = {"en": label, "ja": label}
    return shozai.Policy.loads(
        json.dumps(
            {
                "shozai": 1,
                "policy": {"id": "p", "version": "1"},
                "attributes": {
                    "part": {"type": "enum", "label": text, "values": {"a": text, "b": {}}},
                    "name": {"type": "string", "max_length": 90},
                },
                "departments": {"works": {"label": text}, "sales": {}},
                "aspects": {
                    "owner": {
                        "label": text,
                        "interim": {"accountable": "works"},
                        "rules": [
                            {
                                "id": "R-1",
                                "when": f"part == 'a' || name == {json.dumps(label)}",
                                "then": {"accountable": "works"},
                                "because": "b",
                            }
                        ],
                    }
                },
            }
        )
    )


@pytest.mark.parametrize(
    "label",
    [
        "</text></svg><script>alert(1)</script>",
        "\"]; q0 --> o0; click q0 'javascript:x'",
        "a & b < c > d ' e",
        "`x` #lt; | <br> **y**",
        "\uffff\ufffe",
    ],
)
def test_labels_are_text_and_nothing_else(label: str) -> None:
    diagram = hostile(label).diagram("owner", {"part": "b"}, by="rule")
    shown = label.translate({0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD})
    assert texts_of(diagram.to_svg(lang="en"))[0] == shown
    assert "<script" not in diagram.to_svg(lang="en")
    lines = diagram.to_mermaid(lang="en").splitlines()
    assert [line for line in lines[4:] if not MERMAID_LINES.fullmatch(line)] == []


# --- Python ------------------------------------------------------------------------------------


def test_a_diagram_shows_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    diagram = MAKER.diagram("containment")
    assert repr(diagram) == "Diagram(aspect='containment', nodes=11, outcomes=6)"
    assert diagram.aspect == "containment"
    assert diagram.order[0] == "safety_risk"
    assert str(diagram) == diagram.to_mermaid(lang="ja")
    assert diagram._repr_svg_() == diagram.to_svg(lang="ja")


def test_what_cannot_be_drawn_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KeyError, match="it has customer_response"):
        MAKER.diagram("who")
    with pytest.raises(ValueError, match="`by` must be"):
        MAKER.diagram("cost", by="colour")  # type: ignore[arg-type]
    with pytest.raises(shozai.PolicyError):
        MAKER.diagram("cost", {"severity": 9})
    monkeypatch.setattr(shozai.diagram, "graph_to_draw", None)
    with pytest.raises(ValueError, match="'big' has no diagram to draw: it was over"):
        shozai.diagram.diagram_of(_OverBudget(), "big", "owner", None)  # type: ignore[arg-type]


class _OverBudget:
    def plan(self, _aspect: str) -> dict[str, str]:
        return {"evaluator": "boxes", "over_budget": "nodes"}


# --- layout ------------------------------------------------------------------------------------


def random_layout(seed: int) -> tuple[list[Box], list[Link]]:
    rng = random.Random(seed)
    boxes = [Box(n // 4, rng.uniform(50, 200), rng.uniform(40, 150), 12) for n in range(24)]
    links = [
        Link(source, rng.uniform(10, boxes[source].height), target)
        for source, box in enumerate(boxes)
        for target in rng.sample(range(24), 3)
        if box.column < boxes[target].column
    ]
    return boxes, links


@pytest.mark.parametrize("seed", range(10))
def test_boxes_never_overlap_and_lanes_never_cross_a_box(seed: int) -> None:
    boxes, links = random_layout(seed)
    layout = arrange(boxes, links)
    spans: dict[float, list[tuple[float, float]]] = {}
    for box, (left, top) in zip(boxes, layout.corners, strict=True):
        spans.setdefault(left, []).append((top, top + box.height))
    for lanes in layout.lanes:
        for left, _right, height in lanes:
            assert not any(top < height < bottom for top, bottom in spans[left])
    for column in spans.values():
        ordered = sorted(column)
        for (_top, bottom), (next_top, _end) in pairwise(ordered):
            assert next_top - bottom > 15
    assert layout == arrange(boxes, links)


def test_links_to_one_box_share_a_lane() -> None:
    boxes = [Box(0, 10, 50, 5), Box(1, 10, 50, 5), Box(2, 10, 50, 5)]
    layout = arrange(boxes, [Link(0, 10, 2), Link(0, 30, 2), Link(0, 40, 1)])
    assert layout.lanes[0] == layout.lanes[1]
    assert arrange([], []).width == 0


def test_text_is_measured_by_what_it_takes() -> None:
    assert width_of("責任", 10) == 20
    assert width_of("é", 10) == width_of("e\u0301", 10)
    assert shortened("abc", 10, 100) == "abc"
    assert shortened("責任部門の一覧", 10, 45) == "責任部…"


def test_long_texts_break_where_one_may_break_them() -> None:
    assert lines_of("two words", 10, 40, 3) == ["two", "words"]
    assert lines_of("稼働時間（計による）", 10, 70, 3) == ["稼働時間", "（計による）"]
    assert lines_of("責任部門の一覧。", 10, 70, 3) == ["責任部門の一", "覧。"]
    assert list_lines(["初期不良", "設計", "摩耗"], "、", 10, 60, 2) == ["初期不良、", "設計、摩耗"]
    parts = ["初期不良", "設計", "摩耗", "再現せず"]
    assert list_lines(parts, "、", 10, 60, 1) == ["初期不良、…(+3)"]


# --- the command -------------------------------------------------------------------------------

FAULT = '{"safety_risk": false, "part_stock": "short"}'


def run(*arguments: object, lang: Language = "en") -> Result:
    return CliRunner().invoke(make_app(lang), ["draw", *map(str, arguments)])


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_command_draws_to_standard_output(lang: Language) -> None:
    result = run(MAKER_FILE, "--aspect", "cost", lang=lang)
    assert result.exit_code == 0
    assert result.stdout == MAKER.diagram("cost").to_svg(lang=lang)


def test_the_command_draws_the_way_of_a_fault() -> None:
    arguments = (MAKER_FILE, "--aspect", "containment", "--format", "mermaid", "--by", "rule")
    diagram = MAKER.diagram("containment", json.loads(FAULT), by="rule")
    assert run(*arguments, "--fault", FAULT).stdout == diagram.to_mermaid(lang="en")
    only = run(*arguments, "--fault", FAULT, "--only-reached").stdout
    assert only == diagram.to_mermaid(lang="en", only_reached=True)
    faults = MAKER_FILE.with_name("faults.csv")
    assert "==>" in run(*arguments, faults, "--row", 2).stdout


def test_the_command_writes_one_file_or_one_for_each_aspect(tmp_path: Path) -> None:
    file = tmp_path / "cost.svg"
    assert run(MAKER_FILE, "--aspect", "cost", "--out", file).exit_code == 0
    assert file.read_text(encoding="utf-8") == MAKER.diagram("cost").to_svg(lang="en")
    file.unlink()
    assert run(MAKER_FILE, "--format", "mermaid", "--out", tmp_path).exit_code == 0
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {f"{aspect}.mmd" for aspect in MAKER.aspects}


@pytest.mark.parametrize(
    ("arguments", "english", "japanese"),
    [
        ([], "say which with --aspect", "--aspect でどれかを指定"),
        (["--aspect", "who"], "no aspect `who`", "観点 `who` はありません"),
        (["--aspect", "cost", "--only-reached"], "needs a fault", "不具合の指定が必要"),
        (["--aspect", "cost", "--out", "/nowhere/x.svg"], "cannot write", "書けません"),
        (["x.csv", "--fault", "{}", "--aspect", "cost"], "either a file", "どちらか一方"),
    ],
)
def test_the_command_says_what_is_wrong(
    arguments: list[str], english: str, japanese: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    for lang, expected in (("en", english), ("ja", japanese)):
        result = run(MAKER_FILE, *arguments, lang=lang)  # type: ignore[arg-type]
        assert result.exit_code == 2
        assert expected in result.stderr


def test_a_fault_that_is_refused_is_not_drawn() -> None:
    result = run(MAKER_FILE, "--aspect", "cost", "--fault", '{"severity": 9}')
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "SZ" in result.stderr
