# SPDX-License-Identifier: Apache-2.0
"""Decisions of many faults: a table with a summary, JSON lines, or CSV."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from .decisions import STATES
from .terminal import STATE_STYLES, Screen, safe
from .texts import Labels, harmless, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._core import CompiledPolicy, Decision
    from .frames import DecidedTable
    from .texts import Language

    Row = tuple[int, Sequence[Decision]]

NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
# Of Unicode's controls and marks of direction JSON itself escapes but those below U+0020.
UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
CSV_COLUMNS = (
    "row",
    "aspect",
    "owner",
    "owner_label",
    "state",
    "rule",
    "accountable",
    "interim",
    "interim_within",
    "possible",
    "because",
)


def write_jsonl(rows: Sequence[Row], out: TextIO) -> None:
    """A fault a line: its number and its decisions by aspect."""
    for number, decisions in rows:
        tree = {"row": number, "decisions": {d.aspect: d.to_dict() for d in decisions}}
        out.write(json_line(tree) + "\n")


def json_line(tree: object) -> str:
    """A line of JSON in which no character can steer a terminal."""
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(tree, ensure_ascii=False))


def write_csv(rows: Sequence[Row], core: CompiledPolicy, lang: Language, out: TextIO) -> None:
    """A line for every fault and aspect, harmless in a spreadsheet."""
    labels = Labels(core, lang)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for number, decisions in rows:
        for d in decisions:
            interim = d.interim
            cells = (
                number,
                d.aspect,
                d.owner,
                labels.participant(d.owner),
                d.state,
                d.rule or " ".join(d.rules),
                d.accountable or "",
                interim.accountable if interim else "",
                interim.within or "" if interim else "",
                " ".join(d.possible),
                d.because.text(lang),
            )
            writer.writerow([spreadsheet_cell(str(cell)) for cell in cells])


def spreadsheet_cell(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: such a text gets an apostrophe before it."""
    risky = cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not NUMBER.fullmatch(cell)
    return ("'" if risky else "") + harmless(cell)


def show_table(screen: Screen, core: CompiledPolicy, rows: Sequence[Row], limit: int) -> None:
    """The first faults, all if `limit` is 0, then a summary of all."""
    labels = Labels(core, screen.lang)
    several = any(len(decisions) > 1 for _number, decisions in rows)
    headings = ["row", *(["aspect"] if several else []), "owner", "state", "rule"]
    table = screen.table([screen.word(h) for h in headings], numbers=[0])
    for number, decisions in rows[: limit or None]:
        shown = str(number)
        for d in decisions:
            aspect = [safe(labels.aspect(d.aspect))] if several else []
            rule = joined([d.rule] if d.rule else d.rules, screen.lang)
            table.add_row(
                shown,
                *aspect,
                safe(_owner(screen, labels, d)),
                safe(screen.word(d.state), STATE_STYLES[d.state]),
                safe(rule),
            )
            shown = ""
    screen.show(table, indent=0)
    if limit and len(rows) > limit:
        things = screen.count("fault", len(rows) - limit)
        screen.line(screen.word("more", things=things), "dim")
    screen.line()
    show_summary(screen, core, Tally.of_decisions([decisions for _number, decisions in rows]))


def _owner(screen: Screen, labels: Labels, d: Decision) -> str:
    owner = labels.participant(d.owner)
    return screen.word("interim_mark", owner=owner) if d.interim else owner


@dataclass(frozen=True, slots=True)
class Tally:
    """How often who owns, meanwhile owns, and which state occurs, each by aspect."""

    aspects: tuple[str, ...]
    owned: Counter[tuple[str, str]]
    interim: Counter[tuple[str, str]]
    states: Counter[tuple[str, str]]

    def decided(self) -> int:
        """How many decisions are decided."""
        return sum(n for (state, _aspect), n in self.states.items() if state == "decided")

    @classmethod
    def of_decisions(cls, all_decisions: Sequence[Sequence[Decision]]) -> Tally:
        """Of decisions on many faults."""
        flat = [d for decisions in all_decisions for d in decisions]
        return cls(
            tuple(d.aspect for d in all_decisions[0]) if all_decisions else (),
            Counter((d.owner, d.aspect) for d in flat),
            Counter((d.owner, d.aspect) for d in flat if d.interim),
            Counter((d.state, d.aspect) for d in flat),
        )

    @classmethod
    def of_table(cls, decided: DecidedTable) -> Tally:
        """Of a decided table."""
        tally = cls(decided.aspects, Counter(), Counter(), Counter())
        for part in decided.summary():
            tally.states[part.state, part.aspect] += part.rows
            if part.owner is not None:
                tally.owned[part.owner, part.aspect] += part.rows
                tally.interim[part.owner, part.aspect] += part.rows * (part.state != "decided")
        return tally


def show_summary(screen: Screen, core: CompiledPolicy, tally: Tally) -> None:
    """How many faults each department owns, by aspect, and how many decisions have which state."""
    labels = Labels(core, screen.lang)

    def cell(owner: str, aspect: str) -> str:
        both = tally.owned[owner, aspect], tally.interim[owner, aspect]
        if both[1]:
            return screen.word("in_brackets", all=f"{both[0]:,}", interim=f"{both[1]:,}")
        return f"{both[0]:,}" if both[0] else "–"

    headings = [screen.word("owner"), *(labels.aspect(a) for a in tally.aspects)]
    table = screen.table(headings, numbers=range(1, len(headings)))
    totals: Counter[str] = Counter()
    for (owner, _aspect), rows in tally.owned.items():
        totals[owner] += rows
    for owner, _total in totals.most_common():
        table.add_row(safe(labels.participant(owner)), *(cell(owner, a) for a in tally.aspects))
    table.add_section()
    for state in STATES:
        if any(tally.states[state, a] for a in tally.aspects):
            table.add_row(
                safe(screen.word(state), STATE_STYLES[state]),
                *(
                    f"{tally.states[state, a]:,}" if tally.states[state, a] else "–"
                    for a in tally.aspects
                ),
            )
    title = screen.word("summary")
    if tally.interim.total():
        title += ("；" if screen.lang == "ja" else "; ") + screen.word("summary_interim")
    screen.line(title, "bold")
    screen.show(table)
