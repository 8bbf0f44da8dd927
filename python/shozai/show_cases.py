# SPDX-License-Identifier: Apache-2.0
"""Test cases that did not pass: what was expected, what the policy says, and why."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console

from .case_words import CaseWords, fault_of
from .display import table
from .show_explanation import show_explanation
from .terminal import STATE_STYLES, Screen, safe
from .texts import default_language, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ._core import Decision
    from .case_results import CaseReport, CaseResult
    from .texts import Labels, Language

MARKS = {"passed": ("✓", "green"), "failed": ("✗", "bold red"), "pending": ("?", "yellow")}
COUNTED = {
    "passed": "test.passed",
    "rewritten": "test.rewritten",
    "failed": "test.failed",
    "pending": "test.pending",
    "refused": "test.refused",
}
# Where nobody sees how wide the window is.
WIDTH = 80


def show_result(screen: Screen, result: CaseResult) -> None:
    """Prints a case that did not pass, and why the policy decides as it does."""
    words = CaseWords(result.policy, screen.lang)
    _show_head(screen, result, words)
    if result.pending:
        screen.paragraph(screen.word("test.pending_is"), indent=2)
        _show_decisions(screen, result, words.labels)
        return
    _show_mismatches(screen, result, words)
    for aspect in result.aspects:
        screen.line("  " + screen.word("test.why", aspect=words.labels.aspect(aspect)), "bold")
        show_explanation(screen, words.labels, result.decide(aspect), result.explain(aspect))


def result_text(result: CaseResult, lang: Language | None = None) -> str:
    """The same as a text without colours."""
    screen, kept = plain_screen(lang or default_language())
    show_result(screen, result)
    return "".join(f"{line.rstrip()}\n" for line in kept.getvalue().split("\n")[:-1])


def plain_screen(lang: Language) -> tuple[Screen, io.StringIO]:
    """A screen without colours, and what is printed on it."""
    kept = io.StringIO()
    screen = Screen(lang, kept)
    screen.console = Console(
        file=kept,
        width=WIDTH,
        color_system=None,
        force_terminal=False,
        markup=False,
        highlight=False,
        emoji=False,
    )
    return screen, kept


def place_of(result: CaseResult) -> str:
    """Where a case begins, as editors understand it."""
    return f"{result.file.name}:{result.case.line}"


def message_of(result: CaseResult, lang: Language) -> str:
    """In one line, what is not as expected."""
    if result.pending:
        return text("test.is_pending", lang)
    words = CaseWords(result.policy, lang)
    parts = [
        text(
            "test.mismatch",
            lang,
            aspect=words.labels.aspect(m.aspect),
            field=words.field(m.field),
            expected=words.said(m.field, m.expected),
            actual=words.said(m.field, m.actual),
        )
        for m in result.mismatches
    ]
    return ("；" if lang == "ja" else "; ").join(parts)


def report_html(report: CaseReport) -> str:
    """The cases that did not pass, for notebooks; then how many there are."""
    lang = default_language()
    keys = ("test.case", "state", "aspect", "test.what", "test.expected", "test.actual")
    rows = [row for result in report.results for row in _html_rows(result, lang)]
    counts = {"passed": report.passed, "failed": report.failed, "pending": report.pending}
    title = report.file.title.text(lang) or report.file.name
    head = table([title], [[counts_line(counts, lang)]])
    return head + (table([text(key, lang) for key in keys], rows) if rows else "")


def counts_line(counts: Mapping[str, int], lang: Language) -> str:
    """How many cases became what; what there is none of is left out, but for those that passed."""
    shown = [
        text(key, lang, n=f"{counts[name]:,}")
        for name, key in COUNTED.items()
        if counts.get(name) or name == "passed"
    ]
    return joined(shown, lang)


def _show_head(screen: Screen, result: CaseResult, words: CaseWords) -> None:
    case = result.case
    mark, style = MARKS[result.status]
    screen.line(f"{mark} {result.name} ({place_of(result)})", style)
    if case.tags:
        screen.field(screen.word("test.tags"), joined(list(case.tags), screen.lang))
    if case.at:
        version = f"{case.at} ({result.policy.version})" if result.in_force else case.at
        screen.field(screen.word("test.at"), version)
    if case.note:
        screen.field(screen.word("test.note"), case.note.text(screen.lang))
    fault = words.fault(fault_of(result.file.source, result))
    screen.field(screen.word("test.fault"), fault or screen.word("test.nothing_known"))


def _show_mismatches(screen: Screen, result: CaseResult, words: CaseWords) -> None:
    keys = ("aspect", "test.what", "test.expected", "test.actual")
    shown = screen.table([screen.word(key) for key in keys])
    last = ""
    for m in result.mismatches:
        aspect = "" if m.aspect == last else words.labels.aspect(m.aspect)
        last = m.aspect
        shown.add_row(
            safe(aspect),
            safe(words.field(m.field)),
            safe(words.said(m.field, m.expected), "green"),
            safe(words.said(m.field, m.actual), "red"),
        )
    screen.show(shown)


def _show_decisions(screen: Screen, result: CaseResult, labels: Labels) -> None:
    shown = screen.table([screen.word(key) for key in ("aspect", "owner", "state", "rule")])
    for aspect in result.aspects:
        decision = result.decide(aspect)
        shown.add_row(
            safe(labels.aspect(aspect)),
            safe(_owner(screen, labels, decision)),
            safe(screen.word(decision.state), STATE_STYLES[decision.state]),
            safe(joined([decision.rule] if decision.rule else decision.rules, screen.lang)),
        )
    screen.show(shown)


def _owner(screen: Screen, labels: Labels, decision: Decision) -> str:
    owner = labels.participant(decision.owner)
    return screen.word("interim_mark", owner=owner) if decision.interim else owner


def _html_rows(result: CaseResult, lang: Language) -> Iterator[tuple[str, ...]]:
    words = CaseWords(result.policy, lang)
    name = f"{result.name} ({result.case.line})"
    if result.pending:
        yield name, text("test.is_pending", lang), "", "", "", ""
    for m in result.mismatches:
        said = (words.said(m.field, m.expected), words.said(m.field, m.actual))
        yield (
            name,
            text("test.is_failed", lang),
            words.labels.aspect(m.aspect),
            words.field(m.field),
            *said,
        )
        name = ""
