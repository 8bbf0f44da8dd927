# SPDX-License-Identifier: Apache-2.0
"""How an aspect was compiled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .decisions import ByAspect

if TYPE_CHECKING:
    from ._core import CompiledPolicy, _Evaluator, _OverBudget, _Plan


@dataclass(frozen=True, slots=True)
class Plan:
    """How an aspect decides, and what it took to compile it."""

    evaluator: _Evaluator
    """`diagram`; where that was over its budget `bit sets` of rules, one set for each value, and a
    search of boxes for faults with unknowns; or `boxes` alone, where a condition is too large."""
    over_budget: _OverBudget | None
    """What ran out where there is no diagram."""
    heaviest: tuple[str, ...]
    """Of a diagram over its budget, up to five rules that used most of it."""
    order: tuple[str, ...]
    """The attributes as the diagram tests them."""
    nodes: int
    verdicts: int
    bytes: int
    steps: int
    """Of building the diagram that was kept."""
    search_steps: int
    """Of building others, in search of a better order."""
    orders_tried: int


class Plans(ByAspect[Plan]):
    """How every aspect of a policy was compiled."""

    __slots__ = ()


def plans_of(core: CompiledPolicy) -> Plans:
    """The plans of all aspects."""
    return Plans(core, {aspect: _plan(core.plan(aspect)) for aspect in core.aspects})


def _plan(tree: _Plan) -> Plan:
    return Plan(
        evaluator=tree["evaluator"],
        over_budget=tree["over_budget"],
        heaviest=tuple(tree["heaviest"]),
        order=tuple(tree["order"]),
        nodes=tree["nodes"],
        verdicts=tree["verdicts"],
        bytes=tree["bytes"],
        steps=tree["steps"],
        search_steps=tree["search_steps"],
        orders_tried=tree["orders_tried"],
    )
