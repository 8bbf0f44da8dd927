# SPDX-License-Identifier: Apache-2.0
"""How long testing a policy takes, whole commands, start-up included.

10,000 cases against 1,000 rules through `shozai test`; with coverage; the mutants of the machine
maker's policy through `shozai mutate`. Answers are checked before times are shown. Usage:
bench_testing.py [RUNS]
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

MACHINE_MAKER = Path(__file__).parents[1] / "examples" / "machine_maker"
KINDS, DAYS, RULES, CASES = 200, 100, 1_000, 10_000
SPAN = DAYS * KINDS // RULES  # days of one rule


def policy() -> dict[str, Any]:
    """A policy in which each rule owns one kind over some days."""
    rules = [rule(number) for number in range(RULES)]
    return {
        "shozai": 1,
        "policy": {"id": "big", "version": "1"},
        "attributes": {
            "kind": {"type": "enum", "values": {f"k{n}": {} for n in range(KINDS)}},
            "days": {"type": "int", "min": 0, "max": DAYS},
        },
        "departments": {f"d{n}": {} for n in range(7)},
        "aspects": {"owner": {"interim": {"accountable": "d0"}, "rules": rules}},
    }


def rule(number: int) -> dict[str, Any]:
    """Rule `number` of them."""
    first = number // KINDS * SPAN
    when = f"kind == 'k{number % KINDS}' && days >= {first} && days < {first + SPAN}"
    return {
        "id": f"R-{number}",
        "when": when,
        "then": {"accountable": f"d{number % 7}"},
        "because": "so it is",
    }


def case(number: int) -> dict[str, Any]:
    """Case `number`, with what it is to be decided by."""
    kind, days = number % KINDS, number // KINDS % DAYS
    expected = {"state": "decided", "rule": f"R-{kind + days // SPAN * KINDS}"}
    return {
        "name": f"case {number}",
        "fault": {"kind": f"k{kind}", "days": days},
        "expected": {"owner": expected},
    }


def timed(runs: int, answer: str, *arguments: str, folder: Path) -> None:
    """Prints the least and the median time of a command whose output must hold `answer`."""
    command = [sys.executable, "-m", "shozai", *arguments]
    times = []
    for _run in range(runs):
        started = perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
        times.append(perf_counter() - started)
        if answer not in done.stdout:
            sys.exit(done.stdout + done.stderr)
    print(f"shozai {' '.join(arguments)}: least {min(times):.2f} s, median {median(times):.2f} s")


def main() -> None:
    """Runs the benchmarks."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "big.json").write_text(json.dumps(policy()), encoding="utf-8")
        cases = {"shozai_cases": 1, "cases": list(map(case, range(CASES)))}
        (folder / "big.cases.json").write_text(json.dumps(cases), encoding="utf-8")
        timed(runs, "10,000 passed", "test", "big.cases.json", folder=folder)
        timed(runs, "10,000 passed", "test", "big.cases.json", "--coverage", folder=folder)
    timed(runs, "117 passed", "test", ".", folder=MACHINE_MAKER)
    timed(runs, "1,049 of 1,049", "mutate", "policy.cases.json", folder=MACHINE_MAKER)


if __name__ == "__main__":
    main()
