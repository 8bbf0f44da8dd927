# SPDX-License-Identifier: Apache-2.0
"""What a policy says of one fault, aspect by aspect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from ._core import CompiledPolicy, Decision, Explanation

T = TypeVar("T")


# Of the rows of a table; what needs attention comes first.
STATES = ("conflict", "gap", "invalid", "impossible", "undetermined", "decided")


class ByAspect(Mapping[str, T], Generic[T]):
    """One thing an aspect, in document order: by name, or as an attribute of that name."""

    __slots__ = ("_core", "_things")

    def __init__(self, core: CompiledPolicy, things: Mapping[str, T]) -> None:
        self._core = core
        self._things = dict(things)

    def __getitem__(self, aspect: str) -> T:
        try:
            return self._things[aspect]
        except KeyError:
            raise KeyError(unknown_aspect(self._core, aspect)) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)

    def __contains__(self, aspect: object) -> bool:
        return aspect in self._things

    def __getattr__(self, name: str) -> T:
        # Never for a name of its own, lest copying asks for `_things` before there is one.
        if not name.startswith("_") and name in self._things:
            return self._things[name]
        raise AttributeError(f"{type(self).__name__} has no aspect `{name}`")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._things]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._things!r})"


class Decisions(ByAspect[Decision]):
    """What every aspect of a policy says of one fault.

    `decisions["owner"]` and `decisions.owner` are the same decision. An aspect that is called as a
    method of mappings, such as `items`, is had by its name in brackets only.
    """

    __slots__ = ()

    def to_dict(self) -> dict[str, dict[str, object]]:
        """The decisions as the policy format writes them."""
        return {name: decision.to_dict() for name, decision in self.items()}

    def _repr_html_(self) -> str:
        from .display import decisions_html

        return decisions_html(self, self._core)


class Explanations(ByAspect[Explanation]):
    """Why every aspect of a policy says what it says of one fault."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from .display import explanations_html

        return explanations_html(self, self._core)


def unknown_aspect(core: CompiledPolicy, name: object) -> str:
    """What to say of an aspect that a policy does not have."""
    return f"the policy has no aspect {name!r}; it has {', '.join(core.aspects)}"
