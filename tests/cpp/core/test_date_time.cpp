// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <shozai/core/date_time.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace {

using shozai::civil_date;
using shozai::civil_from_days;
using shozai::format_date;
using shozai::format_duration;
using shozai::format_timestamp;
using shozai::parse_date;
using shozai::parse_duration;
using shozai::parse_timestamp;

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t greatest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

bool is_leap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

unsigned days_in(int year, unsigned month) {
  if (month == 2) {
    return is_leap(year) ? 29 : 28;
  }
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

void advance(civil_date& date) {
  if (++date.day > days_in(date.year, date.month)) {
    date.day = 1;
    if (++date.month > 12) {
      date.month = 1;
      ++date.year;
    }
  }
}

}  // namespace

TEST_CASE("the calendar is the Gregorian one, counted day by day over ten thousand years",
          "[core][date]") {
  constexpr std::int64_t first = -719'528;  // 0000-01-01
  constexpr std::int64_t last = 2'932'896;  // 9999-12-31
  civil_date expected{0, 1, 1};
  std::int64_t right = 0;
  for (std::int64_t days = first; days <= last; ++days, advance(expected)) {
    right += civil_from_days(days) == expected ? 1 : 0;
  }
  CHECK(right == last - first + 1);
  CHECK(expected == civil_date{10'000, 1, 1});
}

TEST_CASE("days far away still have a year", "[core][date]") {
  CHECK(civil_from_days(2'932'897) == civil_date{10'000, 1, 1});
  CHECK(civil_from_days(-719'529) == civil_date{-1, 12, 31});
  CHECK(civil_from_days(146'097LL * 100'000) == civil_date{40'001'970, 1, 1});
  CHECK(civil_from_days(-146'097LL * 100'000 - 1) == civil_date{-39'998'031, 12, 31});
  CHECK(civil_from_days(greatest).year == civil_from_days(greatest - 146'097).year);  // stays there
  CHECK(civil_from_days(least).year < -1'999'000'000);
}

TEST_CASE("a date is read and written as YYYY-MM-DD", "[core][date]") {
  const auto [text, days] = GENERATE(table<std::string, std::int64_t>({{"1970-01-01", 0},
                                                                       {"1969-12-31", -1},
                                                                       {"2000-02-29", 11'016},
                                                                       {"2026-04-01", 20'544},
                                                                       {"0000-01-01", -719'528},
                                                                       {"9999-12-31", 2'932'896}}));
  CAPTURE(text);
  CHECK(parse_date(text) == days);
  CHECK(format_date(days) == text);
}

TEST_CASE("every day of three centuries survives writing and reading", "[core][date]") {
  std::int64_t right = 0;
  for (std::int64_t days = -36'525; days < 73'050; ++days) {
    right += parse_date(format_date(days)) == days ? 1 : 0;
  }
  CHECK(right == 36'525 + 73'050);
}

TEST_CASE("years of more than four digits are written with a sign and not read", "[core][date]") {
  CHECK(format_date(2'932'897) == "+10000-01-01");
  CHECK(format_date(-719'529) == "-0001-12-31");
  CHECK_FALSE(parse_date("+10000-01-01"));
  CHECK_FALSE(parse_date("-0001-12-31"));
}

TEST_CASE("what is no date is refused", "[core][date]") {
  const auto text =
      GENERATE(as<std::string>{}, "", "2026", "2026-04", "2026-4-1", "2026-04-1", "2026-04-01 ",
               " 2026-04-01", "2026/04/01", "20260401", "2026-00-01", "2026-13-01", "2026-04-00",
               "2026-04-31", "2026-02-29", "1900-02-29", "02026-04-01", "2026-04-011",
               "2026-04-01T", "+026-04-01", "２026-04-01");
  CAPTURE(text);
  CHECK_FALSE(parse_date(text));
}

TEST_CASE("a timestamp is a moment, whatever its offset", "[core][timestamp]") {
  const std::int64_t expected = 20'544 * day + 30 * minute;
  const auto text = GENERATE(as<std::string>{}, "2026-04-01T00:30:00Z", "2026-04-01t00:30:00z",
                             "2026-04-01T09:30:00+09:00", "2026-03-31T20:00:00-04:30",
                             "2026-04-01T00:30:00-00:00", "2026-04-01T00:30:00.000000+00:00",
                             "2026-04-02T00:29:00+23:59", "2026-03-31T00:31:00-23:59");
  CAPTURE(text);
  CHECK(parse_timestamp(text) == expected);
}

TEST_CASE("a timestamp is written in UTC, with a fraction where there is one",
          "[core][timestamp]") {
  const auto [text, value] = GENERATE(table<std::string, std::int64_t>(
      {{"1970-01-01T00:00:00Z", 0},
       {"1970-01-01T00:00:00.000001Z", 1},
       {"1969-12-31T23:59:59.999999Z", -1},
       {"1969-12-31T00:00:00Z", -day},
       {"1969-12-30T23:59:59Z", -day - second},
       {"2026-04-01T23:59:59.5Z", 20'545 * day - second / 2},
       {"2026-04-01T01:02:03.0405Z", 20'544 * day + 3'723 * second + 40'500},
       {"0000-01-01T00:00:00Z", -719'528 * day},
       {"9999-12-31T23:59:59.999999Z", 2'932'897 * day - 1}}));
  CAPTURE(text);
  CHECK(format_timestamp(value) == text);
  CHECK(parse_timestamp(text) == value);
}

TEST_CASE("the outermost timestamps are written", "[core][timestamp]") {
  CHECK(format_timestamp(greatest) == "+294247-01-10T04:00:54.775807Z");
  CHECK(format_timestamp(least) == "-290308-12-21T19:59:05.224192Z");
}

TEST_CASE("what is no timestamp is refused", "[core][timestamp]") {
  const auto text = GENERATE(
      as<std::string>{}, "", "2026-04-01", "2026-04-01T00:30:00", "2026-04-01 00:30:00Z",
      "2026-04-01T00:30Z", "2026-04-01T24:00:00Z", "2026-04-01T23:60:00Z", "2026-04-01T23:59:60Z",
      "2016-12-31T23:59:60Z", "2026-04-01T00:30:00.Z", "2026-04-01T00:30:00.1234567Z",
      "2026-04-01T00:30:00,5Z", "2026-04-01T00:30:00+0900", "2026-04-01T00:30:00+9:00",
      "2026-04-01T00:30:00+24:00", "2026-04-01T00:30:00+09:60", "2026-04-01T00:30:00+",
      "2026-04-01T00:30:00ZZ", "2026-04-01T00:30:00Z ", "2026-02-30T00:30:00Z", "2026-04-01TZ",
      "2026-04-01T0:30:00Z", "2026-04-01T00:30:0Z");
  CAPTURE(text);
  CHECK_FALSE(parse_timestamp(text));
}

TEST_CASE("a duration is the sum of its parts", "[core][duration]") {
  const auto [text, value] = GENERATE(
      table<std::string, std::int64_t>({{"P0D", 0},
                                        {"PT0S", 0},
                                        {"P1W", 7 * day},
                                        {"P52W", 364 * day},
                                        {"P3D", 3 * day},
                                        {"PT4H", 4 * hour},
                                        {"PT30M", 1'800 * second},
                                        {"PT1S", second},
                                        {"PT0.5S", second / 2},
                                        {"PT0.000001S", 1},
                                        {"PT1.500000S", 3 * second / 2},
                                        {"P1DT1S", day + second},
                                        {"P3DT4H5M6.7S", 3 * day + 14'706 * second + 700'000},
                                        {"PT48H", 2 * day},
                                        {"PT008H", 8 * hour},
                                        {"P36500D", 36'500 * day}}));
  CAPTURE(text);
  CHECK(parse_duration(text) == value);
}

TEST_CASE("a duration has one canonical text", "[core][duration]") {
  const auto [text, value] =
      GENERATE(table<std::string, std::int64_t>({{"PT0S", 0},
                                                 {"P7D", 7 * day},
                                                 {"P3DT4H", 3 * day + 4 * hour},
                                                 {"P1DT1S", day + second},
                                                 {"PT1H1M1S", 3'661 * second},
                                                 {"PT59M", 3'540 * second},
                                                 {"PT0.5S", second / 2},
                                                 {"PT1M0.000001S", minute + 1},
                                                 {"PT23H59M59.999999S", day - 1},
                                                 {"P106751991DT4H54.775807S", greatest}}));
  CAPTURE(text);
  CHECK(format_duration(value) == text);
  CHECK(parse_duration(text) == value);
}

TEST_CASE("a negative duration is written with a sign, and not read", "[core][duration]") {
  CHECK(format_duration(-1) == "-PT0.000001S");
  CHECK(format_duration(-4 * hour) == "-PT4H");
  CHECK(format_duration(-day - second) == "-P1DT1S");
  CHECK(format_duration(least) == "-P106751991DT4H54.775808S");
  CHECK_FALSE(parse_duration("-PT4H"));
}

TEST_CASE("durations that 64 bits do not hold are refused", "[core][duration]") {
  CHECK(parse_duration("PT9223372036854.775807S") == greatest);
  CHECK_FALSE(parse_duration("PT9223372036854.775808S"));
  CHECK_FALSE(parse_duration("PT9223372036855S"));
  CHECK(parse_duration("P106751991D") == 106'751'991 * day);
  CHECK_FALSE(parse_duration("P106751992D"));
  CHECK_FALSE(parse_duration("P106751991DT4H55S"));
  CHECK_FALSE(parse_duration("P9223372036854775807D"));
  CHECK_FALSE(parse_duration("P9223372036854775808D"));
  CHECK_FALSE(parse_duration("P99999999999999999999999999999999D"));
  CHECK(parse_duration("P00000000000000000000000000000001D") == day);
}

TEST_CASE("what is no duration is refused", "[core][duration]") {
  const auto text =
      GENERATE(as<std::string>{}, "", "P", "PT", "P1", "1D", "PD", "P1DT", "PT1", "PTS", "PT1D",
               "P1H", "P1S", "P1M", "P1Y", "P1W1D", "P1WT1H", "P1WT", "P1D1W", "P1D2D", "PT1M1H",
               "PT1S1S", "PT1HT1M", "PTT1H", "P1.5D", "PT1.5H", "PT1.5M", "P1.5W", "PT1.S", "PT.5S",
               "PT1.1234567S", "PT1,5S", "PT1.5", "p1d", "PT1h", "+PT1H", "-PT1H", "PT-1H", "PT1H ",
               " PT1H", "PT1.5S1S", "P1D T1H");
  CAPTURE(text);
  CHECK_FALSE(parse_duration(text));
}
