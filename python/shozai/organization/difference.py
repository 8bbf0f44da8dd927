# SPDX-License-Identifier: Apache-2.0
"""What another version of an organization changes over a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..texts import count, joined, text
from .moments import parsed, read_duration, shown
from .words import OrganizationWords

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from ..texts import Language
    from .names import Names

# How objects change: keys of texts.
CHANGES = {"added": "org.added", "removed": "org.removed", "changed": "org.changed"}


@dataclass(frozen=True, slots=True)
class DifferencePart:
    """One kind of changes, as a table."""

    title: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, ...]]


class OrganizationDifference:
    """Objects that changed, who answers, who is told, and how long it takes at worst."""

    __slots__ = ("_names", "_tree", "start", "until")

    start: dt.datetime
    until: dt.datetime
    """The first instant no longer looked at."""

    def __init__(
        self,
        tree: Mapping[str, Any],
        names: tuple[Names, Names],
        during: tuple[dt.datetime, dt.datetime],
    ) -> None:
        self._tree = tree
        self._names = names
        self.start, self.until = during

    @property
    def objects(self) -> Sequence[Mapping[str, Any]]:
        """What was added, removed or changed in the document, as JSON has it."""
        return tuple(self._tree.get("objects", ()))

    @property
    def duties(self) -> Sequence[Mapping[str, Any]]:
        """Stretches of time in which another person answers for a position."""
        return tuple(self._tree.get("duties", ()))

    @property
    def pages(self) -> Sequence[Mapping[str, Any]]:
        """Stretches of starts whose cases tell other people at a step."""
        return tuple(self._tree.get("pages", ()))

    @property
    def worst(self) -> Sequence[Mapping[str, Any]]:
        """Longest times until somebody accountable is told, by escalation policy."""
        return tuple(self._tree.get("worst", ()))

    @property
    def complete(self) -> bool:
        """Whether all of the time was looked at, within the limits of work."""
        return bool(self._tree.get("complete", True))

    @property
    def equal(self) -> bool | None:
        """Whether nothing changes; None if that is not known."""
        changed = any(each.get("before") != each.get("after") for each in self.worst)
        if self.objects or self.duties or self.pages or changed:
            return False
        return True if self.complete else None

    def said(self, lang: Language) -> str:
        """The verdict in one sentence."""
        if self.equal is None:
            return text("org.not_known", lang)
        if self.equal:
            return text("org.same", lang)
        number = len(self.objects) + len(self.duties) + len(self.pages)
        said = text("org.differ", lang, changes=count("change", max(number, 1), lang))
        return said if self.complete else f"{said} {text('org.not_all', lang)}"

    def parts(self, lang: Language) -> list[DifferencePart]:
        """The changes as tables; kinds without a change are left out."""
        words = _Words(self._names, lang, self.start)
        made = [
            words.objects(self.objects),
            words.duties(self.duties),
            words.pages(self.pages),
            words.worst(self.worst),
        ]
        return [part for part in made if part.rows]

    def to_dict(self) -> Mapping[str, Any]:
        """All of it as JSON has it."""
        return self._tree

    def to_json(self) -> str:
        """All of it as one line of JSON."""
        return json.dumps(self._tree, ensure_ascii=False)

    def _repr_html_(self) -> str:
        from .display import difference_html

        return difference_html(self)

    def __str__(self) -> str:
        return self.said("en")

    def __repr__(self) -> str:
        return (
            f"OrganizationDifference(objects={len(self.objects)}, duties={len(self.duties)}, "
            f"pages={len(self.pages)})"
        )


class _Words:
    """Rows of the tables in one language."""

    def __init__(self, names: tuple[Names, Names], lang: Language, start: dt.datetime) -> None:
        self._before, self._after = (OrganizationWords(each, lang) for each in names)
        self._lang: Language = lang
        self._zone = start.tzinfo
        assert self._zone is not None

    def _part(
        self, title: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]]
    ) -> DifferencePart:
        words = [text(key, self._lang) for key in heads]
        return DifferencePart(text(title, self._lang), words, rows)

    def objects(self, found: Sequence[Mapping[str, Any]]) -> DifferencePart:
        rows = [
            (
                f"{each['kind']} {each['id']}".strip(),
                text(CHANGES[each["change"]], self._lang),
                joined(list(each.get("keys", ())), self._lang),
            )
            for each in found
        ]
        return self._part("org.objects", ("org.what", "org.changed", "org.what"), rows)

    def duties(self, found: Sequence[Mapping[str, Any]]) -> DifferencePart:
        rows = [
            (
                self._name(each["position"]),
                self._stretch(each),
                self._before.person(each.get("before")),
                self._after.person(each.get("after")),
            )
            for each in found
        ]
        heads = ("org.position", "org.when", "org.before", "org.after")
        return self._part("org.duties", heads, rows)

    def pages(self, found: Sequence[Mapping[str, Any]]) -> DifferencePart:
        rows = [
            (
                self._called(each["escalation"]),
                str(each["step"]),
                self._stretch(each),
                self._before.people(each.get("before", ())) or self._before.person(None),
                self._after.people(each.get("after", ())) or self._after.person(None),
            )
            for each in found
        ]
        heads = ("org.escalation", "org.step", "org.starts", "org.before", "org.after")
        return self._part("org.pages", heads, rows)

    def worst(self, found: Sequence[Mapping[str, Any]]) -> DifferencePart:
        rows = [
            (
                self._called(each["escalation"]),
                self._span(each.get("before")),
                self._span(each.get("after")),
            )
            for each in found
            if each.get("before") != each.get("after")
        ]
        heads = ("org.escalation", "org.before", "org.after")
        return self._part("org.worst_times", heads, rows)

    def _name(self, id_: str) -> str:
        new = self._after.position(id_)
        return new if new != id_ else self._before.position(id_)

    def _called(self, id_: str) -> str:
        new = self._after.names.escalation(id_, self._lang)
        return new if new != id_ else self._before.names.escalation(id_, self._lang)

    def _span(self, written: str | None) -> str:
        if written is None:
            return text("org.never", self._lang)
        return self._after.span(read_duration(written))

    def _stretch(self, tree: Mapping[str, Any]) -> str:
        assert self._zone is not None
        start, until = parsed(tree["from"], self._zone), parsed(tree["until"], self._zone)
        return text("org.range", self._lang, start=shown(start), until=shown(until))
