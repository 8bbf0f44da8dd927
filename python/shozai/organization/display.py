# SPDX-License-Identifier: Apache-2.0
"""Organizations in notebooks: plain HTML without scripts, every text escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..display import fields, table
from ..kinds import LEVELS, SEVERITIES
from ..texts import count, default_language, joined, text
from .moments import shown
from .words import OrganizationWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .difference import OrganizationDifference
    from .duty import Duty
    from .organization import Organization
    from .preview import Preview
    from .reach import Reach
    from .report import OrganizationReport

# Rows to show; the rest is counted.
MOST_ROWS = 100
PREVIEW_HEADS = (
    "org.at",
    "org.step",
    "org.outcome",
    "org.person",
    "org.position",
    "org.reason",
    "org.accountable",
    "org.channels",
    "org.until",
)
SUMMARY_HEADS = (
    "org.escalation",
    "org.best",
    "org.worst",
    "org.worst_start",
    "org.situations",
    "org.single",
)


def _heads(words: OrganizationWords, keys: Sequence[str]) -> list[str]:
    return [words.word(key) for key in keys]


def _more(words: OrganizationWords, noun: str, number: int) -> str:
    if number <= MOST_ROWS:
        return ""
    things = count(noun, number - MOST_ROWS, words.lang)
    return fields([("", words.word("more", things=things))])


def organization_html(organization: Organization) -> str:
    """What there is: its zone, its positions with their departments, its escalation policies."""
    lang = default_language()
    names = organization.names
    called = [names.escalation(id_, lang) for id_ in organization.escalation]
    return fields(
        [
            (text("org.zone", lang), organization.zone),
            (text("org.version", lang), organization.version or ""),
            (text("org.positions", lang), len(organization.positions)),
            (text("org.people", lang), len(organization.people)),
            (text("org.escalation", lang), joined(called, lang)),
        ]
    )


def duty_html(duty: Duty) -> str:
    """Who answers, as whom and why."""
    lang = default_language()
    words = OrganizationWords(duty.names, lang)
    as_whom = duty.answers_as if duty.answers_as != duty.position else None
    return fields(
        [
            (text("org.position", lang), words.position(duty.position)),
            (text("org.at", lang), words.located(duty.at)),
            (text("org.person", lang), words.person(duty.person)),
            (text("org.answers_as", lang), words.position(as_whom)),
            (text("org.reason", lang), words.reason(duty.reason)),
            (text("org.channels", lang), words.channels(duty.channels)),
            (text("org.until", lang), shown(duty.until)),
            (text("org.version", lang), duty.version or ""),
        ]
    )


def preview_html(preview: Preview) -> str:
    """What it comes to, then row by row."""
    words = OrganizationWords(preview.names, default_language())
    called = words.names.escalation(preview.escalation, words.lang)
    head = words.word("org.preview", escalation=called, start=shown(preview.start))
    rows = [words.row(row) for row in preview.rows[:MOST_ROWS]]
    return (
        fields([("", head), *words.sums(preview)])
        + table(_heads(words, PREVIEW_HEADS), rows)
        + _more(words, "row", len(preview.rows))
    )


def report_html(report: OrganizationReport) -> str:
    """The time, the escalation policies, the findings."""
    words = OrganizationWords(report.names, default_language())
    counts = joined([count(s, n, words.lang) for s, n in report.counts.items()], words.lang)
    head = fields(
        [
            (words.word("org.during"), words.range(report.start, report.until)),
            (words.word("org.zone"), report.start.tzinfo),
            ("", words.word("check.clean_short") if report.clean else ""),
            (words.word("check.findings"), counts),
            (words.word("org.guarantees"), words.guarantees(report)),
        ]
    )
    found = [words.summary(each) for each in report.escalation[:MOST_ROWS]]
    return head + table(_heads(words, SUMMARY_HEADS), found) + _findings(report, words)


def _findings(report: OrganizationReport, words: OrganizationWords) -> str:
    found = [f for severity in SEVERITIES for f in report.of_severity(severity)]
    if not found:
        return ""
    rows = []
    for f in found[:MOST_ROWS]:
        place = ":".join(str(part) for part in (f.file, f.line, f.column) if part)
        rows.append(
            (
                f"{words.word(LEVELS[f.severity])} {f.code}",
                f.message(words.lang),
                words.when(f),
                words.way(f.path),
                words.people(f.people),
                place or f.pointer,
                f.hint(words.lang),
            )
        )
    heads = ("code", "message", "org.when", "org.way", "org.people", "place", "hint")
    return table(_heads(words, heads), rows) + _more(words, "finding", len(found))


def reach_html(reach: Reach) -> str:
    """The pieces, one a row."""
    lang = default_language()
    words = OrganizationWords(reach.names, lang)
    rows = [
        (
            words.range(piece.start, piece.until),
            words.word("org.never") if piece.reached_at is None else shown(piece.reached_at),
            words.span(piece.longest),
        )
        for piece in reach.pieces[:MOST_ROWS]
    ]
    heads = _heads(words, ("org.starts", "org.told_at", "org.longest"))
    return table(heads, rows) + _more(words, "row", len(reach.pieces))


def difference_html(difference: OrganizationDifference) -> str:
    """The verdict, then part by part."""
    lang = default_language()
    parts = [fields([("", difference.said(lang))])]
    for part in difference.parts(lang):
        rows = part.rows[:MOST_ROWS]
        parts.append(fields([("", part.title)]) + table(part.heads, rows))
    return "".join(parts)
