# SPDX-License-Identifier: Apache-2.0
"""The questions of one aspect as a tree: what is asked, and where each answer leads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .texts import default_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._core import CompiledPolicy, Fault
    from .drawing.picture import Picture
    from .texts import Language


class QuestionTree:
    """All ways that asking can take, from what is known to a decision.

    A drawing or a text of a large tree stops where it would no longer be readable, and says how
    many questions it leaves out; with `depth`, after so many questions on each way.
    """

    __slots__ = ("_core", "_tree")

    def __init__(self, core: CompiledPolicy, tree: Mapping[str, Any]) -> None:
        self._core = core
        self._tree = tree

    @property
    def aspect(self) -> str:
        """Whose questions they are."""
        return str(self._tree["aspect"])

    @property
    def fault(self) -> Mapping[str, Any]:
        """What is known before the first question."""
        known: Mapping[str, Any] = self._tree["fault"]
        return known

    @property
    def worst(self) -> int | None:
        """The most questions on any way."""
        most: int | None = self._tree["worst"]
        return most

    @property
    def expected(self) -> float | None:
        """The mean over all faults that are possible."""
        mean: float | None = self._tree["expected"]
        return mean

    def to_dict(self) -> Mapping[str, Any]:
        """The whole tree as JSON has it, for whoever draws it otherwise."""
        return self._tree

    def to_text(self, *, lang: Language | None = None, depth: int | None = None) -> str:
        """The tree as lines of text, indented; without `lang`, in the language of the locale."""
        from .tree_words import tree_lines

        return "\n".join(tree_lines(self._core, self._tree, lang or default_language(), depth))

    def to_svg(self, *, lang: Language | None = None, depth: int | None = None) -> str:
        """The tree as an SVG document, which looks after light and dark pages itself."""
        from .drawing.svg import svg_of

        return svg_of(self._picture(lang, depth))

    def to_mermaid(self, *, lang: Language | None = None, depth: int | None = None) -> str:
        """The tree as the text of a Mermaid flowchart."""
        from .drawing.mermaid import mermaid_of

        return mermaid_of(self._picture(lang, depth))

    def to_dot(self, *, lang: Language | None = None, depth: int | None = None) -> str:
        """The tree as the text of a Graphviz graph."""
        from .drawing.dot import dot_of

        return dot_of(self._picture(lang, depth))

    def _picture(self, lang: Language | None, depth: int | None) -> Picture:
        from .drawing.tree import picture_of_tree

        return picture_of_tree(self._core, self._tree, lang or default_language(), depth)

    def _repr_svg_(self) -> str:
        return self.to_svg()

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"QuestionTree(aspect={self.aspect!r}, worst={self.worst}, expected={self.expected})"


def question_tree_of(core: CompiledPolicy, aspect: str, fault: Fault) -> QuestionTree:
    """The questions of an aspect about a fault."""
    return QuestionTree(core, json.loads(core.question_tree(aspect, fault)))
