# SPDX-License-Identifier: Apache-2.0
"""Changes from one policy to another, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .evidence import FaultWords
from .texts import Labels, text

if TYPE_CHECKING:
    from ._core import CompiledPolicy
    from .difference import Grade, Group, Outcome
    from .evidence import Witness
    from .history import Apart
    from .texts import Language

STATES = {
    "equal": "diff.same",
    "changed": "diff.differs",
    "undecided": "diff.open",
    "added": "diff.added",
    "removed": "diff.removed",
}
GRADES: dict[Grade, str] = {"assignment": "diff.assignment", "rule": "diff.rule"}


class ChangeWords:
    """Says changes, each side with the labels of its own version."""

    def __init__(self, old: CompiledPolicy, new: CompiledPolicy, lang: Language) -> None:
        self._lang: Language = lang
        self._old, self._new = Labels(old, lang), Labels(new, lang)
        self._faults = FaultWords(new, self._new, lang)
        self._gone = set(old.aspects) - set(new.aspects)

    def aspect(self, name: str) -> str:
        """What an aspect is called, now or before."""
        return (self._old if name in self._gone else self._new).aspect(name)

    def group(self, group: Group) -> str:
        """What changes: `Sales (RC-1) → gap`."""
        old, new = self._outcome(group.old, self._old), self._outcome(group.new, self._new)
        return text("diff.way", self._lang, old=old, new=new)

    def apart(self, apart: Apart) -> str:
        """Which states rows have that no group claims."""
        old, new = (text(state, self._lang) for state in (apart.old, apart.new))
        return text("diff.way", self._lang, old=old, new=new)

    def witness(self, witness: Witness) -> str:
        """A fault as example."""
        return self._faults.witness(witness)

    def _outcome(self, outcome: Outcome, labels: Labels) -> str:
        if outcome.accountable is None:
            return text(outcome.state, self._lang)
        owner = labels.participant(outcome.accountable)
        if outcome.rule is None:
            return owner
        return text("diff.outcome", self._lang, owner=owner, rule=outcome.rule)
