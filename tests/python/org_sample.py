# SPDX-License-Identifier: Apache-2.0
"""A small organization, alone and within a policy, for tests of what people see."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

DEPARTMENTS: dict[str, Any] = {
    "service": {"label": {"ja": "サービス課", "en": "Service"}},
    "quality": {"label": {"ja": "品質保証課", "en": "Quality"}},
}
ORGANIZATION: dict[str, Any] = {
    "zone": "Asia/Tokyo",
    "calendars": {"office": {"week": {"mon-fri": ["09:00-17:00"]}}},
    "people": {
        "sato": {"name": {"ja": "佐藤", "en": "Sato"}, "channels": {"phone": "0120-000"}},
        "ito": {"name": {"ja": "伊藤", "en": "Ito"}, "channels": {"mail": "ito@example.jp"}},
        "mori": {"name": {"ja": "森", "en": "Mori"}},
    },
    "positions": {
        "duty": {
            "department": "service",
            "label": {"ja": "サービス当番", "en": "service duty"},
            "roster": "night",
        },
        "manager": {
            "department": "service",
            "label": {"ja": "サービス課長", "en": "service manager"},
            "calendar": "office",
            "holders": [{"person": "sato"}],
            "accountable": True,
        },
        "director": {
            "department": "quality",
            "label": {"ja": "品質保証部長", "en": "quality director"},
            "accountable": True,
            "holders": [{"person": "mori"}],
        },
    },
    "superiors": {"service": "director", "quality": "director"},
    "rosters": {
        "night": {
            "rotation": ["sato", "ito"],
            "every": "P7D",
            "hand_off": "mon 09:00",
            "from": "2026-04-06",
            "overrides": [
                {"from": "2026-05-01T09:00", "to": "2026-05-02T09:00", "person": "mori"},
                {"from": "2026-06-01T09:00", "to": "2026-06-02T09:00", "person": None},
            ],
        }
    },
    "delegations": [
        {"from": "manager", "to": "duty", "during": "2026-08-10..2026-08-14", "aspects": ["owner"]}
    ],
    "arbiters": [{"between": ["service", "quality"], "position": "director"}],
    "escalation": {
        "policies": {
            "urgent": {
                "label": {"ja": "緊急", "en": "urgent"},
                "steps": [
                    {"to": ["duty"], "acknowledge_within": "PT30M", "if_empty": "skip"},
                    {"to": ["director"], "acknowledge_within": "PT1H"},
                ],
            },
            "normal": {
                "label": {"ja": "通常", "en": "normal"},
                "steps": [{"to": ["manager"], "acknowledge_within": "PT8H", "if_empty": "defer"}],
            },
        },
        "choose": {
            "hit_policy": "first",
            "rules": [
                {"id": "E-1", "when": "severity >= 4", "then": "urgent", "because": "重大"},
                {"id": "E-9", "when": "true", "then": "normal", "because": "その他"},
            ],
        },
    },
}
POLICY: dict[str, Any] = {
    "shozai": 1,
    "policy": {"id": "plant", "version": "1", "zone": "Asia/Tokyo"},
    "attributes": {"severity": {"type": "int", "min": 1, "max": 5}},
    "departments": DEPARTMENTS,
    "aspects": {
        "owner": {
            "interim": {"accountable": "service"},
            "rules": [],
            "otherwise": {
                "id": "rest",
                "then": {"accountable": "service"},
                "because": {"ja": "受付部門", "en": "they take it up"},
            },
        }
    },
    "organization": ORGANIZATION,
}


def alone(**changes: Any) -> dict[str, Any]:
    """The organization as a document of its own, some keys replaced."""
    document = copy.deepcopy({"shozai": 1, "departments": DEPARTMENTS, **ORGANIZATION})
    del document["escalation"]["choose"]
    del document["delegations"][0]["aspects"]
    return document | changes


def within(version: str = "1", effective: dict[str, str] | None = None) -> dict[str, Any]:
    """The policy with the organization in it; each call a copy of its own."""
    document = copy.deepcopy(POLICY)
    document["policy"] |= {"version": version, "effective": effective or {}}
    return document


def flawed() -> dict[str, Any]:
    """An organization in which urgent cases reach nobody who is accountable."""
    document = alone()
    document["positions"]["director"]["accountable"] = False
    document["positions"]["manager"]["accountable"] = False
    return document


def text_of(document: dict[str, Any]) -> str:
    """A document as text."""
    return json.dumps(document, ensure_ascii=False)


def write(path: Path, document: dict[str, Any]) -> Path:
    """Writes a document; the path again."""
    path.write_text(text_of(document), encoding="utf-8")
    return path
