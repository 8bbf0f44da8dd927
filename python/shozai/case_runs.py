# SPDX-License-Identifier: Apache-2.0
"""Running the cases of several files: each is read and run, whatever becomes of the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING

from ._errors import PolicyError
from .case_files import shown_path
from .cases import Amount, CaseFile
from .progress import watching

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ._core import Diagnostic
    from .case_policies import CasePolicies
    from .case_results import CaseReport
    from .frames import Progress


@dataclass(frozen=True, slots=True)
class Choice:
    """Which cases to run."""

    tags: tuple[str, ...] = ()
    """Cases with any of these; all, if there are none."""
    only: str = ""
    """Cases with this in their name."""
    fail_fast: bool = False
    """Whether the first case that does not pass is the last one."""


@dataclass(frozen=True, slots=True)
class FileRun:
    """What became of one file."""

    path: Path
    file: CaseFile | None
    """None if it was refused."""
    findings: tuple[Diagnostic, ...]
    """Why it was refused."""
    numbers: tuple[int, ...]
    """The chosen cases, counted from 0."""
    seconds: float
    """How long reading and running took."""
    report: CaseReport | None = None
    """None if it was refused, or not run any more."""

    @property
    def name(self) -> str:
        """The file as people know it."""
        return shown_path(self.path)

    @property
    def passed(self) -> bool:
        """Whether it was read and all the cases are as expected."""
        return bool(self.report)


def read_all(paths: Sequence[Path], policies: CasePolicies, choice: Choice) -> list[FileRun]:
    """Every file with the cases to run, or with the reason why it is refused."""
    return [_read(path, policies, choice) for path in paths]


def run_all(runs: Sequence[FileRun], choice: Choice) -> list[FileRun]:
    """The files with what became of their cases, up to the first that fails if that is enough."""
    finished: list[FileRun] = []
    done = 0
    with watching(None, Amount(sum(len(run.numbers) for run in runs))) as tell:
        for run in runs:
            finished.append(_run(run, choice, _after(done, tell)))
            if choice.fail_fast and not finished[-1].passed:
                break
            done += len(run.numbers)
    return finished


def _after(done: int, tell: Callable[[int], None] | None) -> Progress:
    return False if tell is None else lambda number: tell(done + number)


def _read(path: Path, policies: CasePolicies, choice: Choice) -> FileRun:
    started = perf_counter()
    try:
        file = CaseFile.read(path, policies)
    except PolicyError as error:
        return FileRun(path, None, tuple(error.diagnostics), (), perf_counter() - started)
    numbers = tuple(file.select(choice.tags, choice.only))
    return FileRun(path, file, (), numbers, perf_counter() - started)


def _run(run: FileRun, choice: Choice, progress: Progress) -> FileRun:
    if run.file is None:
        return run
    started = perf_counter()
    report = run.file.run(run.numbers, fail_fast=choice.fail_fast, progress=progress)
    return replace(run, report=report, seconds=run.seconds + perf_counter() - started)
