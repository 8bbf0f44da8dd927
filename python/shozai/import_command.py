# SPDX-License-Identifier: Apache-2.0
"""The command `import`: tables of CSV files and workbooks into a policy, or a DMN model as one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from ._errors import PolicyError
from .commands import REFUSED, usage_error
from .spreadsheet.files import read_grids, read_limited, split_sheet
from .spreadsheet.findings import UnclearError, grouped
from .spreadsheet.writing import write_whole
from .terminal import Screen
from .texts import joined, text

if TYPE_CHECKING:
    from .spreadsheet.grid import Grid
    from .spreadsheet.importing import Imported, TargetDocument
    from .texts import Language


def import_file(
    table: str, into: Path | None, aspect: str | None, out: Path | None, lang: Language
) -> None:
    """Prints or writes the document that a file of tables gives, and says how it was read."""
    notes = Screen(lang, sys.stderr)
    name, sheet = (table, None) if Path(table).is_file() else split_sheet(table)
    path = Path(name)
    if not path.is_file():
        usage_error(text("error.unreadable", lang, file=path, why=text("import.no_file", lang)))
    try:
        if path.suffix.lower() == ".dmn":
            if into is not None or aspect is not None:
                usage_error(text("import.dmn_alone", lang))
            written = _from_model(path, notes)
        else:
            if into is None:
                usage_error(text("import.into_needed", lang))
            written = _from_tables(path, sheet, into, aspect, out or into, notes)
    except PolicyError as error:
        notes.findings(error.diagnostics)
        notes.line(notes.word("import.refused"), "bold red")
        raise typer.Exit(REFUSED) from None
    except OSError as error:
        why = error.strerror or ""
        usage_error(text("error.unreadable", lang, file=error.filename or path, why=why))
    _put(written, out, lang)


def _from_model(path: Path, notes: Screen) -> str:
    from .dmn import import_dmn
    from .layout import layout

    document, findings = import_dmn(read_limited(path, path.name), path.name)
    notes.findings(findings)
    return layout(document)


def _from_tables(
    path: Path, sheet: str | None, into: Path, aspect: str | None, place: Path, notes: Screen
) -> str:
    from .spreadsheet.importing import TargetDocument, file_name

    document = TargetDocument(into)
    chosen = None if aspect is None else _aspect(document, aspect, notes.lang)
    file = file_name(path)
    in_book = file.endswith(".xlsx")
    if in_book and sheet is None:
        grids = read_grids(path, every=True, name=file)
    else:
        grids = read_grids(path, sheet, name=file)
    by_aspect = (
        _by_sheet(document, grids, chosen, notes)
        if in_book
        else {chosen or _only(document, path, notes.lang): grids[0]}
    )
    imported = document.with_tables(by_aspect, place)
    _say(imported, notes)
    return imported.text


def _by_sheet(
    document: TargetDocument, grids: list[Grid], chosen: str | None, notes: Screen
) -> dict[str, Grid]:
    """The sheets that are called as the aspects are; a single one may be called otherwise."""
    if len(grids) == 1 and chosen is not None:
        return {chosen: grids[0]}
    found: dict[str, Grid] = {}
    for grid in grids:
        name = _named(document, grid.sheet, notes.lang)
        if name is None or (chosen is not None and name != chosen):
            notes.line(notes.word("import.sheet_left", sheet=grid.sheet), "dim")
        elif name in found:
            usage_error(text("import.twice", notes.lang, aspect=name))
        else:
            found[name] = grid
    if not found:
        _ask_for_aspect(document, joined([grid.sheet for grid in grids], notes.lang), notes.lang)
    return found


def _only(document: TargetDocument, path: Path, lang: Language) -> str:
    """The aspect that a CSV file is called by, or the only one."""
    name = _named(document, path.stem, lang)
    if name is not None:
        return name
    if len(document.aspects) != 1:
        _ask_for_aspect(document, path.name, lang)
    return next(iter(document.aspects))


def _aspect(document: TargetDocument, name: str, lang: Language) -> str:
    found = _named(document, name, lang)
    if found is None:
        aspects = joined(list(document.aspects), lang)
        usage_error(text("error.no_aspect", lang, aspect=name, aspects=aspects))
    return found


def _named(document: TargetDocument, name: str, lang: Language) -> str | None:
    try:
        return document.aspect(name)
    except UnclearError:
        usage_error(text("import.twice", lang, aspect=name))


def _ask_for_aspect(document: TargetDocument, names: str, lang: Language) -> NoReturn:
    aspects = joined(list(document.aspects), lang)
    usage_error(text("import.aspect_needed", lang, names=names, aspects=aspects))


def _say(imported: Imported, notes: Screen) -> None:
    notes.findings(grouped(imported.findings))
    for table in imported.tables:
        words: dict[str, Any] = {
            "aspect": table.aspect,
            "source": table.source,
            "rows": notes.count("table_row", table.rows),
        }
        key = "import.replaced" if table.replaced else "import.added"
        notes.line(notes.word(key, **words))
        if table.rules:
            rules = notes.count("rule", table.rules)
            notes.line("  " + notes.word("import.kept", rules=rules), "dim")


def _put(written: str, out: Path | None, lang: Language) -> None:
    if out is None:
        sys.stdout.write(written)
        return
    try:
        write_whole(out, written.encode())
    except OSError as error:
        usage_error(text("error.unwritable", lang, file=out, why=error.strerror or ""))
