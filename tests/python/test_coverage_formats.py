# SPDX-License-Identifier: Apache-2.0
"""Coverage as LCOV and Cobertura: their rules, and that all forms say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from shozai.cobertura import cobertura
from shozai.lcov import lcov

from .coverage_sample import MAKER, MAKER_CASES, item, maker_coverage, sample, sample_tree

if TYPE_CHECKING:
    from pathlib import Path

    from shozai.coverage import Coverage

# The elements of coverage-04 with their attributes and what they may contain, in order.
ELEMENTS = {
    "coverage": (
        "line-rate branch-rate lines-covered lines-valid branches-covered branches-valid "
        "complexity version timestamp",
        ["sources", "packages"],
    ),
    "sources": ("", ["source"]),
    "source": ("", []),
    "packages": ("", ["package"]),
    "package": ("name line-rate branch-rate complexity", ["classes"]),
    "classes": ("", ["class"]),
    "class": ("name filename line-rate branch-rate complexity", ["methods", "lines"]),
    "methods": ("", ["method"]),
    "lines": ("", ["line"]),
    "line": ("number hits branch", ["conditions"]),
    "conditions": ("", ["condition"]),
    "condition": ("number type coverage", []),
}


@dataclass
class Record:
    """A section of a trace file."""

    file: str
    functions: dict[str, tuple[int, int]] = field(default_factory=dict)
    branches: dict[tuple[int, int, int], str] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)


def records(trace: str) -> list[Record]:
    """The sections of a trace file; fails where it breaks the rules of the form."""
    found: list[Record] = []
    starts: dict[str, int] = {}
    is_open = False
    for line in trace.splitlines():
        key, _colon, value = line.partition(":")
        if key == "TN":
            assert not is_open
            assert re.fullmatch(r"\w*", value, re.ASCII)
        elif key == "SF":
            assert not is_open
            is_open, starts = True, {}
            found.append(Record(value))
        elif line == "end_of_record":
            assert is_open
            is_open = False
        elif key == "FN":
            start, name = value.split(",")
            assert name not in starts
            starts[name] = int(start)
        elif key == "FNDA":
            calls, name = value.split(",")
            found[-1].functions[name] = (starts[name], int(calls))
        elif key == "BRDA":
            *place, taken = value.split(",")
            number, block, branch = map(int, place)
            assert (number, block, branch) not in found[-1].branches
            found[-1].branches[number, block, branch] = taken
        elif key == "DA":
            number, hits = map(int, value.split(","))
            assert number > max(found[-1].lines, default=0)
            found[-1].lines[number] = hits
        else:
            assert key in ("FNF", "FNH", "BRF", "BRH", "LF", "LH")
            found[-1].sums[key] = int(value)
    assert not is_open
    for record in found:
        check(record)
    return found


def check(record: Record) -> None:
    hits = [taken not in ("0", "-") for taken in record.branches.values()]
    assert record.sums == {
        "FNF": len(record.functions),
        "FNH": sum(hit > 0 for _line, hit in record.functions.values()),
        "BRF": len(hits),
        "BRH": sum(hits),
        "LF": len(record.lines),
        "LH": sum(hit > 0 for hit in record.lines.values()),
    }
    # Readers refuse a function or a branch that is hit on a line that is not.
    for line, hit in record.functions.values():
        assert not hit or record.lines[line]
    for (line, _block, _branch), taken in record.branches.items():
        assert (taken == "-") == (record.lines[line] == 0)


def sums(found: list[Record], key: str) -> int:
    return sum(record.sums[key] for record in found)


def check_structure(element: ET.Element) -> None:
    attributes, children = ELEMENTS[element.tag]
    given = set(element.attrib)
    assert set(attributes.split()) <= given
    assert given - set(attributes.split()) <= {"condition-coverage"}
    tags = [child.tag for child in element]
    if element.tag in ("coverage", "class"):
        assert tags == children
    else:
        assert set(tags) <= set(children)
    for child in element:
        check_structure(child)


MEASURED = {"by hand": sample, "the machine maker": lambda: maker_coverage(MAKER_CASES)}


@pytest.fixture(params=MEASURED)
def coverage(request: pytest.FixtureRequest) -> Coverage:
    return MEASURED[request.param]()


# --- all forms ---


def test_a_trace_file_counts_rules_as_functions_and_the_rest_as_branches(
    coverage: Coverage,
) -> None:
    found = records(lcov(coverage))
    counts = coverage.by_kind
    rules = [counts["rule"], counts["row"]]
    others = [counts["override"], counts["cell"], counts["boundary"]]
    assert sums(found, "FNF") == sum(count.total for count in rules)
    assert sums(found, "FNH") == sum(count.covered for count in rules)
    assert sums(found, "BRF") == sum(count.total for count in others)
    assert sums(found, "BRH") == sum(count.covered for count in others)
    total = coverage.total
    assert sums(found, "FNF") + sums(found, "BRF") == total.total
    assert sums(found, "FNH") + sums(found, "BRH") == total.covered


def test_cobertura_has_the_sums_of_the_trace_file(coverage: Coverage) -> None:
    found = records(lcov(coverage))
    root = ET.fromstring(cobertura(coverage))
    for name, key in (
        ("lines-valid", "LF"),
        ("lines-covered", "LH"),
        ("branches-valid", "BRF"),
        ("branches-covered", "BRH"),
    ):
        assert int(root.attrib[name]) == sums(found, key)
    lines = {
        (of.attrib["filename"], int(line.attrib["number"])): int(line.attrib["hits"])
        for of in root.iter("class")
        for line in of.iter("line")
    }
    assert lines == {(r.file, number): hits for r in found for number, hits in r.lines.items()}


def test_the_structure_is_that_of_coverage_04(coverage: Coverage) -> None:
    written = cobertura(coverage)
    assert "<!" not in written
    check_structure(ET.fromstring(written))


# --- LCOV ---


def test_a_trace_file_in_full(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    trace = lcov(sample(folder="plant"))
    assert trace == (
        "TN:plant_faults\nSF:plant/cost.csv\n"
        "FN:2,cost.C-1\nFN:3,cost.C-2\nFNDA:25,cost.C-1\nFNDA:0,cost.C-2\nFNF:2\nFNH:1\n"
        "BRF:0\nBRH:0\nDA:2,25\nDA:3,0\nLF:2\nLH:1\nend_of_record\n"
        "TN:plant_faults\nSF:plant/policy.json\n"
        "FN:9,cause.R-1\nFN:10,cause.R-2\nFNDA:3,cause.R-1\nFNDA:1,cause.R-2\nFNF:2\nFNH:2\n"
        "BRDA:3,0,0,4\nBRDA:3,0,1,2\nBRDA:3,1,0,1\nBRDA:3,1,1,0\nBRDA:11,0,0,1\nBRDA:12,0,0,-\n"
        "BRF:6\nBRH:4\n"
        "DA:3,4\nDA:9,3\nDA:10,1\nDA:11,1\nDA:12,0\nLF:5\nLH:4\nend_of_record\n"
        "TN:plant_faults\nSF:plant/rules.xlsx#費用\n"
        "FN:7,cost.C-9\nFNDA:0,cost.C-9\nFNF:1\nFNH:0\n"
        "BRF:0\nBRH:0\nDA:7,0\nLF:1\nLH:0\nend_of_record\n"
    )


def test_what_cannot_occur_is_no_line() -> None:
    (record,) = [r for r in records(lcov(sample())) if r.file.endswith("policy.json")]
    assert 14 not in record.lines


def test_everything_on_one_line_is_one_line() -> None:
    tree = sample_tree()
    for each in tree["items"]:
        each.update(file="policy.json", line=1)
    (record,) = records(lcov(sample(tree)))
    assert record.lines == {1: 25}
    assert record.sums["FNF"] + record.sums["BRF"] == 11


def test_what_is_at_no_known_line_is_on_the_first() -> None:
    tree = sample_tree()
    for each in tree["items"]:
        del each["line"]
    assert all(list(record.lines) == [1] for record in records(lcov(sample(tree))))


def test_paths_are_seen_from_the_current_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    coverage = maker_coverage(MAKER_CASES)
    monkeypatch.chdir(MAKER.parent)
    assert records(lcov(coverage))[0].file == "machine_maker/policy.json"
    monkeypatch.chdir(tmp_path)
    assert records(lcov(coverage))[0].file == (MAKER / "policy.json").as_posix()


def test_several_policies_are_one_trace_file() -> None:
    both = [sample(), maker_coverage(MAKER_CASES)]
    assert lcov(both) == lcov(both[0]) + lcov(both[1])
    assert len(records(lcov(both))) == 4
    assert lcov([]) == ""


def test_a_file_name_cannot_add_lines() -> None:
    tree = sample_tree()
    tree["items"] = [item("rule", 1, 1, aspect="a", rule="R", file="a\nDA:9,9\n.json")]
    assert records(lcov(sample(tree)))[0].lines == {1: 1}


# --- Cobertura ---


def test_a_line_says_how_many_of_its_branches_are_covered() -> None:
    root = ET.fromstring(cobertura(sample()))
    lines = {line.attrib["number"]: line for line in root.iter("line")}
    assert lines["3"].attrib["condition-coverage"] == "75% (3/4)"
    assert [c.attrib for c in lines["3"].iter("condition")] == [
        {"number": "0", "type": "cell", "coverage": "100%"},
        {"number": "1", "type": "boundary", "coverage": "50%"},
    ]
    assert lines["9"].attrib == {"number": "9", "hits": "3", "branch": "false"}


@pytest.mark.parametrize(
    ("covered", "total", "rate"), [(0, 3, "0"), (3, 3, "1"), (2, 3, "0.6667"), (0, 0, "1")]
)
def test_rates(covered: int, total: int, rate: str) -> None:
    items = [item("rule", at + 1, at < covered, aspect="a", rule=f"R{at}") for at in range(total)]
    root = ET.fromstring(cobertura(sample({**sample_tree(), "items": items})))
    assert root.attrib["line-rate"] == rate
    assert root.attrib["branch-rate"] == "1"


def test_only_all_is_a_rate_of_one_and_only_nothing_of_zero() -> None:
    def rate(covered: int) -> str:
        items = [item("override", 1, at < covered, rule=f"R{at}") for at in range(20_001)]
        found = ET.fromstring(cobertura(sample({**sample_tree(), "items": items})))
        return found.attrib["branch-rate"]

    assert (rate(1), rate(20_000)) == ("0.0001", "0.9999")


def test_equal_results_are_equal_files() -> None:
    coverage = sample()
    assert cobertura(coverage) == cobertura(coverage)
    assert ET.fromstring(cobertura(coverage, 1_700_000_000_000)).attrib["timestamp"] == (
        "1700000000000"
    )


def test_several_policies_are_several_packages() -> None:
    root = ET.fromstring(cobertura([sample(), maker_coverage(MAKER_CASES)]))
    names = [package.attrib["name"] for package in root.iter("package")]
    assert names == ["plant-faults 3", "amagiri-aftermarket-faults 2026.1"]


def test_what_xml_cannot_say_is_replaced() -> None:
    tree = sample_tree()
    tree["policy"]["version"] = '1<&">\x00\x1b\ufffe\ud800'
    root = ET.fromstring(cobertura(sample(tree)))
    (package,) = root.iter("package")
    assert package.attrib["name"].startswith('plant-faults 1<&">\ufffd')
