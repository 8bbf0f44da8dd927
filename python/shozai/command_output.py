# SPDX-License-Identifier: Apache-2.0
"""What commands about whole policies share: reading the document, and where the result goes."""

from __future__ import annotations

import io
import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import typer

from ._errors import PolicyError
from .case_files import find_case_files
from .commands import usage_error
from .policy import Policy
from .show_decisions import UNSAFE
from .terminal import Screen
from .texts import joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from .texts import Language


def load_or_exit(path: Path, lang: Language, status: int) -> Policy:
    """The policy of a document; if it is refused, says why and ends the command."""
    try:
        return Policy.load(path)
    except PolicyError as error:
        Screen(lang, sys.stderr).findings(error.diagnostics)
        raise typer.Exit(status) from None


def case_files_or_exit(paths: Sequence[Path], lang: Language) -> list[Path]:
    """The case files among and below some paths; ends the command if there are none."""
    found = find_case_files(paths)
    if not found:
        places = joined([str(path) for path in paths], lang)
        usage_error(text("test.no_files", lang, places=places))
    return found


def json_text(tree: object) -> str:
    """JSON over several lines in which no character can steer a terminal."""
    lines = json.dumps(tree, ensure_ascii=False, indent=2)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", lines) + "\n"


@contextmanager
def output(out: Path | None, lang: Language) -> Iterator[TextIO]:
    """Where to write: standard output, or a file, which is written at the end."""
    if out is None:
        yield sys.stdout
        return
    kept = io.StringIO()
    yield kept
    write_or_exit(out, kept.getvalue(), lang)


def write_or_exit(file: Path, content: str, lang: Language) -> None:
    """Writes a file; ends the command if that is not possible."""
    try:
        file.write_text(content, encoding="utf-8")
    except OSError as error:
        usage_error(text("error.unwritable", lang, file=file, why=error.strerror or ""))
