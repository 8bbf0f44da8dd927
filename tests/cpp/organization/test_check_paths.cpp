// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <shozai/organization/check_organization.hpp>
#include <string>

#include "support/checked_organization.hpp"

namespace {

using shozai::json;
using shozai::testing::check;
using shozai::testing::codes;
using shozai::testing::instant;
using shozai::testing::only;
using shozai::testing::organization_with;
using shozai::testing::reads_well;
using shozai::testing::said;
using shozai::testing::sound_organization;

constexpr std::int64_t hour = shozai::microseconds_per_hour;

// The sound organization with other steps; what else they need is in `patch`.
json with_steps(const char* steps, const char* patch = "{}") {
  auto document = organization_with(patch);
  document["escalation"]["policies"]["urgent"]["steps"] = json::parse(steps);
  return document;
}

}  // namespace

TEST_CASE("a sound organization has no finding", "[organization][check]") {
  const auto report = check(sound_organization());
  CAPTURE(codes(report));
  CHECK(report.findings.empty());
  CHECK(report.clean());
  REQUIRE(report.escalation.size() == 1);
  const auto& urgent = report.escalation[0];
  CHECK(urgent.best == hour / 2);
  CHECK(urgent.worst == hour / 2);
  CHECK(urgent.always_reached);
  CHECK(urgent.slices == 2);  // one for each of the two who take turns
  CHECK(urgent.complete);
}

TEST_CASE("a path whose steps name nobody accountable is unreachable", "[organization][check]") {
  const auto report = check(with_steps(R"([{"to": ["duty"], "acknowledge_within": "PT1H"},
                     {"to": ["sales"], "acknowledge_within": "PT1H"}])"));
  const auto f = only(report, "SZ340");
  CHECK(f.what.pointer == "/escalation/policies/urgent");
  CHECK(f.what.arguments[1] == "no_way");
  CHECK(f.path == std::vector<std::string>{"policy:urgent"});
  CHECK_FALSE(report.escalation[0].always_reached);
  CHECK(report.escalation[0].never_start == instant("2026-04-01T00:00:00+09:00"));
  CHECK(reads_well(report));
}

TEST_CASE("an accountable position that nobody ever fills does not count",
          "[organization][check]") {
  const auto report = check(with_steps(R"([{"to": ["manager"], "acknowledge_within": "PT1H"}])",
                                       R"({"positions": {"manager": {"holders": []}}})"));
  CHECK(only(report, "SZ340").what.arguments[1] == "no_way");
  CHECK_FALSE(said(report, "SZ346").empty());
}

TEST_CASE("a path that runs out at night leaves the case without an owner",
          "[organization][check]") {
  const auto patch = R"({"positions": {"manager": {"calendar": "office"}}})";
  const auto report = check(with_steps(
      R"([{"to": ["duty"], "acknowledge_within": "PT30M"},
          {"to": ["manager"], "acknowledge_within": "PT2H"}])",
      patch));
  const auto f = only(report, "SZ362");
  CHECK(f.at == instant("2026-04-01T00:00:00+09:00"));
  CHECK(f.until == instant("2026-04-01T02:30:00+09:00"));
  CHECK(report.escalation[0].never_start == f.at);
  CHECK(report.escalation[0].best == hour / 2);
  // Told at 9:00 if the manager's step ends after it, and it ends two and a half hours later.
  CHECK(report.escalation[0].worst == 5 * hour / 2 - 1);
  CHECK(reads_well(report));

  const auto deferred = check(with_steps(
      R"([{"to": ["duty"], "acknowledge_within": "PT30M"},
          {"to": ["manager"], "acknowledge_within": "PT2H", "if_empty": "defer"}])",
      patch));
  CHECK(said(deferred, "SZ362").empty());
  CHECK(deferred.escalation[0].always_reached);
  // From Friday's close to Monday's opening.
  CHECK(deferred.escalation[0].worst == 64 * hour + hour / 2);
  CHECK(deferred.escalation[0].worst_start == instant("2026-04-03T16:30:00+09:00"));
}

TEST_CASE("a step that must not find nobody says when it does", "[organization][check]") {
  const auto report = check(with_steps(
      R"([{"to": ["manager"], "acknowledge_within": "PT2H", "if_empty": "fail"},
          {"to": ["director"], "acknowledge_within": "PT2H"}])",
      R"({"people": {"abe": {"absences": ["2026-04-10..2026-04-11", "2026-04-20"]}}})"));
  const auto f = only(report, "SZ341");
  CHECK(f.what.pointer == "/escalation/policies/urgent/steps/0");
  CHECK(f.at == instant("2026-04-10T00:00:00+09:00"));
  CHECK(f.until == instant("2026-04-12T00:00:00+09:00"));
  CHECK(f.duration == 72 * hour);
  CHECK(reads_well(report));
  CHECK(said(check(with_steps(
                 R"([{"to": ["manager"], "acknowledge_within": "PT2H", "if_empty": "fail"},
                     {"to": ["director"], "acknowledge_within": "PT2H"}])")),
             "SZ341")
            .empty());
}

TEST_CASE("a circle without anybody accountable is an error", "[organization][check]") {
  const auto circle = R"({"positions": {
    "first": {"holders": [{"person": "kato"}], "deputies": ["second"]},
    "second": {"holders": [{"person": "ito"}], "deputies": ["first"]}}})";
  const auto alone = check(organization_with(circle));
  CHECK(only(alone, "SZ342").what.arguments[0] == "first → second → first");
  CHECK(said(alone, "SZ343").empty());
  CHECK(reads_well(alone));

  const auto on_path = check(with_steps(
      R"([{"to": ["first"], "acknowledge_within": "PT1H"},
          {"to": ["manager", "director"], "acknowledge_within": "PT1H"}])",
      circle));
  CHECK(only(on_path, "SZ343").path ==
        std::vector<std::string>{"position:first", "position:second"});
  CHECK(said(on_path, "SZ342").empty());
  CHECK(reads_well(on_path));

  const auto accountable = check(organization_with(R"({"positions": {
    "first": {"holders": [{"person": "kato"}], "deputies": ["second"], "accountable": true},
    "second": {"holders": [{"person": "ito"}], "deputies": ["first"]}}})"));
  CHECK(said(accountable, "SZ342").empty());
  CHECK(said(accountable, "SZ343").empty());
}

TEST_CASE("delegations are a circle only while all are in force", "[organization][check]") {
  auto document = organization_with(R"({"positions": {
    "first": {"holders": [{"person": "kato"}]}, "second": {"holders": [{"person": "ito"}]}}})");
  document["delegations"] = json::parse(R"([
    {"from": "first", "to": "second", "during": "2026-04-01..2026-04-05", "transitive": true},
    {"from": "second", "to": "first", "during": "2026-05-01..2026-05-05", "transitive": true}])");
  CHECK(said(check(document), "SZ342").empty());
  document["delegations"][1]["during"] = "2026-04-03..2026-04-09";
  CHECK_FALSE(said(check(document), "SZ342").empty());
}

TEST_CASE("superiors that end in their own department are a circle", "[organization][check]") {
  CHECK(said(check(organization_with(R"({"superiors": {"sales": "seller"}})")), "SZ342") ==
        "/departments/sales: sales → seller → sales");
  CHECK(
      said(check(organization_with(R"({"superiors": {"service": "manager"}})")), "SZ342").empty());
}

TEST_CASE("who alone is accountable is a single point", "[organization][check]") {
  const auto report = check(with_steps(R"([{"to": ["duty"], "acknowledge_within": "PT1H"},
                                           {"to": ["manager"], "acknowledge_within": "PT1H"}])",
                                       R"({"positions": {"director": {"holders": [
                                         {"person": "mori"}]}}})"));
  const auto f = only(report, "SZ352");
  CHECK(f.people == std::vector<std::string>{"abe"});
  CHECK(f.what.arguments[2] == "2");
  CHECK(f.what.arguments[3] == "2");
  CHECK(reads_well(report));
  REQUIRE(report.escalation[0].single_points.size() == 1);
  CHECK(report.escalation[0].single_points[0].person == "abe");
}

TEST_CASE("one person in two accountable positions is a single point while it is one",
          "[organization][check]") {
  const auto report = check(organization_with(R"({"positions": {"manager": {"holders": [
    {"person": "abe", "to": "2026-04-08"}, {"person": "mori", "from": "2026-04-08"}]}}})"));
  const auto f = only(report, "SZ352");
  CHECK(f.people == std::vector<std::string>{"mori"});
  CHECK(f.at == instant("2026-04-08T00:00:00+09:00"));
  CHECK(f.what.arguments[2] == "2");  // each of the two who take turns
  CHECK(f.what.arguments[3] == "4");
}

TEST_CASE("too few independent ways name the people whom all need", "[organization][check]") {
  auto document = sound_organization();
  document["escalation"]["policies"]["urgent"]["independent_paths"] = 2;
  CHECK(said(check(document), "SZ351").empty());
  document["escalation"]["policies"]["urgent"]["independent_paths"] = 3;
  const auto report = check(document);
  const auto f = only(report, "SZ351");
  CHECK(f.people == std::vector<std::string>{"abe", "mori"});
  CHECK(f.what.arguments[1] == "2");
  CHECK(f.what.arguments[2] == "3");
  CHECK(reads_well(report));
}

TEST_CASE("who is told twice in one round is noted; a step for nobody new is a warning",
          "[organization][check]") {
  const auto report =
      check(with_steps(R"([{"to": ["manager", "director"], "acknowledge_within": "PT1H"},
                           {"to": ["director"], "acknowledge_within": "PT1H"},
                           {"to": ["duty", "manager"], "acknowledge_within": "PT1H"}])"));
  CHECK(said(report, "SZ353") ==
        "/escalation/policies/urgent/steps/1: urgent mori 1 2 2026-04-01T00:00:00+09:00\n"
        "/escalation/policies/urgent/steps/2: urgent abe 1 3 2026-04-01T00:00:00+09:00");
  CHECK(only(report, "SZ364").what.arguments[1] == "2");
  CHECK(reads_well(report));
}

TEST_CASE("a step whose working time never runs again never lapses", "[organization][check]") {
  const auto report = check(with_steps(
      R"([{"to": ["manager"], "acknowledge_within": "PT20H", "clock": "working"},
          {"to": ["director"], "acknowledge_within": "PT1H"}])",
      R"({"calendars": {"closing": {"week": {}, "exceptions": {
            "2026-04-06..2026-04-08": ["09:00-17:00"]}}},
          "positions": {"manager": {"calendar": "closing"}}})"));
  // Of the 24 hours that are left at first, 20 are from 13:00 on the first day on no more.
  const auto f = only(report, "SZ356");
  CHECK(f.what.pointer == "/escalation/policies/urgent/steps/0");
  CHECK(f.at == instant("2026-04-06T13:00:00+09:00") + 1);
  CHECK(reads_well(report));
  const auto elapsed = check(with_steps(
      R"([{"to": ["manager"], "acknowledge_within": "PT20H"},
          {"to": ["director"], "acknowledge_within": "PT1H"}])",
      R"({"positions": {"manager": {"calendar": "office"}}})"));
  CHECK(said(elapsed, "SZ356").empty());
}

TEST_CASE("a step that waits for somebody who never comes is stuck", "[organization][check]") {
  const auto leaving = R"({"people": {"abe": {"to": "2026-04-20"}},
    "positions": {"manager": {"holders": [{"person": "abe", "to": "2026-04-20"}]}}})";
  const auto report = check(with_steps(
      R"([{"to": ["manager"], "acknowledge_within": "PT2H", "if_empty": "defer"},
          {"to": ["director"], "acknowledge_within": "PT2H"}])",
      leaving));
  CHECK(only(report, "SZ356").what.arguments[2] == "nobody_comes");
  CHECK(only(report, "SZ356").at == instant("2026-04-20T00:00:00+09:00"));
  const auto unreachable = only(report, "SZ340");
  CHECK(unreachable.what.arguments[1] == "nobody_comes");
  CHECK(unreachable.at == instant("2026-04-20T00:00:00+09:00"));
  CHECK(reads_well(report));
}

TEST_CASE("a channel that somebody told does not have is a warning", "[organization][check]") {
  const auto report = check(with_steps(
      R"([{"to": ["duty"], "acknowledge_within": "PT1H", "channels": ["mail", "phone"]},
          {"to": ["manager", "director"], "acknowledge_within": "PT1H"}])",
      R"({"people": {"sato": {"channels": {"phone": "1"}}}})"));
  CHECK(said(report, "SZ363") == "/escalation/policies/urgent/steps/0: urgent 1 phone ito");
  CHECK(reads_well(report));
}

TEST_CASE("working time without a calendar counts all time, which is a warning",
          "[organization][check]") {
  const auto steps = R"([{"to": ["manager"], "acknowledge_within": "PT2H", "clock": "working"},
                         {"to": ["director"], "acknowledge_within": "PT2H"}])";
  CHECK(only(check(with_steps(steps)), "SZ359").what.arguments[2] == "manager");
  CHECK(said(check(with_steps(steps, R"({"hours": {"service": "office"}})")), "SZ359").empty());
  CHECK(said(check(with_steps(steps, R"({"positions": {"manager": {"calendar": "always"}}})")),
             "SZ359")
            .empty());
}

TEST_CASE("cases of an aspect that a delegation is for are looked at, too",
          "[organization][check]") {
  auto policy = json::parse(R"({
    "shozai": 1, "policy": {"id": "p", "version": "1"}, "attributes": {"a": {"type": "bool"}},
    "departments": {"service": {}, "sales": {}},
    "aspects": {
      "cost": {"interim": {"accountable": "service"},
               "rules": [{"id": "R", "when": "true", "then": {"accountable": "service"}, "because": "b"}]},
      "owner": {"interim": {"accountable": "service"},
                "rules": [{"id": "Q", "when": "true", "then": {"accountable": "service"}, "because": "b"}]}}})");
  policy["organization"] = sound_organization();
  policy["organization"].erase("departments");
  policy["organization"]["positions"]["empty"] = {{"holders", json::array()}};
  const auto delegation = [](const char* from) {
    return json{{"from", from},
                {"to", "empty"},
                {"during", "2026-04-10..2026-04-10"},
                {"aspects", {"cost"}}};
  };
  policy["organization"]["delegations"] = {delegation("manager"), delegation("director")};
  const auto report = shozai::testing::check_policy(policy);
  const auto f = only(report, "SZ362");
  // Half an hour before that day the last steps still reach the manager; after, nobody.
  CHECK(f.at == instant("2026-04-10T00:00:00+09:00") - hour / 2);
}

TEST_CASE("a budget that ends says so and what is proved until then stands",
          "[organization][check]") {
  auto options = shozai::testing::in_april();
  options.most_pieces = 3;
  const auto report = check(sound_organization(), options);
  CHECK_FALSE(said(report, "SZ361").empty());
  CHECK(reads_well(report));
  options.most_pieces = 2'000'000;
  options.should_stop = [] { return true; };
  CHECK_FALSE(said(check(sound_organization(), options), "SZ361").empty());
}
