# SPDX-License-Identifier: Apache-2.0
"""Test cases in words: their faults in one line, and what is expected with the policy's labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .answers import RANGES
from .case_policies import NAMES_AND_NOTES
from .evidence import FaultWords
from .reporting.conditions import InWords
from .texts import Labels, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ._core import CompiledPolicy
    from .case_files import CaseText
    from .case_results import CaseResult
    from .texts import Language

FIELDS = {
    "state": "state",
    "rule": "rule",
    "rules": "test.rules",
    "accountable": "owner",
    "responsible": "responsible",
    "consulted": "consulted",
    "informed": "informed",
    "joint_visit": "joint_visit",
    "cost_share": "cost_share",
    "possible": "possible",
    "possible_states": "test.possible_states",
    "open": "open",
    "assumptions": "assumptions",
    "interim": "interim",
    "interim_rule": "test.interim_rule",
    "ask": "next_question",
    "missing": "missing",
}
PEOPLE = {
    "accountable",
    "responsible",
    "consulted",
    "informed",
    "joint_visit",
    "possible",
    "interim",
}


class CaseWords:
    """Says cases with the labels of the policy that decides them."""

    def __init__(self, core: CompiledPolicy, lang: Language) -> None:
        self.labels = Labels(core, lang)
        self._lang: Language = lang
        self._faults = FaultWords(core, self.labels, lang)
        self._values = InWords(core, self.labels, {}, lang)

    def field(self, name: str) -> str:
        """What a key of an expectation is called."""
        return text(FIELDS[name], self._lang)

    def said(self, field: str, values: Iterable[str]) -> str:
        """What a field says: labels of departments, states in words."""
        found = joined([self._one(field, value) for value in values], self._lang)
        return found or text("value_none", self._lang)

    def fault(self, fault: Mapping[str, Any]) -> str:
        """A fault in one line, unknowns that are narrowed down included."""
        plain = {name: self._known(name, value) for name, value in fault.items()}
        return self._faults.fault(plain)

    def _one(self, field: str, value: str) -> str:
        if field in PEOPLE:
            return self.labels.participant(value)
        if field in ("state", "possible_states"):
            return text(value, self._lang)
        if field in ("ask", "missing"):
            return self.labels.attribute(value)
        if field == "open":
            return self.field(value)
        if field == "cost_share":
            party, _space, percent = value.rpartition(" ")
            name = self.labels.participant(party)
            return text("cost_part", self._lang, party=name, percent=percent)
        return value

    def _known(self, name: str, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        if "min" in value or "max" in value:
            ends = {key: self._value(name, value[key]) for key in ("min", "max") if key in value}
            key = RANGES["min" in ends, "max" in ends, False]
            least, most = ends.get("min"), ends.get("max")
            return text(key, self._lang, least=least, most=most)
        key = "test.one_of" if "in" in value else "test.none_of"
        among = [self._value(name, each) for each in value.get("in") or value.get("not_in", [])]
        return text(key, self._lang, values=joined(among, self._lang))

    def _value(self, name: str, value: Any) -> str:
        if value is None:
            return text("value_none", self._lang)
        written = str(value).lower() if isinstance(value, bool) else str(value)
        return self._values.value(name, written)


def fault_of(source: CaseText, result: CaseResult) -> dict[str, Any]:
    """The fault of a case as its file writes it: attributes and values."""
    if source.form == "json":
        fault: dict[str, Any] = source.cases[result.number]["fault"]
        return fault
    heading, cells = source.row(result.case.line)
    names = {
        heading: attribute.name
        for attribute in result.policy.attributes
        for heading in (attribute.name, *attribute.columns)
        if heading not in NAMES_AND_NOTES
    }
    found = zip(heading, cells, strict=True)
    return {
        names[heading]: None if cell == "none" else cell
        for heading, cell in found
        if cell and heading in names
    }
