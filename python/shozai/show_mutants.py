# SPDX-License-Identifier: Apache-2.0
"""How mutants fared, for people: the counts, and the mistakes that no case notices."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from .display import escaped, table
from .texts import Labels, default_language, text

if TYPE_CHECKING:
    from .mutation import Mutant, MutationReport
    from .terminal import Screen
    from .texts import Language

MUTATIONS = {
    "threshold": "mutation.threshold",
    "constant": "mutation.constant",
    "part": "mutation.part",
    "drop_rule": "mutation.drop_rule",
    "swap_rules": "mutation.swap_rules",
    "owner": "mutation.owner",
    "drop_override": "mutation.drop_override",
    "turn_override": "mutation.turn_override",
    "party": "mutation.party",
    "cost_share": "mutation.cost_share",
}
MOST = 30  # survivors to show; the rest is counted


def show_mutants(screen: Screen, report: MutationReport, *, everything: bool = False) -> None:
    """Prints how many were noticed by kind, what was not, and the score."""
    policy = f"{report.policy.id} {report.policy.version}"
    named = {"policy": policy, "cases": screen.count("test_case", report.cases)}
    screen.heading(screen.word("mutation.heading", **named))
    _show_counts(screen, report)
    survivors = report.survivors
    shown = survivors if everything else survivors[:MOST]
    if shown:
        screen.line()
        screen.heading(screen.word("mutation.unnoticed"))
    for mutant in shown:
        _show_mutant(screen, report, mutant)
    if len(survivors) > len(shown):
        things = screen.count("mutant", len(survivors) - len(shown))
        screen.line(screen.word("more", things=things), "dim")
    screen.line()
    screen.line(score_line(report, screen.lang), "green" if not survivors else "yellow")


def score_line(report: MutationReport, lang: Language) -> str:
    """The score in one line; not rounded up to 100."""
    killed = report.count("killed")
    counted = len(report.mutants) - report.count("equivalent")
    share = f"{int(report.percent * 10) / 10:g}"
    return text("mutation.score", lang, killed=f"{killed:,}", counted=f"{counted:,}", share=share)


def _show_counts(screen: Screen, report: MutationReport) -> None:
    words = ("mutation.kind", "mutation.killed", "mutation.survived", "mutation.equivalent")
    table = screen.table([screen.word(word) for word in words], numbers=(1, 2, 3))
    for kind, key in MUTATIONS.items():
        counts = Counter(m.state for m in report.mutants if m.mutation == kind)
        if counts:
            survived = counts["survived"] + counts["undecided"]
            numbers = (counts["killed"], survived, counts["equivalent"])
            table.add_row(screen.word(key), *(f"{number:,}" for number in numbers))
    screen.show(table)


def _show_mutant(screen: Screen, report: MutationReport, mutant: Mutant) -> None:
    place = f"{mutant.file}:{mutant.line}" if mutant.line else mutant.file
    rule = mutant.rule or screen.word("mutation.interim")
    screen.line(f"{place}: {rule}: {screen.word(MUTATIONS[mutant.mutation])}", "yellow")
    if report.core is not None:
        labels = Labels(report.core, screen.lang)
        names = dict.fromkeys(labels.aspect(aspect) for aspect in mutant.aspects)
        screen.field(screen.word("aspect"), ", ".join(names))
    screen.field(screen.word("mutation.before"), mutant.before)
    screen.field(screen.word("mutation.after"), mutant.after or screen.word("mutation.nothing"))
    if mutant.state == "undecided":
        screen.field("", screen.word("mutation.undecided"))


def mutants_html(report: MutationReport, lang: Language | None = None) -> str:
    """What a notebook shows: the score, and what is not noticed."""
    lang = lang or default_language()
    headings = [text(key, lang) for key in ("rule", "mutation.before", "mutation.after")]
    rows = [_cells(mutant, lang) for mutant in report.survivors]
    return f"<p>{escaped(score_line(report, lang))}</p>" + (table(headings, rows) if rows else "")


def _cells(mutant: Mutant, lang: Language) -> tuple[str, str, str]:
    rule = mutant.rule or text("mutation.interim", lang)
    return rule, mutant.before, mutant.after or text("mutation.nothing", lang)
