// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <shozai/policy/names.hpp>
#include <string>

using shozai::is_enum_value;
using shozai::is_id;
using shozai::is_name;
using shozai::is_reserved;

TEST_CASE("a name is a lower-case letter, then lower-case letters, digits and `_`",
          "[policy][names]") {
  for (const auto* name : {"a", "fault_class", "x1", "a_", "a__b"}) {
    CAPTURE(name);
    CHECK(is_name(name));
  }
  for (const auto* name : {"", "A", "1a", "_a", "a-b", "a b", "faultClass", "品質", "a\n"}) {
    CAPTURE(name);
    CHECK_FALSE(is_name(name));
  }
}

TEST_CASE("the words of the condition language are reserved", "[policy][names]") {
  for (const auto* name : {"true", "false", "in", "has", "date", "timestamp", "duration", "within",
                           "startsWith", "implies", "always"}) {
    CAPTURE(name);
    CHECK(is_reserved(name));
  }
  CHECK_FALSE(is_reserved("null"));
  CHECK_FALSE(is_reserved("True"));
  CHECK_FALSE(is_reserved("ins"));
}

TEST_CASE("an id is 1 to 64 letters, digits, dots, underscores and hyphens", "[policy][names]") {
  CHECK(is_id("RC-100"));
  CHECK(is_id("a.B_9"));
  CHECK(is_id("-"));
  CHECK(is_id(std::string(64, 'a')));
  CHECK_FALSE(is_id(std::string(65, 'a')));
  for (const auto* id : {"", "R 1", "R/1", "規則", "R:1", "*"}) {
    CAPTURE(id);
    CHECK_FALSE(is_id(id));
  }
}

TEST_CASE("an enum value is 1 to 64 characters without quotes, backslashes and outer spaces",
          "[policy][names]") {
  std::string characters;
  for (int i = 0; i < 64; ++i) {
    characters += "品";
  }
  CHECK(is_enum_value(characters));
  CHECK_FALSE(is_enum_value(characters + "x"));
  for (const auto* value : {"LT-100", "a, b", "a b", "-", "null", "ML-5/B", "(a)", "[1..2]"}) {
    CAPTURE(value);
    CHECK(is_enum_value(value));
  }
  for (const auto* value : {"", " a", "a ", "a'b", "a\"b", "a\\b", "a\nb", "a\x7f", "a\xC2\x85"}) {
    CAPTURE(value);
    CHECK_FALSE(is_enum_value(value));
  }
}
