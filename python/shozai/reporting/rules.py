# SPDX-License-Identifier: Apache-2.0
"""The rules of a policy in document order, as a report lists them, and the words they use."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .._core import CompiledPolicy, ExplainedRule, LocalizedText
    from ..texts import Language


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule to read."""

    id: str
    when: str | None
    """None: whenever no other rule applies."""
    owner: str | None
    """None: it adds to what another rule decides."""
    because: LocalizedText
    source: LocalizedText
    gives_way_to: tuple[str, ...]
    adds: bool


class RuleBook:
    """The rules of a policy, by aspect."""

    def __init__(self, core: CompiledPolicy) -> None:
        self._core = core
        self._found: dict[str, list[Rule]] = {}

    def of(self, aspect: str) -> list[Rule]:
        """The rules that can apply, in document order; then those that add to others."""
        if aspect not in self._found:
            # Of a fault of which nothing is known every rule that can apply may apply.
            found = map(_rule, self._core.explain({}, aspect).rules)
            order = {rule: place for place, rule in enumerate(self._core.rule_ids(aspect))}
            self._found[aspect] = sorted(
                found, key=lambda rule: (rule.adds, order.get(rule.id, len(order)))
            )
        return self._found[aspect]

    def never(self, aspect: str) -> list[str]:
        """The rules that can never apply."""
        known = {rule.id for rule in self.of(aspect)}
        return [rule for rule in self._core.rule_ids(aspect) if rule not in known]

    def exceptions(self, aspect: str) -> set[str]:
        """The rules that others give way to."""
        return {other for rule in self.of(aspect) for other in rule.gives_way_to}

    def owners(self, aspect: str) -> dict[str, str]:
        """Whom each rule names."""
        return {rule.id: rule.owner for rule in self.of(aspect) if rule.owner is not None}


def _rule(rule: ExplainedRule) -> Rule:
    return Rule(
        id=rule.id,
        when=rule.when,
        owner=rule.accountable,
        because=rule.because,
        source=rule.source,
        gives_way_to=tuple(rule.overridden_by),
        adds=rule.role == "adds",
    )


class Words:
    """What the document says of hit policies, definitions and attributes."""

    def __init__(self, core: CompiledPolicy, book: RuleBook, lang: Language) -> None:
        self._core = core
        self._book = book
        self._lang = lang

    def hit_policy(self, aspect: str) -> str:
        """How the rules of an aspect settle which of them decides."""
        node = self._document["aspects"][aspect]
        inherited = self._document["aspects"].get(node.get("same_as"), {})
        found = node.get("hit_policy") or inherited.get("hit_policy") or "override"
        return str(found)

    def definitions(self) -> list[tuple[str, str, str]]:
        """Those that conditions use: a name, its label, its condition."""
        return [
            (name, self._text(node.get("label")), str(node["that"]))
            for name, node in self._document.get("definitions", {}).items()
            if name in self._used
        ]

    def attributes(self) -> list[tuple[str, str, str]]:
        """Those that conditions or definitions use: a name, its label, its unit or derivation."""
        derived = {
            name: str(node["derived"])
            for name, node in self._document["attributes"].items()
            if "derived" in node
        }
        return [
            (a.name, a.label.text(self._lang), derived.get(a.name) or a.unit)
            for a in self._core.attributes
            if a.name in self._used
        ]

    def _text(self, label: Any) -> str:
        if isinstance(label, dict):
            other = "en" if self._lang == "ja" else "ja"
            return str(label.get(self._lang) or label.get(other) or "")
        return str(label or "")

    @cached_property
    def _document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self._core.save())
        return document

    @cached_property
    def _used(self) -> set[str]:
        # Names that occur in a condition, or in what such a name stands for.
        conditions = [
            rule.when or "" for aspect in self._core.aspects for rule in self._book.of(aspect)
        ]
        stands_for = {
            name: str(node.get("that") or node.get("derived") or "")
            for part in ("definitions", "attributes")
            for name, node in self._document.get(part, {}).items()
        }
        used: set[str] = set()
        while conditions:
            for name in re.findall(r"[^\W\d]\w*", re.sub(r"'[^']*'", "", conditions.pop())):
                if name in stands_for and name not in used:
                    used.add(name)
                    conditions.append(stands_for[name])
        return used
