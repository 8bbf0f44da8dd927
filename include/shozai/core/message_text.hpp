// SPDX-License-Identifier: Apache-2.0
/// \file
/// One entry of the catalogue of messages.
#pragma once

#include <cstdint>
#include <string_view>

namespace shozai::inline v1 {

enum class severity : std::uint8_t { note, warning, error };

[[nodiscard]] constexpr std::string_view name_of(severity level) noexcept {
  return level == severity::error ? "error" : level == severity::warning ? "warning" : "note";
}

/// What a code says, and what to do about it; a hint may be empty.
struct message_text {
  std::string_view code;
  severity level = severity::error;
  std::string_view en;
  std::string_view ja;
  std::string_view hint_en;
  std::string_view hint_ja;
};

}  // namespace shozai::inline v1
