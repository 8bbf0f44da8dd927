# SPDX-License-Identifier: Apache-2.0
"""What was proved of policies, for notebooks: plain HTML without scripts, every text escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .amounts import percent, percent_of_one, short
from .change_words import GRADES, STATES, ChangeWords
from .display import fields, table
from .evidence import FaultWords
from .kinds import LEVELS, SEVERITIES
from .texts import Labels, count, default_language, joined, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._core import CompiledPolicy
    from .check import CheckReport, Finding
    from .difference import Difference, Group
    from .evidence import Region, Witness
    from .questions import AspectQuestions, Questions
    from .texts import Language

# Rows of findings or of changes to show; the rest is counted.
MOST_ROWS = 100


class _Words:
    def __init__(self, core: CompiledPolicy) -> None:
        self.lang: Language = default_language()
        self.labels = Labels(core, self.lang)
        self._faults = FaultWords(core, self.labels, self.lang)

    def word(self, key: str, **values: object) -> str:
        return text(key, self.lang, **values)

    def heads(self, *keys: str) -> list[str]:
        return [self.word(key) for key in keys]

    def list(self, parts: Sequence[str]) -> str:
        return ("；" if self.lang == "ja" else "; ").join(parts)

    def example(self, witness: Witness | None) -> str:
        return "" if witness is None else self._faults.witness(witness)

    def region(self, region: Region | None) -> tuple[str, str]:
        if region is None:
            return "", ""
        return self.list(region.lines(self.lang)), region.extent(self.lang)

    def rest(self, noun: str, number: int) -> str:
        if number <= MOST_ROWS:
            return ""
        things = count(noun, number - MOST_ROWS, self.lang)
        return fields([("", self.word("more", things=things))])


def check_html(report: CheckReport, core: CompiledPolicy) -> str:
    """A report: its policy, its aspects, its findings."""
    words = _Words(core)
    counts = [count(s, n, words.lang) for s, n in report.counts.items()]
    verdict = joined(counts, words.lang)
    head = fields(
        [
            (words.word("check.policy"), report.policy.name),
            ("", words.word("check.clean_short") if report.clean else ""),
            (words.word("check.findings"), verdict),
        ]
    )
    return head + _aspects(report, words) + _findings(report, words)


def _aspects(report: CheckReport, words: _Words) -> str:
    rows = []
    for a in report.aspects:
        parts = (a.decided, a.by_default, a.gap, a.conflict)
        shares = ("?" if p is None or a.space is None else percent(p, a.space) for p in parts)
        space = "?" if a.space is None else short(a.space)
        rows.append((words.labels.aspect(a.aspect), space, *shares))
    keys = ("aspect", "check.space", "decided", "check.by_default", "gap", "conflict")
    return table(words.heads(*keys), rows)


def _findings(report: CheckReport, words: _Words) -> str:
    rows = [_finding(f, words) for severity in SEVERITIES for f in report.of_severity(severity)]
    if not rows:
        return ""
    keys = ("code", "message", "check.example", "check.where", "check.extent", "check.rules")
    heads = words.heads(*keys, "place", "hint")
    return table(heads, rows[:MOST_ROWS]) + words.rest("finding", len(rows))


def _finding(f: Finding, words: _Words) -> tuple[str, ...]:
    rules = joined([rule.id for rule in f.rules], words.lang)
    if f.blocking:
        blocking = joined([rule.id for rule in f.blocking], words.lang)
        rules = words.word("check.behind", rules=rules, blocking=blocking)
    place = ":".join(str(part) for part in (f.file, f.line, f.column) if part)
    return (
        f"{words.word(LEVELS[f.severity])} {f.code}",
        f.message(words.lang),
        words.example(f.witness),
        *words.region(f.region),
        rules,
        place or f.pointer,
        f.hint(words.lang),
    )


def difference_html(difference: Difference, old: CompiledPolicy, new: CompiledPolicy) -> str:
    """A difference: the verdict, its aspects, its groups, and what becomes of a history."""
    words = _Words(new)
    changes = ChangeWords(old, new, words.lang)
    said = [(c.code, c.message(words.lang)) for c in difference.schema_changes]
    head = fields([("", difference.said(words.lang)), *said])
    return (
        head
        + _compared(difference, words, changes)
        + _groups(difference, words, changes)
        + _history(difference, words, changes)
    )


def _compared(difference: Difference, words: _Words, changes: ChangeWords) -> str:
    rows = []
    for a in difference.aspects:
        shares = (
            percent(part, a.space) if part is not None and a.space is not None else ""
            for part in (a.assignment_changed, a.rule_changed)
        )
        rows.append((changes.aspect(a.aspect), words.word(STATES[a.state]), *shares))
    return table(words.heads("aspect", "state", "diff.assignment", "diff.rule"), rows)


def _groups(difference: Difference, words: _Words, changes: ChangeWords) -> str:
    groups = difference.groups
    if not groups:
        return ""
    keys = ["aspect", "diff.grade", "diff.change", "check.example", "check.where", "check.extent"]
    if difference.history is not None:
        keys.append("diff.recorded")
    rows = [_group(group, words, changes) for group in groups[:MOST_ROWS]]
    return table(words.heads(*keys), rows) + words.rest("change", len(groups))


def _group(group: Group, words: _Words, changes: ChangeWords) -> tuple[str, ...]:
    recorded = () if group.faults is None else (count("fault", group.faults, words.lang),)
    return (
        changes.aspect(group.aspect),
        words.word(GRADES[group.grade]),
        changes.group(group),
        words.example(group.witness),
        *words.region(group.region),
        *recorded,
    )


def _history(difference: Difference, words: _Words, changes: ChangeWords) -> str:
    history = difference.history
    if history is None:
        return ""
    rows = []
    for found in history.aspects:
        apart = [
            f"{changes.apart(part)}: {count('fault', part.faults, words.lang)}"
            for part in found.apart
        ]
        counted = (f"{n:,}" for n in (found.same, found.changed))
        rows.append((changes.aspect(found.aspect), *counted, words.list(apart)))
    heads = words.heads("aspect", "diff.same", "diff.differs", "diff.apart")
    shown = words.word("diff.history", faults=count("fault", history.rows, words.lang))
    return fields([("", shown)]) + table(heads, rows)


def questions_html(questions: Questions, core: CompiledPolicy) -> str:
    """What is known at the first call, and how many questions each aspect needs."""
    words = _Words(core)
    known = joined([words.labels.attribute(name) for name in questions.intake], words.lang)
    shown = known or words.word("questions.nothing")
    rows = [_needed(aspect, words) for aspect in questions.aspects]
    heads = words.heads("aspect", "questions.after", "questions.worst", "questions.expected")
    heads += words.heads("undetermined")
    return fields([(words.word("questions.intake"), shown)]) + table(heads, rows)


def _needed(aspect: AspectQuestions, words: _Words) -> tuple[str, ...]:
    after = [
        f"{count('asked', needed.questions, words.lang)}: {percent_of_one(needed.share)}"
        for needed in aspect.histogram
    ]
    open_ = [aspect.undecided(words.lang)]
    if aspect.unanswerable is not None:
        open_ = [
            words.word("questions.open", share=percent_of_one(aspect.unanswerable.share)),
            words.example(aspect.unanswerable.witness),
            *open_,
        ]
    return (
        words.labels.aspect(aspect.aspect),
        words.list(after),
        "?" if aspect.worst is None else str(aspect.worst),
        "?" if aspect.expected is None else f"{aspect.expected:.2f}",
        words.list([part for part in open_ if part]),
    )
