# SPDX-License-Identifier: Apache-2.0
"""Whether the XML in a workbook is safe: no document type, and no small part that grows large."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from .findings import UnclearError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CELLS = 500_000
# Merged cells and links of ranges become a cell each when they are read.
MOST_MERGED = 100_000
MARKUP = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
TYPE_DECLARED, TOO_LARGE, UNREADABLE = "SZ834", "SZ848", "SZ835"
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")


def check_part(name: str, pieces: Iterator[bytes], counts: Counts) -> None:
    """Reads a part if it is XML, and counts what it has.

    Raises:
        UnclearError: it must not be read.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    first = next(pieces, b"")
    sure = name.lower().endswith((".xml", ".rels"))
    if not sure and not first.lstrip().startswith(MARKUP):
        return
    parser = DefusedXMLParser(target=counts, forbid_dtd=True)
    try:
        for piece in chain([first], pieces):
            parser.feed(piece)
        parser.close()
    except DefusedXmlException:
        raise UnclearError(TYPE_DECLARED, name) from None
    except (ParseError, ValueError, LookupError) as error:
        if sure:
            raise UnclearError(UNREADABLE, f"{name}: {error}") from None


class Counts:
    """Counts the cells of all sheets as their elements come by."""

    def __init__(self) -> None:
        self._cells = 0
        self._merged = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition("}")[2]
        if name == "c":
            self._cells += 1
            if self._cells > MOST_CELLS:
                raise UnclearError(TOO_LARGE, f"{MOST_CELLS:,} cells")
        elif name in ("mergeCell", "hyperlink"):
            self._merged += area(attributes.get("ref", ""))
            if self._merged > MOST_MERGED:
                raise UnclearError(TOO_LARGE, f"{MOST_MERGED:,} merged cells")

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """A text comes by."""

    def close(self) -> None:
        """A part ends."""


def area(reference: str) -> int:
    """How many cells a range such as `A1:C3` has; 0 for what is no range."""
    found = _RANGE.fullmatch(reference.upper())
    if found is None:
        return 0
    left, top, right, bottom = found.groups()
    columns = _column(right or left) - _column(left)
    rows = int(bottom or top) - int(top)
    return (abs(columns) + 1) * (abs(rows) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
