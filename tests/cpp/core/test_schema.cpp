// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <shozai/core/schema.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using shozai::attribute;
using shozai::schema;

attribute named(std::string name, std::vector<std::size_t> inputs = {}) {
  attribute a;
  a.name = std::move(name);
  if (!inputs.empty()) {
    a.derived = shozai::derivation{};
  }
  a.inputs = std::move(inputs);
  return a;
}

}  // namespace

TEST_CASE("attributes are found by name and keep their order", "[core][schema]") {
  const schema s({named("b"), named("a"), named("c")});
  CHECK(s.size() == 3);
  CHECK(s.find("b") == 0);
  CHECK(s.find("a") == 1);
  CHECK_FALSE(s.find("d").has_value());
  CHECK_FALSE(s.find("").has_value());
  CHECK(s[2].name == "c");
  CHECK(s.names() == std::vector<std::string_view>{"b", "a", "c"});
  CHECK(schema{}.size() == 0);
}

TEST_CASE("derived attributes are ordered after what they are derived from", "[core][schema]") {
  // d needs c and a, c needs b, b needs e; e and a are given.
  const schema s({named("a"), named("b", {4}), named("c", {1}), named("d", {0, 2}), named("e")});
  const auto& order = s.derivation_order();
  REQUIRE(order.size() == 3);
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const auto input : s[order[i]].inputs) {
      const auto place = std::ranges::find(order, input);
      const bool given = !s[input].derived.has_value();
      const bool before = place < order.begin() + static_cast<std::ptrdiff_t>(i);
      CHECK((given || before));
    }
  }
}

TEST_CASE("a derivation of constants alone needs nothing", "[core][schema]") {
  auto constant = named("k");
  constant.derived = shozai::derivation{};
  const schema s({named("x", {1}), constant});
  CHECK(s.derivation_order() == std::vector<std::size_t>{1, 0});
}

TEST_CASE("a circle of derivations stays out of the order", "[core][schema]") {
  const schema s({named("a", {1}), named("b", {0}), named("c", {3}), named("d")});
  CHECK(s.derivation_order() == std::vector<std::size_t>{2});
}

TEST_CASE("the names of types are those of a document", "[core][schema]") {
  using enum shozai::attribute_type;
  CHECK(name_of(enumeration) == "enum");
  CHECK(name_of(boolean) == "bool");
  CHECK(name_of(duration) == "duration");
  CHECK(is_ordered(integer));
  CHECK(is_ordered(string));
  CHECK_FALSE(is_ordered(enumeration));
  CHECK_FALSE(is_ordered(boolean));
}
