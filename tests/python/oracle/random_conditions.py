"""Random conditions and cells about given subjects, in varied writing."""

import random
from collections.abc import Sequence

from .random_attributes import Subject
from .values import NUMERIC, Value
from .writing import cell_literal, condition_literal, quote

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_OR, _AND, _COMPARISON, _PRIMARY = range(4)


class ConditionWriter:
    """Writes condition texts; `definitions` may be named in them."""

    def __init__(
        self, rng: random.Random, subjects: Sequence[Subject], definitions: Sequence[str] = ()
    ) -> None:
        self._rng = rng
        self._subjects = subjects
        self._definitions = definitions

    def condition(self, depth: int) -> str:
        """A condition of at most `depth` nested operators (redundant parentheses not counted)."""
        return self._write(depth)[0]

    def _write(self, depth: int) -> tuple[str, int]:
        """A condition and how tightly its outermost operator binds."""
        rng = self._rng
        choice = rng.random()
        if depth == 0 or choice < 0.25:
            text, level = self._atom()
        elif choice < 0.4:
            text, level = "!" + self._operand(depth - 1, _PRIMARY), _PRIMARY
        elif choice < 0.72:
            text, level = self._joined("&&", depth, _AND), _AND
        else:
            text, level = self._joined("||", depth, _OR), _OR
        return (f"({text})", _PRIMARY) if rng.random() < 0.08 else (text, level)

    def _joined(self, sign: str, depth: int, level: int) -> str:
        space = self._rng.choice((" ", " ", ""))
        count = self._rng.choice((2, 2, 3))
        operands = [self._operand(depth - 1, level) for _operand in range(count)]
        return f"{space}{sign}{space}".join(operands)

    def _operand(self, depth: int, at_least: int) -> str:
        text, level = self._write(depth)
        return text if level >= at_least else f"({text})"

    def _atom(self) -> tuple[str, int]:
        rng = self._rng
        choice = rng.random()
        if choice < 0.03:
            return rng.choice(("true", "false")), _PRIMARY
        if self._definitions and choice < 0.2:
            return rng.choice(self._definitions), _PRIMARY
        subject = rng.choice(self._subjects)
        if rng.random() < (0.15 if subject.attribute.optional else 0.02):
            return f"has({subject.name})", _PRIMARY
        kind = subject.attribute.kind
        if kind == "bool" and rng.random() < 0.6:
            return subject.name, _PRIMARY
        if subject.attribute.groups and rng.random() < 0.4:
            group = rng.choice(sorted(subject.attribute.groups))
            return f"{subject.name}.within({quote(rng, group)})", _PRIMARY
        if kind == "string" and rng.random() < 0.35:
            prefix = quote(rng, str(rng.choice(subject.constants)))
            return f"{subject.name}.startsWith({prefix})", _PRIMARY
        if rng.random() < 0.2:
            return self._membership(subject), _COMPARISON
        return self._comparison(subject), _COMPARISON

    def _literal(self, subject: Subject) -> str:
        value = self._rng.choice(subject.constants)
        return condition_literal(self._rng, subject.attribute, value)

    def _membership(self, subject: Subject) -> str:
        count = self._rng.randint(1, 3)
        comma = self._rng.choice((", ", ","))
        listed = comma.join(self._literal(subject) for _item in range(count))
        return f"{subject.name} in [{listed}]"

    def _comparison(self, subject: Subject) -> str:
        rng = self._rng
        ordered = subject.attribute.kind in NUMERIC or subject.attribute.kind == "string"
        sign = rng.choice(sorted(_MIRRORED)) if ordered else rng.choice(("==", "!="))
        space = rng.choice((" ", " ", ""))
        literal = self._literal(subject)
        if rng.random() < 0.25:
            return f"{literal}{space}{_MIRRORED[sign]}{space}{subject.name}"
        return f"{subject.name}{space}{sign}{space}{literal}"


def random_cell(rng: random.Random, subject: Subject) -> str:
    """A cell of a table for the column of `subject`."""
    if rng.random() < 0.3:
        return "-"
    comma = rng.choice((", ", ","))
    tests = comma.join(_unary_test(rng, subject) for _test in range(rng.choice((1, 1, 1, 2, 3))))
    return f"not({tests})" if rng.random() < 0.2 else tests


def _unary_test(rng: random.Random, subject: Subject) -> str:
    attribute = subject.attribute
    if attribute.optional and rng.random() < 0.15:
        return "null"
    if attribute.groups and rng.random() < 0.4:
        return f"within({cell_literal(rng, attribute, rng.choice(sorted(attribute.groups)))})"
    literal = cell_literal(rng, attribute, rng.choice(subject.constants))
    if attribute.kind not in NUMERIC and attribute.kind != "string":
        return literal
    choice = rng.random()
    if choice < 0.45:
        space = rng.choice((" ", " ", ""))
        return rng.choice(("<", "<=", ">", ">=")) + space + literal
    if choice < 0.7 and len(subject.constants) > 1:
        return _interval(rng, subject)
    return literal


def _interval(rng: random.Random, subject: Subject) -> str:
    ends: list[Value] = rng.sample(subject.constants, 2)
    low, high = sorted(ends, key=_sort_key)
    write = [cell_literal(rng, subject.attribute, end) for end in (low, high)]
    space = rng.choice(("", "", " "))
    return f"{rng.choice('[(')}{write[0]}{space}..{space}{write[1]}{rng.choice('])')}"


def _sort_key(value: Value) -> tuple[int, str]:
    """Numbers by size, texts by code points (which is the order of their UTF-8 bytes)."""
    return (0, value) if isinstance(value, str) else (int(value or 0), "")
