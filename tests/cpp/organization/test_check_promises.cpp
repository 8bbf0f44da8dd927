// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <shozai/organization/check_agreements.hpp>
#include <shozai/organization/check_organization.hpp>
#include <shozai/organization/save_organization_report.hpp>
#include <string>

#include "support/checked_organization.hpp"
#include "support/random_draw.hpp"

namespace {

using shozai::json;
using shozai::testing::check_policy;
using shozai::testing::instant;
using shozai::testing::only;
using shozai::testing::reads_well;
using shozai::testing::said;
using shozai::testing::sound_organization;

constexpr std::int64_t hour = shozai::microseconds_per_hour;

// Two escalation policies, chosen by severity: `urgent`, and `normal`, which tells the manager in
// office hours and then, at once, the director.
json policy() {
  auto document = json::parse(R"({
    "shozai": 1, "policy": {"id": "p", "version": "1"},
    "attributes": {"severity": {"type": "int", "min": 1, "max": 5}},
    "departments": {"service": {}, "sales": {}},
    "parties": {"customer": {}},
    "aspects": {"owner": {"interim": {"accountable": "sales"},
      "rules": [{"id": "R-1", "when": "severity >= 3", "then": {"accountable": "service"},
                 "because": "b"}],
      "otherwise": {"id": "R-0", "then": {"accountable": "sales"}, "because": "b"}}}})");
  auto o = sound_organization();
  o.erase("departments");
  o["positions"]["manager"]["calendar"] = "office";
  o["positions"]["chief"] = json::parse(R"({"accountable": true, "holders": [{"person": "ito"}]})");
  o["escalation"]["policies"]["urgent"]["steps"][1]["to"] = {"chief"};
  o["escalation"]["policies"]["normal"]["steps"] = json::parse(R"([
    {"to": ["manager"], "acknowledge_within": "PT4H", "clock": "working", "if_empty": "defer"},
    {"to": ["director"], "acknowledge_within": "PT4H"}])");
  o["escalation"]["choose"] = json::parse(R"({
    "rules": [{"id": "E-1", "when": "severity >= 4", "then": "urgent", "because": "b"}],
    "otherwise": {"id": "E-0", "then": "normal", "because": "b"}})");
  document["organization"] = std::move(o);
  return document;
}

json with_agreement(const char* agreement) {
  auto document = policy();
  document["agreements"] = json::array({json::parse(agreement)});
  return document;
}

json with_guarantee(const char* that) {
  auto document = policy();
  document["guarantees"] = json::array({json{{"id", "G-1"}, {"that", that}, {"because", "b"}}});
  return document;
}

std::string state_of(const shozai::organization_report& report) {
  REQUIRE(report.guarantees.size() == 1);
  return std::string(
      shozai::reach_guarantee_state_names.at(static_cast<std::size_t>(report.guarantees[0].state)));
}

}  // namespace

TEST_CASE("the policy of these tests is sound", "[organization][check]") {
  const auto report = check_policy(policy());
  CHECK(said(report, "SZ340").empty());
  CHECK(said(report, "SZ357").empty());
  CHECK(report.escalation.size() == 2);
}

TEST_CASE("an agreement is held against the policies that its faults can choose",
          "[organization][check]") {
  const auto kept = check_policy(with_agreement(R"({"id": "S-1", "kind": "sla", "of": "service",
    "when": "severity >= 4", "acknowledge_within": "PT1S", "resolve_within": "PT30M",
    "because": "b"})"));
  CHECK(said(kept, "SZ354").empty());

  // Of severity 3 and less, `normal` waits for the office to open.
  const auto missed = check_policy(with_agreement(R"({"id": "S-1", "kind": "sla", "of": "service",
    "acknowledge_within": "PT24H", "because": "b"})"));
  const auto f = only(missed, "SZ354");
  CHECK(f.what.pointer == "/agreements/0");
  CHECK(f.path == std::vector<std::string>{"policy:normal"});
  CHECK(f.at == instant("2026-04-03T17:00:00+09:00"));
  CHECK(f.duration == 64 * hour);
  CHECK(reads_well(missed));

  CHECK(said(check_policy(with_agreement(R"({"id": "S-1", "kind": "sla", "of": "service",
    "acknowledge_within": "PT64H", "because": "b"})")),
             "SZ354")
            .empty());
}

TEST_CASE("the faults of an agreement decide which escalation policies count",
          "[organization][check]") {
  const auto report = check_policy(with_agreement(R"({"id": "S-1", "kind": "sla", "of": "service",
    "when": "severity == 4", "resolve_within": "PT29M", "because": "b"})"));
  CHECK(only(report, "SZ354").path == std::vector<std::string>{"policy:urgent"});
  CHECK(only(report, "SZ354").duration == hour / 2);
  CHECK(only(report, "SZ354").what.arguments[2] == "promise_resolve");
}

TEST_CASE("an agreement by working time counts that of its calendar", "[organization][check]") {
  const auto promised = [](const char* within) {
    return with_agreement((R"({"id": "O-1", "kind": "ola", "of": "service", "clock": "working",
      "calendar": "office", "acknowledge_within": ")" +
                           std::string(within) + R"(", "because": "b"})")
                              .c_str());
  };
  // Deferred to the opening: no working time passes.
  CHECK(said(check_policy(promised("PT1S")), "SZ354").empty());
  auto slow = promised("PT3H");
  slow["organization"]["positions"]["manager"]["calendar"] = "late";
  slow["organization"]["calendars"]["late"] =
      json::parse(R"({"week": {"mon-fri": ["12:00-17:00"]}})");
  CHECK(said(check_policy(slow), "SZ354").empty());
  slow["agreements"][0]["acknowledge_within"] = "PT2H59M59S";
  const auto f = only(check_policy(slow), "SZ354");
  CHECK(f.duration == 3 * hour);
}

TEST_CASE("an agreement of somebody who is never told is missed for ever",
          "[organization][check]") {
  const auto report = check_policy(with_agreement(R"({"id": "S-1", "kind": "sla", "of": "sales",
    "when": "severity == 5", "acknowledge_within": "PT900H", "because": "b"})"));
  CHECK(only(report, "SZ354").what.arguments[3] == "never");
  CHECK(reads_well(report));
}

TEST_CASE("the longest working wait of a moving window is at an edge of open time",
          "[organization][check]") {
  shozai::testing::dice d(5);
  constexpr std::int64_t minute = shozai::microseconds_per_minute;
  shozai::calendar hours;
  for (auto& one : hours.week) {
    one = {{540, 720}, {780, 1020}};
  }
  const shozai::working_time open(hours, shozai::fixed_zone("UTC").value(), {});
  std::size_t grown = 0;
  for (int round = 0; round < 200; ++round) {
    shozai::reach_piece p;
    p.from = static_cast<std::int64_t>(d.between(20'000'000, 20'002'000)) * minute;
    p.to = p.from + static_cast<std::int64_t>(d.between(1, 2'000)) * minute;
    p.reached_at = p.from + static_cast<std::int64_t>(d.below(3'000)) * minute;
    p.moves = d.chance(80) || *p.reached_at < p.to;
    std::int64_t expected = -1;
    for (auto s = p.from; s < p.to; s += minute) {
      for (const auto start : {s, s + minute - 1}) {
        expected = std::max(expected, open.between(start, *p.at(start)));
      }
    }
    const auto found = shozai::detail::longest_working_wait({p}, open);
    // All edges are on whole minutes: in between, open time grows or shrinks evenly.
    CHECK(found.worst == expected);
    CHECK(open.between(found.start, *p.at(found.start)) == found.worst);
    grown += expected > open.between(p.from, *p.reached_at) ? 1 : 0;
  }
  CHECK(grown > 50);
}

TEST_CASE("a guarantee of reaching is proved for every start of the step",
          "[organization][check]") {
  const auto kept = check_policy(with_guarantee("'duty' reaches 'chief' within duration('PT30M')"));
  CHECK(state_of(kept) == "proved");
  CHECK(said(kept, "SZ355").empty());

  const auto broken =
      check_policy(with_guarantee("'duty' reaches 'director' within duration('PT2H')"));
  CHECK(state_of(broken) == "refuted");
  const auto f = only(broken, "SZ355");
  CHECK(f.what.pointer == "/guarantees/0");
  CHECK(f.duration == hour / 2 + 2 * hour);
  CHECK(f.path == std::vector<std::string>{"policy:urgent", "step:urgent/1"});
  CHECK(reads_well(broken));
  CHECK(state_of(check_policy(
            with_guarantee("'duty' reaches 'director' within duration('PT2H30M')"))) == "proved");
}

TEST_CASE("a guarantee about whom no path tells does not hold", "[organization][check]") {
  const auto report =
      check_policy(with_guarantee("'seller' reaches 'director' within duration('P9D')"));
  CHECK(state_of(report) == "refuted");
  CHECK(only(report, "SZ365").what.arguments == std::vector<std::string>{"G-1", "seller"});
  CHECK(reads_well(report));
}

TEST_CASE("the condition of a guarantee leaves out policies that it never chooses",
          "[organization][check]") {
  CHECK(state_of(check_policy(with_guarantee(
            "severity == 5 implies 'service' reaches 'director' within duration('PT3H')"))) ==
        "proved");
  CHECK(state_of(check_policy(with_guarantee(
            "severity == 1 implies 'service' reaches 'director' within duration('PT3H')"))) ==
        "refuted");
}

TEST_CASE("claims of reaching can be joined and denied", "[organization][check]") {
  CHECK(state_of(check_policy(
            with_guarantee("'duty' reaches 'chief' within duration('PT30M') && "
                           "'duty' reaches 'director' within duration('PT3H')"))) == "proved");
  CHECK(state_of(check_policy(
            with_guarantee("'duty' reaches 'chief' within duration('PT1M') || "
                           "'duty' reaches 'director' within duration('PT3H')"))) == "proved");
  CHECK(state_of(check_policy(
            with_guarantee("!('duty' reaches 'chief' within duration('PT29M'))"))) == "proved");
  const auto denied =
      check_policy(with_guarantee("!('duty' reaches 'chief' within duration('PT31M'))"));
  CHECK(state_of(denied) == "refuted");
  CHECK(denied.findings.size() >= 1);
  CHECK(reads_well(denied));
}

TEST_CASE("faults for which `choose` names nobody are an error", "[organization][check]") {
  auto document = policy();
  document["organization"]["escalation"]["choose"].erase("otherwise");
  const auto gap = check_policy(document);
  CHECK(only(gap, "SZ357").what.arguments == std::vector<std::string>{"gap", "`severity <= 3`"});
  CHECK(reads_well(gap));
  document["organization"]["escalation"]["choose"]["rules"].push_back(
      json::parse(R"({"id": "E-2", "when": "severity <= 4", "then": "normal", "because": "b"})"));
  const auto conflict = check_policy(document);
  CHECK(only(conflict, "SZ357").what.arguments ==
        std::vector<std::string>{"conflict", "`severity == 4`"});
  document["organization"]["escalation"]["choose"]["rules"][0]["overrides"] = {"E-2"};
  CHECK(said(check_policy(document), "SZ357").empty());
}

TEST_CASE("promises are about faults that are known: the interim policy is not held to them",
          "[organization][check]") {
  auto document = with_agreement(R"({"id": "S-1", "kind": "sla", "of": "service",
    "when": "severity >= 4", "acknowledge_within": "PT1H", "because": "b"})");
  document["organization"]["escalation"]["choose"]["interim"] = "normal";
  CHECK(said(check_policy(document), "SZ354").empty());
}

TEST_CASE("a department that the policy can name has to reach somebody accountable",
          "[organization][check]") {
  auto document = policy();
  document["organization"].erase("superiors");
  const auto report = check_policy(document);
  const auto f = only(report, "SZ340");
  CHECK(f.path == std::vector<std::string>{"department:sales"});
  CHECK(f.what.arguments[1] == "no_way");
  CHECK(said(report, "SZ349") == "/departments/sales: sales service");
  CHECK(reads_well(report));
}

TEST_CASE("only departments that one aspect can name both can dispute", "[organization][check]") {
  auto document = policy();
  document["departments"]["depot"] = json::object();
  document["organization"]["positions"]["keeper"] =
      json::parse(R"({"department": "depot", "holders": [{"person": "kato"}]})");
  CHECK(said(check_policy(document), "SZ349").empty());
  document["aspects"]["owner"]["interim"]["accountable"] = "depot";
  CHECK(said(check_policy(document), "SZ349") ==
        "/departments/depot: depot sales\n/departments/depot: depot service");
}

TEST_CASE("an escalation policy that nothing chooses is noted", "[organization][check]") {
  auto document = policy();
  document["organization"]["escalation"]["choose"]["otherwise"]["then"] = "urgent";
  CHECK(said(check_policy(document), "SZ360").find("kind_escalation normal") != std::string::npos);
}

TEST_CASE("a report as JSON has what people and programs need", "[organization][check]") {
  auto document = with_guarantee("'duty' reaches 'director' within duration('PT2H')");
  const auto report = check_policy(document);
  const auto tree = shozai::save_tree(report, {});
  CHECK(tree["from"] == "2026-03-31T15:00:00Z");
  CHECK(tree["guarantees"] ==
        json::parse(R"([{"id": "G-1", "pointer": "/guarantees/0", "state": "refuted"}])"));
  const auto& f = tree["findings"].back();
  CHECK(f["code"] == f["code"].get<std::string>());
  CHECK(f["message"].contains("ja"));
  REQUIRE(tree["escalation"].size() == 2);
  CHECK(tree["escalation"][0]["id"] == "urgent");
  CHECK(tree["escalation"][0]["worst"] == "PT30M");
  CHECK(tree["escalation"][0]["always_reached"] == true);
}
