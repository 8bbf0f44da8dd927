# SPDX-License-Identifier: Apache-2.0
"""XML, an element a line, written in the order in which it is said."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_IN_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""Characters that no XML document can have."""
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTES = _IN_TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


class XmlWriter:
    """Lines of XML, of characters that XML can have."""

    def __init__(self) -> None:
        self._lines = ['<?xml version="1.0" encoding="UTF-8"?>']
        self._open: list[str] = []

    def text(self) -> str:
        """The whole document."""
        return "\n".join(self._lines) + "\n"

    @contextmanager
    def element(self, name: str, attributes: dict[str, str] | None = None) -> Iterator[None]:
        """An element around what is written within."""
        self._line(f"<{name}{_written(attributes)}>")
        self._open.append(name)
        yield
        self._open.pop()
        self._line(f"</{name}>")

    def empty(self, name: str, attributes: dict[str, str]) -> None:
        """An element with nothing in it."""
        self._line(f"<{name}{_written(attributes)}/>")

    def leaf(self, name: str, content: str) -> None:
        """An element with a text in it."""
        self._line(f"<{name}>{content.translate(_IN_TEXT)}</{name}>")

    def _line(self, line: str) -> None:
        self._lines.append("  " * len(self._open) + line)


def _written(attributes: dict[str, str] | None) -> str:
    return "".join(
        f' {name}="{text.translate(_IN_ATTRIBUTES)}"' for name, text in (attributes or {}).items()
    )
