// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <shozai/organization/check_organization.hpp>
#include <string>

#include "support/checked_organization.hpp"

namespace {

using shozai::json;
using shozai::testing::check;
using shozai::testing::instant;
using shozai::testing::only;
using shozai::testing::organization_with;
using shozai::testing::reads_well;
using shozai::testing::said;
using shozai::testing::sound_organization;

constexpr std::int64_t hour = shozai::microseconds_per_hour;
constexpr std::int64_t day = shozai::microseconds_per_day;

json with_manager(const char* manager) {
  auto document = sound_organization();
  document["positions"]["manager"].merge_patch(json::parse(manager));
  return document;
}

json with_roster(const char* patch) {
  auto document = sound_organization();
  document["rosters"]["night"].merge_patch(json::parse(patch));
  return document;
}

}  // namespace

TEST_CASE("a position that nobody holds for some days is vacant", "[organization][check]") {
  const auto report = check(with_manager(R"({"holders": [
    {"person": "abe", "to": "2026-04-10"}, {"person": "kato", "from": "2026-04-13", "to": "2026-04-28"}]})"));
  const auto f = only(report, "SZ346");
  CHECK(f.what.pointer == "/positions/manager");
  CHECK(f.what.arguments == std::vector<std::string>{"manager", "2026-04-10", "2026-04-12"});
  CHECK(f.at == instant("2026-04-10T00:00:00+09:00"));
  CHECK(f.until == instant("2026-04-13T00:00:00+09:00"));
  CHECK(f.duration == 6 * day);
  CHECK(reads_well(report));
  CHECK(said(check(with_manager(R"({"holders": [
          {"person": "abe", "to": "2026-04-10"}, {"person": "kato", "from": "2026-04-10"}]})")),
             "SZ346")
            .empty());
  CHECK_FALSE(said(check(with_manager(R"({"holders": null})")), "SZ346").empty());
}

TEST_CASE("two holders of an accountable position at once are an error", "[organization][check]") {
  const auto holders = R"({"holders": [
    {"person": "abe", "to": "2026-04-12"}, {"person": "kato", "from": "2026-04-10"}]})";
  const auto report = check(with_manager(holders));
  const auto f = only(report, "SZ345");
  CHECK(f.what.pointer == "/positions/manager/holders/1");
  CHECK(f.what.arguments ==
        std::vector<std::string>{"manager", "abe", "kato", "2026-04-10", "2026-04-11"});
  CHECK(f.people == std::vector<std::string>{"abe", "kato"});
  CHECK(reads_well(report));
  CHECK(said(check(with_manager(R"({"holders": [
          {"person": "kato", "from": "2026-04-12"}, {"person": "abe", "to": "2026-04-12"}]})")),
             "SZ345")
            .empty());
  auto plain = with_manager(holders);
  plain["positions"]["manager"]["accountable"] = false;
  CHECK(said(check(plain), "SZ345").empty());
}

TEST_CASE("a long term that a short one falls into overlaps it, and the next one, too",
          "[organization][check]") {
  const auto report = check(with_manager(R"({"holders": [
    {"person": "abe"}, {"person": "kato", "from": "2026-04-03", "to": "2026-04-05"},
    {"person": "ito", "from": "2026-04-20", "to": "2026-04-22"}]})"));
  CHECK(said(report, "SZ345") ==
        "/positions/manager/holders/1: manager abe kato 2026-04-03 2026-04-04\n"
        "/positions/manager/holders/2: manager abe ito 2026-04-20 2026-04-21");
}

TEST_CASE("deputies that have ended are a warning; those to come are not",
          "[organization][check]") {
  const auto ended = check(with_manager(R"({"deputies": [
    {"person": "kato", "from": "2026-01-01", "to": "2026-04-10"}]})"));
  CHECK(only(ended, "SZ347").what.arguments == std::vector<std::string>{"manager", "2026-04-10"});
  CHECK(reads_well(ended));
  const auto long_ago =
      check(with_manager(R"({"deputies": [{"person": "kato", "to": "2025-04-10"}]})"));
  CHECK(only(long_ago, "SZ347").what.arguments[1] == "2026-04-01");
  CHECK(said(check(with_manager(R"({"deputies": [{"person": "kato", "from": "2026-04-20"}]})")),
             "SZ347")
            .empty());
  CHECK(said(check(with_manager(R"({"deputies": [
          {"person": "kato", "to": "2026-04-10"}, "seller"]})")),
             "SZ347")
            .empty());
}

TEST_CASE("who is named when not employed is an error", "[organization][check]") {
  auto document = with_manager(R"({"deputies": [{"person": "kato", "to": "2026-04-16"}]})");
  document["people"]["abe"]["to"] = "2026-04-21";
  document["people"]["kato"]["from"] = "2026-04-03";
  const auto report = check(document);
  CHECK(said(report, "SZ348") ==
        "/positions/manager/holders/0: abe manager after_leaving 2026-04-21\n"
        "/positions/manager/deputies/0: kato manager before_joining 2026-04-01\n"
        "/positions/seller/holders/0: kato seller before_joining 2026-04-01");
  CHECK(reads_well(report));
  document["people"]["abe"]["to"] = "2026-05-01";
  document["people"]["kato"]["from"] = "2026-04-01";
  CHECK(said(check(document), "SZ348").empty());
}

TEST_CASE("turns of a roster count for people who have left, unless somebody takes them over",
          "[organization][check]") {
  auto document = sound_organization();
  document["people"]["sato"]["to"] = "2026-04-22";
  // Turns begin on Mondays: sato has those of the 13th and the 27th.
  const auto report = check(document);
  const auto f = only(report, "SZ348");
  CHECK(f.people == std::vector<std::string>{"sato"});
  CHECK(f.at == instant("2026-04-27T09:00:00+09:00"));
  CHECK(f.what.pointer == "/rosters/night");
  document["rosters"]["night"]["overrides"] = json::parse(R"([
    {"from": "2026-04-27T09:00", "to": "2026-05-04T09:00", "person": "kato", "because": "b"}])");
  CHECK(said(check(document), "SZ348").empty());
  document["rosters"]["night"]["overrides"][0]["person"] = "sato";
  document["rosters"]["night"]["rotation"] = {"ito"};
  CHECK_FALSE(said(check(document), "SZ348").empty());
}

TEST_CASE("a demand that nobody covers names the first stretch and the whole",
          "[organization][check]") {
  auto document = sound_organization();
  document["people"]["kato"]["absences"] = {"2026-04-09..2026-04-10", "2026-04-20"};
  const auto report = check(document);
  const auto f = only(report, "SZ344");
  CHECK(f.what.pointer == "/coverage/0");
  CHECK(f.what.arguments[0] == "seller");
  CHECK(f.at == instant("2026-04-09T09:00:00+09:00"));
  CHECK(f.until == instant("2026-04-09T17:00:00+09:00"));
  CHECK(f.duration == 24 * hour);
  CHECK(f.path == std::vector<std::string>{"position:seller"});
  CHECK(reads_well(report));
  document["positions"]["seller"]["deputies"] = {"abe"};
  CHECK(said(check(document), "SZ344").empty());
}

TEST_CASE("a gap that is wanted is not uncovered", "[organization][check]") {
  const auto ends = check(with_roster(R"({"to": "2026-04-29"})"));
  CHECK(only(ends, "SZ344").at == instant("2026-04-29T09:00:00+09:00"));
  CHECK(only(ends, "SZ344").duration == 16 * hour);
  const auto gap = R"([{"from": "2026-04-29T00:00", "to": "2026-05-01T00:00", "because": "b"}])";
  auto document = with_roster(R"({"to": "2026-04-29"})");
  document["rosters"]["night"]["gaps"] = json::parse(gap);
  CHECK(said(check(document), "SZ344").empty());
  document["rosters"]["night"].erase("gaps");
  document["rosters"]["night"]["overrides"] = json::parse(gap);
  document["rosters"]["night"]["overrides"][0]["person"] = nullptr;
  CHECK(said(check(document), "SZ344").empty());
}

TEST_CASE("two departments need somebody above both who belongs to neither",
          "[organization][check]") {
  const auto alone = check(organization_with(R"({"superiors": null})"));
  CHECK(said(alone, "SZ349") == "/departments/sales: sales service");
  CHECK(only(alone, "SZ349").path ==
        std::vector<std::string>{"department:sales", "department:service"});
  CHECK(reads_well(alone));

  // Above both, but of one of them.
  CHECK_FALSE(
      said(check(organization_with(R"({"superiors": {"service": "manager", "sales": "manager"}})")),
           "SZ349")
          .empty());
  auto named = organization_with(R"({"superiors": null})");
  named["arbiters"] = json::parse(R"([{"between": ["service", "sales"], "position": "director"}])");
  CHECK(said(check(named), "SZ349").empty());
  CHECK(said(check(named), "SZ350").empty());
}

TEST_CASE("the superior of a superior's department stands above", "[organization][check]") {
  auto document = organization_with(R"({
    "departments": {"board": {}, "field": {}},
    "positions": {"head": {"department": "field", "holders": [{"person": "kato"}]}},
    "superiors": {"service": "head", "sales": "director", "field": "director"}})");
  CHECK(said(check(document), "SZ349").empty());
  document["superiors"].erase("field");
  CHECK(said(check(document), "SZ349") ==
        "/departments/field: field sales\n"
        "/departments/field: field service\n"
        "/departments/sales: sales service");
}

TEST_CASE("an arbiter who belongs to a side is not one", "[organization][check]") {
  auto document = organization_with(R"({"departments": {"depot": {"parent": "service"}},
    "positions": {"keeper": {"department": "depot", "holders": [{"person": "kato"}]}}})");
  document["arbiters"] =
      json::parse(R"([{"between": ["service", "sales"], "position": "keeper"}])");
  const auto report = check(document);
  CHECK(only(report, "SZ350").what.arguments ==
        std::vector<std::string>{"service", "sales", "keeper"});
  CHECK(only(report, "SZ350").what.pointer == "/arbiters/0");
  CHECK(reads_well(report));
  // Those of a department and of one below it do not dispute: who is above settles it.
  CHECK(said(report, "SZ349").find("depot service") == std::string::npos);
}

TEST_CASE("a team's side are its members, its lead among them", "[organization][check]") {
  auto document = organization_with(R"({
    "departments": {"design": {}},
    "teams": {"launch": {"departments": ["sales", "design"], "lead": "sales"}},
    "positions": {"drawer": {"department": "design", "teams": ["launch"],
                             "holders": [{"person": "ito"}]}},
    "superiors": {"design": "director", "launch": "director"}})");
  document["arbiters"] =
      json::parse(R"([{"between": ["launch", "service"], "position": "seller"}])");
  CHECK(only(check(document), "SZ350").what.arguments[2] == "seller");
  document["arbiters"][0]["position"] = "drawer";
  CHECK(only(check(document), "SZ350").what.arguments[2] == "drawer");
  document["arbiters"][0]["position"] = "director";
  CHECK(said(check(document), "SZ350").empty());
}

TEST_CASE("a list of holidays that ends before the time checked is a warning",
          "[organization][check]") {
  auto document = organization_with(R"({
    "holidays": {"own": {"days": ["2026-04-17"], "covers": "2026-01-01..2026-04-20"}},
    "calendars": {"office": {"holidays": ["own", "jp"]}}})");
  const auto report = check(document);
  const auto f = only(report, "SZ358");
  CHECK(f.what.pointer == "/holidays/own");
  CHECK(f.what.arguments ==
        std::vector<std::string>{"own", "2026-01-01", "2026-04-20", "2026-04-01", "2026-04-30"});
  CHECK(reads_well(report));
  document["holidays"]["own"]["covers"] = "2026-01-01..2026-04-30";
  CHECK(said(check(document), "SZ358").empty());
  auto later = shozai::testing::in_april();
  later.during = {instant("2030-12-30T00:00:00Z"), instant("2031-01-02T00:00:00Z")};
  document["holidays"]["own"].erase("covers");
  CHECK(only(check(document, later), "SZ358").what.pointer == "/calendars/office");
}

TEST_CASE("what nothing uses is noted", "[organization][check]") {
  const auto report = check(organization_with(R"({
    "holidays": {"own": {"days": ["2026-04-29"]}},
    "calendars": {"spare": {"week": {"mon": ["09:00-17:00"]}}},
    "positions": {"clerk": {"holders": [{"person": "kato"}]}},
    "rosters": {"day": {"rotation": ["kato"], "every": "P1D", "hand_off": "09:00",
                        "from": "2026-01-01"}}})"));
  CHECK(said(report, "SZ360") ==
        "/calendars/spare: kind_calendar spare\n"
        "/holidays/own: kind_holidays own\n"
        "/positions/clerk: kind_position clerk\n"
        "/rosters/day: kind_roster day");
  CHECK(report.clean());
  CHECK(reads_well(report));
}
