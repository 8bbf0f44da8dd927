// SPDX-License-Identifier: Apache-2.0
/// \file
/// Text from outside, made safe to show in a terminal or a log.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "shozai/core/utf8.hpp"

namespace shozai::inline v1 {

/// `text` with a replacement character for every control character, every character that turns
/// the direction of writing and every byte that is not UTF-8, so that it can neither move the
/// cursor nor forge a line. A tab becomes a space.
[[nodiscard]] inline std::string printable(std::string_view text) {
  constexpr std::string_view replacement = "\xEF\xBF\xBD";
  const auto is_direction = [](char32_t c) {
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
  };
  std::string safe;
  while (!text.empty()) {
    const auto valid = text.substr(0, first_invalid_utf8(text).value_or(text.size()));
    for (std::size_t at = 0; at < valid.size();) {
      const auto begin = at;
      const auto c = decode_code_point(valid, at);
      if (c == U'\t') {
        safe += ' ';
      } else if (is_control(c) || is_direction(c)) {
        safe += replacement;
      } else {
        safe += valid.substr(begin, at - begin);
      }
    }
    text.remove_prefix(valid.size());
    if (!text.empty()) {
      safe += replacement;
      text.remove_prefix(1);
    }
  }
  return safe;
}

}  // namespace shozai::inline v1
