# SPDX-License-Identifier: Apache-2.0
"""What findings rest on: a fault as an example, and the region of all faults concerned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .amounts import percent, short, whole
from .texts import joined, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._core import CompiledPolicy
    from .texts import Labels, Language

# Conditions of a region to show; the rest is counted.
MOST_CONDITIONS = 5


@dataclass(frozen=True, slots=True)
class Identity:
    """Which version of which policy."""

    id: str
    version: str
    hash: str = field(repr=False)

    @property
    def name(self) -> str:
        """What people call it in one line."""
        return f"{self.id} {self.version}"


@dataclass(frozen=True, slots=True)
class Witness:
    """A fault for which a finding is true."""

    fault: Mapping[str, Any]
    """As `Policy.decide` takes it."""
    realised: bool | None
    """Whether some report gives the values that are derived from others; None if none was found."""

    @classmethod
    def of(cls, tree: Mapping[str, Any]) -> Witness:
        """From its JSON."""
        return cls(tree["fault"], tree["realised"])


@dataclass(frozen=True, slots=True)
class Region:
    """All faults for which a finding is true."""

    conditions: tuple[str, ...]
    """As the document writes conditions; the region is what any of them describes."""
    size: int | None = field(repr=False)
    """How many possible faults; None if they were too many to count."""
    space: int | None = field(repr=False)
    """How many there are at all."""
    remainder: int | None = field(repr=False)
    """How many of the region the conditions leave out."""
    share: float | None
    """`size` as a part of `space`."""

    @classmethod
    def of(cls, tree: Mapping[str, Any]) -> Region:
        """From its JSON."""
        return cls(
            conditions=tuple(tree["conditions"]),
            size=number(tree.get("size")),
            space=number(tree.get("space")),
            remainder=number(tree.get("remainder")),
            share=tree.get("share"),
        )

    def extent(self, lang: Language) -> str:
        """How many faults of how many."""
        if self.size is None or self.space is None:
            return text("extent.open", lang)
        sizes = {"size": short(self.size), "space": short(self.space)}
        return text("extent", lang, share=percent(self.size, self.space), **sizes)

    def lines(self, lang: Language, most: int = MOST_CONDITIONS) -> list[str]:
        """Its conditions, one a line, then what they leave out."""
        lines = list(self.conditions[:most])
        if len(self.conditions) > most:
            lines.append(text("region.more", lang, n=len(self.conditions) - most))
        if self.remainder:
            lines.append(text("region.remainder", lang, n=short(self.remainder)))
        return lines


class FaultWords:
    """Says faults with the labels of a policy."""

    def __init__(self, core: CompiledPolicy, labels: Labels, lang: Language) -> None:
        from .reporting.conditions import InWords

        self._labels = labels
        self._lang = lang
        self._words = InWords(core, labels, {}, lang)
        self._types = {a.name: a.type for a in core.attributes}

    def fault(self, fault: Mapping[str, Any]) -> str:
        """A fault in one line: `severity 5, product LT-100`."""
        return joined([self._part(name, value) for name, value in fault.items()], self._lang)

    def witness(self, witness: Witness) -> str:
        """The same of an example; says so if it may never occur."""
        shown = self.fault(witness.fault)
        if witness.realised:
            return shown
        key = "witness.unsure" if witness.realised is None else "witness.unreal"
        return text("hinted", self._lang, message=shown, hint=text(key, self._lang))

    def condition(self, when: str) -> str:
        """A condition as a sentence."""
        return self._words.of(when)

    def _part(self, name: str, value: Any) -> str:
        said = value is None or isinstance(value, bool)
        return text(
            "fault.says" if said else "fault.has",
            self._lang,
            name=self._labels.attribute(name),
            value=self._value(name, value),
        )

    def _value(self, name: str, value: Any) -> str:
        if value is None:
            return text("value_none", self._lang)
        if self._types.get(name) == "string":
            return f"'{value}'"
        written = str(value).lower() if isinstance(value, bool) else str(value)
        return self._words.value(name, written)


def number(digits: str | None) -> int | None:
    """A size of JSON; None stays None."""
    return None if digits is None else whole(digits)


def in_language(said: Mapping[str, str] | str, lang: Language) -> str:
    """A text of JSON, plain or in two languages, of which one may be missing."""
    if isinstance(said, str):
        return said
    other: Language = "ja" if lang == "en" else "en"
    return said.get(lang) or said.get(other, "")
