# SPDX-License-Identifier: Apache-2.0
"""When a case reaches somebody, for every instant at which it may start."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..columns import Columns
from .moments import MICROSECOND, Moment, after, apart, instant, moment_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from ..columns import Type
    from .names import Names

COLUMNS: dict[str, Type] = {
    "start": "text",
    "until": "text",
    "reached_at": "text",
    "moves": "flag",
    "longest_seconds": "number",
}


@dataclass(frozen=True, slots=True)
class ReachPiece:
    """Cases that start in a stretch of time, and when somebody is told of them."""

    start: dt.datetime
    until: dt.datetime
    """The first instant no longer."""
    reached_at: dt.datetime | None
    """Of a case that starts at `start`; None: never."""
    moves: bool
    """Whether a later start is reached as much later; else all are reached at one instant."""

    @property
    def longest(self) -> dt.timedelta | None:
        """How long it takes at most: for the first of the cases."""
        return None if self.reached_at is None else apart(self.reached_at, self.start)

    @property
    def shortest(self) -> dt.timedelta | None:
        """How long it takes at least."""
        if self.reached_at is None:
            return None
        waited = apart(self.reached_at, self.start)
        return waited if self.moves else apart(self.reached_at, self.until) + MICROSECOND

    def at(self, start: dt.datetime) -> dt.datetime | None:
        """When somebody is told of a case that starts at `start`, which lies in the piece."""
        if self.reached_at is None:
            return None
        return after(self.reached_at, apart(start, self.start)) if self.moves else self.reached_at


class Reach:
    """The pieces of a time, in order and without holes: exact, not sampled."""

    __slots__ = ("_begins", "escalation", "names", "pieces")

    escalation: str
    pieces: tuple[ReachPiece, ...]
    names: Names
    """What the organization calls people and positions."""

    def __init__(
        self,
        escalation: str,
        pieces: Sequence[tuple[int, int, int | None, bool]],
        zone: dt.tzinfo,
        names: Names,
    ) -> None:
        self.names = names
        self.escalation = escalation
        self._begins = [start for start, *_rest in pieces]
        self.pieces = tuple(_piece(*piece, zone) for piece in pieces)

    def __len__(self) -> int:
        return len(self.pieces)

    def __iter__(self) -> Iterator[ReachPiece]:
        return iter(self.pieces)

    @property
    def always(self) -> bool:
        """Whether somebody is told of every case."""
        return all(piece.reached_at is not None for piece in self.pieces)

    @property
    def worst(self) -> ReachPiece | None:
        """The piece whose first case waits longest, of those that are reached at all."""
        reached = [piece for piece in self.pieces if piece.longest is not None]
        return max(reached, key=lambda piece: piece.longest or MICROSECOND * 0, default=None)

    @property
    def best(self) -> ReachPiece | None:
        """The piece whose last case waits least."""
        reached = [piece for piece in self.pieces if piece.shortest is not None]
        return min(reached, key=lambda piece: piece.shortest or MICROSECOND * 0, default=None)

    @property
    def never(self) -> tuple[ReachPiece, ...]:
        """The pieces whose cases never reach anybody."""
        return tuple(piece for piece in self.pieces if piece.reached_at is None)

    def at(self, start: Moment) -> dt.datetime | None:
        """When somebody is told of a case that starts at `start`; None: never.

        Raises:
            KeyError: the pieces do not cover it.
        """
        at = instant(start)
        number = bisect_right(self._begins, at) - 1
        if number < 0 or instant(self.pieces[number].until) <= at:
            raise KeyError(start)
        piece = self.pieces[number]
        return piece.at(after(piece.start, (at - self._begins[number]) * MICROSECOND))

    def to_frame(self) -> Columns:
        """The pieces as a table that data frames take."""
        return Columns(
            COLUMNS,
            [
                (
                    piece.start.isoformat(),
                    piece.until.isoformat(),
                    None if piece.reached_at is None else piece.reached_at.isoformat(),
                    piece.moves,
                    None if piece.longest is None else piece.longest.total_seconds(),
                )
                for piece in self.pieces
            ],
        )

    def _repr_html_(self) -> str:
        from .display import reach_html

        return reach_html(self)

    def __repr__(self) -> str:
        return f"Reach({self.escalation!r}, pieces={len(self.pieces)}, always={self.always})"


def _piece(start: int, until: int, reached: int | None, moves: bool, zone: dt.tzinfo) -> ReachPiece:
    begins, ends = moment_of(start, zone), moment_of(until, zone)
    assert begins is not None
    assert ends is not None
    return ReachPiece(begins, ends, moment_of(reached, zone), moves)
