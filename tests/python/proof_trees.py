# SPDX-License-Identifier: Apache-2.0
"""What the tests of proofs share: a plant's policy, and what a proof of it may say, as JSON.

The proofs are written by hand, so that every case that can be shown occurs; how proofs are found is
tested elsewhere.
"""

# ruff: noqa: E501 - a part of a tree is easier to read on one line

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from typer.testing import CliRunner, Result

import shozai
from shozai._core import CompiledPolicy
from shozai.cli import make_app

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

Tree = dict[str, Any]


def both(en: str, ja: str) -> Tree:
    return {"en": en, "ja": ja}


PLANT: Tree = {
    "shozai": 1,
    "policy": {"id": "plant", "version": "1"},
    "attributes": {
        "product": {
            "type": "enum",
            "label": both("model", "機種"),
            "values": {
                "lathe": {**both("lathes", "旋盤"), "children": {"LT-100": {}, "LT-200": {}}},
                "ML-5": {},
            },
        },
        "severity": {"type": "int", "min": 1, "max": 5, "label": both("severity", "重大度")},
        "stopped": {"type": "bool", "label": both("machine stopped", "停止")},
        "hours": {
            "type": "int", "min": 0, "max": 9999, "unit": "h", "optional": True,
            "label": both("hours run", "稼働時間"),
        },
        "serial": {"type": "string", "ask": False, "label": both("serial number", "製造番号")},
    },
    "departments": {
        "quality": {"label": both("Quality assurance", "品質保証部")},
        "service": {"label": both("Maintenance service", "保全サービス部")},
        "sales": {"label": both("Sales", "営業部")},
    },
    "intake": ["severity"],
    "aspects": {
        "cause": {
            "label": both("Who finds the cause", "原因究明"),
            "interim": {"accountable": "quality"},
            "rules": [
                {"id": "C-1", "when": "severity >= 4", "then": {"accountable": "quality"}, "because": "a"},
                {"id": "C-2", "when": "stopped", "then": {"accountable": "service"}, "because": "b"},
            ],
        },
        "cost": {
            "label": both("Who pays", "費用負担"),
            "interim": {"accountable": "sales"},
            "rules": [{"id": "P-1", "when": "true", "then": {"accountable": "sales"}, "because": "c"}],
        },
    },
}  # fmt: skip

HUGE = "1" + "0" * 5_000
C1 = {
    "id": "C-1", "file": "", "pointer": "/aspects/cause/rules/0", "line": 20, "column": 9,
    "accountable": "quality",
}  # fmt: skip
C2 = {
    "id": "C-2", "file": "rules/cause.json", "pointer": "/rules/1", "line": 3, "column": 5,
    "accountable": "service",
}  # fmt: skip
ALSO = {"id": "A-1", "file": "", "pointer": "/aspects/cause/also/0", "line": 40, "column": 3}


def finding(code: str, kind: str, severity: str, message: Tree, **more: Any) -> Tree:
    place = {"file": "", "pointer": "/aspects/cause", "line": 12, "column": 5}
    said = {"code": code, "kind": kind, "severity": severity, "message": message}
    return {**said, "hint": both("", ""), **place, "rules": [], **more}


def region(
    *conditions: str, size: str | None = "30", share: float | None = 0.25, **more: Any
) -> Tree:
    sizes = {"size": size, "space": "120", "share": share, "remainder": "0"}
    return {"conditions": list(conditions), **sizes, **more}


CHECK: Tree = {
    "policy": {"id": "plant", "version": "1", "hash": "ab12"},
    "clean": False,
    "counts": {"error": 2, "warning": 3, "note": 4},
    "aspects": [
        {
            "aspect": "cause", "method": "diagram", "space": "120", "decided": "80",
            "by_default": "0", "gap": "30", "conflict": "10",
        },
        {
            "aspect": "cost", "method": "boxes", "space": HUGE, "decided": None,
            "by_default": None, "gap": None, "conflict": None,
        },
    ],
    "guarantees": [
        {"id": "G1", "pointer": "/guarantees/0", "state": "proved"},
        {"id": "G2", "pointer": "/guarantees/1", "state": "refuted"},
        {"id": "G3", "pointer": "/guarantees/2", "state": "organization"},
    ],
    "findings": [
        finding(
            "SZ716", "unreachable_value", "warning",
            both("no fault can have `ML-5` as `product`", "`product` が `ML-5` になる不具合はあり得ない"),
            pointer="/attributes/product/values/ML-5", line=6, column=9,
            attribute="product", value="ML-5",
        ),
        finding(
            "SZ729", "unused_department", "note",
            both("`sales` has no part in any rule", "`sales` はどの規則にも登場しない"),
            pointer="/departments/sales", line=9, column=3,
        ),
        finding(
            "SZ701", "conflict", "error",
            both("rules `C-1` and `C-2` disagree", "規則 `C-1` と `C-2` が食い違う"),
            hint=both("say which is the exception", "どちらが例外かを決める"),
            aspect="cause", rules=[C1, C2], pointer=C1["pointer"], line=20, column=9,
            witness={
                "fault": {"product": "LT-100", "severity": 5, "stopped": True, "hours": None},
                "realised": True,
            },
            region=region("severity >= 4 && stopped", size="10", share=1 / 12),
        ),
        finding(
            "SZ704", "guarantee_failed", "error",
            both("guarantee `G2` does not hold", "保証 `G2` が成り立たない"),
            guarantee="G2", pointer="/guarantees/1", file="more.json", line=2, column=1,
            witness={"fault": {"serial": "LT-1"}, "realised": False},
        ),
        finding(
            "SZ711", "gap", "warning",
            both("no rule of `cause` applies to some faults", "`cause` の規則がどれも当てはまらない不具合がある"),
            aspect="cause",
            witness={"fault": {"severity": 3, "hours": 12}, "realised": None},
            region=region(*(f"severity == {n}" for n in range(7)), remainder="2"),
        ),
        finding(
            "SZ712", "shadowed", "warning",
            both("rule `C-2` never decides", "規則 `C-2` が決め手になることはない"),
            aspect="cause", rules=[C2], blocking=[C1], file=C2["file"], pointer=C2["pointer"],
            line=3, column=5, region=region("stopped", size=None, share=None, remainder=None),
        ),
        finding(
            "SZ722", "overlap", "note",
            both("rules `C-1` and `A-1` agree", "規則 `C-1` と `A-1` は一致する"),
            aspect="cause", rules=[C1, ALSO],
            region=region("severity == 5", size=HUGE[:-1], space=HUGE, share=0.1),
        ),
        finding("SZ721", "redundant", "note", both("`C-1` changes nothing", "`C-1` がなくても同じ"), rules=[C1]),
        finding("SZ721", "redundant", "note", both("`C-2` changes nothing", "`C-2` がなくても同じ"), rules=[C2]),
    ],
}  # fmt: skip


def clean(check: Tree = CHECK) -> Tree:
    """The same without errors and warnings."""
    tree = copy.deepcopy(check)
    tree["findings"] = [f for f in tree["findings"] if f["severity"] == "note"]
    return {**tree, "clean": True, "counts": {"error": 0, "warning": 0, "note": 4}}


def policy(document: Tree = PLANT) -> shozai.Policy:
    return shozai.Policy.loads(json.dumps(document))


def pretend(monkeypatch: pytest.MonkeyPatch, name: str, tree: Tree) -> list[tuple[Any, ...]]:
    """Lets a proof of compiled policies be `tree`; gives the arguments it is asked with."""
    asked: list[tuple[Any, ...]] = []

    def proof(_core: CompiledPolicy, *arguments: Any) -> str:
        asked.append(arguments)
        return json.dumps(tree)

    monkeypatch.setattr(CompiledPolicy, name, proof, raising=False)
    return asked


def write(path: Path, document: Tree = PLANT) -> Path:
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def run(*arguments: object, lang: Any = "en") -> Result:
    result = CliRunner().invoke(make_app(lang), [str(a) for a in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def texts_replaced(tree: Any, by: str) -> Any:
    """The same tree with `by` wherever a document or a finding writes freely."""
    if isinstance(tree, dict):
        free = ("en", "ja", "conditions", "text")
        return {
            key: texts_replaced(part, by)
            if key not in free
            else [by for _ in part]
            if isinstance(part, list)
            else texts_replaced(part, by)
            if isinstance(part, dict)
            else by
            for key, part in tree.items()
        }
    return [texts_replaced(part, by) for part in tree] if isinstance(tree, list) else tree
