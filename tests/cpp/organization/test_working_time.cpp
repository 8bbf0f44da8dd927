// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <shozai/organization/holidays_japan.hpp>
#include <shozai/organization/local_time.hpp>
#include <shozai/organization/system_zones.hpp>
#include <shozai/organization/working_time.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/random_calendar.hpp"
#include "support/slow_calendar.hpp"

namespace {

using shozai::calendar;
using shozai::holiday_list;
using shozai::microseconds_per_day;
using shozai::microseconds_per_hour;
using shozai::microseconds_per_minute;
using shozai::repeated_hour;
using shozai::skipped_hour;
using shozai::working_time;
using shozai::testing::dice;

std::int64_t instant(std::string_view text) {
  return shozai::parse_timestamp(text).value();
}
std::int64_t day_named(std::string_view text) {
  return shozai::parse_date(text).value();
}

/// Open in `hours` on every day of the week.
calendar daily(std::string zone, std::string_view hours) {
  calendar made;
  made.zone = std::move(zone);
  made.week.fill({shozai::parse_hours(hours).value()});
  return made;
}

calendar office() {
  calendar made;
  made.id = "jp_office";
  made.zone = "Asia/Tokyo";
  for (std::size_t day = 0; day < 5; ++day) {
    made.week.at(day) = {*shozai::parse_hours("08:30-12:00"), *shozai::parse_hours("13:00-17:30")};
  }
  made.holidays = {"jp"};
  made.exceptions = {{day_named("2026-12-29"), day_named("2027-01-04"), {}, {}}};
  return made;
}

working_time of(const calendar& hours, const std::vector<const holiday_list*>& lists = {}) {
  return {hours, shozai::system_zone(hours.zone).value(), lists};
}

/// How long `hours` are open on `day` of their zone.
std::int64_t open_on(const calendar& hours, std::string_view day) {
  const auto zone = shozai::system_zone(hours.zone).value();
  return working_time(hours, zone, {})
      .between(zone.midnight(day_named(day)), zone.midnight(day_named(day) + 1));
}

/// Places and days at which clocks do what few expect.
struct odd_day {
  const char* zone;
  const char* day;
};
constexpr auto odd_days = std::to_array<odd_day>(
    {{"Europe/Berlin", "2026-03-29"},       {"Europe/Berlin", "2026-10-25"},
     {"America/New_York", "2026-03-08"},    {"America/New_York", "2026-11-01"},
     {"Asia/Tokyo", "2026-05-01"},          {"Asia/Kathmandu", "1986-01-01"},
     {"Asia/Kathmandu", "2026-05-01"},      {"Australia/Lord_Howe", "2026-04-05"},
     {"Australia/Lord_Howe", "2026-10-04"}, {"Pacific/Apia", "2011-12-30"},
     {"Pacific/Kwajalein", "1993-08-21"},   {"Africa/Casablanca", "2026-02-15"},
     {"Africa/Casablanca", "2026-03-22"},   {"America/Sao_Paulo", "2018-11-04"},
     {"America/Sao_Paulo", "2018-02-18"},   {"America/Havana", "2026-03-08"},
     {"America/Havana", "2026-11-01"},      {"America/St_Johns", "1988-04-03"},
     {"America/St_Johns", "2006-10-29"},    {"Antarctica/Troll", "2026-03-29"},
     {"Antarctica/Troll", "2026-10-25"}});

struct random_case {
  std::int64_t day;  ///< around which things happen
  calendar hours;
  holiday_list holidays;
};

random_case random_case_of(dice& draw) {
  const auto& odd = odd_days[draw.below(odd_days.size())];
  random_case made{day_named(odd.day), {}, {}};
  made.hours = shozai::testing::random_calendar(draw, odd.zone, made.day);
  for (std::int64_t day = made.day - 8; day < made.day + 8; ++day) {
    if (draw.chance(15)) {
      made.holidays.days.push_back(day);
    }
  }
  return made;
}

}  // namespace

TEST_CASE("an office of Japan: breaks, weekends, holidays and the turn of the year",
          "[organization][working-time]") {
  const auto jp = shozai::japanese_holidays();
  const auto time = of(office(), {&jp});
  CHECK(time.is_open(instant("2026-05-01T08:30:00+09:00")));
  CHECK_FALSE(time.is_open(instant("2026-05-01T12:00:00+09:00")));
  CHECK_FALSE(time.is_open(instant("2026-05-01T17:30:00+09:00")));
  CHECK_FALSE(time.is_open(instant("2026-05-05T10:00:00+09:00")));
  CHECK_FALSE(time.is_open(instant("2026-12-30T10:00:00+09:00")));
  // From Friday over Golden Week to Thursday.
  CHECK(time.add(instant("2026-05-01T16:30:00+09:00"), 2 * microseconds_per_hour) ==
        instant("2026-05-07T09:30:00+09:00"));
  // An amount that ends with the day ends then, not in the morning after.
  CHECK(time.add(instant("2026-05-01T16:30:00+09:00"), microseconds_per_hour) ==
        instant("2026-05-01T17:30:00+09:00"));
  CHECK(time.next_open(instant("2026-05-01T17:30:00+09:00")) ==
        instant("2026-05-07T08:30:00+09:00"));
  CHECK(time.next_change(instant("2026-05-01T09:00:00+09:00")) ==
        instant("2026-05-01T12:00:00+09:00"));
  CHECK(time.between(instant("2026-12-25T00:00:00+09:00"), instant("2027-01-06T00:00:00+09:00")) ==
        24 * microseconds_per_hour);
}

TEST_CASE("exceptions come before holidays, and those before the week",
          "[organization][working-time]") {
  auto hours = office();
  const auto jp = shozai::japanese_holidays();
  const auto holiday = day_named("2026-05-04");
  hours.exceptions = {{holiday, holiday, {{600, 660}}, {}}};
  const auto time = of(hours, {&jp});
  CHECK(time.open_ranges(instant("2026-05-02T00:00:00+09:00"),
                         instant("2026-05-06T00:00:00+09:00")) ==
        std::vector<shozai::time_range>{
            {instant("2026-05-04T10:00:00+09:00"), instant("2026-05-04T11:00:00+09:00")}});
}

TEST_CASE("a night belongs to the day on which it begins", "[organization][working-time]") {
  auto hours = daily("Asia/Tokyo", "22:00-06:00");
  const auto closed = day_named("2026-05-02");
  hours.exceptions = {{closed, closed, {}, {}}};
  const auto time = of(hours);
  CHECK(time.is_open(instant("2026-05-02T05:59:00+09:00")));
  CHECK_FALSE(time.is_open(instant("2026-05-02T23:00:00+09:00")));
  CHECK_FALSE(time.is_open(instant("2026-05-03T05:00:00+09:00")));
  CHECK(time.is_open(instant("2026-05-03T22:00:00+09:00")));
}

TEST_CASE("hours that touch are one stretch", "[organization][working-time]") {
  const auto time = of(daily("Asia/Tokyo", "00:00-24:00"));
  CHECK(time.next_change(instant("2026-05-01T09:00:00+09:00")) == time.horizon().to);
  CHECK(time.open_ranges(0, microseconds_per_day * 3).size() == 1);
}

TEST_CASE("the clock put forward: how long a night is open", "[organization][working-time]") {
  const auto [text, skipped, minutes] = GENERATE(table<const char*, skipped_hour, int>({
      {"00:00-24:00", skipped_hour::next, 23 * 60},
      {"01:00-02:30", skipped_hour::next, 90},      // to 03:30
      {"01:00-02:30", skipped_hour::previous, 60},  // to the change
      {"02:30-04:00", skipped_hour::next, 30},      // from 03:30
      {"02:30-04:00", skipped_hour::previous, 60},  // from the change
      {"02:10-02:50", skipped_hour::next, 40},
      {"02:10-02:50", skipped_hour::previous, 0},
  }));
  CAPTURE(text);
  auto hours = daily("Europe/Berlin", text);
  hours.skipped = skipped;
  CHECK(open_on(hours, "2026-03-29") == minutes * microseconds_per_minute);
}

TEST_CASE("the clock put back: how long a night is open", "[organization][working-time]") {
  const auto [text, repeated, minutes] = GENERATE(table<const char*, repeated_hour, int>({
      {"00:00-24:00", repeated_hour::first, 25 * 60},
      {"01:30-02:30", repeated_hour::first, 60},
      {"01:30-02:30", repeated_hour::second, 120},
      {"01:30-02:30", repeated_hour::both, 120},
      {"02:30-03:30", repeated_hour::first, 120},
      {"02:30-03:30", repeated_hour::second, 60},
      {"02:30-03:30", repeated_hour::both, 120},
      {"02:10-02:20", repeated_hour::first, 10},
      {"02:10-02:20", repeated_hour::second, 10},
      {"02:10-02:20", repeated_hour::both, 70},
  }));
  CAPTURE(text);
  auto hours = daily("Europe/Berlin", text);
  hours.repeated = repeated;
  CHECK(open_on(hours, "2026-10-25") == minutes * microseconds_per_minute);
}

TEST_CASE("a day that the clock skips whole has no hours; a night into it goes on",
          "[organization][working-time]") {
  auto hours = daily("Pacific/Apia", "09:00-17:00");
  const auto skipped = day_named("2011-12-30");
  hours.exceptions = {{skipped, skipped, {{0, 1'440}}, {}}};
  const auto from = instant("2011-12-29T10:00:00Z");
  CHECK(of(hours).between(from, from + 2 * microseconds_per_day) == 16 * microseconds_per_hour);
  const auto night = of(daily("Pacific/Apia", "22:00-06:00"));
  CHECK(night.open_ranges(instant("2011-12-30T08:00:00Z"), instant("2011-12-31T08:00:00Z")) ==
        std::vector<shozai::time_range>{
            {instant("2011-12-30T08:00:00Z"), instant("2011-12-30T16:00:00Z")}});
}

TEST_CASE("random calendars: open as counted minute by minute", "[organization][working-time]") {
  dice draw(5);
  for (int round = 0; round < 60; ++round) {
    const auto c = random_case_of(draw);
    CAPTURE(round, c.hours.zone, c.hours.skipped, c.hours.repeated);
    const std::int64_t first = (c.day - 4) * shozai::minutes_per_day;
    const std::int64_t end = (c.day + 5) * shozai::minutes_per_day;
    const shozai::testing::slow_calendar slow(c.hours, c.holidays.days, first, end);
    const auto time = of(c.hours, {&c.holidays});
    std::vector<std::int64_t> open_before{0};
    for (auto minute = first; minute < end; ++minute) {
      const auto at = minute * microseconds_per_minute;
      const bool open = slow.is_open(minute);
      if (time.is_open(at) != open || time.is_open(at + microseconds_per_minute - 1) != open) {
        FAIL(shozai::format_timestamp(at) << " open: " << open);
      }
      open_before.push_back(open_before.back() + (open ? microseconds_per_minute : 0));
    }
    for (int i = 0; i < 300; ++i) {
      const auto a = draw.below(open_before.size());
      const auto b = draw.below(open_before.size());
      const auto from = (first + static_cast<std::int64_t>(a)) * microseconds_per_minute;
      const auto to = (first + static_cast<std::int64_t>(b)) * microseconds_per_minute;
      if (time.between(from, to) != (a < b ? open_before[b] - open_before[a] : 0)) {
        FAIL("between " << shozai::format_timestamp(from) << " and "
                        << shozai::format_timestamp(to));
      }
    }
  }
}

TEST_CASE("random calendars: sums, inverses and changes agree with each other",
          "[organization][working-time]") {
  dice draw(6);
  for (int round = 0; round < 60; ++round) {
    const auto c = random_case_of(draw);
    CAPTURE(round, c.hours.zone);
    const auto time = of(c.hours, {&c.holidays});
    const auto random_instant = [&] {
      return draw.chance(50) ? draw.number(-microseconds_per_day, time.horizon().to + 5)
                             : draw.number((c.day - 5) * microseconds_per_day,
                                           (c.day + 5) * microseconds_per_day);
    };
    for (int i = 0; i < 200; ++i) {
      std::array<std::int64_t, 3> at{random_instant(), random_instant(), random_instant()};
      std::ranges::sort(at);
      CAPTURE(at[0], at[1], at[2]);
      REQUIRE(time.between(at[0], at[1]) + time.between(at[1], at[2]) ==
              time.between(at[0], at[2]));
      REQUIRE(time.between(at[2], at[0]) == 0);

      const auto open = time.between(at[0], at[1]);
      if (open > 0) {
        const auto reached = time.add(at[0], open);
        REQUIRE(reached.has_value());
        REQUIRE(*reached <= at[1]);
        REQUIRE(time.between(at[0], *reached) == open);
        REQUIRE(time.between(at[0], *reached - 1) == open - 1);  // the least of its kind
      }

      const auto change = time.next_change(at[0]);
      REQUIRE(change > at[0]);
      REQUIRE(time.is_open(change - 1) == time.is_open(at[0]));
      REQUIRE((change == shozai::end_of_time || time.is_open(change) != time.is_open(at[0])));
      REQUIRE(time.next_open(at[0]) == (time.is_open(at[0])             ? std::optional{at[0]}
                                        : change == shozai::end_of_time ? std::nullopt
                                                                        : std::optional{change}));

      std::int64_t sum = 0;
      const auto near = std::min(at[1], at[0] + 40 * microseconds_per_day);
      for (const auto& range : time.open_ranges(at[0], near)) {
        sum += range.to - range.from;
      }
      REQUIRE(sum == time.between(at[0], near));
    }
  }
}

TEST_CASE("where the horizon ends: closed, and no amount is reached",
          "[organization][working-time]") {
  const auto hours = daily("UTC", "08:00-16:00");
  const auto utc = shozai::fixed_zone("UTC").value();
  const auto first = day_named("2026-05-01");
  const working_time time(hours, utc, {}, first, first + 10);
  const auto begin = first * microseconds_per_day;
  CHECK(time.between(shozai::beginning_of_time, shozai::end_of_time) == 80 * microseconds_per_hour);
  CHECK(time.add(shozai::beginning_of_time, 80 * microseconds_per_hour) ==
        begin + 9 * microseconds_per_day + 16 * microseconds_per_hour);
  CHECK_FALSE(time.add(shozai::beginning_of_time, 80 * microseconds_per_hour + 1));
  CHECK_FALSE(time.add(shozai::end_of_time, 1));
  CHECK_FALSE(time.add(begin, shozai::end_of_time));
  CHECK(time.next_open(shozai::beginning_of_time) == begin + 8 * microseconds_per_hour);
  CHECK(time.next_change(shozai::end_of_time) == shozai::end_of_time);
  CHECK_FALSE(time.is_open(begin - 16 * microseconds_per_hour));
  CHECK_FALSE(time.next_open(begin + 10 * microseconds_per_day));

  // A night that begins before the horizon is open in it.
  const working_time night(daily("UTC", "22:00-06:00"), utc, {}, first, first + 1);
  CHECK(night.between(begin, begin + microseconds_per_day) == 8 * microseconds_per_hour);
  // An empty horizon, and one that is no horizon.
  CHECK_FALSE(working_time(hours, utc, {}, first, first).ever_opens());
  CHECK_FALSE(working_time(hours, utc, {}, first, first - 5).ever_opens());
  CHECK(working_time(hours, utc, {}, shozai::beginning_of_time, shozai::end_of_time).horizon() ==
        shozai::time_range{shozai::first_zone_day * microseconds_per_day,
                           shozai::end_zone_day * microseconds_per_day});
}

TEST_CASE("a calendar without hours never opens; `always` never closes",
          "[organization][working-time]") {
  calendar none;
  none.zone = "UTC";
  const working_time never(none, shozai::fixed_zone("UTC").value(), {});
  CHECK_FALSE(never.ever_opens());
  CHECK_FALSE(never.next_open(0));
  CHECK_FALSE(never.add(0, 1));
  CHECK(never.next_change(0) == shozai::end_of_time);
  CHECK(never.between(0, shozai::end_of_time) == 0);
  CHECK(never.open_ranges(0, shozai::end_of_time).empty());

  const auto always = working_time::always();
  CHECK(always.ever_opens());
  CHECK(always.is_open(shozai::beginning_of_time));
  CHECK(always.add(5, 7) == 12);
  CHECK_FALSE(always.add(shozai::end_of_time, 1));
  CHECK(always.between(5, 12) == 7);
  CHECK(always.between(shozai::beginning_of_time, shozai::end_of_time) == shozai::end_of_time);
  CHECK(always.next_change(5) == shozai::end_of_time);
  CHECK(always.next_open(5) == 5);
}

TEST_CASE("a day of very many hours is as right as one of few", "[organization][working-time]") {
  auto hours = daily("Asia/Kathmandu", "00:00-00:01");
  for (auto& day : hours.week) {
    day.clear();
    for (int minute = 0; minute < 1'440; minute += 2) {
      day.push_back({minute, minute + 1});
    }
  }
  const auto day = day_named("2026-05-01");
  const working_time time(hours, shozai::system_zone(hours.zone).value(), {}, day - 2, day + 2);
  const auto begin = instant("2026-05-01T00:00:00+05:45");
  CHECK(time.between(begin, begin + microseconds_per_day) == 12 * microseconds_per_hour);
  for (int minute = 0; minute < 1'440; ++minute) {
    const auto at = begin + minute * microseconds_per_minute;
    REQUIRE(time.is_open(at) == (minute % 2 == 0));
    REQUIRE(time.next_change(at) == at + microseconds_per_minute);
  }
}
