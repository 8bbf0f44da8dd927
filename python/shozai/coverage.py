# SPDX-License-Identifier: Apache-2.0
"""Which parts of a policy its cases exercise: rules, rows, overrides, cells and boundaries."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from .covering.items import KINDS, CoverageItem
from .evidence import Identity
from .tables import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ._core import CompiledPolicy
    from .covering.items import Kind

    Coverages: TypeAlias = "Coverage | Sequence[Coverage]"


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many things of one kind are covered."""

    covered: int
    total: int
    """How many there are to cover."""
    unreachable: int
    """How many more there are that no possible fault exercises."""

    @classmethod
    def of(cls, items: Iterable[CoverageItem]) -> KindCount:
        """The count of some things."""
        given = list(items)
        counted = [item for item in given if item.counted]
        covered = sum(item.covered for item in counted)
        return cls(covered, len(counted), len(given) - len(counted))

    @property
    def percent(self) -> float:
        """The share that is covered; 100 only if all is, also if there is nothing to cover."""
        return 100 * self.covered / self.total if self.total else 100.0

    def to_dict(self) -> dict[str, int]:
        """As JSON has it."""
        return {
            "covered": self.covered,
            "total": self.total,
            "unreachable": self.unreachable,
        }


@dataclass(frozen=True, slots=True)
class Coverage:
    """What some cases exercise of a policy, and what they do not."""

    policy: Identity
    cases: int
    """How many cases were run."""
    items: tuple[CoverageItem, ...] = field(repr=False)
    """Everything there is to exercise, in document order."""
    sources: Mapping[str, str] = field(repr=False, default_factory=dict)
    """The text of the policy's files, by the names that `items` give them."""
    names: tuple[str, ...] = field(repr=False, default=())
    """What the cases are called, by their numbers."""
    folder: str = field(repr=False, default="")
    """Where the files are; empty for the current folder."""
    core: CompiledPolicy | None = field(repr=False, compare=False, default=None)
    """The policy, for its labels."""

    @classmethod
    def of(
        cls,
        tree: Mapping[str, Any],
        sources: Mapping[str, str],
        *,
        names: Sequence[str] = (),
        folder: str = "",
        core: CompiledPolicy | None = None,
    ) -> Coverage:
        """From the JSON of `CompiledCases.coverage` and the texts of the files that it names."""
        return cls(
            policy=Identity(**tree["policy"]),
            cases=tree["cases"],
            items=tuple(map(CoverageItem.of, tree["items"])),
            sources=dict(sources),
            names=tuple(names),
            folder=folder,
            core=core,
        )

    @classmethod
    def read(
        cls,
        tree: Mapping[str, Any],
        folder: str,
        *,
        names: Sequence[str] = (),
        core: CompiledPolicy | None = None,
    ) -> Coverage:
        """The same with the texts of the files in `folder`; a workbook has none."""
        files = {item["file"] for item in tree["items"]}
        found = {name: _text(Path(folder, name)) for name in sorted(files)}
        sources = {name: text for name, text in found.items() if text is not None}
        return cls.of(tree, sources, names=names, folder=folder, core=core)

    @property
    def by_kind(self) -> dict[Kind, KindCount]:
        """How many things of each kind are covered."""
        return {kind: KindCount.of(i for i in self.items if i.kind == kind) for kind in KINDS}

    @property
    def total(self) -> KindCount:
        """How many things of all kinds are covered."""
        return KindCount.of(self.items)

    @property
    def percent(self) -> float:
        """The share of all things that is covered; 100 only if all of them are."""
        return self.total.percent

    def missing(self, kind: Kind | None = None) -> tuple[CoverageItem, ...]:
        """What no case exercises though a fault could; of one kind or of all."""
        return tuple(i for i in self.items if i.missing and kind in (None, i.kind))

    def name(self, case: int) -> str:
        """What a case is called; its number from 1 if that is not known."""
        return self.names[case] if case < len(self.names) else str(case + 1)

    def to_dict(self) -> dict[str, Any]:
        """All of it as JSON has it; the texts of the files are left out."""
        return {
            "policy": {name: getattr(self.policy, name) for name in ("id", "version", "hash")},
            "cases": self.cases,
            "percent": self.percent,
            "kinds": {kind: count.to_dict() for kind, count in self.by_kind.items()},
            "items": [item.to_dict() for item in self.items],
        }

    def _repr_html_(self) -> str:
        from .covering.notebook import coverage_html

        return coverage_html(self)


def merge(first: Coverage, *others: Coverage) -> Coverage:
    """What the cases of several files exercise together.

    Raises:
        ValueError: they are about different policies, or versions of one.
    """
    merged = first
    for other in others:
        merged = _with(merged, other)
    return merged


def each(coverages: Coverages) -> list[Coverage]:
    """One or more, as a list."""
    return [coverages] if isinstance(coverages, Coverage) else list(coverages)


def _with(one: Coverage, other: Coverage) -> Coverage:
    if one.policy != other.policy:
        raise ValueError(f"the cases are of {one.policy.name} and of {other.policy.name}")
    if [i.without_cases() for i in one.items] != [i.without_cases() for i in other.items]:
        raise ValueError(f"the files of {one.policy.name} differ between the cases")
    names: tuple[str, ...] = ()
    if one.names or other.names:
        names = (*map(one.name, range(one.cases)), *map(other.name, range(other.cases)))
    pairs = zip(one.items, other.items, strict=True)
    items = tuple(mine.with_cases_of(theirs, one.cases) for mine, theirs in pairs)
    return replace(one, cases=one.cases + other.cases, items=items, names=names)


def _text(path: Path) -> str | None:
    try:
        decoded = decode(path.read_bytes())
    except OSError:
        return None
    return decoded[0] if decoded else None
