# SPDX-License-Identifier: Apache-2.0
"""The first pages: which policy, how its decisions stand, who owns how much, what was read."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING

from ..decisions import STATES
from ..texts import joined, rule_count
from .pieces import Html, Pieces, html, join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..frames import OutcomeCount
    from .counts import Counts
    from .rules import RuleBook

ALWAYS_SHOWN = ("conflict", "gap")
ALERTS = ("conflict", "gap", "invalid")
MOST_RULES = 8
KINDS = {"department": "report.department", "team": "report.team", "party": "report.party"}


def head(pieces: Pieces, counts: Counts | None, about: str, made: str) -> Html:
    """What the report is about."""
    core, lang = pieces.core, pieces.lang
    title = core.title.text(lang) or core.id
    contents = joined(
        [
            pieces.count("aspect", len(core.aspects)),
            pieces.count("rule", rule_count(core)),
            pieces.count("department", sum(p.kind == "department" for p in core.participants)),
        ],
        lang,
    )
    decided = "" if counts is None else pieces.count("fault", counts.rows)
    rows = [
        ("report.about", html(joined(list(filter(None, [about, decided])), lang))),
        ("report.made", html(made)),
        ("report.policy", Html(f"<code>{html(core.id)}</code>")),
        ("report.version", html(core.version)),
        ("report.effective", html(_effective(pieces))),
        ("report.contents", html(contents)),
        ("report.hash", Html(f"<code>{html(core.hash)}</code>")),
    ]
    listed = "".join(f"<dt>{pieces.word(key)}</dt><dd>{shown}</dd>" for key, shown in rows if shown)
    return Html(
        f'<header><p class="kind">{pieces.word("report.kind")}</p><h1>{html(title)}</h1>'
        f'<dl class="identity">{listed}</dl></header>'
    )


def _effective(pieces: Pieces) -> str:
    first, end = pieces.core.effective_from, pieces.core.effective_to
    last = ""
    if end is not None:
        last = (dt.date.fromisoformat(end) - dt.timedelta(days=1)).isoformat()
    key = {(True, True): "both", (True, False): "from", (False, True): "to"}.get(
        (first is not None, end is not None), "always"
    )
    return pieces.word(f"report.effective_{key}", first=first, last=last)


def contents(pieces: Pieces, sections: Sequence[tuple[str, Html]]) -> Html:
    """Links to the sections."""
    links = "".join(f'<li><a href="#{anchor}">{title}</a></li>' for anchor, title in sections)
    return Html(f'<nav aria-label="{pieces.word("report.sections")}"><ul>{links}</ul></nav>')


def people(pieces: Pieces) -> Html:
    """Departments, teams and parties outside."""
    found = []
    for kind, key in KINDS.items():
        names = [p.id for p in pieces.core.participants if p.kind == kind]
        if names:
            listed = "".join(f"<li>{pieces.owner(name)}</li>" for name in names)
            found.append(f'<h4>{pieces.word(key)}</h4><ul class="people">{listed}</ul>')
    return join(found)


def states(pieces: Pieces, counts: Counts) -> Html:
    """How many decisions are in which state, those that need attention first."""
    shown = [s for s in STATES if s in ALWAYS_SHOWN or counts.of_state(s)]
    tiles = "".join(
        f"<li{_alert(s, counts)}><b>{counts.of_state(s):,}</b>{pieces.state(s)}</li>" for s in shown
    )
    alerts = [s for s in ALERTS if counts.of_state(s)]
    key = "report.alert" if alerts else "report.calm"
    heads = "".join(
        f'<th scope="col" class="n">{html(pieces.labels.aspect(a))}</th>' for a in counts.aspects
    )
    rows = "".join(
        f'<tr><th scope="row">{pieces.state(s)}'
        f'<div class="note">{pieces.word(f"report.means.{s}")}</div></th>'
        + "".join(_number(counts.states[aspect, s]) for aspect in counts.aspects)
        + "</tr>"
        for s in shown
    )
    words = {
        "faults": pieces.count("fault", counts.rows),
        "aspects": pieces.count("aspect", len(counts.aspects)),
        "decisions": pieces.count("decision", counts.rows * len(counts.aspects)),
    }
    return Html(
        f"<p>{pieces.word('report.counted', **words)} {pieces.word(key)}</p>"
        f'<ul class="tiles">{tiles}</ul><div class="wide"><table class="states">'
        f"<caption>{pieces.word('report.by_state')}</caption>"
        f'<thead><tr><th scope="col">{pieces.word("state")}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _alert(state: str, counts: Counts) -> str:
    return ' class="alert"' if state in ALERTS and counts.of_state(state) else ""


def _number(number: int) -> str:
    return f'<td class="n{"" if number else " none"}">{number:,}</td>'


def owners(pieces: Pieces, counts: Counts) -> Html:
    """Who owns how many faults, a card for each aspect."""
    cards = (
        f'<div class="card"><h3>{html(pieces.labels.aspect(aspect))}</h3>'
        f"{owner_bars(pieces, counts, aspect)}</div>"
        for aspect in counts.aspects
    )
    note = pieces.word("report.meanwhile") if counts.of_state("decided") < _all(counts) else ""
    return Html(
        (f'<p class="lead-in">{note}</p>' if note else "")
        + f'<div class="grid">{"".join(cards)}</div>'
    )


def _all(counts: Counts) -> int:
    return counts.rows * len(counts.aspects)


def owner_bars(pieces: Pieces, counts: Counts, aspect: str) -> Html:
    """Owners by number, a group for each state."""
    outcomes = [o for o in counts.outcomes if o.aspect == aspect]
    most = max((o.rows for o in outcomes), default=0)
    groups = []
    for state, found in groupby(outcomes, key=lambda o: o.state):
        rows = "".join(_owner_row(pieces, o, counts.rows, most) for o in found)
        number = pieces.count("fault", counts.states[aspect, state])
        key = "report.group" if state in ("decided", "invalid") else "report.group_interim"
        words = pieces.word(key, state=pieces.word(state), faults=number)
        groups.append(
            '<tbody><tr class="group"><th colspan="4" scope="rowgroup">'
            f"{pieces.state(state, words)}</th></tr>{rows}</tbody>"
        )
    heads = pieces.heads(("owner", "", "report.faults", "report.share"), numbers=(2, 3))
    return Html(f'<table class="bars">{heads}{"".join(groups)}</table>')


def _owner_row(pieces: Pieces, outcome: OutcomeCount, of: int, most: int) -> Html:
    shown = pieces.owner(outcome.owner) if outcome.owner else html("–")
    kind = "" if outcome.state == "decided" else "meanwhile"
    return pieces.bar_row(shown, outcome.rows, of, most, f"{kind} {pieces.colour(outcome.owner)}")


def rule_bars(pieces: Pieces, book: RuleBook, counts: Counts, aspect: str) -> Html:
    """The rules that decide most; the others are counted."""
    decided = counts.rules[aspect]
    if not decided:
        return Html("")
    busiest = list(decided.items())[:MOST_RULES]
    owners_of = book.owners(aspect)
    rows = "".join(
        pieces.bar_row(
            f"<code>{pieces.rule(rule)}</code> {pieces.owner(owners_of[rule])}",
            number,
            counts.rows,
            busiest[0][1],
            pieces.colour(owners_of[rule]),
        )
        for rule, number in busiest
    )
    rest = len(decided) - len(busiest)
    more = pieces.word("more", things=pieces.count("rule", rest)) if rest else ""
    heads = pieces.heads(("rule", "", "report.faults", "report.share"), numbers=(2, 3))
    return Html(
        f'<table class="bars rows">{heads}<tbody>{rows}</tbody></table>'
        + (f'<p class="note">{more}</p>' if more else "")
    )


def reading(pieces: Pieces, counts: Counts) -> Html:
    """What could not be read, what was not there, and what was not used."""
    lang = pieces.lang
    parts = []
    if counts.problems:
        listed = "".join(f"<li>{html(problem)}</li>" for problem in counts.problems)
        parts.append(f'<h4>{pieces.word("report.problems")}</h4><ul class="list">{listed}</ul>')
    if counts.missing:
        names = joined([pieces.labels.attribute(name) for name in counts.missing], lang)
        parts.append(f"<h4>{pieces.word('report.missing')}</h4><p>{html(names)}</p>")
    if counts.ignored:
        names = joined(list(counts.ignored), lang)
        parts.append(f"<h4>{pieces.word('report.ignored')}</h4><p>{html(names)}</p>")
    if counts.normalized:
        cells = pieces.count("cell", counts.normalized)
        parts.append(f"<p>{pieces.word('report.normalized', cells=cells)}</p>")
    if not counts.problems:
        parts.insert(0, f"<p>{pieces.word('report.read_fine')}</p>")
    return join(parts)
