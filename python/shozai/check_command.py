# SPDX-License-Identifier: Apache-2.0
"""The command `check`: what can be proved wrong with a policy."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .command_output import json_text, load_or_exit, output
from .commands import REFUSED, day_of
from .forms import CheckFormat
from .show_check import show_check
from .terminal import Screen

if TYPE_CHECKING:
    from .texts import Language


def check_policy(
    path: Path,
    form: CheckFormat,
    out: Path | None,
    today: str | None,
    lang: Language,
    *,
    strict: bool,
    everything: bool,
) -> None:
    """Prints or writes what checking a policy finds."""
    day = day_of(today, lang) or dt.date.today().isoformat()
    policy = load_or_exit(path, lang, REFUSED)
    report = policy.check(day)
    with output(out, lang) as stream:
        if form == CheckFormat.text:
            screen = Screen(lang, stream)
            show_check(screen, policy._core, report, path.name, everything=everything)
        elif form == CheckFormat.sarif:
            stream.write(json_text(report.to_sarif(_seen_from_here(path), lang)))
        else:
            stream.write(json_text(report.to_dict()))
    if report.counts["error"] or (strict and report.counts["warning"]):
        raise typer.Exit(REFUSED)


def _seen_from_here(path: Path) -> str:
    """The path of a document as a repository knows it, if it lies below the current folder."""
    whole, here = Path(os.path.abspath(path)), Path.cwd()  # noqa: PTH100 - links stay as they are
    return (whole.relative_to(here) if whole.is_relative_to(here) else whole).as_posix()
