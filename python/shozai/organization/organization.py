# SPDX-License-Identifier: Apache-2.0
"""An organization: people, positions, calendars, and how a case escalates."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from .._core import OrganizationModel
from .._errors import PolicyError
from ..evidence import Identity
from ..texts import default_language
from ..zones import zone_changes
from .duty import Duty, Reason, Shift, duty_of
from .moments import YEAR, Moment, instant, moment_of, read_moment, zone_named
from .names import Names
from .preview import Preview
from .reach import Reach
from .report import OrganizationReport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import networkx

    from .._core import CompiledPolicy, Decision, Diagnostic, Fault
    from ..texts import Language
    from .difference import OrganizationDifference

    AnyFault = Fault | Mapping[str, Any]

Target = Literal["accountable", "anybody", "position", "department"]
# Of a file that is longer it is not clear what it is; loading refuses it.
MOST_BYTES = 2**26
# The finding of a policy that has no organization.
MISSING = "SZ339"


class Organization:
    """Who answers when, and how a case escalates. It never changes; threads may share it.

    Moments are aware datetimes or RFC 3339 texts; those without a zone are refused.
    """

    __slots__ = ("_core", "_names", "_policy", "_summary", "_zone")

    def __init__(self, core: OrganizationModel, policy: CompiledPolicy | None = None) -> None:
        self._core = core
        self._policy = policy
        self._summary: dict[str, Any] = json.loads(core.summary())
        self._names = Names(self._summary)
        self._zone = zone_named(self._summary["zone"])

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Organization:
        """The organization of a policy document, or that of a file of its own.

        Raises:
            PolicyError: the document is refused, or is a policy that has no organization; the
                error has every finding.
            OSError: the file cannot be read.
        """
        if kind_of_file(path) == "policy":
            from ..policy import Policy

            return cls.of(Policy.load(path)._core)
        return cls(OrganizationModel.load(os.fspath(path), zone_changes))

    @classmethod
    def loads(cls, text: str, *, name: str = "") -> Organization:
        """The organization that `text` writes, be it of a policy or alone; findings call it `name`.

        Raises:
            PolicyError: the document is refused; the error has every finding.
        """
        if OrganizationModel.kind_of(text) == "policy":
            from ..policy import Policy

            return cls.of(Policy.loads(text, name=name)._core)
        return cls(OrganizationModel.loads(text, name, zone_changes))

    @classmethod
    def of(cls, policy: CompiledPolicy) -> Organization:
        """The organization of a compiled policy.

        Raises:
            PolicyError: it is refused, or there is none; the error has every finding.
        """
        return cls(OrganizationModel.of_policy(policy, zone_changes), policy)

    # --- what there is ---

    @property
    def zone(self) -> str:
        """The zone whose days and local times it means where nothing else is said."""
        return str(self._summary["zone"])

    @property
    def version(self) -> str | None:
        """Of the policy that it belongs to; None if it stands alone."""
        policy = self._summary.get("policy")
        return None if policy is None else policy["version"]

    @property
    def policy(self) -> CompiledPolicy | None:
        """The policy that it belongs to; None if it stands alone."""
        return self._policy

    @property
    def aspects(self) -> tuple[str, ...]:
        """The aspects for which duties can differ: those of the policy and of delegations."""
        return tuple(self._summary["aspects"])

    @property
    def chooses(self) -> bool:
        """Whether it says which escalation policy applies to a fault."""
        return bool(self._summary["chooses"])

    @property
    def people(self) -> tuple[str, ...]:
        """Their ids, in document order."""
        return self._ids("people")

    @property
    def positions(self) -> tuple[str, ...]:
        """Their ids, in document order."""
        return self._ids("positions")

    @property
    def rosters(self) -> tuple[str, ...]:
        """Their ids, in document order. A roster can be asked and told like a position."""
        return self._ids("rosters")

    @property
    def calendars(self) -> tuple[str, ...]:
        """Their ids, in document order."""
        return self._ids("calendars")

    @property
    def departments(self) -> tuple[str, ...]:
        """The ids of departments and teams, in document order."""
        return self._ids("departments")

    @property
    def escalation(self) -> tuple[str, ...]:
        """The ids of escalation policies, in document order."""
        return self._ids("escalation")

    @property
    def names(self) -> Names:
        """What people, positions and the rest are called."""
        return self._names

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What loading found that is no error."""
        return tuple(self._core.warnings)

    def to_dict(self) -> dict[str, Any]:
        """The organization as its document writes it."""
        return cast("dict[str, Any]", json.loads(self._core.document()))

    # --- who ---

    def who(self, position: str, at: Moment, *, aspect: str | None = None) -> Duty:
        """Who answers for a position or roster at an instant, in a case of an aspect.

        Raises:
            KeyError: there is no such position or aspect.
            ValueError: `at` has no zone.
        """
        tree = json.loads(self._core.who(position, instant(at), aspect))
        return duty_of(tree, self._zone, self._names, self.version)

    def duties(
        self, position: str, start: Moment, until: Moment, *, aspect: str | None = None
    ) -> tuple[Shift, ...]:
        """Who answers for a position or roster over a time: stretches without holes.

        Raises:
            KeyError: there is no such position or aspect.
            ValueError: a moment has no zone, or `until` is not after `start`.
        """
        begin, end = _during(start, until)
        return tuple(
            Shift(
                position,
                self._moment(first),
                self._moment(last),
                person,
                answers_as,
                cast("Reason | None", reason),
            )
            for first, last, person, answers_as, reason in self._core.duties(
                position, begin, end, aspect
            )
        )

    # --- paths ---

    def choose(self, fault: AnyFault | None = None, aspect: str | None = None) -> Decision:
        """Which escalation policy applies to a fault: what the decision says is accountable.

        Raises:
            PolicyError: the fault is refused; the error has every finding.
            ValueError: the organization does not say how to choose.
        """
        from .._core import Fault

        plain = fault if isinstance(fault, Fault) else dict(fault or {})
        return self._core.choose(plain, aspect)

    def preview(
        self,
        fault: AnyFault | None = None,
        *,
        at: Moment,
        escalation: str | None = None,
        aspect: str | None = None,
        acknowledged_at: Moment | None = None,
        refused_at: Moment | None = None,
        resolved_at: Moment | None = None,
    ) -> Preview:
        """Who is told when of a case that starts at `at`, if nobody reacts, or one reacts so.

        The escalation policy is `escalation`, or else the one that applies to `fault`.

        Raises:
            PolicyError: the fault is refused; the error has every finding.
            KeyError: there is no such escalation policy or aspect.
            ValueError: a moment has no zone, it is open which escalation policy applies, or there
                are several reactions.
        """
        reaction, reacted_at = _reaction(
            acknowledged=acknowledged_at, refused=refused_at, resolved=resolved_at
        )
        start = instant(at)
        choice = None
        if escalation is None:
            escalation, choice = self._chosen(fault, aspect)
        tree = self._core.preview(escalation, start, aspect, reaction, reacted_at)
        return Preview(json.loads(tree), self._zone, self._names, choice)

    def reach(
        self,
        escalation: str,
        start: Moment,
        until: Moment,
        *,
        target: Target = "accountable",
        of: str = "",
        first_step: int = 1,
        aspect: str | None = None,
    ) -> Reach:
        """When cases that start in [start, until) reach somebody, exactly, if nobody reacts.

        Somebody `accountable`, `anybody`, or one of the `position` or `department` that is `of`;
        the path begins at step `first_step`.

        Raises:
            KeyError: there is no such escalation policy, position, department or aspect.
            ValueError: a moment has no zone, `until` is not after `start`, or there is no such
                step or kind of target.
        """
        begin, end = _during(start, until)
        if first_step < 1:
            raise ValueError(f"`first_step` is {first_step}: steps are counted from 1")
        pieces = self._core.reach(escalation, begin, end, target, of, first_step - 1, aspect)
        return Reach(escalation, pieces, self._zone, self._names)

    # --- proofs ---

    def check(
        self,
        start: Moment | None = None,
        until: Moment | None = None,
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> OrganizationReport:
        """What can be proved wrong for cases that start in [start, until).

        Without `start`, from now on, for which the clock is read; without `until`, for a year.
        `progress` is called with how many parts of how many are done.

        Raises:
            ValueError: a moment has no zone, or `until` is not after `start`.
        """
        begins = dt.datetime.now(dt.UTC).replace(microsecond=0) if start is None else start
        if isinstance(begins, str):
            begins = read_moment(begins)
        begin, end = _during(begins, begins.astimezone(dt.UTC) + YEAR if until is None else until)
        tree = json.loads(self._core.check(begin, end, progress))
        policy = self._summary.get("policy")
        identity = None if policy is None else Identity(**policy)
        during = (self._moment(begin), self._moment(end))
        return OrganizationReport(tree, self._names, during, identity)

    def diff(self, other: Organization, start: Moment, until: Moment) -> OrganizationDifference:
        """What `other`, a later version say, changes over a time: duties, who is told, worst times.

        Raises:
            ValueError: a moment has no zone, or `until` is not after `start`.
        """
        from .difference import OrganizationDifference

        begin, end = _during(start, until)
        tree = json.loads(self._core.compare(other._core, begin, end))
        during = (self._moment(begin), self._moment(end))
        return OrganizationDifference(tree, (self._names, other._names), during)

    # --- pictures ---

    def graph_dict(self) -> dict[str, Any]:
        """Who can be told and what follows, as nodes and edges, each of a kind."""
        return cast("dict[str, Any]", json.loads(self._core.graph()))

    def graph(self) -> networkx.MultiDiGraph[str]:
        """The same for networkx.

        Raises:
            ImportError: networkx (`shozai[graph]`) is not installed.
        """
        from .graph import graph_of

        return graph_of(self.graph_dict())

    def to_graphml(self) -> str:
        """The same as GraphML, for Gephi, yEd and the like.

        Raises:
            ImportError: networkx (`shozai[graph]`) is not installed.
        """
        from .interop import graph_graphml

        return graph_graphml(self.graph_dict())

    def to_mermaid(self, lang: Language | None = None) -> str:
        """The same as the text of a Mermaid flowchart."""
        from .drawing import graph_mermaid

        return graph_mermaid(self.graph_dict(), lang or default_language())

    def draw(self, lang: Language | None = None) -> str:
        """The same as a picture, an SVG document."""
        from .drawing import graph_svg

        return graph_svg(self.graph_dict(), lang or default_language())

    def _repr_html_(self) -> str:
        from .display import organization_html

        return organization_html(self)

    def __repr__(self) -> str:
        return (
            f"Organization(zone={self.zone!r}, positions={len(self.positions)}, "
            f"people={len(self.people)}, escalation={list(self.escalation)!r})"
        )

    # --- in between ---

    def _ids(self, kind: str) -> tuple[str, ...]:
        return tuple(each["id"] for each in self._summary[kind])

    def _moment(self, at: int) -> dt.datetime:
        moment = moment_of(at, self._zone)
        assert moment is not None
        return moment

    def _chosen(self, fault: AnyFault | None, aspect: str | None) -> tuple[str, Decision | None]:
        if not self.chooses:
            if len(self.escalation) == 1:
                return self.escalation[0], None
            known = ", ".join(self.escalation)
            raise ValueError(f"it is open which escalation policy applies; there are: {known}")
        choice = self.choose(fault, aspect)
        chosen = choice.accountable or (choice.interim and choice.interim.accountable)
        if choice.state in ("decided", "undetermined") and chosen:
            return chosen, choice
        raise NoEscalationError(choice)


class NoEscalationError(ValueError):
    """No escalation policy applies to a fault, or several do; `decision` says why."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(f"no escalation policy applies: {decision.state}")
        self.decision = decision


def kind_of_file(path: str | os.PathLike[str]) -> Literal["policy", "organization", ""]:
    """What a document is: of a policy, or of an organization of its own; empty if not clear.

    Raises:
        OSError: the file cannot be read.
    """
    with Path(path).open("rb") as file:
        return OrganizationModel.kind_of(file.read(MOST_BYTES))


def organization_of(policy: CompiledPolicy) -> Organization | None:
    """The organization of a policy; None if it has none.

    Raises:
        PolicyError: it is refused; the error has every finding.
    """
    try:
        return Organization.of(policy)
    except PolicyError as error:
        if [finding.code for finding in error.diagnostics] == [MISSING]:
            return None
        raise


def _during(start: Moment, until: Moment) -> tuple[int, int]:
    begin, end = instant(start), instant(until)
    if end <= begin:
        raise ValueError(f"{until} is not after {start}")
    return begin, end


def _reaction(
    **reactions: Moment | None,
) -> tuple[Literal["", "acknowledged", "refused", "resolved"], int]:
    given = {name: at for name, at in reactions.items() if at is not None}
    if len(given) > 1:
        raise ValueError(f"a preview has one reaction, not {' and '.join(given)}")
    for name, at in given.items():
        return cast('Literal["acknowledged", "refused", "resolved"]', name), instant(at)
    return "", 0
