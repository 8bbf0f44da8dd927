"""Values written as JSON, as literals of conditions and as literals of cells, in varying forms."""

import datetime
import random
import re

from .values import EPOCH_DAY, MICROSECONDS_PER_DAY, MICROSECONDS_PER_SECOND, Attribute, Value

_MINUTE = 60 * MICROSECONDS_PER_SECOND
_HOUR = 60 * _MINUTE
_BARE = re.compile(r"(?!null$|not$|within$)[^\W\d_][\w-]*(?:/[A-Z])?")


def _date(day: int) -> str:
    return datetime.date.fromordinal(day).isoformat()


def _fraction(microseconds: int) -> str:
    return f".{microseconds:06d}".rstrip("0") if microseconds else ""


def _decimal(rng: random.Random, scaled: int, scale: int) -> str:
    whole, part = divmod(abs(scaled), 10**scale)
    digits = f"{part:0{scale}d}" if scale else ""
    if rng.random() < 0.5:
        digits = digits.rstrip("0")
    text = f"{whole}.{digits}" if digits else str(whole)
    return f"-{text}" if scaled < 0 else text


def _timestamp(rng: random.Random, instant: int) -> str:
    minutes = rng.choice((0, 0, 540, -330))
    day, rest = divmod(instant + minutes * _MINUTE, MICROSECONDS_PER_DAY)
    seconds, fraction = divmod(rest, MICROSECONDS_PER_SECOND)
    hour, minute, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    sign = "-" if minutes < 0 else "+"
    offset = f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    if minutes == 0 and rng.random() < 0.8:
        offset = "Z"
    clock = f"{hour:02d}:{minute:02d}:{second:02d}{_fraction(fraction)}"
    return f"{_date(day + EPOCH_DAY)}T{clock}{offset}"


def _duration(rng: random.Random, length: int) -> str:
    week = 7 * MICROSECONDS_PER_DAY
    if length and length % week == 0 and rng.random() < 0.3:
        return f"P{length // week}W"
    if length % _HOUR == 0 and rng.random() < 0.3:
        return f"PT{length // _HOUR}H"
    if length % _MINUTE == 0 and rng.random() < 0.2:
        return f"PT{length // _MINUTE}M"
    days, rest = divmod(length, MICROSECONDS_PER_DAY)
    seconds, fraction = divmod(rest, MICROSECONDS_PER_SECOND)
    clock = f"{seconds // 3600}H" if seconds >= 3600 else ""
    clock += f"{seconds // 60 % 60}M" if seconds // 60 % 60 else ""
    clock += f"{seconds % 60}{_fraction(fraction)}S" if seconds % 60 or fraction else ""
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return f"P{text or '0D'}"


def plain_text(rng: random.Random, attribute: Attribute, value: Value) -> str:
    """The value as a text without quotes: what a cell of its column holds."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    assert isinstance(value, int)
    if attribute.kind == "decimal":
        return _decimal(rng, value, attribute.scale)
    if attribute.kind == "date":
        return _date(value)
    if attribute.kind == "timestamp":
        return _timestamp(rng, value)
    if attribute.kind == "duration":
        return _duration(rng, value)
    return str(value)


def to_json(rng: random.Random, attribute: Attribute, value: Value) -> object:
    """The value as a fault gives it."""
    if value is None or isinstance(value, bool) or attribute.kind == "int":
        return value
    if attribute.kind == "decimal" and isinstance(value, int) and rng.random() < 0.3:
        whole, rest = divmod(value, 10**attribute.scale)
        if rest == 0:
            return whole
    return plain_text(rng, attribute, value)


def quote(rng: random.Random, text: str) -> str:
    """A quoted literal in either style, some characters escaped without need."""
    mark = rng.choice("''\"")
    characters = []
    for character in text:
        if character in ("\\", mark):
            characters.append("\\" + character)
        elif character < "\U00010000" and rng.random() < 0.03:
            characters.append(f"\\u{ord(character):04x}")
        else:
            characters.append(character)
    return mark + "".join(characters) + mark


def condition_literal(rng: random.Random, attribute: Attribute, value: Value) -> str:
    """The value as a literal of a condition."""
    text = plain_text(rng, attribute, value)
    if attribute.kind in ("enum", "string"):
        return quote(rng, text)
    if attribute.kind in ("date", "timestamp", "duration"):
        mark = rng.choice("''\"")
        return f"{attribute.kind}({mark}{text}{mark})"
    return text


def cell_literal(rng: random.Random, attribute: Attribute, value: Value) -> str:
    """The value as a literal of a cell: enum values are quoted where they must be, or at random."""
    text = plain_text(rng, attribute, value)
    if attribute.kind == "string":
        return quote(rng, text)
    if attribute.kind == "enum" and (not _BARE.fullmatch(text) or rng.random() < 0.15):
        return quote(rng, text)
    return text
