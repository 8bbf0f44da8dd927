# SPDX-License-Identifier: Apache-2.0
"""A tree of questions as a picture: a card for each question, and a pill where a way ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..texts import count, harmless, joined, text
from ..tree_words import TreeWords, asked_below, readable_depth
from .picture import Outcome, Picture, Question, Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._core import CompiledPolicy
    from ..texts import Language

    Node = Mapping[str, Any]


def picture_of_tree(
    core: CompiledPolicy, tree: Mapping[str, Any], lang: Language, depth: int | None
) -> Picture:
    """A tree of questions in words, at most `depth` questions deep."""
    root = tree["root"]
    limit = readable_depth(root) if depth is None else depth
    planter = _Planter(core, lang)
    if "ask" in root and limit > 0:
        planter.grow(root, limit)
    else:
        planter.end(root)
    note = planter.words.heading(tree)
    if left := asked_below(root) - len(planter.questions):
        questions = count("asked", left, lang)
        note = text("tree.cut", lang, heading=note, depth=limit, questions=questions)
    return Picture(
        title=harmless(planter.words.labels.aspect(tree["aspect"])),
        note=note,
        marked=False,
        lang=lang,
        questions=tuple(q for q in planter.questions if q is not None),
        outcomes=tuple(planter.outcomes),
    )


class _Planter:
    def __init__(self, core: CompiledPolicy, lang: Language) -> None:
        self.words = TreeWords(core, lang)
        self._lang: Language = lang
        self._places = {p.id: place for place, p in enumerate(core.participants)}
        self.questions: list[Question | None] = []
        self.outcomes: list[Outcome] = []

    def grow(self, node: Node, depth: int, level: int = 0) -> int:
        """Puts a question and what follows it into the picture; gives its number."""
        number = len(self.questions)
        self.questions.append(None)  # its place, before those that follow
        ways = tuple(self._way(node, answer, depth, level) for answer in node["answers"])
        self.questions[number] = Question(level, self.words.question(node), ways, reached=False)
        return number

    def _way(self, node: Node, answer: Mapping[str, Any], depth: int, level: int) -> Way:
        parts = self.words.answer(node, answer)
        then = answer["node"]
        ends = "ask" not in then or depth == 1
        whole = f"{joined(list(parts), self._lang)}\n{harmless(answer['when'])}"
        to = self.end(then) if ends else self.grow(then, depth - 1, level + 1)
        return Way(parts, f"{whole}\n{self.words.share(then)}", ends, to, reached=False)

    def end(self, node: Node) -> int:
        """Puts the end of a way into the picture; gives its number."""
        owner = node.get("accountable")
        label = self.words.rest(asked_below(node)) if "ask" in node else self.words.leaf(node)
        self.outcomes.append(
            Outcome(
                state="undetermined" if "ask" in node else node["state"],
                label=f"{label}  {self.words.share(node)}",
                colour=self._places.get(owner or "", 0),
                reached=False,
            )
        )
        return len(self.outcomes) - 1
