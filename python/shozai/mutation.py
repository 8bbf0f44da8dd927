# SPDX-License-Identifier: Apache-2.0
"""Which mistakes in a policy its test cases notice: mutation testing of rules."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ._core import CompiledCases
from .cases import Amount
from .evidence import Identity
from .progress import watching

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ._core import CompiledPolicy
    from .cases import CaseFile
    from .frames import Progress

MutantState = Literal["killed", "survived", "equivalent", "undecided"]

ALL = 1_000_000  # more mutants than there are of any policy that people can read


@dataclass(frozen=True, slots=True)
class Mutant:
    """A policy with one small mistake in it, and how it fared."""

    mutation: str
    """What kind of mistake: `threshold`, `constant`, `part`, `drop_rule`, `swap_rules`, `owner`,
    `drop_override`, `turn_override`, `party` or `cost_share`."""
    state: MutantState
    """`killed`: a case fails. `survived`: all pass though some possible fault is decided otherwise.
    `equivalent`: it is proved that none is. `undecided`: the proof was over budget."""
    aspects: tuple[str, ...]
    """That it can change."""
    rule: str
    """Or the definition; empty for the interim owner of an aspect."""
    before: str
    """What the document says."""
    after: str
    """What the mutant says; empty: nothing."""
    file: str
    line: int | None
    killed_by: str | None
    """The name of the first case that fails."""

    @classmethod
    def of(cls, tree: Mapping[str, Any], names: Sequence[str]) -> Mutant:
        """From JSON and the names of the cases."""
        killer = tree.get("killed_by")
        return cls(
            mutation=tree["mutation"],
            state=tree["state"],
            aspects=tuple(tree["aspects"]),
            rule=tree["rule"],
            before=tree["before"],
            after=tree["after"],
            file=tree["file"],
            line=tree.get("line"),
            killed_by=None if killer is None else names[killer],
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "mutation": self.mutation,
            "state": self.state,
            "aspects": list(self.aspects),
            "rule": self.rule,
            "before": self.before,
            "after": self.after,
            "file": self.file,
            "line": self.line,
            "killed_by": self.killed_by,
        }


@dataclass(frozen=True, slots=True)
class MutationReport:
    """How the mutants of a policy fared."""

    policy: Identity
    cases: int
    """How many cases they were tried with."""
    mutants: tuple[Mutant, ...] = field(repr=False)
    core: CompiledPolicy | None = field(repr=False, compare=False, default=None)
    """The policy, for its labels."""

    def count(self, state: MutantState) -> int:
        """How many mutants fared so."""
        return sum(mutant.state == state for mutant in self.mutants)

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """The mistakes that no case notices, in document order; undecided ones are among them."""
        return tuple(m for m in self.mutants if m.state in ("survived", "undecided"))

    @property
    def percent(self) -> float:
        """The share of the mutants that are killed, equivalent ones left out; 100 if all are."""
        counted = len(self.mutants) - self.count("equivalent")
        return 100 * self.count("killed") / counted if counted else 100.0

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        identity = self.policy
        return {
            "policy": {"id": identity.id, "version": identity.version, "hash": identity.hash},
            "cases": self.cases,
            "percent": self.percent,
            **{s: self.count(s) for s in ("killed", "survived", "equivalent", "undecided")},
            "mutants": [mutant.to_dict() for mutant in self.mutants],
        }

    def _repr_html_(self) -> str:
        from .show_mutants import mutants_html

        return mutants_html(self)


def try_mutants(
    files: Sequence[CaseFile], *, most: int | None = None, progress: Progress = None
) -> MutationReport:
    """How the mutants of a policy fare with the cases of some files about it.

    With `most`, at most so many, evenly spread. `progress` is called with the number of mutants
    done; None shows a bar where somebody can see it.

    Raises:
        ValueError: a case does not pass, the files are about different policies, or about several
            versions of one.
    """
    for file in files:
        if not file.run(progress=False):
            raise ValueError(f"{file.name}: all cases have to pass before mutants are made")
    cases = CompiledCases.joined([file.core for file in files])
    names = [cases[number].name for number in range(len(cases))]
    with watching(progress, Amount(most or 0)) as tell:
        tree = json.loads(cases.mutants(most or ALL, tell))
    mutants = tuple(Mutant.of(each, names) for each in tree["mutants"])
    core = files[0].versions.compiled[0]
    return MutationReport(Identity(**tree["policy"]), len(cases), mutants, core)
