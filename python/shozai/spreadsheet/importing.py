# SPDX-License-Identifier: Apache-2.0
"""Tables of files as the tables of a policy document, whole or not at all."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .._core import CompiledPolicy
from ..json_tree import read_tree
from ..layout import layout
from .documents import content_of
from .rule_tables import RuleTables
from .vocabulary import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from .._core import Diagnostic
    from .grid import Grid


@dataclass(frozen=True, slots=True)
class ImportedTable:
    """What became of the table of an aspect."""

    aspect: str
    source: str
    rows: int
    replaced: bool
    """Whether the aspect had a table, which this one stands in for."""
    rules: int
    """Of the aspect, beside the table; they are kept."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A document with the tables in it, which was loaded to be sure of it."""

    text: str
    tables: tuple[ImportedTable, ...]
    findings: tuple[Diagnostic, ...]
    """How the tables were read, and what else is no error."""


class TargetDocument:
    """The document that tables are to go into.

    Raises:
        PolicyError: it is no JSON.
        OSError: it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._folder = path.parent
        self._tree = read_tree(path.read_bytes(), path.name)
        aspects = content_of(self._member(self._tree, "aspects"), self._folder)
        self.aspects: dict[str, Any] = aspects if isinstance(aspects, dict) else {}
        self._words = Words()
        for name, node in self.aspects.items():
            label = self._member(content_of(node, self._folder), "label")
            self._words.add(name, label)

    def aspect(self, name: str) -> str | None:
        """The aspect of an id or a label; None if there is none.

        Raises:
            UnclearError: it is the label of several.
        """
        word = self._words.find(name)
        return None if word is None else self._words.id_of(word)

    def with_tables(self, grids: Mapping[str, Grid], place: Path) -> Imported:
        """The document with a table for each of some aspects, as if it stood at `place`.

        Raises:
            PolicyError: a table is refused, or the document with it; the error has every finding.
        """
        tree = dict(self._tree) | {"aspects": dict(self.aspects)}
        before = {name: self._opened(tree, name) for name in grids}
        given: dict[str, Grid] = {}
        for name in grids:
            tree["aspects"][name]["table"] = {}
        taken = set(_named_files(tree))
        for name, grid in grids.items():
            path = grid.file + (f"#{grid.sheet}" if grid.sheet else "")
            path = f"imported/{path}" if path in taken else path
            given[path] = grid
            tree["aspects"][name]["table"] = {"file": path}
        read = _load(layout(tree), place, given)
        saved = json.loads(read.save())["aspects"]
        for name in grids:
            tree["aspects"][name]["table"] = saved[name]["table"]
        text = layout(tree)
        _load(text, place, {})
        tables = tuple(
            ImportedTable(
                name,
                grid.file + (f" ({grid.sheet})" if grid.sheet else ""),
                len(saved[name]["table"]["rows"]),
                "table" in before[name],
                len(saved[name].get("rules", ())),
            )
            for name, grid in grids.items()
        )
        return Imported(text, tables, tuple(read.warnings))

    def _opened(self, tree: dict[str, Any], name: str) -> dict[str, Any]:
        """The aspect as it was; in `tree` a copy of it that stands in the document itself."""
        node = content_of(tree["aspects"][name], self._folder)
        aspect = node if isinstance(node, dict) else {}
        tree["aspects"][name] = dict(aspect)
        return aspect

    @staticmethod
    def _member(node: Any, key: str) -> Any:
        return node.get(key) if isinstance(node, dict) else None


def file_name(path: Path) -> str:
    """The name of a table file as a document could name it."""
    name = re.sub(r"[\\:\0]", "_", path.name.encode("utf-8", "replace").decode())
    ending = ".xlsx" if path.suffix.lower() == ".xlsx" else ".csv"
    return name[: -len(ending)] + ending if name.lower().endswith(ending) else name + ending


def _load(text: str, place: Path, given: Mapping[str, Grid]) -> CompiledPolicy:
    return CompiledPolicy.load(str(place), None, RuleTables(place, text, given), text)


def _named_files(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.keys() == {"file"}:
            yield str(node["file"])
        node = list(node.values())
    for item in node if isinstance(node, list) else ():
        yield from _named_files(item)
