# SPDX-License-Identifier: Apache-2.0
"""Who holds which position when, and how a case escalates until somebody accountable knows."""

from .difference import OrganizationDifference
from .duty import Duty, Shift
from .organization import Organization
from .preview import Preview, PreviewRow
from .reach import Reach, ReachPiece
from .report import EscalationSummary, OrganizationFinding, OrganizationReport

__all__ = [
    "Duty",
    "EscalationSummary",
    "Organization",
    "OrganizationDifference",
    "OrganizationFinding",
    "OrganizationReport",
    "Preview",
    "PreviewRow",
    "Reach",
    "ReachPiece",
    "Shift",
]
