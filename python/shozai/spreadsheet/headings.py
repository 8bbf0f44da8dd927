# SPDX-License-Identifier: Apache-2.0
"""The headings of a rule table in English and Japanese, beside those that name an attribute."""

from __future__ import annotations

import re
from typing import Literal

from .characters import likeness

Kind = Literal["id", "word", "person", "people", "list", "shares", "text", "notes", "day"]

# In the order in which a table has them: what it is, and what it is called in Japanese. The
# loader of policies knows the same words.
WORDS: dict[str, tuple[Kind, str]] = {
    "id": ("id", "規則番号"),
    "accountable": ("person", "責任部門"),
    "responsible": ("people", "実施"),
    "consulted": ("people", "相談先"),
    "informed": ("people", "連絡先"),
    "joint_visit": ("people", "同行"),
    "cost_share": ("shares", "費用負担"),
    "notes": ("notes", "注記"),
    "overrides": ("list", "上書きする規則"),
    "section": ("word", "規則区分"),
    "because": ("text", "理由"),
    "note": ("text", "備考"),
    "source": ("text", "根拠"),
    "steward": ("person", "管理部門"),
    "review_by": ("day", "見直し期限"),
}
LANGUAGES = {"ja": "（日本語）", "en": "（英語）"}
ASSIGNED = ("accountable", "responsible", "consulted", "informed", "joint_visit", "cost_share")
MOST_NOTES = 999  # that the headings of a table can number

_NAMES = {
    **{key: key for key in WORDS},
    **{japanese: key for key, (_kind, japanese) in WORDS.items()},
}
_PARTS = re.compile(
    rf"(?P<word>{'|'.join(sorted(_NAMES, key=len, reverse=True))})"
    r"(?:\.?(?P<number>[1-9]\d{0,2}))?(?P<lang>\.ja|\.en|\(日本語\)|\(英語\))?"
)


def heading_kind(heading: str) -> tuple[Kind, str] | None:
    """What a column with this heading has, and the heading as the loader knows it; else None."""
    found = _PARTS.fullmatch(likeness(heading))
    if found is None:
        return None
    key = _NAMES[found["word"]]
    kind = WORDS[key][0]
    if (found["number"] and kind != "notes") or (found["lang"] and kind not in ("text", "notes")):
        return None
    lang = {".ja": "ja", "(日本語)": "ja", ".en": "en", "(英語)": "en"}.get(found["lang"] or "")
    in_japanese = found["word"] != key
    return kind, heading_of(key, int(found["number"] or 0), lang or "", in_japanese=in_japanese)


def heading_of(key: str, number: int = 0, lang: str = "", *, in_japanese: bool) -> str:
    """The heading of what a row has under `key`: `notes.2.ja`, `注記2（日本語）`."""
    if in_japanese:
        return WORDS[key][1] + (str(number) if number else "") + (LANGUAGES[lang] if lang else "")
    return key + (f".{number}" if number else "") + (f".{lang}" if lang else "")
