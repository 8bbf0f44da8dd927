# SPDX-License-Identifier: Apache-2.0
"""Turns the XML of Catch2 benchmarks (standard input) into a Markdown table.

`build/release/benchmarks/bench_decide -r xml | python benchmarks/table.py`
"""

from __future__ import annotations

import re
import sys
from xml.etree import ElementTree

UNITS = (("s", 1e9), ("ms", 1e6), ("µs", 1e3), ("ns", 1.0))


def readable(nanoseconds: float) -> str:
    """A time in the unit in which it is at least one."""
    unit, size = next((u, s) for u, s in UNITS if nanoseconds >= s or s == 1.0)
    return f"{nanoseconds / size:.3g} {unit}"


def main() -> None:
    """Writes a row for each benchmark, with the cost of one fault where its name counts them."""
    tree = ElementTree.parse(sys.stdin)
    print("| what | mean | low | high | per item |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for result in tree.iter("BenchmarkResults"):
        mean = result.find("mean")
        if mean is None:
            continue
        name = result.attrib["name"]
        value, low, high = (float(mean.attrib[k]) for k in ("value", "lowerBound", "upperBound"))
        items = re.search(r"([\d,]+) faults", name)
        each = readable(value / int(items[1].replace(",", ""))) if items else ""
        print(f"| {name} | {readable(value)} | {readable(low)} | {readable(high)} | {each} |")


if __name__ == "__main__":
    main()
