// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <shozai/organization/local_time.hpp>
#include <shozai/organization/system_zones.hpp>
#include <shozai/organization/zone_rules.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/random_draw.hpp"

namespace {

using shozai::microseconds_per_day;
using shozai::microseconds_per_hour;
using shozai::microseconds_per_minute;
using shozai::microseconds_per_second;
using shozai::repeated_hour;
using shozai::skipped_hour;
using shozai::zone_rules;

std::int64_t instant(std::string_view text) {
  return shozai::parse_timestamp(text).value();
}
std::int64_t local(std::string_view text) {
  return shozai::parse_local_time(text).value();
}
std::int64_t day_named(std::string_view text) {
  return shozai::parse_date(text).value();
}

zone_rules zone(std::string_view name) {
  return shozai::system_zone(name).value();
}

/// What the library that knows the zone says, asked for one instant.
std::int64_t offset_by_library(std::string_view name, std::int64_t at) {
  const auto info = shozai::detail::zone_library::locate_zone(name)->get_info(
      shozai::detail::zone_seconds{std::chrono::seconds{at / microseconds_per_second}});
  return std::chrono::microseconds{info.offset}.count();
}

}  // namespace

TEST_CASE("zones that need no data: UTC and offsets", "[organization][zones]") {
  CHECK(shozai::fixed_zone("UTC")->offset_at(0) == 0);
  CHECK(shozai::fixed_zone("Z")->offset_at(shozai::end_of_time) == 0);
  CHECK(shozai::fixed_zone("+09:00")->offset_at(shozai::beginning_of_time) ==
        9 * microseconds_per_hour);
  CHECK(shozai::fixed_zone("-03:30")->offset_at(0) == -210 * microseconds_per_minute);
  CHECK(shozai::fixed_zone("+05:45")->name == "+05:45");
  const auto* const bad = GENERATE("", "z", "utc", "+9:00", "+0900", "+24:00", "+09:60", "09:00",
                                   "UTC+9", "+09:00 ", "JST", "Asia/Tokyo");
  CAPTURE(bad);
  CHECK_FALSE(shozai::fixed_zone(bad));
}

TEST_CASE("a name that no zone has is nothing, not an exception", "[organization][zones]") {
  const auto* const bad = GENERATE("", "Asia/Tokio", "../zoneinfo/Asia/Tokyo", "/etc/passwd",
                                   "Asia", "Asia/", "asia/tokyo ");
  CAPTURE(bad);
  CHECK_FALSE(shozai::system_zone(bad));
}

TEST_CASE("find_zone: fixed ones first, then what the source knows and is well formed",
          "[organization][zones]") {
  CHECK_FALSE(shozai::find_zone("Asia/Tokyo", {}));
  CHECK(shozai::find_zone("+09:00", {}).has_value());
  CHECK(shozai::find_zone("Asia/Tokyo", shozai::system_zone)->name == "Asia/Tokyo");

  const std::vector<shozai::zone_change> bad = GENERATE(
      std::vector<shozai::zone_change>{}, std::vector<shozai::zone_change>{{0, 0}},
      std::vector<shozai::zone_change>{{shozai::beginning_of_time, 0}, {5, 1}, {5, 2}},
      std::vector<shozai::zone_change>{{shozai::beginning_of_time, 0}, {5, 1}, {4, 2}},
      std::vector<shozai::zone_change>{{shozai::beginning_of_time, 27 * microseconds_per_hour}});
  CHECK_FALSE(shozai::find_zone("Moon", [&](std::string_view name) {
    return std::optional{zone_rules{std::string{name}, bad}};
  }));
}

TEST_CASE("a clock put forward: what a time that it never shows means", "[organization][zones]") {
  const auto berlin = zone("Europe/Berlin");  // 02:00 becomes 03:00
  const auto half_past = local("2026-03-29T02:30");
  CHECK(berlin.to_instant(half_past, skipped_hour::next) == instant("2026-03-29T03:30:00+02:00"));
  CHECK(berlin.to_instant(half_past, skipped_hour::previous) == instant("2026-03-29T01:00:00Z"));
  CHECK(berlin.to_instant(local("2026-03-29T01:59")) == instant("2026-03-29T00:59:00Z"));
  CHECK(berlin.to_instant(local("2026-03-29T02:00")) == instant("2026-03-29T01:00:00Z"));
  CHECK(berlin.to_instant(local("2026-03-29T03:00")) == instant("2026-03-29T01:00:00Z"));
}

TEST_CASE("a clock put back: which of two instants a time means", "[organization][zones]") {
  const auto berlin = zone("Europe/Berlin");  // 03:00 becomes 02:00
  const auto half_past = local("2026-10-25T02:30");
  const auto first = instant("2026-10-25T02:30:00+02:00");
  const auto second = instant("2026-10-25T02:30:00+01:00");
  CHECK(berlin.to_instant(half_past, skipped_hour::next, repeated_hour::first) == first);
  CHECK(berlin.to_instant(half_past, skipped_hour::next, repeated_hour::second) == second);
  CHECK(berlin.to_instant(half_past, skipped_hour::next, repeated_hour::both) == first);
  CHECK(berlin.to_instant(local("2026-10-25T03:00"), skipped_hour::next, repeated_hour::first) ==
        instant("2026-10-25T02:00:00Z"));
}

TEST_CASE("clocks south of the equator, by half an hour, and by a quarter of one",
          "[organization][zones]") {
  const auto island = zone("Australia/Lord_Howe");  // on 5 April 02:00 becomes 01:30
  CHECK(island.to_instant(local("2026-04-05T01:45"), skipped_hour::next, repeated_hour::second) -
            island.to_instant(local("2026-04-05T01:45")) ==
        30 * microseconds_per_minute);
  CHECK(island.to_local(island.to_instant(local("2026-10-04T02:15"))) == local("2026-10-04T02:45"));
  CHECK(zone("Asia/Kathmandu").offset_at(instant("2026-01-01T00:00:00Z")) ==
        345 * microseconds_per_minute);
}

TEST_CASE("a day that the clock skips begins and ends with the change", "[organization][zones]") {
  const auto apia = zone("Pacific/Apia");
  const auto change = instant("2011-12-30T10:00:00Z");
  CHECK(apia.midnight(day_named("2011-12-30")) == change);
  CHECK(apia.midnight(day_named("2011-12-31")) == change);
  CHECK(apia.midnight(day_named("2011-12-29")) == change - microseconds_per_day);
  CHECK(apia.day_of(change - 1) == day_named("2011-12-29"));
  CHECK(apia.day_of(change) == day_named("2011-12-31"));
}

TEST_CASE("Casablanca puts its clock back for Ramadan", "[organization][zones]") {
  const auto casablanca = zone("Africa/Casablanca");
  CHECK(casablanca.offset_at(instant("2026-02-10T00:00:00Z")) == microseconds_per_hour);
  CHECK(casablanca.offset_at(instant("2026-03-01T00:00:00Z")) == 0);
  CHECK(casablanca.offset_at(instant("2026-04-01T00:00:00Z")) == microseconds_per_hour);
}

TEST_CASE("midnights that a clock skips or shows twice", "[organization][zones]") {
  const auto havana = zone("America/Havana");  // 00:00 becomes 01:00; 01:00 becomes 00:00
  CHECK(havana.midnight(day_named("2026-03-08")) == instant("2026-03-08T05:00:00Z"));
  CHECK(havana.to_local(havana.midnight(day_named("2026-03-08"))) == local("2026-03-08T01:00"));
  CHECK(havana.midnight(day_named("2026-11-01")) == instant("2026-11-01T04:00:00Z"));
}

TEST_CASE("the ends of time have themselves as local time", "[organization][zones]") {
  const auto tokyo = zone("Asia/Tokyo");
  for (const auto end : {shozai::beginning_of_time, shozai::end_of_time}) {
    CHECK(tokyo.to_local(end) == end);
    CHECK(tokyo.to_instant(end) == end);
    CHECK(tokyo.day_of(end) == end);
    CHECK(tokyo.midnight(end) == end);
  }
  CHECK(tokyo.midnight(shozai::end_of_time / microseconds_per_day) == shozai::end_of_time);
}

TEST_CASE("zones agree with the library at random instants; there and back again",
          "[organization][zones]") {
  const auto* const name =
      GENERATE("Asia/Tokyo", "Europe/Berlin", "America/New_York", "America/St_Johns",
               "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Asia/Kathmandu",
               "Pacific/Kwajalein", "America/Sao_Paulo", "Antarctica/Troll", "Europe/Dublin");
  CAPTURE(name);
  const auto rules = zone(name);
  REQUIRE(shozai::well_formed(rules));
  shozai::testing::dice draw(11);
  for (int i = 0; i < 2'000; ++i) {
    auto at = draw.number(instant("1900-01-01T00:00:00Z"), instant("2037-12-31T00:00:00Z"));
    if (draw.chance(50)) {  // beside a change
      const auto& change = rules.changes[draw.below(rules.changes.size())];
      at = change.from == shozai::beginning_of_time || change.from > instant("2037-12-31T00:00:00Z")
               ? at
               : change.from + draw.number(-3, 3) * microseconds_per_second;
    }
    CAPTURE(shozai::format_timestamp(at));
    REQUIRE(rules.offset_at(at) == offset_by_library(name, at));
    const auto shown = rules.to_local(at);
    const auto first = rules.to_instant(shown, skipped_hour::next, repeated_hour::first);
    const auto second = rules.to_instant(shown, skipped_hour::next, repeated_hour::second);
    REQUIRE(first <= at);
    REQUIRE(at <= second);
    REQUIRE((at == first || at == second));
    REQUIRE(rules.to_local(first) == shown);
    REQUIRE(rules.to_local(second) == shown);
    REQUIRE(rules.day_of(rules.midnight(rules.day_of(at))) == rules.day_of(at));
  }
}

TEST_CASE("rules go on after 2037, where the days of the week repeat", "[organization][zones]") {
  const auto berlin = zone("Europe/Berlin");
  CHECK(berlin.to_instant(local("2096-07-01T12:00")) == instant("2096-07-01T10:00:00Z"));
  CHECK(berlin.to_instant(local("2096-01-01T12:00")) == instant("2096-01-01T11:00:00Z"));
  for (int year = 2027; year < 2200; ++year) {
    CAPTURE(year);
    const auto text = std::to_string(year);
    // The last Sundays of March and October, at 01:00 UTC.
    for (const auto& [month, offset] : {std::pair{"-03-31", 2}, std::pair{"-10-31", 1}}) {
      auto day = day_named(text + month);
      day -= (shozai::week_day_of(day) + 1) % 7;
      const auto change = day * microseconds_per_day + microseconds_per_hour;
      REQUIRE(berlin.offset_at(change) == offset * microseconds_per_hour);
      REQUIRE(berlin.offset_at(change - 1) == (3 - offset) * microseconds_per_hour);
    }
  }
  const auto new_york = zone("America/New_York");
  CHECK(new_york.offset_at(instant("2100-03-14T07:00:00Z")) == -4 * microseconds_per_hour);
  CHECK(new_york.offset_at(instant("2100-03-14T06:59:59Z")) == -5 * microseconds_per_hour);
  const auto santiago = zone("America/Santiago");
  CHECK(santiago.offset_at(instant("2050-01-01T00:00:00Z")) == -3 * microseconds_per_hour);
  CHECK(santiago.offset_at(instant("2050-07-01T00:00:00Z")) == -4 * microseconds_per_hour);
  CHECK(zone("Asia/Tokyo").changes.back().from < instant("1952-01-01T00:00:00Z"));
}
