# SPDX-License-Identifier: Apache-2.0
"""Findings about a model, gathered so that a refusal names all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._core import Diagnostic
from .._errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from .xml_tree import Node

MOST_ERRORS = 1_000
"""Reported before reading stops: a model that is wrong all over is not read to its end."""


class Reports:
    """What is found in the model `name`, at the line and column of its elements."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[Diagnostic] = []

    def add(self, code: str, node: Node | None, *arguments: str) -> None:
        """Something about an element; about the model as a whole without one."""
        cell = (node.line, node.column) if node is not None else None
        self.found.append(Diagnostic(code, self.name, "", list(arguments), cell=cell))
        if len(self.errors) >= MOST_ERRORS:
            self.refuse()

    @property
    def errors(self) -> list[Diagnostic]:
        """What keeps the model from being read."""
        return [finding for finding in self.found if finding.level == "error"]

    def check(self) -> None:
        """Goes on only if there is no error so far.

        Raises:
            PolicyError: there is one; with everything that was found.
        """
        if self.errors:
            self.refuse()

    def refuse(self) -> NoReturn:
        """Refuses the model.

        Raises:
            PolicyError: with everything that was found.
        """
        raise refusal(self.found)


def refusal(found: Sequence[Diagnostic]) -> PolicyError:
    """The error that carries these findings; its text has those that are errors."""
    lines = [finding.render("en") for finding in found if finding.level == "error"]
    return PolicyError("".join(lines).rstrip("\n"), found)
