# SPDX-License-Identifier: Apache-2.0
"""C++ in the how-to pages is quoted from programs that are built and run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```cpp\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def quotes() -> list[tuple[str, str]]:
    """Page and text of every block of C++."""
    return [
        (page.name, block)
        for page in sorted((DOCS / "how-to").glob("*.md"))
        for block in BLOCK.findall(page.read_text(encoding="utf-8"))
    ]


def test_there_is_something_quoted() -> None:
    assert "test-in-cpp.md" in {page for page, _ in quotes()}


@pytest.mark.parametrize(("page", "block"), quotes())
def test_a_quote_stands_in_a_program(page: str, block: str) -> None:
    programs = [path.read_text(encoding="utf-8") for path in (DOCS / "examples").glob("*.cpp")]

    assert any(block in program for program in programs), page
