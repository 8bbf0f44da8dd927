# SPDX-License-Identifier: Apache-2.0
"""The command `lint`: everything that can be said of documents, for hooks and reviews."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import typer

from .command_output import json_text, output
from .commands import REFUSED, day_of, usage_error
from .forms import CheckFormat
from .lint import LintedFile, lint
from .lint_sarif import sarif_of_lint
from .show_lint import show_lint, write_lint
from .terminal import Screen
from .texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .texts import Language


def lint_documents(
    paths: Sequence[Path],
    form: CheckFormat,
    out: Path | None,
    today: str | None,
    lang: Language,
    *,
    strict: bool,
) -> None:
    """Prints or writes every error and warning about policies and files of cases."""
    day = day_of(today, lang) or dt.date.today().isoformat()
    files = [_linted(path, day, lang) for path in dict.fromkeys(paths)]
    with output(out, lang) as stream:
        if form == CheckFormat.text:
            show_lint(Screen(lang, stream), files)
        elif form == CheckFormat.sarif:
            stream.write(json_text(sarif_of_lint(files, lang)))
        else:
            write_lint(files, lang, stream)
    if any(file.count("error") or (strict and file.count("warning")) for file in files):
        raise typer.Exit(REFUSED)


def _linted(path: Path, day: str, lang: Language) -> LintedFile:
    try:
        return lint(path, day)
    except OSError as error:
        usage_error(text("error.unreadable", lang, file=path, why=error.strerror or ""))
