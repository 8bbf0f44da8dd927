// SPDX-License-Identifier: Apache-2.0
/// \file
/// How far an analysis goes, and as of which day.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "shozai/ownership/budget.hpp"

namespace shozai::inline v1 {

struct analysis_options {
  /// Of the ground of each aspect and then, in steps, of each question on it. What does not end
  /// within it is reported as undecided.
  compile_budget budget;
  std::size_t most_conditions = 4;    ///< that describe one region
  std::size_t most_of_a_kind = 100;   ///< pairs of rules reported for one aspect
  std::optional<std::int64_t> today;  ///< a day, as `parse_date` counts: reviews before it are due
};

}  // namespace shozai::inline v1
