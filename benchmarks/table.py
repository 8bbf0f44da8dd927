# SPDX-License-Identifier: Apache-2.0
"""Turns the XML of Catch2 benchmarks (standard input) into Markdown: goals, decisions, the rest.

`build/release/benchmarks/bench_decide -r xml | python benchmarks/table.py`
"""

from __future__ import annotations

import re
import sys
from typing import NamedTuple
from xml.etree import ElementTree

UNITS = (("s", 1e9), ("ms", 1e6), ("µs", 1e3), ("ns", 1.0))
HIT_POLICIES = ("override", "first")
BY_HAND = ("bit sets", "linear scan", "nested if")
DECIDING = re.compile(r"(\w+), (\w+), (\d+) rules, ([\d,]+) faults: ([\w ]+?)(?: \((.+)\))?")


class Result(NamedTuple):
    """What Catch2 says of one benchmark, in nanoseconds."""

    name: str
    mean: float
    low: float
    high: float


class Costs(dict[str, float]):
    """What one complete fault of one policy costs, by way of deciding it, in nanoseconds."""

    evaluator = ""  # what shozai decides by

    def ratio(self, other: str) -> float:
        """How many times the cost of another way shozai's is."""
        return self["shozai"] / self[other]

    def fastest_by_hand(self) -> str:
        """The best of what a programmer would write instead."""
        return min(BY_HAND, key=self.__getitem__)


Deciding = dict[tuple[str, str, int], Costs]


def readable(nanoseconds: float) -> str:
    """A time in the unit in which it is at least one."""
    unit, size = next((u, s) for u, s in UNITS if nanoseconds >= s or s == 1.0)
    return f"{nanoseconds / size:.3g} {unit}"


def number(digits: str) -> int:
    """A number written with or without commas."""
    return int(digits.replace(",", ""))


def judged(text: str, met: bool) -> str:
    """What was measured, and whether it is too much."""
    return text if met else f"**{text}**, missed"


def print_goals(deciding: Deciding) -> None:
    """What the goals speak of, under each hit policy."""

    def at_1000(family: str, hit: str) -> str:
        cost = deciding[family, hit, 1000]["shozai"]
        return judged(readable(cost), cost < 100)

    def by_hand(family: str, hit: str) -> str:
        costs = deciding[family, hit, 1000]
        best = costs.fastest_by_hand()
        return judged(f"{costs.ratio(best):.2g}x ({best})", costs.ratio(best) <= 3)

    def growth(family: str, hit: str) -> str:
        few, many = (deciding[family, hit, rules]["shozai"] for rules in (10, 10_000))
        return judged(f"{many / few:.2g}x", many <= 10 * few)

    def bit_sets(family: str, hit: str) -> str:
        costs = deciding[family, hit, 10_000]
        return judged(
            f"{costs.ratio('bit sets'):.2g}x ({costs.evaluator})", costs.ratio("bit sets") <= 1.3
        )

    goals = (
        ("structured", "1,000 rules: under 100 ns a complete fault", at_1000),
        ("structured", "1,000 rules: at most 3x the fastest written by hand", by_hand),
        ("structured", "10,000 rules: at most 10x the cost at 10", growth),
        ("hierarchical", "10,000 rules: at most 10x the cost at 10", growth),
        ("random", "10,000 rules: at most 1.3x plain bit sets", bit_sets),
    )
    print("| goal | override | first |")
    print("| --- | ---: | ---: |")
    for family, text, measured in goals:
        print(f"| {family}, {text} |", " | ".join(measured(family, h) for h in HIT_POLICIES), "|")
    print()


def print_deciding(deciding: Deciding) -> None:
    """A row for each policy, with the mean cost of one complete fault in every way."""
    print("| complete fault | shozai | by |", " | ".join(BY_HAND), "| / bit sets | / fastest |")
    print("| --- | ---: | --- |", " | ".join(["---:"] * (len(BY_HAND) + 2)), "|")
    for (family, hit, rules), costs in deciding.items():
        cells = [readable(costs["shozai"]), costs.evaluator]
        cells += [readable(costs[way]) for way in BY_HAND]
        cells += [f"{costs.ratio(way):.2g}x" for way in ("bit sets", costs.fastest_by_hand())]
        print(f"| {family}, {hit}, {rules:,} rules |", " | ".join(cells), "|")
    print()


def print_list(results: list[Result]) -> None:
    """A row for each benchmark, with the cost of one fault where its name counts them."""
    print("| what | mean | low | high | per item |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for result in results:
        items = re.search(r"([\d,]+) faults", result.name)
        each = readable(result.mean / number(items[1])) if items else ""
        times = (readable(t) for t in (result.mean, result.low, result.high))
        print(f"| {result.name} |", " | ".join(times), f"| {each} |")


def read_results() -> list[Result]:
    """The benchmarks that ran to their end."""
    found = []
    for result in ElementTree.parse(sys.stdin).iter("BenchmarkResults"):
        mean = result.find("mean")
        if mean is not None:
            times = (float(mean.attrib[key]) for key in ("value", "lowerBound", "upperBound"))
            found.append(Result(result.attrib["name"], *times))
    return found


def main() -> None:
    """Reads all, and sorts the decisions of complete faults out."""
    deciding: Deciding = {}
    others = []
    for result in read_results():
        if name := DECIDING.fullmatch(result.name):
            costs = deciding.setdefault((name[1], name[2], int(name[3])), Costs())
            costs[name[5]] = result.mean / number(name[4])
            costs.evaluator = name[6] or costs.evaluator
        else:
            others.append(result)
    if deciding:
        print_goals(deciding)
        print_deciding(deciding)
    if others:
        print_list(others)


if __name__ == "__main__":
    main()
