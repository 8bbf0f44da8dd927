# SPDX-License-Identifier: Apache-2.0
"""What a picture of a diagram says, in one language; where things stand comes later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..texts import Labels, harmless, joined, text

if TYPE_CHECKING:
    from .._core import CompiledPolicy, _DrawnNode, _DrawnOutcome, _DrawnWay, _Graph
    from ..texts import Language


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where ways end: a department, a gap or a conflict, or openly."""

    state: Literal["decided", "gap", "conflict", "impossible", "undetermined"]
    label: str
    colour: int
    """The place of the department in the document, so that every picture has it in one colour."""
    reached: bool


@dataclass(frozen=True, slots=True)
class Way:
    """An answer to a question, and where it leads."""

    parts: tuple[str, ...]
    """The values one by one; just one word where they are the rest."""
    whole: str
    """All values, and the condition."""
    to_outcome: bool
    to: int
    """A number of `outcomes` or of `questions`."""
    reached: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A node: an attribute to look at."""

    level: int
    label: str
    ways: tuple[Way, ...]
    reached: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A diagram in words."""

    title: str
    note: str
    """What the strong lines mean, or why there are none; may be empty."""
    marked: bool
    """Whether the way of a fault is marked."""
    lang: Language
    questions: tuple[Question, ...]
    """By level; the first is where all begins."""
    outcomes: tuple[Outcome, ...]


def picture_of(
    core: CompiledPolicy,
    aspect: str,
    graph: _Graph,
    lang: Language,
    *,
    marked: bool,
    only_reached: bool,
) -> Picture:
    """The graph of an aspect in words; all of it, or only what the marked fault reaches."""
    writer = _Writer(core, lang)
    shown = _reached_part(graph) if only_reached else graph
    nowhere = marked and not any(outcome["reached"] for outcome in graph["outcomes"])
    note = text("state.impossible" if nowhere else "draw.way", lang) if marked else ""
    return Picture(
        title=harmless(writer.labels.aspect(aspect)),
        note=note,
        marked=marked,
        lang=lang,
        questions=tuple(writer.question(node) for node in shown["nodes"]),
        outcomes=tuple(writer.outcome(outcome) for outcome in shown["outcomes"]),
    )


def _reached_part(graph: _Graph) -> _Graph:
    nodes = [number for number, node in enumerate(graph["nodes"]) if node["reached"]]
    outcomes = [number for number, outcome in enumerate(graph["outcomes"]) if outcome["reached"]]

    def renumbered(way: _DrawnWay) -> _DrawnWay:
        to = (outcomes if way["to_outcome"] else nodes).index(way["to"])
        return {**way, "to": to}

    def reached_ways(node: _DrawnNode) -> _DrawnNode:
        return {**node, "ways": [renumbered(way) for way in node["ways"] if way["reached"]]}

    return {
        "order": graph["order"],
        "nodes": [reached_ways(graph["nodes"][number]) for number in nodes],
        "outcomes": [graph["outcomes"][number] for number in outcomes],
    }


class _Writer:
    def __init__(self, core: CompiledPolicy, lang: Language) -> None:
        self.labels = Labels(core, lang)
        self._lang: Language = lang
        self._places = {p.id: place for place, p in enumerate(core.participants)}

    def question(self, node: _DrawnNode) -> Question:
        attribute = node["attribute"]
        return Question(
            level=node["level"],
            label=harmless(self.labels.measured(attribute)),
            ways=tuple(self._way(attribute, way) for way in node["ways"]),
            reached=node["reached"],
        )

    def _way(self, attribute: str, way: _DrawnWay) -> Way:
        parts = [
            harmless(part) for part in self.labels.parts(attribute, way["ranges"], way["when"])
        ]
        whole = joined(parts, self._lang)
        condition = harmless(way["when"])
        return Way(
            parts=(text("draw.else", self._lang),) if way["otherwise"] else tuple(parts),
            whole=whole if whole == condition else f"{whole}\n{condition}",
            to_outcome=way["to_outcome"],
            to=way["to"],
            reached=way["reached"],
        )

    def outcome(self, outcome: _DrawnOutcome) -> Outcome:
        owner = outcome["accountable"]
        if owner is None:
            label = text(outcome["state"], self._lang)
        elif outcome["rule"] is None:
            label = self.labels.participant(owner)
        else:
            label = f"{outcome['rule']} {self.labels.participant(owner)}"
        return Outcome(
            state=outcome["state"],
            label=harmless(label),
            colour=self._places.get(owner, 0) if owner is not None else 0,
            reached=outcome["reached"],
        )
