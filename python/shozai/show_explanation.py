# SPDX-License-Identifier: Apache-2.0
"""An explanation in the terminal: the rule, its reason, its tests, and what stepped back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from .show_question import show_as_field, show_as_fields
from .terminal import STATE_STYLES, Screen, safe
from .texts import duration, harmless, joined

if TYPE_CHECKING:
    from ._core import Decision, ExplainedRule, ExplainedTest, Explanation, NearMiss
    from .texts import Labels

MARKS = {"always": ("✓", "green"), "never": ("✗", "red"), "sometimes": ("?", "yellow")}
MOST_RULES = 5


def interim_line(screen: Screen, labels: Labels, decision: Decision) -> str:
    """Who is accountable meanwhile, until when, and by which rule."""
    interim = decision.interim
    if interim is None:
        return ""
    within = duration(interim.within, screen.lang) if interim.within else ""
    return screen.word(
        "interim_line",
        owner=labels.participant(interim.accountable),
        within=screen.word("interim_within", duration=within) if within else "",
        rule=screen.word("interim_rule", rule=interim.rule) if interim.rule else "",
    )


def state_line(screen: Screen, labels: Labels, decision: Decision) -> str:
    """The state of a decision in one line."""
    rules = joined([decision.rule] if decision.rule else decision.rules, screen.lang)
    if not decision.exact:
        return screen.word("state.inexact")
    if decision.state == "undetermined" and decision.accountable:
        return screen.word("state.settled", owner=labels.participant(decision.accountable))
    return screen.word(f"state.{decision.state}", rules=rules)


def show_explanation(
    screen: Screen,
    labels: Labels,
    decision: Decision,
    explanation: Explanation | None,
    *,
    most_rules: int = MOST_RULES,
    most_answers: int | None = None,
) -> None:
    """Prints what one aspect says, and why.

    Of rules that may decide, the first `most_rules`; of the answers to the next question all, or
    the first `most_answers` in place of what is not known; with 0 no question.
    """
    if decision.accountable:
        screen.field(screen.word("owner"), labels.participant(decision.accountable), "bold")
    screen.field(
        screen.word("state"), state_line(screen, labels, decision), STATE_STYLES[decision.state]
    )
    if decision.interim:
        screen.field(screen.word("interim"), interim_line(screen, labels, decision), "bold")
    if decision.interim and decision.interim.rule:
        because = labels.interim_because(decision.aspect, decision.interim.rule)
        if because:
            screen.field(screen.word("interim_because"), because)
    if decision.state == "gap" and decision.because:
        screen.field(screen.word("because"), decision.because.text(screen.lang))
    if decision.assumptions:
        screen.field(screen.word("assumptions"), joined(decision.assumptions, screen.lang))
    if len(decision.possible) > 1:
        screen.field(screen.word("possible"), labels.participants(decision.possible))
    if decision.accountable and decision.open:
        fields = [screen.word("owner" if f == "accountable" else f) for f in decision.open]
        screen.field(screen.word("open"), joined(fields, screen.lang))
    short = decision.ask and most_answers
    if explanation and decision.state == "undetermined" and explanation.unknown and not short:
        names = [labels.attribute(name) for name in explanation.unknown]
        screen.field(screen.word("unknown"), joined(names, screen.lang))
    if decision.ask and most_answers is None:
        show_as_fields(screen, labels, decision.ask)
    elif decision.ask and most_answers:
        show_as_field(screen, labels, decision.ask, most_answers)
    elif decision.missing and most_answers != 0:
        names = [labels.attribute(name) for name in decision.missing]
        screen.field(screen.word("missing"), joined(names, screen.lang))
    if explanation:
        _show_rules(screen, labels, explanation, most_rules)
    if explanation and most_answers is None:
        _show_near_misses(screen, labels, explanation)
    _show_assignment(screen, labels, decision)


def _show_rules(screen: Screen, labels: Labels, explanation: Explanation, most_rules: int) -> None:
    decided = explanation.decision.state == "decided"
    for rule in explanation.rules:
        if rule.role == "decides" or (rule.role == "may_decide" and decided):
            _show_decisive(screen, rule)
    if not decided and most_rules:
        open_rules = [r for r in explanation.rules if r.role == "may_decide"]
        shown = [_named(labels, rule) for rule in open_rules[:most_rules]]
        if len(open_rules) > most_rules:
            things = screen.count("rule", len(open_rules) - most_rules)
            shown.append(screen.word("more", things=things))
        _show_list(screen, "may_decide", shown)
    shown = []
    for rule in explanation.rules:
        if rule.role == "overridden" and rule.applies == "always":
            others = joined(rule.overridden_by, screen.lang)
            shown.append(screen.word("stepped_back", rule=_named(labels, rule), others=others))
    _show_list(screen, "overridden", shown)


def _show_near_misses(screen: Screen, labels: Labels, explanation: Explanation) -> None:
    shown = [
        screen.word("nearly_but", rule=_named(labels, miss), part=miss.failing)
        for miss in explanation.nearly
    ]
    _show_list(screen, "nearly", shown)


def _named(labels: Labels, rule: ExplainedRule | NearMiss) -> str:
    return f"{rule.id}  {labels.participant(rule.accountable or '')}"


def _show_list(screen: Screen, label: str, lines: list[str]) -> None:
    for number, line in enumerate(lines):
        screen.field("" if number else screen.word(label), line)


def _show_decisive(screen: Screen, rule: ExplainedRule) -> None:
    if rule.because:
        screen.field(screen.word("because"), rule.because.text(screen.lang))
    if rule.source:
        screen.field(screen.word("source"), rule.source.text(screen.lang))
    label = screen.word("tests")
    longest = max((cell_len(harmless(test.text)) for test in rule.tests), default=0)
    for test in rule.tests:
        _show_test(screen, label, test, min(longest, 50))
        label = ""


def _show_test(screen: Screen, label: str, test: ExplainedTest, longest: int) -> None:
    mark, style = MARKS[test.holds]
    value = test.value
    shown = (
        screen.word("value_unknown")
        if value is None
        else screen.word("value_none")
        if value == "null"
        else value
    )
    text = harmless(test.text)
    screen.console.print(
        Text.assemble(
            "  ",
            (label + " " * (15 - cell_len(label)), "dim"),
            (mark + " ", style),
            text + " " * max(1, longest + 2 - cell_len(text)),
            safe(shown, "dim"),
        ),
        soft_wrap=True,
    )


def _show_assignment(screen: Screen, labels: Labels, decision: Decision) -> None:
    for field in ("responsible", "consulted", "informed", "joint_visit"):
        names: list[str] = getattr(decision, field)
        if names:
            screen.field(screen.word(field), labels.participants(names))
    if decision.cost_share:
        shares = [
            screen.word("cost_part", party=labels.participant(party), percent=percent)
            for party, percent in decision.cost_share.items()
        ]
        screen.field(screen.word("cost_share"), joined(shares, screen.lang))
    for note in decision.notes:
        screen.field(screen.word("notes"), note.text(screen.lang))
