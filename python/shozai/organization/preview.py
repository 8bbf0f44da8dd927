# SPDX-License-Identifier: Apache-2.0
"""What an escalation policy does with a case: who is told when, until somebody keeps it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, cast

from ..columns import Columns
from ..texts import default_language
from .moments import parsed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from .._core import Decision
    from ..columns import Type
    from ..texts import Language
    from .duty import Reason
    from .names import Names

Outcome = Literal[
    "notified", "waited", "empty", "skipped", "deferred", "fallback", "failed", "stuck"
]
# What came of a step: keys of texts.
OUTCOMES: dict[str, str] = {
    "notified": "org.notified",
    "waited": "org.waited",
    "empty": "org.empty",
    "skipped": "org.skipped",
    "deferred": "org.deferred",
    "fallback": "org.fallback",
    "failed": "org.failed",
    "stuck": "org.stuck",
}

COLUMNS: dict[str, Type] = {
    "at": "text",
    "until": "text",
    "round": "whole",
    "step": "whole",
    "outcome": "text",
    "position": "text",
    "person": "text",
    "answers_for": "text",
    "reason": "text",
    "channels": "texts",
    "accountable": "flag",
}


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One person told, or a step that tells nobody."""

    at: dt.datetime
    """In the organization's zone."""
    until: dt.datetime | None
    """When the step lapses; None if it never does."""
    round: int
    """From 1."""
    step: int
    """From 1."""
    outcome: Outcome
    position: str | None
    person: str | None
    """None if nobody was told."""
    answers_for: str | None = field(repr=False)
    """The position that was asked, where that of the person is another one."""
    reason: Reason | None
    channels: Mapping[str, str] = field(repr=False)
    accountable: bool


class Preview:
    """Who is told when of one case, if things go as the scenario says."""

    __slots__ = ("_names", "_tree", "_zone", "choice", "rows")

    rows: tuple[PreviewRow, ...]
    """In the order of time."""
    choice: Decision | None
    """Why this escalation policy applies; None if it was asked for by name."""

    def __init__(
        self, tree: Mapping[str, Any], zone: dt.tzinfo, names: Names, choice: Decision | None = None
    ) -> None:
        self._tree = tree
        self._zone = zone
        self._names = names
        self.choice = choice
        self.rows = tuple(_row(each, zone) for each in tree["rows"])

    @property
    def escalation(self) -> str:
        """The escalation policy."""
        return str(self._tree["escalation"])

    @property
    def start(self) -> dt.datetime:
        """When the case starts."""
        start = parsed(self._tree["start"], self._zone)
        assert start is not None
        return start

    @property
    def reached(self) -> dt.datetime | None:
        """When somebody accountable is told; None if nobody ever is."""
        return parsed(self._tree.get("reached"), self._zone)

    @property
    def keeper(self) -> str | None:
        """The accountable position that keeps the case in the end; None if there is none."""
        keeper = self._tree.get("keeper")
        return None if keeper is None else keeper["position"]

    @property
    def scenario(self) -> Mapping[str, Any]:
        """The reaction and its time as JSON has them; empty if nobody reacts."""
        return cast("Mapping[str, Any]", self._tree.get("scenario", {}))

    @property
    def reaction(self) -> tuple[str, dt.datetime | None]:
        """How somebody reacts, and when: `acknowledged`, `refused` or `resolved`; else empty."""
        scenario = self.scenario
        return scenario.get("reaction", ""), parsed(scenario.get("at"), self._zone)

    @property
    def names(self) -> Names:
        """What the organization calls those who appear."""
        return self._names

    def __len__(self) -> int:
        return len(self.rows)

    def to_dict(self) -> Mapping[str, Any]:
        """All of it as JSON has it."""
        return self._tree

    def to_json(self) -> str:
        """All of it as one line of JSON."""
        return json.dumps(self._tree, ensure_ascii=False)

    def to_frame(self) -> Columns:
        """Its rows as a table that data frames take."""
        return Columns(COLUMNS, [_cells(row) for row in self.rows])

    def draw(self, lang: Language | None = None) -> str:
        """A picture of it over time, as an SVG document."""
        from .drawing import timeline_svg

        return timeline_svg(self._tree, lang or default_language(), self._local)

    def _local(self, written: str) -> str:
        moment = parsed(written, self._zone)
        assert moment is not None
        return moment.isoformat()

    def _repr_html_(self) -> str:
        from .display import preview_html

        return preview_html(self)

    def __repr__(self) -> str:
        start = self.start.isoformat()
        return f"Preview(escalation={self.escalation!r}, start={start!r}, rows={len(self.rows)})"


def _row(tree: Mapping[str, Any], zone: dt.tzinfo) -> PreviewRow:
    at = parsed(tree["at"], zone)
    assert at is not None
    return PreviewRow(
        at=at,
        until=parsed(tree.get("until"), zone),
        round=tree["round"],
        step=tree["step"],
        outcome=tree["outcome"],
        position=tree.get("position"),
        person=tree.get("person"),
        answers_for=tree.get("answers_for"),
        reason=tree.get("reason"),
        channels=tree.get("channels", {}),
        accountable=tree.get("accountable", False),
    )


def _cells(row: PreviewRow) -> tuple[Any, ...]:
    return (
        row.at.isoformat(),
        None if row.until is None else row.until.isoformat(),
        row.round,
        row.step,
        row.outcome,
        row.position,
        row.person,
        row.answers_for,
        row.reason,
        [f"{word}: {address}" for word, address in row.channels.items()],
        row.accountable,
    )
