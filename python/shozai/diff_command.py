# SPDX-License-Identifier: Apache-2.0
"""The command `diff`: what changes from one policy to another."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from ._errors import PolicyError
from .command_output import json_text, load_or_exit, output
from .commands import USAGE, usage_error
from .decide_command import open_table
from .difference import difference_of
from .forms import DiffOnly, TextOrJson
from .show_difference import show_difference
from .table_files import BY_COLUMN
from .terminal import Screen
from .texts import joined, text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ._core import CompiledPolicy
    from .difference import Difference, Group
    from .texts import Language

# As those of diff(1): 0 is no difference, and trouble comes after what differs.
DIFFERS = 1
TROUBLE = USAGE


def compare_policies(
    old: Path,
    new: Path,
    history: Path | None,
    form: TextOrJson,
    only: DiffOnly | None,
    out: Path | None,
    lang: Language,
) -> None:
    """Prints or writes the difference of two policies."""
    cores = (load_or_exit(old, lang, TROUBLE)._core, load_or_exit(new, lang, TROUBLE)._core)
    difference, place = _compared(cores, history, lang)
    groups = difference.of_grade(only.value) if only else difference.groups
    with output(out, lang) as stream:
        if form == TextOrJson.json:
            stream.write(json_text(_tree(difference, only)))
        else:
            show_difference(Screen(lang, stream), cores, difference, groups, place)
    status = _status(difference, groups)
    if status:
        raise typer.Exit(status)


def _compared(
    cores: tuple[CompiledPolicy, CompiledPolicy], history: Path | None, lang: Language
) -> tuple[Difference, Callable[[int], object]]:
    """The difference, and where a person finds a row of the history."""
    if history is None:
        return difference_of(*cores), int
    if history.suffix.lower() not in BY_COLUMN:
        usage_error(text("error.readable", lang, forms=joined(list(BY_COLUMN), lang)))
    try:
        read = open_table(history, lang)
        return difference_of(*cores, read.frame, {"cells": read.cells}), read.place
    except PolicyError as error:
        Screen(lang, sys.stderr).findings(error.diagnostics)
        raise typer.Exit(TROUBLE) from None
    except ImportError as error:
        usage_error(text("error.library", lang, library=error.name))


def _tree(difference: Difference, only: DiffOnly | None) -> dict[str, object]:
    tree = difference.to_dict()
    if only:
        tree["groups"] = [group for group in tree["groups"] if group["grade"] == only.value]
    return tree


def _status(difference: Difference, groups: tuple[Group, ...] | list[Group]) -> int:
    """Whether what was asked for differs; trouble, if that is not known."""
    states = {aspect.state for aspect in difference.aspects}
    changes = {change.code for change in difference.schema_changes}
    # Another interim owner; attributes that are derived in another way.
    if groups or states & {"added", "removed"} or "SZ754" in changes:
        return DIFFERS
    return TROUBLE if "undecided" in states or "SZ749" in changes else 0
