# SPDX-License-Identifier: Apache-2.0
"""The first part of a page: which policy, how much is covered, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..amounts import percent
from ..reporting.pieces import Html, html, join
from ..texts import count
from .items import KINDS, RULES
from .source import anchors
from .words import MOST_PLACES

if TYPE_CHECKING:
    from ..coverage import Coverage, KindCount
    from .items import CoverageItem
    from .words import CoverageWords, Group


def head(coverage: Coverage, words: CoverageWords, made: str) -> Html:
    """What the page is about, and the sum of it."""
    title = coverage.core.title.text(words.lang) if coverage.core else ""
    policy = coverage.policy
    rows = [
        ("report.policy", Html(f"<code>{html(policy.id)}</code>")),
        ("report.version", html(policy.version)),
        ("report.hash", Html(f"<code>{html(policy.hash)}</code>")),
        ("coverage.cases", html(f"{coverage.cases:,}")),
        ("report.made", html(made)),
    ]
    listed = "".join(
        f"<dt>{html(words.word(key))}</dt><dd>{shown}</dd>" for key, shown in rows if shown
    )
    return Html(
        f'<header><p class="kind">{html(words.word("coverage.title"))}</p>'
        f'<h1>{html(title or policy.id)}</h1><dl class="identity">{listed}</dl></header>'
        f"{_sum(coverage, words)}"
    )


def _sum(coverage: Coverage, words: CoverageWords) -> Html:
    total = coverage.total
    whole = total.covered == total.total
    said = words.word(
        "coverage.sum",
        share=percent(total.covered, total.total),
        covered=f"{total.covered:,}",
        total=f"{total.total:,}",
    )
    said = words.word("coverage.all") if whole else said
    left_out = ""
    if total.unreachable:
        things = count("coverage_item", total.unreachable, words.lang)
        left_out = f'<p class="quiet">{html(words.word("coverage.left_out", things=things))}</p>'
    share = percent(total.covered, total.total)
    return Html(
        f'<div class="sum {_state(total)}"><b>{html(share)}</b><p>{html(said)}</p>{left_out}</div>'
    )


def kinds(coverage: Coverage, words: CoverageWords) -> Html:
    """How much of each kind is covered, and what that means."""
    keys = ("coverage.kind", "coverage.covered", "coverage.to_cover", "coverage.share", "")
    heads = "".join(
        f'<th scope="col"{_number(at in (1, 2, 3))}>{html(words.word(key)) if key else ""}</th>'
        for at, key in enumerate(keys)
    )
    counts = coverage.by_kind
    rows = (
        _kind(words.kind(kind), words.meaning(kind), counts[kind], words)
        for kind in KINDS
        if counts[kind].total or counts[kind].unreachable
    )
    together = _kind(words.word("coverage.together"), "", coverage.total, words)
    return Html(
        f'<div class="wide"><table class="kinds"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{join(rows)}</tbody><tfoot>{together}</tfoot></table></div>"
    )


def _number(wanted: bool) -> str:
    return ' class="n"' if wanted else ""


def _kind(name: str, meaning: str, counted: KindCount, words: CoverageWords) -> Html:
    notes = [meaning]
    if counted.unreachable and meaning:
        notes.append(words.word("coverage.besides", number=f"{counted.unreachable:,}"))
    said = "".join(f'<div class="note">{html(note)}</div>' for note in notes if note)
    width = 100 * counted.covered / counted.total if counted.total else 100
    return Html(
        f'<tr class="{_state(counted)}"><th scope="row">{html(name)}{said}</th>'
        f'<td class="n">{counted.covered:,}</td><td class="n">{counted.total:,}</td>'
        f'<td class="n share">{html(percent(counted.covered, counted.total))}</td>'
        f'<td class="way" aria-hidden="true"><span class="meter">'
        f'<i style="width:{width:.2f}%"></i></span></td></tr>'
    )


def _state(counted: KindCount) -> str:
    if counted.covered == counted.total:
        return "covered"
    return "partly" if counted.covered else "missing"


def missing(coverage: Coverage, words: CoverageWords, prefix: str) -> Html:
    """What is missing, a card for each aspect and attribute, with links to the lines."""
    begins = anchors(coverage, prefix)
    cards = (_card(words, group, begins) for group in words.groups(coverage.missing()))
    return Html(f'<div class="lacks">{join(cards)}</div>')


def _card(words: CoverageWords, group: Group, begins: dict[str, str]) -> Html:
    parts = (
        f"<h4>{html(words.kind(kind))}</h4><ul>"
        + "".join(
            f'<li><span>{html(words.item(item))}</span><span class="where">'
            f"{_links(item, begins)}</span></li>"
            for item in items
        )
        + "</ul>"
        for kind, items in group.by_kind()
    )
    return Html(f'<div class="card"><h3>{html(group.title)}</h3>{join(parts)}</div>')


def _links(item: CoverageItem, begins: dict[str, str]) -> Html:
    places = {place.name: place for place in item.seen_at}
    links = [
        f'<a href="#{begins[place.file]}{place.line}">{html(name)}</a>'
        if place.file in begins
        else html(name)
        for name, place in list(places.items())[:MOST_PLACES]
    ]
    if len(places) > MOST_PLACES:
        links.append("…")
    return join(links, "<br>")


def uses(coverage: Coverage, words: CoverageWords) -> Html:
    """Which cases exercise which rule, a folded table for each aspect."""
    parts = []
    for group in words.groups(item for item in coverage.items if item.kind in RULES):
        rows = "".join(
            f'<tr><th scope="row">{html(words.item(item))}</th><td class="n">{item.hits:,}</td>'
            f"<td>{html(words.cases(coverage, item))}</td></tr>"
            for item in group.items
        )
        parts.append(
            f"<details><summary>{html(group.title)}</summary>"
            f'<div class="wide"><table class="used"><tbody>{rows}</tbody></table></div></details>'
        )
    return join(parts)
