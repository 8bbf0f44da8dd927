// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <shozai/core/date_time.hpp>
#include <shozai/organization/load_organization.hpp>
#include <shozai/policy/save.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "support/files.hpp"

namespace {

using shozai::json;
using shozai::language;
using shozai::organization;
using shozai::organization_options;

constexpr std::int64_t hour = shozai::microseconds_per_hour;

std::optional<shozai::zone_rules> tokyo(std::string_view name) {
  return name == "Asia/Tokyo" ? std::optional{shozai::zone_rules{
                                    "Asia/Tokyo", {{shozai::beginning_of_time, 9 * hour}}}}
                              : std::nullopt;
}

organization_options options() {
  organization_options o;
  o.zones = tokyo;
  return o;
}

std::int64_t day(const char* text) {
  return shozai::parse_date(text).value();
}
std::int64_t at(const char* text) {
  return shozai::parse_timestamp(text).value();
}

// What is said of an organization of its own that has this, beside a zone.
std::string said(const std::string& parts, const organization_options& how = options()) {
  const auto loaded = shozai::load_organization(R"({"zone": "Asia/Tokyo")" + parts + "}", how);
  CHECK(loaded.result.has_value() != shozai::has_errors(loaded.findings));
  std::string text;
  for (const auto& each : loaded.findings) {
    text += (text.empty() ? "" : "\n") + each.code + " " + each.pointer + ": " +
            each.message(language::en);
  }
  return text;
}

shozai::loaded_document format_example() {
  const auto text = shozai::testing::read_bytes(
      shozai::testing::repository_file("tests/conformance/format_organization.json"));
  return shozai::load_document(json::parse(text)["policy"].dump());
}

constexpr const char* people = R"(, "people": {"sato": {}, "ito": {}})";

}  // namespace

TEST_CASE("the organization of the format's example is read whole", "[organization][load]") {
  const auto policy = format_example();
  REQUIRE(policy.document);
  const auto loaded = shozai::load_organization(*policy.document, options());
  REQUIRE(loaded.findings.empty());
  const organization& o = *loaded.result;
  CHECK(o.zone == "Asia/Tokyo");
  CHECK(o.departments.size() == 3);

  REQUIRE(o.calendars.size() == 1);
  const auto& office = o.calendars.front();
  CHECK(office.week[0] == std::vector<shozai::minute_range>{{510, 720}, {780, 1050}});
  CHECK(office.week[5].empty());
  CHECK(office.holidays == std::vector<std::string>{"jp"});
  REQUIRE(office.exceptions.size() == 1);
  CHECK(office.exceptions[0].first_day == day("2026-12-29"));
  CHECK(office.exceptions[0].last_day == day("2027-01-04"));

  CHECK(o.people[0].name.plain == "佐藤");
  CHECK(o.people[0].channels.at("mail") == "sato@example.jp");

  REQUIRE(o.positions.size() == 3);
  CHECK(o.positions[0].roster == "service_night");
  CHECK(o.positions[1].accountable);
  CHECK(o.positions[1].holders[0].during ==
        shozai::day_range{day("2026-04-01"), shozai::end_of_time});
  CHECK(o.positions[1].deputies[0].position == "service_duty");
  CHECK(o.superiors.at("quality") == "plant_director");

  REQUIRE(o.rosters.size() == 1);
  CHECK(o.rosters[0].hand_off_day == 0);
  CHECK(o.rosters[0].hand_off_minute == 540);
  CHECK(o.rosters[0].every == 7 * 24 * hour);
  CHECK(o.rosters[0].overrides[0].during ==
        shozai::time_range{at("2026-05-01T00:00:00Z"), at("2026-05-08T00:00:00Z")});

  CHECK(o.delegations[0].during == shozai::day_range{day("2026-08-10"), day("2026-08-16")});
  CHECK(o.delegations[0].depth == 1);
  CHECK(o.arbiters[0].between == std::array<std::string, 2>{"sales", "service"});
  CHECK(o.coverage[0].calendar == "always");

  REQUIRE(o.escalation.size() == 2);
  CHECK(o.escalation[0].repeat == 1);
  CHECK(o.escalation[0].steps[1].clock == shozai::deadline_clock::working);
  CHECK(o.escalation[0].steps[1].empty == shozai::if_empty::skip);
  CHECK(o.escalation[0].steps[1].acknowledge_within == 2 * hour);
  REQUIRE(o.choose);
  CHECK(o.choose->hit_policy == shozai::hit_policy::first);
  CHECK(o.choose->rules[1].then == "normal");
}

TEST_CASE("findings of a policy's organization point into the policy", "[organization][load]") {
  auto policy = format_example();
  REQUIRE(policy.document);
  policy.document->organization = R"({"zone": "Asia/Tokyo", "superiors": {"sales": "boss"}})";
  const auto loaded = shozai::load_organization(*policy.document, options());
  CHECK_FALSE(loaded.result);
  REQUIRE(loaded.findings.size() == 1);
  CHECK(loaded.findings[0].pointer == "/organization/superiors/sales");
}

TEST_CASE("a policy without an organization says so", "[organization][load]") {
  auto policy = format_example();
  REQUIRE(policy.document);
  policy.document->organization.reset();
  const auto loaded = shozai::load_organization(*policy.document, options());
  REQUIRE(loaded.findings.size() == 1);
  CHECK(loaded.findings[0].code == "SZ339");
}

TEST_CASE("a file of its own brings its departments", "[organization][load]") {
  CHECK(said(R"(, "shozai": 1, "departments": {"service": {}}, "teams": {"launch":
             {"departments": ["service"], "lead": "service"}}, "hours": {"launch": "always"})")
            .empty());
  CHECK(said(R"(, "hours": {"service": "always"})") ==
        "SZ300 /hours/service: unknown department or team `service`");
  CHECK(said(R"(, "shozai": 2)") == "SZ115 /shozai: format 2 is not supported");
}

TEST_CASE("a policy's organization has no departments of its own", "[organization][load]") {
  auto policy = format_example();
  REQUIRE(policy.document);
  policy.document->organization = R"({"zone": "Asia/Tokyo", "departments": {}})";
  const auto loaded = shozai::load_organization(*policy.document, options());
  REQUIRE(loaded.findings.size() == 1);
  CHECK(loaded.findings[0].code == "SZ111");
}

TEST_CASE("departments, positions and rosters share their names", "[organization][load]") {
  CHECK(said(std::string(people) + R"(, "departments": {"night": {}, "duty": {}},
      "positions": {"duty": {}}, "rosters": {"night":
        {"rotation": ["sato"], "every": "P1D", "hand_off": "09:00", "from": "2026-04-01"}})") ==
        "SZ119 /positions/duty: id `duty` is used twice\n"
        "SZ119 /rosters/night: id `night` is used twice");
}

TEST_CASE("rules that choose may test the aspect, and nothing without a policy",
          "[organization][load]") {
  const std::string choose =
      R"(, "people": {}, "positions": {"boss": {}}, "escalation": {"policies": {"urgent":
         {"steps": [{"to": ["boss"], "acknowledge_within": "PT1H"}]}}, "choose": {"rules": [
           {"id": "E-1", "when": "WHEN", "then": "urgent"}]}})";
  const auto with = [&](const std::string& when) {
    auto text = choose;
    return text.replace(text.find("WHEN"), 4, when);
  };
  auto policy = format_example();
  REQUIRE(policy.document);
  const auto in_policy = [&](const std::string& when) {
    policy.document->organization = R"({"zone": "Asia/Tokyo")" + with(when) + "}";
    return shozai::load_organization(*policy.document, options()).findings.size();
  };
  CHECK(in_policy("aspect == 'owner' && severity >= 4") == 0);
  CHECK(in_policy("aspect == 'cost'") == 1);
  CHECK(said(with("true")).empty());
  CHECK(said(with("severity >= 4")).starts_with("SZ203 /escalation/choose/rules/0/when"));
}

TEST_CASE("overrides of rules that choose name other rules, in no circle", "[organization][load]") {
  const auto choose = [](const std::string& rules) {
    return said(R"(, "positions": {"boss": {}}, "escalation": {"policies": {"urgent":
         {"steps": [{"to": ["boss"], "acknowledge_within": "PT1H"}]}}, "choose": {)" +
                rules + "}}");
  };
  const auto rule = [](const std::string& id, const std::string& over) {
    return R"({"id": ")" + id + R"(", "when": "true", "then": "urgent", "overrides": [")" + over +
           R"("]})";
  };
  CHECK(choose(R"("rules": [)" + rule("E-1", "*") + "]").empty());
  CHECK(choose(R"("rules": [)" + rule("E-1", "E-2") + "]") ==
        "SZ240 /escalation/choose/rules/0/overrides/0: unknown rule `E-2`");
  CHECK(choose(R"("rules": [)" + rule("E-1", "E-2") + "," + rule("E-2", "E-1") + "]") ==
        "SZ242 /escalation/choose/rules/0/overrides: rules override each other in a circle: "
        "E-1 → E-2 → E-1");
  CHECK(choose(R"("hit_policy": "first", "rules": [)" + rule("E-1", "*") + "]") ==
        "SZ243 /escalation/choose/rules/0/overrides: `overrides` has no meaning under hit policy "
        "`first`");
  CHECK(choose(R"("rules": [)" + rule("E-1", "*") + "," + rule("E-1", "*") + "]")
            .starts_with("SZ119 /escalation/choose/rules/1/id"));
}

TEST_CASE("hours past midnight belong to the day on which they begin", "[organization][load]") {
  const auto loaded = shozai::load_organization(
      R"({"zone": "+09:00", "calendars": {"night": {"week": {"fri-mon": ["22:00-06:00"]}}}})");
  REQUIRE(loaded.result);
  const auto& week = loaded.result->calendars[0].week;
  CHECK(week[4] == std::vector<shozai::minute_range>{{1320, 1800}});
  CHECK(week[0] == week[4]);
  CHECK(week[1].empty());
}

TEST_CASE("what is larger than the limits is refused, what reaches them is not",
          "[organization][load][limits]") {
  organization_options how = options();
  how.limits.people = 2;
  CHECK(said(people, how).empty());
  CHECK(said(R"(, "people": {"a": {}, "b": {}, "c": {}})", how) ==
        "SZ313 /people: more than 2 of `people`");
  how.limits.positions = 1;
  CHECK(said(R"(, "positions": {"a": {}})", how).empty());
  CHECK(said(R"(, "positions": {"a": {}, "b": {}})", how) ==
        "SZ313 /positions: more than 1 of `positions`");
  how.limits.calendars = 0;
  CHECK(said(R"(, "calendars": {"a": {"week": {"mon": ["09:00-10:00"]}}})", how) ==
        "SZ313 /calendars: more than 0 of `calendars`");
  how.limits.holidays = 1;
  CHECK(said(R"(, "holidays": {"a": {"days": ["2026-01-01", "2026-01-02"]}})", how) ==
        "SZ313 /holidays/a/days: more than 1 of `days`");
}

TEST_CASE("a million steps are refused at the limit", "[organization][load][limits]") {
  const auto path = [](std::size_t steps) {
    std::string text =
        R"(, "positions": {"boss": {}}, "escalation": {"policies": {"p": {"steps": [)";
    for (std::size_t i = 0; i < steps; ++i) {
      text += std::string(i == 0 ? "" : ",") + R"({"to":["boss"],"acknowledge_within":"PT1H"})";
    }
    return text + "]}}}";
  };
  CHECK(said(path(1'000)).empty());
  CHECK(said(path(1'001)) == "SZ313 /escalation/policies/p/steps: more than 1000 of `steps`");
  CHECK(said(path(100'000)) == "SZ313 /escalation/policies/p/steps: more than 1000 of `steps`");
}

TEST_CASE("agreements name who promised, and a calendar that there is", "[organization][load]") {
  auto root = json::parse(shozai::testing::read_bytes(
      shozai::testing::repository_file("tests/conformance/format_organization.json")))["policy"];
  root["agreements"] = json::parse(R"([{"id": "SLA-1", "kind": "sla", "of": "service",
      "when": "severity >= 4", "acknowledge_within": "PT2H", "clock": "working",
      "calendar": "jp_offices"}])");
  const auto policy = shozai::load_document(root.dump());
  REQUIRE(policy.document);
  const auto& promised = policy.document->agreements.at(0);
  CHECK(promised.acknowledge_within == 2 * hour);
  CHECK(promised.clock == shozai::deadline_clock::working);
  const auto loaded = shozai::load_organization(*policy.document, options());
  REQUIRE(loaded.findings.size() == 1);
  CHECK(loaded.findings[0].pointer == "/agreements/0/calendar");
  CHECK(loaded.findings[0].arguments.back() == "jp_office");
  // And they are saved and loaded as they were.
  const auto again = shozai::load_document(shozai::save(*policy.document));
  REQUIRE(again.document);
  CHECK(again.document->agreements == policy.document->agreements);
}
