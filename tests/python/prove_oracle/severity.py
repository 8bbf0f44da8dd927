# SPDX-License-Identifier: Apache-2.0
"""How grave each kind of finding is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .prover import Key

KINDS = {
    "SZ251": "overdue", "SZ701": "conflict", "SZ702": "unique_violation",
    "SZ703": "contradictory_assumptions", "SZ704": "guarantee_failed", "SZ711": "gap",
    "SZ712": "shadowed", "SZ713": "never_true", "SZ714": "dead_override",
    "SZ715": "unreachable_otherwise", "SZ716": "unreachable_value", "SZ718": "undecided",
    "SZ721": "redundant", "SZ722": "overlap", "SZ723": "by_default", "SZ724": "always_true",
    "SZ725": "redundant_assumption", "SZ726": "unused_definition", "SZ727": "constant_definition",
    "SZ728": "unused_value", "SZ729": "unused_department", "SZ730": "more",
}  # fmt: skip


def severity_of(code: str) -> str:
    """`error`, `warning` or `note`."""
    if code in ("SZ701", "SZ702", "SZ703", "SZ704"):
        return "error"
    return "warning" if code == "SZ251" or code.startswith("SZ71") else "note"


def is_clean(findings: Iterable[Key]) -> bool:
    """Whether there are notes at most."""
    return all(severity_of(code) == "note" for code, _aspect, _about in findings)
