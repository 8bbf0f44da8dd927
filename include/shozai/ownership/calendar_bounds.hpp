// SPDX-License-Identifier: Apache-2.0
/// \file
/// The years and months that a range of days is in, and the days of a range of these.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

#include "shozai/core/date_time.hpp"
#include "shozai/core/decimal.hpp"
#include "shozai/core/derivation.hpp"
#include "shozai/ownership/number_ranges.hpp"

namespace shozai::inline v1::detail {

/// Days whose years `civil_from_days` tells in ascending order: ten thousand times as many as any
/// date of a document.
inline constexpr number_range days_of_calendar{-400'000'000'000, 400'000'000'000};

/// The first day of a month; month 13 is the next January. \pre The day is in the calendar.
[[nodiscard]] inline int128 first_day(int128 year, int128 month) {
  constexpr int128 days_per_era = 146'097;
  year += month == 13 ? 1 : 0;
  month = month == 13 ? 1 : month;
  const auto era = floor_divide(year, 400);
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(year - era * 400)},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{1}};
  return era * days_per_era + std::chrono::sys_days{date}.time_since_epoch().count();
}

[[nodiscard]] inline civil_date date_of(int128 day) {
  return civil_from_days(static_cast<std::int64_t>(day));
}

[[nodiscard]] inline bool in_calendar(const number_range& days) {
  return intersect(days, days_of_calendar) == days;
}

[[nodiscard]] inline number_range years_of(const number_range& days) {
  if (!in_calendar(days)) {
    return {std::numeric_limits<int>::min(), std::numeric_limits<int>::max()};
  }
  return {date_of(days.least).year, date_of(days.most).year};
}

[[nodiscard]] inline number_range months_of(const number_range& days) {
  const auto years = years_of(days);
  if (years.least < years.most) {
    return {1, 12};
  }
  return {date_of(days.least).month, date_of(days.most).month};
}

/// What of `days` can lie in one of `years`, which are among theirs.
[[nodiscard]] inline number_range days_in_years(const number_range& days,
                                                const number_range& years) {
  return in_calendar(days)
             ? intersect(days, {first_day(years.least, 1), first_day(years.most, 13) - 1})
             : days;
}

/// What of `days` can lie in one of `months`: the first and the last that do.
[[nodiscard]] inline number_range days_in_months(number_range days, const number_range& months) {
  if (!in_calendar(days)) {
    return days;
  }
  const auto first = date_of(days.least);
  const auto first_month = static_cast<int128>(first.month);
  if (first_month < months.least || first_month > months.most) {
    days.least = first_day(first.year + (first_month > months.most ? 1 : 0), months.least);
  }
  const auto last = date_of(days.most);
  const auto last_month = static_cast<int128>(last.month);
  if (last_month < months.least || last_month > months.most) {
    days.most = first_day(last.year - (last_month < months.least ? 1 : 0), months.most + 1) - 1;
  }
  return days;
}

}  // namespace shozai::inline v1::detail
