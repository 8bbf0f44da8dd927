"""Random valid policy documents; `random_fault` (of `random_faults`) is offered here as well."""

import random
from collections.abc import Callable, Sequence

from .aspects import overridden_by_each
from .random_attributes import Subject, random_subjects
from .random_conditions import ConditionWriter, random_cell
from .random_faults import random_fault
from .values import JsonObject

__all__ = ["random_fault", "random_policy"]

_DEPARTMENTS = ("sales", "service", "quality", "design_dept", "works")
_PARTIES = ("customer", "supplier")
_SECTIONS = ("safety", "legal")
_ASPECTS = ("root_cause", "containment", "cost", "owner", "corrective_action")
_DEFINITIONS = ("is_urgent", "in_warranty", "d1", "has_it", "not_known")
_NOTES = ("call first", {"ja": "写真を添付", "en": "attach photos"}, {"en": "ask again"}, "急ぎ")
_REASONS = ("as agreed", {"ja": "出荷品質の責任", "en": "what leaves the works"}, {"en": "custom"})


def random_policy(rng: random.Random) -> JsonObject:
    """A random valid policy document.

    Constants are few and clustered, and so are assignments: agreement and conflict both happen.
    """
    return _PolicyWriter(rng).policy()


class _PolicyWriter:
    """One policy in the making."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._subjects = random_subjects(rng)
        self._departments = rng.sample(_DEPARTMENTS, rng.randint(2, 4))
        self._teams: JsonObject = {}
        if rng.random() < 0.5:
            members = rng.sample(self._departments, 2)
            self._teams["task_force"] = {"departments": members, "lead": rng.choice(members)}
        self._parties = rng.sample(_PARTIES, rng.randint(0, 2))
        self._definitions: JsonObject = {}
        self._assignments = [self._assignment() for _i in range(rng.randint(2, 4))]
        self._count = 0

    def policy(self) -> JsonObject:
        rng = self._rng
        document: JsonObject = {"shozai": 1, "policy": {"id": "random", "version": "1"}}
        subjects = rng.sample(self._subjects, len(self._subjects))
        document["attributes"] = {subject.name: subject.json for subject in subjects}
        for name in rng.sample(_DEFINITIONS, rng.choice((0, 1, 2, 3))):
            self._definitions[name] = {"that": self._condition(2)}
        if self._definitions:
            shuffled = rng.sample(list(self._definitions.items()), len(self._definitions))
            document["definitions"] = dict(shuffled)
        if rng.random() < 0.4:
            document["assumptions"] = [self._assumption() for _i in range(rng.choice((1, 1, 2, 3)))]
        document["departments"] = {name: {} for name in self._departments}
        if self._teams:
            document["teams"] = self._teams
        if self._parties:
            document["parties"] = {name: {} for name in self._parties}
        intake = [s for s in self._subjects if s.attribute.derived is None and rng.random() < 0.5]
        if intake:
            document["intake"] = [subject.name for subject in intake]
        names = rng.sample(_ASPECTS, rng.choice((1, 2, 2, 3)))
        aspects: JsonObject = {}
        for name in names:
            aspects[name] = self._aspect(aspects, intake)
        document["aspects"] = {name: aspects[name] for name in rng.sample(names, len(names))}
        return document

    def _id(self) -> str:
        self._count += 1
        return self._rng.choice(("R-{}", "r.{}", "{}", "X_{}a")).format(self._count)

    def _condition(self, depth: int) -> str:
        return ConditionWriter(self._rng, self._subjects, list(self._definitions)).condition(depth)

    def _assumption(self) -> JsonObject:
        """A weak condition: most faults should be possible."""
        parts = [self._condition(1) for _part in range(self._rng.choice((2, 3)))]
        that = " || ".join(f"({part})" for part in parts)
        return {"id": self._id(), "that": that}

    def _ids(self, chance: float, pool: Sequence[str]) -> list[str]:
        """A few ids, or none at all."""
        if self._rng.random() >= chance:
            return []
        return self._rng.sample(pool, self._rng.randint(1, min(2, len(pool))))

    def _accountable(self) -> str:
        return self._rng.choice([*self._departments, *self._departments, *self._teams])

    def _assignment(self) -> JsonObject:
        rng = self._rng
        owners = [*self._departments, *self._teams, *self._parties]
        assignment: JsonObject = {"accountable": self._accountable()}
        for field in ("responsible", "consulted", "informed", "joint_visit"):
            ids = self._ids(0.25, owners)
            if ids:
                assignment[field] = ids
        if rng.random() < 0.35:
            payers = rng.sample([*self._departments, *self._parties], rng.randint(1, 2))
            share = rng.choice((70, 50, 1)) if len(payers) > 1 else 100
            assignment["cost_share"] = dict(zip(payers, (share, 100 - share), strict=False))
        return assignment

    def _then(self) -> JsonObject:
        """One of the assignments of the policy, its sets in any order, perhaps with notes."""
        rng = self._rng
        then: JsonObject = {}
        for field, value in rng.choice(self._assignments).items():
            if isinstance(value, list):
                then[field] = rng.sample(value, len(value))
            elif isinstance(value, dict):
                then[field] = dict(rng.sample(list(value.items()), len(value)))
            else:
                then[field] = value
        self._add_notes(then, 0.2)
        return then

    def _add_notes(self, then: JsonObject, chance: float) -> None:
        if self._rng.random() < chance:
            then["notes"] = self._rng.sample(_NOTES, self._rng.randint(1, 2))

    def _reasoned(self, rule: JsonObject) -> JsonObject:
        if self._rng.random() < 0.7:
            rule["because"] = self._rng.choice(_REASONS)
        return rule

    def _rule(self) -> JsonObject:
        depth = self._rng.choice((0, 1, 1, 2))
        rule = {"id": self._id(), "when": self._condition(depth), "then": self._then()}
        return self._reasoned(rule)

    def _interim(self, intake: Sequence[Subject]) -> JsonObject:
        rng = self._rng
        interim: JsonObject = {"accountable": self._accountable()}
        if rng.random() < 0.5:
            interim["within"] = rng.choice(("P3D", "PT4H", "P1W"))
        if intake and rng.random() < 0.4:
            writer = ConditionWriter(rng, intake)
            interim["rules"] = [
                {
                    "id": self._id(),
                    "when": writer.condition(rng.choice((0, 1))),
                    "then": rng.choice((
                        {"accountable": self._accountable()},
                        {"accountable": self._accountable(), "within": "P1D"},
                    )),
                }
                for _i in range(rng.choice((1, 2)))
            ]  # fmt: skip
        return interim

    def _also(self) -> JsonObject:
        then: JsonObject = {}
        for field in ("consulted", "informed", "joint_visit"):
            ids = self._ids(0.5, [*self._departments, *self._parties])
            if ids:
                then[field] = ids
        self._add_notes(then, 0.4 if then else 1.0)
        rule = {"id": self._id(), "when": self._condition(self._rng.choice((0, 1))), "then": then}
        return self._reasoned(rule)

    def _aspect(self, earlier: JsonObject, intake: Sequence[Subject]) -> JsonObject:
        rng = self._rng
        aspect: JsonObject = {"interim": self._interim(intake), "rules": []}
        if earlier and rng.random() < 0.4:
            aspect["same_as"] = rng.choice(list(earlier))
            hit_policy = _hit_policy(earlier, aspect)
            stated = rng.random() < 0.3
        else:
            hit_policy = rng.choice(("override", "override", "first", "unique"))
            stated = hit_policy != "override" or rng.random() < 0.5
        if stated:
            aspect["hit_policy"] = hit_policy
        self._add_rules(aspect)
        if hit_policy == "override":
            self._add_overrides(aspect)
        if rng.random() < 0.4:
            aspect["also"] = [self._also() for _i in range(rng.choice((1, 2)))]
        if rng.random() < (0.2 if "same_as" in aspect else 0.4):
            aspect["otherwise"] = self._reasoned({"id": self._id(), "then": self._then()})
        return aspect

    def _add_rules(self, aspect: JsonObject) -> None:
        """Up to eight rules, some of them in a table; fewer where others are inherited."""
        rng = self._rng
        inherits = "same_as" in aspect
        count = rng.randint(0, 3) if inherits else rng.randint(0, 8)
        in_table = rng.randint(0, count) if rng.random() < 0.5 else 0
        aspect["rules"] = [self._rule() for _i in range(count - in_table)]
        if in_table:
            if not aspect["rules"] and rng.random() < 0.5 and not inherits:
                del aspect["rules"]
            columns = rng.sample(self._subjects, rng.randint(1, min(3, len(self._subjects))))
            rows = []
            for _row in range(in_table):
                cells = [random_cell(rng, subject) for subject in columns]
                rows.append(self._reasoned({"id": self._id(), "if": cells, "then": self._then()}))
            aspect["table"] = {"columns": [subject.name for subject in columns], "rows": rows}

    def _add_overrides(self, aspect: JsonObject) -> None:
        """Sections, and `overrides` that close no cycle."""
        rng = self._rng
        rules = [*aspect.get("rules", []), *aspect.get("table", {}).get("rows", [])]
        if rules and rng.random() < 0.4:
            aspect["sections"] = {name: {} for name in _SECTIONS}
            for rule in rules:
                if rng.random() < 0.4:
                    rule["section"] = rng.choice(_SECTIONS)
        targets: list[Callable[[], str]] = [lambda: str(rng.choice(rules)["id"])] * 6
        targets.append(lambda: "*")
        if "sections" in aspect:
            targets += [lambda: f"section:{rng.choice(_SECTIONS)}"] * 2
        for rule in rules:
            if rng.random() < 0.45:
                named = [rng.choice(targets)() for _target in range(rng.choice((1, 1, 2)))]
                rule["overrides"] = sorted(set(named))
                reached = overridden_by_each(rules)
                if any(position in there for position, there in enumerate(reached)):
                    del rule["overrides"]


def _hit_policy(aspects: JsonObject, aspect: JsonObject) -> str:
    """The hit policy of an aspect that is the same as another one of `aspects`."""
    while "same_as" in aspect:
        aspect = aspects[aspect["same_as"]]
    return str(aspect.get("hit_policy", "override"))
