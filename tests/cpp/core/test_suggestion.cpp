// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <optional>
#include <set>
#include <shozai/core/suggestion.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace {

using shozai::nearest_name;

using names = std::vector<std::string>;

/// Optimal string alignment by its recursive definition.
std::size_t distance_by_definition(std::u32string_view a, std::u32string_view b) {
  if (a.empty() || b.empty()) {
    return a.size() + b.size();
  }
  const auto shorter_a = a.substr(0, a.size() - 1);
  const auto shorter_b = b.substr(0, b.size() - 1);
  std::size_t least =
      distance_by_definition(shorter_a, shorter_b) + (a.back() == b.back() ? 0U : 1U);
  least = std::min(least, distance_by_definition(shorter_a, b) + 1);
  least = std::min(least, distance_by_definition(a, shorter_b) + 1);
  if (a.size() > 1 && b.size() > 1 && a.back() == b[b.size() - 2] && a[a.size() - 2] == b.back()) {
    least = std::min(
        least, distance_by_definition(a.substr(0, a.size() - 2), b.substr(0, b.size() - 2)) + 1);
  }
  return least;
}

std::vector<std::u32string> all_words(std::size_t longest) {
  std::vector<std::u32string> words = {U""};
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].size() < longest) {
      for (const char32_t letter : {U'a', U'b', U'所'}) {
        words.push_back(words[i] + letter);
      }
    }
  }
  return words;
}

}  // namespace

TEST_CASE("the distance of two words is what its definition says", "[core][suggestion]") {
  const auto words = all_words(4);
  for (const auto& a : words) {
    for (const auto& b : words) {
      const std::size_t expected = distance_by_definition(a, b);
      REQUIRE(shozai::detail::edit_distance(a, b, 8) == expected);
      for (std::size_t limit = 0; limit < 4; ++limit) {
        const std::size_t limited = shozai::detail::edit_distance(a, b, limit);
        REQUIRE((expected <= limit ? limited == expected : limited > limit));
      }
    }
  }
}

TEST_CASE("the nearest name is suggested", "[core][suggestion]") {
  const names departments = {"sales", "maintenance", "quality"};
  CHECK(nearest_name("maintenence", departments) == "maintenance");
  CHECK(nearest_name("slaes", departments) == "sales");  // one swap
  CHECK(nearest_name("quallity", departments) == "quality");
  CHECK(nearest_name("qualty", departments) == "quality");
  CHECK_FALSE(nearest_name("accounting", departments));
  CHECK_FALSE(nearest_name("sales", names{}));
}

TEST_CASE("a third of the code points may differ, and always one", "[core][suggestion]") {
  CHECK(nearest_name("a", names{"b"}) == "b");
  CHECK_FALSE(nearest_name("a", names{"bc"}));
  CHECK(nearest_name("abcde", names{"abcdX"}) == "abcdX");
  CHECK_FALSE(nearest_name("abcde", names{"abcXX"}));
  CHECK(nearest_name("abcdef", names{"abcdXX"}) == "abcdXX");
  CHECK_FALSE(nearest_name("abcdef", names{"abcXXX"}));
  CHECK(nearest_name("初期不良", names{"初期不具"}) == "初期不具");
  CHECK_FALSE(nearest_name("初期不良", names{"初期XX"}));  // four code points, not twelve bytes
}

TEST_CASE("case alone counts as one edit at most", "[core][suggestion]") {
  CHECK(nearest_name("RC", names{"rc"}) == "rc");
  CHECK(nearest_name("SALES", names{"sales"}) == "sales");
  CHECK(nearest_name("SALES", names{"SALED", "sales"}) == "SALED");  // as near, and first
  CHECK(nearest_name("Sales", names{"sales", "Sales"}) == "Sales");
  CHECK_FALSE(nearest_name("@[`", names{"`{@"}));  // the neighbours of the letters have no case
}

TEST_CASE("of equally near names the first is suggested", "[core][suggestion]") {
  CHECK(nearest_name("cat", names{"bat", "rat"}) == "bat");
  CHECK(nearest_name("cat", names{"rat", "bat"}) == "rat");
  CHECK(nearest_name("sever", names{"seven", "severe", "sever"}) == "sever");
  CHECK(nearest_name("severty", names{"seven", "severity", "severer"}) == "severity");
}

TEST_CASE("long names are compared by their first 64 code points", "[core][suggestion]") {
  const std::string beginning(64, 'x');
  CHECK(nearest_name(beginning + "abc", names{beginning}) == beginning);
  CHECK(nearest_name(beginning, names{beginning + "所在"}) == beginning + "所在");
  CHECK_FALSE(nearest_name(std::string(64, 'y'), names{beginning}));
  CHECK(nearest_name(std::string(21, 'y') + std::string(43, 'x'), names{beginning}) == beginning);
  CHECK_FALSE(nearest_name(std::string(22, 'y') + std::string(42, 'x'), names{beginning}));
  const std::string endless(1'000'000, 'x');
  CHECK(nearest_name(endless, names(1'000, endless)) == endless);
}

TEST_CASE("any range of texts holds candidates", "[core][suggestion]") {
  constexpr std::array<std::string_view, 2> views = {"drive", "pump"};
  CHECK(nearest_name("pumb", views) == "pump");

  const std::set<std::string> machines = {"lathe", "mill"};
  CHECK(nearest_name("mil", machines) == "mill");
}
