# SPDX-License-Identifier: Apache-2.0
"""Coverage as an LCOV trace file, which editors and code review show beside the lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .coverage import each
from .covering.counts import counted_files
from .texts import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .coverage import Coverages
    from .covering.counts import CountedFile, CountedLine
    from .covering.items import CoverageItem


def lcov(coverages: Coverages) -> str:
    """Rules and rows as functions; overrides, cells and boundary values as branches of lines.

    Files go by their paths as seen from the current folder; each policy is a test of its own.
    """
    records = (
        line
        for coverage in each(coverages)
        for file in counted_files(coverage)
        for line in _record(re.sub(r"\W", "_", coverage.policy.id, flags=re.ASCII), file)
    )
    return "".join(f"{line}\n" for line in records)


def _record(test: str, file: CountedFile) -> Iterator[str]:
    yield f"TN:{test}"
    yield f"SF:{harmless(file.path)}"
    rules = file.functions
    yield from (f"FN:{max(rule.line, 1)},{_name(rule)}" for rule in rules)
    yield from (f"FNDA:{rule.hits},{_name(rule)}" for rule in rules)
    yield f"FNF:{len(rules)}"
    yield f"FNH:{sum(rule.covered for rule in rules)}"
    for line in file.lines:
        yield from _branches(line)
    branches = file.branches
    yield f"BRF:{len(branches)}"
    yield f"BRH:{sum(branch.covered for branch in branches)}"
    yield from (f"DA:{line.number},{line.hits}" for line in file.lines)
    yield f"LF:{len(file.lines)}"
    yield f"LH:{sum(line.hits > 0 for line in file.lines)}"
    yield "end_of_record"


def _branches(line: CountedLine) -> Iterator[str]:
    for block, (_kind, items) in enumerate(line.branches):
        for branch, item in enumerate(items):
            taken = item.hits if line.hits else "-"
            yield f"BRDA:{line.number},{block},{branch},{taken}"


def _name(rule: CoverageItem) -> str:
    # A rule that an aspect has of another one is a function of its own.
    return f"{rule.aspect}.{rule.rule}"
