// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which of the rules that apply decides.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace shozai::inline v1 {

enum class hit_policy : std::uint8_t {
  override_,  ///< those that no other applying rule overrides; they must agree
  first,      ///< the first in document order
  unique,     ///< the only one; two are a conflict
};

/// The names as a document spells them, in the order of `hit_policy`.
inline constexpr std::array<std::string_view, 3> hit_policy_names = {"override", "first", "unique"};

}  // namespace shozai::inline v1
