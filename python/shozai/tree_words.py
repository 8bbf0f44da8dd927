# SPDX-License-Identifier: Apache-2.0
"""A tree of questions in words: what is asked, what is answered, and where that leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .amounts import percent_of_one
from .evidence import FaultWords, in_language
from .texts import Labels, count, harmless, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ._core import CompiledPolicy
    from .texts import Language

    Node = Mapping[str, Any]

# Questions of a tree that a text or a drawing shows, unless a depth is asked for.
MOST_QUESTIONS = 40


def asked_below(node: Node) -> int:
    """How many questions a node and what follows it have."""
    waiting, found = [node], 0
    while waiting:
        at = waiting.pop()
        if "ask" in at:
            found += 1
            waiting += [answer["node"] for answer in at["answers"]]
    return found


def readable_depth(root: Node, most: int = MOST_QUESTIONS) -> int:
    """How many questions deep a tree may be shown so that it has at most `most` of them."""
    level = [root] if "ask" in root else []
    depth, shown = 0, 0
    while level and (depth == 0 or shown + len(level) <= most):
        depth, shown = depth + 1, shown + len(level)
        level = [a["node"] for node in level for a in node["answers"] if "ask" in a["node"]]
    return depth


class TreeWords:
    """Says the nodes of a tree of questions with the labels of a policy."""

    def __init__(self, core: CompiledPolicy, lang: Language) -> None:
        self._lang: Language = lang
        self.labels = Labels(core, lang)
        self._faults = FaultWords(core, self.labels, lang)

    def heading(self, tree: Mapping[str, Any]) -> str:
        """How many questions there are at most, and on average."""
        worst, expected = tree["worst"], tree["expected"]
        if worst is None or expected is None:
            return text("tree.open", self._lang)
        questions = count("asked", worst, self._lang)
        return text("tree.heading", self._lang, questions=questions, mean=f"{expected:.2f}")

    def known(self, fault: Mapping[str, Any]) -> str:
        """What is known before the first question; may be empty."""
        return text("tree.known", self._lang, fault=self._faults.fault(fault)) if fault else ""

    def question(self, node: Node) -> str:
        """What is asked; and of what the answers are, where that is something else."""
        said = in_language(node["text"], self._lang) or self.labels.measured(node["ask"])
        if node["tested"] == node["ask"]:
            return harmless(said)
        tested = self.labels.measured(node["tested"])
        return harmless(text("tree.about", self._lang, question=said, tested=tested))

    def answer(self, node: Node, answer: Mapping[str, Any]) -> tuple[str, ...]:
        """The values of an answer, one by one."""
        if "ranges" not in answer:
            return (harmless(self._faults.condition(answer["when"])),)
        ranges = [None if r is None else tuple(r) for r in answer["ranges"]]
        parts = self.labels.parts(node["tested"], ranges, answer["when"])
        return tuple(map(harmless, parts))

    def leaf(self, node: Node) -> str:
        """Where a way ends: with a department, or openly."""
        owner = node.get("accountable")
        if owner is not None:
            return harmless(self.labels.participant(owner))
        state = text(node["state"], self._lang)
        people = [*map(self.labels.participant, node.get("possible", ()))]
        if not people:
            return state
        shown = text("tree.possible", self._lang, state=state, people=joined(people, self._lang))
        return harmless(shown)

    def rest(self, questions: int) -> str:
        """What stands for questions that are left out."""
        return text("tree.rest", self._lang, questions=count("asked", questions, self._lang))

    def share(self, node: Node) -> str:
        """Which part of the faults comes to a node."""
        return percent_of_one(node["share"])


def tree_lines(
    core: CompiledPolicy, tree: Mapping[str, Any], lang: Language, depth: int | None
) -> Iterator[str]:
    """A tree of questions as lines, answers indented below their question."""
    words = TreeWords(core, lang)
    root = tree["root"]
    aspect = words.labels.aspect(tree["aspect"])
    yield text("tree.title", lang, aspect=aspect, heading=words.heading(tree))
    if known := words.known(tree["fault"]):
        yield known
    yield words.question(root) if "ask" in root else f"→ {words.leaf(root)}"
    limit = readable_depth(root) if depth is None else depth
    yield from _Lines(words, lang).below(root, limit, "")


class _Lines:
    def __init__(self, words: TreeWords, lang: Language) -> None:
        self._words = words
        self._lang: Language = lang

    def below(self, node: Node, depth: int, indent: str) -> Iterator[str]:
        """The answers to a question, and what follows each of them."""
        answers = node.get("answers", ())
        for number, answer in enumerate(answers, start=1):
            last = number == len(answers)
            said = joined(list(self._words.answer(node, answer)), self._lang)
            then = answer["node"]
            branch = indent + ("└─ " if last else "├─ ")
            deeper = "ask" in then and depth > 1
            yield branch + (self._asks(said, then) if deeper else self._ends(said, then))
            if deeper:
                yield from self.below(then, depth - 1, indent + ("   " if last else "│  "))

    def _asks(self, said: str, then: Node) -> str:
        question = self._words.question(then)
        return text("tree.asks", self._lang, answer=said, question=question)

    def _ends(self, said: str, then: Node) -> str:
        words = self._words
        if "ask" in then:
            end = words.rest(asked_below(then))
        else:
            end = words.leaf(then) + self._details(then)
        shown = text("answer_leads", self._lang, answer=said, owners=end)
        return f"{shown}  {words.share(then)}"

    def _details(self, leaf: Node) -> str:
        """The rule that decides, or what would have to be known."""
        if leaf.get("rule"):
            return text("tree.rule", self._lang, rule=leaf["rule"])
        missing = [self._words.labels.attribute(name) for name in leaf.get("missing", ())]
        if not missing:
            return ""
        return text("tree.missing", self._lang, names=joined(missing, self._lang))
