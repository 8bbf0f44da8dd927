# SPDX-License-Identifier: Apache-2.0
"""What the commands `org draw`, `graph` and `export` do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..command_output import json_text, output
from ..commands import usage_error
from ..forms import OrgDrawFormat, OrgGraphFormat
from ..texts import text
from .commands import known_or_exit, organization_or_exit, span_or_exit
from .moments import zone_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..texts import Language
    from .commands import Case, Span
    from .organization import Organization


def draw_organization(case: Case, form: OrgDrawFormat, out: Path | None) -> None:
    """Writes the picture of an organization, or of one case over time."""
    organization = organization_or_exit(case.document, case.lang)
    if form == OrgDrawFormat.mermaid:
        drawn = organization.to_mermaid(case.lang)
    elif case.at is None and case.fault is None and case.escalation is None:
        drawn = organization.draw(case.lang)
    else:
        drawn = case.preview(organization).draw(case.lang)
    with output(out, case.lang) as stream:
        stream.write(drawn)


def write_graph(path: Path, form: OrgGraphFormat, out: Path | None, lang: Language) -> None:
    """Writes the graph of an organization."""
    organization = organization_or_exit(path, lang)
    with output(out, lang) as stream:
        stream.write(_graph(organization, form, lang))


def _graph(organization: Organization, form: OrgGraphFormat, lang: Language) -> str:
    if form == OrgGraphFormat.json:
        return json_text(organization.graph_dict())
    if form == OrgGraphFormat.mermaid:
        return organization.to_mermaid(lang)
    try:
        return organization.to_graphml()
    except ImportError as error:
        usage_error(text("error.org_library", lang, library=error.name))


def export_duties(
    path: Path, positions: Sequence[str], during: Span, out: Path | None, lang: Language
) -> None:
    """Writes who answers for positions over a time as an iCalendar file."""
    organization = organization_or_exit(path, lang)
    start, until = span_or_exit(during, zone_named(organization.zone), lang)
    known = (*organization.positions, *organization.rosters)
    for position in positions:
        known_or_exit(position, known, lang)
    names = organization.names
    shifts = [
        {
            "position": shift.position,
            "title": names.position(shift.position, lang),
            "person": shift.person,
            "name": names.person(shift.person, lang),
            "start": shift.start,
            "until": shift.until,
        }
        for position in positions
        for shift in organization.duties(position, start, until)
        if shift.person is not None
    ]
    from .interop import export_icalendar

    try:
        written = export_icalendar(shifts)
    except ImportError as error:
        usage_error(text("error.org_library", lang, library=error.name))
    with output(out, lang) as stream:
        stream.write(written)
