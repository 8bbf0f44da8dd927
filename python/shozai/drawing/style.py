# SPDX-License-Identifier: Apache-2.0
"""The colours of pictures, for a light and a dark page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FONTS = (
    "system-ui,-apple-system,'Segoe UI','Hiragino Sans','Yu Gothic UI',Meiryo,"
    "'Noto Sans CJK JP','Noto Sans JP','IPAexGothic',sans-serif"
)
PREFIX = "shozai-diagram"


@dataclass(frozen=True, slots=True)
class _Theme:
    page: str
    card: str
    heading: str
    border: str
    ink: str
    quiet: str
    line: str
    strong: str
    gap: str
    conflict: str


LIGHT = _Theme(
    page="#ffffff", card="#ffffff", heading="#eef1f5", border="#aab4c0", ink="#1c2430",
    quiet="#566273", line="#8593a3", strong="#0b57c2", gap="#8a5a00", conflict="#b3122a",
)  # fmt: skip
DARK = _Theme(
    page="#14181d", card="#1d232a", heading="#2a323c", border="#4d5a69", ink="#e8edf3",
    quiet="#a9b6c4", line="#728296", strong="#6cb2ff", gap="#f0b44c", conflict="#ff7d8a",
)  # fmt: skip

# Of departments: fill, border and ink on a light page, and on a dark one.
COLOURS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("#dcebfb", "#2f6db5", "#12365f", "#1b344f", "#6fa8e6", "#d5e7fb"),
    ("#fde8d3", "#b8661a", "#5e3105", "#4a2f16", "#e29a55", "#fde5cd"),
    ("#daf3e2", "#2c8a50", "#0f4726", "#173d27", "#63bd86", "#d3f1de"),
    ("#efe3fa", "#7d4bb3", "#40215f", "#38254c", "#b58be0", "#ecdffa"),
    ("#d8f2f2", "#16807f", "#084443", "#113c3c", "#54b8b6", "#d0f0ef"),
    ("#fbe1ee", "#b13c79", "#5c173b", "#4a2036", "#e083b2", "#fadeeb"),
    ("#f6efc9", "#857000", "#463b00", "#3d360f", "#cdb542", "#f5edc2"),
    ("#e4e5fb", "#4a50b8", "#23275f", "#282b52", "#8f94ea", "#e0e1fb"),
    ("#f3e4da", "#8f5a37", "#4c2c16", "#3f2d21", "#c89775", "#f1e0d4"),
    ("#e8f2cf", "#5f8113", "#304306", "#2f3c14", "#a4c453", "#e6f1ca"),
)


def colour_class(colour: int) -> str:
    """The class of a department's pills."""
    return f"d{colour % len(COLOURS)}"


def style_sheet(colours: Iterable[int], *, open_ends: bool = False) -> str:
    """The style of a picture that has departments of these colours, and ways that end openly."""
    used = sorted({colour % len(COLOURS) for colour in colours})
    shape = (
        f".{PREFIX}{{font-family:{FONTS};font-size:13px}}"
        f".{PREFIX} .title{{font-size:16px;font-weight:700}}"
        f".{PREFIX} .note{{font-size:12px}}"
        f".{PREFIX} .ask{{font-size:12px;font-weight:700}}"
        f".{PREFIX} .label{{text-anchor:middle}}"
        f".{PREFIX} .way{{fill:none;stroke-width:1.6}}"
        f".{PREFIX} .reached .way{{stroke-width:3.2}}"
        f".{PREFIX} .reached .card{{stroke-width:2.4}}"
        f".{PREFIX} .pill{{stroke-width:1.2}}"
        f".{PREFIX} .reached .pill{{stroke-width:2.6}}"
        f".{PREFIX} .reached text{{font-weight:700}}"
        f".{PREFIX} .gap .pill{{stroke-width:1.6;stroke-dasharray:4 3}}"
        f".{PREFIX} .gap text{{font-style:italic}}"
        f".{PREFIX} .conflict .pill{{stroke-width:3}}"
        f".{PREFIX} .conflict text{{font-weight:700}}"
        f".{PREFIX} .faded{{opacity:.38}}"
    )
    return (
        shape
        + _theme(LIGHT, used, 0, open_ends)
        + "@media (prefers-color-scheme:dark){"
        + _theme(DARK, used, 3, open_ends)
        + "}"
    )


def _theme(theme: _Theme, used: list[int], first: int, open_ends: bool) -> str:
    rules = [
        (".page", f"fill:{theme.page}"),
        ("text", f"fill:{theme.ink}"),
        (".note", f"fill:{theme.quiet}"),
        (".card", f"fill:{theme.card};stroke:{theme.border}"),
        (".heading", f"fill:{theme.heading}"),
        (".rule", f"stroke:{theme.border}"),
        (".way", f"stroke:{theme.line}"),
        (".tip", f"fill:{theme.line}"),
        (".reached .card", f"stroke:{theme.strong}"),
        (".reached .way", f"stroke:{theme.strong}"),
        (".reached .tip", f"fill:{theme.strong}"),
        (".gap .pill", f"fill:{theme.page};stroke:{theme.gap}"),
        (".gap text", f"fill:{theme.gap}"),
        (".conflict .pill", f"fill:{theme.page};stroke:{theme.conflict}"),
        (".conflict text", f"fill:{theme.conflict}"),
        (".impossible .pill", f"fill:{theme.page};stroke:{theme.quiet}"),
    ]
    if open_ends:
        rules.append((".undetermined .pill", f"fill:{theme.page};stroke:{theme.quiet}"))
        rules.append((".undetermined text", f"fill:{theme.quiet}"))
    for number in used:
        fill, border, ink = COLOURS[number][first : first + 3]
        rules.append((f".d{number} .pill", f"fill:{fill};stroke:{border}"))
        rules.append((f".d{number} text", f"fill:{ink}"))
    return "".join(f".{PREFIX} {where}{{{what}}}" for where, what in rules)
