"""Conditions in text and in table cells, and their compilation to closures.

Both syntaxes become one tree of unary tests. A test carries the values at which its answer may
change, so that a fault's unknowns can be filled with a value of every class that matters.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from .values import Attribute, Value

Row: TypeAlias = Sequence[Value]
Predicate: TypeAlias = Callable[[Row], bool]
Check: TypeAlias = Callable[[Value], bool]


@dataclass(frozen=True, slots=True)
class Constant:
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class UnaryTest:
    """A positive test of one attribute: false of *none*, except that a null cell asks for it."""

    attribute: str
    check: Check
    edges: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The exact complement, *none* included."""

    operand: "Condition"


@dataclass(frozen=True, slots=True)
class Every:
    """A conjunction."""

    operands: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """A disjunction."""

    operands: tuple["Condition", ...]


Condition: TypeAlias = Constant | UnaryTest | Not | Every | Some

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def compare(attribute: Attribute, sign: str, constant: Value) -> Condition:
    """`attribute sign constant`; `!=` is the negation of `==`, hence true of *none*."""
    if sign == "!=":
        return Not(compare(attribute, "==", constant))
    edges = attribute.around(constant)
    if sign == "==":
        return UnaryTest(attribute.name, lambda value: value == constant, edges)
    holds = _ORDER[sign]
    return UnaryTest(
        attribute.name, lambda value: value is not None and holds(value, constant), edges
    )


def is_among(attribute: Attribute, constants: Sequence[Value]) -> Condition:
    """`attribute in [constants]`."""
    listed = frozenset(constants)
    edges = tuple(edge for constant in constants for edge in attribute.around(constant))
    return UnaryTest(attribute.name, lambda value: value in listed, edges)


def is_within(attribute: Attribute, group: str) -> Condition:
    """`attribute.within('group')`."""
    leaves = attribute.groups.get(group, frozenset({group}))
    return UnaryTest(attribute.name, lambda value: value in leaves, tuple(sorted(leaves, key=str)))


def starts_with(attribute: Attribute, prefix: str) -> Condition:
    """`attribute.startsWith('prefix')`."""
    return UnaryTest(
        attribute.name,
        lambda value: isinstance(value, str) and value.startswith(prefix),
        attribute.around_prefix(prefix),
    )


def is_none(attribute: Attribute) -> Condition:
    """The null cell; `has(x)` is its negation."""
    return UnaryTest(attribute.name, lambda value: value is None, ())


def is_true(attribute: Attribute) -> Condition:
    """A bool attribute by itself."""
    return UnaryTest(attribute.name, lambda value: value is True, ())


def unary_tests(condition: Condition) -> Iterator[UnaryTest]:
    """Every test in a condition, in the order of the text."""
    if isinstance(condition, UnaryTest):
        yield condition
    elif isinstance(condition, Not):
        yield from unary_tests(condition.operand)
    elif isinstance(condition, Every | Some):
        for operand in condition.operands:
            yield from unary_tests(operand)


def compile_condition(condition: Condition, index: Mapping[str, int]) -> Predicate:
    """A closure over rows in which the attribute `name` stands at `index[name]`."""
    if isinstance(condition, Constant):
        answer = condition.value
        return lambda _row: answer
    if isinstance(condition, UnaryTest):
        position, check = index[condition.attribute], condition.check
        return lambda row: check(row[position])
    if isinstance(condition, Not):
        operand = compile_condition(condition.operand, index)
        return lambda row: not operand(row)
    parts = [compile_condition(part, index) for part in condition.operands]
    if isinstance(condition, Every):
        return lambda row: all(part(row) for part in parts)
    return lambda row: any(part(row) for part in parts)


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    | (?P<number>-?\d+(?:\.\d+)?)
    | (?P<name>[A-Za-z][A-Za-z0-9_]*)
    | (?P<sign>&&|\|\||==|!=|<=|>=|[<>!()\[\],.])
    )""",
    re.VERBOSE | re.ASCII,
)
_ESCAPE = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+|\\.")


def unquote(literal: str) -> str:
    """The text of a quoted literal."""

    def replace(match: re.Match[str]) -> str:
        escape = match[0]
        if escape.startswith("\\u"):
            units = bytes.fromhex(escape.replace("\\u", ""))
            return units.decode("utf-16-be")
        return {"n": "\n", "r": "\r", "t": "\t"}.get(escape[1], escape[1])

    return _ESCAPE.sub(replace, literal[1:-1])


class ConditionParser:
    """A recursive-descent parser of condition texts, with definitions seen through."""

    def __init__(self, attributes: Mapping[str, Attribute], definitions: Mapping[str, str]) -> None:
        self._attributes = attributes
        self._definitions = definitions
        self._parsed: dict[str, Condition] = {}

    def parse(self, text: str) -> Condition:
        """The tree of a whole condition text."""
        cursor = _Cursor(text)
        condition = self._some(cursor)
        cursor.expect_end()
        return condition

    def _definition(self, name: str) -> Condition:
        if name not in self._parsed:
            self._parsed[name] = self.parse(self._definitions[name])
        return self._parsed[name]

    def _some(self, cursor: "_Cursor") -> Condition:
        operands = [self._every(cursor)]
        while cursor.take_if("||"):
            operands.append(self._every(cursor))
        return operands[0] if len(operands) == 1 else Some(tuple(operands))

    def _every(self, cursor: "_Cursor") -> Condition:
        operands = [self._negation(cursor)]
        while cursor.take_if("&&"):
            operands.append(self._negation(cursor))
        return operands[0] if len(operands) == 1 else Every(tuple(operands))

    def _negation(self, cursor: "_Cursor") -> Condition:
        if cursor.take_if("!"):
            return Not(self._negation(cursor))
        if cursor.take_if("("):
            condition = self._some(cursor)
            cursor.take("(", ")")
            return condition
        if cursor.kind in ("text", "number") or cursor.token in _LITERAL_NAMES:
            return self._literal_first(cursor)
        return self._name_first(cursor)

    def _literal_first(self, cursor: "_Cursor") -> Condition:
        literal = _take_literal(cursor)
        if cursor.token not in _MIRRORED:
            return Constant(literal == "true")
        sign = _MIRRORED[cursor.advance()]
        attribute = self._attributes[cursor.advance()]
        return compare(attribute, sign, attribute.constant(literal))

    def _name_first(self, cursor: "_Cursor") -> Condition:
        name = cursor.advance()
        if name == "has":
            cursor.take("has", "(")
            attribute = self._attributes[cursor.advance()]
            cursor.take("has", ")")
            return Not(is_none(attribute))
        if name in self._definitions:
            return self._definition(name)
        attribute = self._attributes[name]
        if cursor.token in _MIRRORED:
            sign = cursor.advance()
            return compare(attribute, sign, attribute.constant(_take_literal(cursor)))
        if cursor.take_if("in"):
            cursor.take("in", "[")
            constants = [attribute.constant(_take_literal(cursor))]
            while cursor.take_if(","):
                constants.append(attribute.constant(_take_literal(cursor)))
            cursor.take("in", "]")
            return is_among(attribute, constants)
        if cursor.take_if("."):
            method = cursor.advance()
            cursor.take(method, "(")
            argument = _take_literal(cursor)
            cursor.take(method, ")")
            return {"within": is_within, "startsWith": starts_with}[method](attribute, argument)
        return is_true(attribute)


_LITERAL_NAMES = frozenset({"true", "false", "date", "timestamp", "duration"})


class _Cursor:
    """The tokens of a condition, read from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: list[tuple[str, str]] = []
        position = 0
        while position < len(text.rstrip()):
            match = _TOKEN.match(text, position)
            if match is None or match.lastgroup is None:
                raise ValueError(f"cannot read {text[position:]!r}")
            self._tokens.append((match.lastgroup, match[match.lastgroup]))
            position = match.end()
        self._tokens.append(("end", ""))
        self._next = 0

    @property
    def kind(self) -> str:
        return self._tokens[self._next][0]

    @property
    def token(self) -> str:
        return self._tokens[self._next][1]

    def advance(self) -> str:
        token = self.token
        self._next += 1
        return token

    def take_if(self, token: str) -> bool:
        if self.token != token:
            return False
        self._next += 1
        return True

    def take(self, after: str, token: str) -> None:
        if not self.take_if(token):
            raise ValueError(f"expected {token!r} after {after!r} in {self._text!r}")

    def expect_end(self) -> None:
        if self.kind != "end":
            raise ValueError(f"unexpected {self.token!r} in {self._text!r}")


def _take_literal(cursor: _Cursor) -> str:
    """The text of a literal without its quotes; the attribute's type decides what it means."""
    kind, token = cursor.kind, cursor.advance()
    if kind == "text":
        return unquote(token)
    if token in ("date", "timestamp", "duration"):
        cursor.take(token, "(")
        text = unquote(cursor.advance())
        cursor.take(token, ")")
        return text
    return token


_CELL_SIGN = re.compile(r"<=|>=|<|>")
_CELL_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_CELL_BARE = re.compile(r"(?:(?!\.\.)[^,()\[\]])+")


class _CellReader:
    """The unary tests of one S-FEEL cell."""

    def __init__(self, attribute: Attribute, text: str) -> None:
        self._attribute = attribute
        self._rest = text.strip()

    def read(self) -> Condition:
        if self._rest == "-":
            return Constant(True)
        if self._take("not("):
            condition: Condition = Not(self._list())
            self._require(")")
        else:
            condition = self._list()
        if self._rest:
            raise ValueError(f"unexpected {self._rest!r} in a cell")
        return condition

    def _list(self) -> Condition:
        tests = [self._test()]
        while self._take(","):
            tests.append(self._test())
        return tests[0] if len(tests) == 1 else Some(tuple(tests))

    def _test(self) -> Condition:
        attribute = self._attribute
        sign = _CELL_SIGN.match(self._rest)
        if sign is not None:
            self._skip(sign.end())
            return compare(attribute, sign[0], self._literal())
        for opening, lower in (("[", ">="), ("(", ">")):
            if self._take(opening):
                least = compare(attribute, lower, self._literal())
                self._require("..")
                greatest = self._literal()
                upper = "<=" if self._take("]") else "<"
                if upper == "<":
                    self._require(")")
                return Every((least, compare(attribute, upper, greatest)))
        if attribute.kind == "enum" and self._take("within("):
            condition = is_within(attribute, self._text())
            self._require(")")
            return condition
        if self._rest.startswith(("'", '"')):
            return compare(attribute, "==", self._literal())
        text = self._text()
        return is_none(attribute) if text == "null" else self._equal(text)

    def _equal(self, text: str) -> Condition:
        return compare(self._attribute, "==", self._attribute.constant(text))

    def _literal(self) -> Value:
        return self._attribute.constant(self._text())

    def _text(self) -> str:
        quoted = _CELL_QUOTED.match(self._rest)
        match = quoted or _CELL_BARE.match(self._rest)
        if match is None:
            raise ValueError(f"expected a literal at {self._rest!r}")
        self._skip(match.end())
        return unquote(match[0]) if quoted else match[0].strip()

    def _take(self, token: str) -> bool:
        if not self._rest.startswith(token):
            return False
        self._skip(len(token))
        return True

    def _require(self, token: str) -> None:
        if not self._take(token):
            raise ValueError(f"expected {token!r} at {self._rest!r}")

    def _skip(self, length: int) -> None:
        self._rest = self._rest[length:].lstrip()


def parse_cell(attribute: Attribute, text: str) -> Condition:
    """The condition that a table cell puts on the attribute of its column."""
    return _CellReader(attribute, text).read()
