# SPDX-License-Identifier: Apache-2.0
"""Pictures of an organization and of a case over time, as SVG and Mermaid."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from ...drawing.measure import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...texts import Language

COLUMNS = ("policy", "step", "department", "team", "roster", "position", "person")
COLUMN, ROW, BOX, HIGH, MARGIN, SIZE = 210.0, 34.0, 170.0, 24.0, 16.0, 12.0
STYLE = (
    "svg{background:#fff;color:#1b1f24;font:12px sans-serif}"
    "rect,path{stroke:currentColor;fill:none}text{fill:currentColor}path{opacity:.35}"
    "@media(prefers-color-scheme:dark){svg{background:#14171a;color:#e6e9ec}}"
)


def graph_svg(graph: Mapping[str, Any], lang: Language) -> str:
    """Nodes in a column for each kind, joined by their edges; the accountable ones are thick."""
    places: dict[str, tuple[float, float]] = {}
    rows = dict.fromkeys(COLUMNS, 0)
    boxes = []
    for node in graph["nodes"]:
        kind = node["kind"]
        x = MARGIN + COLUMNS.index(kind) * COLUMN
        y = MARGIN + rows[kind] * ROW
        rows[kind] += 1
        places[node["id"]] = (x, y)
        width = 3 if node.get("accountable") else 1
        label = shortened(_label(node, lang), SIZE, BOX - 2 * SIZE)
        boxes.append(
            f'<rect x="{x}" y="{y}" width="{BOX}" height="{HIGH}" rx="4" stroke-width="{width}"/>'
            f'<text x="{x + 8}" y="{y + 16}">{escape(label)}</text>'
        )
    edges = [_edge(places[e["from"]], places[e["to"]], e["kind"]) for e in graph["edges"]]
    size = (2 * MARGIN + len(COLUMNS) * COLUMN, 2 * MARGIN + max(rows.values(), default=1) * ROW)
    return _svg(size, edges + boxes)


def _edge(start: tuple[float, float], end: tuple[float, float], kind: str) -> str:
    middle = HIGH / 2
    right = start[0] + BOX if end[0] > start[0] else start[0]
    left = end[0] if end[0] > start[0] else end[0] + BOX
    bend = (right + left) / 2
    line = (
        f"M{right} {start[1] + middle}C{bend} {start[1] + middle} {bend} {end[1] + middle}"
        f" {left} {end[1] + middle}"
    )
    return f"<path d={quoteattr(line)}><title>{escape(kind)}</title></path>"


def timeline_svg(preview: Mapping[str, Any], lang: Language, to_local: Callable[[str], str]) -> str:
    """A row for each person told or step that tells nobody, from when until the step lapses."""
    rows = preview["rows"]
    start = _moment(preview["start"])
    ends = [_moment(row[key]) for row in rows for key in ("at", "until") if key in row]
    span = max((max(ends, default=start) - start).total_seconds(), 1.0)
    left, wide = 330.0, 600.0
    parts = []
    for number, row in enumerate(rows):
        y = MARGIN + number * ROW
        begin = left + wide * (_moment(row["at"]) - start).total_seconds() / span
        until = _moment(row["until"]) if "until" in row else max(ends)
        length = max(wide * (until - start).total_seconds() / span - (begin - left), 2.0)
        name = row.get("name", {}).get(lang) or row.get("person") or row["outcome"]
        said = f"{row['step']}. {name}  {to_local(row['at'])[:16].replace('T', ' ')}"
        width = 3 if row.get("accountable") else 1
        parts.append(
            f'<text x="{MARGIN}" y="{y + 16}">{escape(shortened(said, SIZE, left - 40))}</text>'
            f'<rect x="{begin}" y="{y}" width="{length}" height="{HIGH}" stroke-width="{width}"/>'
        )
    return _svg((left + wide + 2 * MARGIN, 2 * MARGIN + max(len(rows), 1) * ROW), parts)


def graph_mermaid(graph: Mapping[str, Any], lang: Language) -> str:
    """The graph as a Mermaid flowchart; labels are quoted, whatever they hold."""
    numbers = {node["id"]: f"n{i}" for i, node in enumerate(graph["nodes"])}
    lines = ["flowchart LR"]
    lines += [f'  {numbers[n["id"]]}["{_mermaid(_label(n, lang))}"]' for n in graph["nodes"]]
    for edge in graph["edges"]:
        label = f"{edge['kind']} {edge['label']}" if "label" in edge else edge["kind"]
        lines.append(f'  {numbers[edge["from"]]} -- "{_mermaid(label)}" --> {numbers[edge["to"]]}')
    return "\n".join(lines) + "\n"


def _mermaid(label: str) -> str:
    return "".join(c if c.isalnum() or c in " -_." else f"#{ord(c)};" for c in label)


def _label(node: Mapping[str, Any], lang: Language) -> str:
    label = node.get("label", {}).get(lang) or node["name"]
    return f"{label} {node['id'].rpartition('/')[2]}" if node["kind"] == "step" else str(label)


def _moment(written: str) -> dt.datetime:
    return dt.datetime.fromisoformat(written)


def _svg(size: tuple[float, float], parts: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]:g}" height="{size[1]:g}" '
        f'viewBox="0 0 {size[0]:g} {size[1]:g}"><style>{STYLE}</style>{"".join(parts)}</svg>\n'
    )
