# SPDX-License-Identifier: Apache-2.0
"""How many questions a policy needs to settle faults, from what is known at the first call."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .amounts import whole
from .columns import Columns
from .evidence import Witness, in_language, number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._core import CompiledPolicy
    from .columns import Type
    from .texts import Language

COLUMNS: dict[str, Type] = {"aspect": "text", "questions": "whole", "share": "number"}


@dataclass(frozen=True, slots=True)
class Needed:
    """Faults that are settled after so many questions."""

    questions: int
    size: int = field(repr=False)
    """How many faults."""
    share: float
    """Of all possible faults."""


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """Faults that stay open whatever is answered."""

    size: int = field(repr=False)
    share: float
    missing: tuple[str, ...]
    """What would have to be known, but is not asked."""
    witness: Witness


@dataclass(frozen=True, slots=True)
class AspectQuestions:
    """How many questions one aspect needs, asked as `ask` asks them."""

    aspect: str
    space: int | None = field(repr=False)
    """How many faults are possible, told apart by what the aspect asks."""
    settled: int | None = field(repr=False)
    """How many are settled at once."""
    worst: int | None
    """The most questions that a fault needs; None if the budget did not suffice."""
    expected: float | None
    """The mean over all possible faults."""
    histogram: tuple[Needed, ...] = field(repr=False)
    unanswerable: Unanswerable | None
    _undecided: Mapping[str, str] | str | None = field(repr=False)

    @property
    def decided(self) -> bool:
        """Whether all faults were followed to their end."""
        return self._undecided is None

    def undecided(self, lang: Language = "en") -> str:
        """Why not; empty if they were."""
        return "" if self._undecided is None else in_language(self._undecided, lang)


class Questions:
    """How many questions each aspect of a policy needs."""

    __slots__ = ("_core", "_tree", "aspects", "intake")

    intake: tuple[str, ...]
    """The attributes that are known at the first call."""
    aspects: tuple[AspectQuestions, ...]

    def __init__(self, core: CompiledPolicy, tree: Mapping[str, Any]) -> None:
        self._core = core
        self._tree = tree
        self.intake = tuple(tree["intake"])
        self.aspects = tuple(map(_aspect, tree["aspects"]))

    def to_dict(self) -> Mapping[str, Any]:
        """All of it as JSON has it."""
        return self._tree

    def to_frame(self) -> Columns:
        """Of each aspect and number of questions, which share of the faults needs so many."""
        rows = [
            (aspect.aspect, needed.questions, needed.share)
            for aspect in self.aspects
            for needed in aspect.histogram
        ]
        return Columns(COLUMNS, rows)

    def _repr_html_(self) -> str:
        from .proof_display import questions_html

        return questions_html(self, self._core)

    def __repr__(self) -> str:
        return f"Questions(intake={list(self.intake)}, {', '.join(map(_short, self.aspects))})"


def _short(aspect: AspectQuestions) -> str:
    return f"{aspect.aspect}: worst={aspect.worst}"


def questions_of(core: CompiledPolicy, aspect: str | None) -> Questions:
    """How many questions one aspect needs, or all of them."""
    return Questions(core, json.loads(core.questions(aspect)))


def _aspect(tree: Mapping[str, Any]) -> AspectQuestions:
    open_ = tree.get("unanswerable")
    return AspectQuestions(
        aspect=tree["aspect"],
        space=number(tree["space"]),
        settled=number(tree["settled"]),
        worst=tree["worst"],
        expected=tree["expected"],
        histogram=tuple(
            Needed(each["questions"], whole(each["size"]), each["share"])
            for each in tree["histogram"]
        ),
        unanswerable=None if open_ is None else _unanswerable(open_),
        _undecided=tree.get("undecided"),
    )


def _unanswerable(tree: Mapping[str, Any]) -> Unanswerable:
    return Unanswerable(
        size=whole(tree["size"]),
        share=tree["share"],
        missing=tuple(tree["missing"]),
        witness=Witness.of(tree["witness"]),
    )
