# SPDX-License-Identifier: Apache-2.0
"""Results of tables → who is accountable, and what else a rule assigns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .cells import Constant
from .names import new_name, slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .reports import Reports
    from .tables import Output, Table, TableRule
    from .xml_tree import Node

ACCOUNTABLE = "accountable"
SHARES = "cost_share"
MEANWHILE = "to_be_decided"

_WORDS = {
    "責任部門": ACCOUNTABLE,
    "実施": "responsible",
    "相談先": "consulted",
    "連絡先": "informed",
    "同行": "joint_visit",
    "費用負担": SHARES,
}
_KNOWN = frozenset(_WORDS.values())
_SEPARATOR = re.compile(r"\s*[,、，]\s*")
_SHARE = re.compile(r"(.*\S)\s+(\d{1,3})\s*[%％]?", re.ASCII | re.DOTALL)

Key = tuple[Constant | None, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """What each output of a table is."""

    words: tuple[str, ...]
    """Words of an assignment; empty if the outputs together name the owner."""


class Owners:
    """The departments that results name; the same result is the same department everywhere."""

    def __init__(self, reports: Reports, kept: Iterable[str]) -> None:
        self._reports = reports
        self._kept = frozenset(kept)
        self._taken = set(self._kept)
        self._ids: dict[Key, str] = {}
        self.departments: dict[str, Any] = {}

    def meanwhile(self, node: Node) -> str:
        """The department that stands in until somebody names the interim owner of a decision."""
        key: Key = ()
        if key not in self._ids:
            label = {"ja": "未定", "en": "to be decided"}
            self._ids[key] = new_name(MEANWHILE, self._taken)
            self.departments[self._ids[key]] = {"label": label}
            self._reports.add("SZ889", node, self._ids[key])
        return self._ids[key]

    def columns(self, table: Table) -> Columns | None:
        """How to read the outputs; None after a finding."""
        words = [_WORDS.get(output.name, output.name) for output in table.outputs]
        if len(words) == 1 and words[0] not in _KNOWN - {ACCOUNTABLE}:
            return Columns((ACCOUNTABLE,))
        known = [word for word in words if word in _KNOWN]
        if not known:
            self._reports.add("SZ888", table.decision.table, table.name, ", ".join(words))
            return Columns(())
        good = True
        for position, output in enumerate(table.outputs):
            if words[position] not in _KNOWN or words[position] in words[:position]:
                self._reports.add("SZ882", output.node, table.name, output.name, words[position])
                good = False
        if ACCOUNTABLE not in words:
            self._reports.add("SZ867", table.decision.table, table.name, f"output {ACCOUNTABLE}")
            good = False
        return Columns(tuple(words)) if good else None

    def assignment(self, table: Table, columns: Columns, rule: TableRule) -> dict[str, Any]:
        """What a rule assigns."""
        return self._assignment(table, columns, rule.results, rule.shown, rule.node)

    def default(self, table: Table, columns: Columns) -> dict[str, Any] | None:
        """What is assigned where no rule applies; None if the table does not say."""
        results = tuple(output.default for output in table.outputs)
        if not any(results):
            return None
        return self._assignment(table, columns, results, "-", table.outputs[0].node)

    def _assignment(
        self, table: Table, columns: Columns, results: Key, rule: str, node: Node
    ) -> dict[str, Any]:
        if not columns.words:
            if any(results):
                return {ACCOUNTABLE: self._owner(results)}
            return self._nobody(table, table.outputs[0], rule, node)
        then: dict[str, Any] = {}
        for word, output, result in zip(columns.words, table.outputs, results, strict=True):
            if word == ACCOUNTABLE:
                if result is None:
                    return self._nobody(table, output, rule, node)
                then[word] = self._owner((result,))
            elif result is not None and result.text.strip():
                then[word] = self._several(table, word, result.text, rule, output)
        return then

    def _nobody(self, table: Table, output: Output, rule: str, node: Node) -> dict[str, Any]:
        name = output.name or table.name
        self._reports.add("SZ882", node, table.name, name, f"{rule}: null")
        return {ACCOUNTABLE: ""}

    def _several(self, table: Table, word: str, text: str, rule: str, output: Output) -> Any:
        parts = [part for part in _SEPARATOR.split(text.strip()) if part]
        if word != SHARES:
            return [self._named(part) for part in parts]
        shares: dict[str, int] = {}
        for part in parts:
            share = _SHARE.fullmatch(part)
            if share is None or self._named(share[1]) in shares:
                self._reports.add("SZ882", output.node, table.name, output.name, f"{rule}: {text}")
                return {}
            shares[self._named(share[1])] = int(share[2])
        return shares

    def _named(self, name: str) -> str:
        return self._owner((Constant("string", name),))

    def _owner(self, key: Key) -> str:
        if len(key) == 1 and key[0] is not None and key[0].text in self._kept:
            return key[0].text
        if key not in self._ids:
            wanted = "_".join(_spelling(part) for part in key)
            wanted = slug(wanted) if all(_spelling(part) for part in key) else ""
            number = len(self._ids) + 1
            identity = new_name(wanted or f"owner_{number}", self._taken)
            label = ", ".join("null" if part is None else part.text for part in key)
            self._ids[key] = identity
            self.departments[identity] = {} if label == identity else {"label": label}
        return self._ids[key]


def _spelling(part: Constant | None) -> str:
    """A result as a part of an id; empty if it cannot be one."""
    if part is None:
        return "null"
    if part.kind == "string":
        return slug(part.text)
    digits = part.text.replace("-", "_minus_" if part.kind == "number" else "_")
    return f"is_{digits}" if part.kind == "boolean" else f"{part.kind}_{digits}"
