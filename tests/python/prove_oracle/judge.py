# SPDX-License-Identifier: Apache-2.0
"""A report on a policy, held against what z3, the naive interpreter and counting say of it."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import z3

from .claims import read_guarantees
from .counting import Counting, TooMany
from .prover import Prover
from .replay import Replay
from .severity import KINDS, severity_of
from .symbolic import every, some
from .views import PolicyView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..oracle.conditions import Condition
    from ..oracle.values import JsonObject
    from .prover import Key
    from .symbolic import Term
    from .views import AspectView

Finding: TypeAlias = "dict[str, Any]"
_PAIRS = frozenset({"SZ701", "SZ702", "SZ722"})
_RULES = frozenset({"SZ251", "SZ712", "SZ713", "SZ721", "SZ724"})
_VALUES = frozenset({"SZ716", "SZ728"})
_PLACES = frozenset({"SZ714", "SZ729"})
_SHOWN = frozenset({"SZ701", "SZ702", "SZ704", "SZ711", "SZ712", "SZ721", "SZ722", "SZ723"})


def key_of(finding: Finding) -> Key:
    """What a finding is about, as the prover writes it."""
    code, aspect = finding["code"], finding.get("aspect", "")
    ids = tuple(rule["id"] for rule in finding.get("rules", []))
    if code in _PAIRS:
        return code, aspect, ids
    if code in _RULES:
        return code, "" if code == "SZ251" else aspect, ids[:1]
    if code == "SZ704":
        return code, "", (finding["guarantee"],)
    if code in _VALUES:
        return code, "", (finding["attribute"], str(finding["value"]))
    if code == "SZ725":
        return code, "", tuple(finding["assumptions"])
    if code in _PLACES:
        return code, aspect, (finding["pointer"],)
    if code in ("SZ726", "SZ727"):
        return code, "", (finding["pointer"].rsplit("/", 1)[1],)
    return code, aspect, ()


def digits(number: int) -> str:
    """The number in decimal, however long: Python itself refuses more than 4,300 digits."""
    tail = 10**4000
    if number < tail:
        return str(number)
    return f"{digits(number // tail)}{number % tail:04000d}"


class Judge:
    """What is wrong with a report on a policy."""

    def __init__(self, document: JsonObject, report: JsonObject, today: str | None = None) -> None:
        self._document = document
        self._report = report
        self._findings: list[Finding] = report["findings"]
        self._today = today
        parser = PolicyView(document).parser
        self._regions = [
            [parser.parse(text) for text in finding.get("region", {}).get("conditions") or []]
            for finding in self._findings
        ]
        self._prover = Prover(document, [each for region in self._regions for each in region])
        self._view = self._prover.view
        self._guarantees = {each.id: each for each in read_guarantees(self._view)}
        self._replay = Replay(document, self._view)

    @cached_property
    def _counting(self) -> Counting | None:
        try:
            return Counting(self._document)
        except TooMany:
            return None

    def problems(self) -> list[str]:
        """Everything that is wrong, a line each."""
        found = [*self._wrong_set(), *self._wrong_order()]
        return [*found, *self._wrong_summary(), *self._wrong_details()]

    def _wrong_set(self) -> Iterator[str]:
        found = Counter(map(key_of, self._findings))
        expected = self._prover.findings(self._today)
        yield from (f"missing: {key}" for key in sorted(expected - found.keys()))
        yield from (f"not true: {key}" for key in sorted(found.keys() - expected))
        yield from (f"said {number} times: {key}" for key, number in found.items() if number > 1)

    def _wrong_order(self) -> Iterator[str]:
        """What concerns the whole policy first, then aspects, kinds and rules in their order."""
        places = [self._place(finding) for finding in self._findings]
        for before, after in pairwise(places):
            if before > after:
                yield f"{before} comes before {after}"

    def _place(self, finding: Finding) -> tuple[int, str, list[int]]:
        if "aspect" not in finding:
            return -1, finding["code"], []
        aspect = self._view.aspects[finding["aspect"]]
        ids = [line.id for line in aspect.lines]
        rules = [ids.index(rule["id"]) for rule in finding.get("rules", []) if rule["id"] in ids]
        return list(self._view.aspects).index(aspect.name), finding["code"], rules

    def _wrong_summary(self) -> Iterator[str]:
        counts = Counter(severity_of(finding["code"]) for finding in self._findings)
        stated = self._report["counts"]
        if any(stated[level] != counts[level] for level in ("error", "warning", "note")):
            yield f"counts {stated}, findings {dict(counts)}"
        if self._report["clean"] != (counts["error"] + counts["warning"] == 0):
            yield f"clean is {self._report['clean']}"
        refuted = {about[0] for code, _a, about in self._prover.findings() if code == "SZ704"}
        for guarantee in self._report["guarantees"]:
            state = "refuted" if guarantee["id"] in refuted else "proved"
            if guarantee["id"] in self._guarantees and guarantee["state"] != state:
                yield f"guarantee {guarantee}: should be {state}"
        if self._counting is not None and not self._prover.contradictory:
            yield from self._wrong_counts(self._counting)

    def _wrong_counts(self, counting: Counting) -> Iterator[str]:
        for row in self._report["aspects"]:
            counted = counting.aspects[row["aspect"]]
            by_default = counted.by_default()
            expected = {
                "space": counted.faults.space,
                "decided": counted.in_state("decided"),  # by default too
                "by_default": by_default,
                "gap": counted.in_state("gap"),
                "conflict": counted.in_state("conflict"),
            }
            for name, number in expected.items():
                if row[name] != digits(number):
                    yield f"{row['aspect']}: {name} is {row[name]}, counted {digits(number)}"

    def _wrong_details(self) -> Iterator[str]:
        for finding, region in zip(self._findings, self._regions, strict=True):
            code, name = finding["code"], f"{key_of(finding)}"
            if KINDS[code] != finding["kind"] or severity_of(code) != finding["severity"]:
                yield f"{name}: {finding['kind']}, {finding['severity']}"
            if not (finding["message"]["ja"] and finding["message"]["en"]):
                yield f"{name}: no message"
            if code == "SZ703":
                yield from self._wrong_minimum(finding["assumptions"])
            if code == "SZ712":
                yield from (f"{name}: {text}" for text in self._wrong_blocking(finding))
            if "witness" in finding:
                yield from (f"{name}: {text}" for text in self._replay.problems(finding))
            elif code in _SHOWN:
                yield f"{name}: no witness"
            if finding.get("region") is not None and not self._prover.contradictory:
                yield from (f"{name}: {text}" for text in self._wrong_region(finding, region))

    def _wrong_minimum(self, names: list[str]) -> Iterator[str]:
        if self._prover.allowed_by(names):
            yield f"the assumptions {names} do not contradict each other"
        for name in names:
            if not self._prover.allowed_by(other for other in names if other != name):
                yield f"the assumptions {names} contradict each other without {name}"

    def _wrong_blocking(self, finding: Finding) -> Iterator[str]:
        aspect = self._view.aspects[finding["aspect"]]
        rule = _position(aspect, finding["rules"][0]["id"])
        blocking = [_position(aspect, each["id"]) for each in finding["blocking"]]
        when = [self._prover.formulas.term(each.when) for each in aspect.rules]
        for other in blocking:
            if not aspect.beats(other, rule):
                yield f"{aspect.rules[other].id} does not beat it"
            if not self._prover.possible(when[rule], when[other]):
                yield f"{aspect.rules[other].id} never meets it"
        if not self._prover.implies(when[rule], some(when[other] for other in blocking)):
            yield f"{[each['id'] for each in finding['blocking']]} do not cover it"

    def _wrong_region(self, finding: Finding, conditions: list[Condition]) -> Iterator[str]:
        region = finding["region"]
        meant = self._meant(finding)
        if meant is None:
            yield "a region that nothing defines"
            return
        stated = some(self._prover.formulas.term(condition) for condition in conditions)
        if self._prover.possible(stated, z3.Not(meant)):
            yield f"{region['conditions']} reach beyond it"
        covers = not self._prover.possible(meant, z3.Not(stated))
        if region["remainder"] is not None and covers != (region["remainder"] == "0"):
            yield f"remainder {region['remainder']}, covered: {covers}"
        if self._counting is not None:
            with suppress(TooMany):  # with those of the region there may be more classes
                yield from self._wrong_size(self._counting, finding, conditions)

    def _wrong_size(
        self, counting: Counting, finding: Finding, conditions: list[Condition]
    ) -> Iterator[str]:
        region = finding["region"]
        size, space = self._sizes(counting, finding)
        guarantee = self._guarantees.get(finding.get("guarantee", ""))
        names = guarantee.aspects if guarantee is not None else [finding["aspect"]]
        when = [] if guarantee is None or guarantee.when is None else [guarantee.when]
        remainder = size - counting.covered(names, when, conditions)
        if region["remainder"] != digits(remainder):
            yield f"remainder {region['remainder']}, counted {digits(remainder)}"
        if region["size"] != digits(size):
            yield f"size {region['size']}, counted {digits(size)}"
        if region["space"] != digits(space):
            yield f"space {region['space']}, counted {digits(space)}"
        if region["share"] is not None and abs(region["share"] - size / space) > 1e-9:
            yield f"share {region['share']}, counted {size / space}"

    def _meant(self, finding: Finding) -> Term | None:
        """The faults that a finding is about."""
        formulas, code = self._prover.formulas, finding["code"]
        if code == "SZ704":
            return formulas.violation(self._guarantees[finding["guarantee"]])
        if "aspect" not in finding:
            return None
        aspect = self._view.aspects[finding["aspect"]]
        outcomes = formulas.outcomes(aspect.name)
        if code in ("SZ711", "SZ723"):
            return outcomes.nothing_applies
        rules = [_position(aspect, rule["id"]) for rule in finding.get("rules", [])]
        if code in _PAIRS:
            return every(outcomes.left[rule] for rule in rules)
        if code == "SZ721":
            return outcomes.left[rules[0]]
        if code == "SZ712":
            return formulas.term(aspect.rules[rules[0]].when)
        return None

    def _sizes(self, counting: Counting, finding: Finding) -> tuple[int, int]:
        """How many faults a finding is about, and of how many."""
        code = finding["code"]
        if code == "SZ704":
            return counting.violations(self._guarantees[finding["guarantee"]])
        counted = counting.aspects[finding["aspect"]]
        space = counted.faults.space
        if code == "SZ711":
            return counted.in_state("gap"), space
        if code == "SZ723":
            return counted.by_default(), space
        rules = [_position(counted.aspect, rule["id"]) for rule in finding.get("rules", [])]
        if code in _PAIRS:
            return counted.both_left(*rules), space
        if code == "SZ721":
            return counted.left(rules[0]), space
        return counted.applies(rules[0]), space


def _position(aspect: AspectView, rule: str) -> int:
    return [each.id for each in aspect.rules].index(rule)
