# SPDX-License-Identifier: Apache-2.0
"""Every code that a finding can have is explained on its page, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

from shozai import _core

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "diagnostics.md"
SECTION = re.compile(r"^### (.+)$", re.MULTILINE)


def sections() -> dict[str, str]:
    parts = SECTION.split(PAGE.read_text(encoding="utf-8"))[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_every_code_has_one_section_and_no_section_is_for_an_unknown_code() -> None:
    headings = SECTION.findall(PAGE.read_text(encoding="utf-8"))
    assert headings == sorted(_core.diagnostic_codes())


def test_every_section_has_both_languages_a_cause_and_a_remedy() -> None:
    for code, text in sections().items():
        assert re.search(r"^(error|warning|note): \S", text, re.MULTILINE), code
        assert re.search(r"^(エラー|警告|注記): \S", text, re.MULTILINE), code
        assert "Remedy: " in text, code


def test_every_section_says_what_the_catalogue_says() -> None:
    for code, text in sections().items():
        finding = _core.Diagnostic(code, "", "", [str(i) for i in range(10)], "")
        for lang in ("en", "ja"):
            fixed = re.split(r"`\d`|\d", finding.message(lang))
            assert all(part in text for part in fixed), (code, lang)
