// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdint>
#include <shozai/organization/local_time.hpp>
#include <string>
#include <vector>

using shozai::microseconds_per_day;
using shozai::microseconds_per_minute;

TEST_CASE("local times: with or without seconds, never with an offset",
          "[organization][local-time]") {
  const auto day = shozai::parse_date("2026-05-01").value() * microseconds_per_day;
  CHECK(shozai::parse_local_time("2026-05-01T09:00") == day + 540 * microseconds_per_minute);
  CHECK(shozai::parse_local_time("2026-05-01T09:00:30") ==
        day + 540 * microseconds_per_minute + 30'000'000);
  CHECK(shozai::format_local_time(day + 540 * microseconds_per_minute) == "2026-05-01T09:00");
  CHECK(shozai::format_local_time(day + 1'500'000) == "2026-05-01T00:00:01.5");
  CHECK(shozai::format_local_time(day + 30'000'000) == "2026-05-01T00:00:30");

  const auto* const bad =
      GENERATE("", "2026-05-01", "2026-05-01 09:00", "2026-05-01T09:00Z", "2026-05-01T09:00+09:00",
               "2026-05-01T24:00", "2026-05-01T9:00", "2026-02-29T09:00",
               "2026-05-01T09:00:", "2026-05-01T09:00:60", "T09:00", "2026-05-01T");
  CAPTURE(bad);
  CHECK_FALSE(shozai::parse_local_time(bad));
}

TEST_CASE("ranges of days include both ends", "[organization][local-time]") {
  const auto first = shozai::parse_date("2026-12-29").value();
  CHECK(shozai::parse_day_range("2026-12-29..2027-01-04") == shozai::day_range{first, first + 7});
  CHECK(shozai::parse_day_range("2026-12-29") == shozai::day_range{first, first + 1});
  CHECK(shozai::parse_day_range("2026-12-29..2026-12-29") == shozai::day_range{first, first + 1});
  for (const auto* const text : {"2026-12-29..2027-01-04", "2026-12-29"}) {
    CHECK(shozai::format_day_range(*shozai::parse_day_range(text)) == text);
  }
  const auto* const bad =
      GENERATE("", "..", "2026-12-29..", "..2026-12-29", "2027-01-04..2026-12-29", "2026-12-32",
               "2026-12-29...2027-01-04", "2026-12-29 .. 2027-01-04", "2026-12-29-2027-01-04");
  CAPTURE(bad);
  CHECK_FALSE(shozai::parse_day_range(bad));
}

TEST_CASE("days of the week: one, some, and around the end of the week",
          "[organization][local-time]") {
  CHECK(shozai::parse_week_days("mon") == std::vector{0});
  CHECK(shozai::parse_week_days("mon-fri") == std::vector{0, 1, 2, 3, 4});
  CHECK(shozai::parse_week_days("fri-mon") == std::vector{4, 5, 6, 0});
  CHECK(shozai::parse_week_days("sun-sat") == std::vector{6, 0, 1, 2, 3, 4, 5});
  CHECK(shozai::parse_week_days("sat-sat") == std::vector{5});
  for (const std::string text : {"mon", "mon-fri", "fri-mon", "tue-mon"}) {
    CHECK(shozai::format_week_days(*shozai::parse_week_days(text)) == text);
  }
  const auto* const bad =
      GENERATE("", "-", "Mon", "monday", "mon-", "-fri", "mon-fri-sat", "mon - fri", "mon,tue");
  CAPTURE(bad);
  CHECK_FALSE(shozai::parse_week_days(bad));
}

TEST_CASE("which day of the week a day is, before 1970, too", "[organization][local-time]") {
  CHECK(shozai::week_day_of(0) == 3);
  CHECK(shozai::week_day_of(-1) == 2);
  CHECK(shozai::week_day_of(shozai::parse_date("2026-04-06").value()) == 0);
  CHECK(shozai::week_day_of(shozai::parse_date("1900-01-01").value()) == 0);
}

TEST_CASE("hours of a day, up to 24:00 or into the next day", "[organization][local-time]") {
  CHECK(shozai::parse_hours("08:30-12:00") == shozai::minute_range{510, 720});
  CHECK(shozai::parse_hours("22:00-06:00") == shozai::minute_range{1'320, 1'800});
  CHECK(shozai::parse_hours("00:00-24:00") == shozai::minute_range{0, 1'440});
  CHECK(shozai::parse_hours("22:00-00:00") == shozai::minute_range{1'320, 1'440});
  for (const auto* const text : {"08:30-12:00", "22:00-06:00", "00:00-24:00", "12:00-11:59"}) {
    CHECK(shozai::format_hours(*shozai::parse_hours(text)) == text);
  }
  const auto* const bad = GENERATE("", "-", "08:30", "08:30-", "8:30-12:00", "08:30-08:30",
                                   "00:00-00:00", "24:00-06:00", "08:30-24:01", "08:60-12:00",
                                   "08:30-12:00-13:00", "08:30 - 12:00", "08:30-12:00:00");
  CAPTURE(bad);
  CHECK_FALSE(shozai::parse_hours(bad));
}

TEST_CASE("hand-offs: a minute of each day, or of a day of the week",
          "[organization][local-time]") {
  CHECK(shozai::parse_hand_off("mon 09:00") == shozai::hand_off_time{0, 540});
  CHECK(shozai::parse_hand_off("09:00") == shozai::hand_off_time{{}, 540});
  for (const auto* const text : {"sun 23:59", "00:00"}) {
    CHECK(shozai::format_hand_off(*shozai::parse_hand_off(text)) == text);
  }
  const auto* const bad = GENERATE("", " ", "mon", "mon ", " 09:00", "mon  09:00", "mon 24:00",
                                   "24:00", "mon-fri 09:00", "Mon 09:00", "09:00 mon");
  CAPTURE(bad);
  CHECK_FALSE(shozai::parse_hand_off(bad));
}

TEST_CASE("an instant as a zone's clock shows it", "[organization][local-time]") {
  const auto at = shozai::parse_timestamp("2026-05-01T00:00:00Z").value();
  CHECK(shozai::format_timestamp(at, *shozai::fixed_zone("+09:00")) == "2026-05-01T09:00:00+09:00");
  CHECK(shozai::format_timestamp(at, *shozai::fixed_zone("-03:30")) == "2026-04-30T20:30:00-03:30");
  CHECK(shozai::format_timestamp(at, *shozai::fixed_zone("UTC")) == "2026-05-01T00:00:00Z");
  // No text of RFC 3339 has such an offset.
  const shozai::zone_rules mean_time{"", {{shozai::beginning_of_time, 33'539'000'000}}};
  CHECK(shozai::format_timestamp(at, mean_time) == "2026-05-01T00:00:00Z");
}
