# SPDX-License-Identifier: Apache-2.0
"""The answers to a question, in words."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from .texts import joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._core import Answer, CompiledPolicy, Question, _Range
    from .texts import Language

    class _Participants(Protocol):
        def participant(self, name: str, /) -> str: ...


YES_AND_NO = {"true": "yes", "false": "no"}
# By whether a range has a least value, a greatest one, one that it stays below.
RANGES = {
    (True, True, False): "range_both",
    (True, False, True): "range_from_below",
    (True, False, False): "range_from",
    (False, True, False): "range_to",
    (False, False, True): "range_below",
    (False, False, False): "range_any",
}


class AnswerWords:
    """What a policy's values are called in one language."""

    def __init__(self, core: CompiledPolicy, lang: Language) -> None:
        self._core = core
        self._lang = lang

    def words(self, question: Question, answer: Answer) -> str:
        """The values of an answer: by their labels, or as a range."""
        ranges = self._core.ranges(question.tested, answer)
        return joined(self.parts(question.tested, ranges, answer.when), self._lang)

    def parts(self, attribute: str, ranges: list[_Range | None], when: str) -> list[str]:
        """Values of an attribute: labels or ranges one by one; of texts the condition `when`."""
        if self._type(attribute) == "string":
            return [when]
        known = [found for found in ranges if found is not None]
        if self._type(attribute) == "enum":
            leaves = {least for least, _most, _below in known if least is not None}
            parts = list(_named(self.values(attribute), leaves, self._lang))
        else:
            parts = [self._range(attribute, found) for found in known]
        if None in ranges:
            parts.append(text("value_none", self._lang))
        return parts

    def values(self, attribute: str) -> dict[str, Any]:
        """The values of an enum as the document writes them; empty for other attributes."""
        values: dict[str, Any] = self._attributes[attribute].get("values", {})
        return values

    def _type(self, attribute: str) -> str:
        return str(self._attributes[attribute]["type"])

    def _range(self, attribute: str, found: _Range) -> str:
        least, most, below = found
        if least is not None and least == most:
            yes_or_no = self._type(attribute) == "bool"
            return text(YES_AND_NO[least], self._lang) if yes_or_no else least
        key = RANGES[least is not None, most is not None, below is not None]
        return text(key, self._lang, least=least, most=most, below=below)

    @cached_property
    def _attributes(self) -> dict[str, Any]:
        attributes: dict[str, Any] = json.loads(self._core.save())["attributes"]
        return attributes


def leads_to(labels: _Participants, answer: Answer, lang: Language) -> str:
    """Who may be accountable after an answer, or what else may become of it."""
    states = [text(state, lang) for state in answer.possible_states if state != "decided"]
    return joined([*map(labels.participant, answer.possible), *states], lang)


def words_of(values: dict[str, Any]) -> Iterator[str]:
    """The ids and labels of the values and groups of an enum."""
    for name, node in values.items():
        yield from (name, node.get("ja", ""), node.get("en", ""))
        yield from words_of(node.get("children") or {})


def _leaves(values: dict[str, Any]) -> Iterator[str]:
    for name, node in values.items():
        yield from _leaves(node["children"]) if node.get("children") else [name]


def _named(values: dict[str, Any], leaves: set[str], lang: Language) -> Iterator[str]:
    # A group all of whose values are meant goes by its own name.
    for name, node in values.items():
        children = node.get("children") or {}
        if set(_leaves({name: node})) <= leaves:
            yield node.get(lang) or node.get("ja" if lang == "en" else "en") or name
        elif children:
            yield from _named(children, leaves, lang)
