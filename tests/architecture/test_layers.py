# SPDX-License-Identifier: Apache-2.0
"""The rules of the house for public headers: arrows point down, one idea a file, no macros."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

HEADERS = Path(__file__).parents[2] / "include" / "shozai"

MAX_LINES = 400

# What each layer may include, itself aside.
BELOW_OWNERSHIP = {"core", "policy"}
BELOW_CASEWORK = {*BELOW_OWNERSHIP, "ownership", "organization"}
LAYERS = {
    "core": set(),
    "policy": {"core"},
    "ownership": BELOW_OWNERSHIP,
    "organization": {*BELOW_OWNERSHIP, "ownership"},
    "casework": BELOW_CASEWORK,
    "store": {*BELOW_CASEWORK, "casework"},
    "history": {*BELOW_CASEWORK, "casework"},
    "testing": {*BELOW_CASEWORK, "casework", "store", "history"},
}

# Where a library of others may be included; elsewhere it would reach every user of the layer.
POLICY_JSON = ("load*", "save*", "json_*", "resolve*", "canonical*")
LIBRARIES = {
    "nlohmann/": [*(f"policy/{name}" for name in POLICY_JSON), "organization/load*"],
    "boost/graph/": ["organization/*"],
    "boost/multiprecision/": ["ownership/*"],
    "catch2/": ["testing/*"],
    "sqlite3.h": [],
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
MACRO = re.compile(r"^\s*#\s*define\s+(\w+)", re.MULTILINE)


def include_findings(name: str, quote: str, included: str) -> list[str]:
    """What is wrong with one include of the header `name` (such as `core/value.hpp`)."""
    layer = name.split("/")[0] if "/" in name else None
    findings = [
        f"{name}: includes {included}, which belongs in {', '.join(places) or 'src/ only'}"
        for prefix, places in LIBRARIES.items()
        if included.startswith(prefix) and not any(fnmatch(name, place) for place in places)
    ]
    if quote == '"' and not included.startswith("shozai/"):
        findings.append(f'{name}: "{included}" is not written from shozai/ on')
    if included.startswith("shozai/"):
        target = included.removeprefix("shozai/").split("/")[0]
        if target not in LAYERS:
            allowed = target == "version.hpp"
        elif layer is None:
            allowed = name == "shozai.hpp" and target != "store"
        else:
            allowed = target == layer or target in LAYERS.get(layer, set())
        if not allowed:
            findings.append(f"{name}: includes {included}, which is not below it")
    return findings


def header_findings(name: str, text: str) -> list[str]:
    """What is wrong with one header."""
    findings = []
    layer = name.split("/")[0]
    if layer not in LAYERS and name not in {"shozai.hpp", "version.hpp"}:
        findings.append(f"{name}: belongs to no layer")
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        findings.append(f"{name}: has {len(lines)} lines, more than {MAX_LINES}: split it")
    if not lines or lines[0] != "// SPDX-License-Identifier: Apache-2.0":
        findings.append(f"{name}: does not begin with the SPDX line")
    if "#pragma once" not in lines:
        findings.append(f"{name}: lacks #pragma once")
    findings += [
        f"{name}: defines the macro {macro}"
        for macro in MACRO.findall(text)
        if (name, macro) != ("version.hpp", "SHOZAI_VERSION") and not is_arrow(name, macro)
    ]
    for quote, included in INCLUDE.findall(text):
        findings += include_findings(name, quote, included)
    return findings


def is_arrow(name: str, macro: str) -> bool:
    """The interface's own guards: they keep its structs the same in every library."""
    return name == "core/arrow_stream.hpp" and macro.startswith("ARROW_")


def all_findings(root: Path) -> list[str]:
    """What is wrong with the headers below `root`."""
    return [
        finding
        for path in sorted(root.rglob("*.hpp"))
        for finding in header_findings(
            path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
        )
    ]


def test_the_headers_keep_the_rules_of_the_house() -> None:
    assert (HEADERS / "version.hpp").exists()
    assert all_findings(HEADERS) == []


GOOD = "// SPDX-License-Identifier: Apache-2.0\n#pragma once\n"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("core/a.hpp", '#include "shozai/policy/b.hpp"\n', "not below it"),
        ("core/a.hpp", "#include <shozai/policy/b.hpp>\n", "not below it"),
        ("policy/a.hpp", '  #  include "shozai/ownership/b.hpp"\n', "not below it"),
        ("ownership/a.hpp", '#include "shozai/organization/b.hpp"\n', "not below it"),
        ("organization/a.hpp", '#include "shozai/casework/b.hpp"\n', "not below it"),
        ("casework/a.hpp", '#include "shozai/store/b.hpp"\n', "not below it"),
        ("history/a.hpp", '#include "shozai/store/b.hpp"\n', "not below it"),
        ("store/a.hpp", '#include "shozai/history/b.hpp"\n', "not below it"),
        ("core/a.hpp", '#include "shozai/shozai.hpp"\n', "not below it"),
        ("shozai.hpp", '#include "shozai/store/b.hpp"\n', "not below it"),
        ("core/a.hpp", '#include "value.hpp"\n', "not written from shozai/ on"),
        ("policy/rule.hpp", "#include <nlohmann/json.hpp>\n", "includes nlohmann/json.hpp"),
        ("casework/load.hpp", "#include <nlohmann/json.hpp>\n", "includes nlohmann/json.hpp"),
        ("policy/load.hpp", "#include <boost/graph/adjacency_list.hpp>\n", "includes boost/graph/"),
        ("core/a.hpp", "#include <boost/multiprecision/cpp_int.hpp>\n", "includes boost/multi"),
        ("store/a.hpp", "#include <sqlite3.h>\n", "includes sqlite3.h, which belongs in src/ only"),
        ("core/a.hpp", "#define SHOZAI_FAST\n", "defines the macro SHOZAI_FAST"),
        ("core/a.hpp", '#define SHOZAI_VERSION "1"\n', "defines the macro SHOZAI_VERSION"),
        ("core/a.hpp", "// one more line\n" * (MAX_LINES - 1), "has 401 lines"),
        ("other/a.hpp", "", "belongs to no layer"),
    ],
)
def test_a_planted_violation_is_found(tmp_path: Path, name: str, text: str, expected: str) -> None:
    header = tmp_path / name
    header.parent.mkdir(exist_ok=True)
    header.write_text(GOOD + text, encoding="utf-8")

    (finding,) = all_findings(tmp_path)

    assert finding.startswith(f"{name}: ")
    assert expected in finding


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("// SPDX-License-Identifier: Apache-2.0\n", "lacks #pragma once"),
        ("#pragma once\n", "does not begin with the SPDX line"),
    ],
)
def test_a_header_without_its_first_lines_is_found(
    tmp_path: Path, text: str, expected: str
) -> None:
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "a.hpp").write_text(text, encoding="utf-8")

    (finding,) = all_findings(tmp_path)

    assert expected in finding


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("core/a.hpp", "#include <string>\n" + "// one more line\n" * (MAX_LINES - 3)),
        ("shozai.hpp", '#include "shozai/history/b.hpp"\n#include "shozai/version.hpp"\n'),
        ("version.hpp", '#define SHOZAI_VERSION "0.1.0"\n'),
        ("policy/load_rules.hpp", "#include <nlohmann/json.hpp>\n"),
        ("policy/canonical.hpp", "#include <nlohmann/json.hpp>\n"),
        ("organization/load.hpp", "#include <nlohmann/json.hpp>\n"),
        ("organization/escalation_graph.hpp", "#include <boost/graph/adjacency_list.hpp>\n"),
        ("history/a.hpp", '#include "shozai/casework/b.hpp"\n#include "shozai/history/c.hpp"\n'),
        ("testing/a.hpp", '#include "shozai/store/b.hpp"\n#include <catch2/catch_all.hpp>\n'),
    ],
)
def test_what_is_allowed_is_not_found(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(GOOD + text, encoding="utf-8")

    assert all_findings(tmp_path) == []
