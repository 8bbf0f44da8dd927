# SPDX-License-Identifier: Apache-2.0
"""A small table of results, column by column, for data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Type = Literal["text", "texts", "whole", "number", "flag"]


class Columns:
    """Columns of plain values; None where there is none.

    With polars installed (`shozai[tables]`) it hands over Arrow, and whatever reads Arrow takes it:
    `polars.DataFrame(columns)`, `pandas.DataFrame.from_arrow(columns)`, `pyarrow.table(columns)`.
    Without, `pandas.DataFrame(columns.to_dict())`.
    """

    __slots__ = ("_rows", "_types")

    def __init__(self, types: Mapping[str, Type], rows: Sequence[tuple[Any, ...]]) -> None:
        self._types = dict(types)
        self._rows = tuple(rows)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def names(self) -> tuple[str, ...]:
        """The headings."""
        return tuple(self._types)

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        """The rows."""
        return self._rows

    def to_dict(self) -> dict[str, list[Any]]:
        """The values by heading."""
        return {name: [row[at] for row in self._rows] for at, name in enumerate(self._types)}

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table as an Arrow stream; it can be taken any number of times.

        Raises:
            ImportError: polars is not installed.
        """
        polars = import_polars()
        types = {
            "text": polars.String,
            "texts": polars.List(polars.String),
            "whole": polars.Int64,
            "number": polars.Float64,
            "flag": polars.Boolean,
        }
        schema = {name: types[kind] for name, kind in self._types.items()}
        return polars.DataFrame(self.to_dict(), schema=schema).__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"Columns({len(self):,} rows, {list(self.names)})"

    def _repr_html_(self) -> str:
        from .display import table

        def shown(cell: Any) -> object:
            return "" if cell is None else "; ".join(cell) if isinstance(cell, list) else cell

        return table(self.names, [[shown(cell) for cell in row] for row in self._rows])


def import_polars() -> Any:
    """The library polars.

    Raises:
        ImportError: it is not installed.
    """
    from importlib import import_module

    try:
        return import_module("polars")
    except ImportError as error:
        hint = "this needs the library polars: pip install 'shozai[tables]'"
        raise ImportError(hint, name="polars") from error
