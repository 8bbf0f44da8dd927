# SPDX-License-Identifier: Apache-2.0
"""Whole tables of faults: any data frame in, decisions out, column by column."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import _core
from .decisions import STATES
from .progress import watching

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ._core import CompiledPolicy, TableProblem, _DecidedTable
    from .texts import Language

    Progress = bool | Callable[[int], None] | None

MOST_PROBLEMS = 20


class TableError(ValueError):
    """A table with cells that cannot be read; nothing of it was decided."""

    problems: tuple[TableProblem, ...]

    def __init__(self, problems: Sequence[TableProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem_lines(problems, "en")))


def problem_lines(
    problems: Sequence[TableProblem], lang: Language, place: Callable[[int], object] = int
) -> list[str]:
    """What is wrong, a problem a line; those past the first few are counted.

    `place` says where a person finds a row of the table.
    """
    from .texts import count, text

    lines = [_problem_line(problem, lang, place) for problem in problems[:MOST_PROBLEMS]]
    if len(problems) > MOST_PROBLEMS:
        things = count("finding", len(problems) - MOST_PROBLEMS, lang)
        lines.append(text("more", lang, things=things))
    return lines


def _problem_line(problem: TableProblem, lang: Language, place: Callable[[int], object]) -> str:
    from .texts import count, text

    finding = problem.diagnostic
    heading = problem.heading or problem.attribute
    if not finding.arguments:
        message, hint = text("table.others", lang), ""
    else:
        message, hint = finding.message(lang), finding.hint(lang)
    return text(
        "table.problem",
        lang,
        column=heading,
        code=finding.code,
        message=text("hinted", lang, message=message, hint=hint) if hint else message,
        cells=count("cell", problem.count, lang),
        rows=", ".join(str(place(row)) for row in problem.rows),
    )


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many rows of a table come to the same for one aspect."""

    aspect: str
    state: str
    """As of a decision; `invalid` for a row that cannot be read."""
    owner: str | None
    """Who is accountable, or is so meanwhile; None for an invalid row."""
    rows: int


class DecidedTable:
    """The decisions on a table, in its order of rows.

    An Arrow table with the columns `ASPECT.state`, `.owner`, `.accountable`, `.rule` and
    `.possible` for each aspect. Whatever reads Arrow takes it: `polars.DataFrame(decided)`,
    `pandas.DataFrame.from_arrow(decided)`, `pyarrow.table(decided)`; duckdb reads a variable of
    that name in its SQL.
    """

    __slots__ = ("_core", "_policy")

    def __init__(self, policy: CompiledPolicy, core: _DecidedTable) -> None:
        self._policy = policy
        self._core = core

    def __len__(self) -> int:
        return self._core.rows

    @property
    def aspects(self) -> tuple[str, ...]:
        """The aspects decided, in document order."""
        return tuple(self._core.aspects)

    @property
    def problems(self) -> tuple[TableProblem, ...]:
        """What is wrong in cells, the most frequent of each column first; such rows are invalid."""
        return tuple(self._core.problems)

    @property
    def missing(self) -> tuple[str, ...]:
        """Attributes that no column gives: unknown in every row."""
        return tuple(self._core.missing)

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headings that no attribute claims."""
        return tuple(self._core.ignored)

    @property
    def normalized(self) -> int:
        """How many cells had a text that is not in Unicode normal form C; it was brought there."""
        return self._core.normalized

    def summary(self) -> list[OutcomeCount]:
        """How many rows come to what, by aspect: conflicts and gaps first, then by number."""
        found: list[OutcomeCount] = []
        for aspect in self.aspects:
            counted: Counter[tuple[str, str]] = Counter()
            for state, owner, _accountable, _rule, _possible, rows in self._core.counts(aspect):
                counted[state, owner] += rows
            found += [
                OutcomeCount(aspect, state, owner or None, rows)
                for (state, owner), rows in sorted(
                    counted.items(), key=lambda item: (STATES.index(item[0][0]), -item[1])
                )
            ]
        return found

    def rules(self, aspect: str) -> dict[str, int]:
        """How many rows each rule of an aspect decides alone, the busiest first.

        Raises:
            KeyError: the aspect was not decided.
        """
        counted: Counter[str] = Counter()
        for _state, _owner, _accountable, rule, _possible, rows in self._core.counts(aspect):
            counted[rule] += rows if rule else 0
        return {rule: rows for rule, rows in counted.most_common() if rows}

    def rows(self, aspect: str, state: str, limit: int | None = None) -> list[int]:
        """The first rows, counted from 0, in which an aspect has a state.

        Raises:
            KeyError: the aspect was not decided.
        """
        return self._core.rows_of(aspect, state, len(self) if limit is None else limit)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table as an Arrow stream; it can be taken any number of times."""
        return self._core.stream()

    def __arrow_c_schema__(self) -> object:
        """The columns of that stream."""
        return self._core.schema()

    def __repr__(self) -> str:
        return f"DecidedTable({len(self):,} rows, aspects={list(self.aspects)})"

    def _repr_html_(self) -> str:
        from .display import decided_table_html

        return decided_table_html(self, self._policy)


class DecidedStream:
    """Decisions on a stream of batches, made while somebody reads them; it is read once."""

    __slots__ = ("_capsule", "_check", "ignored", "missing")

    missing: tuple[str, ...]
    """Attributes that no column gives: unknown in every row."""
    ignored: tuple[str, ...]
    """Headings that no attribute claims."""

    def __init__(
        self, capsule: object, missing: Sequence[str], ignored: Sequence[str], check: _Check
    ) -> None:
        self._capsule: object | None = capsule
        self._check = check
        self.missing = tuple(missing)
        self.ignored = tuple(ignored)

    @property
    def problems(self) -> tuple[TableProblem, ...]:
        """What is wrong in the batches read so far; such rows are invalid."""
        return tuple(self._check.problems)

    @property
    def normalized(self) -> int:
        """How many cells so far had a text that was brought into Unicode normal form C."""
        return self._check.normalized

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The stream.

        Raises:
            RuntimeError: it was taken before.
        """
        taken, self._capsule = self._capsule, None
        if taken is None:
            raise RuntimeError("this stream was taken before: decide the table anew")
        return taken


class _Check:
    """Hears of problems after each batch of a stream; refuses them, if it is strict."""

    __slots__ = ("normalized", "problems", "strict")

    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self.problems: Sequence[TableProblem] = ()
        self.normalized = 0

    def __call__(self, problems: Sequence[TableProblem], normalized: int) -> None:
        self.problems, self.normalized = problems, normalized
        if self.strict and problems:
            raise TableError(problems)


@dataclass(frozen=True, slots=True)
class Decider:
    """A policy with a way to read tables: decides one after the other alike."""

    policy: CompiledPolicy
    aspects: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    strict: bool = True
    cells: bool = False
    threads: int = 1

    def decide(self, frame: Any, *, progress: Progress = None) -> DecidedTable:
        """Who owns each row of `frame`, an object with `__arrow_c_stream__`.

        Raises:
            TableError: some cells cannot be read, and `strict` is on.
            PolicyError: an attribute has two columns, or `columns` names what is not there.
            TypeError: `frame` is not a table.
            ArrowError: the table's producer failed.
        """
        with watching(progress, frame) as report:
            try:
                core = _core.decide_frame(
                    self.policy,
                    frame,
                    list(self.aspects),
                    dict(self.columns),
                    self.cells,
                    self.threads,
                    report,
                )
            except _core.ArrowError as error:
                # Of what a producer in Python raises, Arrow keeps the text.
                if str(error).rstrip().endswith("KeyboardInterrupt"):
                    raise KeyboardInterrupt from error
                raise
        if self.strict and core.problems:
            raise TableError(core.problems)
        return DecidedTable(self.policy, core)

    def stream(self, frame: Any) -> DecidedStream:
        """The same batch by batch, for tables that do not fit into memory.

        What is wrong in a batch ends the stream with an error, if `strict` is on.
        """
        check = _Check(self.strict)
        capsule, missing, ignored = _core.decide_stream(
            self.policy,
            frame,
            list(self.aspects),
            dict(self.columns),
            self.cells,
            self.threads,
            check,
        )
        return DecidedStream(capsule, missing, ignored, check)
