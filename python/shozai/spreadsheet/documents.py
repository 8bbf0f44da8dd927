# SPDX-License-Identifier: Apache-2.0
"""The JSON of a policy document, with the parts that stand in files of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .vocabulary import Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

MOST_STEPS = 8  # from file to file
WORDS = ("attributes", "departments", "teams", "parties")


def words_of(document: Path, text: str | None = None) -> Vocabulary:
    """The words of the document at a path, or of `text` in its place."""
    try:
        tree = json.loads(document.read_bytes() if text is None else text)
    except (OSError, ValueError, RecursionError):
        tree = {}  # the loader says what is wrong
    parts = tree if isinstance(tree, dict) else {}
    return Vocabulary({key: content_of(parts.get(key), document.parent) for key in WORDS})


def content_of(node: Any, folder: Path) -> Any:
    """A part of a document, or what the file holds that stands for it; None if it cannot be had."""
    for _step in range(MOST_STEPS):
        if not (isinstance(node, dict) and node.keys() == {"file"}):
            return node
        try:
            path = (folder / str(node["file"])).resolve(strict=True)
            if not path.is_relative_to(folder.resolve()):
                return None
            node = json.loads(path.read_bytes())
        except (OSError, ValueError, RuntimeError):
            return None
    return None
