# SPDX-License-Identifier: Apache-2.0
"""The commands `fmt`, `lint` and `schema`: writing documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

    from .cli_words import CliWords


def add_commands(app: typer.Typer, words: CliWords) -> None:
    """Adds them to the command line."""
