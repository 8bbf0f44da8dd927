// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <optional>
#include <shozai/core/text_order.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace {

using shozai::after_prefix;
using shozai::append_code_point;
using shozai::next_text;

constexpr std::size_t longest = 3;

/// Neighbours on both sides of every hole in the domain, and its ends.
constexpr std::array<char32_t, 13> letters = {
    0x20, 0x21, 0x22, 0x7D, 0x7E, 0xA0, 0xA1, 0xD7FE, 0xD7FF, 0xE000, 0xE001, 0x10FFFE, 0x10FFFF};

std::string text_of(std::u32string_view code_points) {
  std::string text;
  for (const char32_t code_point : code_points) {
    append_code_point(text, code_point);
  }
  return text;
}

/// What comes after all texts that begin with `prefix`, when `letters` does not hold its last
/// letter: the successor of a letter that ends a run of them.
std::optional<std::u32string> after_a_run(std::u32string prefix) {
  while (prefix.ends_with(char32_t{0x10FFFF})) {
    prefix.pop_back();
  }
  const bool ends_a_run = prefix.ends_with(char32_t{0x22}) || prefix.ends_with(char32_t{0xA1}) ||
                          prefix.ends_with(char32_t{0xE001});
  if (!ends_a_run) {
    return std::nullopt;
  }
  ++prefix.back();
  return prefix;
}

/// Every text of at most `longest` of the letters, in their order, by definition.
std::vector<std::u32string> all_texts() {
  std::vector<std::u32string> texts = {U""};
  for (std::size_t from = 0, length = 0; length < longest; ++length) {
    const std::size_t to = texts.size();
    for (; from < to; ++from) {
      for (const char32_t letter : letters) {
        texts.push_back(texts[from] + letter);
      }
    }
  }
  std::ranges::sort(texts);
  return texts;
}

}  // namespace

TEST_CASE("the order of bytes is the order of code points", "[core][text-order]") {
  const auto texts = all_texts();
  CHECK(std::ranges::is_sorted(texts, {}, text_of));
}

TEST_CASE("the next text is the one that follows in the whole order", "[core][text-order]") {
  const auto texts = all_texts();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto& text = texts[i];
    const auto next = next_text(text_of(text), longest);
    const auto outside = text.size() == longest ? after_a_run(text) : std::nullopt;
    if (i + 1 == texts.size()) {
      REQUIRE_FALSE(next);
    } else if (outside) {
      REQUIRE(next == text_of(*outside));
    } else {
      REQUIRE(next == text_of(texts[i + 1]));
    }
  }
}

TEST_CASE("after a prefix comes the first text that is past all that begin with it",
          "[core][text-order]") {
  const auto texts = all_texts();
  for (const auto& prefix : texts) {
    const auto after = after_prefix(text_of(prefix), longest);
    if (const auto outside = after_a_run(prefix)) {
      REQUIRE(after == text_of(*outside));
      continue;
    }
    const auto past = std::ranges::find_if(texts, [&prefix](const std::u32string& text) {
      return text > prefix && !text.starts_with(prefix);
    });
    REQUIRE(after == (past == texts.end() ? std::nullopt : std::optional{text_of(*past)}));
  }
}

TEST_CASE("a text that can grow is followed by itself and a space", "[core][text-order]") {
  CHECK(next_text("", 1) == " ");
  CHECK(next_text("LT-100", 32) == "LT-100 ");
  CHECK(next_text("所", 2) == "所 ");
}

TEST_CASE("a text of full length is followed by its last character's successor",
          "[core][text-order]") {
  CHECK(next_text("ab", 2) == "ac");
  CHECK(next_text("a~", 2) == "a\u00A0");  // over delete and the second row of controls
  CHECK(next_text("a\uD7FF", 2) == "a\uE000");
  CHECK(next_text("a\U0010FFFF", 2) == "b");
  CHECK_FALSE(next_text("\U0010FFFF\U0010FFFF", 2));
  CHECK_FALSE(next_text("", 0));
}

TEST_CASE("nothing comes after the empty prefix, or after the last character",
          "[core][text-order]") {
  CHECK_FALSE(after_prefix("", 8));
  CHECK_FALSE(after_prefix("\U0010FFFF\U0010FFFF", 8));
  CHECK(after_prefix("A-\U0010FFFF", 8) == "A.");
  CHECK(after_prefix("A", 8) == "B");
  CHECK_FALSE(after_prefix("A", 0));
}

TEST_CASE("texts outside the domain have a place among those inside", "[core][text-order]") {
  CHECK(next_text("abc", 2) == "ac");   // too long
  CHECK(next_text("a\tb", 3) == "a ");  // a control is before every character
  CHECK(next_text("a\x7F", 3) == "a\u00A0");
  CHECK(after_prefix("abc", 2) == "ac");
  CHECK(after_prefix("a\n", 3) == "a ");
  CHECK(after_prefix("\x1F", 3) == " ");
  CHECK(after_prefix("\u009E", 3) == "\u00A0");
  CHECK(after_prefix("\u009F", 3) == "\u00A0");
  CHECK(after_prefix("a\x7F\U0010FFFF", 3) == "a\u00A0");
}
