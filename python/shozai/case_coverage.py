# SPDX-License-Identifier: Apache-2.0
"""What the cases of several files exercise of their policies, and the files that say so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .command_output import write_or_exit
from .coverage import Coverage, merge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .case_runs import FileRun
    from .cases import CaseFile
    from .texts import Language


@dataclass(frozen=True, slots=True)
class CoverageWishes:
    """What is wanted of coverage."""

    shown: bool = False
    page: Path | None = None
    lcov: Path | None = None
    cobertura: Path | None = None
    least: float | None = None
    """The percentage below which the command fails."""

    def __bool__(self) -> bool:
        files = (self.page, self.lcov, self.cobertura)
        return self.shown or any(files) or self.least is not None

    def met_by(self, coverages: Sequence[Coverage]) -> bool:
        """Whether enough of every policy is covered."""
        return self.least is None or all(found.percent >= self.least for found in coverages)

    def write(self, coverages: Sequence[Coverage], lang: Language) -> None:
        """Writes the files; ends the command if that is not possible."""
        if self.page is not None:
            from .coverage_page import coverage_page

            write_or_exit(self.page, coverage_page(coverages, lang), lang)
        if self.lcov is not None:
            from .lcov import lcov

            write_or_exit(self.lcov, lcov(coverages), lang)
        if self.cobertura is not None:
            from .cobertura import cobertura

            write_or_exit(self.cobertura, cobertura(coverages), lang)


def coverages_of(runs: Sequence[FileRun]) -> tuple[list[Coverage], list[FileRun]]:
    """The coverage of each policy by the cases that were run; then files of which there is none.

    Coverage is measured of one version of a policy, so cases about several have none.
    """
    found: dict[tuple[str, str], Coverage] = {}
    left_out = []
    for run in runs:
        if run.report is None:
            continue
        versions = run.report.file.versions
        if len(versions.compiled) > 1:
            left_out.append(run)
            continue
        key = (versions.compiled[0].hash, str(versions.folder))
        coverage = coverage_of(run.report.file, run.report.numbers)
        found[key] = merge(found[key], coverage) if key in found else coverage
    return list(found.values()), left_out


def coverage_of(file: CaseFile, numbers: Sequence[int]) -> Coverage:
    """What some cases of one file, by their numbers, exercise of their policy.

    Raises:
        ValueError: the cases are about several versions of a policy.
    """
    tree = json.loads(file.core.coverage(list(numbers)))
    place = {number: at for at, number in enumerate(numbers)}
    for item in tree["items"]:
        item["cases"] = [place[number] for number in item["cases"]]
    names = [file.case(number).name for number in numbers]
    core, folder = file.versions.compiled[0], file.versions.folder
    if folder is None:
        return Coverage.of(tree, {}, names=names, core=core)
    return Coverage.read(tree, str(folder), names=names, core=core)
