// SPDX-License-Identifier: Apache-2.0
/// \file
/// A moment, and where to ask for the present one: callers pass a clock, nothing here reads one.
#pragma once

#include <chrono>
#include <concepts>

namespace shozai::inline v1 {

/// A moment in UTC, to the microsecond.
using time_point = std::chrono::sys_time<std::chrono::microseconds>;

/// Whatever can say what time it is.
template <class Source>
concept clock = requires(const Source& source) {
  { source.now() } -> std::convertible_to<time_point>;
};

/// A clock that always gives the same moment: for tests, previews and replays.
struct fixed_clock {
  time_point at;  ///< 1970-01-01 unless given

  [[nodiscard]] constexpr time_point now() const noexcept { return at; }

  friend bool operator==(const fixed_clock&, const fixed_clock&) = default;
};

static_assert(clock<fixed_clock>);

}  // namespace shozai::inline v1
