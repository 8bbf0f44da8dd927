# SPDX-License-Identifier: Apache-2.0
"""The difference of two policies, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .amounts import percent
from .change_words import GRADES, STATES, ChangeWords
from .terminal import MOST_FINDINGS, Screen, safe
from .texts import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.text import Text

    from ._core import CompiledPolicy
    from .difference import ComparedAspect, Difference, Group
    from .history import AspectHistory

    # Where a person finds a row of the history.
    Place = Callable[[int], object]

STATE_STYLES = {"changed": "yellow", "undecided": "magenta", "added": "yellow", "removed": "yellow"}
GRADE_STYLES = {"assignment": "yellow", "rule": "cyan"}


def show_difference(
    screen: Screen,
    cores: tuple[CompiledPolicy, CompiledPolicy],
    difference: Difference,
    groups: Sequence[Group],
    place: Place,
) -> None:
    """Prints a difference with some of its groups."""
    _Shower(screen, cores, difference, place).show(groups)


class _Shower:
    def __init__(
        self,
        screen: Screen,
        cores: tuple[CompiledPolicy, CompiledPolicy],
        difference: Difference,
        place: Place,
    ) -> None:
        self._screen = screen
        self._difference = difference
        self._place = place
        self._words = ChangeWords(*cores, screen.lang)

    def show(self, groups: Sequence[Group]) -> None:
        """The verdict, the aspects, then group by group."""
        screen = self._screen
        self._show_verdict()
        for change in self._difference.schema_changes:
            screen.field(change.code, change.message(screen.lang), width=7)
        self._show_aspects()
        for group in groups[:MOST_FINDINGS]:
            screen.line()
            self._show_group(group)
        if len(groups) > MOST_FINDINGS:
            things = screen.count("change", len(groups) - MOST_FINDINGS)
            screen.line(screen.word("more", things=things), "dim")
        self._show_history()

    def _show_verdict(self) -> None:
        equal = self._difference.equal
        style = {True: "bold green", False: "bold", None: "bold magenta"}[equal]
        self._screen.paragraph(self._difference.said(self._screen.lang), style)

    def _show_aspects(self) -> None:
        screen = self._screen
        keys = ("aspect", "state", "diff.assignment", "diff.rule")
        table = screen.table([screen.word(key) for key in keys], numbers=(2, 3))
        for found in self._difference.aspects:
            state = safe(screen.word(STATES[found.state]), STATE_STYLES.get(found.state, ""))
            changed = (found.assignment_changed, found.rule_changed)
            shares = (_share(part, found) for part in changed)
            table.add_row(safe(self._words.aspect(found.aspect)), state, *shares)
        screen.show(table)

    def _show_group(self, group: Group) -> None:
        screen, lang = self._screen, self._screen.lang
        grade = screen.word(GRADES[group.grade])
        head = screen.word("diff.head", aspect=self._words.aspect(group.aspect), grade=grade)
        screen.line(head + self._words.group(group), GRADE_STYLES[group.grade])
        screen.field(screen.word("check.example"), self._words.witness(group.witness))
        label = screen.word("check.where")
        for line in group.region.lines(lang):
            screen.field(label, line)
            label = ""
        screen.field(screen.word("check.extent"), group.region.extent(lang))
        if group.faults is not None:
            shown = self._recorded(group.faults, group.examples)
            screen.field(screen.word("diff.recorded"), shown)

    def _recorded(self, faults: int, examples: Sequence[int]) -> str:
        screen = self._screen
        counted = screen.count("fault", faults)
        if not faults:
            return counted
        places = joined([str(self._place(row)) for row in examples], screen.lang)
        key = "diff.all_places" if len(examples) == faults else "diff.first_places"
        return screen.word(key, faults=counted, places=places)

    # --- the history in sum ---

    def _show_history(self) -> None:
        history = self._difference.history
        if history is None:
            return
        screen = self._screen
        screen.line()
        screen.heading(screen.word("diff.history", faults=screen.count("fault", history.rows)))
        keys = ("aspect", "diff.same", "diff.differs", "diff.apart")
        table = screen.table([screen.word(key) for key in keys], numbers=(1, 2, 3))
        for found in history.aspects:
            apart = sum(part.faults for part in found.apart)
            name = safe(self._words.aspect(found.aspect))
            table.add_row(name, *(f"{n:,}" for n in (found.same, found.changed, apart)))
        screen.show(table)
        for found in history.aspects:
            self._show_apart(found)

    def _show_apart(self, found: AspectHistory) -> None:
        screen = self._screen
        for part in found.apart:
            head = screen.word(
                "diff.head",
                aspect=self._words.aspect(found.aspect),
                grade=screen.word("diff.apart"),
            )
            recorded = self._recorded(part.faults, part.examples)
            screen.paragraph(f"{head}{self._words.apart(part)}  {recorded}", "dim", indent=2)


def _share(part: int | None, aspect: ComparedAspect) -> Text:
    if part is None or aspect.space is None:
        return safe("?" if aspect.state == "undecided" else "")
    return safe(percent(part, aspect.space), "yellow" if part else "")
