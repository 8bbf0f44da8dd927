# SPDX-License-Identifier: Apache-2.0
"""DMN tables with known results: those of the DMN TCK that are single tables, and some of ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import shozai
from shozai.dmn import import_dmn

MODELS = sorted((Path(__file__).parents[1] / "conformance" / "dmn").glob("*.dmn"))


def known_of(path: Path) -> dict[str, Any]:
    known: dict[str, Any] = json.loads(
        path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8")
    )
    return known


ACCEPTED = [path for path in MODELS if "cases" in known_of(path)]
REFUSED = [path for path in MODELS if "refused" in known_of(path)]


class Imported:
    """A model as a policy, spoken to with the names of the model."""

    def __init__(self, path: Path) -> None:
        document, self.notes = import_dmn(path.read_bytes(), path.name)
        self._policy = shozai.Policy.loads(json.dumps(document))
        self._attributes = _by_label(document["attributes"])
        self._aspects = _by_label(document["aspects"])
        self._labels = {v: k for k, v in _by_label(document["departments"]).items()}

    def results(self, inputs: dict[str, Any], decisions: list[str]) -> dict[str, str | None]:
        fault = {self._attributes[name]: value for name, value in inputs.items()}
        decided = self._policy.decide(fault)
        results = {}
        for name in decisions:
            decision = decided[self._aspects[name]]
            assert decision.state in ("decided", "gap")
            results[name] = self._labels[decision.accountable] if decision.accountable else None
        return results


def _by_label(parts: dict[str, Any]) -> dict[str, str]:
    return {str(part.get("label", name)): name for name, part in parts.items()}


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda p: p.stem)
def test_a_table_decides_as_its_publisher_says(path: Path) -> None:
    imported = Imported(path)
    for case in known_of(path)["cases"]:
        expected = case["expected"]
        assert imported.results(case["inputs"], list(expected)) == expected, case["name"]


@pytest.mark.parametrize("path", REFUSED, ids=lambda p: p.stem)
def test_a_table_that_does_not_fit_is_refused_for_what_is_known(path: Path) -> None:
    with pytest.raises(shozai.PolicyError) as refused:
        import_dmn(path.read_bytes(), path.name)
    errors = [finding for finding in refused.value.diagnostics if finding.level == "error"]
    assert [[finding.code, finding.arguments] for finding in errors] == known_of(path)["refused"]
    assert all(finding.cell is not None for finding in errors)


def test_the_published_tables_cover_the_hit_policies() -> None:
    published = [path for path in MODELS if path.stem.startswith("tck-")]
    texts = {path: path.read_text(encoding="utf-8") for path in published}
    for policy in ("UNIQUE", "FIRST", "PRIORITY", "ANY"):
        assert any(f'hitPolicy="{policy}"' in texts[path] for path in ACCEPTED if path in texts)
    for policy in ("RULE ORDER", "OUTPUT ORDER", "COLLECT"):
        assert any(f'hitPolicy="{policy}"' in texts[path] for path in REFUSED if path in texts)


@pytest.mark.parametrize("path", MODELS, ids=lambda p: p.stem)
def test_every_table_names_its_source(path: Path) -> None:
    assert known_of(path)["source"]
