# SPDX-License-Identifier: Apache-2.0
"""The command `fmt`: documents in the canonical layout."""

from __future__ import annotations

import difflib
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ._errors import PolicyError
from .commands import REFUSED, usage_error
from .layout_files import DocumentFiles, LaidOut
from .terminal import Screen
from .texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .texts import Language

STANDARD_INPUT = "-"


def format_documents(
    paths: Sequence[Path], stdin_name: Path | None, lang: Language, *, check: bool, diff: bool
) -> None:
    """Writes documents in the canonical layout, or with `check` or `diff` says what would change.

    A document with errors stays as it is, with all of its files. `-` is standard input, laid out
    on standard output.
    """
    if any(str(path) == STANDARD_INPUT for path in paths):
        if len(paths) > 1:
            usage_error(text("error.stdin_alone", lang))
        _format_input(stdin_name or Path("stdin.json"), lang, check=check, diff=diff)
        return
    run = _Run(lang)
    run.plan(paths)
    changed = [file for file in run.files.values() if file.changed]
    if not (check or diff):
        _write_all(changed, lang)
    screen = Screen(lang)
    for file in changed:
        screen.line(screen.word("fmt.changes" if check or diff else "fmt.changed", file=file.path))
        _say_normalized(screen, file)
        if diff:
            _show_diff(screen, file)
    same = screen.count("file", len(run.files) - len(changed))
    key = "fmt.would" if check or diff else "fmt.done"
    screen.line(screen.word(key, files=screen.count("file", len(changed)), same=same), "bold")
    if run.refused or ((check or diff) and changed):
        raise typer.Exit(REFUSED)


def _format_input(path: Path, lang: Language, *, check: bool, diff: bool) -> None:
    """Lays out the text on standard input as if it stood at `path`."""
    notes = Screen(lang, sys.stderr)
    try:
        document = DocumentFiles.read(path, sys.stdin.buffer.read())
        file = plan_document(document)[0]
    except PolicyError as error:
        notes.findings(error.diagnostics)
        raise typer.Exit(REFUSED) from None
    _say_normalized(notes, file)
    if diff:
        _show_diff(Screen(lang), file)
    elif not check:
        sys.stdout.buffer.write(file.after)  # with the line ends as they are
        sys.stdout.buffer.flush()
    if (check or diff) and file.changed:
        raise typer.Exit(REFUSED)


@dataclass(slots=True)
class _Run:
    """What becomes of the files named."""

    lang: Language
    files: dict[Path, LaidOut] = field(default_factory=dict)
    refused: bool = False

    def plan(self, paths: Sequence[Path]) -> None:
        """Lays out every document; says why where that is not possible."""
        parts = []
        for path in paths:
            document = self._read(path)
            if document is not None and not document.known:
                parts.append(path)  # of another document, maybe a later one
            elif document is not None:
                self._lay_out(document)
        for path in parts:
            if path.resolve() not in self.files:
                self._refuse(text("fmt.no_document", self.lang, file=path))

    def _read(self, path: Path) -> DocumentFiles | None:
        try:
            return DocumentFiles.read(path)
        except PolicyError as error:
            self._refuse(text("fmt.refused", self.lang, file=path), error)
        except OSError as error:
            why = error.strerror or ""
            self._refuse(text("error.unreadable", self.lang, file=path, why=why))
        return None

    def _lay_out(self, document: DocumentFiles) -> None:
        try:
            for file in plan_document(document):
                self.files.setdefault(file.path.resolve(), file)
        except PolicyError as error:
            self._refuse(text("fmt.refused", self.lang, file=document.path), error)

    def _refuse(self, why: str, error: PolicyError | None = None) -> None:
        notes = Screen(self.lang, sys.stderr)
        if error is not None:
            notes.findings(error.diagnostics)
        notes.line(why, "bold red")
        self.refused = True


def plan_document(document: DocumentFiles) -> list[LaidOut]:
    """The files of a document in the canonical layout, which means the same: that is verified.

    Raises:
        PolicyError: the document is refused, as it is or in normal form C.
    """
    if document.form == "cases":
        return document.laid_out(None)
    policy = document.policy()
    files = document.laid_out(policy)
    if any(file.changed for file in files):
        after = document.replaced(files).policy()
        if after.hash != policy.hash and not any(file.normalized for file in files):
            raise AssertionError(f"{document.path}: the layout changed what the document says")
    return files


def _write_all(files: Sequence[LaidOut], lang: Language) -> None:
    """Writes all files or, if one cannot be written, none; links stay links."""
    written: list[tuple[Path, Path]] = []
    try:
        for file in files:
            target = file.path.resolve()
            handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
            written.append((Path(name), target))
            with os.fdopen(handle, "wb") as unfinished:
                unfinished.write(file.after)
            shutil.copymode(target, name)
        for ready, target in written:
            ready.replace(target)
    except OSError as error:
        why = error.strerror or ""
        usage_error(text("error.unwritable", lang, file=error.filename or "", why=why))
    finally:
        for left, _target in written:
            left.unlink(missing_ok=True)


def _say_normalized(screen: Screen, file: LaidOut) -> None:
    for pointer in file.normalized:
        screen.line("  " + screen.word("fmt.normalized", place=pointer), "yellow")


def _show_diff(screen: Screen, file: LaidOut) -> None:
    old, new = (data.decode().split("\n") for data in (file.before, file.after))
    name = str(file.path)
    styles = {"+": "green", "-": "red", "@": "cyan"}
    for line in difflib.unified_diff(old, new, name, name, lineterm=""):
        screen.line(line, styles.get(line[:1], ""))
