# SPDX-License-Identifier: Apache-2.0
"""The reason of a rule ↔ its annotations, one column a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .xml_tree import Node

BECAUSE = "because"
LANGUAGES = {"because.ja": "ja", "because.en": "en"}
Text = str | dict[str, str]


def annotation_columns(reasons: list[Text]) -> list[str]:
    """The columns that these reasons need."""
    found = {name for reason in reasons for name in by_column(reason)}
    return [name for name in (BECAUSE, *LANGUAGES) if name in found]


def by_column(reason: Text) -> dict[str, str]:
    """What stands in which column."""
    if isinstance(reason, str):
        return {BECAUSE: reason}
    return {name: reason[lang] for name, lang in LANGUAGES.items() if lang in reason}


class Annotations:
    """Reads the annotations of the rules of one table."""

    def __init__(self, table: Node) -> None:
        self._columns = [node.attributes.get("name", "") for node in table.all("annotation")]

    def reason(self, rule: Node) -> Text | None:
        """The reason that they give, else the description of the rule; None without both.

        A reason in its own column stays as it is; what else there is becomes one text.
        """
        entries = [_text_of(entry) for entry in rule.all("annotationEntry")]
        names = self._columns + [""] * len(entries)
        found = [(name, text) for name, text in zip(names, entries, strict=False) if text.strip()]
        if found and all(name in LANGUAGES for name, _ in found):
            return {LANGUAGES[name]: text for name, text in found}
        if [name for name, _ in found] == [BECAUSE]:
            return found[0][1]
        joined = " / ".join(text.strip() for _, text in found)
        return joined or rule.text_of("description") or None


def _text_of(entry: Node) -> str:
    text = entry.first("text")
    return text.text if text is not None else entry.text
