# SPDX-License-Identifier: Apache-2.0
"""What a document says, as the definitions of findings speak of it: rules, layers, who beats whom.

The reader of documents and conditions is that of the naive interpreter; what follows from them is
worked out anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from ..oracle.aspects import Document
from ..oracle.conditions import (
    Condition,
    ConditionParser,
    Every,
    parse_cell,
    unary_tests,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..oracle.values import Attribute, JsonObject

Assignment: TypeAlias = tuple[str, tuple[frozenset[str], ...], tuple[tuple[str, int], ...] | None]
SETS = ("responsible", "consulted", "informed", "joint_visit")


def assignment_of(then: JsonObject) -> Assignment:
    """What counts when two assignments are compared: neither notes nor the order of ids."""
    share = then.get("cost_share")
    return (
        then["accountable"],
        tuple(frozenset(then.get(name, [])) for name in SETS),
        None if share is None else tuple(sorted(share.items())),
    )


@dataclass(frozen=True)
class Line:
    """A rule, row, `also` rule or interim rule, where it stands."""

    id: str
    pointer: str
    json: JsonObject
    when: Condition
    generation: int = 0

    @property
    def own(self) -> bool:
        """Whether it is the aspect's own, not inherited."""
        return self.generation == 0

    @property
    def is_literally_true(self) -> bool:
        """Whether it was written so as to hold always: `true`, or a row of nothing but `-`."""
        if "if" in self.json:
            return all(cell.strip() == "-" for cell in self.json["if"])
        return bool(self.json["when"].strip("() ") == "true")


@dataclass(frozen=True)
class Entry:
    """One entry of `overrides`: whose it is, where it stands, and which rules it means."""

    rule: int
    pointer: str
    means: tuple[int, ...]


@dataclass
class AspectView:
    """One aspect with what it inherits; rules are numbered in their order."""

    name: str
    hit_policy: str
    interim_default: JsonObject
    interim: list[Line]
    rules: list[Line] = field(default_factory=list)
    also: list[Line] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    otherwise: JsonObject | None = None
    own_otherwise: bool = False

    @cached_property
    def overridden(self) -> dict[int, set[int]]:
        """What each rule overrides, directly or through any chain."""
        direct: dict[int, set[int]] = {}
        for entry in self.entries:
            direct.setdefault(entry.rule, set()).update(entry.means)
        closed = {rule: set(targets) for rule, targets in direct.items()}
        changed = True
        while changed:
            changed = False
            for reached in closed.values():
                further = set().union(*(direct.get(rule, set()) for rule in reached))
                changed |= not further <= reached
                reached |= further
        return closed

    def beats(self, one: int, other: int) -> bool:
        """Whether `other` steps back where both apply."""
        ours, theirs = self.rules[one].generation, self.rules[other].generation
        if ours != theirs:
            return ours < theirs
        if self.hit_policy == "first":
            return one < other
        return self.hit_policy == "override" and other in self.overridden.get(one, set())

    def beaters(self, rule: int) -> list[int]:
        """The rules that beat a rule."""
        return [other for other in range(len(self.rules)) if self.beats(other, rule)]

    def pairs(self) -> Iterator[tuple[int, int]]:
        """The pairs of rules that are to be looked at: the own ones.

        An own rule goes before an inherited one; two inherited ones meet where they are at home.
        """
        own = [position for position, rule in enumerate(self.rules) if rule.own]
        yield from combinations(own, 2)

    @property
    def assignments(self) -> list[Assignment]:
        """The assignment of each rule."""
        return [assignment_of(rule.json["then"]) for rule in self.rules]

    @property
    def lines(self) -> Iterator[Line]:
        """Everything that has a condition, with what is inherited."""
        yield from self.rules
        yield from self.also
        yield from self.interim


class PolicyView:
    """A whole document."""

    def __init__(self, document: JsonObject) -> None:
        self.json = document
        read = Document(document)
        self.attributes: dict[str, Attribute] = read.attributes
        texts = {name: body["that"] for name, body in document.get("definitions", {}).items()}
        self.parser = ConditionParser(self.attributes, texts)
        self.definitions = {name: self.parser.parse(text) for name, text in texts.items()}
        self.assumptions = {
            each["id"]: self.parser.parse(each["that"]) for each in document.get("assumptions", [])
        }
        self.aspects = {name: self._aspect(name) for name in document["aspects"]}

    def counted(self, aspect: AspectView) -> list[str]:
        """The attributes that the conditions of an aspect or an assumption test."""
        return self.tested([line.when for line in aspect.lines])

    def tested(self, conditions: Sequence[Condition]) -> list[str]:
        """The attributes that conditions or an assumption test, in document order."""
        everything = [*conditions, *self.assumptions.values()]
        names = {test.attribute for each in everything for test in unary_tests(each)}
        return [name for name in self.attributes if name in names]

    def _aspect(self, name: str) -> AspectView:
        aspects = self.json["aspects"]
        chain = [name]
        while "same_as" in aspects[chain[-1]]:
            chain.append(aspects[chain[-1]]["same_as"])
        interim = aspects[name]["interim"]
        view = AspectView(
            name=name,
            hit_policy=aspects[chain[-1]].get("hit_policy", "override"),
            interim_default=interim,
            interim=self._lines(_Origin(name), "interim/rules", interim.get("rules", [])),
            own_otherwise="otherwise" in aspects[name],
        )
        for generation, place in enumerate(chain):
            prefix = "".join(f"{heir}/" for heir in chain[:generation])
            self._add(view, _Origin(place, generation, prefix), aspects[place])
        return view

    def _add(self, view: AspectView, origin: _Origin, body: JsonObject) -> None:
        """One generation: the rules, rows and so on of an aspect in the chain of `same_as`."""
        rules = self._lines(origin, "rules", body.get("rules", []))
        rules += self._lines(origin, "table/rows", body.get("table", {}).get("rows", []))
        view.entries += _entries(rules, len(view.rules))
        view.rules += rules
        view.also += self._lines(origin, "also", body.get("also", []))
        if view.otherwise is None and "otherwise" in body:
            otherwise = body["otherwise"]
            view.otherwise = {**otherwise, "id": origin.prefix + otherwise["id"]}

    def _lines(self, origin: _Origin, key: str, bodies: list[JsonObject]) -> list[Line]:
        return [
            Line(
                id=origin.prefix + body["id"],
                pointer=f"/aspects/{origin.aspect}/{key}/{position}",
                json=body,
                when=self._when(origin.aspect, body),
                generation=origin.generation,
            )
            for position, body in enumerate(bodies)
        ]

    def _when(self, aspect: str, body: JsonObject) -> Condition:
        if "if" not in body:
            return self.parser.parse(body["when"])
        columns = self.json["aspects"][aspect]["table"]["columns"]
        cells = zip(columns, body["if"], strict=True)
        return Every(tuple(parse_cell(self.attributes[column], cell) for column, cell in cells))


@dataclass(frozen=True)
class _Origin:
    """Where lines come from: an aspect, how many steps of `same_as` away."""

    aspect: str
    generation: int = 0
    prefix: str = ""


def _entries(rules: Sequence[Line], first: int) -> list[Entry]:
    """What the rules of one generation override, entry by entry."""
    found = []
    for position, rule in enumerate(rules):
        for place, target in enumerate(rule.json.get("overrides", [])):
            means = tuple(
                first + other
                for other, candidate in enumerate(rules)
                if _means(target, candidate.json)
            )
            pointer = f"{rule.pointer}/overrides/{place}"
            found.append(Entry(first + position, pointer, means))
    return found


def _means(target: str, rule: JsonObject) -> bool:
    if target == "*":
        return "*" not in rule.get("overrides", [])
    if target.startswith("section:"):
        return bool(rule.get("section") == target.removeprefix("section:"))
    return bool(rule["id"] == target)
