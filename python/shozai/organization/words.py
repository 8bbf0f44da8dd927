# SPDX-License-Identifier: Apache-2.0
"""What results about organizations say, for terminals and notebooks alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..texts import duration, joined, text
from .duty import REASONS
from .moments import apart, iso_duration, shown
from .preview import OUTCOMES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from ..texts import Language
    from .names import Names
    from .preview import Preview, PreviewRow
    from .report import EscalationSummary, OrganizationFinding, OrganizationReport

# Nodes of a path to show; the rest is counted by an ellipsis.
MOST_NODES = 8
# Reactions of a scenario: keys of texts.
REACTIONS = {
    "acknowledged": "org.acknowledged",
    "refused": "org.refused",
    "resolved": "org.resolved",
}


class OrganizationWords:
    """Puts results in the words of one language."""

    def __init__(self, names: Names, lang: Language) -> None:
        self.names = names
        self.lang: Language = lang

    def word(self, key: str, **values: object) -> str:
        """The text `key`."""
        return text(key, self.lang, **values)

    # --- times ---

    def span(self, amount: dt.timedelta | None) -> str:
        """A duration; empty if there is none."""
        if amount is None:
            return ""
        return duration(iso_duration(amount), self.lang) if amount else self.word("org.at_once")

    def range(self, start: dt.datetime, until: dt.datetime) -> str:
        """A stretch of time."""
        return self.word("org.range", start=shown(start), until=shown(until))

    def located(self, moment: dt.datetime) -> str:
        """A moment and the zone in which it is meant."""
        return self.word("org.in_zone", moment=shown(moment), zone=moment.tzinfo)

    # --- people and positions ---

    def person(self, id_: str | None) -> str:
        """Somebody, or that there is nobody."""
        return self.names.person(id_, self.lang) if id_ else self.word("org.nobody")

    def people(self, ids: Iterable[str]) -> str:
        """Several."""
        return joined([self.names.person(id_, self.lang) for id_ in ids], self.lang)

    def position(self, id_: str | None) -> str:
        """A position or roster."""
        return self.names.position(id_, self.lang)

    def reason(self, reason: str | None) -> str:
        """Why somebody answers."""
        return self.word(REASONS[reason]) if reason in REASONS else ""

    def channels(self, channels: Mapping[str, str]) -> str:
        """How to reach somebody."""
        return joined([f"{word}: {address}" for word, address in channels.items()], self.lang)

    def node(self, id_: str) -> str:
        """A node of the graph, such as `position:plant_director`."""
        kind, _colon, name = id_.partition(":")
        if kind == "person":
            return self.names.person(name, self.lang)
        if kind in ("position", "roster"):
            return self.names.position(name, self.lang)
        if kind in ("department", "team"):
            return self.names.participant(name, self.lang)
        policy, slash, step = name.rpartition("/")
        if kind == "step" and slash:
            called = self.names.escalation(policy, self.lang)
            return self.word("org.node_step", policy=called, step=step)
        return self.names.escalation(name or id_, self.lang)

    def way(self, path: Iterable[str]) -> str:
        """A path through the graph."""
        nodes = [self.node(id_) for id_ in path]
        return " → ".join([*nodes[:MOST_NODES], *(["…"] if len(nodes) > MOST_NODES else [])])

    # --- findings ---

    def when(self, finding: OrganizationFinding) -> str:
        """When a finding is so first."""
        if finding.at is None:
            return ""
        if finding.until is None:
            return self.located(finding.at)
        shown_ = self.range(finding.at, finding.until)
        return self.word("org.in_zone", moment=shown_, zone=finding.at.tzinfo)

    def summary(self, found: EscalationSummary) -> tuple[str, ...]:
        """How soon an escalation policy reaches somebody accountable."""
        never = not found.always_reached
        start = found.never_start if never else found.worst_start
        single = [point.person for point in found.single_points]
        return (
            self.names.escalation(found.id, self.lang),
            self.span(found.best),
            self.word("org.never") if never else self.span(found.worst),
            shown(start),
            f"{found.slices:,}" if found.complete else "?",
            self.people(single),
        )

    def guarantees(self, report: OrganizationReport) -> str:
        """What became of the guarantees; empty if there are none."""
        keys = {
            "refuted": "org.refuted",
            "undecided": "org.undecided",
            "proved": "org.proved",
        }
        states = [guarantee.state for guarantee in report.guarantees]
        parts = [
            self.word(key, n=states.count(state)) for state, key in keys.items() if state in states
        ]
        return joined(parts, self.lang)

    # --- previews ---

    def row(self, row: PreviewRow) -> tuple[str, ...]:
        """One row of a preview: when, step, what happens, who, as whom, how, until."""
        position = self.position(row.position)
        if row.answers_for and row.answers_for != row.position:
            position = f"{self.position(row.answers_for)} → {position}"
        return (
            shown(row.at),
            self.word("org.round_step", round=row.round, step=row.step),
            self.word(OUTCOMES[row.outcome]),
            self.person(row.person) if row.person else "",
            position,
            self.reason(row.reason),
            self.word("org.yes") if row.accountable else "",
            self.channels(row.channels),
            shown(row.until),
        )

    def sums(self, preview: Preview) -> list[tuple[str, str]]:
        """What a preview comes to: labels and what belongs to them."""
        reached = preview.reached
        told = self.word("org.never")
        if reached is not None:
            waited = apart(reached, preview.start)
            key = "org.reached_after" if waited else "org.reached_at_once"
            told = self.word(key, moment=shown(reached), duration=self.span(waited))
        keeper = preview.keeper
        fields = [
            (self.word("org.scenario"), self.scenario(preview)),
            (self.word("org.chosen"), self.chosen(preview)),
            (self.word("org.reached"), told),
            (self.word("org.keeper"), self.position(keeper) or self.word("org.nobody")),
            (self.word("org.zone"), str(preview.start.tzinfo)),
        ]
        return [(label, value) for label, value in fields if value]

    def scenario(self, preview: Preview) -> str:
        """Who reacts how; empty if nobody does."""
        reaction, at = preview.reaction
        return self.word(REACTIONS[reaction], moment=shown(at)) if reaction in REACTIONS else ""

    def chosen(self, preview: Preview) -> str:
        """Why the escalation policy applies; empty if it was asked for."""
        choice = preview.choice
        if choice is None:
            return ""
        if choice.state == "undetermined" and not choice.accountable:
            return self.word("org.chosen_interim")
        rules = joined([choice.rule] if choice.rule else choice.rules, self.lang)
        because = choice.because.text(self.lang)
        return f"{rules}  {because}".rstrip()
