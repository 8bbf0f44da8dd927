// SPDX-License-Identifier: Apache-2.0
// What read_json accepts; what it refuses is in test_bad_input.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <shozai/policy/json_gate.hpp>
#include <string>

using shozai::read_json;

TEST_CASE("a JSON text is read as it is, its keys in their order", "[policy][json]") {
  const auto text = GENERATE(
      as<std::string>{}, "null", "true", "0", "-1", "\"a\"", "[]", "{}", R"({"b":1,"a":2,"c":3})",
      R"([[],{},[{}],{"a":[]}])", R"({"":{"":""}})", R"(["品質","\n\t\"\\"])",
      R"([9223372036854775807,-9223372036854775808])", R"({"z":[1,2],"y":{"x":null}})");
  CAPTURE(text);
  const auto gated = read_json(text);
  REQUIRE(gated.tree.has_value());
  CHECK(gated.findings.empty());
  CHECK(gated.tree->dump() == text);
}

TEST_CASE("blanks and escapes are read, not kept", "[policy][json]") {
  CHECK(read_json(" \r\n\t[ 1 ,\n2 ] ").tree->dump() == "[1,2]");
  CHECK(read_json(R"("\u54c1\ud83d\ude00\/\u0000")").tree->get<std::string>() ==
        std::string("品😀/\0", 9));
  CHECK(read_json("[1.5, 1e2, -0.0]").tree->at(1).is_number_float());
}

TEST_CASE("a tree is there exactly if no finding is an error", "[policy][json]") {
  for (const auto* text : {"[1]", "\xEF\xBB\xBF[1]", "[1", "[1e999]", R"({"a":1,"a":1})"}) {
    CAPTURE(text);
    const auto gated = read_json(text);
    CHECK(gated.tree.has_value() != shozai::has_errors(gated.findings));
  }
}

TEST_CASE("every broken number is reported, up to the end of the text", "[policy][json]") {
  const auto gated = read_json("[99999999999999999999, 1, -99999999999999999999]");
  CHECK_FALSE(gated.tree.has_value());
  REQUIRE(gated.findings.size() == 2);
  CHECK(gated.findings[0].pointer == "/0");
  CHECK(gated.findings[1].pointer == "/2");
}
