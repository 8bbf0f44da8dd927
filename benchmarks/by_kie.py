# SPDX-License-Identifier: Apache-2.0
"""Gaps, overlaps and masked rules of a decision table by KIE's analyser (Java; see kie/)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from synthetic_rules import Range, Table

HERE = Path(__file__).parent / "kie"
MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
FEEL = "https://www.omg.org/spec/DMN/20191111/FEEL/"
RUNS = 3


class Found(NamedTuple):
    """The best run, or why there is none."""

    seconds: float
    text: str


def build(folder: Path) -> str | None:
    """The class path of the driver, built in `folder`; nothing without Java and Maven."""
    maven = shutil.which("mvn")
    if maven is None or shutil.which("java") is None:
        return None
    shutil.copytree(HERE, folder, dirs_exist_ok=True)
    subprocess.run(
        [
            maven,
            "-B",
            "-q",
            "compile",
            "dependency:build-classpath",
            "-Dmdep.outputFile=target/classpath",
        ],
        cwd=folder,
        check=True,
        stdout=sys.stderr,  # standard output is the report
    )
    libraries = (folder / "target" / "classpath").read_text(encoding="utf-8").strip()
    return f"{folder / 'target' / 'classes'}:{libraries}"


def analyse(classpath: str, folder: Path, small: Table, table: Table, limit: float) -> Found:
    """Runs it on one table after ten seconds of warm-up on a small one."""
    paths = [folder / "small.dmn", folder / "table.dmn"]
    for path, each in zip(paths, (small, table), strict=True):
        path.write_text(dmn(each), encoding="utf-8")
    command = ["java", "-Xmx8g", "-Xss64m", "-cp", classpath, "AnalyseTable"]
    command += [str(paths[0]), str(RUNS), str(paths[1])]
    log = folder / "errors.log"
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        if process.stdout is not None:
            process.stdout.readline()  # it is warm; without one it has failed
        try:
            printed, _ = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            process.kill()
            printed, _ = process.communicate()
    runs: list[dict[str, Any]] = [
        json.loads(line) for line in printed.splitlines() if line.startswith("{")
    ]
    if runs:
        best = min(runs, key=lambda run: run["seconds"])
        seconds = best.pop("seconds")
        return Found(seconds, ", ".join(f"{count} {kind}" for kind, count in best.items()))
    if process.returncode == -9:
        return Found(limit, f"stopped after {limit:.0f} s")
    first = next(iter(log.read_text(encoding="utf-8").splitlines()), "no output")
    return Found(0.0, f"failed: {first}")


# --- the document ------------------------------------------------------------------------------


def dmn(table: Table) -> str:
    """The rules as a decision table, which leaves out `otherwise`."""
    hit_policy = "FIRST" if table.hit_policy == "first" else "ANY"
    values = ", ".join(f'"{v}"' for v in table.values)
    types = "".join(
        f'<itemDefinition name="t_{name}"><typeRef>{kind(name)}</typeRef>'
        + (allowed(name, limits, values))
        + "</itemDefinition>"
        for name, limits in table.attributes.items()
    )
    data = "".join(
        f'<inputData id="{name}" name="{name}">'
        f'<variable name="{name}" typeRef="t_{name}"/></inputData>'
        for name in table.attributes
    )
    needed = "".join(
        f'<informationRequirement><requiredInput href="#{name}"/></informationRequirement>'
        for name in table.attributes
    )
    inputs = "".join(
        f'<input id="i_{name}"><inputExpression typeRef="t_{name}"><text>{name}</text>'
        "</inputExpression></input>"
        for name in table.attributes
    )
    rules = "".join(
        "<rule>"
        + "".join(
            f"<inputEntry><text>{escape(cell(table, name, rule.box.get(name)))}</text></inputEntry>"
            for name in table.attributes
        )
        + f'<outputEntry><text>"{rule.owner}"</text></outputEntry></rule>'
        for rule in table.rules
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<definitions xmlns="{MODEL}" id="synthetic" name="synthetic"'
        f' namespace="urn:synthetic" typeLanguage="{FEEL}">'
        f'{types}{data}<decision id="owner" name="owner">'
        f'<variable name="owner" typeRef="string"/>{needed}'
        f'<decisionTable id="table" hitPolicy="{hit_policy}">{inputs}'
        f'<output id="o" typeRef="string"/>{rules}</decisionTable></decision></definitions>\n'
    )


def kind(name: str) -> str:
    """FEEL's type of an attribute."""
    return {"e": "string", "n": "number", "f": "boolean"}[name[0]]


def allowed(name: str, limits: Range, values: str) -> str:
    """What an attribute may be."""
    text = {"e": values, "n": f"[{limits[0]}..{limits[1]}]", "f": ""}[name[0]]
    return f"<allowedValues><text>{escape(text)}</text></allowedValues>" if text else ""


def cell(table: Table, name: str, found: Range | None) -> str:
    """An input entry."""
    if found is None:
        return "-"
    low, high = found
    if name[0] == "e":
        return f'"{table.values[low]}"'
    if name[0] == "f":
        return "true" if low else "false"
    least, most = table.attributes[name]
    # Numbers are whole here and dense there: `<= 5` and `> 5` must touch, `<= 5` and `>= 6` do not.
    if low == least:
        return f"<= {high}"
    return f"> {low - 1}" if high == most else f"({low - 1}..{high}]"
