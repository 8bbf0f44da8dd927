# SPDX-License-Identifier: Apache-2.0
"""The error that a refused document or fault raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._core import Diagnostic


class PolicyError(ValueError):
    """A policy document or a fault was refused. `diagnostics` has every finding."""

    def __init__(self, text: str, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(text)
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)

    def _repr_html_(self) -> str:
        from .display import findings_html

        return findings_html(self.diagnostics)
