# SPDX-License-Identifier: Apache-2.0
"""How a page about coverage looks, besides what reports have anyway."""

from __future__ import annotations

from ..reporting.style import MONOSPACE, style_sheet

# Of each state: ground and ink on a light page, and on a dark one.
STATES = {
    "covered": ("#e3f4e9", "#1a6b3a", "#15301f", "#63bd86"),
    "partly": ("#fcf0cf", "#7d5200", "#3a2e10", "#f0b44c"),
    "missing": ("#fde2e5", "#b3122a", "#451b22", "#ff7d8a"),
    "unreachable": ("#e9ecf0", "#566273", "#2a3139", "#a9b6c4"),
}
SHEET = """
.covered{--ground:var(--ground-covered);--tone:var(--ink-covered)}
.partly{--ground:var(--ground-partly);--tone:var(--ink-partly)}
.missing{--ground:var(--ground-missing);--tone:var(--ink-missing)}
.unreachable{--ground:var(--ground-unreachable);--tone:var(--ink-unreachable)}
.sum{display:flex;flex-wrap:wrap;align-items:center;gap:.6rem 2rem;margin:1.6rem 0 0;
 padding:1.1rem 1.4rem;border-radius:.6rem;background:var(--ground)}
.sum b{font-size:2.6rem;line-height:1.1;color:var(--tone);font-variant-numeric:tabular-nums}
.sum p{margin:0;flex:1 1 16rem}
.sum p.quiet{flex-basis:100%;font-size:.88rem;margin-top:-.3rem}
.meter{display:block;height:.7rem;min-width:6rem;border-radius:.35rem;background:var(--heading);
 overflow:hidden}
.meter i{display:block;height:100%;background:var(--tone)}
.kinds td{vertical-align:middle}
.kinds tbody th{width:44%}
.kinds td.way{width:22%}
.kinds tfoot th,.kinds tfoot td{border-top:1px solid var(--ink);border-bottom:0;font-weight:700}
.share{color:var(--tone);font-weight:700}
.lacks{columns:26rem 2;column-gap:1.4rem}
.lacks .card{break-inside:avoid;margin:0 0 1.2rem}
.lacks h4{margin:.7rem 0 .1rem}
.lacks ul{list-style:none;margin:0;padding:0;font-size:.9rem}
.lacks li{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;padding:.16rem 0;
 border-bottom:1px solid var(--border)}
.lacks li:last-child{border-bottom:0}
.lacks .where{font-family:MONO;font-size:.78rem;line-height:2}
.scales h3{margin:1.5rem 0 .45rem;display:flex;flex-wrap:wrap;gap:0 .9rem;align-items:baseline}
.scales h3 code{font-weight:400;color:var(--quiet)}
.scale{display:flex;flex-wrap:wrap;align-items:stretch;gap:.55rem 0;margin:0;padding:0;
 list-style:none}
.scale li{display:flex}
.cell{flex:1 1 5.2rem;flex-direction:column;justify-content:space-between;min-width:4.2rem;
 padding:.3rem .55rem .25rem;background:var(--ground);border-top:.3rem solid var(--tone);
 font-size:.82rem;line-height:1.35}
.cell .hits,.edge .hits{color:var(--tone);font-size:.76rem;white-space:nowrap}
.missing.cell,.missing.edge{border-top-style:dashed}
.unreachable.cell,.unreachable.edge{border-top-style:dotted;text-decoration:line-through}
.edge{flex:0 0 auto;flex-direction:column;justify-content:space-between;align-items:center;
 min-width:2.1rem;padding:.3rem .4rem .25rem;background:var(--ground);font-size:.82rem;
 line-height:1.35;font-weight:700;color:var(--tone);border-top:.3rem solid var(--tone);
 font-variant-numeric:tabular-nums}
.edge.below{margin-left:2px}
.edge.above,.edge.both{border-left:2.5px solid var(--ink);margin-right:2px}
.chips{gap:.4rem}
.chips .cell{flex:0 1 auto;min-width:0}
.apart{margin-left:.8rem;flex-grow:0}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;margin:.6rem 0 1rem;padding:0;
 font-size:.85rem}
.legend span{background:var(--ground);color:var(--tone);border-left:.25rem solid var(--tone);
 padding:.05rem .5rem;margin-right:.4rem;font-weight:700}
.file{display:flex;flex-wrap:wrap;gap:.2rem 1rem;align-items:baseline;margin:2rem 0 .5rem}
.text{border:1px solid var(--border);border-radius:.5rem;overflow:hidden}
.text table{font-size:.8rem}
.text td{border:0;padding:.06rem .5rem;line-height:1.55}
.text th{border-bottom:1px solid var(--border);padding:.2rem .5rem;white-space:nowrap}
.text .no{width:1%;text-align:right;white-space:nowrap;color:var(--quiet);user-select:none;
 font-variant-numeric:tabular-nums}
.text .no a{color:inherit;text-decoration:none}
.text .hits{width:1%;text-align:right;white-space:nowrap;color:var(--tone);
 font-variant-numeric:tabular-nums}
.text .mark{width:1.6rem;text-align:center;font-weight:700;color:var(--tone);padding:.06rem 0}
.text tr[class]{background:var(--ground)}
.text tr[class] .no{box-shadow:inset .25rem 0 var(--tone)}
.text tr:target{outline:2px solid var(--strong);outline-offset:-2px}
.text .src{font-family:MONO;white-space:pre-wrap;tab-size:4}
.lack{display:inline-block;margin:.05rem 0 .05rem .6rem;padding:0 .5rem;border-radius:.25rem;
 border:1px dashed var(--tone);color:var(--tone);background:var(--page);font-family:FONTS;
 font-size:.92em;white-space:normal}
details{margin:.6rem 0}
summary{cursor:pointer;font-weight:600}
.used td:last-child{width:58%}
@media print{
 .text{border:0;overflow:visible}
 .text table{font-size:7.4pt}
 .text .lack{font-size:1em}
 .lacks{columns:2}
 .scale,.sum{break-inside:avoid}
}
"""


def coverage_style() -> str:
    """The whole style of a page about coverage."""
    from ..drawing.style import FONTS

    shape = SHEET.replace("FONTS", FONTS).replace("MONO", MONOSPACE).replace("\n", "")
    return (
        style_sheet(())
        + f":root{{{_theme(0)}}}"
        + f"@media screen and (prefers-color-scheme:dark){{:root{{{_theme(2)}}}}}"
        + shape
    )


def _theme(first: int) -> str:
    return "".join(
        f"--ground-{state}:{colours[first]};--ink-{state}:{colours[first + 1]};"
        for state, colours in STATES.items()
    )
