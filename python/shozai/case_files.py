# SPDX-License-Identifier: Apache-2.0
"""Files of test cases: which there are, what they say, and whose policy they are about."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ._core import Diagnostic, check_json
from ._errors import PolicyError
from .tables import BYTE_ORDER_MARK, decode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

ENDINGS = (".cases.json", ".cases.csv", ".cases.xlsx")
LEFT_OUT = ("build", "node_modules", "__pycache__")  # besides hidden folders
NO_TYPE, OUTSIDE, UNREADABLE, NO_TEXT = "SZ113", "SZ131", "SZ132", "SZ183"

Form = Literal["json", "csv"]


def is_case_file(name: str) -> bool:
    """Whether a file of this name holds cases."""
    return name.lower().endswith(ENDINGS)


def find_case_files(paths: Iterable[Path]) -> list[Path]:
    """The case files among and below some paths, each once; a file that is named is one."""
    found = [file for path in paths for file in (_below(path) if path.is_dir() else [path])]
    return list({os.path.abspath(file): file for file in found}.values())  # noqa: PTH100 - links stay as they are


def _below(folder: Path) -> Iterator[Path]:
    for at, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in LEFT_OUT)
        shown = sorted(name for name in files if is_case_file(name) and not name.startswith("."))
        yield from (Path(at, name) for name in shown)


@dataclass(frozen=True, slots=True)
class CaseText:
    """A case file as it was read."""

    path: Path
    name: str
    """What findings call it."""
    form: Form
    text: str
    sheet: str = ""
    notes: tuple[Diagnostic, ...] = ()
    """What was put right in the cells of a table."""

    @property
    def cases(self) -> list[Any]:
        """Of JSON, the cases as they are written."""
        return _cases_of(self.text)

    @property
    def rows(self) -> list[list[str]]:
        """Of a table, the cells of its rows, the headings first."""
        return [row for row in _lines_of(self.text) if row]

    def row(self, line: int) -> tuple[list[str], list[str]]:
        """Of a table, the headings and the cells of the row on a line, counted from 1."""
        return self.rows[0], _lines_of(self.text)[line - 1]


@lru_cache(maxsize=1)
def _lines_of(text: str) -> list[list[str]]:
    return list(csv.reader(text.split("\n")))


@lru_cache(maxsize=1)  # results of a file are shown one after the other
def _cases_of(text: str) -> list[Any]:
    cases: list[Any] = json.loads(text)["cases"]
    return cases


def read_case_text(path: Path, *, free_text: Collection[str] = ()) -> CaseText:
    """The text of a case file; of a table, cells under `free_text` stay as they are.

    Raises:
        PolicyError: it cannot be read, or is no such text.
    """
    name = shown_path(path)
    try:
        if path.suffix.lower() in (".csv", ".xlsx"):
            from .spreadsheet import read_sheet_as_csv

            read = read_sheet_as_csv(path, None, free_text=free_text)
            return CaseText(path, name, "csv", read.text, read.sheet, tuple(read.notes))
        return CaseText(path, name, "json", _json_text(path.read_bytes(), name))
    except OSError as error:
        raise refused([Diagnostic(UNREADABLE, name, "", [path.name])]) from error


def _json_text(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refused(check_json(data, name)) from None
    found = [finding for finding in check_json(text, name) if finding.level == "error"]
    if found:
        raise refused(found)
    return text


def policy_files(path: Path, text: CaseText | None) -> list[Path]:
    """The files of the policy that cases are about: of its versions, if there are several.

    JSON names them by the key `policy`; otherwise NAME.json stands beside NAME.cases.json. `text`
    is None for a table.

    Raises:
        PolicyError: there is no such file, or it is outside the folder of the cases.
    """
    names = [] if text is None else _named(json.loads(text.text), text)
    if not names:
        return [_beside(path)]
    found = [_inside(path.parent, name) for name, _pointer in names]
    findings = [
        Diagnostic(problem, text.name if text else "", pointer, [name], text.text if text else "")
        for (name, pointer), problem in zip(names, found, strict=True)
        if isinstance(problem, str)
    ]
    if findings:
        raise refused(findings)
    return [file for file in found if isinstance(file, Path)]


def _beside(path: Path) -> Path:
    stem = path.name[: path.name.lower().rfind(".cases.")]
    policy = path.with_name(f"{stem}.json")
    if not is_case_file(path.name) or not policy.is_file():
        shown = policy.name if is_case_file(path.name) else "NAME.json"
        raise refused([Diagnostic("SZ806", shown_path(path), "", [shown])])
    return policy


def _named(tree: Any, text: CaseText) -> list[tuple[str, str]]:
    # Names of files, and where they stand.
    def wrong(pointer: str, wanted: str, node: object) -> PolicyError:
        given = [wanted, _kind(node)]
        return refused([Diagnostic(NO_TYPE, text.name, pointer, given, text.text)])

    if not isinstance(tree, dict):
        raise wrong("", "object", tree)
    node = tree.get("policy", [])
    if isinstance(node, str):
        return [(node, "/policy")]
    if not isinstance(node, list):
        raise wrong("/policy", "string", node)
    for index, item in enumerate(node):
        if not isinstance(item, str):
            raise wrong(f"/policy/{index}", "string", item)
    return [(item, f"/policy/{index}") for index, item in enumerate(node)]


def _inside(folder: Path, name: str) -> Path | str:
    """The file of this name, or the code of what is wrong: the rule for files of a document."""
    steps = name.split("/")
    if any(mark in name for mark in "\\:\0") or any(step in ("", ".", "..") for step in steps):
        return OUTSIDE
    file = folder.joinpath(*steps)
    if not file.resolve().is_relative_to(folder.resolve()):
        return OUTSIDE
    return file if file.is_file() else UNREADABLE


def shown_path(path: Path) -> str:
    """A path as people know it: from the current folder, if it lies below."""
    whole, here = os.path.abspath(path), os.path.abspath(".")  # noqa: PTH100 - links stay as they are
    inside = whole.startswith(here.rstrip(os.sep) + os.sep)
    shown = os.path.relpath(whole, here) if inside else str(path)
    return shown.replace(os.sep, "/").encode("utf-8", "replace").decode()


def refused(findings: list[Diagnostic]) -> PolicyError:
    """The error that these findings make."""
    return PolicyError("".join(finding.render() for finding in findings), findings)


def _kind(node: object) -> str:
    kinds: dict[type, str] = {
        dict: "object",
        list: "array",
        str: "string",
        bool: "boolean",
        int: "integer",
        float: "number",
    }
    return kinds.get(type(node), "null")


def written_text(path: Path) -> tuple[str, str] | None:
    """The text of a JSON or CSV file as it is, and its encoding; None if that is not known."""
    return decode(path.read_bytes(), "auto" if path.suffix.lower() == ".csv" else "utf-8")


def as_written(text: str, encoding: str) -> bytes:
    """The bytes of a text in the encoding that it was read in.

    Raises:
        UnicodeEncodeError: the encoding has no such character.
    """
    if encoding == "utf-8-sig":
        return BYTE_ORDER_MARK + text.encode("utf-8")
    return text.encode(encoding)
