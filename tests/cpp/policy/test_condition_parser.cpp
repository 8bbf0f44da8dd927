// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <shozai/policy/condition_parser.hpp>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "support/every_type.hpp"

namespace {

using shozai::condition;
using shozai::text_finding;
using shozai::value;
using shozai::testing::every_type;
using findings = std::vector<text_finding>;
using kind = shozai::condition::kind;

condition parse(std::string_view text) {
  auto read = shozai::parse_condition(text, shozai::testing::every_type_scope());
  CAPTURE(text);
  REQUIRE(read.result.has_value());
  return std::move(*read.result);
}

findings findings_of(std::string_view text) {
  auto read = shozai::parse_condition(text, shozai::testing::every_type_scope());
  bool error = false;
  for (const auto& each : read.findings) {
    error = error || shozai::message_of(each.code).level == shozai::severity::error;
  }
  CHECK(read.result.has_value() != error);
  return std::move(read.findings);
}

std::size_t index_of(std::string_view name) {
  return *every_type().attributes().find(name);
}

value number(std::int64_t n) {
  return value{n};
}

}  // namespace

TEST_CASE("`&&` binds tighter than `||`, and `!` tightest", "[policy][condition]") {
  const auto c = parse("under_contract || seen && !urgent || true");
  CHECK(c.what == kind::disjunction);
  REQUIRE(c.operands.size() == 3);
  CHECK(c.operands[0].what == kind::test);
  CHECK(c.operands[1].what == kind::conjunction);
  CHECK(c.operands[1].operands[1].what == kind::negation);
  CHECK(c.operands[1].operands[1].operands[0].what == kind::definition);
  CHECK(c.operands[2] == condition::always(true));
  CHECK(parse("(under_contract || seen) && urgent").what == kind::conjunction);
  CHECK(parse("((seen))") == parse("seen"));
  CHECK(parse("!!seen").operands[0].what == kind::negation);
}

TEST_CASE("a constant may stand on either side", "[policy][condition]") {
  CHECK(parse("4 <= severity") == parse("severity >= 4"));
  CHECK(parse("4 < severity") == parse("severity > 4"));
  CHECK(parse("4 > severity") == parse("severity < 4"));
  CHECK(parse("4 >= severity") == parse("severity <= 4"));
  CHECK(parse("4 == severity") == parse("severity == 4"));
  CHECK(parse("4 != severity") == parse("severity != 4"));
  CHECK(parse("true == seen") == parse("seen == true"));
}

TEST_CASE("each type has its constants", "[policy][condition]") {
  const auto [text, attribute, constant] = GENERATE(table<std::string, std::string, shozai::value>({
      {"fault_class == 'misuse'", "fault_class", number(2)},
      {"fault_class == \"a, b\"", "fault_class", number(3)},
      {"seen == false", "seen", number(0)},
      {"hours == -5", "hours", number(-5)},
      {"cost == 12.5", "cost", number(1250)},
      {"cost == -12", "cost", number(-1200)},
      {"serial == 'LT-1'", "serial", shozai::value{std::string("LT-1")}},
      {"installed_on == date('1970-01-02')", "installed_on", number(1)},
      {"reported_at == timestamp('1970-01-01T09:00:01+09:00')", "reported_at", number(1'000'000)},
      {"downtime == duration('PT1S')", "downtime", number(1'000'000)},
  }));
  CAPTURE(text);
  const auto c = parse(text);
  CHECK(c.test.attribute == index_of(attribute));
  CHECK(c.test.op == shozai::test_operator::equal);
  CHECK(c.test.constants == std::vector<shozai::value>{constant});
  CHECK(c.test.accepted == every_type().attributes()[index_of(attribute)].domain.only(constant));
}

TEST_CASE("names may look like keywords where those cannot stand", "[policy][condition]") {
  CHECK(parse("has(hours)").test.op == shozai::test_operator::has);
  CHECK(parse("product.within('lathe')").test.group == "lathe");
  CHECK(parse("serial.startsWith('L')").test.op == shozai::test_operator::starts_with);
  CHECK(parse("days <= 365").test.attribute == index_of("days"));
}

TEST_CASE("a syntax error ends reading at its place", "[policy][condition]") {
  const auto [text, found] = GENERATE(table<std::string, text_finding>({
      {"", {"SZ225", {0, 0}, {"condition"}}},
      {"severity >=", {"SZ225", {11, 0}, {"condition"}}},
      {"severity >= 4 seen", {"SZ201", {14, 4}, {"end_of_condition", "seen"}}},
      {"(severity >= 4", {"SZ225", {14, 0}, {"closing_parenthesis"}}},
      {"severity >= 4)", {"SZ201", {13, 1}, {"end_of_condition", ")"}}},
      {"severity in 4", {"SZ201", {12, 1}, {"list", "4"}}},
      {"severity in [4", {"SZ225", {14, 0}, {"closing_bracket"}}},
      {"severity in [4,]", {"SZ201", {15, 1}, {"constant", "]"}}},
      {"severity in [hours]", {"SZ201", {13, 5}, {"constant", "hours"}}},
      {"severity = 5", {"SZ214", {9, 1}, {}}},
      {"seen & seen", {"SZ215", {5, 1}, {"&"}}},
      {"seen | seen", {"SZ215", {5, 1}, {"|"}}},
      {"2 < severity < 5", {"SZ208", {13, 1}, {}}},
      {"serial.contains('x')", {"SZ222", {7, 8}, {"contains"}}},
      {"serial.startsWith 'x'", {"SZ201", {18, 3}, {"opening_parenthesis", "'x'"}}},
      {"serial.startsWith(5)", {"SZ201", {18, 1}, {"text", "5"}}},
      {"has(5)", {"SZ201", {4, 1}, {"attribute", "5"}}},
      {"date(5) == installed_on", {"SZ201", {5, 1}, {"text", "5"}}},
      {"seen; seen", {"SZ217", {4, 1}, {";", ""}}},
      {"serial == 'x", {"SZ218", {10, 2}, {}}},
      {"+ 5", {"SZ201", {0, 1}, {"condition", "+"}}},
  }));
  CAPTURE(text);
  CHECK(findings_of(text) == findings{found});
}

TEST_CASE("an error of meaning is reported where it is", "[policy][condition]") {
  const auto [text, found] = GENERATE(table<std::string, text_finding>({
      {"severty >= 4", {"SZ203", {0, 7}, {"severty", "severity"}}},
      {"urgend", {"SZ203", {0, 6}, {"urgend", "urgent"}}},
      {"xyzzy.within('a')", {"SZ203", {0, 5}, {"xyzzy", ""}}},
      {"has(xyzzy)", {"SZ203", {4, 5}, {"xyzzy", ""}}},
      {"has(urgent)", {"SZ203", {4, 6}, {"urgent", "urgent"}}},
      {"fault_class == 'missuse'", {"SZ205", {15, 9}, {"missuse", "fault_class", "misuse"}}},
      {"product.within('lathes')", {"SZ205", {15, 8}, {"lathes", "product", "lathe"}}},
      {"product == 'lathe'", {"SZ206", {11, 7}, {"lathe", "product"}}},
      {"reported_on > installed_on", {"SZ207", {0, 26}, {}}},
      {"fault_class >= 'design'", {"SZ209", {0, 23}, {">=", "fault_class", "enum"}}},
      {"'design' < fault_class", {"SZ209", {0, 22}, {"<", "fault_class", "enum"}}},
      {"seen < true", {"SZ209", {0, 11}, {"<", "seen", "bool"}}},
      {"severity.within('x')", {"SZ209", {9, 6}, {"within", "severity", "int"}}},
      {"product.startsWith('L')", {"SZ209", {8, 10}, {"startsWith", "product", "enum"}}},
      {"severity == '5'", {"SZ210", {12, 3}, {"5", "severity", "int"}}},
      {"severity == 5.5", {"SZ210", {12, 3}, {"5.5", "severity", "int"}}},
      {"installed_on == '2026-04-01'", {"SZ210", {16, 12}, {"2026-04-01", "installed_on", "date"}}},
      {"installed_on == date('2026-02-30')",
       {"SZ210", {16, 18}, {"2026-02-30", "installed_on", "date"}}},
      {"cost == 12.505", {"SZ211", {8, 6}, {"12.505", "cost", "2"}}},
      {"severity in []", {"SZ213", {12, 1}, {}}},
      {"hours != null", {"SZ216", {9, 4}, {}}},
      {"severity", {"SZ221", {0, 8}, {"severity", "int"}}},
      {"product.within('LT-100')", {"SZ223", {15, 8}, {"LT-100", "product", "LT-100"}}},
      {"4 == 5", {"SZ224", {0, 6}, {}}},
      {"urgent == true", {"SZ224", {0, 14}, {}}},
      {"5", {"SZ224", {0, 1}, {}}},
      {"5 in [5]", {"SZ224", {0, 1}, {}}},
      {"hours == 99999999999999999999", {"SZ226", {9, 20}, {"99999999999999999999"}}},
      {"serial == 'a\\nb'", {"SZ227", {10, 6}, {"serial"}}},
  }));
  CAPTURE(text);
  CHECK(findings_of(text) == findings{found});
}

TEST_CASE("all errors of meaning in a condition are reported", "[policy][condition]") {
  CHECK(findings_of("severty >= 4 && fault_class == 'missuse' || xyzzy in [1, 2]") ==
        findings{{"SZ203", {0, 7}, {"severty", "severity"}},
                 {"SZ205", {31, 9}, {"missuse", "fault_class", "misuse"}},
                 {"SZ203", {44, 5}, {"xyzzy", ""}}});
  CHECK(findings_of("severity in [1, 'a', 2.5]") ==
        findings{{"SZ210", {16, 3}, {"a", "severity", "int"}},
                 {"SZ210", {21, 3}, {"2.5", "severity", "int"}}});
}

TEST_CASE("a constant outside the domain is a warning, and the test has its constant",
          "[policy][condition]") {
  CHECK(findings_of("severity == 7") == findings{{"SZ212", {12, 1}, {"7", "severity"}}});
  CHECK(parse("severity == 7").test.accepted.empty());
  CHECK(parse("severity < 7").test.accepted == every_type().attributes()[4].domain.all(false));
  CHECK(findings_of("serial == '123456789'").size() == 1);
}

TEST_CASE("parentheses nest 200 deep", "[policy][condition]") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '(') + "seen" + std::string(depth, ')');
  };
  CHECK(parse(nested(199)) == parse("seen"));
  CHECK(findings_of(nested(200)) == findings{{"SZ202", {200, 4}, {"200"}}});
}

TEST_CASE("positions count bytes, also behind text that is not ASCII", "[policy][condition]") {
  CHECK(findings_of("remark == '品質' && severty == 1") ==
        findings{{"SZ203", {22, 7}, {"severty", "severity"}}});
}
