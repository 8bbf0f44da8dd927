# SPDX-License-Identifier: Apache-2.0
"""How many lines of a file a rule or an attribute takes up."""

from __future__ import annotations

import re

END_OF_LINE = re.compile(r"\r\n|\n|\r")
# What matters of JSON in finding the end of a value.
PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]|\r\n|\n|\r', re.DOTALL)
KEY = re.compile(r'"(?:[^"\\]|\\.)*"\s*:\s*', re.DOTALL)


class Text:
    """The text of a file by lines."""

    def __init__(self, text: str) -> None:
        self._text = text
        ends = [found.span() for found in END_OF_LINE.finditer(text)]
        self._starts = [0, *(end for _begin, end in ends)]
        stops = [*(begin for begin, _end in ends), len(text)]
        self.lines = [text[a:b] for a, b in zip(self._starts, stops, strict=True)]
        if self.lines[-1] == "":
            del self.lines[-1]

    def last_line(self, line: int, column: int) -> int:
        """The line on which the JSON value or member ends that begins at a place.

        What is no JSON ends on the line on which it begins; so does what never ends.
        """
        if not 1 <= line <= len(self.lines):
            return line
        begin = self._starts[line - 1] + column - 1
        key = KEY.match(self._text, begin)
        at = key.end() if key else begin
        last = line + len(END_OF_LINE.findall(self._text, begin, at))
        if self._text[at : at + 1] not in ("{", "["):
            return last
        depth = 0
        for found in PIECE.finditer(self._text, at):
            piece = found[0]
            depth += (piece in "{[") - (piece in "}]")
            last += piece[0] in "\r\n"
            if depth == 0:
                return last
        return line
