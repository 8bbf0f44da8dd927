// SPDX-License-Identifier: Apache-2.0
/// \file
/// Three-valued truth over the completions of a fault.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace shozai::inline v1 {

/// Whether something holds in all, some or none of the completions of a fault.
enum class certainty : std::uint8_t { never, sometimes, always };

inline constexpr std::array<std::string_view, 3> certainty_names = {"never", "sometimes", "always"};

}  // namespace shozai::inline v1
