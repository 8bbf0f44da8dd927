# SPDX-License-Identifier: Apache-2.0
"""Coverage as a value: what counts, how much of it is covered, and several files together."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shozai.coverage import Coverage, KindCount, merge
from shozai.covering.items import KINDS

from .coverage_sample import (
    MAKER_CASES,
    days,
    item,
    maker_coverage,
    maker_tree,
    sample,
    sample_tree,
)


def test_what_no_fault_can_exercise_does_not_count() -> None:
    found = sample()
    assert found.total == KindCount(covered=7, total=11, unreachable=1)
    assert found.by_kind["rule"] == KindCount(2, 2, 1)
    assert found.by_kind["rule"].percent == 100


def test_what_is_not_known_to_be_reachable_counts() -> None:
    found = sample()
    assert found.by_kind["row"] == KindCount(1, 3, 0)
    assert [i.rule for i in found.missing("row")] == ["C-2", "C-9"]


def test_missing_is_in_document_order() -> None:
    missing = [(i.kind, i.line) for i in sample().missing()]
    assert missing == [("override", 12), ("row", 3), ("row", 7), ("boundary", 3)]


def many(covered: int, total: int) -> Coverage:
    items = [item("rule", 1, hits=at < covered, rule=f"R-{at}") for at in range(total)]
    return sample({**sample_tree(), "items": items})


@pytest.mark.parametrize(
    ("covered", "total", "percent"),
    [(0, 0, 100.0), (0, 3, 0.0), (3, 3, 100.0), (9, 10, 90.0), (7, 8, 87.5)],
)
def test_the_percentage_is_exact(covered: int, total: int, percent: float) -> None:
    assert many(covered, total).percent == percent


def test_only_all_of_it_is_100_percent() -> None:
    assert 99.9 < many(4_999, 5_000).percent < 100


def test_the_sums_are_those_of_the_core() -> None:
    tree = maker_tree(MAKER_CASES)
    found = maker_coverage(MAKER_CASES)
    assert {kind: count.to_dict() for kind, count in found.by_kind.items()} == tree["kinds"]
    assert 0 < found.total.covered < found.total.total
    assert found.cases == len(MAKER_CASES)


def test_the_files_are_read_as_the_items_name_them() -> None:
    found = maker_coverage(MAKER_CASES)
    assert list(found.sources) == ["policy.json"]
    lines = found.sources["policy.json"].split("\n")
    for each in found.items:
        if each.kind == "rule":
            assert f'"id": "{each.rule}"' in lines[each.line - 1][each.column - 1 :]


def test_a_file_that_cannot_be_read_has_no_text() -> None:
    found = Coverage.read(sample_tree(), "/nowhere")
    assert found.sources == {}


def test_json_and_back() -> None:
    found = sample()
    tree = found.to_dict()
    assert json.loads(json.dumps(tree)) == tree
    assert tree["percent"] == found.percent
    assert list(tree["kinds"]) == list(KINDS)
    assert Coverage.of(tree, found.sources) == found


def test_a_place_that_is_not_known_stays_unknown() -> None:
    tree = sample_tree()
    for each in tree["items"]:
        del each["line"], each["column"]
    found = sample(tree)
    assert {(i.line, i.column) for i in found.items} == {(0, 0)}
    assert found.total == sample().total


# --- several files of cases ---


def other_tree() -> dict[str, Any]:
    tree = sample_tree()
    for each in tree["items"]:
        each.update(hits=0, cases=[])
    tree["items"][3].update(hits=2, cases=[0, 4])
    tree["items"][5].update(hits=1, cases=[2])
    return {**tree, "cases": 5}


def test_together_files_cover_what_any_of_them_covers() -> None:
    found = merge(sample(), sample(other_tree()))
    assert found.cases == 30
    assert found.total.covered == 8
    assert (found.items[3].hits, found.items[3].cases) == (2, (25, 29))
    assert found.items[5].hits == 26
    assert found.items[5].cases == tuple(range(20))


def test_names_follow_the_cases() -> None:
    named = sample(other_tree(), names=list("abcde"))
    found = merge(named, named)
    assert [found.name(case) for case in found.items[3].cases] == ["a", "e", "a", "e"]
    assert merge(sample(), named).name(24) == "25"
    assert merge(sample(), named).name(25) == "a"


def test_what_one_file_covers_can_occur_whatever_another_one_proved() -> None:
    tree = other_tree()
    tree["items"][6]["reachable"] = False
    assert merge(sample(), sample(tree)).items[6].reachable is False
    tree["items"][8]["reachable"] = None
    assert merge(sample(tree), sample()).items[8].reachable is True


def test_one_file_alone_is_itself() -> None:
    assert merge(sample()) == sample()


def test_other_policies_do_not_go_together() -> None:
    tree = sample_tree()
    tree["policy"]["version"] = "4"
    with pytest.raises(ValueError, match="plant-faults 3 and of plant-faults 4"):
        merge(sample(), sample(tree))


def test_other_layouts_of_a_policy_do_not_go_together() -> None:
    tree = sample_tree()
    tree["items"][0]["line"] = 8
    with pytest.raises(ValueError, match="files of plant-faults 3 differ"):
        merge(sample(), sample(tree))


# --- notebooks ---


def test_a_notebook_shows_the_sums_and_what_is_missing() -> None:
    shown = sample()._repr_html_()
    assert "63.64%" in shown
    assert "C-9" in shown
    assert "<script" not in shown


def test_a_notebook_escapes_what_a_policy_says() -> None:
    tree = sample_tree()
    tree["items"] = [days("cell", 0, when="days == '<img src=x>'")]
    shown = sample(tree)._repr_html_()
    assert "<img" not in shown
    assert "&lt;img" in shown


def test_a_notebook_says_when_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert "すべて確認済み" in many(2, 2)._repr_html_()


def test_a_notebook_counts_what_it_leaves_out() -> None:
    assert "… and 150 things more" in many(0, 250)._repr_html_()
