# SPDX-License-Identifier: Apache-2.0
"""What a cell of a decision table says of one input, whatever language it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["string", "number", "boolean", "date", "timestamp", "duration"]
Sign = Literal["=", "<", "<=", ">", ">="]

OPPOSITE: dict[Sign, Sign] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True, slots=True)
class Constant:
    """A value as a policy writes it, without quotes: `lathe`, `-12.5`, `2026-04-01`."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """`= 5`, `< 5`, …."""

    sign: Sign
    constant: Constant


@dataclass(frozen=True, slots=True)
class Between:
    """`[1..5]`, with or without its ends."""

    low: Constant
    high: Constant
    with_low: bool
    with_high: bool


@dataclass(frozen=True, slots=True)
class Within:
    """One of the values of a group."""

    group: str


@dataclass(frozen=True, slots=True)
class IsNone:
    """There is no value."""


Test = Compared | Between | Within | IsNone


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the tests holds; none of them, where the cell is negated. Without any: always."""

    tests: tuple[Test, ...] = ()
    negated: bool = False

    @property
    def constants(self) -> list[Constant]:
        """Every value that it names."""
        found: list[Constant] = []
        for test in self.tests:
            if isinstance(test, Compared):
                found.append(test.constant)
            elif isinstance(test, Between):
                found += [test.low, test.high]
        return found

    @property
    def has_order(self) -> bool:
        """Whether it asks what comes before or after something."""
        return any(
            isinstance(test, Between) or (isinstance(test, Compared) and test.sign != "=")
            for test in self.tests
        )

    @property
    def names_none(self) -> bool:
        """Whether it asks for there being no value."""
        return any(isinstance(test, IsNone) for test in self.tests)


ANYTHING = Cell()


def opposite(test: Test) -> tuple[Test, ...] | None:
    """The tests of which one holds for a value exactly where `test` does not.

    Only of a test by order; nothing for others.
    """
    if isinstance(test, Compared) and test.sign != "=":
        return (Compared(OPPOSITE[test.sign], test.constant),)
    if isinstance(test, Between):
        return (
            Compared("<" if test.with_low else "<=", test.low),
            Compared(">" if test.with_high else ">=", test.high),
        )
    return None


def plain_number(text: str) -> str:
    """A decimal without idle zeros: `-012.50` as `-12.5`, `-0.0` as `0`."""
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, fraction = digits.partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    number = f"{whole}.{fraction}" if fraction else whole
    return number if number == "0" else sign + number


def digits_after_point(number: str) -> int:
    """How many a plain number has."""
    return len(number.partition(".")[2])
