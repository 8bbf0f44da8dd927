// SPDX-License-Identifier: Apache-2.0
/// \file
/// When a calendar is open, minute by minute, from what the clock shows in each: slow, and without
/// the tables, the changes of a zone or the arithmetic that the library uses.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <shozai/organization/calendar.hpp>
#include <shozai/organization/system_zones.hpp>
#include <string>
#include <utility>
#include <vector>

namespace shozai::testing {

/// The minutes of UTC from `first` to before `end`, with those around them that matter.
class slow_calendar {
 public:
  slow_calendar(const calendar& hours, const std::vector<std::int64_t>& holidays,
                std::int64_t first, std::int64_t end)
      : first_(first), open_(static_cast<std::size_t>(end - first)) {
    const auto* const zone = detail::zone_library::locate_zone(hours.zone);
    for (std::int64_t minute = first - margin; minute < end + margin; ++minute) {
      const detail::zone_seconds at{std::chrono::minutes{minute}};
      const std::int64_t seconds = std::chrono::seconds{zone->get_info(at).offset}.count();
      const std::int64_t shown = minute + seconds / 60;
      shown_.push_back(shown);
      instants_[shown].push_back(minute);
      days_[day_of(shown)] = true;
    }
    for (const auto& [day, exists] : days_) {
      for (const auto& range : hours_on(hours, holidays, day)) {
        mark(hours, day * minutes_per_day_ + range.from, day * minutes_per_day_ + range.to);
      }
    }
  }

  [[nodiscard]] bool is_open(std::int64_t minute) const {
    return open_.at(static_cast<std::size_t>(minute - first_));
  }

 private:
  static constexpr std::int64_t minutes_per_day_ = 1'440;
  static constexpr std::int64_t margin = 5 * minutes_per_day_;

  static std::int64_t day_of(std::int64_t shown) {
    return shown / minutes_per_day_ - (shown % minutes_per_day_ < 0 ? 1 : 0);
  }

  static std::vector<minute_range> hours_on(const calendar& hours,
                                            const std::vector<std::int64_t>& holidays,
                                            std::int64_t day) {
    for (const auto& exception : hours.exceptions) {
      if (exception.first_day <= day && day <= exception.last_day) {
        return exception.hours;
      }
    }
    if (std::ranges::find(holidays, day) != holidays.end()) {
      return {};
    }
    return hours.week.at(static_cast<std::size_t>(((day + 3) % 7 + 7) % 7));
  }

  /// The minute that the clock shows as `local`; of a skipped one, what `hours` makes of it. Past
  /// the margins it does not matter.
  [[nodiscard]] std::int64_t instant(const calendar& hours, std::int64_t local,
                                     bool closing) const {
    const auto found = instants_.find(local);
    if (found != instants_.end()) {
      const bool second = hours.repeated == repeated_hour::second ||
                          (hours.repeated == repeated_hour::both && closing);
      return second ? found->second.back() : found->second.front();
    }
    // The last minute before the clock jumps over `local`.
    for (std::size_t i = 1; i < shown_.size(); ++i) {
      if (shown_[i - 1] < local && local < shown_[i]) {
        const std::int64_t change = first_ - margin + static_cast<std::int64_t>(i);
        return hours.skipped == skipped_hour::previous ? change
                                                       : change + local - shown_[i - 1] - 1;
      }
    }
    return local < shown_.front() ? first_ - margin
                                  : first_ - margin + static_cast<std::int64_t>(shown_.size());
  }

  void mark(const calendar& hours, std::int64_t from, std::int64_t to) {
    const auto end =
        std::min(instant(hours, to, true), first_ + static_cast<std::int64_t>(open_.size()));
    for (auto at = std::max(instant(hours, from, false), first_); at < end; ++at) {
      open_[static_cast<std::size_t>(at - first_)] = true;
    }
  }

  std::int64_t first_;
  std::vector<bool> open_;
  std::vector<std::int64_t> shown_;  ///< by each minute in turn
  std::map<std::int64_t, std::vector<std::int64_t>> instants_;
  std::map<std::int64_t, bool> days_;  ///< that the clock shows
};

}  // namespace shozai::testing
