# SPDX-License-Identifier: Apache-2.0
"""A dialogue in the terminal: asks what is asked best until the owner is decided."""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING

from ._core import Diagnostic
from ._errors import PolicyError
from .answers import words_of
from .show_explanation import interim_line, show_explanation
from .show_question import show_question
from .tables import decode
from .texts import Labels, joined, text

if TYPE_CHECKING:
    from ._core import Attribute, CompiledPolicy, Decision, Fault, Question
    from .terminal import Screen

SKIP = "?"
QUIT = ("q", "quit")
# Types whose values a bare number may be: there an answer's number is written with a `#`.
NUMBERS = ("int", "decimal", "string")
# How a value is written, where that is not plain.
FORMS = {"date": "typed_date", "timestamp": "typed_timestamp", "duration": "typed_duration"}
TEXTS = ("enum", "string")
PROMPT = "> "


class Quit(Exception):  # noqa: N818 - it is no error
    """The person at the terminal has had enough."""


class Dialogue:
    """What is known of one fault so far, and what its reporter does not know."""

    def __init__(self, core: CompiledPolicy, screen: Screen, fault: Fault) -> None:
        self._core = core
        self._screen = screen
        self._labels = Labels(core, screen.lang)
        self._attributes = {a.name: a for a in core.attributes}
        self._fault = fault
        self._skipped: list[str] = []

    def show(self, aspects: list[str], *, once: bool) -> None:
        """Asks about one aspect after the other; `once`, prints only what it would ask first."""
        try:
            for number, aspect in enumerate(aspects):
                if number:
                    self._screen.line()
                self._screen.heading(self._labels.aspect(aspect))
                (self._show_next if once else self._settle)(aspect)
        except Quit:
            pass

    def _show_next(self, aspect: str) -> None:
        decision = self._core.decide_aspect(self._fault, aspect)
        if decision.ask is None:
            self._conclude(decision, decision.missing)
            return
        self._show_owner(decision)
        self._screen.line()
        show_question(self._screen, self._labels, decision.ask, self._mark(decision.ask))

    def _settle(self, aspect: str) -> None:
        said: str | None = ""
        while True:
            decision = self._core.decide_aspect(self._fault, aspect)
            question, missing = self._core.ask(self._fault, aspect, self._skipped)
            if question is None:
                self._conclude(decision, missing)
                return
            owner = interim_line(self._screen, self._labels, decision) or decision.accountable
            if owner != said:  # who is accountable meanwhile may change with every answer
                self._show_owner(decision)
            said = owner
            self._screen.line()
            show_question(self._screen, self._labels, question, self._mark(question))
            self._screen.paragraph(self._how_to_answer(question), "dim", indent=2)
            try:
                self._answer(question)
            except Quit:
                self._screen.line()
                self._screen.line(self._screen.word("stopped"), "yellow")
                self._show_owner(decision)
                raise

    def _show_owner(self, decision: Decision) -> None:
        screen = self._screen
        if decision.accountable:
            screen.field(
                screen.word("owner"), self._labels.participant(decision.accountable), "bold"
            )
            fields = [screen.word("owner" if f == "accountable" else f) for f in decision.open]
            screen.field(screen.word("open"), joined(fields, screen.lang))
        else:
            screen.field(
                screen.word("interim"), interim_line(screen, self._labels, decision), "bold"
            )

    def _conclude(self, decision: Decision, missing: list[str]) -> None:
        screen = self._screen
        if decision.state == "undetermined":
            screen.line(screen.word("nothing_to_ask"), "yellow")
        explanation = self._core.explain(self._fault, decision.aspect)
        show_explanation(screen, self._labels, decision, explanation, most_answers=0)
        if missing:
            names = [self._labels.attribute(name) for name in missing]
            screen.field(screen.word("missing"), joined(names, screen.lang))

    # --- what is typed ---------------------------------------------------------------------------

    def _mark(self, question: Question) -> str:
        return "#" if self._may_be_number(question) else ""

    def _may_be_number(self, question: Question) -> bool:
        attribute = self._attributes[question.attribute]
        return attribute.type in NUMBERS or any(map(str.isdecimal, self._words(attribute)))

    def _words(self, attribute: Attribute) -> set[str]:
        """Of an enum: whatever may be typed for one of its values or groups."""
        return set(words_of(self._labels.values(attribute.name)))

    def _how_to_answer(self, question: Question) -> str:
        attribute = self._attributes[question.attribute]
        screen = self._screen
        value = screen.word(FORMS.get(attribute.type, "typed_value"))
        if attribute.type == "bool":
            value = joined([screen.word("yes"), screen.word("no")], screen.lang)
        mark, answers = self._mark(question), len(question.answers)
        number = screen.word("typed_number", first=f"{mark}1", last=f"{mark}{answers}")
        parts = [number, value, screen.word("typed_skip"), screen.word("typed_quit")]
        if attribute.optional:
            parts.insert(2, screen.word("typed_none"))
        return " · ".join(parts)

    def _answer(self, question: Question) -> None:
        """Reads lines until one of them is an answer."""
        while True:
            typed = read_line(self._screen)
            if typed is None:
                raise Quit
            plain = unicodedata.normalize("NFKC", typed).strip()
            command = "" if typed in self._words(self._attributes[question.attribute]) else plain
            if command.lower() in QUIT:
                raise Quit
            if command == SKIP:
                self._skipped.append(question.attribute)
                return
            if not plain:
                self._screen.paragraph(self._how_to_answer(question), "dim", indent=2)
                continue
            try:
                self._fault = self._narrowed(question, typed, plain)
            except PolicyError as error:
                self._screen.findings(
                    [self._about_answer(d, question.attribute) for d in error.diagnostics]
                )
            except IndexError:
                answers = len(question.answers)
                said = self._screen.word("error.no_answer", number=plain, answers=answers)
                self._screen.line(said, "bold red")
            else:
                return

    def _narrowed(self, question: Question, typed: str, plain: str) -> Fault:
        number = plain.removeprefix("#")
        numbered = plain.startswith("#") or not self._may_be_number(question)
        if numbered and number.isdecimal():
            numbers = [str(at) for at in range(1, len(question.answers) + 1)]
            if number not in numbers:
                raise IndexError
            chosen = question.answers[numbers.index(number)]
            return self._core.narrow(self._fault, question.tested, chosen)
        attribute = self._attributes[question.attribute]
        normal = unicodedata.normalize("NFC", typed).strip()
        cell = self._cell(attribute, normal if attribute.type in TEXTS else plain)
        return self._core.narrow(self._fault, attribute.name, self._read_cell(attribute, cell))

    def _cell(self, attribute: Attribute, typed: str) -> str:
        """What is typed as a table of faults would write it."""
        if attribute.type == "bool":
            for cell, key in (("true", "yes"), ("false", "no")):
                for word in (text(key, "en"), text(key, "en")[0], text(key, "ja")):
                    if typed.lower() == word:
                        return cell
        elif attribute.optional and typed == text("value_none", "ja"):
            return "none"
        return typed

    def _read_cell(self, attribute: Attribute, cell: str) -> Fault:
        quoted = cell.replace('"', '""')
        table = self._core.read_table(f'{attribute.name}\n"{quoted}"\n')
        if table.diagnostics or not table.rows or table.rows[0].fault is None:
            raise PolicyError("", table.diagnostics)
        return table.rows[0].fault

    def _about_answer(self, d: Diagnostic, attribute: str) -> Diagnostic:
        """A finding about what was typed: it stands in no file, and in no cell."""
        pointer = d.pointer or f"/{attribute}"
        return Diagnostic(d.code, self._screen.word("typed"), pointer, d.arguments)


def read_line(screen: Screen) -> str | None:
    """A line that is typed, or of standard input; None at its end."""
    if sys.stdin.isatty():
        try:
            return input(PROMPT).encode("utf-8", "replace").decode()
        except (EOFError, KeyboardInterrupt):
            return None
        except UnicodeDecodeError:
            return "\ufffd"
    data = sys.stdin.buffer.readline()
    if not data:
        return None
    decoded = decode(data.rstrip(b"\r\n"))
    line = decoded[0] if decoded else data.decode("utf-8", "replace")
    screen.line(PROMPT + line)
    return line
