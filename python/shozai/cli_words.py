# SPDX-License-Identifier: Apache-2.0
"""The help texts of the command line in one language, and the options that commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from .forms import Lang
from .texts import text

if TYPE_CHECKING:
    from .texts import Language


class CliWords:
    """Makes options and arguments whose help is a text of the catalogue."""

    def __init__(self, lang: Language) -> None:
        self._lang: Language = lang
        self.help = self.option(
            False, "--help", key="help.help", is_eager=True, callback=_show_help
        )
        self.lang = self.option(Lang(lang), "--lang", key="help.lang")
        self.written = self.option(None, "--out", key="help.written", metavar="FILE")
        self.strict = self.option(False, "--strict", key="help.strict")

    def __call__(self, key: str) -> str:
        """The text `key`."""
        return text(key, self._lang)

    def option(self, default: Any, *names: str, key: str, **more: Any) -> Any:
        """An option that the text `key` explains."""
        return typer.Option(default, *names, help=self(key), **more)

    def argument(self, default: Any, metavar: str, key: str, **more: Any) -> Any:
        """An argument that the text `key` explains."""
        return typer.Argument(default, metavar=metavar, help=self(key), **more)

    def group(self, app: typer.Typer, name: str, key: str) -> typer.Typer:
        """Commands of their own below the command `name`, which the text `key` explains."""
        group = typer.Typer(
            add_completion=False, no_args_is_help=True, rich_markup_mode=None, help=self(key)
        )

        @group.callback(add_help_option=False, epilog=self("help.exit"))
        def of_group(help_: bool = self.help) -> None:
            pass

        app.add_typer(group, name=name)
        return group

    def settings(self, epilog: str = "help.exit") -> dict[str, Any]:
        """How a command is registered; the text `epilog` says what its exit status means."""
        return {"add_help_option": False, "epilog": self(epilog)}


def _show_help(context: typer.Context, wanted: bool) -> None:
    if wanted:
        typer.echo(context.get_help())
        raise typer.Exit
