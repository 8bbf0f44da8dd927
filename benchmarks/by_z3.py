# SPDX-License-Identifier: Apache-2.0
"""Three of the questions of an analysis, put to z3: shadowed rules, conflicts, the gap.

One solver; the ranges of the attributes stay, each question is pushed and popped. Enums and numbers
are z3's integers, which were no slower than bit vectors. Which rules' boxes meet at all is known
before the clock starts, so that z3 is asked only what boxes alone do not answer. Times are the
processor's; the limit is by the clock.
"""

from __future__ import annotations

from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import z3

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from synthetic_rules import Range, Rule, Table

MOST_CONFLICTS = 100  # as many pairs as shozai reports


class Answer(NamedTuple):
    """What one kind of question came to; fewer `asked` than `questions` if the time ran out."""

    found: int
    asked: int
    questions: int
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether the time sufficed."""
        return self.asked == self.questions


def meeting(table: Table) -> list[list[int]]:
    """For each rule, the others whose boxes meet its own."""
    names = list(table.attributes)
    ranges = np.array(
        [[rule.box.get(n, table.attributes[n]) for n in names] for rule in table.rules]
    )
    low, high = ranges[:, :, 0], ranges[:, :, 1]
    found = []
    for i in range(len(table.rules)):
        met = ((low <= high[i]) & (high >= low[i])).all(axis=1)
        met[i] = False
        found.append(np.flatnonzero(met).tolist())
    return found


class Asker:
    """A solver that knows the attributes and the conditions of one table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.ends = 0.0
        self.meets = meeting(table)
        self.variables = {
            name: z3.Bool(name) if high == 1 else z3.Int(name)
            for name, (_, high) in table.attributes.items()
        }
        self.solver = z3.Solver()
        for name, (low, high) in table.attributes.items():
            if high != 1:
                self.solver.add(self.variables[name] >= low, self.variables[name] <= high)
        self.conditions = [self.condition(rule) for rule in table.rules]

    def condition(self, rule: Rule) -> Any:
        """When it applies."""
        return z3.And([self.test(name, found) for name, found in rule.box.items()])

    def test(self, name: str, found: Range) -> Any:
        """One attribute within a range."""
        (low, high), x = found, self.variables[name]
        least, most = self.table.attributes[name]
        if most == 1:
            return x if low else z3.Not(x)
        if low == high:
            return x == low
        ends = [x >= low] if low > least else []
        return z3.And(ends + ([x <= high] if high < most else []))

    def some_fault(self, hold: list[int], fail: Iterable[int]) -> bool | None:
        """Whether a fault meets these conditions and not those; nothing if the time runs out."""
        left = self.ends - perf_counter()
        if left <= 0:
            return None
        self.solver.set("timeout", max(1, int(left * 1000)))
        self.solver.push()
        self.solver.add(*[self.conditions[i] for i in hold])
        self.solver.add(*[z3.Not(self.conditions[i]) for i in fail])
        answer = self.solver.check()
        self.solver.pop()
        return None if answer == z3.unknown else answer == z3.sat

    def beaters(self, i: int) -> list[int]:
        """The rules that can take a fault from rule `i`."""
        return [j for j in self.meets[i] if j in self.table.rules[i].beaten_by]

    def shadowed(self) -> Answer:
        """The rules that are left for no fault."""
        rules = range(len(self.table.rules))
        return self.count(
            list(rules), lambda i: self.some_fault([i], self.beaters(i)), False, len(rules)
        )

    def conflicts(self) -> Answer:
        """Pairs of rules with different owners that are both left for some fault."""
        rules = self.table.rules
        pairs = [
            (i, j)
            for i, met in enumerate(self.meets)
            for j in met
            if i < j
            and rules[i].owner != rules[j].owner
            and i not in rules[j].beaten_by
            and j not in rules[i].beaten_by
        ]
        return self.count(
            pairs,
            lambda p: self.some_fault(list(p), {*self.beaters(p[0]), *self.beaters(p[1])}),
            True,
            MOST_CONFLICTS,
        )

    def gap(self) -> Answer:
        """Whether some fault meets no rule."""
        rules = range(len(self.table.rules))
        return self.count([0], lambda _: self.some_fault([], rules), True, 1)

    @staticmethod
    def count(
        questions: list[Any], ask: Callable[[Any], bool | None], wanted: bool, most: int
    ) -> Answer:
        """How often the answer is the wanted one, up to so many times."""
        started = process_time()
        found = asked = 0
        for question in questions:
            answer = ask(question)
            if answer is None:
                break
            asked += 1
            found += answer == wanted
            if found == most:
                return Answer(found, asked, asked, process_time() - started)
        return Answer(found, asked, len(questions), process_time() - started)


def ask_z3(table: Table, limit: float) -> dict[str, Answer]:
    """All three, within one limit in seconds."""
    asker = Asker(table)
    asker.ends = perf_counter() + limit
    return {
        "shadowed": asker.shadowed(),
        "conflict": asker.conflicts(),
        "gap": asker.gap(),
    }
