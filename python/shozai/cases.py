# SPDX-License-Identifier: Apache-2.0
"""Test cases of a policy, kept in a file: faults, and what is expected of the decisions on them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from ._core import CompiledCases
from .case_files import policy_files, read_case_text
from .case_policies import CasePolicies, free_text_of
from .case_results import CaseReport, CaseResult
from .policy import Policy
from .progress import watching

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Sequence

    from ._core import Diagnostic, LocalizedText, PolicyCase
    from .case_files import CaseText
    from .case_policies import Versions
    from .coverage import Coverage
    from .frames import Progress
    from .mutation import MutationReport
    from .policy_set import PolicySet
    from .suggestions import Suggestions

    AnyPolicy = Policy | str | os.PathLike[str]

CHUNK = 500  # cases that are run between two looks at the clock


class CaseFile:
    """The cases of one file, read and checked by the policy that they are about."""

    __slots__ = ("_core", "_source", "_versions")

    def __init__(self, core: CompiledCases, versions: Versions, source: CaseText) -> None:
        self._core = core
        self._versions = versions
        self._source = source

    @classmethod
    def load(
        cls,
        path: str | os.PathLike[str],
        policies: AnyPolicy | PolicySet | Iterable[AnyPolicy] | None = None,
    ) -> CaseFile:
        """The cases of the file at `path`: JSON, CSV or XLSX, by the ending of its name.

        `policies` are the policy that they are about, or its versions, loaded or as files. Without,
        the key `policy` of the file names them; else NAME.json beside NAME.cases.json is meant.

        Raises:
            PolicyError: the file or the policy is refused; the error has every finding.
        """
        return cls.read(Path(path), CasePolicies(policies))

    @classmethod
    def read(cls, path: Path, policies: CasePolicies) -> CaseFile:
        """The same with policies that several files may share.

        Raises:
            PolicyError: the file or the policy is refused; the error has every finding.
        """
        table = path.suffix.lower() in (".csv", ".xlsx")
        source = None if table else read_case_text(path)
        versions = policies.given() or policies.of_files(policy_files(path, source))
        if source is None:
            source = read_case_text(path, free_text=free_text_of(versions.compiled))
        core = CompiledCases(
            versions.core, source.text, source.name, form=source.form, sheet=source.sheet
        )
        return cls(core, versions, source)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._source.path

    @property
    def name(self) -> str:
        """The same as findings have it."""
        return self._source.name

    @property
    def source(self) -> CaseText:
        """What was read."""
        return self._source

    @property
    def title(self) -> LocalizedText:
        """What people call it; may be empty."""
        return self._core.title

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The policy that the cases are about, or its versions."""
        return tuple(map(Policy, self._versions.compiled))

    @property
    def notes(self) -> tuple[Diagnostic, ...]:
        """What was put right in the cells of a table when it was read."""
        return self._source.notes

    @property
    def cases(self) -> tuple[PolicyCase, ...]:
        """The cases, in the order of the file."""
        return tuple(self._core[number] for number in range(len(self._core)))

    def case(self, number: int) -> PolicyCase:
        """One of them, counted from 0."""
        return self._core[number]

    @property
    def core(self) -> CompiledCases:
        """The cases as they were compiled."""
        return self._core

    @property
    def versions(self) -> Versions:
        """The policy or its versions, as they were loaded."""
        return self._versions

    def __len__(self) -> int:
        return len(self._core)

    def select(self, tags: Sequence[str] = (), only: str = "") -> list[int]:
        """The numbers, from 0, of cases with any of the tags, and with a text in their name.

        No tags mean all cases; capitals do not count in a name.
        """
        if not tags and not only:
            return list(range(len(self._core)))
        wanted, part = set(tags), only.casefold()
        return [
            number
            for number, case in enumerate(self.cases)
            if (not tags or wanted.intersection(case.tags)) and part in case.name.casefold()
        ]

    def run(
        self,
        numbers: Sequence[int] | None = None,
        *,
        fail_fast: bool = False,
        progress: Progress = None,
    ) -> CaseReport:
        """What becomes of the cases, of all or of those with these numbers, counted from 0.

        With `fail_fast` the first case that does not pass is the last one that is run. `progress`
        is called with the number of cases done; None shows a bar where somebody can see it.
        """
        chosen = list(range(len(self))) if numbers is None else list(numbers)
        results: list[CaseResult] = []
        done = 0
        with watching(progress, Amount(len(chosen))) as tell:
            for first, end in _chunks(chosen):
                results += self._run(first, end)
                if fail_fast and results:
                    ran = chosen.index(results[0].number) + 1
                    return CaseReport(self, tuple(chosen[:ran]), tuple(results[:1]))
                done += end - first
                if tell is not None:
                    tell(done)
        return CaseReport(self, tuple(chosen), tuple(results))

    def _run(self, first: int, end: int) -> list[CaseResult]:
        core = self._core
        open_ones = [(number, True) for number in range(first, end) if core[number].pending]
        wrong = [(number, False) for number in core.failing(first, end)]
        return [CaseResult(self, *found) for found in sorted(open_ones + wrong)]

    def coverage(self, numbers: Sequence[int] | None = None) -> Coverage:
        """What of the policy the cases exercise, all or those with these numbers, from 0.

        Raises:
            ValueError: the cases are about several versions of a policy.
        """
        from .case_coverage import coverage_of

        return coverage_of(self, range(len(self)) if numbers is None else numbers)

    def suggest(self) -> Suggestions | None:
        """Faults for what the cases leave out of the policy; None if it is too large for that.

        Raises:
            ValueError: the cases are about several versions of a policy.
        """
        from .suggestions import suggest

        return suggest(self.policies[0], [self])

    def mutants(self, most: int | None = None, *, progress: Progress = None) -> MutationReport:
        """Which small mistakes in the policy the cases notice; with `most`, of so many.

        Raises:
            ValueError: a case does not pass, or they are about several versions of a policy.
        """
        from .mutation import try_mutants

        return try_mutants([self], most=most, progress=progress)

    def __repr__(self) -> str:
        return f"CaseFile({self.name!r}, {len(self)} cases)"


@dataclass(frozen=True, slots=True)
class Amount:
    """How many cases there are, for a bar of progress."""

    num_rows: int  # as tables call it


def _chunks(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Numbers in order as ranges [first, end) of consecutive ones, none of them long."""
    if not numbers:
        return
    breaks = [at for at, (one, next_one) in enumerate(pairwise(numbers), 1) if next_one != one + 1]
    for begin, end in pairwise([0, *breaks, len(numbers)]):
        for at in range(begin, end, CHUNK):
            yield numbers[at], numbers[min(at + CHUNK, end) - 1] + 1
