# SPDX-License-Identifier: Apache-2.0
"""What became of test cases: those that did not pass, and how many did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from ._core import CompiledPolicy, Decision, Explanation, Mismatch, PolicyCase
    from .cases import CaseFile
    from .texts import Language

    Status = Literal["failed", "pending"]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case that did not pass."""

    file: CaseFile = field(repr=False)
    number: int
    """Which case of the file, counted from 0."""
    pending: bool
    """Whether nobody has said yet what is expected."""

    @property
    def case(self) -> PolicyCase:
        """The case itself."""
        return self.file.core[self.number]

    @property
    def name(self) -> str:
        """What the file calls it."""
        return self.case.name

    @property
    def status(self) -> Status:
        """In one word."""
        return "pending" if self.pending else "failed"

    @property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """What is not as expected; nothing if the case is pending."""
        return tuple(self.file.core.run(self.number))

    @property
    def aspects(self) -> tuple[str, ...]:
        """The aspects in which something is not as expected; of a pending case all."""
        if self.pending:
            return tuple(self.policy.aspects)
        return tuple(dict.fromkeys(mismatch.aspect for mismatch in self.mismatches))

    @property
    def policy(self) -> CompiledPolicy:
        """The version that decides the case, or the nearest one if none is in force."""
        return self.file.core.policy(self.number)

    @property
    def in_force(self) -> bool:
        """Whether a version is in force on the day of the case, if it names one."""
        return self.file.core.in_force(self.number)

    def decide(self, aspect: str) -> Decision:
        """What the policy says of one aspect."""
        return self.file.core.decide(self.number, aspect)

    def explain(self, aspect: str) -> Explanation | None:
        """Why it says so; None if no version is in force."""
        return self.file.core.explain(self.number, aspect)

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        case = self.case
        wrong = [
            {"aspect": m.aspect, "field": m.field, "expected": m.expected, "actual": m.actual}
            for m in self.mismatches
        ]
        return {
            "name": case.name,
            "line": case.line,
            "tags": list(case.tags),
            "status": self.status,
            "mismatches": wrong,
        }


@dataclass(frozen=True, slots=True, repr=False)
class CaseReport:
    """What became of the cases of a file. It is true if all of them passed."""

    file: CaseFile
    numbers: tuple[int, ...]
    """The cases that were run, counted from 0."""
    results: tuple[CaseResult, ...]
    """Those that did not pass, in the order of the file."""

    @property
    def total(self) -> int:
        """How many cases were run."""
        return len(self.numbers)

    @property
    def passed(self) -> int:
        """How many are as expected."""
        return self.total - len(self.results)

    @property
    def failed(self) -> int:
        """How many are not."""
        return sum(not result.pending for result in self.results)

    @property
    def pending(self) -> int:
        """Of how many nobody has said yet what is expected."""
        return sum(result.pending for result in self.results)

    def __bool__(self) -> bool:
        return not self.results

    def __repr__(self) -> str:
        counts = f"{self.passed} passed, {self.failed} failed, {self.pending} pending"
        return f"CaseReport({self.file.name!r}, {counts})"

    def text(self, lang: Language | None = None) -> str:
        """What the command `test` prints of the cases that did not pass."""
        from .show_cases import result_text

        return "\n".join(result_text(result, lang) for result in self.results)

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it: the counts, and the cases that did not pass."""
        policies = [
            {"id": policy.id, "version": policy.version, "hash": policy.hash}
            for policy in self.file.versions.compiled
        ]
        return {
            "file": self.file.name,
            "policies": policies,
            "cases": self.total,
            "passed": self.passed,
            "failed": self.failed,
            "pending": self.pending,
            "results": [result.to_dict() for result in self.results],
        }

    def _repr_html_(self) -> str:
        from .show_cases import report_html

        return report_html(self)
