# SPDX-License-Identifier: Apache-2.0
"""The tables that a policy document names, for its loader: `x.csv` and `x.xlsx#Sheet`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from .._core import Diagnostic
    from .grid import Grid
    from .vocabulary import Vocabulary

OUTSIDE = "SZ131"


class RuleTables:
    """Reads tables below the folder of a document; what it takes is loaded at the first of them."""

    def __init__(
        self,
        document: str | os.PathLike[str],
        text: str | None = None,
        given: Mapping[str, Grid] | None = None,
    ) -> None:
        """`text` stands in for what the document holds, `given` for files by their paths."""
        self._document = Path(document)
        self._text = text
        self._given = given or {}
        self._known: Vocabulary | None = None

    def __call__(self, name: str) -> tuple[str | None, list[Diagnostic]]:
        """The table at a path from the document's folder as CSV text, and what there is to say."""
        from .._errors import PolicyError
        from .rule_sheet import rules_as_csv

        try:
            grid = self._given.get(name) or self._grid(name)
            table = rules_as_csv(grid, self._vocabulary())
        except PolicyError as error:
            return None, list(error.diagnostics)
        except (OSError, RuntimeError):  # RuntimeError: links that go round in a circle
            return None, []
        return table.text, table.notes

    def _grid(self, name: str) -> Grid:
        from .._core import Diagnostic
        from .files import read_grids, split_sheet
        from .findings import refusal

        file, sheet = split_sheet(name)
        folder = self._document.parent.resolve()
        path = (folder / file).resolve(strict=True)
        if not path.is_relative_to(folder):
            raise refusal([Diagnostic(OUTSIDE, "", "", [name])])
        if not path.is_file():  # a pipe or a device might never end
            raise OSError(file)
        return read_grids(path, sheet, name=file)[0]

    def _vocabulary(self) -> Vocabulary:
        if self._known is None:
            from .documents import words_of

            self._known = words_of(self._document, self._text)
        return self._known
