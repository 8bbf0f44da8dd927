# SPDX-License-Identifier: Apache-2.0
"""Conditions in the words of people: `part == 'pump' && old` is "part is pump and out of warranty".

Only what the printer of conditions writes is read; whatever else occurs stays as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..texts import Labels, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .._core import CompiledPolicy
    from ..texts import Language

QUOTED = r"'(?:[^'\\]|\\.)*'"
NUMBER = r"-?\d+(?:\.\d+)?"
LITERAL = rf"(?:(?:date|timestamp|duration)\({QUOTED}\)|{QUOTED}|{NUMBER}|true|false|null)"
TOKEN = re.compile(
    rf"""
      has\((?P<has>\w+)\)
    | (?P<within>\w+)\.within\((?P<group>{QUOTED})\)
    | (?P<starts>\w+)\.startsWith\((?P<start>{QUOTED})\)
    | (?P<among>\w+)[ ]in[ ]\[(?P<list>(?:{LITERAL}(?:,[ ])?)*)\]
    | (?P<compared>\w+)[ ](?P<operator>==|!=|<=|>=|<|>)[ ](?P<with>{LITERAL})
    | (?P<name>[^\W\d]\w*)
    | (?P<sign>&&|\|\||!|\(|\))
    | (?P<other>.)
    """,
    re.VERBOSE,
)
OPERATORS = {
    "==": "cond.is",
    "!=": "cond.is_not",
    "<=": "cond.most",
    ">=": "cond.least",
    "<": "cond.below",
    ">": "cond.above",
}
NUMERIC = {"cond.is": "cond.equals", "cond.is_not": "cond.differs"}
SIGNS = {"&&": "cond.and", "||": "cond.or", "(": "cond.open", ")": "cond.close"}


class InWords:
    """Says conditions with the labels of a policy."""

    def __init__(
        self, core: CompiledPolicy, labels: Labels, definitions: Mapping[str, str], lang: Language
    ) -> None:
        self._labels = labels
        self._lang = lang
        self._definitions = definitions
        self._units = {a.name: a.unit for a in core.attributes}
        self._headings = {
            heading: a.name for a in core.attributes for heading in (a.name, *a.columns)
        }
        self._enums = {
            a.name: dict(_labelled(labels.values(a.name), lang))
            for a in core.attributes
            if a.type == "enum"
        }

    def cell(self, heading: str, cell: str) -> str:
        """A cell of a table as people say it."""
        attribute = self._headings.get(heading)
        return cell if attribute is None else self.value(attribute, cell)

    def of(self, when: str) -> str:
        """A condition as a sentence."""
        return "".join(self._pieces(when))

    def value(self, attribute: str, value: str) -> str:
        """A value as an explanation gives it: an enum's by its label, a number with its unit."""
        if attribute in self._enums:
            return self._enums[attribute].get(value, value)
        if value in ("true", "false"):
            return self._word("yes" if value == "true" else "no")
        unit = self._units.get(attribute)
        return f"{value} {unit}" if unit and re.fullmatch(NUMBER, value) else value

    def _pieces(self, when: str) -> Iterator[str]:
        negated = False
        for found in TOKEN.finditer(when):
            if found["sign"] == "!":
                opens = when[found.end() : found.end() + 1] == "("
                negated = not opens
                if opens:
                    yield self._word("cond.not_this")
                continue
            if found["sign"]:
                yield self._word(SIGNS[found["sign"]])
                continue
            if found["other"]:
                # The blanks around a sign are the sign's own matter.
                yield found["other"].strip()
                continue
            said = self._test(found)
            yield self._word("cond.not", test=said) if negated else said
            negated = False

    def _test(self, found: re.Match[str]) -> str:
        if found["has"]:
            return self._word("cond.has", name=self._name(found["has"]))
        if found["within"]:
            name = found["within"]
            value = self._literal(name, found["group"])
            return self._word("cond.within", name=self._name(name), value=value)
        if found["starts"]:
            value = _unquoted(found["start"])
            return self._word("cond.starts", name=self._name(found["starts"]), value=value)
        if found["among"]:
            name = found["among"]
            values = [self._literal(name, part) for part in re.findall(LITERAL, found["list"])]
            shown = joined(values, self._lang)
            return self._word("cond.among", name=self._name(name), value=shown)
        if found["compared"]:
            name = found["compared"]
            value = self._literal(name, found["with"])
            key = OPERATORS[found["operator"]]
            if re.fullmatch(NUMBER, found["with"]):
                key = NUMERIC.get(key, key)
            return self._word(key, name=self._name(name), value=value)
        return self._name(found["name"])

    def _name(self, name: str) -> str:
        if name in ("true", "false"):
            return self._word("cond." + name)
        return self._definitions.get(name) or self._labels.attribute(name)

    def _literal(self, attribute: str, literal: str) -> str:
        if literal == "null":
            return self._word("value_none")
        quoted = re.search(QUOTED, literal)
        return self.value(attribute, _unquoted(quoted[0]) if quoted else literal)

    def _word(self, key: str, **values: object) -> str:
        return text(key, self._lang, **values)


def _unquoted(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal[1:-1])


def _labelled(values: Mapping[str, Any], lang: Language) -> Iterator[tuple[str, str]]:
    # Of values and of groups.
    for name, node in values.items():
        yield name, node.get(lang) or node.get("ja" if lang == "en" else "en") or name
        yield from _labelled(node.get("children") or {}, lang)
