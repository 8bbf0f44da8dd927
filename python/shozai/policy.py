# SPDX-License-Identifier: Apache-2.0
"""A policy: a document of rules that says who owns a fault."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Any, overload

from ._core import CompiledPolicy, Fault
from .check import CheckReport, checked
from .decisions import Decisions, Explanations, unknown_aspect
from .diagram import By, Diagram, diagram_of
from .difference import Difference, difference_of
from .frames import DecidedTable, Decider
from .plan import Plans, plans_of
from .question_tree import QuestionTree, question_tree_of
from .questions import Questions, questions_of
from .spreadsheet.rule_tables import RuleTables
from .tables import Encoding, Faults, read_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ._core import (
        Answer,
        Attribute,
        Decision,
        Diagnostic,
        Explanation,
        LocalizedText,
        Participant,
        Question,
    )
    from .frames import Progress
    from .organization import Organization
    from .tables import FaultRow
    from .texts import Language

    AnyFault = Fault | Mapping[str, Any]
    Day = dt.date | str


class Policy:
    """A compiled policy. It never changes; any number of threads may share it."""

    __slots__ = ("_core",)

    def __init__(self, core: CompiledPolicy) -> None:
        self._core = core

    @classmethod
    def load(cls, path: str | os.PathLike[str], *, today: Day | None = None) -> Policy:
        """The policy of the document at `path` and of the files that it names.

        With `today`, rules whose review is overdue are warned of. Tables of rules may be sheets of
        Excel workbooks; `warnings` says how they were read.

        Raises:
            PolicyError: the document is refused; the error has every finding.
        """
        return cls(CompiledPolicy.load(os.fspath(path), day_text(today), RuleTables(path)))

    @classmethod
    def loads(cls, text: str, *, name: str = "", today: Day | None = None) -> Policy:
        """The policy that `text` writes; findings call it `name`.

        Raises:
            PolicyError: the document is refused; the error has every finding.
        """
        return cls(CompiledPolicy.loads(text, name, day_text(today)))

    @property
    def id(self) -> str:
        """What all versions of the policy have in common."""
        return self._core.id

    @property
    def version(self) -> str:
        """Which version of the policy it is."""
        return self._core.version

    @property
    def hash(self) -> str:
        """SHA-256 of the document's canonical form: its layout does not count."""
        return self._core.hash

    @property
    def decision_hash(self) -> str:
        """The same of what can change a decision: texts and metadata do not count."""
        return self._core.decision_hash

    @property
    def title(self) -> LocalizedText:
        """What people call it."""
        return self._core.title

    @property
    def effective(self) -> tuple[dt.date | None, dt.date | None]:
        """The first day in force, and the first day no longer in force; None is no bound."""
        bounds = (self._core.effective_from, self._core.effective_to)
        first, end = (None if day is None else dt.date.fromisoformat(day) for day in bounds)
        return first, end

    @property
    def aspects(self) -> tuple[str, ...]:
        """The questions that it answers, in document order."""
        return tuple(self._core.aspects)

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """What it asks of a fault, in document order."""
        return tuple(self._core.attributes)

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Departments, teams and parties outside, in document order."""
        return tuple(self._core.participants)

    @property
    def plan(self) -> Plans:
        """How its aspects were compiled: to a diagram or what takes its place, of what size."""
        return plans_of(self._core)

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What loading found that is no error."""
        return tuple(self._core.warnings)

    @property
    def organization(self) -> Organization | None:
        """Who answers when, and how its cases escalate; None if the document does not say.

        Raises:
            PolicyError: the organization is refused; the error has every finding.
        """
        from .organization.organization import organization_of

        return organization_of(self._core)

    @overload
    def decide(self, fault: AnyFault, aspect: None = None) -> Decisions: ...
    @overload
    def decide(self, fault: AnyFault, aspect: str) -> Decision: ...
    def decide(self, fault: AnyFault, aspect: str | None = None) -> Decisions | Decision:
        """Who owns `fault`, by every aspect or by one, and which rule says so.

        A key that is missing is *unknown*, None is *there is none*; a dictionary such as
        `{"in": ["wear", "misuse"]}` narrows an unknown down.

        Raises:
            PolicyError: the fault is refused; the error has every finding.
            KeyError: there is no such aspect.
        """
        if aspect is None:
            return Decisions(self._core, {d.aspect: d for d in self._core.decide(plain(fault))})
        return self._core.decide_aspect(plain(fault), self._known(aspect))

    @overload
    def explain(self, fault: AnyFault, aspect: None = None) -> Explanations: ...
    @overload
    def explain(self, fault: AnyFault, aspect: str) -> Explanation: ...
    def explain(self, fault: AnyFault, aspect: str | None = None) -> Explanations | Explanation:
        """Why `decide` answers as it does: the rules that apply, and their tests.

        Raises:
            PolicyError: the fault is refused; the error has every finding.
            KeyError: there is no such aspect.
        """
        if aspect is not None:
            return self._core.explain(plain(fault), self._known(aspect))
        read = self._core.read_fault(plain(fault))
        return Explanations(self._core, {a: self._core.explain(read, a) for a in self.aspects})

    @overload
    def ask(
        self, fault: AnyFault, aspect: None = None, *, skip: Sequence[str] = ()
    ) -> Question | dict[str, Question] | None: ...
    @overload
    def ask(self, fault: AnyFault, aspect: str, *, skip: Sequence[str] = ()) -> Question | None: ...
    def ask(
        self, fault: AnyFault, aspect: str | None = None, *, skip: Sequence[str] = ()
    ) -> Question | dict[str, Question] | None:
        """What to ask next about `fault`, attributes to `skip` aside; None if there is nothing.

        Of a policy with several aspects, without `aspect`: a question for each aspect that has one.

        Raises:
            PolicyError: the fault is refused; the error has every finding.
            KeyError: there is no such aspect, or no such attribute to skip.
        """
        aspects = self.aspects if aspect is None else (self._known(aspect),)
        read = self._core.read_fault(plain(fault))
        asked = {name: self._core.ask(read, name, list(skip))[0] for name in aspects}
        found = {name: question for name, question in asked.items() if question is not None}
        return found.get(aspects[0]) if len(aspects) == 1 else found

    def answer(self, fault: AnyFault, question: Question, answer: Answer) -> Fault:
        """What is known of `fault` once `question` is answered so.

        Who knows the value itself adds it to the fault instead.

        Raises:
            PolicyError: the fault is refused, or contradicts the answer.
        """
        return self._core.narrow(plain(fault), question.tested, answer)

    def diagram(self, aspect: str, fault: AnyFault | None = None, *, by: By = "owner") -> Diagram:
        """The diagram of an aspect, to look at; with `fault`, its way is marked.

        By `owner` ways end at departments, by `rule` at rules.

        Raises:
            PolicyError: the fault is refused; the error has every finding.
            KeyError: there is no such aspect.
            ValueError: the aspect has no diagram, as `plan` says, or there is no such `by`.
        """
        read = None if fault is None else self._core.read_fault(plain(fault))
        return diagram_of(self._core, self._known(aspect), by, read)

    def check(self, today: Day | None = None) -> CheckReport:
        """What can be proved wrong: gaps, conflicts, rules that never decide, and the like.

        `today` is the day by which reviews are overdue; without it, the clock is read.
        """
        return checked(self._core, day_text(today or dt.date.today()))

    def diff(
        self,
        other: Policy,
        history: Any = None,
        *,
        columns: Mapping[str, str] | None = None,
        cells: bool = False,
        threads: int = 1,
    ) -> Difference:
        """Which possible faults `other`, a later version say, decides differently, all of them.

        With `history`, a table as for `decide_table`, also how many of its rows each change
        concerns; what cannot be read is counted. `decider` describes the other options.

        Raises:
            PolicyError: an attribute has two columns, or `columns` names what is not there.
            ImportError: there is a history, and polars (`shozai[tables]`) is not installed.
        """
        options = {"columns": dict(columns or {}), "cells": cells, "threads": threads}
        return difference_of(self._core, other._core, history, options)

    def questions(self, aspect: str | None = None) -> Questions:
        """How many questions it takes to settle faults, if the policy's `intake` is known.

        Raises:
            KeyError: there is no such aspect.
        """
        return questions_of(self._core, None if aspect is None else self._known(aspect))

    def question_tree(self, aspect: str, fault: AnyFault | None = None) -> QuestionTree:
        """All ways that asking about a fault can take; without one, nothing is known.

        Raises:
            PolicyError: the fault is refused; the error has every finding.
            KeyError: there is no such aspect.
        """
        read = self._core.read_fault(plain(fault or {}))
        return question_tree_of(self._core, self._known(aspect), read)

    def read_table(
        self, source: str | bytes | os.PathLike[str], encoding: Encoding = "auto", *, name: str = ""
    ) -> Faults:
        """The faults of a CSV or JSON file, or of a text.

        A `str` with a line break is the text itself, any other the path of a file. What is wrong
        with a row is not raised: `Faults.diagnostics` has every finding.
        """
        return read_faults(self._core, source, encoding, name=name)

    def decider(
        self,
        *,
        aspects: Sequence[str] | str | None = None,
        columns: Mapping[str, str] | None = None,
        strict: bool = True,
        cells: bool = False,
        threads: int = 1,
    ) -> Decider:
        """What decides tables, one after the other, in the same way.

        Args:
            aspects: which to decide; all, if None.
            columns: attribute → heading, where a table's headings are neither the names of
                attributes nor their `columns` in the policy.
            strict: refuse a table with a cell that cannot be read. Otherwise its row is `invalid`.
            cells: texts are cells of a spreadsheet: `12` is a number, `none` is none, empty is
                unknown.
            threads: how many work at it.

        Raises:
            KeyError: there is no such aspect.
            ValueError: there are fewer threads than one.
        """
        if threads < 1:
            raise ValueError(f"`threads` is {threads}: at least one has to do the work")
        names = (aspects,) if isinstance(aspects, str) else tuple(aspects or ())
        chosen = tuple(map(self._known, dict.fromkeys(names)))
        return Decider(self._core, chosen, dict(columns or {}), strict, cells, threads)

    def decide_table(
        self,
        frame: Any,
        *,
        aspects: Sequence[str] | str | None = None,
        columns: Mapping[str, str] | None = None,
        strict: bool = True,
        cells: bool = False,
        threads: int = 1,
        progress: Progress = None,
    ) -> DecidedTable:
        """Who owns each row of a table, in one call.

        Takes whatever hands over Arrow (`__arrow_c_stream__`): data frames of polars and pandas,
        tables of pyarrow, relations of duckdb. Null is unknown; a row is decided as `decide` would.
        Columns are read in place; see `decider` for the options.

        Raises:
            TableError: some cells cannot be read, and `strict` is on.
            PolicyError: an attribute has two columns, or `columns` names what is not there.
            TypeError: `frame` is not a table.
            KeyError: there is no such aspect.
        """
        decider = self.decider(
            aspects=aspects, columns=columns, strict=strict, cells=cells, threads=threads
        )
        return decider.decide(frame, progress=progress)

    def report(
        self,
        decided: DecidedTable | None = None,
        *,
        faults: Iterable[AnyFault | FaultRow] | None = None,
        about: str = "",
        made: str = "",
        lang: Language | None = None,
    ) -> str:
        """A report to read and to print: one HTML page that needs no other file.

        Who owns how many rows of a decided table, which of its rows need attention, and the rules
        with their pictures. Among `faults` it shows one in full that an exception decided, and one
        that is open; without a table it counts them, one by one.

        Args:
            decided: a table that this policy decided.
            faults: rows of that table, or faults alone; those that cannot be read are counted.
            about: what was decided, as a heading says it: the name of a file, say.
            made: the day of the report; no clock is read.
            lang: that of the locale, if None.

        Raises:
            ValueError: another policy decided the table.
            PolicyError: a fault is refused.
        """
        from .report import report_of

        return report_of(self._core, decided, faults, lang, about, made).page()

    def save(self) -> str:
        """The document as JSON text, conditions in printed form."""
        return self._core.save()

    def _known(self, aspect: str) -> str:
        if aspect not in self._core.aspects:
            raise KeyError(unknown_aspect(self._core, aspect))
        return aspect

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Policy) and self.hash == other.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    def __repr__(self) -> str:
        return f"Policy(id={self.id!r}, version={self.version!r})"

    def _repr_html_(self) -> str:
        from .display import policy_html

        return policy_html(self._core)


def plain(fault: AnyFault) -> Fault | dict[str, Any]:
    """A fault as what is compiled knows it: of mappings, dictionaries only."""
    return fault if isinstance(fault, Fault | dict) else dict(fault)


def day_text(day: Day | None) -> str | None:
    """A day as a text."""
    return day.isoformat() if isinstance(day, dt.date) else day
