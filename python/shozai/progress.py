# SPDX-License-Identifier: Apache-2.0
"""A bar for work that takes a while, in terminals and notebooks."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOON = 0.5  # seconds without a bar: most tables are decided by then
INTERVAL = 0.1


@contextmanager
def watching(
    progress: bool | Callable[[int], None] | None, frame: Any
) -> Iterator[Callable[[int], None] | None]:
    """What to call with the number of rows done.

    A function is called as it is; None shows a bar where somebody can see it, once it takes longer.
    """
    if callable(progress):
        yield progress
        return
    if progress is False or (progress is None and not (sys.stderr.isatty() or _in_notebook())):
        yield None
        return
    bar = _Bar(_rows_of(frame))
    try:
        yield bar
    finally:
        bar.close()


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")


def _rows_of(frame: Any) -> int | None:
    """How many rows a table has, if it knows without work: a relation would run its query."""
    for name in ("num_rows", "height"):
        rows = getattr(frame, name, None)
        if isinstance(rows, int):
            return rows
    index: Any = getattr(frame, "index", None)  # of pandas
    return len(index) if hasattr(index, "__len__") else None


class _Shown(Protocol):
    def update(self, rows: int) -> None: ...
    def close(self) -> None: ...


class _Bar:
    """Shows how far it is now and then, and nothing at all of what is soon over."""

    def __init__(self, total: int | None) -> None:
        self._total = total
        self._started = monotonic()
        self._last = self._started
        self._shown: _Shown | None = None

    def __call__(self, rows: int) -> None:
        now = monotonic()
        if now - self._started < SOON or (self._shown and now - self._last < INTERVAL):
            return
        self._last = now
        if self._shown is None:
            self._shown = (_InNotebook if _in_notebook() else _InTerminal)(self._total)
        self._shown.update(rows)

    def close(self) -> None:
        if self._shown is not None:
            self._shown.close()


class _InTerminal:
    def __init__(self, total: int | None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("", total=total)
        self._progress.start()

    def update(self, rows: int) -> None:
        self._progress.update(self._task, completed=rows)

    def close(self) -> None:
        self._progress.stop()


class _InNotebook:
    """Without rich, whose bar needs ipywidgets there."""

    def __init__(self, total: int | None) -> None:
        import IPython

        display: Any = IPython.display.display
        self._total = total
        self._place = display({"text/plain": ""}, raw=True, display_id=True)

    def update(self, rows: int) -> None:
        from .texts import count, default_language

        bar = f'<progress value="{rows}" max="{self._total}"></progress> ' if self._total else ""
        done = count("row", rows, default_language())
        self._place.update({"text/html": bar + done, "text/plain": done}, raw=True)

    def close(self) -> None:
        self._place.update({"text/plain": ""}, raw=True)
