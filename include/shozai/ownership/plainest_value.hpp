// SPDX-License-Identifier: Apache-2.0
/// \file
/// Of some values the one that people read most easily.
#pragma once

#include <cstdint>

#include "shozai/core/attribute.hpp"
#include "shozai/core/date_time.hpp"
#include "shozai/core/value.hpp"
#include "shozai/core/value_set.hpp"
#include "shozai/ownership/number_ranges.hpp"

namespace shozai::inline v1 {

namespace detail {

/// The number of an attribute that people read most easily: the day on which 2026 begins, or zero.
[[nodiscard]] inline std::int64_t plainest_number(attribute_type type) {
  constexpr std::int64_t new_year = 20'454;  // 2026-01-01
  return type == attribute_type::date        ? new_year
         : type == attribute_type::timestamp ? new_year * microseconds_per_day
                                             : 0;
}

}  // namespace detail

/// Of `s`, not empty, values of `a`: the number nearest to zero, the day or time nearest to the
/// beginning of 2026, the first text or name; none only if there is nothing else.
[[nodiscard]] inline value plainest_value(const attribute& a, const value_set& s) {
  if (s.intervals().empty()) {
    return none{};
  }
  if (a.domain.is_text()) {
    return s.intervals().front().from;
  }
  return static_cast<std::int64_t>(
      detail::nearest(detail::numbers_of(a.domain, s), int128{detail::plainest_number(a.type)}));
}

}  // namespace shozai::inline v1
