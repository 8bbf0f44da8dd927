# SPDX-License-Identifier: Apache-2.0
"""JSON texts as trees that keep what a person wrote: the order of keys, and numbers as spelt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ._core import check_json
from ._errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterable


class Number(str):
    """A number as it is spelt: `1.50` stays `1.50`, and `0.1` is never a float."""

    __slots__ = ()


def read_tree(data: bytes, name: str = "") -> Any:
    """The tree of a JSON text: dictionaries, lists, strings, booleans, None and `Number`.

    Raises:
        PolicyError: it is no JSON within the limits of a document, or a key stands twice; the
            error has every finding, located in `name`.
    """
    errors = [finding for finding in check_json(data, name) if finding.level == "error"]
    if errors:
        raise PolicyError(f"{name or 'the text'} cannot be read as JSON", errors)
    return json.loads(data.decode("utf-8-sig"), parse_int=Number, parse_float=Number)


def pointer_to(steps: Iterable[str | int]) -> str:
    """The JSON Pointer with these steps."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)
