# SPDX-License-Identifier: Apache-2.0
"""The commands `fmt`, `lint` and `schema`: writing documents."""

# ruff: noqa: ARG001 - `--help` is dealt with before a command runs
# ruff: noqa: TC001, TC003 - typer reads the types of the arguments

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .forms import CheckFormat, Lang
from .schema_names import SchemaName

if TYPE_CHECKING:
    import typer

    from .cli_words import CliWords


def add_commands(app: typer.Typer, words: CliWords) -> None:
    """Adds them to the command line."""
    option, argument = words.option, words.argument
    lang_, help_, written_, strict_ = words.lang, words.help, words.written, words.strict
    files_ = argument(..., "FILE", "help.layout_files")
    linted_ = argument(..., "FILE", "help.linted", exists=True, dir_okay=False)
    check_ = option(False, "--check", key="help.fmt_check")
    diff_ = option(False, "--diff", key="help.fmt_diff")
    stdin_name_ = option(None, "--stdin-name", key="help.stdin_name", metavar="FILE")
    form_ = option(CheckFormat.text, "--format", key="help.format_lint")
    today_ = option(None, "--today", key="help.today", metavar="DAY")
    schema_ = argument(None, "SCHEMA", "help.schema_name", show_default=False)

    @app.command("fmt", help=words("help.fmt"), **words.settings("help.exit_fmt"))
    def fmt(
        files: list[Path] = files_,
        check: bool = check_,
        diff: bool = diff_,
        stdin_name: Path | None = stdin_name_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .fmt_command import format_documents

        format_documents(files, stdin_name, lang.value, check=check, diff=diff)

    @app.command("lint", help=words("help.lint"), **words.settings("help.exit_check"))
    def lint(
        files: list[Path] = linted_,
        form: CheckFormat = form_,
        out: Path | None = written_,
        strict: bool = strict_,
        today: str | None = today_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .lint_command import lint_documents

        lint_documents(files, form, out, today, lang.value, strict=strict)

    @app.command("schema", help=words("help.schema"), **words.settings())
    def schema(
        name: SchemaName | None = schema_,
        out: Path | None = written_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .schema_command import print_schema

        print_schema(name, out, lang.value)
