# SPDX-License-Identifier: Apache-2.0
"""The versions of a policy, of which the day of a fault chooses one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, overload

from ._core import CompiledPolicySet
from ._errors import PolicyError
from .decisions import Decisions
from .policy import Policy, plain

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from ._core import Decision
    from .policy import AnyFault, Day


class PolicySet:
    """The versions of one policy: the one in force on the day of a fault decides it."""

    __slots__ = ("_core",)

    def __init__(self, policies: Iterable[Policy]) -> None:
        self._core = CompiledPolicySet([policy._core for policy in policies])

    @classmethod
    def load(cls, folder: str | os.PathLike[str], *, today: Day | None = None) -> PolicySet:
        """The policies of the `.json` files of a folder, each a version of the same policy.

        Raises:
            PolicyError: some document is refused, ids differ, or two are in force on one day.
        """
        policies: list[Policy] = []
        refused: list[PolicyError] = []
        for path in sorted(Path(folder).glob("*.json")):
            try:
                policies.append(Policy.load(path, today=today))
            except PolicyError as error:
                refused.append(error)
        if refused:
            found = [finding for error in refused for finding in error.diagnostics]
            raise PolicyError("".join(map(str, refused)), found)
        return cls(policies)

    @property
    def versions(self) -> tuple[Policy, ...]:
        """The policies, by the day from which they are in force."""
        return tuple(map(Policy, self._core.versions))

    def in_force(self, day: Day) -> Policy | None:
        """The policy in force on a day of the policy's zone."""
        found = self._core.in_force(_some_day(day))
        return None if found is None else Policy(found)

    def nearest(self, day: Day) -> Policy:
        """The policy that reads the faults of a day: the one in force, else the last before."""
        return Policy(self._core.nearest(_some_day(day)))

    @overload
    def decide(self, fault: AnyFault, day: Day, aspect: None = None) -> Decisions: ...
    @overload
    def decide(self, fault: AnyFault, day: Day, aspect: str) -> Decision: ...
    def decide(self, fault: AnyFault, day: Day, aspect: str | None = None) -> Decisions | Decision:
        """What the version in force on `day` says; where there is none, gaps that say so."""
        core = self._core.nearest(_some_day(day))
        decisions = self._core.decide(plain(fault), _some_day(day))
        found = Decisions(core, {d.aspect: d for d in decisions})
        return found if aspect is None else found[aspect]

    def __repr__(self) -> str:
        return f"PolicySet({list(self.versions)!r})"


def _some_day(day: Day) -> str:
    # A moment is no day: which one it is depends on the zone.
    if isinstance(day, dt.datetime):
        raise TypeError("`day` must be a date, not a datetime")
    return day.isoformat() if isinstance(day, dt.date) else day
