# SPDX-License-Identifier: Apache-2.0
"""Coverage as a page: the policy's text, coloured, and what of it no case exercises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .coverage import each
from .covering.scales import scales
from .covering.source import source
from .covering.style import coverage_style
from .covering.summary import head, kinds, missing, uses
from .covering.words import CoverageWords
from .report import NOTHING_LOADED
from .reporting.pieces import Html, html, join
from .texts import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .coverage import Coverage, Coverages
    from .texts import Language


def coverage_page(coverages: Coverages, lang: Language, *, made: str = "") -> str:
    """A page that needs no other file, about one policy or several.

    `made` says when it was made; empty leaves that out, so that equal results are equal pages.
    """
    given = each(coverages)
    bodies = join(
        _body(coverage, lang, made, f"part-{place}-" if len(given) > 1 else "")
        for place, coverage in enumerate(given, start=1)
    )
    names = joined([_name(coverage, lang) for coverage in given], lang)
    title = CoverageWords(lang).word("coverage.page", title=names)
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{NOTHING_LOADED}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{html(title)}</title><style>{coverage_style()}</style></head>\n"
        f"<body>{bodies}</body></html>\n"
    )


def _name(coverage: Coverage, lang: Language) -> str:
    titled = coverage.core.title.text(lang) if coverage.core else ""
    return titled or coverage.policy.name


def _body(coverage: Coverage, lang: Language, made: str, prefix: str) -> Html:
    from . import __version__

    words = CoverageWords(lang, coverage.core)
    sections = list(_sections(coverage, words, prefix))
    links = "".join(
        f'<li><a href="#{prefix}{key.rpartition(".")[2]}">{html(words.word(key))}</a></li>'
        for key, _content in sections
    )
    shown = "".join(
        f'<section id="{prefix}{key.rpartition(".")[2]}"><h2>{html(words.word(key))}</h2>{content}'
        "</section>"
        for key, content in sections
    )
    contents = html(words.word("report.sections"))
    footer = html(words.word("report.footer", version=__version__))
    return Html(
        f"<main>{head(coverage, words, made)}"
        f'<nav aria-label="{contents}"><ul>{links}</ul></nav>'
        f"{shown}<footer>{footer}</footer></main>"
    )


def _sections(coverage: Coverage, words: CoverageWords, prefix: str) -> Iterator[tuple[str, Html]]:
    yield "coverage.kinds", kinds(coverage, words)
    if coverage.missing():
        yield "coverage.not_covered", missing(coverage, words, prefix)
    found = scales(coverage, words)
    if found:
        intro = html(words.word("coverage.scales_are"))
        yield "coverage.scales", Html(f'<p>{intro}</p><div class="scales">{found}</div>')
    yield "coverage.source", source(coverage, words, prefix)
    yield "coverage.uses", uses(coverage, words)
