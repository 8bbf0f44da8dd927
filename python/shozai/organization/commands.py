# SPDX-License-Identifier: Apache-2.0
"""What the commands `org check`, `preview`, `who` and `diff` do."""

from __future__ import annotations

import datetime as dt
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from .._core import OrganizationModel
from .._errors import PolicyError
from ..check_command import _seen_from_here
from ..command_output import json_text, output
from ..commands import REFUSED, USAGE, usage_error
from ..forms import CheckFormat, TextOrJson
from ..policy import Policy
from ..policy_set import PolicySet
from ..tables import read_faults
from ..terminal import Screen
from ..texts import joined, text
from .moments import YEAR, read_moment, shown, zone_named
from .organization import NoEscalationError, Organization, kind_of_file
from .show import show_difference, show_duties, show_preview
from .show_report import show_report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .._core import Fault
    from ..texts import Language
    from .duty import Duty
    from .preview import Preview

    Span = tuple[str | None, str | None]

# As those of `diff`: 0 is no difference, and trouble comes after what differs.
DIFFERS = 1
TROUBLE = USAGE
MOST_NAMES = 12
# The finding of a name that is not known: in a document alone, of a department, say.
UNKNOWN = "SZ300"
REACTIONS = ("acknowledged_at", "refused_at", "resolved_at")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


# --- what all need -----------------------------------------------------------------------------


def organization_or_exit(path: Path, lang: Language, status: int = REFUSED) -> Organization:
    """The organization of a document; if it is refused, says why and ends the command."""
    try:
        return Organization.load(path)
    except PolicyError as error:
        notes = Screen(lang, sys.stderr)
        notes.findings(error.diagnostics)
        if any(finding.code == UNKNOWN for finding in error.diagnostics) and _alone(path):
            notes.paragraph(notes.word("org.belongs"), "dim")
        raise typer.Exit(status) from None
    except OSError as error:
        why = error.strerror or ""
        usage_error(text("error.unreadable", lang, file=path, why=why))


def _alone(path: Path) -> bool:
    return kind_of_file(path) == "organization"


def refuse(error: PolicyError, lang: Language, status: int = REFUSED) -> NoReturn:
    """Ends the command with the findings of a refused document."""
    Screen(lang, sys.stderr).findings(error.diagnostics)
    raise typer.Exit(status) from None


def moment_or_exit(written: str, zone: dt.tzinfo, lang: Language) -> dt.datetime:
    """A moment as an option gives it; days begin at midnight, local times are those of `zone`."""
    try:
        whole = f"{written}T00:00" if _DAY.fullmatch(written) else written
        return read_moment(whole, zone).astimezone(zone)
    except (ValueError, OverflowError):
        usage_error(text("error.moment", lang, given=written))


def now_or(written: str | None, zone: dt.tzinfo, lang: Language) -> dt.datetime:
    """The moment that an option gives, or this one, to the second."""
    if written is not None:
        return moment_or_exit(written, zone, lang)
    return dt.datetime.now(zone).replace(microsecond=0)


def span_or_exit(given: Span, zone: dt.tzinfo, lang: Language) -> tuple[dt.datetime, dt.datetime]:
    """From when until when, as options give it: else from now on, else for a year."""
    start = now_or(given[0], zone, lang)
    try:
        until = (start.astimezone(dt.UTC) + YEAR).astimezone(zone)
    except OverflowError:
        usage_error(text("error.time_span", lang))
    if given[1] is not None:
        until = moment_or_exit(given[1], zone, lang)
    if until.astimezone(dt.UTC) <= start.astimezone(dt.UTC):
        usage_error(text("error.order", lang, start=shown(start), until=shown(until)))
    return start, until


def known_or_exit(name: str | None, known: Sequence[str], lang: Language) -> None:
    """Ends the command if a name is none of those that there are."""
    if name is None or name in known:
        return
    some = [*known[:MOST_NAMES], *(["…"] if len(known) > MOST_NAMES else [])]
    usage_error(text("error.unknown_name", lang, name=name, known=joined(some, lang)))


# --- check -------------------------------------------------------------------------------------


def check_organization(
    path: Path,
    during: Span,
    form: CheckFormat,
    out: Path | None,
    lang: Language,
    *,
    strict: bool,
    everything: bool,
) -> None:
    """Prints or writes what checking an organization finds."""
    organization = organization_or_exit(path, lang)
    start, until = span_or_exit(during, zone_named(organization.zone), lang)
    report = organization.check(start, until)
    with output(out, lang) as stream:
        if form == CheckFormat.text:
            show_report(Screen(lang, stream), report, path.name, everything=everything)
        elif form == CheckFormat.sarif:
            stream.write(json_text(report.to_sarif(_seen_from_here(path), lang)))
        else:
            stream.write(json_text(report.to_dict()))
    if report.counts["error"] or (strict and report.counts["warning"]):
        raise typer.Exit(REFUSED)


# --- preview -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Case:
    """What the arguments of `preview` and `draw` say about a case."""

    document: Path
    fault: str | None
    escalation: str | None
    aspect: str | None
    at: str | None
    reactions: tuple[str | None, ...]
    lang: Language

    def preview(self, organization: Organization) -> Preview:
        """Who is told when; ends the command if that is not clear."""
        lang, zone = self.lang, zone_named(organization.zone)
        reactions = {
            name: moment_or_exit(at, zone, lang)
            for name, at in zip(REACTIONS, self.reactions, strict=False)
            if at is not None
        }
        if len(reactions) > 1:
            usage_error(text("error.several_reactions", lang))
        known_or_exit(self.escalation, organization.escalation, lang)
        if self.aspect is not None and organization.aspects:
            known_or_exit(self.aspect, organization.aspects, lang)
        several = not organization.chooses and len(organization.escalation) != 1
        if self.escalation is None and several:
            known = joined(list(organization.escalation[:MOST_NAMES]), lang)
            usage_error(text("error.which_escalation", lang, known=known))
        start = now_or(self.at, zone, lang)
        fault = self._fault(organization)
        try:
            return organization.preview(
                fault, at=start, escalation=self.escalation, aspect=self.aspect, **reactions
            )
        except NoEscalationError as error:
            state = text(error.decision.state, lang)
            Screen(lang, sys.stderr).line(
                text("error.no_escalation", lang, state=state), "bold red"
            )
            raise typer.Exit(REFUSED) from None

    def _fault(self, organization: Organization) -> Fault | None:
        policy = organization.policy
        if self.fault is None or policy is None:
            return None
        written = self.fault.encode("utf-8", "surrogateescape")
        faults = read_faults(policy, written, name="--fault", form="json")
        if not faults.rows or faults.rows[0].fault is None:
            Screen(self.lang, sys.stderr).findings(faults.diagnostics)
            raise typer.Exit(REFUSED)
        return faults.rows[0].fault


def preview_case(case: Case, form: TextOrJson, out: Path | None) -> None:
    """Prints or writes who is told when."""
    preview = case.preview(organization_or_exit(case.document, case.lang))
    with output(out, case.lang) as stream:
        if form == TextOrJson.json:
            stream.write(json_text(preview.to_dict()))
        else:
            show_preview(Screen(case.lang, stream), preview)


# --- who ---------------------------------------------------------------------------------------


def show_who(
    paths: Sequence[Path],
    positions: Sequence[str],
    at: str | None,
    aspect: str | None,
    form: TextOrJson,
    lang: Language,
) -> None:
    """Prints who answers for positions at a moment, by the version that is in force then."""
    organization, version, moment = _in_force(_documents(paths, lang), at, lang)
    asked = tuple(positions) or (*organization.positions, *organization.rosters)
    known = (*organization.positions, *organization.rosters)
    for position in asked:
        known_or_exit(position, known, lang)
    if organization.aspects:
        known_or_exit(aspect, organization.aspects, lang)
    duties = [organization.who(position, moment, aspect=aspect) for position in asked]
    if form == TextOrJson.json:
        sys.stdout.write(json_text([_named(duty, version) for duty in duties]))
    elif duties:
        show_duties(Screen(lang), duties, organization.names, version)


def _named(duty: Duty, version: str) -> dict[str, Any]:
    tree = duty.to_dict()
    return tree | {"policy": version} if version else tree


def _documents(paths: Sequence[Path], lang: Language) -> list[Path]:
    """The documents that are named, and the policies in the folders that are."""
    documents: list[Path] = []
    for path in paths:
        if not path.is_dir():
            documents.append(path)
            continue
        found = [file for file in sorted(path.glob("*.json")) if kind_of_file(file) == "policy"]
        if not found:
            usage_error(text("error.empty_folder", lang, folder=path))
        documents += found
    return documents


def _in_force(
    paths: Sequence[Path], at: str | None, lang: Language
) -> tuple[Organization, str, dt.datetime]:
    """The organization that answers, what its version is called, and the moment in its zone."""
    kinds = [kind_of_file(path) for path in paths]
    if len(paths) == 1 and kinds[0] != "policy":
        organization = organization_or_exit(paths[0], lang)
        return organization, "", now_or(at, zone_named(organization.zone), lang)
    for path, kind in zip(paths, kinds, strict=True):
        if kind != "policy":
            usage_error(text("error.versions", lang, file=path.name))
    try:
        versions = PolicySet([Policy.load(path) for path in paths]).versions
        return _chosen_version(versions, at, lang)
    except PolicyError as error:
        refuse(error, lang)


def _chosen_version(
    versions: Sequence[Policy], at: str | None, lang: Language
) -> tuple[Organization, str, dt.datetime]:
    day = ""
    for policy in versions:
        moment = now_or(at, _zone_of(policy), lang)
        day = moment.date().isoformat()
        first, end = policy.effective
        in_force = (first is None or first <= moment.date()) and not _over(end, moment)
        if in_force or len(versions) == 1:
            return _answering(policy, moment, lang, in_force=in_force)
    notes = Screen(lang, sys.stderr)
    notes.line(notes.word("error.none_in_force", day=day), "bold red")
    raise typer.Exit(REFUSED)


def _zone_of(policy: Policy) -> dt.tzinfo:
    """The zone whose days a version is in force; that of its organization if it names none."""
    name = OrganizationModel.zone_of(policy._core)
    return zone_named(name or Organization.of(policy._core).zone)


def _over(end: dt.date | None, moment: dt.datetime) -> bool:
    return end is not None and end <= moment.date()


def _answering(
    policy: Policy, moment: dt.datetime, lang: Language, *, in_force: bool
) -> tuple[Organization, str, dt.datetime]:
    organization = Organization.of(policy._core)
    if not in_force:
        notes = Screen(lang, sys.stderr)
        day = moment.date().isoformat()
        notes.line(notes.word("error.none_in_force", day=day), "yellow")
    version = text("org.which_version", lang, policy=policy.id, version=policy.version)
    return organization, version, moment.astimezone(zone_named(organization.zone))


# --- diff --------------------------------------------------------------------------------------


def compare(
    old: Path, new: Path, during: Span, form: TextOrJson, out: Path | None, lang: Language
) -> None:
    """Prints or writes what another version of an organization changes."""
    before = organization_or_exit(old, lang, TROUBLE)
    after = organization_or_exit(new, lang, TROUBLE)
    difference = before.diff(after, *span_or_exit(during, zone_named(before.zone), lang))
    with output(out, lang) as stream:
        if form == TextOrJson.json:
            stream.write(json_text(difference.to_dict()))
        else:
            show_difference(Screen(lang, stream), difference)
    if not difference.equal:
        raise typer.Exit(TROUBLE if difference.equal is None else DIFFERS)
