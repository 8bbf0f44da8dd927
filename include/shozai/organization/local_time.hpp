// SPDX-License-Identifier: Apache-2.0
/// \file
/// Local times, days of the week and hours of a day, and their texts.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/organization/time_range.hpp"
#include "shozai/organization/zone_rules.hpp"

namespace shozai::inline v1 {

inline constexpr int minutes_per_day = 24 * 60;

/// The days of the week as documents name them; Monday is 0.
inline constexpr auto week_day_names =
    std::to_array<std::string_view>({"mon", "tue", "wed", "thu", "fri", "sat", "sun"});

/// Which day of the week `day` is; Monday is 0.
[[nodiscard]] constexpr int week_day_of(std::int64_t day) noexcept {
  constexpr std::int64_t thursday = 3;  // 1970-01-01
  return static_cast<int>((day % 7 + 7 + thursday) % 7);
}

/// When rosters change hands: a minute of each day, or of one day of the week.
struct hand_off_time {
  std::optional<int> week_day;
  int minute = 0;

  friend bool operator==(const hand_off_time&, const hand_off_time&) = default;
};

namespace detail {

/// `hh:mm` as minutes; as an end, up to `24:00`.
[[nodiscard]] constexpr std::optional<int> parse_minute(std::string_view text,
                                                        bool as_end = false) noexcept {
  if (as_end && text == "24:00") {
    return minutes_per_day;
  }
  text_cursor cursor{text};
  const auto minutes = take_hours_and_minutes(cursor);
  return minutes && cursor.at_end() ? std::optional{static_cast<int>(*minutes)} : std::nullopt;
}

[[nodiscard]] constexpr std::optional<int> parse_week_day(std::string_view text) noexcept {
  const auto* const found = std::ranges::find(week_day_names, text);
  return found == week_day_names.end()
             ? std::nullopt
             : std::optional{static_cast<int>(found - week_day_names.begin())};
}

}  // namespace detail

/// `2026-05-01T09:00` or `2026-05-01T09:00:30`, without an offset, as microseconds of the local
/// clock since its 1970-01-01T00:00.
[[nodiscard]] constexpr std::optional<std::int64_t> parse_local_time(
    std::string_view text) noexcept {
  detail::text_cursor cursor{text};
  const auto day = detail::take_date(cursor);
  if (!day || !cursor.take('T')) {
    return std::nullopt;
  }
  const auto minutes = detail::take_hours_and_minutes(cursor);
  if (!minutes) {
    return std::nullopt;
  }
  const auto seconds =
      cursor.at_end() ? std::optional<std::int64_t>{0} : detail::take_seconds(cursor);
  if (!seconds || !cursor.at_end()) {
    return std::nullopt;
  }
  return *day * microseconds_per_day + *minutes * microseconds_per_minute + *seconds;
}

/// The text that `parse_local_time` reads; seconds only where there are any.
[[nodiscard]] inline std::string format_local_time(std::int64_t local) {
  std::string text = format_timestamp(local);
  text.pop_back();  // the `Z`
  return text.ends_with(":00") ? text.substr(0, text.size() - 3) : text;
}

/// `a..b`, both included, or one day, as [a, b + 1). Nothing when `b` comes before `a`.
[[nodiscard]] constexpr std::optional<day_range> parse_day_range(std::string_view text) noexcept {
  const std::size_t dots = text.find("..");
  const auto first = parse_date(text.substr(0, dots));
  const auto last = dots == std::string_view::npos ? first : parse_date(text.substr(dots + 2));
  if (!first || !last || *last < *first) {
    return std::nullopt;
  }
  return day_range{*first, *last + 1};
}

/// The text that `parse_day_range` reads.
[[nodiscard]] inline std::string format_day_range(const day_range& days) {
  const std::string first = format_date(days.from);
  return days.to == days.from + 1 ? first : first + ".." + format_date(days.to - 1);
}

/// `mon`, `mon-fri`, or around the end of the week `fri-mon`: the days in that order, Monday is 0.
[[nodiscard]] inline std::optional<std::vector<int>> parse_week_days(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto first = detail::parse_week_day(text.substr(0, dash));
  const auto last =
      dash == std::string_view::npos ? first : detail::parse_week_day(text.substr(dash + 1));
  if (!first || !last) {
    return std::nullopt;
  }
  std::vector<int> days{*first};
  while (days.back() != *last) {
    days.push_back((days.back() + 1) % 7);
  }
  return days;
}

/// The text that `parse_week_days` reads; `days` follow each other.
[[nodiscard]] inline std::string format_week_days(const std::vector<int>& days) {
  const auto name = [](int day) {
    return std::string{week_day_names.at(static_cast<std::size_t>(day))};
  };
  return days.size() == 1 ? name(days.front()) : name(days.front()) + "-" + name(days.back());
}

/// `08:30`.
[[nodiscard]] inline std::string format_minute(int minute) {
  const auto count = static_cast<std::uint64_t>(minute);
  return detail::padded(count / 60, 2) + ":" + detail::padded(count % 60, 2);
}

/// `08:30-12:00`. An end up to `24:00`; one before the beginning, as in `22:00-06:00`, is on the
/// next day. Nothing when both are the same.
[[nodiscard]] constexpr std::optional<minute_range> parse_hours(std::string_view text) noexcept {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) {
    return std::nullopt;
  }
  const auto from = detail::parse_minute(text.substr(0, dash));
  const auto to = detail::parse_minute(text.substr(dash + 1), true);
  if (!from || !to || *from == *to) {
    return std::nullopt;
  }
  return minute_range{*from, *to < *from ? *to + minutes_per_day : *to};
}

/// The text that `parse_hours` reads.
[[nodiscard]] inline std::string format_hours(const minute_range& hours) {
  const int to = hours.to > minutes_per_day ? hours.to - minutes_per_day : hours.to;
  return format_minute(hours.from) + "-" + format_minute(to);
}

/// `mon 09:00`, or `09:00` of every day.
[[nodiscard]] constexpr std::optional<hand_off_time> parse_hand_off(
    std::string_view text) noexcept {
  hand_off_time result;
  const std::size_t space = text.find(' ');
  if (space != std::string_view::npos) {
    result.week_day = detail::parse_week_day(text.substr(0, space));
    if (!result.week_day) {
      return std::nullopt;
    }
    text.remove_prefix(space + 1);
  }
  const auto minute = detail::parse_minute(text);
  if (!minute) {
    return std::nullopt;
  }
  result.minute = *minute;
  return result;
}

/// The text that `parse_hand_off` reads.
[[nodiscard]] inline std::string format_hand_off(const hand_off_time& time) {
  std::string day;
  if (time.week_day) {
    day = std::string{week_day_names.at(static_cast<std::size_t>(*time.week_day))} + " ";
  }
  return day + format_minute(time.minute);
}

/// `2026-05-01T09:00:00+09:00`: the instant as the zone's clock shows it. In UTC where RFC 3339 has
/// no text for the offset, which once counted seconds.
[[nodiscard]] inline std::string format_timestamp(std::int64_t at, const zone_rules& zone) {
  const std::int64_t offset = zone.offset_at(at);
  if (offset == 0 || offset % microseconds_per_minute != 0 || !detail::countable(at)) {
    return format_timestamp(at);
  }
  std::string text = format_timestamp(at + offset);
  text.back() = offset < 0 ? '-' : '+';  // for the `Z`
  return text + format_minute(static_cast<int>(std::abs(offset) / microseconds_per_minute));
}

}  // namespace shozai::inline v1
