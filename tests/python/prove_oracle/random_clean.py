# SPDX-License-Identifier: Apache-2.0
"""Random policies over small domains that have neither errors nor warnings.

The faults are known one by one, so a rule is given a condition that some of them satisfy and some
do not; what is not clean all the same is thrown away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

from ..oracle.conditions import ConditionParser, compile_condition, parse_cell, unary_tests
from ..oracle.values import read_attributes
from .axes import Axis
from .counting import Counting
from .random_claims import random_guarantee
from .severity import is_clean

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from ..oracle.values import JsonObject

Rows = frozenset[int]

_NAMES = ("product", "severity", "under_contract", "cause", "stock", "hours", "serial")
_LEAVES = ("wear", "misuse", "design", "LT-100", "ML-5/B", "旋盤", "a b")
_DEPARTMENTS = ("sales", "service", "quality", "parts")


@dataclass(frozen=True)
class Split:
    """A test in both syntaxes, and its complement; the faults of which it holds."""

    attribute: str
    texts: tuple[str, str]
    cells: tuple[str, str]
    rows: Rows

    def side(self, rows: Rows, holds: bool) -> Rows:
        """Those of `rows` of which the test holds, or does not."""
        return rows & self.rows if holds else rows - self.rows


@dataclass
class Leaf:
    """A part of the faults: the tests that lead to it."""

    rows: Rows
    path: list[tuple[Split, bool]] = field(default_factory=list)

    def when(self, rng: random.Random, names: dict[str, str]) -> str:
        """The condition; a test that has a name may be written by it."""
        if not self.path:
            return "true"
        parts = []
        for split, holds in self.path:
            name = names.get(split.texts[0])
            if name is not None and rng.random() < 0.7:
                parts.append(name if holds else f"!{name}")
            else:
                parts.append(split.texts[0] if holds else split.texts[1])
        return " && ".join(parts)


def random_clean_policy(rng: random.Random) -> JsonObject:
    """A random policy without errors and warnings."""
    while True:
        document = _Writer(rng).policy()
        counting = Counting(document)
        if is_clean(counting.findings()):
            return document


def _small_attribute(rng: random.Random, kind: str) -> tuple[JsonObject, list[tuple[str, str]]]:
    """An attribute of few values, and tests of it: as a condition about `x`, and as a cell."""
    json: JsonObject = {"type": kind}
    if rng.random() < 0.25:
        json["optional"] = True
    if kind == "bool":
        return json, [("x", "true")]
    if kind == "enum":
        leaves = rng.sample(_LEAVES, rng.randint(3, 5))
        tests = [(f"x == '{leaf}'", f"'{leaf}'") for leaf in leaves]
        tests.append((f"x in ['{leaves[0]}', '{leaves[1]}']", f"'{leaves[0]}', '{leaves[1]}'"))
        json["values"] = {leaf: {} for leaf in leaves}
        if rng.random() < 0.5:
            inner = {leaf: json["values"].pop(leaf) for leaf in leaves[:2]}
            json["values"]["group"] = {"children": inner}
            tests.append(("x.within('group')", "within(group)"))
        return json, tests
    if kind == "string":
        json["max_length"] = rng.choice((1, 2))
        return json, [
            ("x.startsWith('b')", "['b'..'c')"),
            ("x < 'm'", "< 'm'"),
            ("x == 'z'", "'z'"),
        ]
    bounds: dict[str, tuple[Any, ...]] = {
        "int": tuple(range(rng.choice((4, 8)))),
        "decimal": ("0", "0.1", "0.2", "0.3", "0.4"),
        "date": tuple(f"2026-04-0{day}" for day in range(1, 8)),
    }
    values = bounds[kind]
    if kind == "decimal":
        json["scale"] = 1
    json["min"], json["max"] = values[0], values[-1]
    write = "date('{}')" if kind == "date" else "{}"
    tests = [(f"x >= {write.format(v)}", f">= {v}") for v in rng.sample(values[1:], 2)]
    tests.append((f"x == {write.format(values[1])}", f"{values[1]}"))
    return json, tests


class _Writer:
    """One policy in the making."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        kinds = rng.sample(("enum", "enum", "bool", "int", "int", "decimal", "date", "string"), 3)
        names = rng.sample(_NAMES, len(kinds))
        self._attributes: JsonObject = {}
        tests: list[tuple[str, str, str]] = []
        for name, kind in zip(names, kinds, strict=True):
            self._attributes[name], about = _small_attribute(rng, kind)
            tests += [(name, text.replace("x", name, 1), cell) for text, cell in about]
            if self._attributes[name].get("optional"):
                tests.append((name, f"has({name})", "not(null)"))
        self._splits, every = self._enumerate(tests)
        self._assumptions: list[JsonObject] = []
        self._all = every
        if rng.random() < 0.5:
            self._assume()
        self._definitions = {
            split.texts[0]: f"word_{number}"
            for number, split in enumerate(rng.sample(self._splits, min(2, len(self._splits))))
        }
        self._departments = rng.sample(_DEPARTMENTS, 3)
        self._count = 0

    def policy(self) -> JsonObject:
        rng = self._rng
        document: JsonObject = {"shozai": 1, "policy": {"id": "clean", "version": "1"}}
        document["attributes"] = self._attributes
        document["definitions"] = {n: {"that": t} for t, n in self._definitions.items()}
        if self._assumptions:
            document["assumptions"] = self._assumptions
        document["departments"] = {name: {} for name in self._departments}
        document["teams"] = {"crew": {"departments": self._departments[:2],
                                      "lead": self._departments[0]}}  # fmt: skip
        aspects: JsonObject = {}
        for name in rng.sample(("owner", "cost", "cause"), rng.choice((1, 1, 2, 3))):
            aspects[name] = self._aspect(list(aspects))
        document["aspects"] = aspects
        document["guarantees"] = []
        for number in range(rng.choice((0, 1, 2))):
            body = {"id": f"G-{number}", "that": random_guarantee(rng, document)}
            if not Counting({**document, "guarantees": [body]}).refuted():
                document["guarantees"].append(body)
        return document

    def _enumerate(self, tests: Sequence[tuple[str, str, str]]) -> tuple[list[Split], Rows]:
        """All faults, as far as the tests tell them apart, and the tests that split them."""
        attributes = read_attributes(self._attributes)
        parser = ConditionParser(attributes, {})
        index = {name: position for position, name in enumerate(attributes)}
        conditions = [parser.parse(text) for _name, text, _cell in tests]
        values: list[list[Any]] = []
        for name, attribute in attributes.items():
            edges = [
                e
                for c in conditions
                for t in unary_tests(c)
                if t.attribute == name
                for e in t.edges
            ]
            starts = list(Axis(attribute, edges).starts)
            values.append([*starts, None] if attribute.optional else starts)
        rows = list(product(*values))
        splits = []
        for (name, text, cell), condition in zip(tests, conditions, strict=True):
            holds = compile_condition(condition, index)
            inside = frozenset(i for i, row in enumerate(rows) if holds(row))
            in_cell = compile_condition(parse_cell(attributes[name], cell), index)
            assert inside == {i for i, row in enumerate(rows) if in_cell(row)}, cell
            if inside and len(inside) < len(rows):
                denied = "null" if cell == "not(null)" else f"not({cell})"
                splits.append(Split(name, (text, f"!({text})"), (cell, denied), inside))
        return splits, frozenset(range(len(rows)))

    def _assume(self) -> None:
        one, other = self._rng.sample(self._splits, 2)
        rows = self._all & (one.rows | other.rows)
        if rows != self._all:
            self._all = rows
            self._assumptions.append({"id": "A-1", "that": f"{one.texts[0]} || {other.texts[0]}"})

    def _id(self) -> str:
        self._count += 1
        return f"R-{self._count}"

    def _leaves(self, leaf: Leaf, count: int, once: bool = False) -> list[Leaf]:
        """The leaf cut into `count` parts, or fewer; `once`: by each attribute once at most."""
        used = {split.attribute for split, _holds in leaf.path} if once else set()
        splits = [
            s
            for s in self._splits
            if s.attribute not in used and leaf.rows & s.rows and leaf.rows - s.rows
        ]
        if count <= 1 or not splits:
            return [leaf]
        split = self._rng.choice(splits)
        parts = [Leaf(split.side(leaf.rows, h), [*leaf.path, (split, h)]) for h in (True, False)]
        first = self._rng.randint(1, count - 1)
        return [
            *self._leaves(parts[0], first, once),
            *self._leaves(parts[1], count - first, once),
        ]

    def _then(self, other_than: JsonObject | None = None) -> JsonObject:
        rng = self._rng
        owners = [o for o in (*self._departments, "crew")
                  if other_than is None or o != other_than["accountable"]]  # fmt: skip
        then: JsonObject = {"accountable": rng.choice(owners)}
        if rng.random() < 0.4:
            then["informed"] = rng.sample(self._departments, rng.randint(1, 2))
        if rng.random() < 0.3:
            payers = rng.sample(self._departments, 2)
            then["cost_share"] = {payers[0]: 60, payers[1]: 40}
        return then

    def _rule(self, leaf: Leaf, other_than: JsonObject | None = None) -> JsonObject:
        when = leaf.when(self._rng, self._definitions)
        then = self._then(other_than)
        return {"id": self._id(), "when": when, "then": then, "because": "as agreed"}

    def _aspect(self, earlier: Sequence[str]) -> JsonObject:
        rng = self._rng
        aspect: JsonObject = {"interim": {"accountable": rng.choice(self._departments)}}
        if earlier and rng.random() < 0.4:
            aspect["same_as"] = rng.choice(earlier)
            aspect["rules"] = [self._rule(rng.choice(self._leaves(Leaf(self._all), 3)))]
        else:
            policy = rng.choice(("override", "override", "first", "unique"))
            aspect["hit_policy"] = policy
            writers = {"override": self._override, "first": self._first, "unique": self._unique}
            writers[policy](aspect)
        if rng.random() < 0.4:
            leaf = rng.choice(self._leaves(Leaf(self._all), 2))
            further = {"informed": [rng.choice(self._departments)]}
            aspect["also"] = [{**self._rule(leaf), "then": further}]
        if rng.random() < 0.3:
            rule = self._rule(rng.choice(self._leaves(Leaf(self._all), 2)))
            then = {"accountable": rng.choice(self._departments)}
            aspect["interim"]["rules"] = [
                {"id": rule["id"], "when": rule["when"], "then": then, "because": "for now"}
            ]
        return aspect

    def _otherwise(self, aspect: JsonObject) -> None:
        aspect["otherwise"] = {
            "id": self._id(),
            "then": self._then(),
            "because": "whoever is there",
        }

    def _override(self, aspect: JsonObject) -> None:
        rng = self._rng
        leaves = self._leaves(Leaf(self._all), rng.randint(2, 5))
        if rng.random() < 0.5 and len(leaves) > 1:
            leaves.pop(rng.randrange(len(leaves)))
            self._otherwise(aspect)
        rules = [self._rule(leaf) for leaf in leaves]
        aspect["sections"] = {"base": {}, "safety": {}}
        for base, leaf in list(zip(rules, leaves, strict=True)):
            if rng.random() < 0.5:
                base["section"] = "base"
            parts = self._leaves(leaf, 2)
            if rng.random() < 0.6 and len(parts) == 2:
                exception = self._rule(rng.choice(parts), base["then"])
                targets = ["section:base"] if base.get("section") and rng.random() < 0.4 else []
                exception["overrides"] = targets or [base["id"]]
                rules.append(exception)
        narrow = self._leaves(Leaf(self._all), 6)
        if rng.random() < 0.4:
            safety = self._rule(rng.choice(narrow))
            rules.append({**safety, "section": "safety", "overrides": ["*"]})
        aspect["rules"] = rng.sample(rules, len(rules))

    def _first(self, aspect: JsonObject) -> None:
        rng = self._rng
        rules, remaining = [], self._all
        for _number in range(rng.randint(2, 5)):
            leaf = rng.choice(self._leaves(Leaf(self._all), rng.randint(2, 4)))
            if leaf.rows & remaining and remaining - leaf.rows:
                rules.append(self._rule(leaf))
                remaining -= leaf.rows
        if rng.random() < 0.5:
            self._otherwise(aspect)
        else:
            rules.append(self._rule(Leaf(remaining)))
        aspect["rules"] = rules

    def _unique(self, aspect: JsonObject) -> None:
        rng = self._rng
        leaves = self._leaves(Leaf(self._all), rng.randint(2, 6), once=True)
        if rng.random() < 0.3:
            leaves.pop()
            self._otherwise(aspect)
        in_table = rng.randint(0, len(leaves))
        aspect["rules"] = [self._rule(leaf) for leaf in leaves[in_table:]]
        columns = list(
            dict.fromkeys(s.attribute for leaf in leaves[:in_table] for s, _h in leaf.path)
        )
        if not columns:
            aspect["rules"] = [self._rule(leaf) for leaf in leaves]
            return
        rows = []
        for leaf in leaves[:in_table]:
            rule = self._rule(leaf)
            cells = {s.attribute: s.cells[0 if holds else 1] for s, holds in leaf.path}
            del rule["when"]
            rows.append({**rule, "if": [cells.get(column, "-") for column in columns]})
        aspect["table"] = {"columns": columns, "rows": rows}
