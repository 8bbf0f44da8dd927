# SPDX-License-Identifier: Apache-2.0
"""Small DMN models for tests, and what is found in them."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

import pytest

import shozai
from shozai.dmn import import_dmn

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def model(body: str, attributes: str = "") -> bytes:
    """A model of DMN 1.3 around `body`, which begins on line 2."""
    head = f'<definitions xmlns="{NAMESPACE}" name="m" namespace="urn:m"{attributes}>'
    return f"{head}\n{body}\n</definitions>\n".encode()


def column(name: str, typed: str = "number", values: str = "") -> str:
    allowed = f"<inputValues><text>{escape(values)}</text></inputValues>" if values else ""
    expression = f'<inputExpression typeRef="{typed}"><text>{name}</text></inputExpression>'
    return f"<input>{expression}{allowed}</input>\n"


def rule(*entries: str, outputs: int = 1, identity: str = "", more: str = "") -> str:
    """A row; its last `outputs` entries are its results."""
    split = len(entries) - outputs
    cells = [f"<inputEntry><text>{escape(text)}</text></inputEntry>" for text in entries[:split]]
    cells += [f"<outputEntry><text>{escape(text)}</text></outputEntry>" for text in entries[split:]]
    named = f' id="{identity}"' if identity else ""
    return f"<rule{named}>{''.join(cells)}{more}</rule>\n"


def table(
    columns: str, *rules: str, hit: str = "FIRST", outputs: str = "<output/>\n", name: str = "T"
) -> str:
    """A decision that is a table; its first column is on the line after its beginning."""
    head = f'<decision name="{name}"><decisionTable hitPolicy="{hit}">\n'
    return head + columns + outputs + "".join(rules) + "</decisionTable></decision>"


def read(body: str) -> dict[str, Any]:
    document, _ = import_dmn(model(body), "m.dmn")
    return document


def refused(data: bytes | str) -> list[tuple[str, tuple[int, int] | None, list[str]]]:
    """What is wrong with a model, and where."""
    whole = data if isinstance(data, bytes) else model(data)
    with pytest.raises(shozai.PolicyError) as error:
        import_dmn(whole, "m.dmn")
    return [
        (finding.code, finding.cell, finding.arguments)
        for finding in error.value.diagnostics
        if finding.level == "error"
    ]


def codes(found: list[tuple[str, tuple[int, int] | None, list[str]]]) -> list[str]:
    return [code for code, _, _ in found]
