# SPDX-License-Identifier: Apache-2.0
"""What reading a sheet gives: its text, where it comes from, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .._core import Diagnostic


@dataclass(frozen=True, slots=True)
class SheetText:
    """A sheet as CSV text."""

    text: str
    """In UTF-8; line n is row n of the sheet, or line n of the CSV file."""
    sheet: str
    """Empty for a CSV file."""
    notes: list[Diagnostic]
    """What was read in another way than it is written, and where."""
