# SPDX-License-Identifier: Apache-2.0
"""New expectations in the cells of a CSV file of cases; the other cells stay byte for byte."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .case_policies import NAMES_AND_NOTES
from .case_words import PEOPLE
from .json_edits import Edit
from .texts import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ._core import CompiledPolicy, LocalizedText
    from .case_files import CaseText
    from .texts import Language

# What a key of an expectation is called in a heading.
JAPANESE = {
    "state": "状態",
    "rule": "規則",
    "rules": "規則一覧",
    "accountable": "責任部門",
    "responsible": "実施",
    "consulted": "相談先",
    "informed": "連絡先",
    "joint_visit": "同行",
    "cost_share": "費用負担",
    "possible": "候補",
    "possible_states": "候補の状態",
    "open": "未決の項目",
    "assumptions": "反する前提",
    "interim": "暫定",
    "interim_rule": "暫定の規則",
    "ask": "次の質問",
    "missing": "不明な項目",
}
CELL = re.compile(r'"(?:[^"]|"")*"|[^,\r\n]*')
LINE_END = re.compile(r"\r\n|\r|\n")


def cell_edits(
    text: str, source: CaseText, core: CompiledPolicy, expected: Mapping[int, Any]
) -> list[Edit]:
    """What writes these expectations to the rows on these lines of the file.

    `text` is the file as it is, `source` what was read of it.
    """
    spans = dict(_rows(text))
    columns = list(_columns(source, core))
    edits = []
    for line, tree in expected.items():
        for at, column in columns:
            value = tree.get(column.aspect, {}).get(column.field, column)
            if value is not column:
                begin, end = spans[line][at]
                edits.append(Edit(begin, end, _cell(text[begin:end], column.write(value))))
    return edits


class _Column:
    """What a column gives, and how its cells are written."""

    def __init__(
        self, aspect: str, field: str, heading: str, cells: set[str], core: CompiledPolicy
    ) -> None:
        self.aspect = aspect
        self.field = field
        self._japanese = not heading.isascii()
        self._lang: Language = "en" if all(map(str.isascii, cells)) else "ja"
        things: Sequence[Any] = core.participants if field in PEOPLE else core.attributes
        if field == "cost_share":
            things = core.participants
        labels = {getattr(each, "id", None) or each.name: each.label for each in things}
        parts = {part.strip() for cell in cells for part in re.split("[,、]", cell)}
        named = {re.sub(r" +\d+%?$", "", part) for part in parts} - {"none", "なし", ""}
        self._labels = {} if named <= labels.keys() else _unique(labels, self._lang)

    def write(self, value: Any) -> str:
        """The text of a cell."""
        if value is None:
            return "なし" if self._japanese else "none"
        if isinstance(value, dict):
            return self._joined(f"{self._name(key)} {share}" for key, share in value.items())
        return self._joined(map(self._name, value if isinstance(value, list) else [value]))

    def _name(self, name: str) -> str:
        if self.field in ("state", "possible_states"):
            return TEXTS[name][1] if self._japanese and self._lang == "ja" else name
        return self._labels.get(name, name)

    def _joined(self, parts: Iterable[str]) -> str:
        return ("、" if self._japanese else ", ").join(parts)


def _columns(source: CaseText, core: CompiledPolicy) -> Iterator[tuple[int, _Column]]:
    meanings = dict(_headings(core))
    headings, *rows = source.rows
    for at, heading in enumerate(headings):
        if heading in meanings:
            cells = {row[at] for row in rows if row[at]}
            yield at, _Column(*meanings[heading], heading, cells, core)


def _headings(core: CompiledPolicy) -> Iterator[tuple[str, tuple[str, str]]]:
    # What a heading means first stays, as for the reader of cases.
    taken = {*NAMES_AND_NOTES, "at", "適用日"}
    for attribute in core.attributes:
        taken.update([attribute.name, *attribute.columns])
    for aspect in core.aspects:
        label = core.aspect_label(aspect)
        for name in dict.fromkeys([aspect, label.ja, label.en]):
            found = {name: "accountable"} if name else {}
            if name:
                found |= {
                    f"{name}.{word}": key for key in JAPANESE for word in (key, JAPANESE[key])
                }
            for heading, key in found.items():
                if heading not in taken:
                    taken.add(heading)
                    yield heading, (aspect, key)


def _unique(labels: Mapping[str, LocalizedText], lang: Language) -> dict[str, str]:
    """Labels that a cell may have in place of an id."""
    named = {name: label.text(lang) for name, label in labels.items() if label}
    known = [*labels, *named.values()]
    return {
        name: label
        for name, label in named.items()
        if label and known.count(label) == 1 and not re.search("[,、]", label)
    }


def _cell(old: str, new: str) -> str:
    quoted = old.startswith('"') or re.search('[,"\r\n]|^ | $', new)
    return '"' + new.replace('"', '""') + '"' if quoted else new


def _rows(text: str) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """The line on which each row begins, and where its cells begin and end."""
    at, line = 0, 1
    while at < len(text):
        begin, spans = at, []
        while True:
            found = CELL.match(text, at)
            assert found is not None  # it also matches nothing
            spans.append(found.span())
            at = found.end()
            if text[at : at + 1] != ",":
                break
            at += 1
        yield line, spans
        ended = LINE_END.match(text, at)
        at = ended.end() if ended else at
        line += len(LINE_END.findall(text, begin, at))
        if not ended:
            return
