# SPDX-License-Identifier: Apache-2.0
"""Coverage as Cobertura XML (coverage-04), which services for continuous integration read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from .coverage import each
from .covering.counts import counted_files
from .texts import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .coverage import Coverages
    from .covering.counts import CountedFile, CountedLine
    from .covering.items import CoverageItem


def cobertura(coverages: Coverages, timestamp: int = 0) -> str:
    """A package for each policy and a class for each file, with its lines and their branches.

    `timestamp` is in milliseconds since 1970 and stands in the result as it is given.
    """
    from . import __version__

    packages = [(c.policy.name, counted_files(c)) for c in each(coverages)]
    files = [file for _name, found in packages for file in found]
    root = ET.Element("coverage", _rates(files))
    for name, numbers in (("lines", _lines(files)), ("branches", _branches(files))):
        root.set(f"{name}-covered", str(numbers[0]))
        root.set(f"{name}-valid", str(numbers[1]))
    root.set("complexity", "0")
    root.set("version", f"shozai {__version__}")
    root.set("timestamp", str(timestamp))
    sources = ET.SubElement(root, "sources")
    ET.SubElement(sources, "source").text = "."
    listed = ET.SubElement(root, "packages")
    for name, found in packages:
        _add_package(listed, name, found)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def _add_package(to: ET.Element, name: str, files: Sequence[CountedFile]) -> None:
    given = {"name": _said(name), **_rates(files), "complexity": "0"}
    classes = ET.SubElement(ET.SubElement(to, "package", given), "classes")
    for file in files:
        path = _said(file.path)
        given = {"name": path, "filename": path, **_rates([file]), "complexity": "0"}
        found = ET.SubElement(classes, "class", given)
        # Methods are left out: readers disagree on what they have to say.
        ET.SubElement(found, "methods")
        lines = ET.SubElement(found, "lines")
        for line in file.lines:
            _add_line(lines, line)


def _add_line(to: ET.Element, line: CountedLine) -> None:
    given = {"number": str(line.number), "hits": str(line.hits)}
    branches = line.branches
    if not branches:
        ET.SubElement(to, "line", {**given, "branch": "false"})
        return
    covered, valid = _count(item for _kind, items in branches for item in items)
    share = f"{100 * covered // valid}% ({covered}/{valid})"
    given |= {"branch": "true", "condition-coverage": share}
    conditions = ET.SubElement(ET.SubElement(to, "line", given), "conditions")
    for number, (kind, items) in enumerate(branches):
        covered, valid = _count(items)
        said = {"number": str(number), "type": kind, "coverage": f"{100 * covered // valid}%"}
        ET.SubElement(conditions, "condition", said)


def _said(value: str) -> str:
    # XML has no such characters, not even escaped.
    return re.sub("[\ufffe\uffff]", "\ufffd", harmless(value))


def _count(items: Iterable[CoverageItem]) -> tuple[int, int]:
    given = list(items)
    return sum(item.covered for item in given), len(given)


def _lines(files: Sequence[CountedFile]) -> tuple[int, int]:
    lines = [line for file in files for line in file.lines]
    return sum(line.hits > 0 for line in lines), len(lines)


def _branches(files: Sequence[CountedFile]) -> tuple[int, int]:
    return _count(item for file in files for item in file.branches)


def _rates(files: Sequence[CountedFile]) -> dict[str, str]:
    return {"line-rate": _rate(*_lines(files)), "branch-rate": _rate(*_branches(files))}


def _rate(covered: int, valid: int) -> str:
    # Rounded, but 1 only if all is covered, and 0 only if nothing is.
    if covered in (0, valid):
        return "1" if covered == valid else "0"
    return f"{min(max(covered / valid, 0.0001), 0.9999):.4f}"
