// SPDX-License-Identifier: Apache-2.0
/// \file
/// The open time of a calendar: when it is open, how much of a stretch, when an amount has passed.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/organization/calendar.hpp"
#include "shozai/organization/opening_hours.hpp"
#include "shozai/organization/time_range.hpp"
#include "shozai/organization/zone_rules.hpp"

namespace shozai::inline v1 {

/// The days of UTC over which open time is known unless one says otherwise: 1970 to 2099.
inline constexpr std::int64_t first_covered_day = 0;
inline constexpr std::int64_t end_covered_day = 47'482;

/// When one calendar is open, in tables over a horizon of days. Outside it, it is closed.
///
/// \par Complexity
/// A question costs the stretches of one day; an amount of n days its logarithm besides.
/// \par Thread safety
/// Any number of concurrent calls: it never changes.
class working_time {
 public:
  /// `lists` are the calendar's holidays. The horizon is what of `first_day` to `end_day`, days of
  /// UTC, lies in the years whose changes zones know.
  working_time(const calendar& hours, const zone_rules& zone,
               std::span<const holiday_list* const> lists,
               std::int64_t first_day = first_covered_day, std::int64_t end_day = end_covered_day)
      : first_day_(std::clamp(first_day, first_zone_day, end_zone_day)),
        end_day_(std::clamp(end_day, first_day_, end_zone_day)) {
    build(detail::opening_hours(hours, zone, lists, first_day_, end_day_));
  }

  /// Open at every instant there is, without a horizon.
  [[nodiscard]] static working_time always() { return {}; }

  [[nodiscard]] bool is_open(std::int64_t at) const noexcept {
    if (always_) {
      return true;
    }
    const stretch& next = stretches_[ending_after(at)];
    return next.from <= at && at < next.to;
  }

  /// The least instant after `at` at which `is_open` differs; `end_of_time` if there is none.
  [[nodiscard]] std::int64_t next_change(std::int64_t at) const noexcept {
    if (always_) {
      return end_of_time;
    }
    const stretch& next = stretches_[ending_after(at)];
    return at < next.from ? next.from : next.to;
  }

  /// The least instant from `at` on that is open.
  [[nodiscard]] std::optional<std::int64_t> next_open(std::int64_t at) const noexcept {
    if (always_) {
      return at;
    }
    const stretch& next = stretches_[ending_after(at)];
    return next.from == end_of_time ? std::nullopt : std::optional{std::max(at, next.from)};
  }

  /// Open microseconds in [from, to); none if `to` is not after `from`.
  [[nodiscard]] std::int64_t between(std::int64_t from, std::int64_t to) const noexcept {
    if (to <= from) {
      return 0;
    }
    if (always_) {
      std::int64_t length = 0;
      return __builtin_sub_overflow(to, from, &length) ? end_of_time : length;
    }
    return open_before(to) - open_before(from);
  }

  /// The least instant from `at` on until which `amount` (more than 0) has been open; nothing if
  /// the horizon ends before.
  [[nodiscard]] std::optional<std::int64_t> add(std::int64_t at,
                                                std::int64_t amount) const noexcept {
    std::int64_t wanted = 0;
    if (__builtin_add_overflow(always_ ? at : open_before(at), amount, &wanted)) {
      return std::nullopt;
    }
    if (always_) {
      return wanted;
    }
    if (amount <= 0) {
      return at;
    }
    // The stretch in which the total is reached, from `at` on in steps that double.
    std::size_t low = ending_after(at);
    std::size_t step = 1;
    const std::size_t end = stretches_.size() - 1;  // without the one that stands for the end
    while (low + step < end && stretches_[low + step].before < wanted) {
      low += step;
      step *= 2;
    }
    const auto begin = stretches_.begin();
    const auto after =
        std::partition_point(begin + static_cast<std::ptrdiff_t>(low),
                             begin + static_cast<std::ptrdiff_t>(std::min(low + step, end)),
                             [wanted](const stretch& s) { return s.before < wanted; });
    if (after == begin + static_cast<std::ptrdiff_t>(low)) {
      return std::nullopt;
    }
    const stretch& last = *(after - 1);
    const std::int64_t rest = wanted - last.before;
    return rest <= last.to - last.from ? std::optional{last.from + rest} : std::nullopt;
  }

  /// What is open of [from, to), in order, no two touching.
  [[nodiscard]] std::vector<time_range> open_ranges(std::int64_t from, std::int64_t to) const {
    std::vector<time_range> ranges;
    if (from >= to) {
      return ranges;
    }
    if (always_) {
      return {{from, to}};
    }
    for (std::size_t i = ending_after(from); stretches_[i].from < to; ++i) {
      ranges.push_back({std::max(from, stretches_[i].from), std::min(to, stretches_[i].to)});
    }
    return ranges;
  }

  [[nodiscard]] bool ever_opens() const noexcept { return always_ || stretches_.size() > 1; }

  /// The instants between which open time is known.
  [[nodiscard]] time_range horizon() const noexcept {
    return always_ ? time_range{}
                   : time_range{first_day_ * microseconds_per_day, end_day_ * microseconds_per_day};
  }

 private:
  struct stretch {
    std::int64_t from;
    std::int64_t to;
    std::int64_t before;  ///< open microseconds of all stretches before
  };

  working_time() : always_(true) {}

  void build(const std::vector<time_range>& ranges) {
    stretches_.reserve(ranges.size() + 1);
    std::int64_t before = 0;
    for (const auto& range : ranges) {
      stretches_.push_back({range.from, range.to, before});
      before += range.to - range.from;
    }
    stretches_.push_back({end_of_time, end_of_time, before});
    const auto days = static_cast<std::size_t>(end_day_ - first_day_);
    first_of_day_.reserve(days + 1);
    std::uint32_t next = 0;
    for (std::size_t day = 0; day <= days; ++day) {
      const std::int64_t begin =
          (first_day_ + static_cast<std::int64_t>(day)) * microseconds_per_day;
      while (stretches_[next].to <= begin) {
        ++next;
      }
      first_of_day_.push_back(next);
    }
  }

  /// The first stretch that ends after `at`; the one that stands for the end if none does.
  [[nodiscard]] std::size_t ending_after(std::int64_t at) const noexcept {
    if (at < first_day_ * microseconds_per_day) {
      return 0;
    }
    if (at >= end_day_ * microseconds_per_day) {
      return stretches_.size() - 1;
    }
    const auto since = static_cast<std::uint64_t>(at - first_day_ * microseconds_per_day);
    const std::size_t day = since / microseconds_per_day;
    std::size_t next = first_of_day_[day];
    const std::size_t end = first_of_day_[day + 1];
    constexpr std::size_t few = 8;
    if (end - next > few) {
      const auto begin = stretches_.begin();
      return static_cast<std::size_t>(
          std::partition_point(begin + static_cast<std::ptrdiff_t>(next),
                               begin + static_cast<std::ptrdiff_t>(end),
                               [at](const stretch& s) { return s.to <= at; }) -
          begin);
    }
    while (stretches_[next].to <= at) {
      ++next;
    }
    return next;
  }

  /// Open microseconds of the horizon before `at`.
  [[nodiscard]] std::int64_t open_before(std::int64_t at) const noexcept {
    const stretch& next = stretches_[ending_after(at)];
    return next.before + (std::max(at, next.from) - next.from);
  }

  bool always_ = false;
  std::int64_t first_day_ = 0;
  std::int64_t end_day_ = 0;
  std::vector<stretch> stretches_;           ///< sorted, apart; the last stands for the end
  std::vector<std::uint32_t> first_of_day_;  ///< of each day, the first that ends after it begins
};

}  // namespace shozai::inline v1
