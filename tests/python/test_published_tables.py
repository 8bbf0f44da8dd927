# SPDX-License-Identifier: Apache-2.0
"""Decision tables from the literature and from other tools' tests, with what is known of them."""

from __future__ import annotations

import json
import re
from itertools import pairwise, product
from math import prod
from pathlib import Path
from typing import Any

import pytest

import shozai

from .oracle.conditions import ConditionParser, Every, Some, compile_condition, parse_cell
from .oracle.values import NUMERIC, Attribute, Value, read_attributes

CASES = sorted((Path(__file__).parents[1] / "conformance" / "decision_tables").glob("*.json"))
_NUMBER = re.compile(r"(?<![A-Za-z0-9_.])-?\d+(?:\.\d+)?(?![A-Za-z0-9_])")

Json = dict[str, Any]
Class = tuple[Value, int]


def read(path: Path) -> Json:
    case: Json = json.loads(path.read_text(encoding="utf-8"))
    return case


def findings_of(case: Json) -> list[Json]:
    report = shozai.Policy.loads(json.dumps(case["policy"])).check()
    return list(report.to_dict()["findings"])


def named(finding: Json) -> tuple[object, ...]:
    """By what a finding is known: code, aspect, value, rules and those in front of them."""
    rules = [rule if isinstance(rule, str) else rule["id"] for rule in finding.get("rules", ())]
    behind = [rule["id"] for rule in finding.get("blocking", ())] or finding.get("behind", [])
    about = finding["aspect"] if "aspect" in finding else finding["value"]
    return (finding["code"], about, *rules, *behind)


class Comparison:
    """Regions over the columns of a table, compared class by class of values treated alike."""

    def __init__(self, case: Json, finding: Json) -> None:
        everything = read_attributes(case["policy"]["attributes"])
        table = case["policy"]["aspects"][finding["aspect"]]["table"]
        self._attributes = {name: everything[name] for name in table["columns"]}
        self._index = {name: place for place, name in enumerate(self._attributes)}
        texts = json.dumps([case["findings"], table["rows"], finding["region"]["conditions"]])
        numbers = set(_NUMBER.findall(texts))
        self._classes = [_classes(attribute, numbers) for attribute in self._attributes.values()]

    def faults(self, conditions: list[str]) -> dict[tuple[Value, ...], int]:
        """The classes of faults for which one of the conditions holds, with their sizes."""
        parser = ConditionParser(self._attributes, {})
        return self._where([parser.parse(text) for text in conditions])

    def faults_in(self, boxes: list[dict[str, str]]) -> dict[tuple[Value, ...], int]:
        """The classes of faults that lie in one of the boxes, which are written as rows are."""
        attributes = self._attributes
        return self._where(
            [
                Every(tuple(parse_cell(attributes[name], cell) for name, cell in box.items()))
                for box in boxes
            ]
        )

    def _where(self, alternatives: list[Any]) -> dict[tuple[Value, ...], int]:
        holds = compile_condition(Some(tuple(alternatives)), self._index)
        found = {}
        for row in product(*self._classes):
            values = tuple(value for value, _size in row)
            if holds(values):
                found[values] = prod(size for _value, size in row)
        return found


def _classes(attribute: Attribute, numbers: set[str]) -> list[Class]:
    if attribute.kind not in NUMERIC:
        return [(leaf, 1) for leaf in sorted(attribute.leaves, key=str)]
    cuts = {attribute.low}
    for text in numbers:
        constant = attribute.constant(text)
        assert isinstance(constant, int)
        cuts |= {cut for cut in (constant, constant + 1) if attribute.contains(cut)}
    ends = [*sorted(cuts), attribute.high + 1]
    return [(start, end - start) for start, end in pairwise(ends)]


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_exactly_what_is_known_is_found(path: Path) -> None:
    case = read(path)
    found = [named(finding) for finding in findings_of(case)]
    assert sorted(found) == sorted(named(finding) for finding in case["findings"])


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_it_is_found_where_it_is_known_to_be(path: Path) -> None:
    case = read(path)
    by_name = {named(finding): finding for finding in findings_of(case)}
    for known in case["findings"]:
        if "where" not in known:
            continue
        finding = by_name[named(known)]
        comparison = Comparison(case, finding)
        where = comparison.faults_in(known["where"])
        assert finding["region"]["size"] == str(sum(where.values()))
        shown = comparison.faults(finding["region"]["conditions"])
        assert shown.items() <= where.items()
        assert sum(where.values()) - sum(shown.values()) == int(finding["region"]["remainder"])
        assert comparison.faults_in(known.get("includes", [])).items() <= where.items()


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_every_table_names_its_source_and_what_that_says(path: Path) -> None:
    case = read(path)
    assert case["source"]
    assert case["published"]
