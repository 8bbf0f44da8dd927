# SPDX-License-Identifier: Apache-2.0
"""Documents with all the files that they are made of, as they are and in the canonical layout."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._errors import PolicyError
from .json_tree import read_tree
from .layout import laid_out
from .layout_order import Arranger, form_of
from .nfc import _named_files
from .policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterator

# One byte more than a file may have, so that the loader sees that it is too large.
MOST_BYTES = 64 * 1024 * 1024 + 1


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A file of a document: its text, and its text in the canonical layout."""

    path: Path
    before: bytes
    after: bytes
    normalized: tuple[str, ...] = ()
    """Pointers to texts and keys that were not in Unicode normal form C."""

    @property
    def changed(self) -> bool:
        """Whether the layout is not the canonical one."""
        return self.before != self.after

    @property
    def first_difference(self) -> int:
        """The first line, from 1, that the canonical layout has otherwise."""
        lines = zip_longest(self.before.split(b"\n"), self.after.split(b"\n"))
        return next((n for n, (old, new) in enumerate(lines, start=1) if old != new), 1)


@dataclass(frozen=True, slots=True)
class DocumentFiles:
    """A document as it was read: itself and the files that it names, each read once."""

    path: Path
    texts: dict[str, bytes]
    """By their paths in the document's folder, the document first."""
    tree: Any
    """Of the document."""

    @classmethod
    def read(cls, path: Path, data: bytes | None = None) -> DocumentFiles:
        """The document at `path`; with `data`, that is its text, whatever the file says.

        Raises:
            OSError: the document cannot be read.
            PolicyError: it is no JSON; the error has every finding.
        """
        texts = {path.name: _bytes_of(path) if data is None else data}
        tree = read_tree(texts[path.name], path.name)
        waiting = list(_named_files(tree))
        for name in waiting:
            inside = _inside(path.parent, name.partition("#")[0])
            if name not in texts and inside is not None:
                texts[name] = _bytes_of(inside)
                waiting += _files_in(name, texts[name])
        return cls(path, texts, tree)

    @property
    def form(self) -> str:
        """`cases` or `document`."""
        return form_of(self.tree)

    @property
    def known(self) -> bool:
        """Whether it says of itself that it is a document, and not a part of one."""
        return isinstance(self.tree, dict) and not self.tree.keys().isdisjoint(
            {"shozai", "shozai_cases"}
        )

    def policy(self) -> Policy:
        """The policy that it is.

        Raises:
            PolicyError: it is refused; the error has every finding.
        """
        main = self.texts[self.path.name]
        if len(self.texts) == 1 and not any(_named_files(self.tree)):
            return Policy.loads(main.decode(), name=self.path.name)
        with tempfile.TemporaryDirectory(prefix="shozai-") as folder:
            for name, data in self.texts.items():
                file = Path(folder, name.partition("#")[0])
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            return Policy.load(Path(folder, self.path.name))

    def laid_out(self, policy: Policy | None) -> list[LaidOut]:
        """Its JSON files in the canonical layout; `policy` is what it means, None for cases.

        Raises:
            PolicyError: two keys are one in Unicode normal form C.
        """
        saved = None if policy is None else json.loads(policy.save())
        name = self.path.name
        done: dict[str, LaidOut] = {}
        waiting = {name: (self.form, saved)}
        while waiting:
            name, (form, printed) = waiting.popitem()
            tree = read_tree(self.texts[name], name)
            arranger = Arranger(name)
            text = laid_out(arranger.arranged(tree, form, printed), form)
            pointers = tuple(arranger.normalized)
            path = self.path.parent / name
            done[name] = LaidOut(path, self.texts[name], text.encode(), pointers)
            waiting |= {n: what for n, what in arranger.files.items() if n not in done}
        return [done[name] for name in self.texts if name in done]

    def replaced(self, files: list[LaidOut]) -> DocumentFiles:
        """The document with these texts instead."""
        texts = {str(file.path.relative_to(self.path.parent)): file.after for file in files}
        return DocumentFiles(self.path, {**self.texts, **texts}, self.tree)


def _files_in(name: str, data: bytes) -> Iterator[str]:
    if name.endswith(".json"):
        try:
            yield from _named_files(read_tree(data, name))
        except PolicyError:  # which loading the document says again, of the right place
            return


def _inside(folder: Path, name: str) -> Path | None:
    """The file `name` of a folder, if it is a file and lies in it, links followed."""
    if "\0" in name:
        return None
    path = folder / name
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except OSError:
        return None
    return path if inside and path.is_file() else None


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES)
