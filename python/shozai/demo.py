# SPDX-License-Identifier: Apache-2.0
"""The shipped examples from end to end: decided, explained, left open, refused, reported."""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from ._core import CompiledCases, CompiledPolicySet
from ._errors import PolicyError
from .policy import Policy
from .report import Report, page_of, report_on
from .report_command import write_page
from .reporting.cases import Case, Chosen, Examples
from .reporting.counts import counts_of_decisions, counts_of_table
from .reporting.file_cases import cases_of_file
from .reporting.rules import RuleBook
from .show_decisions import Tally, show_summary
from .show_explanation import show_explanation
from .table_files import read_table_file
from .terminal import Screen, safe
from .texts import Labels, rule_count

if TYPE_CHECKING:
    from ._core import Decision
    from .frames import DecidedTable
    from .texts import Language

REPORT = "shozai-demo.html"
STORY_TO_EXPLAIN = ("S-04", "root_cause")
STORY_LEFT_OPEN = ("S-22", "root_cause")
# A mode of failure, its condition in the words of the policy, and the data's column that flags it.
MODES = {
    "pwf": ("overloaded || starved", "PWF"),
    "osf": ("overstrained", "OSF"),
    "hdf": ("heat_not_carried_off", "HDF"),
    "at_most": ("temperature_difference <= 8.6 && rotational_speed < 1380", ""),
    "border": ("temperature_difference == 8.6 && rotational_speed < 1380", ""),
}


def examples() -> Path:
    """The folder of the examples: in the package, or in the checkout that it lies in."""
    here = Path(__file__).resolve()
    installed = here.parent / "examples"
    return installed if installed.is_dir() else here.parents[2] / "examples"


def default_file() -> Path:
    """Where the report goes unless one says so: never among the files of a checkout."""
    build = Path("build")
    if build.is_dir() and Path("python", "shozai").is_dir():
        return build / REPORT
    return Path(tempfile.mkdtemp(prefix="shozai-"), REPORT)


def show_demo(lang: Language, report: Path | None = None) -> None:
    """Prints the demonstration, and writes it as a report."""
    from . import __version__

    screen = Screen(lang)
    screen.heading(screen.word("demo.title", version=__version__))
    plant = _show_plant(screen, examples() / "ai4i2020")
    folder = examples() / "machine_maker"
    customers = _show_stories(screen, folder)
    _show_refused(screen, folder / "broken.json")
    screen.line()
    file = report or default_file()
    write_page(file, page_of([plant, customers]), lang)
    screen.paragraph(screen.word("demo.report"))
    screen.line(file)
    screen.paragraph(screen.word("demo.again"), "dim")
    # A path is one line, however long: it can be copied, and the length of the text is the same
    # wherever shozai is installed.
    screen.line(screen.word("demo.examples", folder=examples()), "dim")


# --- the plant -----------------------------------------------------------------------------------


def _show_plant(screen: Screen, folder: Path) -> Report:
    started = perf_counter()
    policy = Policy.load(folder / "policy.json")
    loaded = perf_counter()
    file = folder / "ai4i2020.csv"
    table = read_table_file(file)
    read = perf_counter()
    decided = policy.decide_table(table.frame, cells=table.cells)
    done = perf_counter()

    screen.line()
    records = screen.count("record", len(decided))
    screen.heading(screen.word("demo.plant", records=records))
    _show_owners(screen, policy, decided)
    screen.paragraph(
        screen.word(
            "demo.plant_timing",
            questions=screen.count("question", len(policy.aspects)),
            rules=screen.count("rule", rule_count(policy._core)),
            load=_milliseconds(loaded - started),
            read=_milliseconds(read - loaded),
            decide=_milliseconds(done - read),
            rate=f"{len(decided) / (done - read):,.0f}",
        ),
        indent=2,
    )
    screen.line()
    _show_modes(screen, folder)
    core, lang = policy._core, screen.lang
    counts = counts_of_table(decided, lang, table.place)
    cases = cases_of_file(core, table, decided, lang)
    return report_on(core, counts, cases, lang, file.name)


def _show_owners(screen: Screen, policy: Policy, decided: DecidedTable) -> None:
    labels = Labels(policy._core, screen.lang)
    table = screen.table(
        [screen.word("demo.department"), screen.word("demo.records"), screen.word("rule")],
        numbers=[1],
    )
    aspect = decided.aspects[0]
    owners = RuleBook(policy._core).owners(aspect)
    rules = decided.rules(aspect)
    for outcome in decided.summary():
        if outcome.aspect == aspect and outcome.owner is not None:
            parts = [f"{r} {number:,}" for r, number in rules.items() if owners[r] == outcome.owner]
            owner = labels.participant(outcome.owner)
            table.add_row(safe(owner), f"{outcome.rows:,}", safe(", ".join(parts)))
    screen.show(table)


def _show_modes(screen: Screen, folder: Path) -> None:
    found = count_modes(folder)
    headings = ("demo.mode", "demo.condition", "demo.exact", "demo.flagged")
    table = screen.table([screen.word(heading) for heading in headings], numbers=[2])
    for mode in ("pwf", "osf", "hdf"):
        exact, flagged = found[mode], found[f"{mode} flagged"]
        number = str(len(flagged))
        same = screen.word("demo.same", n=number) if exact == flagged else number
        table.add_row(mode.upper(), screen.word(f"demo.{mode}"), str(len(exact)), same)
    screen.show(table)
    screen.paragraph(
        screen.word(
            "demo.why_hdf",
            exact=len(found["hdf"]),
            doubles=len(found["doubles"]),
            border=len(found["border"]),
            at_most=len(found["at_most"]),
        ),
        indent=2,
    )
    screen.paragraph(screen.word("demo.data"), "dim", indent=2)


def count_modes(folder: Path) -> dict[str, set[int]]:
    """The records of each mode of failure.

    By the policy's own definitions, by the flags of the data, and by the same comparison in binary
    floating point.
    """
    document = json.loads((folder / "policy.json").read_text(encoding="utf-8"))
    policy = Policy.loads(json.dumps(_asking_modes(document)))
    table = policy.read_table(folder / "ai4i2020.csv")
    found: dict[str, set[int]] = {mode: set() for mode in MODES}
    for row in table:
        if row.fault is not None:
            for decision in policy._core.decide(row.fault):
                if decision.rule == decision.aspect:
                    found[decision.aspect].add(row.number)
    found |= {f"{mode} flagged": set() for mode in ("pwf", "osf", "hdf")} | {"doubles": set()}
    with (folder / "ai4i2020.csv").open(encoding="utf-8", newline="") as file:
        for number, record in enumerate(csv.DictReader(file), start=1):
            for mode in ("pwf", "osf", "hdf"):
                if record[MODES[mode][1]] == "1":
                    found[f"{mode} flagged"].add(number)
            process = float(record["Process temperature [K]"])
            air = float(record["Air temperature [K]"])
            if process - air < 8.6 and int(record["Rotational speed [rpm]"]) < 1380:
                found["doubles"].add(number)
    return found


def _asking_modes(document: dict[str, Any]) -> dict[str, Any]:
    """The plant's document with an aspect for each mode instead of its own."""

    def asking(name: str, when: str) -> dict[str, Any]:
        rule = {"id": name, "when": when, "then": {"accountable": "maintenance"}}
        other = {"id": f"no-{name}", "then": {"accountable": "operations"}}
        interim = {"accountable": "maintenance"}
        return {"hit_policy": "first", "interim": interim, "rules": [rule], "otherwise": other}

    aspects = {name: asking(name, when) for name, (when, _flag) in MODES.items()}
    return {**document, "aspects": aspects, "guarantees": []}


# --- the machine maker ---------------------------------------------------------------------------


def _show_stories(screen: Screen, folder: Path) -> Report:
    policy = Policy.load(folder / "policy.json")
    stories = json.loads((folder / "stories.json").read_text(encoding="utf-8"))["stories"]
    agree = _add_faults(stories, policy, folder / "policy.cases.json")
    started = perf_counter()
    decisions = [policy._core.decide(story["fault"]) for story in stories]
    taken = perf_counter() - started

    screen.line()
    shown = screen.count("story", len(stories))
    screen.heading(screen.word("demo.customers", stories=shown))
    show_summary(screen, policy._core, Tally.of_decisions(decisions))
    screen.paragraph(
        screen.word(
            "demo.customers_timing",
            stories=shown,
            aspects=len(policy.aspects),
            decisions=len(stories) * len(policy.aspects),
            rules=screen.count("rule", rule_count(policy._core)),
            time=_milliseconds(taken),
            agree=agree,
        ),
        indent=2,
    )
    by_id = {story["id"]: story for story in stories}
    _show_story(screen, policy, by_id, "demo.explained", *STORY_TO_EXPLAIN)
    _show_story(screen, policy, by_id, "demo.open", *STORY_LEFT_OPEN)
    screen.paragraph(screen.word("demo.asked"), indent=2)
    return _report_on_stories(screen, policy, by_id, decisions)


def _add_faults(stories: list[dict[str, Any]], policy: Policy, file: Path) -> int:
    """Gives each story the fault of its case; returns how many decisions are as expected."""
    text = file.read_text(encoding="utf-8")
    cases = CompiledCases(CompiledPolicySet([policy._core]), text, file.name)
    numbers = {cases[number].name: number for number in range(len(cases))}
    agree = 0
    for story in stories:
        number = numbers[story["case"]]
        story["fault"] = cases.fault(number)
        wrong = {mismatch.aspect for mismatch in cases.run(number)}
        agree += len(cases[number].aspects) - len(wrong)
    return agree


def _report_on_stories(
    screen: Screen, policy: Policy, stories: dict[str, Any], decisions: list[list[Decision]]
) -> Report:
    core, lang = policy._core, screen.lang

    def chosen(name: str, aspect: str) -> Chosen:
        story = stories[name]
        return Chosen(Case(story["title"][lang], story["fault"], story["story"][lang]), aspect)

    counts = counts_of_decisions(core.aspects, decisions)
    examples = Examples(chosen(*STORY_TO_EXPLAIN), True, chosen(*STORY_LEFT_OPEN))
    return Report(core, RuleBook(core), lang, counts, examples)


def _show_story(
    screen: Screen, policy: Policy, stories: dict[str, Any], heading: str, name: str, aspect: str
) -> None:
    story = stories[name]
    screen.line()
    screen.heading(screen.word(heading, title=story["title"][screen.lang]))
    screen.paragraph(story["story"][screen.lang], "italic", indent=2)
    labels = Labels(policy._core, screen.lang)
    screen.field(screen.word("aspect"), labels.aspect(aspect))
    explanation = policy.explain(story["fault"], aspect)
    show_explanation(
        screen, labels, explanation.decision, explanation, most_rules=0, most_answers=2
    )


def _show_refused(screen: Screen, path: Path) -> None:
    screen.line()
    try:
        Policy.load(path)
    except PolicyError as error:
        found = error.diagnostics
    errors = screen.count("error", sum(d.level == "error" for d in found))
    screen.heading(screen.word("demo.broken", errors=errors))
    screen.findings(found[:1])
    for finding in found[1:]:
        message, hint = finding.message(screen.lang), finding.hint(screen.lang)
        shown = screen.word("hinted", message=message, hint=hint) if hint else message
        screen.line(f"{finding.file}:{finding.line}:{finding.column}: {finding.code} {shown}")


def _milliseconds(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:,.0f} ms"
