// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cctype>
#include <set>
#include <shozai/core/messages.hpp>
#include <shozai/core/utf8.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace {

using shozai::blank;
using shozai::fill_in;
using shozai::language;
using shozai::message_text;

std::vector<message_text> all_messages() {
  std::vector<message_text> all;
  for (const auto part : shozai::message_catalogue()) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

// The arguments that a pattern asks for: `0`, `@1`.
std::set<std::string> placeholders(std::string_view pattern) {
  std::set<std::string> found;
  for (auto at = pattern.find('{'); at != std::string_view::npos; at = pattern.find('{', at + 1)) {
    const auto end = pattern.find('}', at);
    const auto inside = pattern.substr(at + 1, end - at - 1);
    const auto digits = inside.substr(inside.starts_with('@') ? 1 : 0);
    if (digits.size() == 1 && std::isdigit(static_cast<unsigned char>(digits[0])) != 0) {
      found.insert(std::string(inside));
    }
  }
  return found;
}

bool is_japanese(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0xE3; });
}

}  // namespace

TEST_CASE("every code has a message in both languages, and hints in both or neither",
          "[core][messages]") {
  for (const auto& m : all_messages()) {
    CAPTURE(m.code);
    CHECK_FALSE(m.en.empty());
    CHECK_FALSE(m.ja.empty());
    CHECK(m.hint_en.empty() == m.hint_ja.empty());
    CHECK(is_japanese(m.ja));
    CHECK_FALSE(is_japanese(m.en));
    CHECK((m.hint_ja.empty() || m.hint_ja.find('{') != std::string_view::npos ||
           is_japanese(m.hint_ja)));
  }
}

TEST_CASE("codes are sorted and unique over all parts of the catalogue", "[core][messages]") {
  const auto all = all_messages();
  for (std::size_t i = 0; i < all.size(); ++i) {
    CAPTURE(all[i].code);
    CHECK(all[i].code.size() == 5);
    CHECK(all[i].code.starts_with("SZ"));
    CHECK((i == 0 || all[i - 1].code < all[i].code));
    CHECK(&shozai::message_of(all[i].code) != &shozai::message_of("SZ000"));
    CHECK(shozai::message_of(all[i].code).en == all[i].en);
  }
}

TEST_CASE("a message is one line, lower case, without a final full stop", "[core][messages]") {
  for (const auto& m : all_messages()) {
    CAPTURE(m.code);
    const bool proper = m.en.starts_with("JSON") || m.en.starts_with("UTF-8");
    CHECK((proper || std::isupper(static_cast<unsigned char>(m.en.front())) == 0));
    for (const auto text : {m.en, m.ja, m.hint_en, m.hint_ja}) {
      CHECK_FALSE(text.ends_with('.'));
      CHECK_FALSE(text.ends_with("。"));
      CHECK_FALSE(text.ends_with(' '));
      CHECK(text.find('\n') == std::string_view::npos);
      CHECK_FALSE(shozai::first_invalid_utf8(text).has_value());
      CHECK(std::ranges::count(text, '`') % 2 == 0);
    }
  }
}

TEST_CASE("both languages put in the same arguments", "[core][messages]") {
  for (const auto& m : all_messages()) {
    CAPTURE(m.code);
    CHECK(placeholders(m.en) == placeholders(m.ja));
    CHECK(placeholders(m.hint_en) == placeholders(m.hint_ja));
  }
}

TEST_CASE("terms are sorted, unique and in both languages", "[core][messages]") {
  const auto& terms = shozai::message_terms;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    CAPTURE(terms[i].key);
    CHECK((i == 0 || terms[i - 1].key < terms[i].key));
    CHECK_FALSE(terms[i].en.empty());
    CHECK_FALSE(terms[i].ja.empty());
    CHECK(shozai::term(terms[i].key, language::en) == terms[i].en);
    CHECK(shozai::term(terms[i].key, language::ja) == terms[i].ja);
  }
  CHECK(shozai::term("no such term", language::ja) == "no such term");
}

TEST_CASE("patterns put in arguments and terms", "[core][messages]") {
  const std::vector<std::string> arguments = {"x", "array", ""};
  const auto filled = [&](std::string_view pattern, language l = language::en) {
    return fill_in(pattern, arguments, l, blank::kept).value_or("nothing");
  };
  CHECK(filled("no argument") == "no argument");
  CHECK(filled("`{0}`, {1} and {@1}") == "`x`, array and a list");
  CHECK(filled("{@1}", language::ja) == "リスト");
  CHECK(filled("{0}{0}") == "xx");
  CHECK(filled("[{2}]") == "[]");
  CHECK(filled("{3}") == "nothing");
  CHECK(filled("{\"in\": […]} {} { {@ {x} {@x}") == "{\"in\": […]} {} { {@ {x} {@x}");
  CHECK(filled("ends in {") == "ends in {");
  CHECK_FALSE(fill_in("{2}", arguments, language::en, blank::refused).has_value());
  CHECK(fill_in("{0}", arguments, language::en, blank::refused) == "x");
}

TEST_CASE("what an argument says is not read as a pattern", "[core][messages]") {
  CHECK(fill_in("{0} {1}", {"{1}", "{0}"}, language::en, blank::kept) == "{1} {0}");
}

TEST_CASE("a long argument is cut between two characters", "[core][messages]") {
  const std::string full(200, 'x');
  CHECK(fill_in("{0}", {full}, language::en, blank::kept) == full);
  CHECK(fill_in("{0}", {full + "x"}, language::en, blank::kept) == full + "…");
  std::string wide;
  for (int i = 0; i < 100; ++i) {
    wide += "品";
  }
  const auto cut = fill_in("{0}", {wide}, language::en, blank::kept).value_or("");
  CHECK(cut == wide.substr(0, 198) + "…");
}
