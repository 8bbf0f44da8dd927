# SPDX-License-Identifier: Apache-2.0
"""The command `export`: the rules of a policy as tables for a spreadsheet, or as a DMN model."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from ._errors import PolicyError
from .command_output import load_or_exit
from .commands import REFUSED, usage_error
from .spreadsheet.exporting import Exporter
from .spreadsheet.writing import csv_bytes, workbook_bytes, write_whole
from .table_files import LibraryMissingError
from .terminal import Screen
from .texts import joined, text

if TYPE_CHECKING:
    from pathlib import Path

    from .spreadsheet.exporting import RuleTable
    from .texts import Language

FORMS = (".csv", ".xlsx", ".dmn")


@dataclass(frozen=True, slots=True)
class Export:
    """What is asked for."""

    policy: Path
    aspects: list[str]
    out: Path
    encoding: str
    lang: Language
    bom: bool
    labels: bool
    table_only: bool


def export_policy(wanted: Export) -> None:
    """Writes the rules of the aspects; says which of them no row can write, and fails then."""
    lang = wanted.lang
    form = wanted.out.suffix.lower()
    if form not in FORMS:
        usage_error(text("export.form", lang, file=wanted.out.name))
    policy = load_or_exit(wanted.policy, lang, REFUSED)
    for aspect in wanted.aspects:
        if aspect not in policy.aspects:
            known = joined(list(policy.aspects), lang)
            usage_error(text("error.no_aspect", lang, aspect=aspect, aspects=known))
    document: dict[str, Any] = json.loads(policy._core.save())
    notes = Screen(lang, sys.stderr)
    names = list(dict.fromkeys(wanted.aspects)) or list(policy.aspects)
    if form == ".dmn":
        _write(wanted, _model(document, names, notes))
        return
    exporter = Exporter(document, lang, labels=wanted.labels, table_only=wanted.table_only)
    tables = [exporter.table(name) for name in names]
    filled = [table for table in tables if table.rows]
    if not filled:
        usage_error(text("export.nothing", lang))
    if form == ".csv" and len(filled) > 1:
        aspects = joined([table.aspect for table in filled], lang)
        usage_error(text("export.one_aspect", lang, aspects=aspects))
    _write(wanted, _bytes(wanted, form, filled))
    _say([table for table in tables if table.rows or table.left_out], notes)


def _model(document: dict[str, Any], names: list[str], notes: Screen) -> bytes:
    from .dmn import export_dmn

    try:
        return export_dmn(document, names).encode()
    except PolicyError as error:
        notes.findings(error.diagnostics)
        raise typer.Exit(REFUSED) from None


def _bytes(wanted: Export, form: str, tables: list[RuleTable]) -> bytes:
    try:
        if form == ".xlsx":
            return workbook_bytes(tables)
        return csv_bytes(tables[0], wanted.encoding, bom=wanted.bom)
    except LibraryMissingError as error:
        usage_error(text("error.library", wanted.lang, library=error.args[0]))
    except UnicodeEncodeError as error:
        letters = error.object[error.start : error.end]
        usage_error(text("export.no_character", wanted.lang, letters=letters))


def _write(wanted: Export, data: bytes) -> None:
    try:
        write_whole(wanted.out, data)
    except OSError as error:
        why = error.strerror or ""
        usage_error(text("error.unwritable", wanted.lang, file=wanted.out, why=why))


def _say(tables: list[RuleTable], notes: Screen) -> None:
    left_out = False
    for table in tables:
        rows = notes.count("table_row", len(table.rows))
        notes.line(notes.word("export.written", aspect=table.aspect, rows=rows))
        if table.left_out:
            left_out = True
            rules = joined(table.left_out, notes.lang)
            notes.paragraph(notes.word("export.left_out", rules=rules), "yellow", indent=2)
    if left_out:
        notes.line(notes.word("export.incomplete"), "bold red")
        raise typer.Exit(REFUSED)
