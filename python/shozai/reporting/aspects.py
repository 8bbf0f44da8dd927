# SPDX-License-Identifier: Apache-2.0
"""What an aspect says: its picture, and its rules to read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..diagram import diagram_of
from ..texts import joined, text
from .overview import rule_bars
from .pieces import Html, Pieces, html, join

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .conditions import InWords
    from .counts import Counts
    from .rules import Rule, RuleBook, Words

# How wide a picture is, in pixels, for a sheet: upright, on its side, and twice as large.
UPRIGHT, LANDSCAPE = 760.0, 1500.0


def opening(pieces: Pieces, words: Words, aspect: str, title: Html) -> Html:
    """The heading of an aspect and its picture, together on a sheet that is large enough."""
    sentence = pieces.word("report.hit." + words.hit_policy(aspect))
    shown, sheet = _picture(pieces, aspect)
    return Html(f'<div class="opens {sheet}"><h2>{title}</h2><p>{sentence}</p>{shown}</div>')


def rules_part(
    pieces: Pieces, book: RuleBook, in_words: InWords, counts: Counts | None, aspect: str
) -> Html:
    """The rules of an aspect that decide most, and all of them to read."""
    counted = counts.rules.get(aspect) if counts is not None else None
    busiest = ""
    if counts is not None and counted:
        bars = rule_bars(pieces, book, counts, aspect)
        busiest = f"<h4>{pieces.word('report.busiest')}</h4>{bars}"
    return join([busiest, _rules(pieces, book, in_words, counted, aspect)])


def _picture(pieces: Pieces, aspect: str) -> tuple[Html, str]:
    # And the sheet that it needs; where there is no diagram, a sentence.
    if pieces.core.plan(aspect)["evaluator"] != "diagram":
        return Html(f"<p>{pieces.word('error.no_diagram', aspect=aspect)}</p>"), ""
    drawing = diagram_of(pieces.core, aspect, "owner", None).to_svg(lang=pieces.lang)
    found = re.search(r'<svg [^>]*width="([\d.]+)"', drawing)
    width = float(found[1]) if found else 0.0
    sheet = "" if width <= UPRIGHT else "on-landscape" if width <= LANDSCAPE else "on-large"
    name = pieces.word("report.picture", aspect=pieces.labels.aspect(aspect))
    shown = (
        f'<figure class="broad"><figcaption>{pieces.word("report.picture_note")}</figcaption>'
        f'<div class="picture" tabindex="0" role="group" aria-label="{name}">{drawing}</div>'
        "</figure>"
    )
    return Html(shown), sheet


def _rules(
    pieces: Pieces,
    book: RuleBook,
    in_words: InWords,
    numbers: Mapping[str, int] | None,
    aspect: str,
) -> Html:
    keys = ["rule", "report.condition", "owner", "because"]
    if numbers is not None:
        keys.append("report.faults")
    rows = "".join(_rule_row(pieces, in_words, numbers, rule) for rule in book.of(aspect))
    unused = book.never(aspect)
    never = pieces.word("report.never", rules=joined(unused, pieces.lang)) if unused else ""
    return Html(
        f"<h4>{pieces.word('report.rules')}</h4>"
        f'<div class="wide"><table class="rules">{pieces.heads(keys, numbers=(4,))}'
        f"<tbody>{rows}</tbody></table></div>" + (f"<p>{never}</p>" if never else "")
    )


def _rule_row(
    pieces: Pieces, in_words: InWords, numbers: Mapping[str, int] | None, rule: Rule
) -> Html:
    if rule.when is None:
        when = pieces.word("report.otherwise")
    else:
        when = Html(f"{html(in_words.of(rule.when))}<code>{html(rule.when)}</code>")
    if rule.gives_way_to:
        when = Html(f'{when}<div class="note">{_gives_way(pieces, rule)}</div>')
    owner = pieces.word("report.adds") if rule.owner is None else pieces.owner(rule.owner)
    source = rule.source.text(pieces.lang)
    because = html(rule.because.text(pieces.lang)) + (
        f'<div class="note">{html(source)}</div>' if source else ""
    )
    count = ""
    if numbers is not None:
        number = numbers.get(rule.id, 0)
        shown = "–" if rule.adds else f"{number:,}"
        count = f'<td class="n{"" if number else " none"}">{shown}</td>'
    return Html(
        f'<tr><th scope="row" class="id">{pieces.rule(rule.id)}</th><td class="when">{when}</td>'
        f'<td class="owns">{owner}</td><td class="because">{because}</td>{count}</tr>'
    )


def _gives_way(pieces: Pieces, rule: Rule) -> Html:
    others = joined([pieces.rule(other) for other in rule.gives_way_to], pieces.lang)
    # Words around a piece that is HTML already.
    before, _here, after = text("report.gives_way", pieces.lang, others="\n").partition("\n")
    return join([html(before), others, html(after)])


def glossary(pieces: Pieces, words: Words, in_words: InWords) -> Html:
    """The words of conditions."""
    parts = []
    for key, rows in (
        ("report.definitions", words.definitions()),
        ("report.attributes", words.attributes()),
    ):
        if not rows:
            continue
        shown = "".join(
            f'<tr><th scope="row" class="id">{html(name)}</th><td>{html(label or name)}</td>'
            f"<td>{_meaning(in_words, key, meaning)}</td></tr>"
            for name, label, meaning in rows
        )
        heads = pieces.heads(("report.name", "report.label", key + "_is"))
        parts.append(
            f'<h4>{pieces.word(key)}</h4><table class="words">{heads}<tbody>{shown}</tbody></table>'
        )
    return join(parts)


def _meaning(in_words: InWords, key: str, meaning: str) -> Html:
    if key == "report.definitions":
        return Html(f"{html(in_words.of(meaning))}<code>{html(meaning)}</code>")
    return html(meaning)
