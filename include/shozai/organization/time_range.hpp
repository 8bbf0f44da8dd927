// SPDX-License-Identifier: Apache-2.0
/// \file
/// Stretches of time: of instants, of days, and of minutes of a day.
#pragma once

#include <cstdint>
#include <limits>

namespace shozai::inline v1 {

/// Stand for "from the beginning" and "without end", of instants and of days.
inline constexpr std::int64_t beginning_of_time = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t end_of_time = std::numeric_limits<std::int64_t>::max();

/// [from, to) in microseconds since 1970 in UTC.
struct time_range {
  std::int64_t from = beginning_of_time;
  std::int64_t to = end_of_time;

  [[nodiscard]] constexpr bool contains(std::int64_t at) const noexcept {
    return from <= at && at < to;
  }
  friend bool operator==(const time_range&, const time_range&) = default;
};

/// [from, to) in days since 1970-01-01 of some zone.
struct day_range {
  std::int64_t from = beginning_of_time;
  std::int64_t to = end_of_time;

  friend bool operator==(const day_range&, const day_range&) = default;
};

/// [from, to) in minutes since the midnight with which a local day begins. `to` may pass 24 hours:
/// a night that begins on one day belongs to that day.
struct minute_range {
  int from = 0;
  int to = 0;

  friend bool operator==(const minute_range&, const minute_range&) = default;
};

}  // namespace shozai::inline v1
