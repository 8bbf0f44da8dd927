# SPDX-License-Identifier: Apache-2.0
"""Tables for notebooks: plain HTML without scripts, every text escaped."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from .answers import leads_to
from .texts import (
    Labels,
    Language,
    count,
    default_language,
    duration,
    harmless,
    joined,
    rule_count,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ._core import Answer, CompiledPolicy, Decision, Diagnostic, Explanation, Question
    from .frames import DecidedTable

MARKS = {"always": "✓", "never": "✗", "sometimes": "?"}


def escaped(value: object) -> str:
    """A value as HTML text: no markup, no control characters, no change of direction."""
    return html.escape(harmless(value), quote=True)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of texts."""
    head = "".join(f"<th>{escaped(heading)}</th>" for heading in headings)
    body = "".join(
        "<tr>" + "".join(f"<td>{escaped(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def fields(rows: Iterable[tuple[str, object]]) -> str:
    """A table of names and what belongs to them; empty ones are left out."""
    body = "".join(
        f"<tr><th>{escaped(name)}</th><td>{escaped(value)}</td></tr>"
        for name, value in rows
        if value
    )
    return f"<table><tbody>{body}</tbody></table>"


class _Ids:
    """Stands for labels where no policy is at hand."""

    def participant(self, name: str) -> str:
        return name

    def aspect(self, name: str) -> str:
        return name

    def attribute(self, name: str) -> str:
        return name

    def question(self, question: Question) -> str:
        return question.text.text(default_language()) or question.attribute

    def answer(self, _question: Question, answer: Answer) -> str:
        return answer.when


def decision_html(decision: Decision) -> str:
    """One decision, departments by their ids."""
    return _decision(decision, _Ids(), default_language())


def _decision(d: Decision, labels: Labels | _Ids, lang: Language) -> str:
    def people(names: Sequence[str]) -> str:
        return joined([labels.participant(name) for name in names], lang)

    shares = [
        text("cost_part", lang, party=labels.participant(party), percent=percent)
        for party, percent in d.cost_share.items()
    ]
    rows: list[tuple[str, object]] = [
        (text("aspect", lang), labels.aspect(d.aspect)),
        (text("state", lang), text(d.state, lang)),
        (text("owner", lang), labels.participant(d.accountable or "")),
        (text("interim", lang), _interim(d, labels, lang)),
        (text("rule", lang), joined([d.rule] if d.rule else d.rules, lang)),
        (text("because", lang), d.because.text(lang)),
        (text("assumptions", lang), joined(d.assumptions, lang)),
        (text("possible", lang), people(d.possible)),
        *_next(d, labels, lang),
        *(
            (text(f, lang), people(getattr(d, f)))
            for f in ("responsible", "consulted", "informed", "joint_visit")
        ),
        (text("cost_share", lang), joined(shares, lang)),
        *((text("notes", lang), note.text(lang)) for note in d.notes),
    ]
    return fields(rows)


def _next(d: Decision, labels: Labels | _Ids, lang: Language) -> Iterator[tuple[str, object]]:
    # The next question, and below it a line for each answer.
    yield text("missing", lang), joined([labels.attribute(name) for name in d.missing], lang)
    if d.ask is None:
        return
    yield text("next_question", lang), labels.question(d.ask)
    if d.ask.tested != d.ask.attribute:
        tested = labels.attribute(d.ask.tested)
        yield "", text("answers_about", lang, attribute=tested)
    for answer in d.ask.answers:
        owners = leads_to(labels, answer, lang)
        shown = labels.answer(d.ask, answer)
        yield "", text("answer_leads", lang, answer=shown, owners=owners)


def _interim(d: Decision, labels: Labels | _Ids, lang: Language) -> str:
    if d.interim is None:
        return ""
    within = d.interim.within
    time = text("interim_within", lang, duration=duration(within, lang)) if within else ""
    rule = text("interim_rule", lang, rule=d.interim.rule) if d.interim.rule else ""
    owner = labels.participant(d.interim.accountable)
    return text("interim_line", lang, owner=owner, within=time, rule=rule)


def decisions_html(decisions: Mapping[str, Decision], core: CompiledPolicy) -> str:
    """All decisions on one fault, an aspect a row."""
    lang = default_language()
    labels = Labels(core, lang)
    rows = []
    for d in decisions.values():
        owner = labels.participant(d.owner)
        rows.append(
            (
                labels.aspect(d.aspect),
                text("interim_mark", lang, owner=owner) if d.interim else owner,
                text(d.state, lang),
                joined([d.rule] if d.rule else d.rules, lang),
                d.because.text(lang) or _open(d, labels, lang),
            )
        )
    headings = ("aspect", "owner", "state", "rule", "because")
    return table([text(heading, lang) for heading in headings], rows)


def _open(d: Decision, labels: Labels, lang: Language) -> str:
    # Who is possible, and what would tell.
    people = joined([labels.participant(name) for name in d.possible], lang)
    parts = [f"{text('possible', lang)}: {people}"] if people else []
    if d.ask is not None:
        parts.append(f"{text('next_question', lang)}: {labels.question(d.ask)}")
    return ("／" if lang == "ja" else "; ").join(parts)


def explanation_html(explanation: Explanation) -> str:
    """One explanation: the decision, then the rules and their tests."""
    return _explanation(explanation, _Ids(), default_language())


def explanations_html(explanations: Mapping[str, Explanation], core: CompiledPolicy) -> str:
    """The explanations of all aspects, one below the other."""
    lang = default_language()
    labels = Labels(core, lang)
    return "".join(_explanation(e, labels, lang) for e in explanations.values())


def _explanation(e: Explanation, labels: Labels | _Ids, lang: Language) -> str:
    rows = []
    for rule in e.rules:
        tests = [f"{MARKS[test.holds]} {test.text}" for test in rule.tests]
        rows.append(
            (
                rule.id,
                text(f"role.{rule.role}", lang),
                labels.participant(rule.accountable or ""),
                joined(tests, lang),
                rule.because.text(lang),
            )
        )
    headings = ("rule", "role", "owner", "tests", "because")
    unknown = joined([labels.attribute(name) for name in e.unknown], lang)
    return (
        _decision(e.decision, labels, lang)
        + (fields([(text("unknown", lang), unknown)]) if unknown else "")
        + table([text(heading, lang) for heading in headings], rows)
    )


def policy_html(core: CompiledPolicy) -> str:
    """A policy: what it is, and what it answers."""
    lang = default_language()
    labels = Labels(core, lang)
    departments = [p.id for p in core.participants if p.kind == "department"]
    head = fields(
        [
            ("policy", f"{core.id} {core.version}"),
            ("", core.title.text(lang)),
            (text("departments", lang), joined(list(map(labels.participant, departments)), lang)),
            ("SHA-256", core.hash),
        ]
    )
    rows = [
        (labels.aspect(aspect), aspect, count("rule", rule_count(core, aspect), lang))
        for aspect in core.aspects
    ]
    return head + table([text("aspect", lang), "", text("rule", lang)], rows)


def findings_html(found: Sequence[Diagnostic]) -> str:
    """Findings, one a row."""
    lang = default_language()
    rows = []
    for d in found:
        place = ":".join(str(part) for part in (d.file, d.line, d.column) if part)
        if d.cell is not None:
            place = f"{d.file} {text('row', lang)} {d.cell[0]}, {text('column', lang)} {d.cell[1]}"
        rows.append((d.code, place, d.pointer, d.message(lang), d.hint(lang)))
    headings = ("code", "place", "pointer", "message", "hint")
    return table([text(heading, lang) for heading in headings], rows)


def decided_table_html(decided: DecidedTable, core: CompiledPolicy) -> str:
    """How many rows of a table come to what, by aspect; then what to know of its columns."""
    from .frames import problem_lines

    lang = default_language()
    labels = Labels(core, lang)
    rows: list[tuple[str, ...]] = []
    last = ""
    for found in decided.summary():
        aspect = "" if found.aspect == last else labels.aspect(found.aspect)
        last = found.aspect
        owner = labels.participant(found.owner or "")
        rows.append((aspect, text(found.state, lang), owner, count("row", found.rows, lang)))
    headings = [text(heading, lang) for heading in ("aspect", "state", "owner")]
    missing = [labels.attribute(name) for name in decided.missing]
    cells = count("cell", decided.normalized, lang)
    notes = [
        *problem_lines(decided.problems, lang),
        text("missing_columns", lang, headings=joined(missing, lang)) if missing else "",
        text("ignored", lang, headings=joined(list(decided.ignored), lang))
        if decided.ignored
        else "",
        text("table.normalized", lang, cells=cells) if decided.normalized else "",
    ]
    return table([*headings, count("row", len(decided), lang)], rows) + (
        fields([("", note) for note in notes]) if any(notes) else ""
    )
