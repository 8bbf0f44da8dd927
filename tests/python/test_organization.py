# SPDX-License-Identifier: Apache-2.0
"""Organizations in Python: who answers, who is told, what is found, what differs."""

from __future__ import annotations

import datetime as dt
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

import shozai
from shozai import Organization, PolicyError
from shozai.organization.kinds import CODES, KINDS
from shozai.organization.organization import NoEscalationError
from shozai.texts import LANGUAGES

from .org_sample import alone, flawed, text_of, within, write
from .test_display import ALLOWED, HOSTILE, outline

if TYPE_CHECKING:
    from pathlib import Path

TOKYO = ZoneInfo("Asia/Tokyo")
MONDAY = dt.datetime(2026, 4, 6, 9, tzinfo=TOKYO)


@pytest.fixture(scope="module")
def organization() -> Organization:
    return Organization.loads(text_of(alone()))


@pytest.fixture(scope="module")
def of_policy() -> Organization:
    found = shozai.Policy.loads(text_of(within())).organization
    assert found is not None
    return found


# --- loading -----------------------------------------------------------------------------------


def test_an_organization_says_what_it_has(organization: Organization) -> None:
    assert organization.zone == "Asia/Tokyo"
    assert organization.people == ("sato", "ito", "mori")
    assert organization.positions == ("duty", "manager", "director")
    assert organization.rosters == ("night",)
    assert organization.calendars == ("office",)
    assert organization.departments == ("service", "quality")
    assert organization.escalation == ("urgent", "normal")
    assert organization.version is None
    assert not organization.chooses


def test_the_document_that_is_written_loads_to_the_same(organization: Organization) -> None:
    again = Organization.loads(json.dumps(organization.to_dict()))
    assert again.to_dict() == organization.to_dict()


def test_a_policy_has_the_organization_that_it_names(of_policy: Organization) -> None:
    assert of_policy.version == "1"
    assert of_policy.aspects == ("owner",)
    assert of_policy.chooses


def test_a_policy_without_an_organization_has_none() -> None:
    document = within()
    del document["organization"]
    assert shozai.Policy.loads(text_of(document)).organization is None
    with pytest.raises(PolicyError, match="SZ339"):
        Organization.loads(text_of(document))


def test_files_of_both_kinds_are_loaded(tmp_path: Path) -> None:
    apart = within()
    apart["organization"] = {"file": "organization.json"}
    inner = within()["organization"]
    write(tmp_path / "organization.json", inner)
    assert Organization.load(write(tmp_path / "policy.json", apart)).version == "1"
    assert Organization.load(write(tmp_path / "alone.json", alone())).version is None


def test_a_refused_organization_has_every_finding() -> None:
    document = alone()
    document["positions"]["duty"]["department"] = "servise"
    document["positions"]["manager"]["holders"][0]["person"] = "satoh"
    with pytest.raises(PolicyError) as refused:
        Organization.loads(text_of(document), name="o.json")
    pointers = [finding.pointer for finding in refused.value.diagnostics]
    assert "/positions/duty/department" in pointers
    assert "/positions/manager/holders/0/person" in pointers
    assert all(finding.line for finding in refused.value.diagnostics)


def test_a_refused_organization_within_a_policy_is_raised() -> None:
    document = within()
    document["organization"]["zone"] = "Mars/Olympus"
    policy = shozai.Policy.loads(text_of(document))
    with pytest.raises(PolicyError):
        _ = policy.organization


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '"x"', "{}", '{"zone": 1}'])
def test_texts_that_are_no_organization_are_refused(text: str) -> None:
    with pytest.raises(PolicyError):
        Organization.loads(text)


# --- who ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("position", "at", "person", "reason"),
    [
        ("duty", "2026-04-06T09:00:00+09:00", "sato", "roster"),
        ("duty", "2026-04-13T08:59:59+09:00", "sato", "roster"),
        ("duty", "2026-04-13T09:00:00+09:00", "ito", "roster"),
        ("duty", "2026-05-01T00:00:00Z", "mori", "override"),
        ("duty", "2026-06-01T12:00:00+09:00", None, None),
        ("duty", "2026-04-06T08:59:59+09:00", None, None),
        ("night", "2026-04-06T09:00:00+09:00", "sato", "roster"),
        ("manager", "2026-04-06T09:00:00+09:00", "sato", "holder"),
        ("manager", "2026-04-06T17:00:00+09:00", None, None),
        ("manager", "2026-08-11T03:00:00+09:00", "sato", "delegation"),
    ],
)
def test_who_answers_and_why(
    organization: Organization, position: str, at: str, person: str | None, reason: str | None
) -> None:
    duty = organization.who(position, at)
    assert (duty.person, duty.reason, bool(duty)) == (person, reason, person is not None)
    assert duty.at == dt.datetime.fromisoformat(at)


def test_a_delegation_counts_for_its_aspects_only(of_policy: Organization) -> None:
    at = "2026-08-11T12:00:00+09:00"
    assert of_policy.who("manager", at).reason == "holder"
    delegated = of_policy.who("manager", at, aspect="owner")
    assert (delegated.reason, delegated.answers_as) == ("delegation", "duty")
    assert delegated.version == "1"


def test_a_duty_says_until_when_and_how(organization: Organization) -> None:
    duty = organization.who("manager", MONDAY)
    assert duty.until == dt.datetime(2026, 4, 6, 17, tzinfo=TOKYO)
    assert duty.channels == {"phone": "0120-000"}
    assert (duty.name("ja"), duty.name("en")) == ("佐藤", "Sato")
    assert duty.position_name("en") == "service manager"
    tree = duty.to_dict()
    assert tree["person"] == "sato"
    assert json.loads(json.dumps(tree)) == tree


def test_duties_over_a_time_leave_no_hole(organization: Organization) -> None:
    start, until = MONDAY, MONDAY + dt.timedelta(days=70)
    shifts = organization.duties("duty", start, until)
    assert shifts[0].start == start
    assert shifts[-1].until == until
    assert all(a.until == b.start for a, b in pairwise(shifts))
    assert all(a.person != b.person for a, b in pairwise(shifts))
    people = [shift.person for shift in shifts]
    assert people[:2] == ["sato", "ito"]
    assert None in people
    assert "mori" in people
    for shift in shifts:
        assert organization.who("duty", shift.start).person == shift.person


@pytest.mark.parametrize("at", [dt.datetime(2026, 4, 6), "2026-04-06T09:00:00", "soon", ""])
def test_moments_without_a_zone_are_refused(organization: Organization, at: object) -> None:
    with pytest.raises(ValueError, match=r"zone|offset|moment"):
        organization.who("duty", at)  # type: ignore[arg-type]


def test_what_is_no_moment_is_refused(organization: Organization) -> None:
    with pytest.raises(TypeError):
        organization.who("duty", dt.date(2026, 4, 6))  # type: ignore[arg-type]


def test_unknown_names_are_key_errors(organization: Organization, of_policy: Organization) -> None:
    with pytest.raises(KeyError):
        organization.who("chief", MONDAY)
    with pytest.raises(KeyError):
        organization.preview(at=MONDAY, escalation="quick")
    with pytest.raises(KeyError):
        of_policy.who("duty", MONDAY, aspect="cost")
    with pytest.raises(KeyError):
        organization.reach("urgent", MONDAY, MONDAY + dt.timedelta(1), target="position", of="x")


# --- previews ----------------------------------------------------------------------------------


def test_a_preview_says_who_is_told_when(organization: Organization) -> None:
    preview = organization.preview(at=MONDAY, escalation="urgent")
    told = [(row.at, row.step, row.person, row.outcome) for row in preview.rows]
    assert told == [
        (MONDAY, 1, "sato", "notified"),
        (MONDAY + dt.timedelta(minutes=30), 2, "mori", "notified"),
    ]
    assert preview.reached == MONDAY + dt.timedelta(minutes=30)
    assert preview.keeper == "director"
    assert preview.rows[1].accountable
    assert preview.choice is None


def test_a_step_at_which_nobody_is_on_duty_is_skipped(organization: Organization) -> None:
    at = dt.datetime(2026, 6, 1, 12, tzinfo=TOKYO)
    rows = organization.preview(at=at, escalation="urgent").rows
    assert [(row.outcome, row.person, row.at) for row in rows] == [
        ("skipped", None, at),
        ("notified", "mori", at),
    ]


@pytest.mark.parametrize(
    ("reaction", "people"),
    [
        ({"acknowledged_at": "2026-04-06T09:10:00+09:00"}, ["sato"]),
        ({"resolved_at": "2026-04-06T09:10:00+09:00"}, ["sato"]),
        ({"refused_at": "2026-04-06T09:10:00+09:00"}, ["sato", "mori"]),
        ({}, ["sato", "mori"]),
    ],
)
def test_reactions_change_what_follows(
    organization: Organization, reaction: dict[str, str], people: list[str]
) -> None:
    preview = organization.preview(at=MONDAY, escalation="urgent", **reaction)  # type: ignore[arg-type]
    assert [row.person for row in preview.rows] == people
    if "refused_at" in reaction:
        assert preview.rows[1].at == MONDAY + dt.timedelta(minutes=10)
        assert preview.reaction[0] == "refused"


def test_two_reactions_are_refused(organization: Organization) -> None:
    with pytest.raises(ValueError, match="one reaction"):
        organization.preview(at=MONDAY, escalation="urgent", refused_at=MONDAY, resolved_at=MONDAY)


@pytest.mark.parametrize(
    ("severity", "chosen", "rule"), [(5, "urgent", "E-1"), (2, "normal", "E-9")]
)
def test_a_fault_chooses_its_escalation_policy(
    of_policy: Organization, severity: int, chosen: str, rule: str
) -> None:
    preview = of_policy.preview({"severity": severity}, at=MONDAY)
    assert preview.escalation == chosen
    assert preview.choice is not None
    assert preview.choice.rule == rule
    assert of_policy.choose({"severity": severity}).accountable == chosen


def test_while_it_is_open_which_policy_applies_there_is_no_preview(
    of_policy: Organization,
) -> None:
    with pytest.raises(NoEscalationError) as refused:
        of_policy.preview({}, at=MONDAY)
    assert refused.value.decision.possible == ["normal", "urgent"]


def test_without_a_choice_the_policy_must_be_named(organization: Organization) -> None:
    with pytest.raises(ValueError, match="urgent, normal"):
        organization.preview(at=MONDAY)


def test_a_preview_is_data(organization: Organization) -> None:
    preview = organization.preview(at=MONDAY, escalation="urgent")
    assert json.loads(preview.to_json()) == preview.to_dict()
    assert preview.to_frame().to_dict()["person"] == ["sato", "mori"]
    assert len(preview) == 2


# --- reach -------------------------------------------------------------------------------------


def test_reach_is_exact_at_every_instant(organization: Organization) -> None:
    start, until = MONDAY, MONDAY + dt.timedelta(days=3)
    reach = organization.reach("normal", start, until)
    assert reach.pieces[0].start == start
    assert reach.pieces[-1].until == until
    assert reach.always
    for minutes in range(0, 3 * 24 * 60, 37):
        at = start + dt.timedelta(minutes=minutes)
        assert reach.at(at) == organization.preview(at=at, escalation="normal").reached
    worst = reach.worst
    assert worst is not None
    assert worst.longest == dt.timedelta(hours=16)
    assert worst.start == dt.datetime(2026, 4, 6, 17, tzinfo=TOKYO)
    assert reach.best is not None
    assert reach.best.shortest == dt.timedelta(0)


def test_durations_are_those_of_elapsed_time_when_clocks_change() -> None:
    document = alone(zone="Europe/Berlin")
    document["calendars"]["office"]["week"] = {"sun": ["12:00-13:00"]}
    organization = Organization.loads(text_of(document))
    # The clocks are put forward on Sunday, 29 March 2026.
    start = dt.datetime(2026, 3, 28, 12, tzinfo=dt.UTC)
    reach = organization.reach("normal", start, start + dt.timedelta(hours=1))
    assert reach.pieces[0].longest == dt.timedelta(hours=22)
    assert reach.at(start) == dt.datetime(2026, 3, 29, 10, tzinfo=dt.UTC)


def test_outside_its_time_a_reach_says_nothing(organization: Organization) -> None:
    reach = organization.reach("urgent", MONDAY, MONDAY + dt.timedelta(hours=1))
    with pytest.raises(KeyError):
        reach.at(MONDAY + dt.timedelta(hours=1))
    with pytest.raises(KeyError):
        reach.at(MONDAY - dt.timedelta(microseconds=1))


def test_a_time_that_ends_before_it_begins_is_refused(organization: Organization) -> None:
    with pytest.raises(ValueError, match="not after"):
        organization.reach("urgent", MONDAY, MONDAY)
    with pytest.raises(ValueError, match="not after"):
        organization.check(MONDAY, MONDAY - dt.timedelta(days=1))


# --- checks ------------------------------------------------------------------------------------


def test_what_is_wrong_is_found_with_a_witness() -> None:
    report = Organization.loads(text_of(flawed())).check(MONDAY, MONDAY + dt.timedelta(days=7))
    assert not report.clean
    assert report.counts["error"]
    (first, *_rest) = report.of_kind("unreachable")
    assert first.code == "SZ340"
    assert first.severity == "error"
    assert first.message("en") != first.message("ja")
    assert {summary.id: summary.always_reached for summary in report.escalation} == {
        "urgent": False,
        "normal": False,
    }


def test_a_report_says_how_soon_somebody_is_told(organization: Organization) -> None:
    report = organization.check("2026-04-06T00:00:00Z", "2026-05-06T00:00:00Z")
    urgent = report.escalation[0]
    assert urgent.id == "urgent"
    assert urgent.always_reached
    assert urgent.worst == dt.timedelta(minutes=30)
    assert urgent.best == dt.timedelta(minutes=30) or urgent.best == dt.timedelta(0)
    assert report.start == dt.datetime(2026, 4, 6, tzinfo=dt.UTC)
    assert json.loads(report.to_json()) == report.to_dict()
    assert len(report.to_frame()) == len(report.findings)
    assert sum(report.counts.values()) == len(report.findings)


def test_progress_is_told(organization: Organization) -> None:
    done: list[tuple[int, int]] = []
    organization.check(
        MONDAY, MONDAY + dt.timedelta(days=1), progress=lambda *parts: done.append(parts)
    )
    assert all(part <= whole for part, whole in done)


def test_every_kind_has_a_name_and_a_meaning_in_both_languages() -> None:
    codes = [c for c in shozai._core.diagnostic_codes() if "SZ340" <= c <= "SZ379"]
    assert sorted(KINDS) == codes
    assert len(CODES) == len(KINDS)
    for kind in KINDS.values():
        assert len({kind.name(lang) for lang in LANGUAGES}) == 2
        assert len({kind.means(lang) for lang in LANGUAGES}) == 2


def test_an_unknown_kind_is_refused(organization: Organization) -> None:
    report = organization.check(MONDAY, MONDAY + dt.timedelta(hours=1))
    with pytest.raises(KeyError, match="unreachable"):
        report.of_kind("slow")


# --- differences -------------------------------------------------------------------------------


def test_an_organization_does_not_differ_from_itself(organization: Organization) -> None:
    difference = organization.diff(organization, MONDAY, MONDAY + dt.timedelta(days=7))
    assert difference.equal
    assert difference.said("en") != difference.said("ja")
    assert difference.parts("en") == []


def test_a_change_of_holder_is_a_difference(organization: Organization) -> None:
    document = alone()
    document["positions"]["director"]["holders"] = [{"person": "ito"}]
    other = Organization.loads(text_of(document))
    difference = organization.diff(other, MONDAY, MONDAY + dt.timedelta(days=7))
    assert not difference.equal
    (duty,) = [each for each in difference.duties if each["position"] == "director"]
    assert (duty["before"], duty["after"]) == ("mori", "ito")
    assert difference.pages
    assert all(part.rows for lang in LANGUAGES for part in difference.parts(lang))
    assert json.loads(difference.to_json()) == difference.to_dict()


# --- graphs ------------------------------------------------------------------------------------


def test_the_graph_knows_who_is_told(organization: Organization) -> None:
    pytest.importorskip("networkx")
    graph = organization.graph()
    assert graph.nodes["position:director"]["accountable"]
    assert graph.has_edge("step:urgent/2", "position:director")
    assert graph.number_of_nodes() == len(organization.graph_dict()["nodes"])


# --- notebooks ---------------------------------------------------------------------------------


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_of_an_organization_becomes_markup(hostile: str) -> None:
    document = alone()
    document["people"]["mori"]["name"] = hostile
    document["people"]["sato"]["channels"] = {"mail": hostile or "x"}
    document["positions"]["director"]["label"] = {"ja": hostile, "en": hostile}
    document["escalation"]["policies"]["urgent"]["label"] = {"ja": hostile, "en": hostile}
    organization = Organization.loads(json.dumps(document))
    until = MONDAY + dt.timedelta(days=1)
    shown: list[Any] = [
        organization,
        organization.who("director", MONDAY),
        organization.preview(at=MONDAY, escalation="urgent"),
        organization.reach("urgent", MONDAY, until),
        organization.check(MONDAY, until),
        organization.diff(organization, MONDAY, until),
    ]
    for each in shown:
        found = outline(each._repr_html_())
        assert set(found.elements) <= ALLOWED
        assert not found.attributes
        assert not found.others
