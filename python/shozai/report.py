# SPDX-License-Identifier: Apache-2.0
"""A report: a policy and its decisions on many faults, as one page to read and to print."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from ._core import Fault
from .reporting.aspects import glossary, opening, rules_part
from .reporting.cases import Case, Examples, case_title, choose
from .reporting.conditions import InWords
from .reporting.counts import counts_of_decisions, counts_of_table
from .reporting.overview import contents, head, owners, people, reading, states
from .reporting.pieces import Html, Pieces, html
from .reporting.rules import RuleBook, Words
from .reporting.shown_cases import decided_case, open_case
from .reporting.style import style_sheet
from .tables import FaultRow
from .texts import default_language, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ._core import CompiledPolicy
    from .frames import DecidedTable
    from .reporting.counts import Counts
    from .texts import Language

# A browser then refuses whatever a page might load.
NOTHING_LOADED = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Report:
    """What a report is made from."""

    core: CompiledPolicy
    book: RuleBook
    lang: Language
    counts: Counts | None = None
    """None: the report is about the policy alone."""
    examples: Examples = field(default_factory=Examples)
    about: str = ""
    made: str = ""

    def page(self) -> str:
        """The page, which needs no other file."""
        return page_of([self])

    def body(self, prefix: str = "") -> Html:
        """What it says; with `prefix` before its anchors."""
        from . import __version__

        pieces = Pieces(self.core, self.lang)
        sections = list(self._sections(pieces, prefix))
        parts = [
            head(pieces, self.counts, self.about, self.made),
            contents(pieces, [(section.anchor, section.title) for section in sections]),
            *(section.html for section in sections),
            f"<footer>{pieces.word('report.footer', version=__version__)}</footer>",
        ]
        return Html(f"<main>{''.join(parts)}</main>")

    def _sections(self, pieces: Pieces, prefix: str) -> Iterator[Section]:
        section = partial(Section.of, pieces, prefix)
        words = Words(self.core, self.book, self.lang)
        labels = {name: label or name for name, label, _that in words.definitions()}
        in_words = InWords(self.core, pieces.labels, labels, self.lang)
        if self.counts is not None:
            yield section("report.states", states(pieces, self.counts))
            yield section("report.owners", owners(pieces, self.counts))
        yield section("report.people", people(pieces))
        if self.counts is not None and self.counts.table:
            yield section("report.reading", reading(pieces, self.counts))
        decided, still_open = self.examples.decided, self.examples.open
        if decided is not None:
            key = "report.exception" if self.examples.exception else "report.explained"
            yield section(key, decided_case(pieces, in_words, decided), "opens")
        if still_open is not None:
            yield section("report.open", open_case(pieces, in_words, still_open), "opens")
        for place, aspect in enumerate(self.core.aspects, start=1):
            title = pieces.word("report.aspect", aspect=pieces.labels.aspect(aspect))
            first = opening(pieces, words, aspect, title)
            rest = rules_part(pieces, self.book, in_words, self.counts, aspect)
            anchor = f"{prefix}aspect-{place}"
            yield Section(anchor, title, Html(f'<section id="{anchor}">{first}{rest}</section>'))
        yield section("report.words", glossary(pieces, words, in_words), "opens")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page that the contents name."""

    anchor: str
    title: Html
    html: Html

    @classmethod
    def of(cls, pieces: Pieces, prefix: str, key: str, content: Html, kind: str = "") -> Section:
        """The section with the heading `key`; one of the kind `opens` begins a sheet."""
        title, anchor = pieces.word(key), prefix + key.removeprefix("report.")
        shown = f'<section id="{anchor}" class="{kind}"><h2>{title}</h2>{content}</section>'
        return cls(anchor, title, Html(shown))


def page_of(reports: Sequence[Report]) -> str:
    """A page with one or more reports in one language."""
    first = reports[0]
    title = joined([r.core.title.text(r.lang) or r.core.id for r in reports], first.lang)
    colours = range(max(len(report.core.participants) for report in reports))
    bodies = (
        report.body(f"part-{place}-" if len(reports) > 1 else "")
        for place, report in enumerate(reports, start=1)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{first.lang}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{NOTHING_LOADED}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{html(text('report.title', first.lang, title=title))}</title>"
        f"<style>{style_sheet(colours)}</style></head>\n"
        f"<body>{''.join(bodies)}</body></html>\n"
    )


def report_of(
    core: CompiledPolicy,
    decided: DecidedTable | None,
    faults: Iterable[FaultRow | Fault | Mapping[str, Any]] | None,
    lang: Language | None,
    about: str,
    made: str,
) -> Report:
    """A report on a decided table, or on faults that are decided one by one.

    Raises:
        ValueError: the table was decided by another policy.
        PolicyError: a fault is refused.
    """
    lang = lang or default_language()
    if decided is not None and decided._policy.hash != core.hash:
        raise ValueError("the table was decided by another policy than the report is about")
    cases, invalid = cases_of(core, faults or (), lang)
    counts = None
    if decided is not None:
        counts = counts_of_table(decided, lang)
    elif faults is not None:
        decisions = [core.decide(case.fault) for case in cases]
        counts = counts_of_decisions(core.aspects, decisions, invalid)
    return report_on(core, counts, cases, lang, about, made)


def report_on(
    core: CompiledPolicy,
    counts: Counts | None,
    cases: Sequence[Case],
    lang: Language,
    about: str = "",
    made: str = "",
) -> Report:
    """A report on what was counted, with two of the cases in full."""
    book = RuleBook(core)
    examples = choose(core, book, cases, counts) if counts is not None else Examples()
    return Report(core, book, lang, counts, examples, about, made)


def cases_of(
    core: CompiledPolicy, faults: Iterable[FaultRow | Fault | Mapping[str, Any]], lang: Language
) -> tuple[list[Case], int]:
    """The faults that can be read, as a report names them, and how many cannot."""
    cases: list[Case] = []
    invalid = 0
    for number, given in enumerate(faults, start=1):
        if isinstance(given, FaultRow):
            if given.fault is None:
                invalid += 1
                continue
            cases.append(Case(case_title(given.number, given.line, lang), given.fault))
        else:
            fault = given if isinstance(given, Fault) else core.read_fault(dict(given))
            cases.append(Case(case_title(number, number, lang), fault))
    return cases, invalid
