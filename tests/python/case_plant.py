# SPDX-License-Identifier: Apache-2.0
"""What the tests of case files share: a small policy, cases of it, and files of both."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from typer.testing import CliRunner

from shozai.cli import make_app

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


def run(*arguments: object, lang: Any = "en") -> Result:
    """What the command line makes of some arguments."""
    result = CliRunner().invoke(make_app(lang), [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def policy(version: str = "1", **effective: str) -> dict[str, Any]:
    """Who owns a fault of a drive or a pump, and who pays."""
    return {
        "shozai": 1,
        "policy": {"id": "plant", "version": version, "effective": effective},
        "attributes": {
            "part": {
                "type": "enum",
                "columns": ["部品"],
                "label": {"ja": "部品", "en": "part"},
                "values": {"drive": {"ja": "駆動部", "en": "drive unit"}, "pump": {}},
            },
            "severity": {"type": "int", "min": 1, "max": 5, "columns": ["重大度"]},
            "serial": {"type": "string", "max_length": 20, "ask": False, "columns": ["製番"]},
        },
        "departments": {
            "electrical": {"label": {"ja": "電気課", "en": "Electrical"}},
            "maintenance": {"label": {"ja": "保全課", "en": "Maintenance"}},
        },
        "aspects": {
            "owner": {
                "label": {"ja": "原因究明", "en": "Root cause"},
                "interim": {"accountable": "maintenance", "within": "P2D"},
                "rules": [
                    {
                        "id": "drives",
                        "when": "part == 'drive'",
                        "then": {"accountable": "electrical", "informed": ["maintenance"]},
                        "because": {"ja": "電気課が詳しい", "en": "they know drives"},
                    },
                    {
                        "id": "stops",
                        "when": "severity >= 4",
                        "overrides": ["drives"],
                        "then": {"accountable": "maintenance"},
                        "because": {"ja": "停止は保全", "en": "stops are theirs"},
                    },
                ],
            },
            "cost": {
                "label": {"ja": "費用", "en": "Cost"},
                "interim": {"accountable": "maintenance"},
                "rules": [],
                "otherwise": {
                    "id": "half",
                    "then": {
                        "accountable": "maintenance",
                        "cost_share": {"electrical": 50, "maintenance": 50},
                    },
                    "because": "both",
                },
            },
        },
    }


def case(name: str, fault: dict[str, Any], owner: dict[str, Any] | None, **more: Any) -> Any:
    """A case that expects something of the owner."""
    expected = {} if owner is None else {"expected": {"owner": owner}}
    return {"name": name, **more, "fault": fault, **expected}


GOOD = case("a drive", {"part": "drive", "severity": 2}, {"accountable": "electrical"})
WRONG = case(
    "a stop",
    {"part": "drive", "severity": 5, "serial": "A1"},
    {"rule": "drives", "accountable": "electrical"},
    tags=["launch", "dispute"],
    note={"ja": "備考です", "en": "a remark"},
)
PENDING = case("a pump", {"part": "pump"}, None)


def write_policy(folder: Path, name: str = "plant.json", **more: str) -> Path:
    """A file of the policy."""
    path = folder / name
    path.write_text(json.dumps(policy(**more), ensure_ascii=False), encoding="utf-8")
    return path


def write_cases(folder: Path, *cases: Any, name: str = "plant.cases.json", **more: Any) -> Path:
    """A file of cases, without a policy."""
    path = folder / name
    tree = {"shozai_cases": 1, **more, "cases": cases}
    path.write_text(json.dumps(tree, ensure_ascii=False, indent=2), encoding="utf-8")
    return path


def write_plant(folder: Path, *cases: Any) -> Path:
    """A file of cases with the policy beside it."""
    write_policy(folder)
    return write_cases(folder, *cases)
