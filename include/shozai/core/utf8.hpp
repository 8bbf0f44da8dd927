// SPDX-License-Identifier: Apache-2.0
/// \file
/// Reading, writing and measuring UTF-8 text, one code point at a time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "shozai/core/display_width_table.hpp"

namespace shozai::inline v1 {

/// The greatest code point there is.
inline constexpr char32_t last_code_point = 0x10FFFF;

/// What some programs put before a text to say that it is UTF-8.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

namespace detail {

[[nodiscard]] constexpr unsigned byte_at(std::string_view text, std::size_t at) noexcept {
  return static_cast<unsigned char>(text[at]);
}

[[nodiscard]] constexpr bool is_continuation(unsigned byte) noexcept {
  return (byte & 0xC0U) == 0x80U;
}

/// How many bytes a sequence that begins with `lead` has; 0 when no sequence begins so.
[[nodiscard]] constexpr std::size_t sequence_length(unsigned lead) noexcept {
  if (lead < 0x80U) {
    return 1;
  }
  if (lead >= 0xC2U && lead <= 0xDFU) {  // C0 and C1 could only begin overlong forms
    return 2;
  }
  if (lead >= 0xE0U && lead <= 0xEFU) {
    return 3;
  }
  return lead >= 0xF0U && lead <= 0xF4U ? 4 : 0;
}

/// Whether `second` may follow `lead`: this is where overlong forms, surrogates and code points
/// past U+10FFFF show (Unicode, table 3-7).
[[nodiscard]] constexpr bool may_follow(unsigned lead, unsigned second) noexcept {
  switch (lead) {
    case 0xE0U:
      return second >= 0xA0U && second <= 0xBFU;
    case 0xEDU:
      return second >= 0x80U && second <= 0x9FU;
    case 0xF0U:
      return second >= 0x90U && second <= 0xBFU;
    case 0xF4U:
      return second >= 0x80U && second <= 0x8FU;
    default:
      return is_continuation(second);
  }
}

/// The length of the well-formed sequence at `at`; 0 when there is none.
[[nodiscard]] constexpr std::size_t valid_sequence_length(std::string_view text,
                                                          std::size_t at) noexcept {
  const unsigned lead = byte_at(text, at);
  const std::size_t length = sequence_length(lead);
  if (length <= 1) {
    return length;
  }
  if (text.size() - at < length || !may_follow(lead, byte_at(text, at + 1))) {
    return 0;
  }
  for (std::size_t i = 2; i < length; ++i) {
    if (!is_continuation(byte_at(text, at + i))) {
      return 0;
    }
  }
  return length;
}

[[nodiscard]] constexpr bool lies_in(std::span<const code_point_range> ranges,
                                     char32_t code_point) noexcept {
  const auto* const range = std::ranges::lower_bound(ranges.data(), ranges.data() + ranges.size(),
                                                     code_point, {}, &code_point_range::last);
  return range != ranges.data() + ranges.size() && range->first <= code_point;
}

}  // namespace detail

/// The offset of the first byte that is not part of well-formed UTF-8; nothing when all is.
///
/// Overlong forms, surrogates and code points past U+10FFFF are not well-formed.
[[nodiscard]] constexpr std::optional<std::size_t> first_invalid_utf8(
    std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = detail::valid_sequence_length(text, at);
    if (length == 0) {
      return at;
    }
    at += length;
  }
  return std::nullopt;
}

/// The code point at byte `at`, which moves to the byte after it.
///
/// \pre `text` is well-formed and a code point begins at `at`, before the end. Otherwise the
/// answer has no meaning, but at least one byte is passed and none past the end is read.
[[nodiscard]] constexpr char32_t decode_code_point(std::string_view text,
                                                   std::size_t& at) noexcept {
  const unsigned lead = detail::byte_at(text, at);
  const std::size_t length = detail::sequence_length(lead);
  ++at;
  if (length <= 1) {
    return static_cast<char32_t>(lead);
  }
  unsigned code_point = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length && at < text.size(); ++i, ++at) {
    code_point = (code_point << 6U) | (detail::byte_at(text, at) & 0x3FU);
  }
  return static_cast<char32_t>(code_point);
}

/// Adds `code_point` to `out` as UTF-8.
///
/// \pre `code_point` is at most U+10FFFF and no surrogate.
constexpr void append_code_point(std::string& out, char32_t code_point) {
  const auto bits = static_cast<unsigned>(code_point);
  const auto continuation = [bits](unsigned shift) {
    return static_cast<char>(0x80U | ((bits >> shift) & 0x3FU));
  };
  if (bits < 0x80U) {
    out += static_cast<char>(bits);
  } else if (bits < 0x800U) {
    out += static_cast<char>(0xC0U | (bits >> 6U));
    out += continuation(0);
  } else if (bits < 0x10000U) {
    out += static_cast<char>(0xE0U | (bits >> 12U));
    out += continuation(6);
    out += continuation(0);
  } else {
    out += static_cast<char>(0xF0U | (bits >> 18U));
    out += continuation(12);
    out += continuation(6);
    out += continuation(0);
  }
}

/// How many code points `text` has.
///
/// \pre `text` is well-formed; otherwise the answer is the number of bytes that do not continue
/// another.
[[nodiscard]] constexpr std::size_t code_point_count(std::string_view text) noexcept {
  std::size_t count = 0;
  for (const char byte : text) {
    if (!detail::is_continuation(static_cast<unsigned char>(byte))) {
      ++count;
    }
  }
  return count;
}

/// Whether `code_point` is a control character (general category Cc).
[[nodiscard]] constexpr bool is_control(char32_t code_point) noexcept {
  return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F);
}

/// Whether a control character occurs in `text`.
[[nodiscard]] constexpr bool has_control(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    if (is_control(decode_code_point(text, at))) {
      return true;
    }
  }
  return false;
}

/// How many columns of a terminal `code_point` takes: 0 for what joins the character before it, 2
/// for East Asian wide and fullwidth, else 1.
///
/// Ambiguous width is 1. A control character is 1, because whoever prints it must put something
/// visible in its place.
[[nodiscard]] constexpr int display_width(char32_t code_point) noexcept {
  if (code_point < 0x300) {  // nothing before the combining marks is wide or joins
    return 1;
  }
  if (detail::lies_in(detail::zero_width_ranges, code_point)) {
    return 0;
  }
  return detail::lies_in(detail::wide_ranges, code_point) ? 2 : 1;
}

/// How many columns of a terminal `text` takes.
[[nodiscard]] constexpr std::size_t display_width(std::string_view text) noexcept {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    width += static_cast<std::size_t>(display_width(decode_code_point(text, at)));
  }
  return width;
}

}  // namespace shozai::inline v1
