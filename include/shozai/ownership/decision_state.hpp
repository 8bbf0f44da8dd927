// SPDX-License-Identifier: Apache-2.0
/// \file
/// What can be said of a fault, in one word.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace shozai::inline v1 {

enum class decision_state : std::uint8_t { decided, undetermined, gap, conflict, impossible };

/// The names as JSON spells them, in the order of `decision_state`.
inline constexpr std::array<std::string_view, 5> decision_state_names = {
    "decided", "undetermined", "gap", "conflict", "impossible"};

[[nodiscard]] constexpr std::string_view name_of(decision_state state) noexcept {
  return decision_state_names.at(static_cast<std::size_t>(state));
}

}  // namespace shozai::inline v1
