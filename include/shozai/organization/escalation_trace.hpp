// SPDX-License-Identifier: Apache-2.0
/// \file
/// What happens to a case that nobody reacts to: whom each step tells, when, and who keeps it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "shozai/organization/duty.hpp"
#include "shozai/organization/time_range.hpp"

namespace shozai::inline v1 {

/// How a step went.
enum class step_outcome : std::uint8_t {
  notified,  ///< somebody was on duty and told at once
  waited,    ///< nobody was, but somebody before the deadline
  empty,     ///< nobody was, until the deadline
  skipped,   ///< nobody was, and the next step began at once
  deferred,  ///< nobody was, and the step began when somebody was
  fallback,  ///< nobody was, and the fallback was told instead
  failed,    ///< nobody was, which the step says must not be
  stuck,     ///< nobody was for 366 days: the path ends
};

/// The names as JSON spells them, in the order of `step_outcome`.
inline constexpr std::array<std::string_view, 8> step_outcome_names = {
    "notified", "waited", "empty", "skipped", "deferred", "fallback", "failed", "stuck"};

[[nodiscard]] constexpr std::string_view name_of(step_outcome outcome) noexcept {
  return step_outcome_names.at(static_cast<std::size_t>(outcome));
}

/// An instant of a path, and whether a case that starts a little later reaches it so much later.
struct path_instant {
  std::int64_t at = 0;
  bool moves = false;

  friend bool operator==(const path_instant&, const path_instant&) = default;
};

/// Somebody is told.
struct notice {
  std::size_t position = 0;  ///< the step's target
  responder who;
  std::int64_t at = 0;
  bool accountable = false;  ///< the target is, or the position as which the person answers
  bool moves = false;        ///< `at` moves along with the start

  friend bool operator==(const notice&, const notice&) = default;
};

/// One step of one round. A step that lapsed has `until`: when the next one begins.
struct step_trace {
  std::size_t round = 0;
  std::size_t step = 0;
  std::int64_t from = 0;
  std::optional<std::int64_t> until;
  step_outcome outcome = step_outcome::empty;
  std::vector<notice> notices;

  friend bool operator==(const step_trace&, const step_trace&) = default;
};

struct escalation_trace {
  std::vector<step_trace> steps;
  std::optional<std::int64_t> reached;  ///< when first an accountable person is told
  std::optional<notice> keeper;         ///< the last accountable one who was
  /// For starts from this one on, before this instant, the same happens: each instant stays or
  /// moves along with the start.
  std::int64_t same_until = end_of_time;
};

}  // namespace shozai::inline v1
