# SPDX-License-Identifier: Apache-2.0
"""The diagram of an aspect, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ._core import graph_to_draw
from .texts import default_language

if TYPE_CHECKING:
    from ._core import CompiledPolicy, Fault, _Graph
    from .drawing.picture import Picture
    from .texts import Language

By = Literal["owner", "rule"]


class Diagram:
    """What an aspect decides as questions with ways to departments, and the way of one fault.

    It decides as the aspect does every fault that is possible; what assumptions exclude is left
    out. Questions that make no difference to what is drawn are left out, too, and their order is
    chosen to be readable, so that it is smaller than the diagram that decides.
    """

    __slots__ = ("_aspect", "_core", "_graph", "_marked")

    def __init__(self, core: CompiledPolicy, aspect: str, graph: _Graph, *, marked: bool) -> None:
        self._core = core
        self._aspect = aspect
        self._graph = graph
        self._marked = marked

    @property
    def aspect(self) -> str:
        """Whose diagram it is."""
        return self._aspect

    @property
    def order(self) -> tuple[str, ...]:
        """The attributes that it asks, in the order of its levels."""
        return tuple(self._graph["order"])

    def to_dict(self) -> _Graph:
        """Its nodes, ways and outcomes as data, for whoever draws it otherwise."""
        return self._graph

    def to_svg(self, *, lang: Language | None = None, only_reached: bool = False) -> str:
        """The drawing as an SVG document, which looks after light and dark pages itself.

        With `only_reached`, only what the fault reaches. Without `lang`, in the language of the
        locale.
        """
        from .drawing.svg import svg_of

        return svg_of(self._picture(lang, only_reached))

    def to_mermaid(self, *, lang: Language | None = None, only_reached: bool = False) -> str:
        """The drawing as the text of a Mermaid flowchart; arguments as for `to_svg`."""
        from .drawing.mermaid import mermaid_of

        return mermaid_of(self._picture(lang, only_reached))

    def to_dot(self, *, lang: Language | None = None, only_reached: bool = False) -> str:
        """The drawing as the text of a Graphviz graph; arguments as for `to_svg`."""
        from .drawing.dot import dot_of

        return dot_of(self._picture(lang, only_reached))

    def _picture(self, lang: Language | None, only_reached: bool) -> Picture:
        from .drawing.picture import picture_of

        return picture_of(
            self._core,
            self._aspect,
            self._graph,
            lang or default_language(),
            marked=self._marked,
            only_reached=only_reached and self._marked,
        )

    def _repr_svg_(self) -> str:
        return self.to_svg()

    def __str__(self) -> str:
        return self.to_mermaid()

    def __repr__(self) -> str:
        nodes, outcomes = len(self._graph["nodes"]), len(self._graph["outcomes"])
        return f"Diagram(aspect={self._aspect!r}, nodes={nodes}, outcomes={outcomes})"


def diagram_of(core: CompiledPolicy, aspect: str, by: By, fault: Fault | None) -> Diagram:
    """The diagram of an aspect.

    Raises:
        ValueError: the aspect has no diagram, or `by` is neither `owner` nor `rule`.
    """
    plan = core.plan(aspect)
    if plan["evaluator"] != "diagram":
        why = f"it was over its budget of {plan['over_budget']}"
        raise ValueError(f"the aspect {aspect!r} has no diagram to draw: {why}")
    return Diagram(core, aspect, graph_to_draw(core, aspect, by, fault), marked=fault is not None)
