# SPDX-License-Identifier: Apache-2.0
"""What linting found, in the terminal or as a line of JSON for each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from .evidence import FaultWords
from .kinds import LEVELS
from .show_decisions import json_line
from .terminal import LEVEL_STYLES, MOST_FINDINGS, Screen
from .texts import Labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._core import Diagnostic
    from .check import Finding
    from .lint import LintedFile
    from .texts import Language


def show_lint(screen: Screen, files: Sequence[LintedFile]) -> None:
    """Prints what was found, file by file, and a summary."""
    for file in files:
        if file.findings or file.proved:
            screen.heading(str(file.path))
            screen.findings(file.findings)
            _show_proved(screen, file)
            screen.line()
    errors, warnings = (sum(file.count(level) for file in files) for level in ("error", "warning"))
    words = {
        "files": screen.count("file", len(files)),
        "errors": screen.count("error", errors),
        "warnings": screen.count("warning", warnings),
    }
    style = "bold red" if errors else "yellow" if warnings else "bold green"
    screen.line(screen.word("lint.sum", **words), style)


def _show_proved(screen: Screen, file: LintedFile) -> None:
    report, found = file.report, file.proved
    if report is None:
        return
    core = report._core
    faults = FaultWords(core, Labels(core, screen.lang), screen.lang)
    for finding in found[:MOST_FINDINGS]:
        place = _place(finding, file)
        level = screen.word(LEVELS[finding.severity])
        head = f"{place}: {level} {finding.code}: {finding.message(screen.lang)}"
        screen.line(head, LEVEL_STYLES[finding.severity])
        if finding.witness is not None:
            screen.field(screen.word("check.example"), faults.witness(finding.witness))
        if finding.hint(screen.lang):
            screen.field(screen.word("hint"), finding.hint(screen.lang))
    if len(found) > MOST_FINDINGS:
        things = screen.count("finding", len(found) - MOST_FINDINGS)
        screen.line(screen.word("more", things=things), "dim")


def write_lint(files: Sequence[LintedFile], lang: Language, stream: TextIO) -> None:
    """Writes a line of JSON for each finding."""
    for file in files:
        trees = [_tree_of_form(finding, lang) for finding in file.findings]
        trees += [_tree_of_proof(finding, file, lang) for finding in file.proved]
        for tree in trees:
            told = {"document": str(file.path), **tree}
            kept = {key: value for key, value in told.items() if value not in (None, "")}
            stream.write(json_line(kept) + "\n")


def _tree_of_form(finding: Diagnostic, lang: Language) -> dict[str, object]:
    return {
        "code": finding.code,
        "level": finding.level,
        "file": finding.file,
        "pointer": finding.pointer,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message(lang),
        "hint": finding.hint(lang),
    }


def _tree_of_proof(finding: Finding, file: LintedFile, lang: Language) -> dict[str, object]:
    return {
        "code": finding.code,
        "level": finding.severity,
        "file": finding.file or file.path.name,
        "pointer": finding.pointer,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message(lang),
        "hint": finding.hint(lang),
    }


def _place(finding: Finding, file: LintedFile) -> str:
    parts = (finding.file or file.path.name, finding.line, finding.column)
    return ":".join(str(part) for part in parts if part is not None)
