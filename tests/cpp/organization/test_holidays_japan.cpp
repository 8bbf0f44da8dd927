// SPDX-License-Identifier: Apache-2.0
// The list against the act, worked out here year by year.
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <set>
#include <shozai/organization/holidays_japan.hpp>
#include <shozai/organization/local_time.hpp>
#include <string>
#include <utility>
#include <vector>

namespace {

using days_of_year = std::set<std::int64_t>;

std::int64_t day_of(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  return std::chrono::sys_days{date}.time_since_epoch().count();
}

std::int64_t nth_monday(int year, int month, std::int64_t nth) {
  const auto first = day_of(year, month, 1);
  return first + (7 - shozai::week_day_of(first)) % 7 + 7 * (nth - 1);
}

/// The day of the month, by the formula in use for 1900 to 2099, in millionths of a day.
int equinox(int year, std::int64_t in_1980, std::int64_t before_1980) {
  const std::int64_t leap_days = year < 1980 ? -((1983 - year) / 4) : (year - 1980) / 4;
  const std::int64_t day =
      (year < 1980 ? before_1980 : in_1980) + 242'194 * std::int64_t{year - 1980};
  return static_cast<int>(day / 1'000'000 - leap_days);
}

void add_fixed(days_of_year& days, int year) {
  for (const auto& [month, day] :
       {std::pair{1, 1}, {2, 11}, {4, 29}, {5, 3}, {5, 5}, {11, 3}, {11, 23}}) {
    days.insert(day_of(year, month, day));
  }
  days.insert(day_of(year, 3, equinox(year, 20'843'100, 20'835'700)));
  days.insert(day_of(year, 9, equinox(year, 23'248'800, 23'258'800)));
  if (year >= 2007) {
    days.insert(day_of(year, 5, 4));
  }
}

void add_emperors(days_of_year& days, int year) {
  if (year >= 1989 && year <= 2018) {
    days.insert(day_of(year, 12, 23));
  }
  if (year >= 2020) {
    days.insert(day_of(year, 2, 23));
  }
  for (const auto& [y, month, day] : std::vector<std::array<int, 3>>{
           {1989, 2, 24}, {1990, 11, 12}, {1993, 6, 9}, {2019, 5, 1}, {2019, 10, 22}}) {
    if (y == year) {
      days.insert(day_of(year, month, day));
    }
  }
}

void add_moving(days_of_year& days, int year) {
  days.insert(year < 2000 ? day_of(year, 1, 15) : nth_monday(year, 1, 2));
  days.insert(year < 2003 ? day_of(year, 9, 15) : nth_monday(year, 9, 3));
  if (year == 2020 || year == 2021) {  // for the games in Tokyo
    const int thursday = year == 2020 ? 23 : 22;
    days.insert({day_of(year, 7, thursday), day_of(year, 7, thursday + 1),
                 day_of(year, 8, year == 2020 ? 10 : 8)});
    return;
  }
  days.insert(year < 2000 ? day_of(year, 10, 10) : nth_monday(year, 10, 2));
  if (year >= 1996) {
    days.insert(year < 2003 ? day_of(year, 7, 20) : nth_monday(year, 7, 3));
  }
  if (year >= 2016) {
    days.insert(day_of(year, 8, 11));
  }
}

/// Article 3, paragraphs 2 and 3.
days_of_year with_days_off(const days_of_year& days, int year) {
  constexpr int sunday = 6;
  days_of_year all = days;
  for (const auto day : days) {
    if (shozai::week_day_of(day) == sunday && day >= day_of(1973, 4, 12)) {
      auto substitute = day + 1;
      while (year >= 2007 && days.contains(substitute)) {
        ++substitute;
      }
      all.insert(substitute);
    }
    if (year >= 1986 && days.contains(day + 2) && shozai::week_day_of(day + 1) != sunday) {
      all.insert(day + 1);
    }
  }
  return all;
}

days_of_year by_the_act(int year) {
  days_of_year days;
  add_fixed(days, year);
  add_emperors(days, year);
  add_moving(days, year);
  return with_days_off(days, year);
}

days_of_year listed(int year) {
  const auto list = shozai::japanese_holidays();
  return {std::ranges::lower_bound(list.days, day_of(year, 1, 1)),
          std::ranges::lower_bound(list.days, day_of(year + 1, 1, 1))};
}

std::vector<std::string> texts(const days_of_year& days) {
  std::vector<std::string> all;
  std::ranges::transform(days, std::back_inserter(all), shozai::format_date);
  return all;
}

}  // namespace

TEST_CASE("holidays of Japan: every year as the act has it", "[organization][holidays]") {
  for (int year = 1970; year <= 2030; ++year) {
    CAPTURE(year);
    CHECK(texts(listed(year)) == texts(by_the_act(year)));
  }
}

TEST_CASE("holidays of Japan: sorted, each once, and what they cover", "[organization][holidays]") {
  const auto list = shozai::japanese_holidays();
  CHECK(list.id == "jp");
  CHECK(std::ranges::adjacent_find(list.days, std::greater_equal{}) == list.days.end());
  CHECK(list.days.size() == 974);
  CHECK(list.first_covered == shozai::parse_date("1970-01-01"));
  CHECK(list.last_covered == shozai::parse_date("2030-12-31"));
  CHECK_FALSE(list.label.ja.empty());
  CHECK_FALSE(list.source.ja.empty());
}

TEST_CASE("holidays of Japan: how many a year has", "[organization][holidays]") {
  const auto [year, count] = GENERATE(table<int, std::size_t>({{1970, 12},
                                                               {1985, 15},
                                                               {1990, 19},
                                                               {2009, 17},
                                                               {2018, 20},
                                                               {2019, 22},
                                                               {2020, 18},
                                                               {2026, 18},
                                                               {2030, 19},
                                                               {2031, 0},
                                                               {2032, 0}}));
  CAPTURE(year);
  CHECK(listed(year).size() == count);
}

TEST_CASE("holidays of Japan: the ten days off of 2019, the moved ones of 2020 and 2021",
          "[organization][holidays]") {
  const auto in_2019 = listed(2019);
  for (int day = 29; day <= 30; ++day) {
    CHECK(in_2019.contains(day_of(2019, 4, day)));
  }
  for (int day = 1; day <= 6; ++day) {
    CHECK(in_2019.contains(day_of(2019, 5, day)));
  }
  CHECK(in_2019.contains(day_of(2019, 10, 22)));
  CHECK_FALSE(in_2019.contains(day_of(2019, 12, 23)));
  CHECK_FALSE(in_2019.contains(day_of(2019, 2, 23)));
  CHECK(listed(2020).contains(day_of(2020, 7, 24)));
  CHECK_FALSE(listed(2020).contains(day_of(2020, 10, 12)));
  CHECK(listed(2021).contains(day_of(2021, 8, 9)));
  CHECK_FALSE(listed(2021).contains(day_of(2021, 8, 11)));
  CHECK(listed(2026).contains(day_of(2026, 9, 22)));  // between two holidays
}
