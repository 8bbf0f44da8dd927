# SPDX-License-Identifier: Apache-2.0
"""What the commands do, apart from how their options are written."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import typer

from ._errors import PolicyError
from .dialogue import Dialogue
from .forms import AskFormat, DecideFormat, ValidateFormat
from .nfc import check_file
from .policy import Policy
from .policy_set import PolicySet
from .show_decisions import json_line, show_table, write_csv, write_jsonl
from .show_explanation import show_explanation
from .tables import Faults, read_faults
from .terminal import Screen
from .texts import Labels, Language, count, harmless, joined, rule_count, text

if TYPE_CHECKING:
    from pathlib import Path

    from ._core import CompiledPolicy, Decision, Diagnostic, Explanation, Fault
    from .organization import Organization
    from .show_decisions import Row
    from .tables import FaultRow

REFUSED = 1
USAGE = 2
OPEN = 3


@dataclass(frozen=True, slots=True)
class Question:
    """What the arguments of `decide`, `explain`, `ask` and `draw` have in common."""

    policy: Path
    faults: Path | None
    fault: str | None
    aspect: str | None
    at: str | None
    skip_invalid: bool
    lang: Language
    fault_needed: bool = True


# --- validate ----------------------------------------------------------------------------------


def validate(
    paths: list[Path], form: ValidateFormat, strict: bool, today: str | None, lang: Language
) -> None:
    """Prints every finding about every document."""
    day = day_of(today, lang) or dt.date.today().isoformat()
    screen = Screen(lang)
    failed = False
    for path in paths:
        loaded, found = _load_organization(path) if _stands_alone(path) else _load(path, day)
        errors = sum(d.level == "error" for d in found)
        warnings = sum(d.level == "warning" for d in found)
        failed = failed or errors > 0 or (strict and warnings > 0)
        if form == ValidateFormat.json:
            for finding in found:
                sys.stdout.write(json_line(_finding_tree(finding, lang)) + "\n")
            continue
        screen.findings(found, most=1_000)
        _summarise(screen, path, loaded, errors, warnings)
    if failed:
        raise typer.Exit(REFUSED)


def _load(path: Path, day: str) -> tuple[Policy | None, list[Diagnostic]]:
    try:
        policy = Policy.load(path, today=day)
    except PolicyError as error:
        return None, list(error.diagnostics)
    found = [*policy.warnings, *check_file(path)]
    try:
        organization = policy.organization
    except PolicyError as error:
        return policy, [*found, *error.diagnostics]
    return policy, [*found, *(organization.warnings if organization else ())]


def _load_organization(path: Path) -> tuple[Organization | None, list[Diagnostic]]:
    from .organization import Organization

    try:
        organization = Organization.load(path)
    except PolicyError as error:
        return None, list(error.diagnostics)
    return organization, [*organization.warnings, *check_file(path)]


def _stands_alone(path: Path) -> bool:
    """Whether a document is that of an organization of its own."""
    from .organization.organization import kind_of_file

    try:
        return kind_of_file(path) == "organization"
    except OSError:
        return False


def _summarise(
    screen: Screen,
    path: Path,
    loaded: Policy | Organization | None,
    errors: int,
    warnings: int,
) -> None:
    counts = {
        "errors": screen.count("error", errors),
        "warnings": screen.count("warning", warnings),
    }
    style = "bold red" if errors else "yellow" if warnings else "bold green"
    if loaded is None:
        screen.line(screen.word("not_valid", file=path.name, **counts), style)
    elif isinstance(loaded, Policy):
        _summarise_policy(screen, loaded, counts, style)
    else:
        screen.line(screen.word("org.valid", file=path.name, **counts), style)
        positions = screen.count("position", len(loaded.positions))
        people = screen.count("person", len(loaded.people))
        screen.line("  " + joined([positions, people], screen.lang))


def _summarise_policy(screen: Screen, policy: Policy, counts: dict[str, str], style: str) -> None:
    screen.line(screen.word("valid", policy=policy.id, version=policy.version, **counts), style)
    departments = sum(p.kind == "department" for p in policy.participants)
    contents = screen.word(
        "contents",
        aspects=screen.count("aspect", len(policy.aspects)),
        rules=screen.count("rule", rule_count(policy._core)),
        departments=screen.count("department", departments),
    )
    screen.line("  " + contents)
    screen.line("  " + screen.word("hash", hash=policy.hash), "dim")
    for aspect, plan in policy.plan.items():
        if plan.over_budget is not None:
            words = {"aspect": aspect, "rules": ", ".join(plan.heaviest)}
            screen.line("  " + screen.word("over_budget", **words), "yellow")


def _finding_tree(d: Diagnostic, lang: Language) -> dict[str, object]:
    tree: dict[str, object] = {
        "code": d.code,
        "level": d.level,
        "file": d.file,
        "pointer": d.pointer,
        "line": d.line,
        "column": d.column,
        "message": d.message(lang),
        "hint": d.hint(lang),
    }
    return {key: value for key, value in tree.items() if value not in (None, "")}


# --- decide ------------------------------------------------------------------------------------


def decide(
    question: Question, form: DecideFormat, *, fail_on_open: bool, limit: int, bom: bool
) -> None:
    """Prints who owns each fault."""
    judge = Judge.of(question)
    rows = judge.decide_all(Screen(question.lang, sys.stderr))
    if form == DecideFormat.jsonl:
        write_jsonl(rows, sys.stdout)
    elif form == DecideFormat.csv:
        sys.stdout.write("\ufeff" if bom else "")
        write_csv(rows, judge.core, question.lang, sys.stdout)
    elif rows:
        show_table(Screen(question.lang), judge.core, rows, limit)
    if fail_on_open and any(d.interim for _number, decisions in rows for d in decisions):
        raise typer.Exit(OPEN)


def _say_how_read(notes: Screen, question: Question, faults: Faults) -> None:
    file = question.faults.name if question.faults else ""
    if faults.encoding != "utf-8":
        notes.line(notes.word("encoding", file=file, encoding=faults.encoding), "dim")
    if faults.normalized:
        notes.line(notes.word("normalized", file=file), "dim")
    if faults.ignored:
        headings = joined(list(faults.ignored), question.lang)
        notes.line(notes.word("ignored", headings=headings), "dim")
    if not faults.rows and not faults.diagnostics:
        notes.line(notes.word("no_faults", file=file), "yellow")


# --- explain -----------------------------------------------------------------------------------


def explain(question: Question, row: int | None) -> None:
    """Prints why one fault is owned as it is."""
    judge = Judge.of(question)
    faults = judge.read()
    screen = Screen(question.lang)
    notes = Screen(question.lang, sys.stderr)
    chosen = choose_fault(question, faults, row)
    if chosen is None or chosen.fault is None:
        notes.findings(faults.diagnostics)
        raise typer.Exit(REFUSED)
    if question.fault is None:
        key = "fault_heading" if chosen.line == chosen.number else "fault_heading_line"
        heading = screen.word(key, number=chosen.number, line=chosen.line)
    else:
        heading = screen.word("fault_heading_given")
    labels = Labels(judge.core, question.lang)
    for number, decision in enumerate(judge.decide(chosen.fault)):
        if number:
            screen.line()
        label = labels.aspect(decision.aspect)
        shown = decision.aspect if label == decision.aspect else f"{decision.aspect}: {label}"
        screen.heading(f"{heading} · {shown}")
        show_explanation(screen, labels, decision, judge.explain(chosen.fault, decision.aspect))


def choose_fault(question: Question, faults: Faults, row: int | None) -> FaultRow | None:
    """The fault that is meant; nothing if the table has findings instead of faults."""
    lang = question.lang
    if not faults.rows:
        if not faults.diagnostics:
            usage_error(
                text("no_faults", lang, file=question.faults.name if question.faults else "")
            )
        return None
    if row is None and len(faults) > 1:
        usage_error(text("error.row_missing", lang, faults=count("fault", len(faults), lang)))
    if row is not None and row > len(faults):
        usage_error(text("error.no_row", lang, row=row, faults=count("fault", len(faults), lang)))
    return faults.rows[(row or 1) - 1]


# --- ask ---------------------------------------------------------------------------------------


def ask(question: Question, form: AskFormat, *, once: bool) -> None:
    """Asks until the owner is decided, or shows the next question only."""
    if form == AskFormat.json and not once:
        usage_error(text("error.json_once", question.lang))
    judge = Judge.of(question)
    faults = judge.read()
    chosen = choose_fault(question, faults, None)
    if chosen is None or chosen.fault is None:
        Screen(question.lang, sys.stderr).findings(faults.diagnostics)
        raise typer.Exit(REFUSED)
    decisions = judge.decide(chosen.fault)
    if form == AskFormat.json:
        for decision in decisions:
            sys.stdout.write(json_line(_question_tree(decision)) + "\n")
        return
    screen = Screen(question.lang)
    if judge.explain(chosen.fault, decisions[0].aspect) is None:  # no version is in force
        labels = Labels(judge.core, question.lang)
        for decision in decisions:
            screen.heading(labels.aspect(decision.aspect))
            show_explanation(screen, labels, decision, None)
        return
    dialogue = Dialogue(judge.core, screen, chosen.fault)
    dialogue.show([d.aspect for d in decisions], once=once)


def _question_tree(decision: Decision) -> dict[str, object]:
    tree = decision.to_dict()
    kept = ("aspect", "state", "accountable", "rule", "interim", "ask", "missing")
    return {key: tree[key] for key in kept if key in tree}


# --- what all need -----------------------------------------------------------------------------


class Judge:
    """A policy, or the versions of one on a day, put to the question."""

    def __init__(self, question: Question, core: CompiledPolicy, versions: PolicySet) -> None:
        self.core = core
        self._question = question
        self._versions = versions

    @classmethod
    def of(cls, question: Question) -> Judge:
        """Reads the policy; ends the command if it is refused, or the question makes no sense."""
        lang = question.lang
        given = (question.faults is not None) + (question.fault is not None)
        if given > 1 or (question.fault_needed and not given):
            usage_error(text("error.one_source", lang))
        day = day_of(question.at, lang)
        try:
            if question.policy.is_dir():
                versions = _versions(question)
            else:
                versions = PolicySet([Policy.load(question.policy)])
        except PolicyError as error:
            Screen(lang, sys.stderr).findings(error.diagnostics)
            raise typer.Exit(REFUSED) from None
        policy = versions.nearest(day) if day else versions.versions[0]
        core = policy._core
        if question.aspect is not None and question.aspect not in core.aspects:
            aspects = joined(core.aspects, lang)
            usage_error(text("error.no_aspect", lang, aspect=question.aspect, aspects=aspects))
        if day and versions.in_force(day) is None:
            notes = Screen(lang, sys.stderr)
            notes.line(notes.word("not_in_force", policy=core.id, day=day), "yellow")
        return cls(question, core, versions)

    @property
    def in_force(self) -> bool:
        """Whether a version is in force on the day in question, if there is one."""
        day = self._question.at
        return not day or self._versions.in_force(day) is not None

    def read(self) -> Faults:
        """The faults in question."""
        question = self._question
        if question.fault is not None:
            return read_faults(
                self.core,
                question.fault.encode("utf-8", "surrogateescape"),
                name="--fault",
                form="json",
            )
        assert question.faults is not None
        if str(question.faults) == "-":
            return read_faults(self.core, sys.stdin.buffer.read(), name="-")
        try:
            return read_faults(self.core, question.faults)
        except OSError as error:
            why = error.strerror or ""
            usage_error(text("error.unreadable", question.lang, file=question.faults, why=why))

    def decide_all(self, notes: Screen) -> list[Row]:
        """The decisions on all faults; ends the command if the table is refused."""
        question = self._question
        faults = self.read()
        _say_how_read(notes, question, faults)
        if faults.diagnostics:
            notes.findings(faults.diagnostics)
            bad = sum(row.fault is None for row in faults)
            if not question.skip_invalid or not bad:
                errors = count("error", len(faults.diagnostics), question.lang)
                notes.line(notes.word("refused", errors=errors), "bold red")
                raise typer.Exit(REFUSED)
            notes.line(notes.word("skipped", faults=notes.count("fault", bad)), "yellow")
        return [(row.number, self.decide(row.fault)) for row in faults if row.fault is not None]

    def decide(self, fault: Fault) -> list[Decision]:
        """What the policy says, by the aspects asked for."""
        aspect, day = self._question.aspect, self._question.at
        if day:
            decisions = self._versions.decide(fault, day)
            return [d for d in decisions.values() if aspect in (None, d.aspect)]
        if aspect is not None:
            return [self.core.decide_aspect(fault, aspect)]
        return self.core.decide(fault)

    def explain(self, fault: Fault, aspect: str) -> Explanation | None:
        """Why one aspect says so; nothing if no version is in force."""
        return self.core.explain(fault, aspect) if self.in_force else None


def _versions(question: Question) -> PolicySet:
    folder = question.policy
    if question.at is None:
        usage_error(text("error.day_needed", question.lang, folder=folder))
    if not any(folder.glob("*.json")):
        usage_error(text("error.empty_folder", question.lang, folder=folder))
    return PolicySet.load(folder)


def day_of(given: str | None, lang: Language) -> str | None:
    """A day as an option gives it; ends the command if it is none."""
    if given is None:
        return None
    try:
        return dt.date.fromisoformat(given).isoformat()
    except ValueError:
        usage_error(text("error.day", lang, day=given))


def usage_error(message: str) -> NoReturn:
    """Ends the command: it was called wrongly."""
    raise typer.BadParameter(harmless(message))
