# SPDX-License-Identifier: Apache-2.0
"""What proving costs, beside z3 and KIE's decision table analyser: Markdown.

`python benchmarks/bench_prove.py [--programs build/release/benchmarks] [--limit 60]`

Times of shozai come from bench_prove (Catch2), memory from prove_policy, a process for each case.
Z3 must find as many shadowed rules, conflicts and gaps as shozai; where it does not, this ends.
Without Java and Maven, KIE is left out.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree

import by_kie
from by_z3 import ask_z3
from synthetic_rules import read_table
from table import judged, readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from by_z3 import Answer
    from synthetic_rules import Table

FOR_KIE = re.compile(r"structured, \w+, (100|1,000) rules")
SMALL = 10  # rows of the table that warms KIE up


class Goal(NamedTuple):
    """At most so many seconds for the cases of these names."""

    text: str
    cases: re.Pattern[str]
    seconds: float


GOALS = (
    Goal("1,000 structured rules: under 0.1 s", re.compile(r"structured, \w+, 1,000 rules"), 0.1),
    Goal("10,000 hierarchical rules: under 1 s", re.compile(r"refining, \w+, 10,000 rules"), 1),
    Goal("300 uniformly random rules: under 1 s", re.compile(r"random, \w+, 300 rules"), 1),
    Goal("100 rules over 16 attributes: under 1 s", re.compile(r"random, .*, 16 attributes"), 1),
    Goal("3 edits of 10,000 rules: under 50 ms", re.compile(r".*, 10,000 rules, 3 edits"), 0.05),
)


class Programs(NamedTuple):
    """Where the benchmarks were built, and how they run."""

    folder: Path
    samples: int
    wanted: re.Pattern[str]

    def run(self, name: str, *arguments: str) -> str:
        """What a program prints."""
        command = [str(self.folder / name), *arguments]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")
        return done.stdout

    def cases(self) -> list[str]:
        """Those wanted."""
        return [c for c in self.run("prove_policy", "cases").splitlines() if self.is_wanted(c)]

    def is_wanted(self, case: str) -> bool:
        """By its name."""
        return self.wanted.search(case) is not None

    def table(self, case: str) -> Table:
        """The policy of a case."""
        return read_table(json.loads(self.run("prove_policy", "write", case)))

    def times(self) -> dict[str, float]:
        """The mean of each case in seconds, by Catch2."""
        options = ("-r", "xml", "--benchmark-samples", str(self.samples))
        found = {}
        for result in ElementTree.fromstring(self.run("bench_prove", *options)).iter(
            "BenchmarkResults"
        ):
            mean = result.find("mean")
            if mean is not None:
                case = result.attrib["name"].partition(":")[0]
                found[case] = float(mean.attrib["value"]) / 1e9
        return found


def seconds(s: float) -> str:
    """Readable."""
    return readable(s * 1e9)


def print_rows(heads: str, rows: Iterator[list[str]]) -> None:
    """A Markdown table, each row as soon as it is known; `heads` beginning with > are numbers."""
    names = [head.strip() for head in heads.split("|")]
    print("|", " | ".join(name.lstrip(">") for name in names), "|")
    print("|", " | ".join("---:" if name[0] == ">" else "---" for name in names), "|")
    for row in rows:
        print("|", " | ".join(row), "|", flush=True)
    print(flush=True)


def print_goals(times: dict[str, float]) -> None:
    """Each goal beside every case that it speaks of."""

    def rows() -> Iterator[list[str]]:
        for goal in GOALS:
            for case, time in times.items():
                if goal.cases.fullmatch(case):
                    yield [goal.text, case, judged(seconds(time), time < goal.seconds)]

    print_rows("goal | case | >measured", rows())


def print_shozai(
    cases: list[str], times: dict[str, float], measured: dict[str, dict[str, Any]]
) -> None:
    """What each case takes and what was found."""

    def rows() -> Iterator[list[str]]:
        for case in cases:
            of = measured[case]
            memory = [f"{of[key] / 1024:.0f} MiB" for key in ("peak_kib_compiled", "peak_kib")]
            time = seconds(times.get(case, of["seconds"]))
            yield [case, time, of["by"], seconds(of["compiling_seconds"]), *memory, of["found"]]

    print_rows("case | >time | by | >compiling | >peak, compiled | >peak, proved | found", rows())


def count_of(found: str, kind: str) -> int:
    """Of the findings that prove_policy says, those of one kind."""
    match = re.search(rf"(\d+) {kind}\b", found)
    return int(match[1]) if match else 0


def check(case: str, answers: dict[str, Answer], found: str) -> None:
    """Never time a wrong answer."""
    expected = {kind: count_of(found, kind) for kind in ("shadowed", "conflict")}
    expected["gap"] = count_of(found, "by_default")
    for kind, answer in answers.items():
        if answer.complete and answer.found != expected[kind]:
            raise AssertionError(f"{case}: {kind}: z3 {answer.found}, shozai {expected[kind]}")


def print_z3(programs: Programs, measured: dict[str, dict[str, Any]], limit: float) -> None:
    """Three questions by z3, beside all of shozai's."""

    def said(answer: Answer) -> str:
        if answer.questions == 0:
            return "boxes tell"
        if answer.complete:
            return f"{answer.found} in {seconds(answer.seconds)}"
        return f"stopped, {answer.asked:,} of {answer.questions:,} asked"

    def rows() -> Iterator[list[str]]:
        for case, of in measured.items():
            if "edits" in case:
                continue
            answers = ask_z3(programs.table(case), limit)
            check(case, answers, of["found"])
            total = seconds(sum(answer.seconds for answer in answers.values()))
            if not all(answer.complete for answer in answers.values()):
                total = f"over {limit:.0f} s"
            yield [case, *map(said, answers.values()), total, seconds(of["seconds"])]

    print_rows("case | >shadowed | >conflicts | >gap | >z3 in all | >shozai, all findings", rows())


def print_kie(programs: Programs, measured: dict[str, dict[str, Any]], limit: float) -> None:
    """Gaps and overlaps by KIE, of the tables that it can read."""

    def rows(classpath: str, folder: Path) -> Iterator[list[str]]:
        for case, of in measured.items():
            if FOR_KIE.fullmatch(case):
                table = programs.table(case)
                small = table._replace(rules=table.rules[:SMALL])
                found = by_kie.analyse(classpath, folder, small, table, limit)
                yield [case, found.text, seconds(found.seconds), seconds(of["seconds"])]

    with tempfile.TemporaryDirectory() as name:
        classpath = by_kie.build(Path(name))
        if classpath is None:
            print("KIE: left out, there is no Java or no Maven.\n")
        else:
            heads = "case | KIE found | >KIE | >shozai, all findings"
            print_rows(heads, rows(classpath, Path(name)))


def parse() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description="What proving costs, beside z3 and KIE.")
    parser.add_argument("--programs", type=Path, default=Path("build/release/benchmarks"))
    parser.add_argument("--samples", type=int, default=5, help="of Catch2; 0: one run by itself")
    parser.add_argument("--limit", type=float, default=60, help="seconds for each case of others")
    parser.add_argument("--cases", type=re.compile, default=re.compile(""), help="a pattern")
    return parser.parse_args()


def main() -> None:
    """Prints all tables."""
    options = parse()
    programs = Programs(options.programs, options.samples, options.cases)
    cases = programs.cases()
    measured = {case: json.loads(programs.run("prove_policy", "measure", case)) for case in cases}
    times = programs.times() if options.samples else {}
    for case in cases:
        if case in times:
            measured[case]["seconds"] = times[case]
    times = {case: measured[case]["seconds"] for case in cases}
    sections: tuple[Callable[[], None], ...] = (
        lambda: print_goals(times),
        lambda: print_shozai(cases, times, measured),
        lambda: print_z3(programs, measured, options.limit),
        lambda: print_kie(programs, measured, options.limit),
    )
    for title, section in zip(("Goals", "shozai", "z3", "KIE"), sections, strict=True):
        print(f"## {title}\n")
        section()


if __name__ == "__main__":
    main()
