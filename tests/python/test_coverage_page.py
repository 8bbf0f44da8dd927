# SPDX-License-Identifier: Apache-2.0
"""The page about coverage: whole, harmless, and true to the coverage."""

from __future__ import annotations

import re
from typing import Any

import pytest

from shozai.coverage import Coverage
from shozai.coverage_page import coverage_page
from shozai.texts import LANGUAGES, Language

from .coverage_sample import MAKER_CASES, POLICY, item, maker_coverage, sample, sample_tree
from .test_report import HOSTILE, Page


def rows(page: str) -> dict[str, tuple[str, str]]:
    """Class and title of the rows of the text, by their anchors."""
    found = re.findall(r'<tr id="([^"]*)"(?: class="(\w+)")?(?: title="([^"]*)")?>', page)
    return {anchor: (state, title) for anchor, state, title in found}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_whole_and_loads_nothing(lang: Language) -> None:
    coverage = maker_coverage(MAKER_CASES, names=[case["name"] for case in MAKER_CASES])
    written = coverage_page(coverage, lang, made="2026-05-20")
    page = Page(written)
    assert f'<html lang="{lang}">' in written
    assert "2026-05-20" in page.text
    assert not {"script", "img", "link", "iframe", "object", "form"} & set(page.elements)
    loading = {"src", "srcset", "action", "data", "poster", "background"}
    assert not loading & {name for name, _value in page.attributes}
    assert all(value.startswith("#") for name, value in page.attributes if name == "href")
    assert "default-src 'none'" in written
    assert "prefers-color-scheme:dark" in written
    assert "@media print" in written


def test_links_lead_to_anchors_of_which_there_is_one_each() -> None:
    page = Page(coverage_page([sample(), maker_coverage(MAKER_CASES), sample()], "en"))
    anchors = [value for name, value in page.attributes if name == "id"]
    links = {value for name, value in page.attributes if name == "href"}
    assert len(anchors) == len(set(anchors))
    assert {link.removeprefix("#") for link in links} <= set(anchors)


def test_the_text_is_coloured_line_by_line() -> None:
    found = rows(coverage_page(sample(), "en"))
    states = {anchor: state for anchor, (state, _title) in found.items() if state}
    partly = ("f1-3", "f1-4", "f1-7", "f1-12")
    covered = ("f1-9", "f1-10", "f1-11", "f1-13", "f2-2")
    assert states == (
        dict.fromkeys(partly, "partly")
        | dict.fromkeys(covered, "covered")
        | {"f1-14": "unreachable", "f2-3": "missing", "f3-7": "missing"}
    )
    assert len([anchor for anchor in found if anchor.startswith("f1-")]) == POLICY.count("\n")


def test_hovering_names_the_cases() -> None:
    names = ["day 12", "day 40", '"quoted" & <tagged>']
    found = rows(coverage_page(sample(names=names), "en"))
    assert found["f1-9"][1] == (
        "R-1: 3 cases: day 12, day 40, &quot;quoted&quot; &amp; &lt;tagged&gt;"
    )
    assert found["f1-12"][1] == "R-2 before all other rules: no case"
    assert found["f1-14"][1] == "R-3: cannot occur"
    assert found["f1-7"][1] == "91 (the first after the threshold): no case"
    assert "&#10;" in found["f1-3"][1]
    assert found["f1-8"] == ("", "")


def test_what_a_line_lacks_stands_beside_it() -> None:
    text = Page(coverage_page(sample(), "ja")).text
    assert '"definitions": {"old": {"that": "days > 90"}}, 値 91 の事例がない' in text
    assert '"*"], R-2 が他のすべての規則に優先：事例なし' in text


def test_numbers_are_those_of_the_coverage() -> None:
    page = Page(coverage_page(sample(), "en"))
    sums = {row[0].split("\n")[0]: row[1:4] for row in page.rows if len(row) == 5}
    assert sums["together"] == ["7", "11", "63.64%"]
    assert [value[:3] for name, value in sums.items() if name.startswith("overrides")] == [
        ["1", "2", "50.00%"]
    ]
    assert "7 of 11 covered: 63.64%" in page.text
    assert "no possible fault exercises them: 1 thing." in page.text


def test_a_table_whose_text_is_not_known_is_shown_by_its_rows() -> None:
    page = Page(coverage_page(sample(), "en"))
    assert "rules.xlsx#費用" in page.text
    assert ["7", "0", "×", "C-9"] in page.rows


def test_values_stand_in_their_order_with_signs_besides_colours() -> None:
    scale = re.search(r'<ul class="scale">(.*?)</ul>', coverage_page(sample(), "en"))
    assert scale
    shown = re.findall(r'<li class="([^"]*)"[^>]*>([^<]*)<span class="hits">([^<]*)', scale[1])
    assert shown == [
        ("cell covered", "≤ 90", "✓ 4"),
        ("edge below covered", "90", "✓ 1"),
        ("edge above missing", "91", "× 0"),
        ("cell covered", "≥ 91", "✓ 2"),
    ]


def test_a_value_alone_between_thresholds_is_shown_once() -> None:
    page = coverage_page(maker_coverage(MAKER_CASES), "en")
    (severity,) = re.findall(r'<code>severity</code></h3><ul class="scale">(.*?)</ul>', page)
    shown = re.findall(r'<li class="(\w+ ?\w*) (?:covered|missing)"[^>]*>([^<]*)', severity)
    assert shown == [
        ("cell", "≤ 2"),
        ("edge below", "2"),
        ("edge both", "3"),
        ("cell", "3"),
        ("edge above", "4"),
        ("cell", "≥ 4"),
    ]


def test_nothing_missing_needs_no_list() -> None:
    tree = sample_tree()
    tree["items"] = [item("rule", 9, 1, aspect="cause", rule="R-1")]
    page = coverage_page(sample(tree), "en")
    assert "Everything that a fault can exercise is covered." in page
    assert 'id="not_covered"' not in page
    assert 'id="scales"' not in page


def test_a_policy_without_cases_is_a_page_too() -> None:
    page = coverage_page(maker_coverage([]), "ja")
    assert "網羅率" in page
    assert '<div class="sum missing">' in page


def test_equal_results_are_equal_pages() -> None:
    assert coverage_page(sample(), "ja") == coverage_page(sample(), "ja")


def test_a_very_long_line_is_cut() -> None:
    tree = sample_tree()
    text = '{"a": "' + "x" * 100_000 + '"}'
    page = coverage_page(Coverage.of(tree, {"policy.json": text}), "en")
    assert len(page) < 60_000
    assert "x …" in page


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup(text: str) -> None:
    tree: dict[str, Any] = sample_tree()
    tree["policy"].update(id=text, version=text, hash=text)
    for each in tree["items"]:
        for key in ("aspect", "rule", "overrides", "attribute", "when", "value", "file", "part"):
            if key in each:
                each[key] = text
        for place in each.get("places", ()):
            place["file"] = text
    hostile = Coverage.of(tree, {text: text + "\n" + POLICY, "other": text}, names=[text] * 25)
    page = Page(coverage_page(hostile, "en", made=text))
    plain = Page(coverage_page(sample(), "en", made="x"))
    assert set(page.elements) <= set(plain.elements)
    assert {name for name, _value in page.attributes} <= {name for name, _v in plain.attributes}
    assert page.others == []
    assert "\x1b" not in page.text
    assert "\u202e" not in page.text
