// SPDX-License-Identifier: Apache-2.0
/// \file
/// The domain of a string attribute: every text of at most so many code points without control
/// characters, in the order of its UTF-8 bytes, which is the order of its code points.
///
/// The order is dense nowhere: every text but the last has a next one. So a comparison with a
/// literal, or a prefix test, is an interval with exact ends.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "shozai/core/utf8.hpp"

namespace shozai::inline v1 {

namespace detail {

/// The smallest code point that may occur in a text of the domain.
inline constexpr char32_t first_text_code_point = U' ';

/// The smallest code point of the domain greater than `code_point`; nothing after the last.
[[nodiscard]] constexpr std::optional<char32_t> next_text_code_point(char32_t code_point) noexcept {
  if (code_point >= last_code_point) {
    return std::nullopt;
  }
  const char32_t next = code_point + 1;
  if (next < first_text_code_point) {
    return first_text_code_point;
  }
  if (next >= 0x7F && next <= 0x9F) {  // delete and the second row of controls
    return char32_t{0xA0};
  }
  if (next >= 0xD800 && next <= 0xDFFF) {  // surrogates are no characters
    return char32_t{0xE000};
  }
  return next;
}

/// The longest beginning of `text` that can decide where it lies among the texts of the domain: at
/// most `max_length` code points, and nothing after a control character.
[[nodiscard]] constexpr std::string_view deciding_beginning(std::string_view text,
                                                            std::size_t max_length) noexcept {
  std::size_t at = 0;
  for (std::size_t count = 0; at < text.size() && count < max_length; ++count) {
    if (is_control(decode_code_point(text, at))) {
      break;
    }
  }
  return text.substr(0, at);
}

/// The byte at which the last code point of `text` begins.
[[nodiscard]] constexpr std::size_t last_code_point_offset(std::string_view text) noexcept {
  std::size_t at = text.size() - 1;
  while (at > 0 && is_continuation(byte_at(text, at))) {
    --at;
  }
  return at;
}

}  // namespace detail

/// The smallest text of the domain that is greater than every text beginning with `prefix`; nothing
/// when there is none.
///
/// \pre `prefix` is well-formed UTF-8. It may be longer than `max_length`, or hold control
/// characters: the answer is right for these too.
[[nodiscard]] inline std::optional<std::string> after_prefix(std::string_view prefix,
                                                             std::size_t max_length) {
  std::string_view rest = detail::deciding_beginning(prefix, max_length);
  while (!rest.empty()) {
    const std::size_t last = detail::last_code_point_offset(rest);
    std::size_t at = last;
    const auto next = detail::next_text_code_point(decode_code_point(rest, at));
    rest = rest.substr(0, last);
    if (next) {
      std::string result{rest};
      append_code_point(result, *next);
      return result;
    }
  }
  return std::nullopt;
}

/// The smallest text of the domain greater than `text`; nothing when `text` is the last.
///
/// \pre `text` is well-formed UTF-8. It need not belong to the domain.
[[nodiscard]] inline std::optional<std::string> next_text(std::string_view text,
                                                          std::size_t max_length) {
  const std::string_view beginning = detail::deciding_beginning(text, max_length);
  const bool can_grow = beginning.size() == text.size() && !has_control(beginning) &&
                        code_point_count(beginning) < max_length;
  if (!can_grow) {  // nothing longer belongs to the domain: pass over all that begins so
    return after_prefix(beginning, max_length);
  }
  std::string result{text};
  append_code_point(result, detail::first_text_code_point);
  return result;
}

}  // namespace shozai::inline v1
