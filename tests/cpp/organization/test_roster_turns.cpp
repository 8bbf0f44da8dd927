// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <shozai/core/date_time.hpp>
#include <shozai/organization/local_time.hpp>
#include <shozai/organization/organization.hpp>
#include <shozai/organization/roster_turns.hpp>
#include <shozai/organization/system_zones.hpp>
#include <shozai/organization/zone_rules.hpp>
#include <string>

#include "support/random_draw.hpp"

namespace {

using shozai::beginning_of_time;
using shozai::end_of_time;
using shozai::roster;
using shozai::roster_turns;

constexpr std::int64_t second = shozai::microseconds_per_second;
constexpr std::int64_t minute = shozai::microseconds_per_minute;
constexpr std::int64_t hour = shozai::microseconds_per_hour;
constexpr std::int64_t day = shozai::microseconds_per_day;
constexpr int monday = 0;

std::int64_t local_day(const char* text) {
  return shozai::parse_date(text).value();
}
std::int64_t instant(const char* text) {
  return shozai::parse_timestamp(text).value();
}

roster of_three(const char* zone, std::int64_t every, const char* from, int minutes = 9 * 60) {
  roster r;
  r.id = "night";
  r.zone = zone;
  r.rotation = {"0", "1", "2"};
  r.every = every;
  r.hand_off_minute = minutes;
  r.first_day = local_day(from);
  return r;
}

// People are numbers, so that an index can be read.
roster_turns turns_of(const roster& r) {
  return {r, std::make_shared<const shozai::zone_rules>(*find_zone(r.zone, shozai::system_zone)),
          [](const std::string& id) { return std::stoul(id); }};
}

std::optional<std::size_t> who(const roster_turns& turns, const char* at) {
  return turns.turn_at(instant(at)).person;
}

constexpr std::optional<std::size_t> nobody;

}  // namespace

TEST_CASE("a week's turn begins on the first day that fits, and each takes one in order",
          "[organization][roster]") {
  auto r = of_three("+09:00", 7 * day, "2026-04-07");  // a Tuesday
  r.hand_off_day = monday;
  const auto turns = turns_of(r);
  CHECK(turns.anchor() == instant("2026-04-13T09:00:00+09:00"));
  CHECK(who(turns, "2026-04-08T12:00:00+09:00") == nobody);
  CHECK(who(turns, "2026-04-13T08:59:59+09:00") == nobody);
  CHECK(who(turns, "2026-04-13T09:00:00+09:00") == 0);
  CHECK(who(turns, "2026-04-20T08:59:59+09:00") == 0);
  CHECK(who(turns, "2026-04-20T09:00:00+09:00") == 1);
  CHECK(who(turns, "2026-04-27T09:00:00+09:00") == 2);
  CHECK(who(turns, "2026-05-04T09:00:00+09:00") == 0);
  CHECK(turns.turn_at(instant("2026-04-14T00:00:00+09:00")).until ==
        instant("2026-04-20T09:00:00+09:00"));
}

TEST_CASE("a roster that begins on the day of its hand-off begins that day",
          "[organization][roster]") {
  auto r = of_three("UTC", 7 * day, "2026-04-13");
  r.hand_off_day = monday;
  CHECK(turns_of(r).anchor() == instant("2026-04-13T09:00:00Z"));
  r.hand_off_day = 6;
  CHECK(turns_of(r).anchor() == instant("2026-04-19T09:00:00Z"));
}

TEST_CASE("from its last day on a roster has nobody, whatever shift was under way",
          "[organization][roster]") {
  auto r = of_three("+09:00", 7 * day, "2026-04-13");
  r.end_day = local_day("2026-04-15");
  const auto turns = turns_of(r);
  CHECK(who(turns, "2026-04-14T23:59:59+09:00") == 0);
  CHECK(who(turns, "2026-04-15T00:00:00+09:00") == nobody);
  CHECK(turns.turn_at(instant("2026-04-14T12:00:00+09:00")).until ==
        instant("2026-04-15T00:00:00+09:00"));
  CHECK(turns.turn_at(instant("2026-05-15T12:00:00+09:00")).until == end_of_time);
}

TEST_CASE("hand-offs of whole days stay at their hour when clocks change",
          "[organization][roster]") {
  const auto turns = turns_of(of_three("Europe/Berlin", day, "2026-03-28"));
  CHECK(turns.begin_of_shift(0) == instant("2026-03-28T09:00:00+01:00"));
  CHECK(turns.begin_of_shift(1) == instant("2026-03-29T09:00:00+02:00"));  // 23 hours later
  CHECK(who(turns, "2026-03-29T08:59:59+02:00") == 0);
  CHECK(who(turns, "2026-03-29T09:00:00+02:00") == 1);
  const auto autumn = turns_of(of_three("Europe/Berlin", day, "2026-10-24"));
  CHECK(autumn.begin_of_shift(1) - autumn.begin_of_shift(0) == 25 * hour);
  CHECK(who(autumn, "2026-10-25T08:59:59+01:00") == 0);
  CHECK(who(autumn, "2026-10-25T09:00:00+01:00") == 1);
}

TEST_CASE("turns of hours are elapsed time, and the clock moves away from them",
          "[organization][roster]") {
  const auto turns = turns_of(of_three("Europe/Berlin", 12 * hour, "2026-03-28"));
  CHECK(turns.begin_of_shift(1) == instant("2026-03-28T21:00:00+01:00"));
  CHECK(turns.begin_of_shift(2) == instant("2026-03-29T10:00:00+02:00"));
  CHECK(who(turns, "2026-03-29T09:30:00+02:00") == 1);
}

TEST_CASE("a hand-off that the clock skips comes as if it had not; one shown twice at the first",
          "[organization][roster]") {
  const auto spring = turns_of(of_three("Europe/Berlin", day, "2026-03-28", 2 * 60 + 30));
  CHECK(spring.begin_of_shift(1) == instant("2026-03-29T03:30:00+02:00"));
  CHECK(who(spring, "2026-03-29T03:29:59+02:00") == 0);
  CHECK(who(spring, "2026-03-29T03:30:00+02:00") == 1);
  CHECK(spring.begin_of_shift(2) == instant("2026-03-30T02:30:00+02:00"));
  const auto autumn = turns_of(of_three("Europe/Berlin", day, "2026-10-24", 2 * 60 + 30));
  CHECK(autumn.begin_of_shift(1) == instant("2026-10-25T02:30:00+02:00"));
  CHECK(who(autumn, "2026-10-25T02:29:59+02:00") == 0);
  CHECK(who(autumn, "2026-10-25T02:10:00+01:00") == 1);  // shown a second time
}

TEST_CASE("the day that Apia skipped is nobody's turn", "[organization][roster]") {
  const auto turns = turns_of(of_three("Pacific/Apia", day, "2011-12-29"));
  CHECK(who(turns, "2011-12-29T23:59:59-10:00") == 0);
  CHECK(turns.begin_of_shift(1) == turns.begin_of_shift(2));
  CHECK(who(turns, "2011-12-31T08:59:59+14:00") == 0);
  CHECK(who(turns, "2011-12-31T09:00:00+14:00") == 2);
}

TEST_CASE("an override comes before a gap, and a gap before the rotation",
          "[organization][roster]") {
  auto r = of_three("UTC", day, "2026-04-13");
  const auto range = [](const char* from, const char* to) {
    return shozai::time_range{instant(from), instant(to)};
  };
  r.overrides = {{range("2026-04-01T00:00:00Z", "2026-04-02T00:00:00Z"), "2", {}, {}},
                 {range("2026-04-13T10:00:00Z", "2026-04-13T12:00:00Z"), "1", {}, {}},
                 {range("2026-04-13T12:00:00Z", "2026-04-13T13:00:00Z"), "", {}, {}}};
  r.gaps = {{range("2026-04-13T11:00:00Z", "2026-04-13T15:00:00Z"), "", {}, {}}};
  const auto turns = turns_of(r);
  CHECK(who(turns, "2026-04-01T12:00:00Z") == 2);  // before the rotation begins, too
  CHECK(who(turns, "2026-04-02T00:00:00Z") == nobody);
  CHECK(who(turns, "2026-04-13T09:59:59Z") == 0);
  CHECK(who(turns, "2026-04-13T10:00:00Z") == 1);
  CHECK(who(turns, "2026-04-13T11:59:59Z") == 1);
  CHECK(who(turns, "2026-04-13T12:00:00Z") == nobody);
  CHECK(who(turns, "2026-04-13T14:59:59Z") == nobody);
  CHECK(who(turns, "2026-04-13T15:00:00Z") == 0);
  CHECK(turns.turn_at(instant("2026-04-13T11:30:00Z")).by_override);
  CHECK(turns.turn_at(instant("2026-04-13T12:30:00Z")).by_override);
  CHECK_FALSE(turns.turn_at(instant("2026-04-13T13:30:00Z")).by_override);
  CHECK(turns.turn_at(instant("2026-04-13T09:30:00Z")).until == instant("2026-04-13T10:00:00Z"));
}

TEST_CASE("who is alone on a roster is never handed off", "[organization][roster]") {
  auto r = of_three("UTC", day, "2026-04-13");
  r.rotation = {"7"};
  const auto turn = turns_of(r).turn_at(instant("2027-01-01T00:00:00Z"));
  CHECK(turn.person == 7);
  CHECK(turn.until == end_of_time);
}

TEST_CASE("a turn is a shift that has begun and not ended, in any zone and of any length",
          "[organization][roster]") {
  shozai::testing::dice dice(8);
  for (int i = 0; i < 500; ++i) {
    const auto zone = dice.one_of({"UTC", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia",
                                   "Africa/Casablanca", "America/St_Johns"});
    const auto every = dice.one_of({day, 7 * day, 2 * day, hour, 25 * hour, 45 * minute, second});
    auto r = of_three(zone, every, "2011-03-01", static_cast<int>(dice.below(24 * 60)));
    if (dice.chance(30)) {
      r.hand_off_day = static_cast<int>(dice.below(7));
    }
    const auto turns = turns_of(r);
    const auto at = turns.anchor() + dice.number(0, 800 * day);
    CAPTURE(zone, every, r.hand_off_minute, shozai::format_timestamp(at));
    const auto k = turns.shift_at(at);
    REQUIRE(turns.begin_of_shift(k) <= at);
    REQUIRE(at < turns.begin_of_shift(k + 1));
    const auto turn = turns.turn_at(at);
    REQUIRE(turn.person == static_cast<std::size_t>(k % 3));
    REQUIRE(turn.until == turns.begin_of_shift(k + 1));
  }
}

TEST_CASE("turns of a microsecond and of ages do not overflow", "[organization][roster]") {
  for (const auto every : {std::int64_t{1}, end_of_time, end_of_time / day * day, 3 * day}) {
    const auto turns = turns_of(of_three("Europe/Berlin", every, "2026-04-13"));
    for (const auto at : {beginning_of_time, beginning_of_time + 1, std::int64_t{0}, turns.anchor(),
                          end_of_time - 1}) {
      CAPTURE(every, at);
      const auto turn = turns.turn_at(at);
      CHECK(turn.until > at);
      CHECK(turn.person.has_value() == (at >= turns.anchor()));
    }
  }
}
