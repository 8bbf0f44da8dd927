"""Derived attributes: their expressions, and what a fault makes of them."""

import datetime
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

from .knowledge import Knowledge, exactly
from .values import (
    MICROSECONDS_PER_SECOND,
    Attribute,
    InvalidFault,
    Value,
)

Number: TypeAlias = int | Fraction
Inputs: TypeAlias = Mapping[str, int]
"""The known inputs, held as attributes hold them (scaled, days, microseconds)."""
Evaluate: TypeAlias = Callable[[Inputs], Number]

_TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?|[A-Za-z][A-Za-z0-9_]*|[-+*(),])", re.ASCII)


def round_half_away(number: Number, scale: int) -> Fraction:
    """`number` rounded to `scale` decimal places, a half away from zero."""
    shifted = abs(Fraction(number)) * 10**scale
    magnitude = (2 * shifted.numerator + shifted.denominator) // (2 * shifted.denominator)
    return Fraction(magnitude if number >= 0 else -magnitude, 10**scale)


class Derivation:
    """The compiled expression of one derived attribute."""

    def __init__(self, attribute: Attribute, attributes: Mapping[str, Attribute]) -> None:
        assert attribute.derived is not None
        self._attribute = attribute
        self._attributes = attributes
        self._tokens: list[str] = [*_TOKEN.findall(attribute.derived), ""]
        self._next = 0
        self.inputs: dict[str, None] = {}
        self._evaluate = self._sum()
        if self._tokens[self._next]:
            raise ValueError(f"unexpected {self._tokens[self._next]!r} in {attribute.derived!r}")

    def apply(self, known: Mapping[str, Knowledge]) -> Value:
        """The knowledge of the inputs, which are all single and not *none*, computed."""
        inputs: dict[str, int] = {}
        for name in self.inputs:
            single = known[name].single()
            assert single is not None
            assert isinstance(single[0], int)
            inputs[name] = single[0]
        result = self._evaluate(inputs) * 10**self._attribute.scale
        value = int(result)
        if value != result:
            raise ValueError(f"{self._attribute.derived!r} is finer than the attribute's scale")
        if not self._attribute.contains(value):
            raise InvalidFault(
                f"{self._attribute.name}: {self._attribute.derived} of {inputs} gives {result}, "
                "outside the domain"
            )
        return value

    def _advance(self) -> str:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _take(self, token: str) -> bool:
        if self._tokens[self._next] != token:
            return False
        self._next += 1
        return True

    def _require(self, token: str) -> None:
        if not self._take(token):
            raise ValueError(f"expected {token!r} in {self._attribute.derived!r}")

    def _sum(self) -> Evaluate:
        left = self._product()
        while self._tokens[self._next] in ("+", "-"):
            left = _binary(self._advance(), left, self._product())
        return left

    def _product(self) -> Evaluate:
        left = self._unary()
        while self._take("*"):
            left = _binary("*", left, self._unary())
        return left

    def _unary(self) -> Evaluate:
        if self._take("-"):
            operand = self._unary()
            return lambda inputs: -operand(inputs)
        if self._take("("):
            inner = self._sum()
            self._require(")")
            return inner
        token = self._advance()
        if token[0].isdigit():
            literal = Fraction(token)
            return lambda _inputs: literal
        if self._take("("):
            arguments = [self._sum()]
            while self._take(","):
                arguments.append(self._sum())
            self._require(")")
            return self._call(token, arguments)
        return self._input(token)

    def _input(self, name: str) -> Evaluate:
        self.inputs[name] = None
        scale = self._attributes[name].scale
        if scale:
            unit = 10**scale
            return lambda inputs: Fraction(inputs[name], unit)
        return lambda inputs: inputs[name]

    def _call(self, function: str, arguments: list[Evaluate]) -> Evaluate:
        first, last = arguments[0], arguments[-1]
        if function in _DIFFERENCES:
            unit = _DIFFERENCES[function]
            return lambda inputs: (last(inputs) - first(inputs)) // unit
        if function == "year":
            return lambda inputs: datetime.date.fromordinal(int(first(inputs))).year
        if function == "month":
            return lambda inputs: datetime.date.fromordinal(int(first(inputs))).month
        if function == "round":
            scale = self._attribute.scale
            return lambda inputs: round_half_away(first(inputs), scale)
        choose = {"min": min, "max": max}[function]
        return lambda inputs: choose(argument(inputs) for argument in arguments)


_DIFFERENCES = {
    "days_between": 1,
    "hours_between": 3600 * MICROSECONDS_PER_SECOND,
    "minutes_between": 60 * MICROSECONDS_PER_SECOND,
}


def _binary(sign: str, left: Evaluate, right: Evaluate) -> Evaluate:
    if sign == "+":
        return lambda inputs: left(inputs) + right(inputs)
    if sign == "-":
        return lambda inputs: left(inputs) - right(inputs)
    return lambda inputs: left(inputs) * right(inputs)


def derive_all(derivations: Mapping[str, Derivation], known: dict[str, Knowledge]) -> None:
    """Replace what a fault says of derived attributes by what their inputs make of them."""
    done: set[str] = set()

    def visit(name: str) -> None:
        if name in done or name not in derivations:
            return
        done.add(name)
        derivation = derivations[name]
        for source in derivation.inputs:
            visit(source)
        singles = [known[source].single() for source in derivation.inputs]
        said = known[name]
        if (None,) in singles:
            value: Value = None
        elif None in singles:
            return
        else:
            value = derivation.apply(known)
        if not said.contains(value):
            raise InvalidFault(f"{name}: what is given contradicts the derivation, {value!r}")
        known[name] = exactly(said.attribute, value)

    for name in derivations:
        visit(name)
