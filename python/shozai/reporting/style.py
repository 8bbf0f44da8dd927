# SPDX-License-Identifier: Apache-2.0
"""How a report looks: on a light and a dark page, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..drawing.style import COLOURS, DARK, FONTS, LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable

MONOSPACE = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Noto Sans Mono CJK JP',monospace"

SHEET = """
*{box-sizing:border-box}
html{font-size:15px;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font-family:FONTS;line-height:1.65;
 line-break:strict;overflow-wrap:anywhere}
main{max-width:74rem;margin:0 auto;padding:2.5rem 2rem 4rem}
h1,h2,h3,h4{line-height:1.3;margin:0;text-wrap:balance;word-break:auto-phrase}
h1{font-size:1.9rem;letter-spacing:.01em}
h2{font-size:1.3rem;margin:3.2rem 0 1rem;padding-top:1.1rem;border-top:2px solid var(--ink)}
h3{font-size:1.05rem;margin:0 0 .6rem}
h4{font-size:.8rem;font-weight:700;color:var(--quiet);margin:1.4rem 0 .4rem}
p{margin:.4rem 0;max-width:52rem}
a{color:var(--strong)}
code{font-family:MONO;font-size:.86em}
.kind{color:var(--quiet);font-size:.86rem;letter-spacing:.08em;margin:0 0 .4rem}
.quiet{color:var(--quiet)}
.small{font-size:.85rem}
.identity{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1.4rem;margin:1.4rem 0 0;
 font-size:.9rem}
.identity dt{color:var(--quiet)}
.identity dd{margin:0}
nav{margin:1.6rem 0 0;font-size:.9rem}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;margin:0;padding:0}
.people{list-style:none;display:flex;flex-wrap:wrap;gap:.5rem;margin:.3rem 0 0;padding:0}
.owner{display:inline-block;border:1px solid var(--edge);background:var(--fill);color:var(--on);
 border-radius:1rem;padding:0 .65rem;font-size:.88rem;line-height:1.55;white-space:normal}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:.8rem;
 margin:1rem 0 1.4rem;padding:0;list-style:none}
.tiles li{border:1px solid var(--border);border-radius:.5rem;padding:.7rem .9rem}
.tiles b{display:block;font-size:1.65rem;line-height:1.25;font-variant-numeric:tabular-nums}
.tiles .state{white-space:normal}
.tiles .alert{border-color:var(--conflict);border-width:2px}
.state{white-space:nowrap}
.state i{font-style:normal;font-weight:700;display:inline-block;min-width:1.15em;text-align:center;
 margin-right:.25em}
.conflict i,.invalid i{color:var(--conflict)}
.gap i,.impossible i,.undetermined i{color:var(--gap)}
.decided i{color:var(--fine)}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;color:var(--quiet);font-size:.85rem;padding:0 0 .4rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .7rem;border-bottom:1px solid var(--border)}
thead th{color:var(--quiet);font-weight:600;font-size:.82rem;border-bottom-color:var(--ink);
 vertical-align:bottom}
tbody th{font-weight:600}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.states thead .n{white-space:normal}
.none{color:var(--quiet)}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(24rem,1fr));gap:1.4rem}
.card{border:1px solid var(--border);border-radius:.5rem;padding:1rem 1.2rem 1.1rem;min-width:0}
.bars td,.bars th{padding:.28rem .45rem;vertical-align:middle;border-bottom:0}
.bars tbody th{font-weight:400;width:42%}
.bars .n{width:3.6rem}
.bars th:first-child,.bars td:first-child{padding-left:0}
.bars th:last-child,.bars td:last-child{padding-right:0}
.bars .group th{padding:.7rem 0 .25rem;font-weight:600;font-size:.85rem;
 border-bottom:1px solid var(--border);width:auto}
.bars tbody:first-of-type .group th{padding-top:.2rem}
.bar{display:block;height:.85rem;border-radius:.15rem;background:var(--edge);min-width:2px}
.meanwhile .bar{background:repeating-linear-gradient(135deg,var(--edge) 0 3px,var(--fill) 3px 6px);
 border:1px solid var(--edge)}
.rows{max-width:44rem}
.rows code{display:inline-block;min-width:6rem}
main+main{border-top:6px double var(--border)}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(15.5rem,1fr));gap:.1rem 1.4rem;
 margin:.6rem 0 0;font-size:.86rem}
.facts div{display:flex;gap:.7rem;border-bottom:1px solid var(--border);padding:.22rem 0}
.facts dt{color:var(--quiet);flex:0 0 7.6rem}
.facts dd{margin:0;min-width:0}
.story{border-left:3px solid var(--border);padding-left:.9rem;margin:.6rem 0}
.answer{display:grid;grid-template-columns:8.5rem 1fr;gap:.45rem 1rem;margin:.4rem 0 0}
.answer dt{color:var(--quiet);font-size:.88rem;padding-top:.08rem}
.answer dd{margin:0;min-width:0;max-width:52rem}
.verdict{background:var(--heading);border-radius:.5rem;padding:1rem 1.2rem;margin:1rem 0}
.verdict .lead{font-size:1.1rem;font-weight:600;margin:0;max-width:none}
.verdict .lead .owner{font-size:1.02rem}
.ask{border:2px solid var(--strong);border-radius:.5rem;padding:.9rem 1.2rem;margin:1.2rem 0}
.ask h4{margin-top:0}
.ask .question{font-size:1.15rem;font-weight:700;margin:0 0 .5rem;max-width:none}
.list{margin:.2rem 0;padding-left:1.2rem}
figure{margin:1rem 0 1.8rem}
figcaption{color:var(--quiet);font-size:.85rem;margin-bottom:.4rem}
.picture{overflow-x:auto;border:1px solid var(--border);border-radius:.5rem}
.picture:focus-visible{outline:2px solid var(--strong)}
.picture svg{display:block;max-width:none;height:auto}
.broad{--out:calc(50% - min(50vw - 2rem,52rem));margin-left:var(--out);margin-right:var(--out)}
.rules td,.rules th{padding-top:.6rem;padding-bottom:.6rem}
.rules .id,.rules .owns{min-width:10.4rem}
.rules .when{width:36%}
.rules .because{width:32%}
.words .id{white-space:nowrap;padding-right:1.5rem}
.rules code,.words code{display:block;color:var(--quiet);font-size:.78rem;margin-top:.2rem}
.note{color:var(--quiet);font-size:.82rem;font-weight:400;margin-top:.25rem}
.whole{white-space:nowrap}
footer{margin-top:3.5rem;padding-top:.8rem;border-top:1px solid var(--border);color:var(--quiet);
 font-size:.82rem}
@media (max-width:44rem){main{padding:1.4rem 1rem 3rem}.grid{grid-template-columns:1fr}
 .answer{grid-template-columns:1fr;gap:.1rem}.answer dd{margin-bottom:.5rem}
 .wide{overflow-x:auto}}
@page{size:A4;margin:15mm 14mm 16mm}
@page landscape{size:A4 landscape;margin:12mm}
@page large{size:A3 landscape;margin:12mm}
@media print{
 html{font-size:9.6pt}
 body{background:none}
 *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
 main{max-width:none;padding:0}
 main+main{border:0;break-before:page}
 nav,.screen{display:none}
 h2{margin-top:2rem}
 .opens{break-before:page}
 .opens h2{margin-top:0;border-top:0;padding-top:0}
 h1,h2,h3,h4,figcaption,caption,thead,.lead-in{break-after:avoid}
 tr,.card,.tiles li,.verdict,.ask,.facts div,.bars tbody{break-inside:avoid}
 .grid{grid-template-columns:1fr 1fr;gap:1rem}
 .card{padding:.7rem .8rem}
 figure{break-inside:avoid;margin:0 0 1rem}
 .picture{overflow:visible;border:0}
 .picture svg{max-width:100%;max-height:170mm}
 .broad{margin-left:0;margin-right:0}
 .on-landscape{page:landscape}
 .on-large{page:large}
 .on-large .picture svg{max-width:100%;max-height:250mm;width:100%}
 .on-landscape .picture svg{width:100%}
 a{color:inherit;text-decoration:none}
}
"""


def style_sheet(colours: Iterable[int]) -> str:
    """The style of a report about departments of these colours."""
    used = sorted({colour % len(COLOURS) for colour in colours})
    shape = SHEET.replace("FONTS", FONTS).replace("MONO", MONOSPACE).replace("\n", "")
    return (
        f":root{{color-scheme:light dark;{_theme(LIGHT, '#1f7a43')}}}"
        + _colours(used, 0)
        + "@media screen and (prefers-color-scheme:dark){"
        + f":root{{{_theme(DARK, '#63bd86')}}}"
        + _colours(used, 3)
        + "}"
        + shape
    )


def _theme(theme: object, fine: str) -> str:
    names = ("page", "heading", "border", "ink", "quiet", "line", "strong", "gap", "conflict")
    variables = "".join(f"--{name}:{getattr(theme, name)};" for name in names)
    # A department that has no colour of its own, and bars that are nobody's.
    plain = "--fill:var(--heading);--edge:var(--line);--on:var(--ink);"
    return variables + plain + f"--fine:{fine}"


def _colours(used: list[int], first: int) -> str:
    return "".join(
        f".d{number}{{--fill:{fill};--edge:{edge};--on:{ink}}}"
        for number in used
        for fill, edge, ink in [COLOURS[number][first : first + 3]]
    )
