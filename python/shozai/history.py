# SPDX-License-Identifier: Apache-2.0
"""How many recorded faults each change of a policy concerns.

Both versions decide the table; its rows are told apart by what each of them says, and only these
few different answers are looked at one by one. The rules by which a row was and will be decided
mostly tell which group of changes it belongs to. Where they leave several, or perhaps none, the
regions of these groups tell, put to the test as rules of a policy of their own.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ._core import CompiledPolicy, TextTable
from ._errors import PolicyError
from .columns import import_polars
from .frames import Decider
from .progress import _rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_EXAMPLES = 5
CLOSED = ("decided", "gap", "conflict")
# Of both versions: what is compared.
SAID = ("state", "accountable", "rule", "possible")
ASPECT, OUTSIDE = "place", "outside"

# State, accountable and rule in one version.
Key = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many rows one group of changes concerns."""

    faults: int = 0
    examples: tuple[int, ...] = ()
    """The first rows, counted from 0."""

    def plus(self, answer: _Answer) -> GroupCount:
        """With more rows."""
        first = sorted([*self.examples, *answer.examples])[:MOST_EXAMPLES]
        return GroupCount(self.faults + answer.faults, tuple(first))


@dataclass(frozen=True, slots=True)
class Apart:
    """Rows that no group can claim: in one version they are open, impossible or not readable.

    Also rows decided in both, if what is not known of them leaves several groups possible.
    """

    old: str
    """Their state in the old version; `invalid` if they cannot be read."""
    new: str
    faults: int
    examples: tuple[int, ...]
    """The first rows, counted from 0."""


@dataclass(frozen=True, slots=True)
class AspectHistory:
    """What becomes of the recorded faults in one aspect; every row is counted once."""

    aspect: str
    same: int
    """Rows of which both versions say the same."""
    changed: int
    """Rows that the groups claim."""
    apart: tuple[Apart, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What becomes of recorded faults under another version."""

    rows: int
    aspects: tuple[AspectHistory, ...]
    """Those that both versions have, in document order."""

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Recorded:
    """The counts of a table: of each group, in their order, and in sum."""

    groups: tuple[GroupCount, ...]
    history: History


def recorded_faults(
    old: CompiledPolicy,
    new: CompiledPolicy,
    tree: Mapping[str, Any],
    table: Any,
    options: Mapping[str, Any],
) -> Recorded:
    """The rows of a table by the groups of a difference.

    Raises:
        ImportError: polars is not installed.
    """
    polars = import_polars()
    if _rows_of(table) is None and not isinstance(table, TextTable):
        table = polars.DataFrame(table)  # it may be one that can be read only once
    common = [a["aspect"] for a in tree["aspects"] if a["state"] not in ("added", "removed")]
    counter = _Counter(polars, (old, new), tree["groups"], table, options)
    aspects = tuple(map(counter.count, common))
    return Recorded(tuple(counter.groups), History(counter.rows, aspects))


class _Counter:
    def __init__(
        self,
        polars: Any,
        cores: tuple[CompiledPolicy, CompiledPolicy],
        groups: Sequence[Mapping[str, Any]],
        table: Any,
        options: Mapping[str, Any],
    ) -> None:
        self._polars = polars
        self._trees = groups
        self._cores = cores
        self._options = dict(options)
        self._columns: Mapping[str, str] = self._options.pop("columns", {})
        self._names = [{attribute.name for attribute in core.attributes} for core in cores]
        self._table = table
        self._found: dict[tuple[str, tuple[Key, Key]], list[int]] = {}
        self.groups = [GroupCount() for _ in groups]
        self._decided = [self._decide(core) for core in cores]
        self.rows = len(self._decided[0])

    def _decide(self, core: CompiledPolicy) -> Any:
        # What only the other version asks has no column in this one; a mistake is left in.
        others = set.union(*self._names) - {attribute.name for attribute in core.attributes}
        columns = {name: head for name, head in self._columns.items() if name not in others}
        decider = Decider(core, columns=columns, strict=False, **self._options)
        return self._polars.DataFrame(decider.decide(self._table))

    def count(self, aspect: str) -> AspectHistory:
        """Counts the rows of one aspect, and gives each group its own."""
        answers = self._answers(aspect, None)
        doubtful = {at for answer in answers for at in self._doubts(aspect, answer)}
        if doubtful:
            answers = self._answers(aspect, self._places(sorted(doubtful)))
        same, changed = 0, 0
        apart: dict[tuple[str, str], GroupCount] = {}
        for answer in answers:
            found = self._claim(aspect, answer)
            if found is None:
                same += answer.faults
            elif found >= 0:
                changed += answer.faults
                self.groups[found] = self.groups[found].plus(answer)
            else:
                states = (answer.old[0], answer.new[0])
                apart[states] = apart.get(states, GroupCount()).plus(answer)
        told = (Apart(*states, n.faults, n.examples) for states, n in apart.items())
        return AspectHistory(aspect, same, changed, tuple(sorted(told, key=lambda a: -a.faults)))

    def _answers(self, aspect: str, places: Any) -> list[_Answer]:
        """What both versions say of rows, each once, and in which region such rows lie."""
        polars = self._polars
        parts = [
            decided.select(polars.col(f"{aspect}.{said}").alias(f"{said}{at}") for said in SAID)
            for at, decided in enumerate(self._decided)
        ]
        whole = polars.concat([*parts, *([] if places is None else [places])], how="horizontal")
        rows = polars.col("row").head(MOST_EXAMPLES)
        counted = whole.with_row_index("row").group_by(whole.columns, maintain_order=True)
        width = len(SAID)
        return [
            _Answer(told[:width], told[width : 2 * width], told[2 * width :], faults, first)
            for *told, faults, first in counted.agg(polars.len(), rows).rows()
        ]

    def _places(self, doubtful: Sequence[int]) -> Any:
        """Of each row the group in whose region it lies, by name; null if that is open."""
        regions = {f"g{at}": self._trees[at]["region"]["conditions"] for at in doubtful}
        tester = _tester(self._cores, regions)
        if tester is None:
            return self._polars.DataFrame({ASPECT: [None] * self.rows})
        return self._decide(tester).select(self._polars.col(f"{ASPECT}.accountable").alias(ASPECT))

    def _candidates(self, aspect: str, answer: _Answer) -> list[int]:
        """The groups that the rules leave; a row without a single rule may lie in those of any."""
        old, new = answer.keys
        if (aspect, answer.keys) not in self._found:
            self._found[aspect, answer.keys] = [
                at
                for at, tree in enumerate(self._trees)
                if tree["aspect"] == aspect and _fits(old, tree["old"]) and _fits(new, tree["new"])
            ]
        return self._found[aspect, answer.keys]

    def _doubts(self, aspect: str, answer: _Answer) -> list[int]:
        """The groups of which only their regions tell whether such rows belong to them."""
        found = self._candidates(aspect, answer) if answer.closed else []
        return found if len(found) > 1 or not answer.surely_changes else []

    def _claim(self, aspect: str, answer: _Answer) -> int | None:
        """The group of such rows; None if nothing changes, and -1 if that cannot be told."""
        same = None if answer.old == answer.new and answer.old[0] != "invalid" else -1
        if not answer.closed:
            return same
        found = self._candidates(aspect, answer)
        if not self._doubts(aspect, answer):
            return found[0] if found else same
        place = answer.place[0]
        if place == OUTSIDE:
            return same if all(map(self._is_whole, found)) else -1
        inside = [at for at in found if place == f"g{at}"]
        return inside[0] if inside else -1

    def _is_whole(self, at: int) -> bool:
        # Whether the conditions of a group describe all of it.
        return bool(self._trees[at]["region"]["remainder"] == "0")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What both versions say of some rows."""

    old: list[Any]
    new: list[Any]
    place: list[Any]
    faults: int
    examples: list[int]

    @property
    def keys(self) -> tuple[Key, Key]:
        """State, accountable and rule in both."""
        old, new = ((said[0], said[1], said[2]) for said in (self.old, self.new))
        return old, new

    @property
    def closed(self) -> bool:
        """Whether nothing that is not known of a row could matter to its state."""
        return self.old[0] in CLOSED and self.new[0] in CLOSED

    @property
    def surely_changes(self) -> bool:
        """Whether the rows lie in some group, whatever is not known of them."""
        (state, owner, rule), (new_state, new_owner, new_rule) = self.keys
        other_rules = None not in (rule, new_rule) and rule != new_rule
        return (state, owner) != (new_state, new_owner) or other_rules


def _fits(key: Key, outcome: Mapping[str, Any]) -> bool:
    state, owner, rule = key
    alike = (state, owner) == (outcome["state"], outcome.get("accountable"))
    return alike and rule in (None, outcome.get("rule"))


def _tester(
    cores: tuple[CompiledPolicy, CompiledPolicy], regions: Mapping[str, Sequence[str]]
) -> CompiledPolicy | None:
    """A policy that says in which region a fault lies; they have nothing in common.

    It reads faults as the new version does, or as the old one if the regions name what only that
    one knows.
    """
    for core in reversed(cores):
        try:
            return CompiledPolicy.loads(json.dumps(_test_document(core, regions)))
        except PolicyError:
            continue
    return None


def _test_document(core: CompiledPolicy, regions: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    document = json.loads(core.save())
    kept = ("shozai", "policy", "attributes", "assumptions", "definitions")
    rules = [
        {"id": f"{name}.{at}", "when": when, "then": {"accountable": name}, "because": "-"}
        for name, conditions in regions.items()
        for at, when in enumerate(conditions)
    ]
    outside = {"accountable": OUTSIDE}
    aspect = {
        "hit_policy": "first",
        "interim": outside,
        "rules": rules,
        "otherwise": {"id": OUTSIDE, "then": outside, "because": "-"},
    }
    return {
        **{key: document[key] for key in kept if key in document},
        "departments": {name: {} for name in (OUTSIDE, *regions)},
        "aspects": {ASPECT: aspect},
    }
