# SPDX-License-Identifier: Apache-2.0
"""Faults that exercise what the cases of a policy leave out, for a person to say what is right."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ._core import CompiledCases, CompiledPolicySet
from .covering.items import CoverageItem
from .texts import LANGUAGES, joined, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._core import CompiledPolicy
    from .cases import CaseFile
    from .policy import Policy

NO_CASES = '{"shozai_cases": 1, "cases": []}'
NAMED = 3  # things that the name of a suggested case mentions


@dataclass(frozen=True, slots=True)
class SuggestedCase:
    """A fault, and what it exercises that nothing else does."""

    fault: dict[str, Any]
    items: tuple[CoverageItem, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Faults that together exercise all that is left out."""

    cases: tuple[SuggestedCase, ...]
    least: int
    """So many cases are needed in any case: so many things exclude each other."""
    not_found: tuple[CoverageItem, ...] = field(repr=False)
    """Things for which no fault was found in time."""

    def case_file(self, policy: str) -> dict[str, Any]:
        """A case file of them, in which nothing is expected yet; `policy` is what it names."""
        width = len(str(len(self.cases)))
        return {
            "shozai_cases": 1,
            "policy": policy,
            "cases": [
                {
                    "name": f"{number:0{width}} {_name_of(case)}",
                    "note": _note_of(case),
                    "fault": case.fault,
                    "expected": None,
                }
                for number, case in enumerate(self.cases, start=1)
            ],
        }


def suggest(policy: Policy, files: Sequence[CaseFile] = ()) -> Suggestions | None:
    """Faults for what the cases of some files leave out of a policy; None if it is too large.

    They are as few as a greedy search finds. A case that expects nothing yet exercises nothing.

    Raises:
        ValueError: the files are about another policy, or about several versions of it.
    """
    core: CompiledPolicy = policy._core
    none = CompiledCases(CompiledPolicySet([core]), NO_CASES)
    cases = CompiledCases.joined([none, *(file.core for file in files)])
    answer = cases.suggest()
    if answer is None:
        return None
    items = [CoverageItem.of(item) for item in json.loads(cases.coverage())["items"]]
    tree = json.loads(answer)
    suggested = tuple(
        SuggestedCase(case["fault"], tuple(items[number] for number in case["items"]))
        for case in tree["cases"]
    )
    not_found = tuple(items[number] for number in tree["not_found"])
    return Suggestions(suggested, tree["least"], not_found)


def _name_of(case: SuggestedCase) -> str:
    names = [_written(item) for item in case.items]
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


def _note_of(case: SuggestedCase) -> dict[str, str]:
    names = [_written(item) for item in case.items]
    return {lang: text("suggest.exercises", lang, things=joined(names, lang)) for lang in LANGUAGES}


def _written(item: CoverageItem) -> str:
    """A thing as the document writes it."""
    if item.kind == "override":
        return f"{item.rule} > {item.overrides}"
    return item.when or item.rule
