"""Random faults: known, unknown and narrowed values, mostly at boundaries, now and then invalid."""

import json
import random
from functools import lru_cache
from typing import TYPE_CHECKING

from .interpreter import Interpreter
from .values import NUMERIC, Attribute, InvalidFault, JsonObject, Value
from .writing import to_json

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_COMPLETIONS = 2_000
"""A fault leaves no aspect more completions than this."""

_INVALID_SHARE = 0.015


@lru_cache(maxsize=4)
def _interpreter(document: str) -> Interpreter:
    return Interpreter(json.loads(document))


def random_fault(rng: random.Random, document: JsonObject) -> JsonObject:
    """A random fault for the policy; about one in sixty is an input error."""
    writer = _FaultWriter(rng, _interpreter(json.dumps(document)))
    if rng.random() < _INVALID_SHARE:
        return writer.invalid_fault()
    return writer.fault()


class _FaultWriter:
    """One fault in the making."""

    def __init__(self, rng: random.Random, interpreter: Interpreter) -> None:
        self._rng = rng
        self._interpreter = interpreter

    def fault(self) -> JsonObject:
        """A fault that is valid, unless derivations make that hard to find."""
        for _attempt in range(8):
            fault = self._plain_fault()
            if self._is_valid(fault) and self._is_limited(fault):
                self._add_derived(fault)
                break
        return fault

    def invalid_fault(self) -> JsonObject:
        """A fault that is an input error in one of many ways."""
        rng = self._rng
        while True:
            fault = self._plain_fault()
            attribute = rng.choice(list(self._interpreter.attributes.values()))
            if rng.random() < 0.1:
                fault["no_such_attribute"] = 1
            else:
                fault[attribute.name] = self._nonsense(attribute)
            if not self._is_valid(fault):
                return fault

    def _is_valid(self, fault: JsonObject) -> bool:
        try:
            self._interpreter.knowledge(fault)
        except InvalidFault:
            return False
        return True

    def _plain_fault(self) -> JsonObject:
        """What is said of the attributes that are not derived."""
        rng = self._rng
        unknown = rng.choice((0.0, 0.0, 0.0, 0.2, 0.4, 0.9))
        fault: JsonObject = {}
        for attribute in self._interpreter.attributes.values():
            if attribute.derived is not None:
                continue
            if rng.random() >= unknown:
                fault[attribute.name] = self._known(attribute)
            elif rng.random() < 0.55:
                fault[attribute.name] = self._narrowed(attribute)
        return fault

    def _is_limited(self, fault: JsonObject) -> bool:
        """Make values known until the completions are few enough; give up in the end."""
        for _attempt in range(20):
            if self._interpreter.work(fault) <= MOST_COMPLETIONS:
                return True
            known = self._interpreter.knowledge(fault)
            vague = [name for name, knowledge in known.items() if knowledge.single() is None]
            name = self._rng.choice(vague)
            attribute = self._interpreter.attributes[name]
            before = fault.pop(name, None)
            fault[name] = self._known(attribute)
            if not self._is_valid(fault):
                del fault[name]
                if before is not None:
                    fault[name] = before
        return False

    def _add_derived(self, fault: JsonObject) -> None:
        """Sometimes say something of derived attributes too, mostly what is true."""
        rng = self._rng
        for attribute in self._interpreter.attributes.values():
            if attribute.derived is None or attribute.name in fault or rng.random() < 0.7:
                continue
            single = self._interpreter.knowledge(fault)[attribute.name].single()
            if single is not None and rng.random() < 0.95:
                fault[attribute.name] = self._around(attribute, single[0])
            else:
                fault[attribute.name] = rng.choice((self._known, self._narrowed))(attribute)
            if not self._is_valid(fault):
                if rng.random() < 0.1:
                    return
                del fault[attribute.name]

    def _around(self, attribute: Attribute, value: Value) -> object:
        """A statement that is true of `value`."""
        rng = self._rng
        said = to_json(rng, attribute, value)
        if rng.random() < 0.5:
            return said
        if value is None or rng.random() < 0.4:
            return {"in": [self._known(attribute), said]}
        assert isinstance(value, int)
        other = to_json(rng, attribute, rng.randint(attribute.low, value))
        return {"min": other, "max": said} if rng.random() < 0.5 else {"min": said}

    def _value(self, attribute: Attribute) -> Value:
        """A value of the domain, mostly where a test may change its answer."""
        rng = self._rng
        value = rng.choice(self._interpreter.edges(attribute.name))
        choice = rng.random()
        if isinstance(value, str) and attribute.kind == "string" and choice < 0.3:
            text = rng.choice((value[:-1], value + rng.choice("a 旋Z"), value[::-1]))
            return text if attribute.contains(text) else value
        if attribute.kind in NUMERIC and isinstance(value, int) and choice < 0.3:
            if choice < 0.1:
                return rng.randint(attribute.low, attribute.high)
            other = value + rng.choice((-2, 2, -1, 1, 7))
            return other if attribute.contains(other) else value
        return value

    def _known(self, attribute: Attribute) -> object:
        if attribute.optional and self._rng.random() < 0.12:
            return None
        return to_json(self._rng, attribute, self._value(attribute))

    def _narrowed(self, attribute: Attribute) -> object:
        """A narrowing that leaves something, or a known value where none was found."""
        rng = self._rng
        forms: list[Callable[[], object]] = [
            lambda: {"in": self._several(attribute)},
            lambda: {"not_in": self._several(attribute)},
        ]
        if attribute.kind in NUMERIC:
            forms += [lambda: self._range(attribute)] * 2
        if attribute.groups:
            forms.append(lambda: rng.choice(sorted(attribute.groups)))
        for _attempt in range(5):
            said = rng.choice(forms)()
            if self._is_valid({attribute.name: said}):
                return said
        return to_json(rng, attribute, self._value(attribute))

    def _several(self, attribute: Attribute) -> list[object]:
        rng = self._rng
        items = [self._known(attribute) for _item in range(rng.choice((1, 2, 2, 3, 4)))]
        if attribute.groups and rng.random() < 0.4:
            items.append(rng.choice(sorted(attribute.groups)))
        return items

    def _range(self, attribute: Attribute) -> object:
        values = [self._value(attribute), self._value(attribute)]
        low, high = sorted(value for value in values if isinstance(value, int))
        least, most = to_json(self._rng, attribute, low), to_json(self._rng, attribute, high)
        return self._rng.choice((
            {"min": least},
            {"max": most},
            {"min": least, "max": most},
            {"min": least, "max": most},
        ))  # fmt: skip

    def _nonsense(self, attribute: Attribute) -> object:
        """Something that is often, but not always, an input error for the attribute."""
        rng = self._rng
        value = self._known(attribute)
        choices: list[object] = [
            None, True, 5, 1.5, "", "no such value", "2026-02-30", "P1M", [], {}, [value],
            "a\u0007", "x" * 300, "-1", "1e3", "2026-04-01T00:00:00", "PT", -1, 10**19,
            {"in": []}, {"in": ["no such value"]}, {"in": value}, {"maximum": value},
            {"in": [value], "not_in": [value]}, {"min": value, "in": [value]}, {"not_in": [None]},
        ]  # fmt: skip
        if attribute.kind in NUMERIC:
            low, high = (to_json(rng, attribute, b) for b in (attribute.low, attribute.high))
            choices += [{"min": high, "max": low}, {"min": low, "max": None}]
            for outside in (attribute.low - 1, attribute.high + 1):
                if attribute.kind != "duration" or outside >= 0:
                    choices.append(to_json(rng, attribute, outside))
        elif attribute.kind != "string":
            leaves = sorted(attribute.leaves, key=str)
            named = [to_json(rng, attribute, leaf) for leaf in leaves]
            choices.append({"not_in": [*named, None] if attribute.optional else named})
        return rng.choice(choices)
