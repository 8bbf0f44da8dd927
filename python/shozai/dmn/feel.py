# SPDX-License-Identifier: Apache-2.0
"""The unary tests and constants of FEEL that a policy can say, read and written.

Anything else of FEEL (functions, arithmetic, names of other inputs, `?`) is refused.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, cast

from .cells import ANYTHING, Between, Cell, Compared, Constant, IsNone, plain_number
from .xml_writer import NOT_IN_XML

if TYPE_CHECKING:
    from collections.abc import Callable

    from .cells import Sign, Test


class BeyondError(Exception):
    """An expression that a policy cannot say."""


_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*")
    | (?P<number>\d+(?:\.\d+)?|\.\d+)
    | (?P<name>date\s+and\s+time\b|[^\W\d]\w*)
    | (?P<sign>\.\.|<=|>=|[-<>\[\](),@])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_DURATION = re.compile(r"P(?=[\dT])(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,6})?S)?)?", re.ASCII)
_FUNCTIONS: dict[str, tuple[Literal["date", "timestamp", "duration"], re.Pattern[str]]] = {
    "date": ("date", _DATE),
    "date and time": ("timestamp", _MOMENT),
    "duration": ("duration", _DURATION),
}
_COMPARISONS = ("<", "<=", ">", ">=")


@lru_cache(maxsize=10_000)
def read_cell(text: str) -> Cell:
    """What an input entry says. Nothing written, and `-`, mean anything.

    Raises:
        BeyondError: it is more than a policy can say.
    """
    if text.strip() in ("", "-"):
        return ANYTHING
    reader = _Reader(text)
    cell = reader.cell()
    reader.end()
    return cell


@lru_cache(maxsize=10_000)
def read_constant(text: str) -> Constant | None:
    """The constant that an output entry is; None for `null`, for `-` and where nothing is written.

    Raises:
        BeyondError: it is no constant.
    """
    if text.strip() in ("", "-"):
        return None
    reader = _Reader(text)
    constant = None if reader.takes("null") else reader.constant()
    reader.end()
    return constant


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0

    def _peek(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else ""

    def takes(self, token: str) -> bool:
        if self._peek() != token:
            return False
        self._at += 1
        return True

    def _take(self) -> str:
        self._at += 1
        return self._peek(-1)

    def _expect(self, token: str) -> None:
        if not self.takes(token):
            raise BeyondError

    def end(self) -> None:
        if self._at != len(self._tokens):
            raise BeyondError

    def cell(self) -> Cell:
        if self._peek() == "not" and self._peek(1) == "(":
            self._at += 2
            tests = self._list()
            self._expect(")")
            return Cell(tests, negated=True)
        return Cell(self._list())

    def _list(self) -> tuple[Test, ...]:
        tests = [self._test()]
        while self.takes(","):
            tests.append(self._test())
        return tuple(tests)

    def _test(self) -> Test:
        if self.takes("null"):
            return IsNone()
        if self._peek() in _COMPARISONS:
            sign = cast("Sign", self._take())
            return Compared(sign, self._ordered())
        if self._peek() in ("[", "]", "("):
            return self._range()
        return Compared("=", self.constant())

    def _range(self) -> Test:
        with_low = self._take() == "["
        low = self._ordered()
        self._expect("..")
        high = self._ordered()
        closing = self._take()
        if closing not in ("]", ")", "[") or low.kind != high.kind:
            raise BeyondError
        return Between(low, high, with_low, closing == "]")

    def _ordered(self) -> Constant:
        constant = self.constant()
        if constant.kind in ("string", "boolean"):
            raise BeyondError
        return constant

    def constant(self) -> Constant:
        token = self._take()
        if token.startswith('"'):
            return Constant("string", _content(token))
        if token == "-" and self._peek()[:1].isdigit():
            return Constant("number", plain_number("-" + self._take()))
        if token[:1].isdigit():
            return Constant("number", plain_number(token))
        if token in ("true", "false"):
            return Constant("boolean", token)
        if token == "@" and self._peek().startswith('"'):
            return _of_any_kind(_content(self._take()))
        return self._called(token)

    def _called(self, function: str) -> Constant:
        if function not in _FUNCTIONS:
            raise BeyondError
        self._expect("(")
        token = self._take()
        self._expect(")")
        if not token.startswith('"'):
            raise BeyondError
        kind, form = _FUNCTIONS[function]
        return _checked(kind, form, _content(token))


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token = _TOKEN.match(text, at)
        if token is None:
            raise BeyondError
        at = token.end()
        whole = token.group()
        if token.lastgroup == "name":
            whole = " ".join(whole.split())
        elif token.lastgroup == "number" and whole.startswith("."):
            whole = "0" + whole
        found.append(whole)
    return found


def _content(token: str) -> str:
    def meaning(escape: re.Match[str]) -> str:
        code = escape[1] or escape[2]
        if code is None:
            if escape[3] not in _ESCAPED:
                raise BeyondError
            return _ESCAPED[escape[3]]
        if int(code, 16) > 0x10FFFF or 0xD800 <= int(code, 16) <= 0xDFFF:
            raise BeyondError
        return chr(int(code, 16))

    return _ESCAPE.sub(meaning, token[1:-1])


def _of_any_kind(text: str) -> Constant:
    for kind, form in _FUNCTIONS.values():
        if form.fullmatch(text):
            return _checked(kind, form, text)
    raise BeyondError


_EXISTS: dict[str, Callable[[str], object]] = {
    "date": dt.date.fromisoformat,
    "timestamp": dt.datetime.fromisoformat,
    "duration": len,
}


def _checked(
    kind: Literal["date", "timestamp", "duration"], form: re.Pattern[str], text: str
) -> Constant:
    """A day that the calendar has; a moment with its offset, which says when it is everywhere."""
    if not form.fullmatch(text):
        raise BeyondError
    try:
        _EXISTS[kind](text)
    except ValueError as error:
        raise BeyondError from error
    return Constant(kind, text)


# --- Writing -----------------------------------------------------------------------------------

_SPECIAL = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_CALLS = {"date": "date", "timestamp": "date and time", "duration": "duration"}


def write_text(text: str) -> str:
    """A string of FEEL, of characters that XML can have."""
    escaped = "".join(_SPECIAL.get(c, c) for c in text)
    return '"' + NOT_IN_XML.sub(lambda found: f"\\u{ord(found[0]):04X}", escaped) + '"'


def write_constant(constant: Constant) -> str:
    """A constant of FEEL."""
    if constant.kind == "string":
        return write_text(constant.text)
    if constant.kind in _CALLS:
        return f"{_CALLS[constant.kind]}({write_text(constant.text)})"
    return constant.text


def write_cell(cell: Cell) -> str:
    """An input entry, of a cell without groups."""
    if not cell.tests:
        return "-"
    tests = ", ".join(_write_test(test) for test in cell.tests)
    return f"not({tests})" if cell.negated else tests


def _write_test(test: Test) -> str:
    if isinstance(test, Compared):
        constant = write_constant(test.constant)
        return constant if test.sign == "=" else f"{test.sign} {constant}"
    if isinstance(test, Between):
        opening, closing = "[" if test.with_low else "(", "]" if test.with_high else ")"
        return f"{opening}{write_constant(test.low)}..{write_constant(test.high)}{closing}"
    return "null"
