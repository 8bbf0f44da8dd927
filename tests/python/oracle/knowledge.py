"""What a fault says of one attribute: a non-empty set of values, *none* possibly among them."""

from collections.abc import Iterable
from dataclasses import dataclass

from .values import NUMERIC, Attribute, InvalidFault, Value

_NARROWINGS = (frozenset({"in"}), frozenset({"not_in"}))
_RANGE = frozenset({"min", "max"})


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Either the values `listed`, or all of `low..high` (or all texts) but the `excluded`."""

    attribute: Attribute
    listed: frozenset[Value] | None = None
    low: int = 0
    high: int = 0
    none: bool = False
    excluded: frozenset[Value] = frozenset()

    def contains(self, value: Value) -> bool:
        """Whether the fault leaves `value` possible."""
        if self.listed is not None:
            return value in self.listed
        if value in self.excluded:
            return False
        if value is None:
            return self.none
        if self.attribute.kind in NUMERIC:
            assert isinstance(value, int)
            return self.low <= value <= self.high
        return self.attribute.contains(value)

    def count(self) -> int:
        """The number of possible values (for texts: exact only where it is 0 or 1)."""
        if self.listed is not None:
            return len(self.listed)
        numeric = self.attribute.kind in NUMERIC
        values = self.high - self.low + 1 if numeric else self.attribute.size()
        possible = values + self.none
        return possible - sum(self.without(frozenset()).contains(value) for value in self.excluded)

    def without(self, excluded: frozenset[Value]) -> "Knowledge":
        """The same knowledge with `excluded` in place of what it excludes."""
        return Knowledge(self.attribute, self.listed, self.low, self.high, self.none, excluded)

    def candidates(self, edges: Iterable[Value]) -> list[Value]:
        """Possible values, among them one of every class that tests with these edges tell apart.

        A class is an interval between edges, cut by what the fault excludes. Its least value is
        an edge, the least value of the knowledge, or the successor of an excluded value: all
        of these are tried.
        """
        if self.listed is not None:
            return list(self.listed)
        tried: dict[Value, None] = dict.fromkeys(edges)
        tried.update(dict.fromkeys(self.attribute.bounds()))
        tried.update({None: None, self.low: None, self.high: None})
        for value in self.excluded:
            if value is not None:
                tried.update(dict.fromkeys(self.attribute.around(value)))
        kind = str if self.attribute.kind == "string" else int
        return [v for v in tried if (v is None or isinstance(v, kind)) and self.contains(v)]

    def single(self) -> tuple[Value] | None:
        """The one possible value in a tuple, or nothing where there are several."""
        if self.count() != 1:
            return None
        (value,) = self.candidates(())
        return (value,)


def everything(attribute: Attribute) -> Knowledge:
    """The knowledge of a missing key."""
    if attribute.kind in NUMERIC or attribute.kind == "string":
        return Knowledge(attribute, None, attribute.low, attribute.high, attribute.optional)
    values = attribute.leaves | {None} if attribute.optional else attribute.leaves
    return Knowledge(attribute, values)


def exactly(attribute: Attribute, value: Value) -> Knowledge:
    """The knowledge of one value."""
    return Knowledge(attribute, frozenset({value}))


def read_knowledge(attribute: Attribute, json: object) -> Knowledge:
    """What the JSON of a present key says; an input error where it is not allowed."""
    if not isinstance(json, dict):
        return Knowledge(attribute, _read_values(attribute, json))
    keys = frozenset(json)
    if keys in _NARROWINGS:
        (items,) = json.values()
        if not isinstance(items, list):
            raise InvalidFault(f"{attribute.name}: a narrowing needs a list")
        named = frozenset(value for item in items for value in _read_values(attribute, item))
        knowledge = Knowledge(attribute, named) if "in" in json else _complement(attribute, named)
    elif keys and keys <= _RANGE and attribute.kind in NUMERIC:
        low = attribute.parse(json["min"]) if "min" in json else attribute.low
        high = attribute.parse(json["max"]) if "max" in json else attribute.high
        assert isinstance(low, int)
        assert isinstance(high, int)
        knowledge = Knowledge(attribute, None, low, high)
    else:
        raise InvalidFault(f"{attribute.name}: not a narrowing: {json!r}")
    if knowledge.count() <= 0:
        raise InvalidFault(f"{attribute.name}: nothing is left by {json!r}")
    return knowledge


def _read_values(attribute: Attribute, json: object) -> frozenset[Value]:
    """One value, *none*, or the leaves of a group."""
    if json is None:
        if not attribute.optional:
            raise InvalidFault(f"{attribute.name}: none needs an optional attribute")
        return frozenset({None})
    if isinstance(json, str) and json in attribute.groups:
        return attribute.groups[json]
    return frozenset({attribute.parse(json)})


def _complement(attribute: Attribute, named: frozenset[Value]) -> Knowledge:
    whole = everything(attribute)
    if whole.listed is not None:
        return Knowledge(attribute, whole.listed - named)
    return whole.without(named)
