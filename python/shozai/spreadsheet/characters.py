# SPDX-License-Identifier: Apache-2.0
"""Characters that stand for others: full-width letters, Japanese signs, blanks of every width."""

from __future__ import annotations

import re
from unicodedata import is_normalized, normalize

# Blanks, also the ideographic one, and what takes no room at all.
BLANKS = re.compile("[\\s\u3000\u00a0\u200b\u200c\u200d\ufeff]+")
EDGES = re.compile(f"^(?:{BLANKS.pattern})|(?:{BLANKS.pattern})$")
BREAKS = re.compile("[ \t]*(?:\r\n|\r|\n|\v|\f|\u0085|\u2028|\u2029)[ \t]*")

_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_BLANK = dict.fromkeys("\u3000\u00a0", " ") | dict.fromkeys("\u200b\u200c\u200d\ufeff", "")
_COMPARISONS = {
    "≦": "<=", "≤": "<=", "⩽": "<=", "≧": ">=", "≥": ">=", "⩾": ">=", "≠": "!=",
}  # fmt: skip
_DASHES = dict.fromkeys("−‐‑‒–—―─", "-")
_WAVES = dict.fromkeys("〜～∼˜", "~")
_COMMAS = {"、": ",", "､": ","}
_YEN = {"￥": "¥"}
_QUOTES = dict.fromkeys("‘’", "'") | dict.fromkeys("“”", '"')
_SIGNS = _FULL_WIDTH | _BLANK | _COMPARISONS | _DASHES | _WAVES | _COMMAS | _QUOTES | _YEN
_TO_KEYBOARD = str.maketrans(_SIGNS)
_TO_HALF = str.maketrans({**_FULL_WIDTH, **_BLANK, "−": "-", "～": "～"})


def tidy(text: str) -> str:
    """The text in normal form C, without outer blanks, its line breaks as spaces."""
    if text.isascii() and text.isprintable():
        return text.strip()
    normal = text if is_normalized("NFC", text) else normalize("NFC", text)
    return EDGES.sub("", BREAKS.sub(" ", EDGES.sub("", normal)))


def on_keyboard(text: str) -> str:
    """The text with the half-width characters that a keyboard has: `≦５、７` is `<=5,7`."""
    return text if text.isascii() else text.translate(_TO_KEYBOARD)


def half_width(text: str) -> str:
    """The text with half-width letters, digits and marks, no other characters exchanged."""
    return text if text.isascii() else text.translate(_TO_HALF)


def likeness(text: str) -> str:
    """What texts have in common that differ only in width, blanks, dashes or waves."""
    if text.isascii():
        return BLANKS.sub("", text)
    return BLANKS.sub("", normalize("NFKC", text.translate(_TO_KEYBOARD)))
