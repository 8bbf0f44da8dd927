"""Random attributes of a policy, with the few constants that its conditions will use."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from .derivations import Derivation
from .knowledge import exactly
from .values import (
    EPOCH_DAY,
    MICROSECONDS_PER_DAY,
    MICROSECONDS_PER_SECOND,
    NUMERIC,
    Attribute,
    JsonObject,
    Value,
    parse_date,
    read_attributes,
)
from .writing import to_json

_NAMES = (
    "severity", "product", "fault_class", "in_use", "has_alarm", "true_cause", "date_x", "not_ok",
    "null_y", "x", "hours_run", "within_z", "or_b", "a1", "serial", "e5",
)  # fmt: skip
_LEAVES = (
    "design", "misuse", "wear", "initial_defect", "LT-100", "LT-200", "ML-5/B", "旋盤", "a b",
    "x,y", "true", "null", "-", "7",
)  # fmt: skip
_GROUPS = ("lathe", "mill", "grp 1", "other")
_TEXTS = ("", "a", "ab", "abc", "abcd", "b", "a ", "aé", "旋", "😀", "Z", "it's", 'q"', "\\")
_KINDS = ("enum", "enum", "bool", "int", "int", "decimal", "string", "date", "date", "timestamp",
          "timestamp", "duration")  # fmt: skip
_APRIL = parse_date("2026-04-01")
_NOON = ((_APRIL - EPOCH_DAY) * 24 + 12) * 3600 * MICROSECONDS_PER_SECOND
_HUGE = 10**60


@dataclass(frozen=True, slots=True)
class Subject:
    """An attribute as conditions talk about it: its constants, some just outside the domain."""

    attribute: Attribute
    json: JsonObject
    constants: tuple[Value, ...]

    @property
    def name(self) -> str:
        return self.attribute.name


def random_subjects(rng: random.Random) -> list[Subject]:
    """Two to five attributes, derived ones among them where the others allow it."""
    names = rng.sample(_NAMES, rng.randint(2, 5))
    derived = sum(rng.random() < 0.35 for _name in names[2:])
    subjects: list[Subject] = []
    for name in names[derived:]:
        same_kind = subjects and rng.random() < 0.3
        kind = subjects[-1].attribute.kind if same_kind else rng.choice(_KINDS)
        subjects.append(_random_subject(rng, name, kind))
    for name in names[:derived]:
        subject = _random_derived(rng, name, subjects)
        subjects.append(subject or _random_subject(rng, name, rng.choice(_KINDS)))
    return subjects


def random_value(rng: random.Random, subject: Subject) -> Value:
    """A value of the domain, not *none*, mostly near the constants."""
    attribute = subject.attribute
    near = [v for c in subject.constants for v in attribute.around(c) if attribute.contains(v)]
    if attribute.kind in NUMERIC and rng.random() < 0.2:
        return rng.randint(attribute.low, attribute.high)
    return rng.choice([*near, *attribute.bounds()])


def _subject(name: str, json: JsonObject, constants: Sequence[Value]) -> Subject:
    (attribute,) = read_attributes({name: json}).values()
    return Subject(attribute, json, tuple(dict.fromkeys(constants)))


def _random_subject(rng: random.Random, name: str, kind: str) -> Subject:
    json: JsonObject = {"type": kind}
    if rng.random() < 0.35:
        json["optional"] = True
    elif rng.random() < 0.1:
        json["optional"] = False
    if rng.random() < 0.1:
        json["label"] = {"en": f"the {name}"}
    if kind == "enum":
        json["values"] = _random_values(rng)
        return _subject(name, json, sorted(read_attributes({name: json})[name].leaves, key=str))
    if kind == "bool":
        return _subject(name, json, (True, False))
    if kind == "string":
        return _random_string(rng, name, json)
    if kind == "decimal":
        json["scale"] = rng.randint(0, 3)
    return _random_numeric(rng, name, json)


def _random_values(rng: random.Random) -> JsonObject:
    """The values of an enum: flat, or a tree of up to three levels."""
    leaves = rng.sample(_LEAVES, rng.randint(2, 5))
    values: JsonObject = {leaf: rng.choice(({}, {"en": f"value {leaf}"})) for leaf in leaves}
    if rng.random() < 0.5 or len(leaves) < 3:
        return values
    groups = rng.sample(_GROUPS, 2)
    inner = {leaf: values.pop(leaf) for leaf in leaves[: rng.randint(1, 2)]}
    values[groups[0]] = {"ja": "群", "children": inner}
    if rng.random() < 0.4:
        outer = {groups[0]: values.pop(groups[0]), leaves[-1]: values.pop(leaves[-1])}
        values[groups[1]] = {"children": outer}
    return values


def _random_string(rng: random.Random, name: str, json: JsonObject) -> Subject:
    length = rng.choice((1, 1, 2, 2, 3, 5, None, None))
    if length is not None:
        json["max_length"] = length
    fitting = [text for text in _TEXTS if length is None or len(text) <= length]
    constants = rng.sample(fitting, min(len(fitting), rng.randint(2, 4)))
    if rng.random() < 0.15:
        constants.append(rng.choice(_TEXTS))
    return _subject(name, json, constants)


def _unit(kind: str, rng: random.Random) -> int:
    """How far apart the constants of a cluster are."""
    if kind == "timestamp":
        return rng.choice((1, MICROSECONDS_PER_SECOND, 3600 * MICROSECONDS_PER_SECOND))
    if kind == "duration":
        return rng.choice((1, 60 * MICROSECONDS_PER_SECOND, MICROSECONDS_PER_DAY))
    return 1


def _centre(kind: str, rng: random.Random) -> int:
    if kind == "date":
        return _APRIL + rng.choice((-1, 0, 30))
    if kind == "timestamp":
        return _NOON
    if kind == "duration":
        return rng.choice((1, 4)) * 3600 * MICROSECONDS_PER_SECOND
    return rng.choice((0, 3, 5, 100, 365, 1250))


def _random_numeric(rng: random.Random, name: str, json: JsonObject) -> Subject:
    """A range with a cluster of constants, which often includes the bounds or their neighbours."""
    kind = json["type"]
    unit, centre = _unit(kind, rng), _centre(kind, rng)
    (plain,) = read_attributes({name: json}).values()
    constants = [centre + unit * step for step in rng.sample((0, 1, 2, 3, 5), rng.randint(2, 4))]
    bounds = {}
    if rng.random() < 0.7:
        low = centre - unit * rng.choice((0, 1, 5, 400))
        bounds["min"] = max(low, plain.low)
    if rng.random() < 0.7:
        high = centre + unit * rng.choice((3, 6, 500))
        bounds["max"] = min(high, plain.high)
    for key, bound in bounds.items():
        if rng.random() < 0.25:
            constants.append(bound + rng.choice((0, 0, -1, 1)))
        json[key] = to_json(rng, plain, bound)
    if kind == "duration":
        constants = [constant for constant in constants if constant >= 0]
    return _subject(name, json, constants)


def _random_derived(rng: random.Random, name: str, subjects: Sequence[Subject]) -> Subject | None:
    """A derived attribute over those that exist, or nothing where none of them serves."""
    json: JsonObject = {"type": rng.choice(("int", "int", "decimal"))}
    if json["type"] == "decimal":
        json["scale"] = rng.randint(0, 3)
    scale = json.get("scale", 0)
    expression = _random_expression(rng, subjects, scale)
    if expression is None:
        return None
    json["derived"] = expression
    attributes = {subject.name: subject.attribute for subject in subjects}
    wide = Attribute(
        name, json["type"], True, low=-_HUGE, high=_HUGE, scale=scale, derived=expression
    )
    derivation = Derivation(wide, attributes)
    inputs = [subject for subject in subjects if subject.name in derivation.inputs]
    if any(subject.attribute.optional for subject in inputs) or rng.random() < 0.05:
        json["optional"] = True
    results = []
    for _sample in range(30):
        known = {s.name: exactly(s.attribute, random_value(rng, s)) for s in inputs}
        result = derivation.apply(known)
        assert isinstance(result, int)
        results.append(result)
    (plain,) = read_attributes({name: json}).values()
    results = [result for result in results if plain.low <= result <= plain.high] or [0]
    near = [result + rng.choice((-1, 0, 0, 1)) for result in rng.choices(results, k=3)]
    constants = [min(max(value, plain.low), plain.high) for value in near]
    if rng.random() < 0.5:
        slack = rng.choice((0, 10, 10**9, 10**9))
        json["min"] = to_json(rng, plain, max(plain.low, min(results) - slack))
        json["max"] = to_json(rng, plain, min(plain.high, max(results) + slack))
    return _subject(name, json, constants)


def _random_expression(rng: random.Random, subjects: Sequence[Subject], scale: int) -> str | None:
    """An expression whose scale suffices, by `round` where it must."""
    by_kind: dict[str, list[str]] = {}
    for subject in subjects:
        by_kind.setdefault(subject.attribute.kind, []).append(subject.name)
    choices = []
    if "date" in by_kind:
        first, second = rng.choice(by_kind["date"]), rng.choice(by_kind["date"])
        choices += [f"year({first})", f"month({first})"]
        if first != second:
            choices += [f"days_between({first}, {second})"] * 6
    if "timestamp" in by_kind:
        first, second = rng.choice(by_kind["timestamp"]), rng.choice(by_kind["timestamp"])
        if first != second:
            choices += [f"{unit}_between({first}, {second})" for unit in ("hours", "minutes")] * 3
    numbers = [s.attribute for s in subjects if s.attribute.kind in ("int", "decimal")]
    if numbers:
        choices += [_random_arithmetic(rng, numbers, scale)] * 4
    return rng.choice(choices) if choices else None


def _random_arithmetic(rng: random.Random, numbers: Sequence[Attribute], scale: int) -> str:
    """Up to two operations on one or two operands and literals."""
    left, right = rng.choice(numbers), rng.choice(numbers)
    literal_scale = rng.choice((0, 0, 1))
    literal = rng.choice(("2", "3", "100")) if literal_scale == 0 else rng.choice(("0.5", "1.5"))
    larger = max(left.scale, right.scale)
    text, finer = rng.choice((
        (f"{left.name} * {right.name}", left.scale + right.scale),
        (f"{left.name} * {literal}", left.scale + literal_scale),
        (f"{left.name}+{right.name}", larger),
        (f"{left.name} - ({right.name} - {literal})", max(larger, literal_scale)),
        (f"min({left.name}, {right.name}, {literal})", max(larger, literal_scale)),
        (f"max({left.name}, -{right.name})", larger),
        (f"{literal} - {left.name} * 2", max(left.scale, literal_scale)),
        (f"round({left.name} * {literal}) + {right.name}", max(scale, right.scale)),
    ))  # fmt: skip
    return f"round({text})" if finer > scale or rng.random() < 0.2 else text
