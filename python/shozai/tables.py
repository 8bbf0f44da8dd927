# SPDX-License-Identifier: Apache-2.0
"""Faults from files: CSV in UTF-8 or cp932, JSON, or JSON lines."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ._core import Diagnostic, check_json
from ._errors import PolicyError

if TYPE_CHECKING:
    import os

    from ._core import CompiledPolicy, Fault

Encoding = Literal["auto", "utf-8", "cp932"]
Form = Literal["csv", "json", "jsonl"]

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
RAGGED = "SZ180"  # the finding about a row that is left out of a table
NOT_UTF8 = "SZ183"
# What Python makes of the bytes A0 and FD to FF, which cp932 does not use.
NO_CP932 = set("\xa0\uf8f0\uf8f1\uf8f2\uf8f3")
# Each located finding carries the text it points into; past so many, only its pointer.
LOCATED = 100


@dataclass(frozen=True, slots=True)
class FaultRow:
    """One fault of a file."""

    number: int
    """Counted from 1; a heading is no fault."""
    line: int
    """Where it begins, counted from 1."""
    fault: Fault | None
    """None if it has an error."""


@dataclass(frozen=True, slots=True)
class Faults(Sequence[FaultRow]):
    """The faults of a file, those with an error included."""

    rows: tuple[FaultRow, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    """Every finding; a table may be used only if there is none, or without the rows concerned."""
    ignored: tuple[str, ...] = ()
    """Headings that no attribute claims."""
    encoding: str = "utf-8"
    """`utf-8`, `utf-8-sig` (with a byte order mark) or `cp932`."""
    normalized: bool = False
    """Whether texts were brought into Unicode normal form C."""

    def __getitem__(self, index: Any) -> Any:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[FaultRow]:
        return iter(self.rows)

    def __repr__(self) -> str:
        return f"Faults({len(self.rows)} rows, {len(self.diagnostics)} findings)"


def read_faults(
    core: CompiledPolicy,
    source: str | bytes | os.PathLike[str],
    encoding: Encoding = "auto",
    *,
    name: str = "",
    form: Form | None = None,
) -> Faults:
    """The faults of a file or a text.

    A file is CSV, JSON or JSON lines by the ending of its name; a text, by how it begins.
    """
    if isinstance(source, str) and ("\n" in source or "\r" in source):
        data = source.encode()
    elif isinstance(source, bytes):
        data = source
    else:
        path = Path(source)
        data = path.read_bytes()
        name = name or path.name.encode("utf-8", "replace").decode()
        form = form or _form_of(path)
    form = form or _guess(data)
    return (
        _read_csv(core, data, encoding, name)
        if form == "csv"
        else _read_json(core, data, name, form)
    )


def _form_of(path: Path) -> Form:
    endings: dict[str, Form] = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}
    return endings.get(path.suffix.lower(), "csv")


def _guess(data: bytes) -> Form:
    text = data.removeprefix(BYTE_ORDER_MARK).lstrip()
    if not text.startswith((b"{", b"[")):
        return "csv"
    first_line = text.partition(b"\n")[0]
    return "json" if text.startswith(b"[") or check_json(first_line) else "jsonl"


def decode(data: bytes, encoding: Encoding = "auto") -> tuple[str, str] | None:
    """Text and the name of its encoding; None if it is in none of them.

    UTF-8 is tried first and strictly: a Japanese text in cp932 is practically never valid UTF-8.
    """
    if encoding in ("auto", "utf-8"):
        try:
            marked = data.startswith(BYTE_ORDER_MARK)
            return data.decode("utf-8-sig"), "utf-8-sig" if marked else "utf-8"
        except UnicodeDecodeError:
            pass
    if encoding in ("auto", "cp932"):
        try:
            text = data.decode("cp932")
        except UnicodeDecodeError:
            return None
        return None if NO_CP932 & set(text) else (text, "cp932")
    return None


def _read_csv(core: CompiledPolicy, data: bytes, encoding: Encoding, name: str) -> Faults:
    decoded = decode(data, encoding)
    if decoded is None:
        return Faults((), (Diagnostic(NOT_UTF8, name, "", [], cell=(1, 1)),))
    text, found = decoded
    normal = unicodedata.normalize("NFC", text)
    table = core.read_table(normal, name)
    findings = tuple(table.diagnostics)
    read = {row.line: row.fault for row in table.rows}
    read.update((d.cell[0], None) for d in findings if d.code == RAGGED and d.cell is not None)
    rows = tuple(
        FaultRow(number, line, read[line]) for number, line in enumerate(sorted(read), start=1)
    )
    return Faults(rows, findings, tuple(table.ignored), found, normal != text)


def _read_json(core: CompiledPolicy, data: bytes, name: str, form: Form) -> Faults:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Faults((), tuple(check_json(data, name)))
    reader = _JsonReader(core, name)
    if form == "jsonl":
        # Only a line feed ends a line: U+2028 and others may stand in a JSON text.
        for line, part in enumerate(text.split("\n"), start=1):
            if part.strip():
                reader.read(part, line)
    else:
        reader.read(text, 1)
    encoding = "utf-8-sig" if data.startswith(BYTE_ORDER_MARK) else "utf-8"
    return Faults(tuple(reader.rows), tuple(reader.findings), encoding=encoding)


class _JsonReader:
    """Reads faults from JSON texts; findings stand at their line and column."""

    def __init__(self, core: CompiledPolicy, name: str) -> None:
        self._core = core
        self._name = name
        self.rows: list[FaultRow] = []
        self.findings: list[Diagnostic] = []

    def read(self, text: str, line: int) -> None:
        """Reads a text that begins on `line`: a fault or a list of faults."""
        if any(d.level == "error" for d in check_json(text, self._name)):
            self.findings += check_json("\n" * (line - 1) + text, self._name)
            self.rows.append(FaultRow(len(self.rows) + 1, line, None))
            return
        tree = json.loads(text)
        if not isinstance(tree, list):
            self._add(tree, "", text, line)
            return
        for index, item in enumerate(tree):
            self._add(item, f"/{index}", text, line)

    def _add(self, item: object, pointer: str, text: str, line: int) -> None:
        fault = None
        try:
            if isinstance(item, dict):
                fault = self._core.read_fault(item)
            else:
                self._report("SZ113", pointer, ["object", _kind(item)], text, line)
        except PolicyError as error:
            for d in error.diagnostics:
                self._report(d.code, pointer + d.pointer, d.arguments, text, line)
        self.rows.append(FaultRow(len(self.rows) + 1, line, fault))

    def _report(
        self, code: str, pointer: str, arguments: Sequence[str], text: str, line: int
    ) -> None:
        shown = "\n" * (line - 1) + text if len(self.findings) < LOCATED else ""
        self.findings.append(Diagnostic(code, self._name, pointer, list(arguments), shown))


def _kind(item: object) -> str:
    kinds: dict[type, str] = {
        str: "string",
        bool: "boolean",
        int: "integer",
        float: "number",
        list: "array",
    }
    return kinds.get(type(item), "null")
