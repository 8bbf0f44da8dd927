"""Attributes and their values, as plain ordered Python values.

Every value of an ordered type is held so that Python's own comparison is the order of the
format: whole numbers for int, decimal (scaled), date (days), timestamp and duration
(microseconds), and `str` for string, because code point order is UTF-8 byte order.
`None` is *none*. Nothing here is floating point.
"""

import datetime
import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Value: TypeAlias = bool | int | str | None
JsonObject: TypeAlias = dict[str, Any]

NUMERIC = frozenset({"int", "decimal", "date", "timestamp", "duration"})
"""The types whose domain is a range of whole numbers, and which `min` and `max` narrow."""

MICROSECONDS_PER_SECOND = 1_000_000
MICROSECONDS_PER_DAY = 86_400 * MICROSECONDS_PER_SECOND
EPOCH_DAY = datetime.date(1970, 1, 1).toordinal()

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_DECIMAL = re.compile(r"(-?)(\d+)(?:\.(\d+))?", re.ASCII)
_DURATION = re.compile(
    r"P(?=[\dT])(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,6}))?S)?)?",
    re.ASCII,
)
_TIMESTAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)


class InvalidFault(ValueError):  # noqa: N818 (it is what the fault is)
    """The fault is an input error: no decision exists, not even *impossible*."""


def parse_decimal(text: str, scale: int) -> int:
    """The scaled whole number of a decimal text, which must not be finer than `scale`."""
    match = _DECIMAL.fullmatch(text)
    if match is None:
        raise InvalidFault(f"not a decimal: {text!r}")
    sign, whole, fraction = match[1], match[2], match[3] or ""
    if len(fraction) > scale:
        raise InvalidFault(f"finer than {scale} decimal places: {text!r}")
    magnitude = int(whole + fraction.ljust(scale, "0"))
    return -magnitude if sign else magnitude


def parse_date(text: str) -> int:
    """The day number (proleptic Gregorian ordinal) of `YYYY-MM-DD`."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise InvalidFault(f"not a date: {text!r}")
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])).toordinal()
    except ValueError as error:
        raise InvalidFault(f"not a date: {text!r}") from error


def parse_timestamp(text: str) -> int:
    """Microseconds since 1970-01-01T00:00:00Z of an RFC 3339 text with an offset."""
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        raise InvalidFault(f"not a timestamp: {text!r}")
    day = parse_date(match[1]) - EPOCH_DAY
    hour, minute, second = int(match[2]), int(match[3]), int(match[4])
    offset = 0
    if match[6] not in "Zz":
        offset_hour, offset_minute = int(match[6][1:3]), int(match[6][4:6])
        if offset_hour > 23 or offset_minute > 59:
            raise InvalidFault(f"not a timestamp: {text!r}")
        offset = (offset_hour * 60 + offset_minute) * (-1 if match[6][0] == "-" else 1)
    if hour > 23 or minute > 59 or second > 59:
        raise InvalidFault(f"not a timestamp: {text!r}")
    seconds = ((day * 24 + hour) * 60 + minute - offset) * 60 + second
    return seconds * MICROSECONDS_PER_SECOND + int((match[5] or "").ljust(6, "0"))


def parse_duration(text: str) -> int:
    """Microseconds of an ISO 8601 duration without months and years."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise InvalidFault(f"not a duration: {text!r}")
    weeks, days, hours, minutes, seconds = (int(match[part] or 0) for part in range(1, 6))
    whole = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds
    return whole * MICROSECONDS_PER_SECOND + int((match[6] or "").ljust(6, "0"))


def is_control(character: str) -> bool:
    """Whether a character is a control character (Unicode Cc), which no text may hold."""
    return character < " " or "\x7f" <= character <= "\x9f"


def _next_character(character: str) -> str | None:
    """The least character above `character` that a text may hold."""
    code = ord(character) + 1
    if code < 0x20:
        code = 0x20
    elif 0x7F <= code <= 0x9F:
        code = 0xA0
    elif 0xD800 <= code <= 0xDFFF:
        code = 0xE000
    return chr(code) if code <= 0x10FFFF else None


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: its type, its domain, and the texts of its values."""

    name: str
    kind: str
    optional: bool
    low: int = 0
    high: int = 0
    scale: int = 0
    max_length: int = 0
    leaves: frozenset[Value] = frozenset()
    groups: dict[str, frozenset[Value]] = field(default_factory=dict)
    derived: str | None = None

    def contains(self, value: Value) -> bool:
        """Whether a value that is not *none* lies in the domain."""
        if self.kind == "string":
            assert isinstance(value, str)
            return len(value) <= self.max_length and not any(
                is_control(character) or "\ud800" <= character <= "\udfff" for character in value
            )
        if self.kind in NUMERIC:
            assert isinstance(value, int)
            return self.low <= value <= self.high
        return value in self.leaves

    def constant(self, text: str) -> Value:
        """The value that a literal of a condition or cell writes, in the domain or not."""
        if self.kind == "int":
            return int(text)
        if self.kind == "decimal":
            return parse_decimal(text, self.scale)
        if self.kind == "date":
            return parse_date(text)
        if self.kind == "timestamp":
            return parse_timestamp(text)
        if self.kind == "duration":
            return parse_duration(text)
        if self.kind == "bool":
            return {"true": True, "false": False}[text]
        return text

    def parse(self, json: object) -> Value:
        """The value that a fault gives; anything but a value of the domain is an input error."""
        value = self._parse_type(json)
        if not self.contains(value):
            raise InvalidFault(f"{self.name}: {json!r} is outside the domain")
        return value

    def _parse_type(self, json: object) -> Value:
        """Read the JSON type that belongs to the attribute's type."""
        if self.kind == "bool":
            if isinstance(json, bool):
                return json
        elif self.kind in ("int", "decimal") and type(json) is int:
            return json * int(10**self.scale)
        elif self.kind != "int" and isinstance(json, str):
            return self.constant(json)
        raise InvalidFault(f"{self.name}: {json!r} has the wrong type")

    def around(self, constant: Value) -> tuple[Value, ...]:
        """Values at which a comparison with `constant` may begin to answer differently."""
        if self.kind == "string":
            assert isinstance(constant, str)
            return tuple(
                text
                for text in (self._ceiling(constant), self._ceiling(constant + "\0"))
                if text is not None
            )
        if self.kind in NUMERIC:
            assert isinstance(constant, int)
            return constant - 1, constant, constant + 1
        return (constant,)

    def around_prefix(self, prefix: str) -> tuple[Value, ...]:
        """The first text that begins with `prefix`, and the first one after all of those."""
        texts = [self._ceiling(prefix)]
        stem = prefix
        while stem:
            following = _next_character(stem[-1])
            if following is not None:
                texts.append(self._ceiling(stem[:-1] + following))
                break
            stem = stem[:-1]
        return tuple(text for text in texts if text is not None)

    def bounds(self) -> tuple[Value, ...]:
        """Values that represent the domain where no constant cuts it."""
        if self.kind == "string":
            return ("",)
        if self.kind in NUMERIC:
            return self.low, self.high
        return tuple(sorted(self.leaves, key=str))

    def size(self) -> int:
        """The number of values, *none* not counted (for texts: 1, or too many to list)."""
        if self.kind == "string":
            return 1 if self.max_length == 0 else 2**64
        if self.kind in NUMERIC:
            return self.high - self.low + 1
        return len(self.leaves)

    def _ceiling(self, text: str) -> str | None:
        """The least text of the domain that is not less than `text`."""
        for position, character in enumerate(text):
            if position == self.max_length:
                return self._after(text[:position])
            if is_control(character):
                following = _next_character(character)
                assert following is not None
                return text[:position] + following
        return text

    def _after(self, text: str) -> str | None:
        """The least text greater than `text`, which has the full length."""
        while text:
            following = _next_character(text[-1])
            if following is not None:
                return text[:-1] + following
            text = text[:-1]
        return None


def read_attributes(json: JsonObject) -> dict[str, Attribute]:
    """The attributes of a document, with the defaults of the format filled in."""
    return {name: _read_attribute(name, body) for name, body in json.items()}


def _read_attribute(name: str, body: JsonObject) -> Attribute:
    kind = body["type"]
    scale = body.get("scale", 0)
    leaves: set[Value] = set()
    groups: dict[str, frozenset[Value]] = {}
    if kind == "bool":
        leaves = {False, True}
    elif kind == "enum":
        leaves = _read_tree(body["values"], groups)
    low, high = _default_range(kind, scale)
    plain = Attribute(name, kind, optional=False, low=low, high=high, scale=scale)
    return Attribute(
        name,
        kind,
        optional=body.get("optional", False),
        low=plain.constant(str(body["min"])) if "min" in body else low,  # type: ignore[arg-type]
        high=plain.constant(str(body["max"])) if "max" in body else high,  # type: ignore[arg-type]
        scale=scale,
        max_length=body.get("max_length", 256),
        leaves=frozenset(leaves),
        groups=groups,
        derived=body.get("derived"),
    )


def _default_range(kind: str, scale: int) -> tuple[int, int]:
    if kind == "int":
        return -(2**63), 2**63 - 1
    if kind == "decimal":
        return -(10 ** (15 + scale)), 10 ** (15 + scale)
    if kind == "date":
        return parse_date("1900-01-01"), parse_date("2199-12-31")
    if kind == "timestamp":
        first = (parse_date("1900-01-01") - EPOCH_DAY) * MICROSECONDS_PER_DAY
        after = (parse_date("2199-12-31") - EPOCH_DAY + 1) * MICROSECONDS_PER_DAY
        return first, after - 1
    if kind == "duration":
        return 0, 36500 * MICROSECONDS_PER_DAY
    return 0, 0


def _read_tree(values: JsonObject, groups: dict[str, frozenset[Value]]) -> set[Value]:
    """The leaves below a node; every node with children is noted in `groups`."""
    leaves: set[Value] = set()
    for name, node in values.items():
        if node.get("children"):
            below = _read_tree(node["children"], groups)
            groups[name] = frozenset(below)
            leaves |= below
        else:
            leaves.add(name)
    return leaves
