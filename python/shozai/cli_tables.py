# SPDX-License-Identifier: Apache-2.0
"""The commands `import` and `export`: tables and models of others."""

# ruff: noqa: ARG001 - `--help` is dealt with before a command runs
# ruff: noqa: TC001, TC003 - typer reads the types of the arguments

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from .forms import Lang

if TYPE_CHECKING:
    import typer

    from .cli_words import CliWords


class CsvEncoding(StrEnum):
    """How the characters of a CSV file are written."""

    utf_8 = "utf-8"
    cp932 = "cp932"


def add_commands(app: typer.Typer, words: CliWords) -> None:
    """Adds them to the command line."""
    option, argument = words.option, words.argument
    lang_, help_, written_ = words.lang, words.help, words.written
    table_ = argument(..., "TABLE", "help.import_table")
    into_ = option(None, "--into", key="help.into", metavar="POLICY", exists=True, dir_okay=False)
    aspect_ = option(None, "--aspect", key="help.import_aspect", metavar="NAME")
    policy_ = argument(..., "POLICY", "help.document", exists=True, dir_okay=False)
    aspects_ = option([], "--aspect", key="help.export_aspect", metavar="NAME")
    out_ = option(..., "--out", key="help.export_out", metavar="FILE")
    encoding_ = option(CsvEncoding.utf_8, "--encoding", key="help.encoding")
    bom_ = option(False, "--bom", key="help.bom")
    labels_ = option(False, "--labels", key="help.labels")
    table_only_ = option(False, "--table-only", key="help.table_only")

    @app.command("import", help=words("help.import"), **words.settings())
    def import_(
        table: str = table_,
        into: Path | None = into_,
        aspect: str | None = aspect_,
        out: Path | None = written_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .import_command import import_file

        import_file(table, into, aspect, out, lang.value)

    @app.command("export", help=words("help.export"), **words.settings("help.exit_export"))
    def export(
        policy: Path = policy_,
        aspects: list[str] = aspects_,
        out: Path = out_,
        encoding: CsvEncoding = encoding_,
        bom: bool = bom_,
        labels: bool = labels_,
        table_only: bool = table_only_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .export_command import Export, export_policy

        export_policy(
            Export(
                policy, aspects, out, encoding.value, lang.value,
                bom=bom, labels=labels, table_only=table_only,
            )
        )  # fmt: skip
