// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <shozai/policy/printable.hpp>
#include <string>

using shozai::printable;

TEST_CASE("text that can be seen is shown as it is", "[policy][printable]") {
  const auto text = GENERATE(as<std::string>{}, "", "severity >= 4", "品質保証", "é e\u0301", "😀",
                             "a\u00A0b", "\uFFFD");
  CHECK(printable(text) == text);
}

TEST_CASE("nothing can move the cursor, forge a line or turn the writing around",
          "[policy][printable]") {
  const auto hidden = GENERATE(as<std::string>{}, "\n", "\r", "\x1B", "\x07", "\x7F", "\xC2\x85",
                               "\xC2\x9B", "\u202E", "\u2066", "\u2069", "\u200F", "\u061C",
                               "\u2028", "\u2029", std::string(1, '\0'));
  CHECK(printable("a" + hidden + "b") == "a\uFFFDb");
  CHECK(printable("a\tb") == "a b");
  CHECK(printable("\x1B[31mred") == "\uFFFD[31mred");
}

TEST_CASE("each byte that is not UTF-8 is replaced", "[policy][printable]") {
  CHECK(printable("a\xFF\xFE"
                  "b") == "a\uFFFD\uFFFDb");
  CHECK(printable("\xE3\x81") == "\uFFFD\uFFFD");
  CHECK(printable("品\xE5\x93") == "品\uFFFD\uFFFD");
}
