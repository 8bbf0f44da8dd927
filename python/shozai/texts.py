# SPDX-License-Identifier: Apache-2.0
"""The words of the command line and of displays, in English and Japanese."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Literal

from . import (
    catalogue,
    catalogue_layout,
    catalogue_mutation,
    catalogue_organization,
    catalogue_tables,
    catalogue_testing,
)
from ._core import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._core import Answer, CompiledPolicy, LocalizedText, Question, _Range

Language = Literal["en", "ja"]
LANGUAGES: tuple[Language, ...] = ("en", "ja")

_PARTS = (
    catalogue,
    catalogue_tables,
    catalogue_testing,
    catalogue_mutation,
    catalogue_layout,
    catalogue_organization,
)
TEXTS: dict[str, tuple[str, str]] = {
    key: texts for part in _PARTS for key, texts in part.TEXTS.items()
}
COUNTS: dict[str, tuple[str, str, str]] = {
    noun: forms for part in _PARTS for noun, forms in part.COUNTS.items()
}


def harmless(value: object) -> str:
    """A value as text that cannot steer a terminal; what is not Unicode is replaced, too."""
    return printable(str(value).encode("utf-8", "replace"))


def text(key: str, lang: Language, **values: object) -> str:
    """The text `key` in a language, with its values put in."""
    return TEXTS[key][LANGUAGES.index(lang)].format(**values)


def count(noun: str, number: int, lang: Language) -> str:
    """A number of things: `1 error`, `2 errors`, `エラー 2 件`."""
    one, many, japanese = COUNTS[noun]
    return (japanese if lang == "ja" else one if number == 1 else many).format(n=f"{number:,}")


def default_language(environment: Mapping[str, str] | None = None) -> Language:
    """Japanese if the locale is, else English."""
    names = os.environ if environment is None else environment
    locale = next(filter(None, map(names.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "ja" if locale.startswith("ja") else "en"


def duration(iso: str, lang: Language) -> str:
    """An ISO 8601 duration in words: `P1DT12H` is `1 day 12 hours`."""
    units = {"D": "day", "H": "hour", "M": "minute", "S": "second"}
    parts = re.findall(r"(\d+)([DHMS])", iso)
    if "".join(["P", *("".join(part) for part in parts)]) != iso.replace("T", ""):
        return iso  # a fraction of a second, say
    words = [count(units[unit], int(number), lang) for number, unit in parts]
    return ("" if lang == "ja" else " ").join(words)


def joined(things: list[str], lang: Language) -> str:
    """A list as people write it."""
    return ("、" if lang == "ja" else ", ").join(things)


def rule_count(core: CompiledPolicy, aspect: str | None = None) -> int:
    """How many rules a policy writes, for one aspect or all; inherited ones do not count."""
    aspects = core.aspects if aspect is None else [aspect]
    return sum("/" not in rule for a in aspects for rule in core.rule_ids(a))


class Labels:
    """What a policy calls its departments, aspects and attributes, in one language."""

    def __init__(self, core: CompiledPolicy, lang: Language) -> None:
        from .answers import AnswerWords  # which needs this module

        self._core = core
        self._lang = lang
        self._participants = {p.id: p.label for p in core.participants}
        self._aspects = {a: core.aspect_label(a) for a in core.aspects}
        self._attributes = {a.name: a.label for a in core.attributes}
        self._units = {a.name: a.unit for a in core.attributes}
        self._answers = AnswerWords(core, lang)

    @property
    def participant_ids(self) -> list[str]:
        """The ids of all departments, teams and parties."""
        return list(self._participants)

    def participant(self, name: str) -> str:
        """Of a department, a team or a party; its id if there is none."""
        return self._in(self._participants.get(name), name)

    def participants(self, names: list[str]) -> str:
        """Of several, as a list."""
        return joined([self.participant(name) for name in names], self._lang)

    def aspect(self, name: str) -> str:
        """Of an aspect; its name if there is none."""
        return self._in(self._aspects.get(name), name)

    def attribute(self, name: str) -> str:
        """Of an attribute; its name if there is none."""
        return self._in(self._attributes.get(name), name)

    def measured(self, name: str) -> str:
        """Of an attribute, with its unit."""
        unit = self._units.get(name)
        return f"{self.attribute(name)} ({unit})" if unit else self.attribute(name)

    def question(self, question: Question) -> str:
        """A question in words; the label of what it asks for if it has none."""
        return question.text.text(self._lang) or self.measured(question.attribute)

    def answer(self, question: Question, answer: Answer) -> str:
        """What an answer says of the attribute that is tested."""
        return self._answers.words(question, answer)

    def parts(self, attribute: str, ranges: list[_Range | None], when: str) -> list[str]:
        """Values of an attribute that the condition `when` describes, in words one by one."""
        return self._answers.parts(attribute, ranges, when)

    def values(self, attribute: str) -> dict[str, Any]:
        """The values of an enum as the document writes them."""
        return self._answers.values(attribute)

    def interim_because(self, aspect: str, rule: str) -> str:
        """The reason that an interim rule gives; may be empty."""
        return self._core.interim_because(aspect, rule).text(self._lang)

    def _in(self, label: LocalizedText | None, name: str) -> str:
        return label.text(self._lang) if label else name
