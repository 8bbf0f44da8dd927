"""The aspects of a document, compiled: rules in order, layers of inheritance, outcomes.

A *pattern* says of every condition of an aspect whether it holds; the outcome of a completion
depends on nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from .conditions import (
    Condition,
    ConditionParser,
    Every,
    Predicate,
    compile_condition,
    parse_cell,
    unary_tests,
)
from .values import JsonObject, read_attributes

Pattern: TypeAlias = tuple[bool, ...]
SETS = ("responsible", "consulted", "informed", "joint_visit")
FIELDS = ("accountable", *SETS, "cost_share")
_EXTENDABLE = ("consulted", "informed", "joint_visit")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, row, `also` rule, `otherwise` or interim rule; `when` is absent where none is."""

    id: str
    json: JsonObject
    when: Condition | None

    @property
    def then(self) -> JsonObject:
        then: JsonObject = self.json["then"]
        return then

    def inherited_by(self, aspect: str) -> "Rule":
        return Rule(f"{aspect}/{self.id}", self.json, self.when)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happens in one completion; the rules are positions in the order of the aspect."""

    state: str
    rules: tuple[int, ...] = ()
    assignment: tuple[object, ...] = ()
    notes: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """The own rules of one aspect, with the rules that each of them overrides in any way."""

    rules: tuple[Rule, ...]
    overridden: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What an aspect has, itself and by `same_as`; the layers are ordered, its own first."""

    hit_policy: str
    layers: tuple[Layer, ...]
    also: tuple[Rule, ...]
    otherwise: Rule | None


class Document:
    """The parsed parts of a document that aspects share."""

    def __init__(self, document: JsonObject) -> None:
        self._json = document
        self.attributes = read_attributes(document["attributes"])
        definitions = {n: body["that"] for n, body in document.get("definitions", {}).items()}
        self._parser = ConditionParser(self.attributes, definitions)
        self.assumptions = [
            (assumption["id"], self._parser.parse(assumption["that"]))
            for assumption in document.get("assumptions", [])
        ]
        self._contents: dict[str, Content] = {}
        self._interim = {
            name: [self._rule(rule) for rule in aspect["interim"].get("rules", [])]
            for name, aspect in document["aspects"].items()
        }

    def aspect(self, name: str) -> JsonObject:
        """The JSON of an aspect."""
        aspect: JsonObject = self._json["aspects"][name]
        return aspect

    def interim_rules(self, name: str) -> list[Rule]:
        """The interim rules of an aspect, which are never inherited."""
        return self._interim[name]

    def content(self, name: str) -> Content:
        """The rules of an aspect, inherited ones included."""
        if name not in self._contents:
            self._contents[name] = self._read_content(name)
        return self._contents[name]

    def conditions(self) -> Iterator[Condition]:
        """Every condition of the document that a decision may depend on."""
        for _id, condition in self.assumptions:
            yield condition
        for name in self._json["aspects"]:
            content = self.content(name)
            for layer in content.layers:
                yield from conditions_of(layer.rules)
            yield from conditions_of(content.also)
            yield from conditions_of(self._interim[name])

    def _read_content(self, name: str) -> Content:
        json = self.aspect(name)
        rules = [self._rule(rule) for rule in json.get("rules", [])]
        rules += [self._row(json["table"]["columns"], row) for row in _rows(json)]
        own = Layer(tuple(rules), overridden_by_each([rule.json for rule in rules]))
        also = tuple(self._rule(rule) for rule in json.get("also", []))
        otherwise = None
        if "otherwise" in json:
            otherwise = Rule(json["otherwise"]["id"], json["otherwise"], None)
        if "same_as" not in json:
            return Content(json.get("hit_policy", "override"), (own,), also, otherwise)
        other = self.content(json["same_as"])
        inherited = tuple(
            Layer(tuple(rule.inherited_by(name) for rule in layer.rules), layer.overridden)
            for layer in other.layers
        )
        if otherwise is None and other.otherwise is not None:
            otherwise = other.otherwise.inherited_by(name)
        also += tuple(rule.inherited_by(name) for rule in other.also)
        return Content(other.hit_policy, (own, *inherited), also, otherwise)

    def _rule(self, json: JsonObject) -> Rule:
        return Rule(json["id"], json, self._parser.parse(json["when"]))

    def _row(self, columns: Sequence[str], json: JsonObject) -> Rule:
        cells = (
            parse_cell(self.attributes[column], cell)
            for column, cell in zip(columns, json["if"], strict=True)
        )
        return Rule(json["id"], json, Every(tuple(cells)))


def conditions_of(rules: Sequence[Rule]) -> Iterator[Condition]:
    """The conditions of rules."""
    for rule in rules:
        if rule.when is not None:
            yield rule.when


def _rows(json: JsonObject) -> list[JsonObject]:
    rows: list[JsonObject] = json["table"]["rows"] if "table" in json else []
    return rows


def overridden_by_each(rules: Sequence[JsonObject]) -> tuple[frozenset[int], ...]:
    """For each rule the rules that it overrides, directly or through any chain."""
    direct = [
        {
            position
            for target in rule.get("overrides", [])
            for position, other in enumerate(rules)
            if target == other["id"]
            or target == f"section:{other.get('section')}"
            or (target == "*" and "*" not in other.get("overrides", []))
        }
        for rule in rules
    ]
    closed = [set(targets) for targets in direct]
    changed = True
    while changed:
        changed = False
        for targets in closed:
            further = {there for position in targets for there in direct[position]}
            if not further <= targets:
                targets |= further
                changed = True
    return tuple(frozenset(targets) for targets in closed)


class Aspect:
    """One aspect, ready to decide patterns."""

    def __init__(self, name: str, document: Document) -> None:
        self.name = name
        self._json = document.aspect(name)
        self._content = document.content(name)
        self.rules = [rule for layer in self._content.layers for rule in layer.rules]
        self._also_start = len(self.rules)
        self._interim_rules = document.interim_rules(name)
        also = self._content.also
        self._interim_start = len(self.rules) + len(also)
        conditions = [*conditions_of(self.rules), *conditions_of(also)]
        conditions += conditions_of(self._interim_rules)
        if self._content.otherwise is not None:
            self.rules.append(self._content.otherwise)
        assumed = [condition for _id, condition in document.assumptions]
        self.assumption_ids = [identifier for identifier, _condition in document.assumptions]
        tested = {test.attribute for c in [*conditions, *assumed] for test in unary_tests(c)}
        self.attributes = [name for name in document.attributes if name in tested]
        index = {name: position for position, name in enumerate(self.attributes)}
        self.conditions: list[Predicate] = [compile_condition(c, index) for c in conditions]
        self.assumptions: list[Predicate] = [compile_condition(c, index) for c in assumed]
        self._outcomes: dict[Pattern, Outcome] = {}

    def outcome(self, pattern: Pattern) -> Outcome:
        """What happens where exactly the conditions of `pattern` hold."""
        if pattern not in self._outcomes:
            self._outcomes[pattern] = self._work_out(pattern)
        return self._outcomes[pattern]

    def interim_default(self) -> JsonObject:
        """The interim owner that the aspect names without a condition."""
        return _interim_owner(self._json["interim"])

    def interim(self, patterns: set[Pattern]) -> JsonObject:
        """The interim owner: of the first interim rule that holds in every completion."""
        for position, rule in enumerate(self._interim_rules, self._interim_start):
            if all(pattern[position] for pattern in patterns):
                return {**_interim_owner(rule.then), "rule": rule.id}
        return self.interim_default()

    def _work_out(self, pattern: Pattern) -> Outcome:
        left = self._left(pattern)
        if not left and self._content.otherwise is not None:
            left = (len(self.rules) - 1,)
        if not left:
            return Outcome("gap")
        thens = [self.rules[position].then for position in left]
        first = _assignment(thens[0], [])
        unique = self._content.hit_policy == "unique"
        if (unique and len(left) > 1) or any(_assignment(then, []) != first for then in thens):
            return Outcome("conflict", left)
        also = [
            rule.then
            for position, rule in enumerate(self._content.also, self._also_start)
            if pattern[position]
        ]
        notes: list[object] = []
        for then in [*thens, *also]:
            notes += [note for note in then.get("notes", []) if note not in notes]
        return Outcome("decided", left, _assignment(thens[0], also), tuple(notes))

    def _left(self, pattern: Pattern) -> tuple[int, ...]:
        """The rules that no other applying rule makes step back, `otherwise` not considered."""
        start = 0
        for layer in self._content.layers:
            applying = [i for i in range(len(layer.rules)) if pattern[start + i]]
            if applying:
                if self._content.hit_policy == "first":
                    applying = applying[:1]
                elif self._content.hit_policy == "override":
                    stepping_back = set().union(*(layer.overridden[i] for i in applying))
                    applying = [i for i in applying if i not in stepping_back]
                return tuple(start + i for i in applying)
            start += len(layer.rules)
        return ()


def _interim_owner(json: JsonObject) -> JsonObject:
    return {key: json[key] for key in ("accountable", "within") if key in json}


def _assignment(then: JsonObject, also: Sequence[JsonObject]) -> tuple[object, ...]:
    """The fields of an assignment in the order of `FIELDS`, comparable, `also` added."""
    sets = []
    for field in SETS:
        ids = set(then.get(field, []))
        if field in _EXTENDABLE:
            ids.update(*(further.get(field, []) for further in also))
        sets.append(tuple(sorted(ids)))
    share = then.get("cost_share")
    return then["accountable"], *sets, None if share is None else tuple(sorted(share.items()))
