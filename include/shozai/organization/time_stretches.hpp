// SPDX-License-Identifier: Apache-2.0
/// \file
/// Days of a zone as instants, so that nobody has to ask a clock later.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/organization/time_range.hpp"
#include "shozai/organization/zone_rules.hpp"

namespace shozai::inline v1 {

/// Instants at which something holds: ranges that are sorted, apart and not empty.
class time_stretches {
 public:
  time_stretches() = default;
  /// The union of `ranges`, whatever their order; empty ones do not count.
  explicit time_stretches(std::vector<time_range> ranges) : ranges_(std::move(ranges)) {
    std::erase_if(ranges_, [](const time_range& each) { return each.from >= each.to; });
    std::ranges::sort(ranges_, {}, &time_range::from);
    std::size_t kept = 0;
    for (const time_range& each : ranges_) {
      if (kept > 0 && each.from <= ranges_[kept - 1].to) {
        ranges_[kept - 1].to = std::max(ranges_[kept - 1].to, each.to);
      } else {
        ranges_[kept++] = each;
      }
    }
    ranges_.resize(kept);
  }

  [[nodiscard]] const std::vector<time_range>& ranges() const noexcept { return ranges_; }

  [[nodiscard]] bool contains(std::int64_t at) const noexcept {
    const auto next = ending_after(at);
    return next != ranges_.end() && next->from <= at;
  }

  /// The least instant after `at` at which `contains` differs; `end_of_time` if there is none.
  [[nodiscard]] std::int64_t next_change(std::int64_t at) const noexcept {
    const auto next = ending_after(at);
    if (next == ranges_.end()) {
      return end_of_time;
    }
    return at < next->from ? next->from : next->to;
  }

  /// What of these is not in `others`.
  [[nodiscard]] time_stretches without(const time_stretches& others) const {
    std::vector<time_range> left;
    auto other = others.ranges_.begin();
    for (time_range each : ranges_) {
      for (; other != others.ranges_.end() && other->to <= each.from; ++other) {
      }
      for (auto cut = other; cut != others.ranges_.end() && cut->from < each.to; ++cut) {
        left.push_back({each.from, cut->from});
        each.from = cut->to;
      }
      left.push_back(each);
    }
    return time_stretches(std::move(left));
  }

  friend bool operator==(const time_stretches&, const time_stretches&) = default;

 private:
  [[nodiscard]] std::vector<time_range>::const_iterator ending_after(
      std::int64_t at) const noexcept {
    if (ranges_.empty() || at < ranges_.front().to) {  // nearly always there is only one
      return ranges_.begin();
    }
    return std::upper_bound(
        ranges_.begin() + 1, ranges_.end(), at,
        [](std::int64_t instant, const time_range& range) { return instant < range.to; });
  }

  std::vector<time_range> ranges_;
};

namespace detail {

/// The instant at which a clock that is `offset` ahead shows the midnight of `day`.
[[nodiscard]] constexpr std::int64_t midnight_at_offset(std::int64_t day,
                                                        std::int64_t offset) noexcept {
  std::int64_t local = 0;
  if (day == beginning_of_time || day == end_of_time) {
    return day;
  }
  if (__builtin_mul_overflow(day, microseconds_per_day, &local) || !countable(local)) {
    return day < 0 ? beginning_of_time : end_of_time;
  }
  return local - offset;
}

}  // namespace detail

/// The instants whose day in `zone` is one of `days`.
///
/// Mostly one range; several where a clock is put back over a midnight.
[[nodiscard]] inline time_stretches instants_of(const day_range& days, const zone_rules& zone) {
  std::vector<time_range> ranges;
  const auto& changes = zone.changes;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const std::int64_t end = i + 1 == changes.size() ? end_of_time : changes[i + 1].from;
    ranges.push_back(
        {std::max(changes[i].from, detail::midnight_at_offset(days.from, changes[i].offset)),
         std::min(end, detail::midnight_at_offset(days.to, changes[i].offset))});
  }
  return time_stretches(std::move(ranges));
}

}  // namespace shozai::inline v1
