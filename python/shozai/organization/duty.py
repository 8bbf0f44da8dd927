# SPDX-License-Identifier: Apache-2.0
"""Who answers for a position, at an instant or over a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ..texts import default_language
from .moments import parsed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from ..texts import Language
    from .names import Names

Reason = Literal["holder", "roster", "override", "deputy", "delegation"]
# Why somebody answers: keys of texts.
REASONS: dict[str, str] = {
    "holder": "org.holder",
    "roster": "org.roster",
    "override": "org.override",
    "deputy": "org.deputy",
    "delegation": "org.delegation",
}


@dataclass(frozen=True, slots=True)
class Duty:
    """Who answers for a position at an instant; false if nobody does."""

    position: str
    at: dt.datetime
    """In the organization's zone."""
    person: str | None
    """None if nobody is on duty."""
    answers_as: str | None
    """The position of that person: another one for a deputy or delegate."""
    reason: Reason | None
    channels: Mapping[str, str] = field(repr=False)
    """Where to reach the person."""
    until: dt.datetime | None
    """When this may change; None if it never does."""
    version: str | None
    """Of the policy, if it has one."""
    names: Names = field(repr=False, compare=False)
    """What the organization calls those who appear."""

    def __bool__(self) -> bool:
        return self.person is not None

    def name(self, lang: Language | None = None) -> str:
        """What the person is called; empty if there is none."""
        return self.names.person(self.person, lang or default_language())

    def position_name(self, lang: Language | None = None) -> str:
        """What the position is called."""
        return self.names.position(self.position, lang or default_language())

    def to_dict(self) -> dict[str, Any]:
        """All of it as JSON has it; what does not apply is left out."""
        tree = {
            "position": self.position,
            "at": self.at.isoformat(),
            "person": self.person,
            "name": self._both(),
            "answers_as": self.answers_as,
            "reason": self.reason,
            "channels": dict(self.channels) or None,
            "until": None if self.until is None else self.until.isoformat(),
            "version": self.version,
        }
        return {key: part for key, part in tree.items() if part is not None}

    def _both(self) -> dict[str, str] | None:
        return None if self.person is None else {"ja": self.name("ja"), "en": self.name("en")}

    def _repr_html_(self) -> str:
        from .display import duty_html

        return duty_html(self)


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of time in which the same person answers for a position."""

    position: str
    start: dt.datetime
    until: dt.datetime
    """The first instant no longer."""
    person: str | None
    answers_as: str | None
    reason: Reason | None


def duty_of(tree: Mapping[str, Any], zone: dt.tzinfo, names: Names, version: str | None) -> Duty:
    """From its JSON."""
    at = parsed(tree["at"], zone)
    assert at is not None
    return Duty(
        position=tree["position"],
        at=at,
        person=tree.get("person"),
        answers_as=tree.get("answers_as"),
        reason=tree.get("reason"),
        channels=tree.get("channels", {}),
        until=parsed(tree.get("until"), zone),
        version=version,
        names=names,
    )
