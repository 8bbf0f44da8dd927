# SPDX-License-Identifier: Apache-2.0
"""One thing of a policy that cases can exercise: a rule, a row, an override, a cell, a boundary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Kind = Literal["rule", "row", "override", "cell", "boundary"]
State = Literal["covered", "partly", "missing", "unreachable", ""]
KINDS: tuple[Kind, ...] = ("rule", "row", "override", "cell", "boundary")
# What decides, and what is only a way of deciding or of asking.
RULES: tuple[Kind, ...] = ("rule", "row")
OF_ATTRIBUTES: tuple[Kind, ...] = ("cell", "boundary")
# Cases that an item names; the others are only counted.
MOST_CASES = 20
NAMES = ("part", "aspect", "rule", "overrides", "attribute", "value", "side", "when")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document writes something."""

    file: str
    pointer: str
    line: int
    """From 1; 0 if it is not known."""

    @property
    def name(self) -> str:
        """File and line, as far as they are known."""
        return ":".join(str(part) for part in (self.file, self.line) if part)


@dataclass(frozen=True, slots=True)
class CoverageItem:
    """One thing to exercise, where it is written, and the cases that do it."""

    kind: Kind
    file: str
    pointer: str
    line: int
    column: int
    """Line and column of the rule or row, the entry in `overrides`, or the attribute; from 1.

    0 if they are not known.
    """
    reachable: bool | None
    """False: proved that no possible fault exercises it, so it is not counted; None: unknown."""
    hits: int
    """How many cases exercise it."""
    cases: tuple[int, ...]
    """The first of them, as numbers from 0."""
    part: str = ""
    """Of a rule: `rules`, `otherwise`, `also` or `interim`."""
    aspect: str = ""
    rule: str = ""
    overrides: str = ""
    """What the rule steps before: the id of a rule, `section:…` or `*`."""
    attribute: str = ""
    value: str = ""
    """Of a boundary: the last value before a threshold or the first one after it."""
    side: str = ""
    """Of a boundary: `below` or `above` its threshold; `both`: alone between two."""
    when: str = ""
    """The values of a cell or of a boundary as a condition."""
    places: tuple[Place, ...] = ()
    """Of a boundary: the conditions that write its threshold."""

    @classmethod
    def of(cls, tree: Mapping[str, Any]) -> CoverageItem:
        """From its JSON."""
        return cls(
            kind=tree["kind"],
            file=tree["file"],
            pointer=tree["pointer"],
            line=tree.get("line", 0),
            column=tree.get("column", 0),
            reachable=tree["reachable"],
            hits=tree["hits"],
            cases=tuple(tree["cases"]),
            places=tuple(
                Place(place["file"], place["pointer"], place.get("line", 0))
                for place in tree.get("places", ())
            ),
            **{name: tree[name] for name in NAMES if name in tree},
        )

    @property
    def covered(self) -> bool:
        """Whether a case exercises it."""
        return self.hits > 0

    @property
    def counted(self) -> bool:
        """Whether it is to be covered: not if no possible fault can do it."""
        return self.reachable is not False

    @property
    def missing(self) -> bool:
        """Whether it is to be covered, and no case does."""
        return self.counted and not self.covered

    @property
    def seen_at(self) -> tuple[Place, ...]:
        """Where to look: of a boundary the conditions with its threshold, else the item itself."""
        return self.places or (Place(self.file, self.pointer, self.line),)

    def without_cases(self) -> CoverageItem:
        """What it is, whichever cases exercise it and whatever is proved of it."""
        return replace(self, hits=0, cases=(), reachable=None)

    def with_cases_of(self, other: CoverageItem, first: int) -> CoverageItem:
        """The same thing, exercised by the cases of `other` too; those count on from `first`."""
        cases = self.cases + tuple(first + number for number in other.cases)
        known = {self.reachable, other.reachable} - {None}
        reachable = any(known) if known else None
        hits = self.hits + other.hits
        return replace(self, reachable=reachable, hits=hits, cases=cases[:MOST_CASES])

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        tree: dict[str, Any] = {"kind": self.kind}
        tree |= {name: getattr(self, name) for name in NAMES if getattr(self, name)}
        tree |= {"file": self.file, "pointer": self.pointer, "line": self.line}
        tree |= {"column": self.column, "reachable": self.reachable}
        tree |= {"hits": self.hits, "cases": list(self.cases)}
        if self.places:
            tree["places"] = [
                {"file": place.file, "pointer": place.pointer, "line": place.line}
                for place in self.places
            ]
        return tree


def state_of(items: Iterable[CoverageItem]) -> State:
    """How several things stand together; nothing if there are none."""
    given = list(items)
    counted = [item for item in given if item.counted]
    if not counted:
        return "unreachable" if given else ""
    covered = sum(item.covered for item in counted)
    return "covered" if covered == len(counted) else "partly" if covered else "missing"
