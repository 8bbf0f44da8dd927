# SPDX-License-Identifier: Apache-2.0
"""Text for people in a terminal; whatever comes from a file is made harmless first."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .texts import count, harmless, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ._core import Diagnostic
    from .texts import Language

STATE_STYLES = {
    "decided": "green",
    "undetermined": "yellow",
    "gap": "bold red",
    "conflict": "bold red",
    "impossible": "magenta",
    "invalid": "red",
}
LEVEL_STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}
# Findings to print of one file; the rest is counted.
MOST_FINDINGS = 50
# What must not begin a line, and what must not end one, in Japanese typesetting.
NO_START = (
    "、。，．・：；？！ー）〕］｝〉》」』】％々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ…,.:;?!)]}%"
)
NO_END = "（〔［｛〈《「『【([{"


def safe(value: object, style: str = "") -> Text:
    """A value as text that can neither steer the terminal nor be read as markup."""
    return Text(harmless(value), style=style)


def wrap(sentence: str, width: int) -> list[str]:
    """Lines of at most `width` columns, broken at blanks and between Japanese characters."""
    pieces = re.findall(r"[\x21-\x7e]+|\s+|.", harmless(sentence))
    lines = [""]
    for at, piece in enumerate(pieces):
        follower = pieces[at + 1] if at + 1 < len(pieces) else ""
        # A mark that must not begin a line needs room behind this piece.
        needed = cell_len(piece) + (cell_len(follower) if follower[:1] in NO_START else 0)
        pushed = piece[0] in NO_START and not piece.isascii()
        if lines[-1] and cell_len(lines[-1]) + needed > width and not pushed:
            kept = lines[-1].rstrip()
            carried = kept[-1:] if kept[-1:] and kept[-1:] in NO_END else ""
            lines[-1] = kept.removesuffix(carried)
            lines.append(carried + piece.lstrip())
        else:
            lines[-1] += piece
    return [line.rstrip() for line in lines if line.strip()] or [""]


class Screen:
    """A terminal and the language of its reader."""

    def __init__(self, lang: Language, stream: TextIO | None = None) -> None:
        self.lang: Language = lang
        self.console = Console(
            file=stream or sys.stdout, markup=False, highlight=False, emoji=False
        )

    def word(self, key: str, **values: object) -> str:
        """The text `key` in the language of the screen."""
        return text(key, self.lang, **values)

    def count(self, noun: str, number: int) -> str:
        """A number of things in the language of the screen."""
        return count(noun, number, self.lang)

    def line(self, value: object = "", style: str = "") -> None:
        """A line that is not broken here."""
        self.console.print(safe(value, style), soft_wrap=True)

    def paragraph(self, value: str, style: str = "", indent: int = 0) -> None:
        """A text over several lines."""
        for part in wrap(value, min(self.console.width, 110) - indent):
            self.line(" " * indent + part, style)

    def heading(self, value: str) -> None:
        """A line that stands out."""
        self.line(value, "bold")

    def field(self, label: str, value: str, style: str = "", *, width: int = 15) -> None:
        """A label and what belongs to it, side by side."""
        shown = harmless(label) + " " * (width - cell_len(label))
        for part in wrap(value, min(self.console.width, 110) - width - 2):
            self.console.print(Text.assemble("  ", (shown, "dim"), (part, style)), soft_wrap=True)
            shown = " " * width

    def table(self, headings: Sequence[str], *, numbers: Iterable[int] = ()) -> Table:
        """An empty table; the columns `numbers` are aligned to the right."""
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        right = set(numbers)
        for index, heading in enumerate(headings):
            table.add_column(
                safe(heading),
                justify="right" if index in right else "left",
                overflow="fold",
                no_wrap=index == 0,
            )
        return table

    def show(self, table: Table, indent: int = 2) -> None:
        """Prints a table."""
        from rich.padding import Padding

        self.console.print(Padding(table, (0, 0, 0, indent)))

    def findings(self, found: Sequence[Diagnostic], most: int = MOST_FINDINGS) -> None:
        """Findings, each with its place, its source and what to do."""
        for finding in found[:most]:
            self._finding(finding)
        if len(found) > most:
            things = self.count("finding", len(found) - most)
            self.line(self.word("more", things=things), "dim")

    def _finding(self, finding: Diagnostic) -> None:
        lines = finding.render(self.lang).rstrip("\n").split("\n")
        self.line(lines[0], LEVEL_STYLES[finding.level])
        for line in lines[1:]:
            marks = re.fullmatch(r" +\| *\^~*", line)
            self.line(line, "red" if marks else "dim" if line.startswith("  at ") else "")
