# SPDX-License-Identifier: Apache-2.0
"""The difference of two small policies by trying every fault, and where recorded faults fall."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import shozai
    from shozai import Decision

Fault = dict[str, Any]
Values = dict[str, list[Any]]
# Aspect, grade, what the old version says, what the new one says.
Way = tuple[str, str, tuple[Any, ...], tuple[Any, ...]]

ASSIGNED = ("accountable", "responsible", "consulted", "informed", "joint_visit", "cost_share")


def every_fault(values: Values) -> Iterator[Fault]:
    """All faults whose attributes have these values."""
    for chosen in product(*values.values()):
        yield dict(zip(values, chosen, strict=True))


def way_of(aspect: str, old: Decision, new: Decision) -> Way | None:
    """How a complete fault changes; None if it does not."""
    if "impossible" in (old.state, new.state):
        return None
    assigned = [(d.state, *(str(getattr(d, field)) for field in ASSIGNED)) for d in (old, new)]
    said = [(d.state, d.accountable, d.rule) for d in (old, new)]
    reasons = [(d.rule, tuple(d.rules), str(d.because)) for d in (old, new)]
    if assigned[0] != assigned[1]:
        return aspect, "assignment", said[0], said[1]
    return (aspect, "rule", said[0], said[1]) if reasons[0] != reasons[1] else None


class BruteDifference:
    """What changes between two policies over a few values of each attribute."""

    def __init__(self, old: shozai.Policy, new: shozai.Policy, values: Values) -> None:
        self._policies = (old, new)
        self._values = values
        self.ways: dict[Way, list[Fault]] = defaultdict(list)
        for fault in every_fault(values):
            for way in self._ways(fault).values():
                if way is not None:
                    self.ways[way].append(fault)

    def _ways(self, fault: Fault) -> dict[str, Way | None]:
        old, new = (policy.decide(fault) for policy in self._policies)
        return {aspect: way_of(aspect, old[aspect], new[aspect]) for aspect in old}

    def tree(self, *, left_out: int = 0) -> dict[str, Any]:
        """As the proof writes it; conditions leave out so many faults of each group."""
        old, new = self._policies
        space = len(list(every_fault(self._values)))
        return {
            "old": {"id": old.id, "version": old.version, "hash": old.hash},
            "new": {"id": new.id, "version": new.version, "hash": new.hash},
            "equal": not self.ways,
            "schema_changes": [],
            "aspects": [self._aspect(aspect, space) for aspect in old.aspects],
            "groups": [self._group(way, space, left_out) for way in self.ways],
        }

    def _aspect(self, aspect: str, space: int) -> dict[str, Any]:
        sizes = Counter[str]()
        for (of, grade, _old, _new), faults in self.ways.items():
            sizes[grade] += len(faults) if of == aspect else 0
        return {
            "aspect": aspect,
            "state": "changed" if sizes.total() else "equal",
            "space": str(space),
            "assignment_changed": str(sizes["assignment"]),
            "rule_changed": str(sizes["rule"]),
        }

    def _group(self, way: Way, space: int, left_out: int) -> dict[str, Any]:
        aspect, grade, old, new = way
        faults = self.ways[way]
        told = faults[min(left_out, len(faults) - 1) :]
        return {
            "aspect": aspect,
            "grade": grade,
            "old": outcome(old),
            "new": outcome(new),
            "witness": {"fault": faults[0], "realised": True},
            "region": {
                "conditions": [condition(fault) for fault in told],
                "remainder": str(len(faults) - len(told)),
                "size": str(len(faults)),
                "space": str(space),
                "share": len(faults) / space,
            },
        }

    # --- a history ---

    def fates(self, row: Mapping[str, Any]) -> dict[str, set[Way | None]]:
        """How a row may change in each aspect: None unknown values may be anything."""
        known = {
            name: [row[name]] if row[name] is not None else all_
            for name, all_ in self._values.items()
        }
        found: dict[str, set[Way | None]] = defaultdict(set)
        for fault in every_fault(known):
            if "impossible" not in {
                d.state for p in self._policies for d in p.decide(fault).values()
            }:
                for aspect, way in self._ways(fault).items():
                    found[aspect].add(way)
        return found

    def number(self, way: Way) -> int:
        """Which group of the tree has a way."""
        return list(self.ways).index(way)


def outcome(said: Sequence[Any]) -> dict[str, Any]:
    names = ("state", "accountable", "rule")
    return {name: part for name, part in zip(names, said, strict=True) if part is not None}


def condition(fault: Fault) -> str:
    """Just this fault, as a condition."""

    def test(name: str, value: Any) -> str:
        if isinstance(value, bool):
            return name if value else f"!{name}"
        return f"{name} == '{value}'" if isinstance(value, str) else f"{name} == {value}"

    return " && ".join(test(name, value) for name, value in fault.items())
