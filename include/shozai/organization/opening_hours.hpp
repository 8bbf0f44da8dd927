// SPDX-License-Identifier: Apache-2.0
/// \file
/// The instants between which a calendar is open: its local hours laid on the clocks of its zone.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/organization/calendar.hpp"
#include "shozai/organization/local_time.hpp"
#include "shozai/organization/time_range.hpp"
#include "shozai/organization/zone_rules.hpp"

namespace shozai::inline v1::detail {

/// Which hours a calendar has, of days that are asked for in order.
class hours_of_days {
 public:
  hours_of_days(const calendar& hours, std::span<const holiday_list* const> lists) : hours_(hours) {
    for (const holiday_list* const list : lists) {
      closed_.insert(closed_.end(), list->days.begin(), list->days.end());
    }
    std::ranges::sort(closed_);
  }

  /// An exception comes before a holiday, and that before the week.
  [[nodiscard]] std::span<const minute_range> on(std::int64_t day) {
    while (exception_ < hours_.exceptions.size() && hours_.exceptions[exception_].last_day < day) {
      ++exception_;
    }
    if (exception_ < hours_.exceptions.size() && hours_.exceptions[exception_].first_day <= day) {
      return hours_.exceptions[exception_].hours;
    }
    while (holiday_ < closed_.size() && closed_[holiday_] < day) {
      ++holiday_;
    }
    if (holiday_ < closed_.size() && closed_[holiday_] == day) {
      return {};
    }
    return hours_.week[static_cast<std::size_t>(week_day_of(day))];
  }

 private:
  const calendar& hours_;
  std::vector<std::int64_t> closed_;
  std::size_t exception_ = 0;
  std::size_t holiday_ = 0;
};

/// Sorted, and one where they overlap or touch.
inline void merge_ranges(std::vector<time_range>& ranges) {
  std::ranges::sort(ranges, {}, &time_range::from);
  std::size_t kept = 0;
  for (const time_range& range : ranges) {
    if (kept != 0 && range.from <= ranges[kept - 1].to) {
      ranges[kept - 1].to = std::max(ranges[kept - 1].to, range.to);
    } else {
      ranges[kept++] = range;
    }
  }
  ranges.resize(kept);
}

/// When `hours` is open in the days of UTC from `first_day` to before `end_day`; sorted, no two
/// touching.
///
/// Hours belong to the day on which they begin. A day that the clock skips whole has none.
[[nodiscard]] inline std::vector<time_range> opening_hours(
    const calendar& hours, const zone_rules& zone, std::span<const holiday_list* const> lists,
    std::int64_t first_day, std::int64_t end_day) {
  constexpr std::int64_t reach = 3;  // days that an offset and a night may lie apart
  const repeated_hour opening =
      hours.repeated == repeated_hour::both ? repeated_hour::first : hours.repeated;
  const repeated_hour closing =
      hours.repeated == repeated_hour::both ? repeated_hour::second : hours.repeated;
  const time_range horizon{first_day * microseconds_per_day, end_day * microseconds_per_day};
  std::vector<time_range> ranges;
  hours_of_days days(hours, lists);
  for (std::int64_t day = first_day - reach; day < end_day + reach; ++day) {
    const auto of_day = days.on(day);
    if (of_day.empty()) {
      continue;
    }
    const std::int64_t midnight = day * microseconds_per_day;
    const std::size_t before = zone.change_before(midnight - reach * microseconds_per_day);
    const std::size_t after = zone.change_before(midnight + 2 * reach * microseconds_per_day);
    if (before != after && zone.midnight(day) >= zone.midnight(day + 1)) {
      continue;
    }
    const auto instant = [&](int minute, repeated_hour repeated) {
      const std::int64_t local = midnight + minute * microseconds_per_minute;
      return before == after ? local - zone.changes[before].offset
                             : zone.to_instant(local, hours.skipped, repeated);
    };
    for (const minute_range& range : of_day) {
      const time_range open{std::max(horizon.from, instant(range.from, opening)),
                            std::min(horizon.to, instant(range.to, closing))};
      if (open.from < open.to) {
        ranges.push_back(open);
      }
    }
  }
  merge_ranges(ranges);
  return ranges;
}

}  // namespace shozai::inline v1::detail
