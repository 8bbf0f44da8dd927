# SPDX-License-Identifier: Apache-2.0
"""Guarantees: `[condition implies] claim`, `always claim`, and two forms that are not judged here.

A claim becomes a tree of facts about aspects, whatever a fact is for the caller: a term of a solver
or a plain truth value.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ..oracle.conditions import unquote

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..oracle.conditions import Condition
    from .views import PolicyView


@dataclass(frozen=True)
class Fact:
    """One claim about what an aspect decides."""

    aspect: str
    kind: str
    ids: tuple[str, ...] = ()
    sign: str = "=="
    number: int = 0


@dataclass(frozen=True)
class Joined:
    """`!`, `&&` or `||` of claims."""

    sign: str
    operands: tuple[Claim, ...]


Claim: TypeAlias = Fact | Joined

COMPARE: dict[str, Callable[[int, int], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True)
class Guarantee:
    """A guarantee that is a matter of single faults; `when` is absent where it always claims."""

    id: str
    when: Condition | None
    claim: Claim

    @property
    def facts(self) -> list[Fact]:
        """All facts that it claims, denies or joins."""
        return _facts(self.claim)

    @property
    def aspects(self) -> list[str]:
        """The aspects that it speaks of."""
        return list(dict.fromkeys(fact.aspect for fact in self.facts))


def _facts(claim: Claim) -> list[Fact]:
    if isinstance(claim, Fact):
        return [claim]
    return [fact for operand in claim.operands for fact in _facts(operand)]


def read_guarantees(view: PolicyView) -> list[Guarantee]:
    """The guarantees of a document, those with `reaches` and `is decided within` left out."""
    found = []
    for body in view.json.get("guarantees", []):
        when, claim = split_guarantee(body["that"])
        if re.search(r"\breaches\b|\bis\s+decided\s+within\b", claim):
            continue
        condition = None if when is None else view.parser.parse(when)
        found.append(Guarantee(body["id"], condition, _Reader(claim).read()))
    return found


def split_guarantee(text: str) -> tuple[str | None, str]:
    """The condition, if there is one, and the claim; a quoted `implies` is neither."""
    for match in re.finditer(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\bimplies\b", text):
        if match[0] == "implies":
            return text[: match.start()], text[match.end() :]
    return None, text


_TOKEN = re.compile(
    r"""\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?\d+|[A-Za-z][A-Za-z0-9_]*"""
    r"""|&&|\|\||==|!=|<=|>=|[<>!()\[\],.])"""
)


class _Reader:
    """Reads one claim by recursive descent."""

    def __init__(self, text: str) -> None:
        self._tokens = [*_TOKEN.findall(text), ""]
        self._next = 0

    def read(self) -> Claim:
        self._take("always")
        claim = self._joined("||")
        if self._tokens[self._next]:
            raise ValueError(f"unexpected {self._tokens[self._next]!r}")
        return claim

    def _advance(self) -> str:
        self._next += 1
        return str(self._tokens[self._next - 1])

    def _take(self, token: str) -> bool:
        if self._tokens[self._next] != token:
            return False
        self._next += 1
        return True

    def _joined(self, sign: str) -> Claim:
        operands = [self._operand(sign)]
        while self._take(sign):
            operands.append(self._operand(sign))
        return operands[0] if len(operands) == 1 else Joined(sign, tuple(operands))

    def _operand(self, sign: str) -> Claim:
        return self._joined("&&") if sign == "||" else self._single()

    def _single(self) -> Claim:
        if self._take("!"):
            return Joined("!", (self._single(),))
        if self._take("("):
            claim = self._joined("||")
            assert self._take(")")
            return claim
        token = self._advance()
        if token[0] in "'\"":
            assert self._take("in")
            aspect = self._advance()
            assert self._take(".")
            return Fact(aspect, self._advance(), (unquote(token),))
        assert self._take(".")
        return self._about(token, self._advance())

    def _about(self, aspect: str, kind: str) -> Fact:
        if kind == "is_decided":
            return Fact(aspect, kind)
        if kind == "cost_share":
            assert self._take(".")
            who, sign = self._advance(), self._advance()
            return Fact(aspect, kind, (who,), sign, int(self._advance()))
        assert kind == "accountable"
        sign = self._advance()
        if sign != "in":
            return Fact(aspect, kind, (unquote(self._advance()),), sign)
        ids = []
        while not self._take("]"):
            token = self._advance()
            if token[0] in "'\"":
                ids.append(unquote(token))
        return Fact(aspect, kind, tuple(ids), sign)


def fold(claim: Claim, fact: Callable[[Fact], Any], join: Callable[[str, list[Any]], Any]) -> Any:
    """The claim with `fact` in place of facts, put together by `join`."""
    if isinstance(claim, Fact):
        return fact(claim)
    return join(claim.sign, [fold(operand, fact, join) for operand in claim.operands])
