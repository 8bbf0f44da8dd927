# SPDX-License-Identifier: Apache-2.0
"""What deciding a table costs a row, beside numpy.select and zen-engine: Markdown.

`build/release/benchmarks/write_policy 1000 | python benchmarks/bench_tables.py`

One core, 1,000 structured rules over 8 attributes (4 enums, a flag, 3 numbers), hit policy `first`,
random rows with a fixed seed. Every variant must give the owners that shozai gives before it is
timed; the best of several runs counts, as the least disturbed.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl
import zen

import shozai

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 5_000_000
FEW = 20_000  # for numpy.select, which goes through all rules for every row
FEWER = 2_000  # for zen-engine, one call a row
VALUES = [f"v{i}" for i in range(12)]
TEST = re.compile(r"(?:(e\d) == '(v\d+)'|(n\d) (<=|>) (\d+)|(flag))")


class Test(NamedTuple):
    """One test of a rule: an attribute, an operator, a value."""

    attribute: str
    operator: str
    value: Any


def tests_of(when: str) -> list[Test]:
    """The tests that a synthetic condition joins by `&&`."""
    found = []
    for part in when.split(" && "):
        match = TEST.fullmatch(part)
        if match is None:
            raise ValueError(part)
        enum, value, number, operator, bound, flag = match.groups()
        if enum:
            found.append(Test(enum, "==", value))
        elif number:
            found.append(Test(number, operator, int(bound)))
        else:
            found.append(Test(flag, "==", True))
    return found


# --- tables --------------------------------------------------------------------------------------


def random_table(rows: int, seed: int = 7) -> pl.DataFrame:
    """Enums as dictionaries, a flag, whole numbers."""
    random = np.random.default_rng(seed)
    enums = {
        f"e{i}": pl.Series(random.integers(0, 12, rows).astype(np.uint32)).cat.to(pl.Enum(VALUES))
        for i in range(4)
    }
    numbers = {f"n{i}": random.integers(0, 10_000, rows) for i in range(3)}
    return pl.DataFrame({**enums, "flag": random.integers(0, 2, rows).astype(bool), **numbers})


def as_texts(table: pl.DataFrame) -> pl.DataFrame:
    """Enums as plain texts."""
    return table.with_columns(pl.col("^e.$").cast(pl.String))


def with_unknowns(table: pl.DataFrame, share: float) -> pl.DataFrame:
    """Some cells of every column become null."""
    random = np.random.default_rng(11)
    return table.with_columns(
        pl.when(pl.Series(random.random(len(table)) >= share)).then(pl.col(name)).alias(name)
        for name in table.columns
    )


# --- the others ----------------------------------------------------------------------------------


def by_numpy(document: dict[str, Any], table: pl.DataFrame) -> np.ndarray[Any, Any]:
    """Owners by numpy.select over one boolean array a rule."""
    aspect = document["aspects"]["owner"]
    columns = {name: table[name].to_physical().to_numpy() for name in table.columns}

    def holds(test: Test) -> Any:
        column = columns[test.attribute]
        if test.operator == "==":
            return column == (VALUES.index(test.value) if test.value in VALUES else test.value)
        return column <= test.value if test.operator == "<=" else column > test.value

    conditions = []
    for rule in aspect["rules"]:
        first, *rest = [holds(test) for test in tests_of(rule["when"])]
        for other in rest:
            first = first & other
        conditions.append(first)
    owners = [rule["then"]["accountable"] for rule in aspect["rules"]]
    return np.select(conditions, owners, default=aspect["otherwise"]["then"]["accountable"])


def zen_engine(document: dict[str, Any]) -> zen.ZenEngine:
    """The same rules as a decision table of zen-engine, compiled once and given by a loader."""
    aspect = document["aspects"]["owner"]
    names = list(document["attributes"])

    def cell(tests: list[Test], name: str) -> str:
        for test in tests:
            if test.attribute == name:
                written = json.dumps(test.value)
                return written if test.operator == "==" else f"{test.operator} {written}"
        return ""

    rules = [
        {
            "_id": rule["id"],
            **{name: cell(tests_of(rule["when"]), name) for name in names},
            "owner": json.dumps(rule["then"]["accountable"]),
        }
        for rule in aspect["rules"]
    ]
    default = aspect["otherwise"]["then"]["accountable"]
    rules.append({"_id": "otherwise", **dict.fromkeys(names, ""), "owner": json.dumps(default)})
    content = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in"},
            {
                "id": "table",
                "type": "decisionTableNode",
                "name": "table",
                "content": {
                    "hitPolicy": "first",
                    "inputs": [{"id": name, "name": name, "field": name} for name in names],
                    "outputs": [{"id": "owner", "name": "owner", "field": "owner"}],
                    "rules": rules,
                },
            },
            {"id": "out", "type": "outputNode", "name": "out"},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "2", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
    }
    compiled = zen.ZenDecisionContent(json.dumps(content))
    return zen.ZenEngine({"loader": lambda _key: compiled})


# --- timing --------------------------------------------------------------------------------------


def best(call: Callable[[], object], runs: int) -> float:
    """The least time of some runs, in seconds."""
    times = []
    for _ in range(runs):
        started = perf_counter()
        call()
        times.append(perf_counter() - started)
    return min(times)


def owners(policy: shozai.Policy, table: pl.DataFrame) -> list[str]:
    """By shozai."""
    return pl.DataFrame(policy.decide_table(table, progress=False))["owner.owner"].to_list()


def measure(document: dict[str, Any]) -> list[tuple[str, int, float]]:
    """What each variant takes: name, rows, seconds."""
    policy = shozai.Policy.loads(json.dumps(document))
    table = random_table(ROWS)
    few, fewer = table.head(FEW), table.head(FEWER)
    texts, partial = as_texts(table), with_unknowns(table.head(ROWS // 10), 0.1)
    engine = zen_engine(document)
    rows_as_dicts = as_texts(fewer).rows(named=True)

    def by_zen() -> list[str]:
        return [engine.evaluate("owner", row)["result"]["owner"] for row in rows_as_dicts]

    if by_numpy(document, few).tolist() != owners(policy, few) or by_zen() != owners(policy, fewer):
        raise AssertionError("the variants do not agree")

    def decide(frame: pl.DataFrame, threads: int = 1) -> shozai.DecidedTable:
        return policy.decide_table(frame, threads=threads, progress=False)

    decided = decide(table)
    return [
        ("shozai, dictionaries", ROWS, best(lambda: decide(table), 5)),
        ("shozai, dictionaries, 2 threads", ROWS, best(lambda: decide(table, 2), 5)),
        ("shozai, texts", ROWS, best(lambda: decide(texts), 3)),
        ("shozai, one cell in ten unknown", len(partial), best(lambda: decide(partial), 3)),
        ("the same result as a polars frame", ROWS, best(lambda: pl.DataFrame(decided), 3)),
        (
            "shozai, decide a fault at a time",
            FEWER,
            best(lambda: [policy.decide(row, "owner") for row in rows_as_dicts], 3),
        ),
        ("numpy.select", FEW, best(lambda: by_numpy(document, few), 3)),
        ("zen-engine, by its loader", FEWER, best(by_zen, 3)),
    ]


def memory(document: dict[str, Any]) -> tuple[int, int]:
    """The bytes of a table, and by how much the process grows at most while it is decided."""
    policy = shozai.Policy.loads(json.dumps(document))
    table = random_table(ROWS)
    policy.decide_table(table.head(1), progress=False)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    before = resident("VmRSS")
    decided = policy.decide_table(table, progress=False)
    growth = resident("VmHWM") - before
    return int(table.estimated_size()), growth if len(decided) else 0


def resident(what: str) -> int:
    """The memory of this process in bytes, as Linux counts it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return (
        int(next(line for line in status.splitlines() if line.startswith(what)).split()[1]) * 1024
    )


def main() -> None:
    """Prints the table and what the goals ask."""
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    document = json.load(sys.stdin)
    size, growth = memory(document)
    found = measure(document)
    print("| variant | rows | ns a row | million rows a second |")
    print("| --- | ---: | ---: | ---: |")
    for name, rows, seconds in found:
        print(f"| {name} | {rows:,} | {seconds / rows * 1e9:,.1f} | {rows / seconds / 1e6:,.2f} |")
    cost = {name: seconds / rows for name, rows, seconds in found}
    shozai_cost = cost["shozai, dictionaries"]
    goals = (
        ("at least 20 million complete rows a second", 1e-6 / shozai_cost, 20),
        ("at least 50 times numpy.select", cost["numpy.select"] / shozai_cost, 50),
        ("at least 100 times zen-engine", cost["zen-engine, by its loader"] / shozai_cost, 100),
    )
    print()
    for goal, reached, wanted in goals:
        print(f"- {goal}: {reached:,.1f}" + ("" if reached >= wanted else " **missed**"))
    print(
        f"- memory: the table has {size / 2**20:,.0f} MiB; deciding it, the process grows by "
        f"{growth / 2**20:,.0f} MiB (4 bytes a row are the result)"
    )


if __name__ == "__main__":
    main()
