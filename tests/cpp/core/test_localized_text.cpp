// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <shozai/core/localized_text.hpp>

using shozai::language;
using shozai::localized_text;

TEST_CASE("a text is given in the language asked for", "[core][localized-text]") {
  const localized_text both{.plain = "", .en = "Sales", .ja = "営業"};
  CHECK(both.in(language::en) == "Sales");
  CHECK(both.in(language::ja) == "営業");
}

TEST_CASE("a missing language falls back to the other, then to the bare string",
          "[core][localized-text]") {
  CHECK(localized_text{.plain = "", .en = "Sales", .ja = ""}.in(language::ja) == "Sales");
  CHECK(localized_text{.plain = "", .en = "", .ja = "営業"}.in(language::en) == "営業");
  CHECK(localized_text{.plain = "S", .en = "", .ja = ""}.in(language::en) == "S");
  CHECK(localized_text{.plain = "S", .en = "", .ja = ""}.in(language::ja) == "S");
  CHECK(localized_text{.plain = "S", .en = "", .ja = "営業"}.in(language::en) == "営業");
}

TEST_CASE("a text is empty when nothing was given", "[core][localized-text]") {
  CHECK(localized_text{}.empty());
  CHECK(localized_text{}.in(language::en).empty());
  CHECK_FALSE(localized_text{.plain = "S", .en = "", .ja = ""}.empty());
  CHECK_FALSE(localized_text{.plain = "", .en = "S", .ja = ""}.empty());
  CHECK_FALSE(localized_text{.plain = "", .en = "", .ja = "S"}.empty());
}

TEST_CASE("texts are equal when all three parts are", "[core][localized-text]") {
  const localized_text plain{.plain = "S", .en = "", .ja = ""};
  const localized_text english{.plain = "", .en = "S", .ja = ""};
  const localized_text japanese{.plain = "", .en = "", .ja = "S"};
  CHECK(plain == plain);
  CHECK(plain != english);
  CHECK(english != japanese);
}
