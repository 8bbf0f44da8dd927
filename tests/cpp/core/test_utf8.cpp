// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <optional>
#include <shozai/core/utf8.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using shozai::append_code_point;
using shozai::code_point_count;
using shozai::decode_code_point;
using shozai::display_width;
using shozai::first_invalid_utf8;
using shozai::has_control;
using shozai::is_control;

bool is_surrogate(char32_t code_point) {
  return code_point >= 0xD800 && code_point <= 0xDFFF;
}

std::string encoded(char32_t code_point) {
  std::string text;
  append_code_point(text, code_point);
  return text;
}

/// What the definition of UTF-8 says of one sequence: decode it loosely, then ask whether the
/// encoder would have written it so.
std::size_t length_by_definition(std::string_view text) {
  for (std::size_t length = 1; length <= 4 && length <= text.size(); ++length) {
    const auto lead = static_cast<unsigned char>(text[0]);
    constexpr std::array<unsigned, 5> masks = {0, 0x7F, 0x1F, 0x0F, 0x07};
    unsigned value = lead & masks.at(length);
    for (const char byte : text.substr(1, length - 1)) {
      value = (value << 6U) | (static_cast<unsigned char>(byte) & 0x3FU);
    }
    const auto code_point = static_cast<char32_t>(value);
    if (code_point <= 0x10FFFF && !is_surrogate(code_point) &&
        encoded(code_point) == text.substr(0, length)) {
      return length;
    }
  }
  return 0;
}

std::optional<std::size_t> first_invalid_by_definition(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = length_by_definition(text.substr(at));
    if (length == 0) {
      return at;
    }
    at += length;
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("every code point survives encoding and decoding", "[core][utf8]") {
  std::string all;
  for (char32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
    if (!is_surrogate(code_point)) {
      append_code_point(all, code_point);
    }
  }
  REQUIRE_FALSE(first_invalid_utf8(all));
  CHECK(code_point_count(all) == 0x110000 - 0x800);

  std::size_t at = 0;
  bool same = true;
  for (char32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
    if (!is_surrogate(code_point)) {
      same = same && decode_code_point(all, at) == code_point;
    }
  }
  CHECK(same);
  CHECK(at == all.size());
}

TEST_CASE("code points have the bytes that RFC 3629 gives them", "[core][utf8]") {
  CHECK(encoded(0) == std::string_view("\0", 1));
  CHECK(encoded(0x7F) == "\x7F");
  CHECK(encoded(0x80) == "\xC2\x80");
  CHECK(encoded(0x7FF) == "\xDF\xBF");
  CHECK(encoded(0x800) == "\xE0\xA0\x80");
  CHECK(encoded(0xD7FF) == "\xED\x9F\xBF");
  CHECK(encoded(0xE000) == "\xEE\x80\x80");
  CHECK(encoded(0xFFFF) == "\xEF\xBF\xBF");
  CHECK(encoded(0x10000) == "\xF0\x90\x80\x80");
  CHECK(encoded(0x10FFFF) == "\xF4\x8F\xBF\xBF");
}

TEST_CASE("overlong forms, surrogates and numbers past U+10FFFF are invalid", "[core][utf8]") {
  const auto text = std::string_view{"所在"};
  CHECK_FALSE(first_invalid_utf8(""));
  CHECK_FALSE(first_invalid_utf8(text));
  CHECK(first_invalid_utf8("\xC0\x80") == 0);          // overlong NUL
  CHECK(first_invalid_utf8("ab\xC1\xBF") == 2);        // overlong DEL
  CHECK(first_invalid_utf8("\xE0\x9F\xBF") == 0);      // overlong U+07FF
  CHECK(first_invalid_utf8("a\xED\xA0\x80") == 1);     // U+D800
  CHECK(first_invalid_utf8("a\xED\xBF\xBF") == 1);     // U+DFFF
  CHECK(first_invalid_utf8("\xF0\x8F\xBF\xBF") == 0);  // overlong U+FFFF
  CHECK(first_invalid_utf8("\xF4\x90\x80\x80") == 0);  // U+110000
  CHECK(first_invalid_utf8("\xF5\x80\x80\x80") == 0);  // no such lead byte
  CHECK(first_invalid_utf8("\x80") == 0);              // nothing to continue
  CHECK(first_invalid_utf8(text.substr(0, 5)) == 3);   // cut off
  CHECK(first_invalid_utf8("a\xE3\x81") == 1);         // cut off
  CHECK(first_invalid_utf8("\xE3\x81z") == 0);         // interrupted
}

TEST_CASE("validity is what the definition says, for all pairs and all boundary bytes",
          "[core][utf8]") {
  bool same = true;
  for (unsigned pair = 0; pair <= 0xFFFF; ++pair) {
    const std::string text{static_cast<char>(pair >> 8U), static_cast<char>(pair & 0xFFU)};
    same = same && first_invalid_utf8(text) == first_invalid_by_definition(text);
  }
  CHECK(same);

  constexpr std::array<unsigned char, 21> bytes = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0,
                                                   0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED,
                                                   0xEE, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF};
  std::string text(4, '\0');
  for (std::size_t which = 0; which < std::size_t{21} * 21 * 21 * 21; ++which) {
    std::size_t rest = which;
    for (char& byte : text) {
      byte = static_cast<char>(bytes.at(rest % bytes.size()));
      rest /= bytes.size();
    }
    same = same && first_invalid_utf8(text) == first_invalid_by_definition(text);
  }
  CHECK(same);
}

TEST_CASE("decoding what is not UTF-8 still passes a byte and stays inside", "[core][utf8]") {
  for (unsigned lead = 0x80; lead <= 0xFF; ++lead) {
    const std::string text(1, static_cast<char>(lead));
    std::size_t at = 0;
    (void)decode_code_point(text, at);
    CHECK(at == 1);
  }
}

TEST_CASE("control characters are those of category Cc", "[core][utf8]") {
  CHECK(is_control(0));
  CHECK(is_control(0x1F));
  CHECK_FALSE(is_control(0x20));
  CHECK_FALSE(is_control(0x7E));
  CHECK(is_control(0x7F));
  CHECK(is_control(0x80));
  CHECK(is_control(0x9F));
  CHECK_FALSE(is_control(0xA0));
  CHECK_FALSE(is_control(0x200B));  // a format character is none

  CHECK_FALSE(has_control(""));
  CHECK_FALSE(has_control("責任 A-1"));
  CHECK(has_control("責任\n"));
  CHECK(has_control("a\xC2\x85z"));
  CHECK_FALSE(has_control("\xC4\x85"));  // U+0105: its last byte alone would look like one
}

TEST_CASE("East Asian text takes two columns and what joins takes none", "[core][utf8]") {
  CHECK(display_width(U'a') == 1);
  CHECK(display_width(U'\u00E9') == 1);
  CHECK(display_width(U'\u00AD') == 1);
  CHECK(display_width(U'\u0300') == 0);
  CHECK(display_width(U'\u02FF') == 1);
  CHECK(display_width(U'\u10FF') == 1);
  CHECK(display_width(U'\u1100') == 2);
  CHECK(display_width(U'\u115F') == 2);
  CHECK(display_width(U'\u1160') == 0);
  CHECK(display_width(U'\u200B') == 0);
  CHECK(display_width(U'\u200D') == 0);
  CHECK(display_width(U'\u2500') == 1);  // ambiguous
  CHECK(display_width(U'\u3000') == 2);
  CHECK(display_width(U'\u303F') == 1);
  CHECK(display_width(U'\u3042') == 2);
  CHECK(display_width(U'\u3099') == 0);
  CHECK(display_width(U'\u4E00') == 2);
  CHECK(display_width(U'\uAC00') == 2);
  CHECK(display_width(U'\uFE0F') == 0);
  CHECK(display_width(U'\uFF01') == 2);
  CHECK(display_width(U'\uFF60') == 2);
  CHECK(display_width(U'\uFF71') == 1);  // half-width katakana
  CHECK(display_width(U'\U0001F600') == 2);
  CHECK(display_width(U'\U00020000') == 2);
  CHECK(display_width(U'\U0003FFFD') == 2);
  CHECK(display_width(U'\U000E0100') == 0);
  CHECK(display_width(U'\U0010FFFF') == 1);

  CHECK(display_width("") == 0);
  CHECK(display_width("owner: 保全課") == 13);
  CHECK(display_width("か\xE3\x82\x99") == 2);  // か with a combining voiced mark
}

TEST_CASE("the tables of widths are in order and do not overlap", "[core][utf8]") {
  const auto is_ordered = [](const auto& ranges) {
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      if (ranges[i].first > ranges[i].last || (i > 0 && ranges[i - 1].last >= ranges[i].first)) {
        return false;
      }
    }
    return true;
  };
  CHECK(is_ordered(shozai::detail::zero_width_ranges));
  CHECK(is_ordered(shozai::detail::wide_ranges));
}
