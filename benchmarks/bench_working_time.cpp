// SPDX-License-Identifier: Apache-2.0
// What it costs to count the working time of an interval. Goal: 15 million intervals a second.
#include <algorithm>
#include <catch2/benchmark/catch_benchmark.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "shozai/organization/holidays_japan.hpp"
#include "shozai/organization/local_time.hpp"
#include "shozai/organization/system_zones.hpp"
#include "shozai/organization/working_time.hpp"
#include "support/random_draw.hpp"

namespace {

/// From Monday to Friday with a break, and without Japan's holidays.
shozai::calendar office(std::string zone) {
  shozai::calendar made;
  made.zone = std::move(zone);
  for (std::size_t day = 0; day < 5; ++day) {
    made.week.at(day) = {*shozai::parse_hours("08:30-12:00"), *shozai::parse_hours("13:00-17:30")};
  }
  return made;
}

/// The same, asked of every stretch in turn.
std::int64_t one_by_one(const std::vector<shozai::time_range>& open, std::int64_t from,
                        std::int64_t to) {
  std::int64_t sum = 0;
  for (const auto& range : open) {
    sum += std::max(std::int64_t{0}, std::min(to, range.to) - std::max(from, range.from));
  }
  return sum;
}

struct interval {
  std::int64_t from;
  std::int64_t to;
};

std::vector<interval> random_intervals(std::int64_t first_day, std::int64_t end_day,
                                       std::int64_t longest) {
  constexpr std::size_t count = 100'000;
  shozai::testing::dice draw(42);
  std::vector<interval> intervals(count);
  for (auto& each : intervals) {
    each.from = draw.number(first_day * shozai::microseconds_per_day,
                            end_day * shozai::microseconds_per_day);
    each.to = each.from + draw.number(0, longest);
  }
  return intervals;
}

}  // namespace

TEST_CASE("working time of an interval", "[benchmark]") {
  const std::string zone = GENERATE("Asia/Tokyo", "Europe/Berlin");
  const auto [years, first, end, longest] =
      GENERATE(table<const char*, const char*, const char*, std::int64_t>(
          {{"2026, up to 30 days", "2026-01-01", "2027-01-01", 30},
           {"1970 to 2099, up to 30 days", "1970-01-01", "2099-12-01", 30},
           {"1970 to 2099, up to 50 years", "1970-01-01", "2050-01-01", 18'262}}));
  const auto holidays = shozai::japanese_holidays();
  const std::vector<const shozai::holiday_list*> lists{&holidays};
  const auto hours = office(zone);
  const auto rules = shozai::system_zone(zone).value();
  const shozai::working_time time(hours, rules, lists);
  const auto intervals =
      random_intervals(shozai::parse_date(first).value(), shozai::parse_date(end).value(),
                       longest * shozai::microseconds_per_day);

  // Never time a wrong answer.
  const auto open = time.open_ranges(time.horizon().from, time.horizon().to);
  for (std::size_t i = 0; i < 200; ++i) {
    REQUIRE(time.between(intervals[i].from, intervals[i].to) ==
            one_by_one(open, intervals[i].from, intervals[i].to));
  }

  const auto name = zone + ", " + years + ": ";
  BENCHMARK(name + "between, 100,000 intervals") {
    std::int64_t sum = 0;
    for (const auto& each : intervals) {
      sum += time.between(each.from, each.to);
    }
    return sum;
  };
  BENCHMARK(name + "add 8 hours, 100,000 times") {
    std::int64_t sum = 0;
    for (const auto& each : intervals) {
      sum += time.add(each.from, 8 * shozai::microseconds_per_hour).value_or(0);
    }
    return sum;
  };
}

TEST_CASE("tables of a calendar over 130 years", "[benchmark]") {
  const std::string zone = GENERATE("Asia/Tokyo", "Europe/Berlin");
  const auto holidays = shozai::japanese_holidays();
  const std::vector<const shozai::holiday_list*> lists{&holidays};
  const auto hours = office(zone);
  const auto rules = shozai::system_zone(zone).value();
  BENCHMARK("tables of an office in " + zone) {
    return shozai::working_time(hours, rules, lists).ever_opens();
  };
  BENCHMARK("changes of " + zone) {
    return shozai::system_zone(zone)->changes.size();
  };
}
