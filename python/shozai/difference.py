# SPDX-License-Identifier: Apache-2.0
"""The exact difference of two policies: which faults they decide differently, group by group."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from .amounts import digits
from .columns import Columns
from .evidence import Identity, Region, Witness, in_language, number
from .texts import count, default_language, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._core import CompiledPolicy
    from .columns import Type
    from .history import GroupCount, History, Recorded
    from .texts import Language

Grade = Literal["assignment", "rule"]

COLUMNS: dict[str, Type] = {
    "aspect": "text",
    "grade": "text",
    "old_state": "text",
    "old_accountable": "text",
    "old_rule": "text",
    "new_state": "text",
    "new_accountable": "text",
    "new_rule": "text",
    "example": "text",
    "realised": "flag",
    "conditions": "texts",
    "size": "text",
    "space": "text",
    "share": "number",
}
RECORDED: dict[str, Type] = {"faults": "whole"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a policy says of the faults of a group."""

    state: Literal["decided", "gap", "conflict"]
    accountable: str | None = None
    """If it is decided."""
    rule: str | None = None
    """None if several agree, or conflict."""


@dataclass(frozen=True, slots=True)
class Group:
    """Faults whose decision changes in the same way."""

    aspect: str
    grade: Grade
    """`assignment`, or `rule` if only the rule or its reason changes."""
    old: Outcome
    new: Outcome
    witness: Witness
    region: Region
    faults: int | None = None
    """How many recorded faults it concerns; None without a history."""
    examples: tuple[int, ...] = ()
    """The first of their rows, counted from 0."""


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """What one version asks of a fault otherwise than the other."""

    code: str
    attribute: str | None
    _message: Mapping[str, str] = field(repr=False)

    def message(self, lang: Language = "en") -> str:
        """What has changed."""
        return in_language(self._message, lang)


@dataclass(frozen=True, slots=True)
class ComparedAspect:
    """How far two policies differ in one aspect; None where faults were too many to count."""

    aspect: str
    state: Literal["equal", "changed", "undecided", "added", "removed"]
    space: int | None = field(default=None, repr=False)
    """How many faults are possible, told apart by what either version asks."""
    assignment_changed: int | None = field(default=None, repr=False)
    rule_changed: int | None = field(default=None, repr=False)


class Difference:
    """What changes from one policy to another, proved for every possible fault."""

    __slots__ = ("_cores", "_tree", "aspects", "groups", "history", "new", "old", "schema_changes")

    old: Identity
    new: Identity
    groups: tuple[Group, ...]
    """The changes, aspect by aspect."""
    aspects: tuple[ComparedAspect, ...]
    schema_changes: tuple[SchemaChange, ...]
    history: History | None
    """What became of recorded faults, if some were given."""

    def __init__(
        self,
        cores: tuple[CompiledPolicy, CompiledPolicy],
        tree: Mapping[str, Any],
        recorded: Recorded | None = None,
    ) -> None:
        self._cores = cores
        self._tree = tree
        self.old, self.new = Identity(**tree["old"]), Identity(**tree["new"])
        counts = recorded.groups if recorded else [None] * len(tree["groups"])
        self.groups = tuple(map(_group, tree["groups"], counts))
        self.aspects = tuple(map(_aspect, tree["aspects"]))
        self.schema_changes = tuple(
            SchemaChange(change["code"], change.get("attribute"), change["message"])
            for change in tree["schema_changes"]
        )
        self.history = recorded.history if recorded else None

    @property
    def equal(self) -> bool | None:
        """Whether every possible fault is decided alike; None if that is not known."""
        equal: bool | None = self._tree["equal"]
        return equal

    def of_grade(self, grade: Grade) -> tuple[Group, ...]:
        """The groups in which the assignment changes, or those where only the rule does."""
        return tuple(group for group in self.groups if group.grade == grade)

    def to_dict(self) -> dict[str, Any]:
        """All of it as JSON has it."""
        tree = dict(self._tree)
        if self.history is not None:
            tree["groups"] = [
                {**written, "faults": group.faults, "examples": list(group.examples)}
                for written, group in zip(tree["groups"], self.groups, strict=True)
            ]
            tree["history"] = self.history.to_dict()
        return tree

    def to_frame(self) -> Columns:
        """The groups as a table that data frames take, a row each."""
        if self.history is None:
            return Columns(COLUMNS, list(map(_row, self.groups)))
        rows = [(*_row(group), group.faults) for group in self.groups]
        return Columns(COLUMNS | RECORDED, rows)

    def _repr_html_(self) -> str:
        from .proof_display import difference_html

        return difference_html(self, *self._cores)

    def said(self, lang: Language) -> str:
        """Whether anything changes, in one line."""
        key = {True: "diff.equal", False: "diff.changed", None: "diff.undecided"}[self.equal]
        names = {"old": self.old.name, "new": self.new.name}
        return text(key, lang, changes=self._counted(lang), **names)

    def __str__(self) -> str:
        return self.said(default_language())

    def __repr__(self) -> str:
        names = f"{self.old.name!r}, {self.new.name!r}"
        return f"Difference({names}, equal={self.equal}, {self._counted('en')})"

    def _counted(self, lang: Language) -> str:
        return count("change", len(self.groups), lang)


def difference_of(
    old: CompiledPolicy,
    new: CompiledPolicy,
    history: Any = None,
    options: Mapping[str, Any] | None = None,
) -> Difference:
    """The difference of two policies, and how many faults of a table it concerns.

    `options` are those of a `Decider`, which decides the table.

    Raises:
        ImportError: there is a history, and polars is not installed.
    """
    tree = json.loads(old.diff(new))
    if history is None:
        return Difference((old, new), tree)
    from .history import recorded_faults

    recorded = recorded_faults(old, new, tree, history, options or {})
    return Difference((old, new), tree, recorded)


def _group(tree: Mapping[str, Any], counted: GroupCount | None) -> Group:
    return Group(
        aspect=tree["aspect"],
        grade=tree["grade"],
        old=Outcome(**tree["old"]),
        new=Outcome(**tree["new"]),
        witness=Witness.of(tree["witness"]),
        region=Region.of(tree["region"]),
        faults=None if counted is None else counted.faults,
        examples=() if counted is None else counted.examples,
    )


def _aspect(tree: Mapping[str, Any]) -> ComparedAspect:
    sizes = ("space", "assignment_changed", "rule_changed")
    return ComparedAspect(tree["aspect"], tree["state"], *(number(tree.get(key)) for key in sizes))


def _row(group: Group) -> tuple[Any, ...]:
    old, new, region = group.old, group.new, group.region
    return (
        group.aspect,
        group.grade,
        *(old.state, old.accountable, old.rule),
        *(new.state, new.accountable, new.rule),
        json.dumps(group.witness.fault, ensure_ascii=False),
        group.witness.realised,
        list(region.conditions),
        digits(region.size),
        digits(region.space),
        region.share,
    )
