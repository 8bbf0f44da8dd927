# SPDX-License-Identifier: Apache-2.0
"""A bar shows how far a table is, where somebody can see it."""

from __future__ import annotations

import io
import sys
from typing import Any

import duckdb
import IPython
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from shozai import progress

from .table_rows import SMALL, policy_of

TABLE = pl.DataFrame({"part": ["drive", "pump"] * 20_000})


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def open_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """In place of standard error; not as a fixture, lest pytest puts its own there again."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "SOON", 0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    return screen


def test_a_terminal_shows_a_bar_and_wipes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = open_terminal(monkeypatch)
    policy_of(**SMALL).decide_table(TABLE)
    assert "/40000" in terminal.getvalue()
    assert terminal.getvalue().endswith("\x1b[2K")


def test_nothing_is_shown_of_what_is_soon_over(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = open_terminal(monkeypatch)
    monkeypatch.setattr(progress, "SOON", 60)
    policy_of(**SMALL).decide_table(TABLE)
    assert terminal.getvalue() == ""


def test_no_bar_where_none_is_wanted_or_nobody_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = open_terminal(monkeypatch)
    policy_of(**SMALL).decide_table(TABLE, progress=False)
    assert terminal.getvalue() == ""
    monkeypatch.setattr(Terminal, "isatty", lambda _self: False)
    policy_of(**SMALL).decide_table(TABLE)
    assert terminal.getvalue() == ""


def test_the_bar_goes_when_something_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = open_terminal(monkeypatch)

    def fail() -> Any:
        yield pa.record_batch({"part": ["drive"] * 5_000})
        raise ValueError("gone")

    failing = pa.RecordBatchReader.from_batches(pa.schema({"part": pa.string()}), fail())
    with pytest.raises(ValueError, match="gone"):
        policy_of(**SMALL).decide_table(failing)
    assert terminal.getvalue().endswith("\x1b[2K")


class Place:
    """Where a notebook shows something that may change."""

    def __init__(self, data: dict[str, str]) -> None:
        self.shown = [data]

    def update(self, data: dict[str, str], *, raw: bool) -> None:
        assert raw
        self.shown.append(data)


def test_a_notebook_shows_a_bar_and_clears_it(monkeypatch: pytest.MonkeyPatch) -> None:
    places: list[Place] = []

    def display(data: dict[str, str], *, raw: bool, display_id: bool) -> Place:
        assert raw
        assert display_id
        places.append(Place(data))
        return places[-1]

    class Shell:
        kernel = None

    monkeypatch.setattr(IPython, "get_ipython", Shell)
    monkeypatch.setattr(IPython.display, "display", display)
    monkeypatch.setattr(progress, "SOON", 0)
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    policy_of(**SMALL).decide_table(TABLE)
    (place,) = places
    first, bar, *_more, last = place.shown
    assert first == last == {"text/plain": ""}
    assert bar["text/html"].startswith('<progress value="')
    assert bar["text/html"].endswith(f'max="40000"></progress> {bar["text/plain"]}')
    assert bar["text/plain"].endswith(" 行")


class Relation:
    def __len__(self) -> int:
        raise AssertionError("the query is run for its length alone")


@pytest.mark.parametrize(
    ("frame", "rows"),
    [
        (TABLE, 40_000),
        (pa.table(TABLE), 40_000),
        (pd.DataFrame({"part": ["drive"]}), 1),
        (pd.DataFrame({"part": ["drive"]}, index=["x"]), 1),
        (duckdb.sql("select 'drive' as part"), None),
        (Relation(), None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_number_of_rows_is_asked_only_where_it_costs_nothing(
    frame: Any, rows: int | None
) -> None:
    assert progress._rows_of(frame) == rows
