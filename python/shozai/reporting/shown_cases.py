# SPDX-License-Identifier: Apache-2.0
"""Two faults in full: one that is decided, and one that waits for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..diagram import diagram_of
from ..texts import duration, joined, text
from .pieces import Html, Pieces, html, join

if TYPE_CHECKING:
    from .._core import Decision, ExplainedRule, Explanation, Question
    from .cases import Case, Chosen
    from .conditions import InWords

HOLDS = {"always": ("decided", "report.holds"), "never": ("impossible", "report.fails")}


def decided_case(pieces: Pieces, words: InWords, chosen: Chosen) -> Html:
    """A fault whose owner is decided, and why."""
    explanation = pieces.core.explain(chosen.case.fault, chosen.aspect)
    decision = explanation.decision
    rule = next((r for r in explanation.rules if r.role == "decides"), None)
    verdict = pieces.word(
        "report.decided_by",
        aspect=pieces.labels.aspect(chosen.aspect),
        rules=joined([decision.rule] if decision.rule else decision.rules, pieces.lang),
    )
    stepped_back = [
        f"<li><code>{html(r.id)}</code> {pieces.owner(r.accountable)} "
        f"{html(r.because.text(pieces.lang))}</li>"
        for r in explanation.rules
        if r.role == "overridden" and r.applies == "always" and r.accountable
    ]
    return join(
        [
            _heading(pieces, words, chosen.case),
            f'<div class="verdict"><p class="lead">{pieces.owner(decision.owner)} '
            f"{pieces.word('report.owns')}</p>"
            f"<p>{verdict}</p></div>",
            pieces.fields(
                [
                    ("because", html(decision.because.text(pieces.lang))),
                    ("source", html(rule.source.text(pieces.lang)) if rule else ""),
                    ("report.condition", html(words.of(rule.when)) if rule and rule.when else ""),
                    ("report.tests", _tests(pieces, words, rule) if rule else ""),
                    ("overridden", _list(stepped_back)),
                    *_assignment(pieces, decision),
                ]
            ),
            _way(pieces, chosen),
        ]
    )


def open_case(pieces: Pieces, words: InWords, chosen: Chosen) -> Html:
    """A fault whose owner is open, who holds it meanwhile, and what to ask."""
    explanation = pieces.core.explain(chosen.case.fault, chosen.aspect)
    decision = explanation.decision
    until = pieces.word("report.until", within=_within(pieces, decision))
    verdict = pieces.word("report.open_in", aspect=pieces.labels.aspect(chosen.aspect))
    return join(
        [
            _heading(pieces, words, chosen.case),
            f'<div class="verdict"><p class="lead">{pieces.owner(decision.owner)} {until}</p>'
            f"<p>{verdict}</p></div>",
            pieces.fields(
                [
                    ("interim_because", html(_interim_because(pieces, decision))),
                    ("possible", pieces.owners(decision.possible)),
                    ("unknown", html(_unknown(pieces, explanation))),
                ]
            ),
            _question(pieces, decision.ask) if decision.ask else _missing(pieces, decision),
        ]
    )


def _heading(pieces: Pieces, words: InWords, case: Case) -> Html:
    facts = "".join(
        f"<div><dt>{html(name)}</dt><dd>{html(words.cell(name, value))}</dd></div>"
        for name, value in case.facts
    )
    return Html(
        f"<h3>{html(case.title)}</h3>"
        + (f'<p class="story">{html(case.story)}</p>' if case.story else "")
        + (f'<h4>{pieces.word("report.facts")}</h4><dl class="facts">{facts}</dl>' if facts else "")
    )


def _tests(pieces: Pieces, words: InWords, rule: ExplainedRule) -> Html:
    rows = []
    for test in rule.tests:
        state, key = HOLDS.get(test.holds, ("undetermined", "report.may_hold"))
        value = (
            text("value_unknown", pieces.lang)
            if test.value is None
            else text("value_none", pieces.lang)
            if test.value == "null"
            else words.value(test.attribute, test.value)
        )
        rows.append(
            f"<tr><td>{html(words.of(test.text))}</td><td>{html(value)}</td>"
            f"<td>{pieces.state(state, text(key, pieces.lang))}</td></tr>"
        )
    if not rows:
        return Html("")
    heads = pieces.heads(("report.condition", "report.value", "report.holds_head"))
    return Html(f"<table>{heads}<tbody>{''.join(rows)}</tbody></table>")


def _list(items: list[str]) -> Html:
    return Html(f'<ul class="list">{"".join(items)}</ul>' if items else "")


def _assignment(pieces: Pieces, decision: Decision) -> list[tuple[str, str]]:
    shares = [
        text("cost_part", pieces.lang, party=pieces.labels.participant(party), percent=percent)
        for party, percent in decision.cost_share.items()
    ]
    return [
        *(
            (field, pieces.owners(getattr(decision, field)))
            for field in ("responsible", "consulted", "informed", "joint_visit")
        ),
        ("cost_share", html(joined(shares, pieces.lang))),
        ("notes", join((html(note.text(pieces.lang)) for note in decision.notes), "<br>")),
    ]


def _way(pieces: Pieces, chosen: Chosen) -> Html:
    if pieces.core.plan(chosen.aspect)["evaluator"] != "diagram":
        return Html("")
    diagram = diagram_of(pieces.core, chosen.aspect, "owner", chosen.case.fault)
    drawing = diagram.to_svg(lang=pieces.lang, only_reached=True)
    caption = pieces.word("report.way")
    return Html(
        f'<figure class="way"><figcaption>{caption}</figcaption>'
        f'<div class="picture" tabindex="0" role="group" aria-label="{caption}">{drawing}</div>'
        "</figure>"
    )


def _within(pieces: Pieces, decision: Decision) -> str:
    within = decision.interim.within if decision.interim else None
    if not within:
        return ""
    return text("report.within", pieces.lang, duration=duration(within, pieces.lang))


def _interim_because(pieces: Pieces, decision: Decision) -> str:
    if decision.interim is None or not decision.interim.rule:
        return ""
    rule = decision.interim.rule
    because = pieces.labels.interim_because(decision.aspect, rule)
    return because + text("interim_rule", pieces.lang, rule=rule) if because else ""


def _unknown(pieces: Pieces, explanation: Explanation) -> str:
    return joined([pieces.labels.attribute(name) for name in explanation.unknown], pieces.lang)


def _question(pieces: Pieces, question: Question) -> Html:
    about = ""
    if question.tested != question.attribute:
        tested = pieces.labels.measured(question.tested)
        about = f'<p class="note">{pieces.word("answers_about", attribute=tested)}</p>'
    rows = []
    for answer in question.answers:
        others = [s for s in answer.possible_states if s != "decided"]
        leads = join([pieces.owners(answer.possible), *map(pieces.state, others)], " ")
        shown = html(pieces.labels.answer(question, answer))
        rows.append(f'<tr><th scope="row">{shown}</th><td>{leads}</td></tr>')
    heads = pieces.heads(("report.answer", "report.leads_to"))
    return Html(
        f'<div class="ask"><h4>{pieces.word("next_question")}</h4>'
        f'<p class="question">{html(pieces.labels.question(question))}</p>{about}'
        f"<table>{heads}<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _missing(pieces: Pieces, decision: Decision) -> Html:
    names = joined([pieces.labels.attribute(name) for name in decision.missing], pieces.lang)
    return pieces.fields([("missing", html(names))])
