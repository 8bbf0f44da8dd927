# SPDX-License-Identifier: Apache-2.0
"""The kinds of findings that checking a policy can have, and what each means."""

# ruff: noqa: E501 - a text is easier to compare with its translation on one line

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .texts import Language

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
# What they are called: keys of texts.
LEVELS: dict[Severity, str] = {
    "error": "level.error",
    "warning": "level.warning",
    "note": "level.note",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding."""

    kind: str
    severity: Severity
    names: dict[Language, str]
    meanings: dict[Language, str]

    def name(self, lang: Language) -> str:
        """What it is called, as one of many."""
        return self.names[lang]

    def means(self, lang: Language) -> str:
        """What is wrong where it is found."""
        return self.meanings[lang]


def _kind(kind: str, severity: Severity, *texts: tuple[str, str]) -> Kind:
    (en, ja), (en_means, ja_means) = texts
    return Kind(kind, severity, {"en": en, "ja": ja}, {"en": en_means, "ja": ja_means})


# fmt: off
KINDS: dict[str, Kind] = {
    "SZ701": _kind("conflict", "error", ("conflict", "矛盾"),
        ("Two rules apply to one fault, neither is an exception to the other, and they assign it differently.", "同じ不具合に二つの規則が当てはまり、どちらにも優先の定めがないまま割当てが食い違う。")),
    "SZ702": _kind("unique_violation", "error", ("two rules where one may apply", "一つに限る規則の重複"),
        ("Two rules apply to one fault, though the aspect allows one only.", "当てはまる規則を一つに限る観点で、同じ不具合に二つの規則が当てはまる。")),
    "SZ703": _kind("contradictory_assumptions", "error", ("contradictory assumptions", "両立しない前提"),
        ("The assumptions exclude each other: no fault is possible at all.", "前提が互いに打ち消し合い、あり得る不具合が一つもない。")),
    "SZ704": _kind("guarantee_failed", "error", ("broken guarantee", "守られていない保証"),
        ("A guarantee of the policy does not hold for some possible fault.", "規程の保証が成り立たない不具合があり得る。")),
    "SZ711": _kind("gap", "warning", ("gap", "空白"),
        ("For some possible fault no rule applies, and there is no `otherwise`.", "当てはまる規則も `otherwise` もない不具合があり得る。")),
    "SZ712": _kind("shadowed", "warning", ("shadowed rule", "出番のない規則"),
        ("Wherever the rule applies, others go before it: it never decides.", "当てはまるところでは必ずほかの規則が優先し、決め手になることがない。")),
    "SZ713": _kind("never_true", "warning", ("condition never true", "成り立つことのない条件"),
        ("The condition holds for no possible fault.", "あり得るどの不具合についても条件が成り立たない。")),
    "SZ714": _kind("dead_override", "warning", ("exception without effect", "効き目のない優先指定"),
        ("The rule and what it overrides never apply to the same fault.", "規則と、それが優先するとされる規則とが、同時に当てはまることがない。")),
    "SZ715": _kind("unreachable_otherwise", "warning", ("`otherwise` never reached", "使われない `otherwise`"),
        ("Some rule applies to every possible fault, so `otherwise` never decides.", "あり得るどの不具合にも規則が当てはまるため、`otherwise` で決まることがない。")),
    "SZ716": _kind("unreachable_value", "warning", ("value that no fault can have", "取り得ない値"),
        ("The assumptions leave no possible fault with this value.", "前提により、この値を取る不具合はあり得ない。")),
    "SZ251": _kind("overdue", "warning", ("overdue review", "見直し期限切れ"),
        ("The rule was to be reviewed by a day that has passed.", "規則の見直し期限が過ぎている。")),
    "SZ718": _kind("undecided", "warning", ("question left undecided", "判断しきれなかった点"),
        ("The policy is too large to answer this within the budget; nothing is claimed about it.", "規程が大きく、上限内では調べきれなかった。この点については何も保証しない。")),
    "SZ721": _kind("redundant", "note", ("redundant rule", "なくても結果の変わらない規則"),
        ("Without the rule every possible fault would be assigned as it is now.", "この規則がなくても、あり得るどの不具合の割当ても変わらない。")),
    "SZ722": _kind("overlap", "note", ("overlap in agreement", "割当ての一致する重なり"),
        ("Two rules decide one fault together, and agree.", "同じ不具合を二つの規則が決めており、割当ては一致している。")),
    "SZ723": _kind("by_default", "note", ("decided by default", "`otherwise` で決まる範囲"),
        ("For some possible fault no rule applies, so `otherwise` decides.", "当てはまる規則がなく、`otherwise` で決まる不具合がある。")),
    "SZ724": _kind("always_true", "note", ("condition always true", "常に成り立つ条件"),
        ("The condition holds for every possible fault.", "あり得るどの不具合についても条件が成り立つ。")),
    "SZ725": _kind("redundant_assumption", "note", ("redundant assumption", "なくてもよい前提"),
        ("The other assumptions imply it already.", "ほかの前提だけから導かれる。")),
    "SZ726": _kind("unused_definition", "note", ("unused definition", "使われていない定義"),
        ("Nothing names the definition.", "どこからも使われていない。")),
    "SZ727": _kind("constant_definition", "note", ("constant definition", "真偽の変わらない定義"),
        ("The definition is true for every possible fault, or for none.", "あり得るどの不具合についても真偽が同じになる。")),
    "SZ728": _kind("unused_value", "note", ("value that no condition names", "条件に現れない値"),
        ("Conditions test the attribute, but none of them names this value.", "項目を調べる条件はあるが、この値を挙げるものがない。")),
    "SZ729": _kind("unused_department", "note", ("department without a task", "出番のない部門"),
        ("No assignment, interim owner or team mentions it.", "どの割当て・暫定責任者・チームにも現れない。")),
    "SZ730": _kind("more", "note", ("findings left out", "省略した指摘"),
        ("There are more findings of a kind than are listed.", "同じ種類の指摘が多いため、残りを省いた。")),
}
# fmt: on

CODES = {kind.kind: code for code, kind in KINDS.items()}


def known_kinds(*names: str) -> frozenset[str]:
    """The names of kinds as a set.

    Raises:
        KeyError: there is no such kind.
    """
    unknown = [name for name in names if name not in CODES]
    if unknown:
        raise KeyError(f"there is no kind {unknown[0]!r} of findings; there are {', '.join(CODES)}")
    return frozenset(names)
