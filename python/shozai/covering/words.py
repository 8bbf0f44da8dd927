# SPDX-License-Identifier: Apache-2.0
"""What is to be covered, in words."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ..reporting.conditions import QUOTED, InWords
from ..texts import Labels, count, joined, text
from .items import KINDS, OF_ATTRIBUTES
from .ranges import plain, ranges_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._core import CompiledPolicy
    from ..coverage import Coverage
    from ..texts import Language
    from .items import CoverageItem, Kind, State

KIND_KEYS: dict[Kind, str] = {
    "rule": "coverage.rule",
    "row": "coverage.row",
    "override": "coverage.override",
    "cell": "coverage.cell",
    "boundary": "coverage.boundary",
}
MEANINGS: dict[Kind, str] = {
    "rule": "coverage.rule_is",
    "row": "coverage.row_is",
    "override": "coverage.override_is",
    "cell": "coverage.cell_is",
    "boundary": "coverage.boundary_is",
}
STATE_KEYS: dict[State, str] = {
    "covered": "coverage.covered",
    "partly": "coverage.partly",
    "missing": "coverage.missing",
    "unreachable": "coverage.unreachable",
}
# A sign for each state, so that no colour is needed to tell them apart.
SIGNS: dict[State, str] = {"covered": "✓", "partly": "△", "missing": "×", "unreachable": "–"}
PARTS = {
    "otherwise": "coverage.part_otherwise",
    "also": "coverage.part_also",
    "interim": "coverage.part_interim",
}
SIDES = {"below": "coverage.below", "above": "coverage.above", "both": "coverage.between"}
SECTION = "section:"
# Places of one threshold to name, and cases of one item; the rest is counted.
MOST_PLACES = 3
MOST_NAMES = 8


class Group(NamedTuple):
    """An aspect or an attribute, and things of it."""

    title: str
    attribute: str
    """Empty for an aspect."""
    items: tuple[CoverageItem, ...]

    def by_kind(self) -> list[tuple[Kind, tuple[CoverageItem, ...]]]:
        """Its things by their kind, as far as there are such."""
        kinds = ((kind, tuple(i for i in self.items if i.kind == kind)) for kind in KINDS)
        return [(kind, items) for kind, items in kinds if items]


class _Ids:
    """Stands for labels where no policy is at hand."""

    def aspect(self, name: str) -> str:
        return name

    def attribute(self, name: str) -> str:
        return name

    def measured(self, name: str) -> str:
        return name


class CoverageWords:
    """Says in one language what is covered and what is not."""

    def __init__(self, lang: Language, core: CompiledPolicy | None = None) -> None:
        self.lang: Language = lang
        self._known = Labels(core, lang) if core else None
        self._conditions = InWords(core, self._known, {}, lang) if core and self._known else None
        self.labels: Labels | _Ids = self._known or _Ids()

    def word(self, key: str, **values: object) -> str:
        """The text `key`."""
        return text(key, self.lang, **values)

    def kind(self, kind: Kind) -> str:
        """What things of a kind are called."""
        return self.word(KIND_KEYS[kind])

    def meaning(self, kind: Kind) -> str:
        """When a case counts for things of a kind."""
        return self.word(MEANINGS[kind])

    def state(self, state: State) -> str:
        """How things stand."""
        return self.word(STATE_KEYS[state])

    def groups(self, items: Iterable[CoverageItem]) -> list[Group]:
        """Things by the aspect or the attribute that they are of, aspects first."""
        given = list(items)
        order = list(dict.fromkeys(_group(item) for item in given))
        order.sort(key=lambda key: key[0])  # stable: otherwise as the document has them
        place = {key: at for at, key in enumerate(order)}
        given.sort(key=lambda item: place[_group(item)])
        return [
            Group(
                self.labels.measured(name) if of_attribute else self.labels.aspect(name),
                name if of_attribute else "",
                tuple(found),
            )
            for (of_attribute, name), found in groupby(given, key=_group)
        ]

    def item(self, item: CoverageItem) -> str:
        """One thing, for a reader who sees its aspect or attribute."""
        if item.kind == "override":
            return self.word("coverage.before", rule=item.rule, others=self._others(item.overrides))
        if item.kind == "cell":
            return self.values(item)
        if item.kind == "boundary":
            side = self.word(SIDES[item.side])
            return self.word("coverage.side", value=plain(item.value), side=side)
        part = PARTS.get(item.part)
        if part is None:
            return item.rule
        return self.word("coverage.of_part", rule=item.rule, part=self.word(part))

    def values(self, item: CoverageItem) -> str:
        """The values of a cell: labels or ranges; the condition if there are no labels."""
        if item.when == "true":
            return self.word("range_any")
        if self._known is None or self._conditions is None:
            return item.when
        ranges = ranges_of(item.when)
        group = re.fullmatch(rf"\w+\.within\(({QUOTED})\)", item.when)
        if group:
            return self._conditions.value(item.attribute, plain(group[1]))
        if ranges is None:
            return self._conditions.of(item.when)
        return joined(self._known.parts(item.attribute, ranges, item.when), self.lang)

    def place(self, item: CoverageItem) -> str:
        """Where to look; of many places the first."""
        shown = list(dict.fromkeys(place.name for place in item.seen_at))
        listed = joined(shown[:MOST_PLACES], self.lang)
        return listed + " …" if len(shown) > MOST_PLACES else listed

    def cases(self, coverage: Coverage, item: CoverageItem) -> str:
        """Which cases exercise it."""
        if not item.counted:
            return self.state("unreachable")
        if not item.hits:
            return self.word("coverage.no_case")
        names = [coverage.name(case) for case in item.cases[:MOST_NAMES]]
        if item.hits > len(names):
            rest = count("test_case", item.hits - len(names), self.lang)
            names.append(self.word("more", things=rest))
        return self.word(
            "coverage.by_cases",
            cases=count("test_case", item.hits, self.lang),
            names=joined(names, self.lang),
        )

    def _others(self, overrides: str) -> str:
        if overrides == "*":
            return self.word("coverage.all_others")
        if overrides.startswith(SECTION):
            return self.word("coverage.section", section=overrides.removeprefix(SECTION))
        return self.word("coverage.other", rule=overrides)


def _group(item: CoverageItem) -> tuple[bool, str]:
    of_attribute = item.kind in OF_ATTRIBUTES
    return of_attribute, item.attribute if of_attribute else item.aspect
