// SPDX-License-Identifier: Apache-2.0
/// \file
/// What was promised: how soon a fault is taken up and resolved.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shozai/core/localized_text.hpp"
#include "shozai/policy/condition.hpp"
#include "shozai/policy/document_place.hpp"

namespace shozai::inline v1 {

/// An SLA is promised to a party outside, an OLA by one department or team to the others.
enum class agreement_kind : std::uint8_t { sla, ola };

inline constexpr std::array<std::string_view, 2> agreement_kind_names = {"sla", "ola"};

/// What a deadline counts: all time, or the working time of a calendar.
enum class deadline_clock : std::uint8_t { elapsed, working };

inline constexpr std::array<std::string_view, 2> deadline_clock_names = {"elapsed", "working"};

struct agreement {
  std::string id;
  agreement_kind kind = agreement_kind::sla;
  std::string of;                                  ///< who has to keep it: a department or team
  std::string to;                                  ///< to whom it was promised; or empty
  std::optional<condition> when;                   ///< the faults that it is about; nothing: all
  std::optional<std::int64_t> acknowledge_within;  ///< microseconds; at least one of the two
  std::optional<std::int64_t> resolve_within;
  deadline_clock clock = deadline_clock::elapsed;
  std::string calendar;  ///< of the organization; empty with elapsed time
  localized_text label;
  localized_text because;
  localized_text note;
  document_place place;

  friend bool operator==(const agreement&, const agreement&) = default;
};

}  // namespace shozai::inline v1
