# SPDX-License-Identifier: Apache-2.0
"""How the lines of a policy's files stand, and its attributes' values in their order."""

from __future__ import annotations

from typing import Any

import pytest

from shozai._core import CompiledPolicy
from shozai.coverage import Coverage
from shozai.covering.extents import Text
from shozai.covering.items import CoverageItem, state_of
from shozai.covering.lines import counted_of_file, files_of, lines_of
from shozai.covering.ranges import plain, ranges_of
from shozai.covering.strips import strip_of
from shozai.covering.words import CoverageWords

from .coverage_sample import POLICY, days, item, sample, sample_tree


def states(tree: dict[str, Any] | None = None, file: str = "policy.json") -> dict[int, str]:
    return {line.number: line.state for line in lines_of(sample(tree), file) if line.state}


# --- lines ---


def test_every_line_of_what_is_covered_has_its_state() -> None:
    assert states() == {
        3: "partly",
        4: "partly",
        7: "partly",  # writes a threshold of which one side is missing
        9: "covered",
        10: "covered",
        11: "covered",
        12: "partly",  # of the rule that is covered, this override is not
        13: "covered",
        14: "unreachable",
    }
    assert states(file="cost.csv") == {2: "covered", 3: "missing"}


def test_all_lines_are_there_with_their_text() -> None:
    assert [line.text for line in lines_of(sample(), "policy.json")] == POLICY.splitlines()


def test_a_rule_that_no_case_exercises_is_missing_whatever_else_is_on_its_lines() -> None:
    tree = sample_tree()
    tree["items"][1].update(hits=0, cases=[])
    tree["items"][10]["places"] = [{"file": "policy.json", "pointer": "", "line": 10}]
    found = states(tree)
    assert [found[line] for line in (10, 11, 12, 13)] == ["missing"] * 4


def test_a_rule_with_a_missing_override_on_its_line_is_partly_covered() -> None:
    tree = sample_tree()
    tree["items"][3]["line"] = 10
    assert states(tree)[10] == "partly"


def test_what_cannot_occur_is_missing_nowhere() -> None:
    tree = sample_tree()
    tree["items"][3]["reachable"] = False
    assert states(tree)[12] == "covered"


def test_where_one_rule_ends_and_the_next_begins_the_line_is_of_the_next() -> None:
    text = '[{"id": "A",\n "when": "x"}, {"id": "B",\n "when": "y"}]\n'
    tree = sample_tree()
    tree["items"] = [
        item("rule", 1, 1, column=2, rule="A"),
        item("rule", 2, 0, column=16, rule="B"),
    ]
    found = lines_of(Coverage.of(tree, {"policy.json": text}), "policy.json")
    assert [line.state for line in found] == ["covered", "missing", "missing"]


def test_several_rules_on_one_line_are_partly_covered() -> None:
    tree = sample_tree()
    tree["items"] = [item("rule", 9, 1, rule="A"), item("rule", 9, 0, column=20, rule="B")]
    assert states(tree)[9] == "partly"


def test_places_beyond_the_text_do_no_harm() -> None:
    tree = sample_tree()
    tree["items"][0].update(line=900, column=70)
    tree["items"][1].update(line=0, column=0)
    assert 9 not in states(tree)


def test_files_are_those_that_are_mentioned_and_those_with_a_text() -> None:
    coverage = sample()
    assert files_of(coverage) == ["policy.json", "cost.csv", "rules.xlsx#費用"]
    assert counted_of_file(coverage, "cost.csv").to_dict() == {
        "covered": 1,
        "total": 2,
        "unreachable": 0,
    }


@pytest.mark.parametrize(
    ("text", "column", "last"),
    [
        ('{"a": 1}', 1, 1),
        ('{\n"a": [1,\n2]\n}\n', 1, 4),
        ('{\r\n"a": 1\r}', 1, 3),
        ('{"a": "}",\n"b": "\\"}"\n}', 1, 3),
        ('"key":\n{\n}', 1, 3),
        ('"an entry",\n{\n}', 1, 1),
        ("C-1,pump,a\n{\n", 1, 1),
        ('{"never": [\n1', 1, 1),
        ('{"a": 1}', 99, 1),
        ("", 1, 1),
    ],
)
def test_where_a_value_ends(text: str, column: int, last: int) -> None:
    assert Text(text).last_line(1, column) == last


def test_only_line_ends_end_lines() -> None:
    assert Text("a\u2028b\x0cc\nd\re\r\nf\n").lines == ["a\u2028b\x0cc", "d", "e", "f"]
    assert Text("").lines == []


def test_several_things_together() -> None:
    def of(*given: tuple[int, bool | None]) -> str:
        return state_of(
            CoverageItem.of(item("rule", 1, hits, reachable=reachable)) for hits, reachable in given
        )

    assert of() == ""
    assert of((0, False)) == "unreachable"
    assert of((0, False), (2, True)) == "covered"
    assert of((0, None), (2, True)) == "partly"
    assert of((0, True), (0, None)) == "missing"


# --- ranges ---


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("d <= 30", [(None, "30", None)]),
        ("d >= 31 && d <= 90", [("31", "90", None)]),
        ("d == 100 || d == 200", [("100", "100", None), ("200", "200", None)]),
        ("!has(d) || d >= -5", [None, ("-5", None, None)]),
        ("!has(d)", [None]),
        ("x >= 1.51 && x < 20.01", [("1.51", None, "20.01")]),
        ("t <= date('2025-12-31')", [(None, "2025-12-31", None)]),
        ("b", [("true", "true", None)]),
        ("!has(b) || b == false", [None, ("false", "false", None)]),
        ("e in ['a || b', 'c']", [("a || b", "a || b", None), ("c", "c", None)]),
        ("s < 'A' || s >= 'B'", [(None, None, "A"), ("B", None, None)]),
        ("e.within('g')", None),
        ("d != 5", None),
        ("d > 5", None),
    ],
)
def test_printed_cells_are_read(when: str, expected: object) -> None:
    assert ranges_of(when) == expected


def test_literals_lose_their_dress() -> None:
    assert plain("duration('PT4H')") == "PT4H"
    assert plain(r"'it\'s'") == "it's"
    assert plain("-12.50") == "-12.50"


# --- strips ---


def strip_names(*given: dict[str, Any]) -> tuple[list[str], list[str], list[str]]:
    strip = strip_of(map(CoverageItem.of, given))
    places = range(len(strip.stretches))
    return (
        [stretch.when if stretch else "" for stretch in strip.stretches],
        [strip.label(place) for place in places],
        [other.when for other in strip.others],
    )


def boundary(value: str, side: str) -> dict[str, Any]:
    return days("boundary", 1, value=value, side=side, when=f"days == {value}")


def test_cells_stand_between_the_thresholds() -> None:
    assert strip_names(
        days("cell", 1, when="!has(days)"),
        days("cell", 1, when="days <= 30"),
        days("cell", 1, when="days >= 31 && days <= 90"),
        days("cell", 1, when="days >= 91"),
        boundary("30", "below"),
        boundary("31", "above"),
        boundary("90", "below"),
        boundary("91", "above"),
    ) == (
        ["days <= 30", "days >= 31 && days <= 90", "days >= 91"],
        ["≤ 30", "31 – 90", "≥ 91"],
        ["!has(days)"],
    )


def test_a_value_alone_between_two_thresholds_is_a_cell_of_its_own() -> None:
    whens, labels, others = strip_names(
        days("cell", 1, when="days <= 2 || days >= 4"),
        days("cell", 1, when="days == 3"),
        boundary("2", "below"),
        boundary("3", "both"),
        boundary("4", "above"),
    )
    assert whens == ["days <= 2 || days >= 4", "days == 3", "days <= 2 || days >= 4"]
    assert labels == ["≤ 2", "3", "≥ 4"]
    assert others == []


def test_dates_find_their_place() -> None:
    whens, labels, _others = strip_names(
        days("cell", 1, when="days <= date('2025-12-31')"),
        days("cell", 1, when="days >= date('2026-01-01')"),
        boundary("date('2025-12-31')", "below"),
        boundary("date('2026-01-01')", "above"),
    )
    assert whens[0].endswith("'2025-12-31')")
    assert labels == ["≤ 2025-12-31", "≥ 2026-01-01"]


def test_without_thresholds_cells_stand_side_by_side() -> None:
    assert strip_names(days("cell", 1, when="days"), days("cell", 1, when="days == false")) == (
        [""],
        [""],
        ["days", "days == false"],
    )


# --- words ---


TREE = """{
  "shozai": 1, "policy": {"id": "p", "version": "1"}, "departments": {"a": {}},
  "attributes": {"part": {"type": "enum", "label": {"ja": "部位", "en": "part"}, "values": {
    "pump": {"en": "the pump"}, "tool": {"en": "tools", "children": {"drill": {}, "mill": {}}}}},
    "days": {"type": "int", "unit": "d", "optional": true}},
  "aspects": {"cause": {"interim": {"accountable": "a"}, "rules": [
    {"id": "R", "when": "part == 'pump'", "then": {"accountable": "a"}}]}}
}"""


@pytest.mark.parametrize(
    ("when", "attribute", "said"),
    [
        ("part == 'pump'", "part", "the pump"),
        ("part.within('tool')", "part", "tools"),
        ("part in ['drill', 'mill']", "part", "tools"),
        ("part != 'pump'", "part", "part is not the pump"),
        ("!has(days) || days <= 3", "days", "up to 3, none"),
        ("true", "days", "any value"),
    ],
)
def test_cells_are_said_with_labels(when: str, attribute: str, said: str) -> None:
    words = CoverageWords("en", CompiledPolicy.loads(TREE, "", None))
    cell = CoverageItem.of(item("cell", 1, attribute=attribute, when=when))
    assert words.values(cell) == said


def test_without_a_policy_cells_are_said_as_conditions() -> None:
    cell = CoverageItem.of(days("cell", 1, when="days >= 31 && days <= 90"))
    assert CoverageWords("ja").values(cell) == "days >= 31 && days <= 90"


def test_the_cases_of_a_thing_are_named_or_counted() -> None:
    words = CoverageWords("en")
    coverage = sample(names=[f"case {n}" for n in "abcdefghijklmnopqrstuvwxy"])
    assert words.cases(coverage, coverage.items[0]) == "3 cases: case a, case b, case c"
    assert words.cases(coverage, coverage.items[3]) == "no case"
    assert words.cases(coverage, coverage.items[4]) == "cannot occur"
    assert words.cases(coverage, coverage.items[5]).endswith("case h, … and 17 cases more")
