// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <shozai/policy/condition_parser.hpp>
#include <shozai/policy/condition_printer.hpp>
#include <string>
#include <string_view>

#include "support/every_type.hpp"

namespace {

std::string printed(std::string_view text) {
  const auto scope = shozai::testing::every_type_scope();
  const auto read = shozai::parse_condition(text, scope);
  REQUIRE(read.result.has_value());
  const shozai::condition_printer printer(scope.attributes,
                                          shozai::testing::every_type_definitions());
  const auto out = printer.print(*read.result);
  const auto again = shozai::parse_condition(out, scope);
  CHECK(again.result == read.result);
  return out;
}

}  // namespace

TEST_CASE("a canonical condition prints as it is", "[policy][condition]") {
  const auto text = GENERATE(
      as<std::string>{}, "true", "false", "seen", "!seen", "urgent", "!urgent", "severity == 4",
      "severity != 4", "hours < -5", "cost <= 12.50", "fault_class in ['design', 'misuse']",
      "product.within('lathe')", "!product.within('lathe')", "serial.startsWith('LT')",
      "has(hours)", "!has(hours)", "installed_on >= date('2026-04-01')",
      "reported_at < timestamp('2026-04-01T00:00:00Z')", "downtime > duration('PT4H')",
      "seen && urgent && severity == 4", "seen || urgent && severity == 4",
      "(seen || urgent) && severity == 4", "!(severity == 4)", "!(severity in [1, 2])",
      "!(seen && urgent)", "!!seen", "(seen && urgent) && under_contract",
      "seen || (urgent || under_contract)", "remark == 'it\\'s'", "remark == 'a\\\\b'",
      "remark == '品質'", "seen == true", "seen != false");
  CAPTURE(text);
  CHECK(printed(text) == text);
}

TEST_CASE("other ways to write a condition print in the canonical one", "[policy][condition]") {
  CHECK(printed("( 4<=severity )&&(((seen)))") == "severity >= 4 && seen");
  CHECK(printed("fault_class == \"design\"") == "fault_class == 'design'");
  CHECK(printed("remark == \"it's\"") == "remark == 'it\\'s'");
  CHECK(printed("remark == '\\u54c1'") == "remark == '品'");
  CHECK(printed("cost == 12") == "cost == 12.00");
  CHECK(printed("cost == -0.5") == "cost == -0.50");
  CHECK(printed("reported_at == timestamp('2026-04-01T09:00:00+09:00')") ==
        "reported_at == timestamp('2026-04-01T00:00:00Z')");
  CHECK(printed("downtime == duration('P1W')") == "downtime == duration('P7D')");
  CHECK(printed("true == seen") == "seen == true");
}

TEST_CASE("a constant outside the domain is printed as written", "[policy][condition]") {
  CHECK(printed("severity < 99") == "severity < 99");
  CHECK(printed("serial == '123456789'") == "serial == '123456789'");
}
