# SPDX-License-Identifier: Apache-2.0
"""Warnings of texts that are not in Unicode normal form C.

「が」 can be one character or two; both look alike, and a condition with the one does not match a
fault with the other. Tables of faults are normalised when they are read, so a policy should be too.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import is_normalized

from ._core import Diagnostic

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

CODE = "SZ252"
# Each finding carries the text it points into.
LOCATED = 100


def check_text(text: str, name: str = "") -> list[Diagnostic]:
    """A warning for every key and every text of the JSON document `text` that is not normal."""
    if is_normalized("NFC", text) and "\\u" not in text:
        return []
    places = dict.fromkeys(_not_normal(json.loads(text), ""))
    return [
        Diagnostic(CODE, name, pointer, [shown], text if number < LOCATED else "")
        for number, (pointer, shown) in enumerate(places)
    ]


def check_file(path: str | os.PathLike[str]) -> list[Diagnostic]:
    """The same of a policy that loads without an error, and of the JSON files that it names."""
    main = Path(path)
    texts = {main.name: main.read_text(encoding="utf-8-sig")}
    waiting = [main.name]
    for name in waiting:
        for other in _named_files(json.loads(texts[name])):
            if other not in texts and other.endswith(".json"):
                texts[other] = (main.parent / other).read_text(encoding="utf-8-sig")
                waiting.append(other)
    return [finding for name, text in texts.items() for finding in check_text(text, name)]


def _not_normal(node: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        if not is_normalized("NFC", node):
            yield pointer, node
    elif isinstance(node, dict):
        for key, member in node.items():
            below = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
            if not is_normalized("NFC", key):
                yield below, key
            yield from _not_normal(member, below)
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _not_normal(item, f"{pointer}/{index}")


def _named_files(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _named_files(item)
    elif isinstance(node, dict):
        if node.keys() == {"file"} and isinstance(node["file"], str):
            yield node["file"]
        for member in node.values():
            yield from _named_files(member)
