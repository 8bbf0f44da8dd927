// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdint>
#include <shozai/policy/unary_test.hpp>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "support/every_type.hpp"

namespace {

using shozai::attribute;
using shozai::condition;
using shozai::none;
using shozai::text_finding;
using shozai::value;
using shozai::testing::every_type;

const attribute& attribute_named(std::string_view name) {
  return every_type().attributes()[*every_type().attributes().find(name)];
}

shozai::parsed<condition> parsed(std::string_view name, std::string_view cell) {
  const auto index = *every_type().attributes().find(name);
  return shozai::parse_cell(cell, every_type().attributes()[index], index);
}

condition parse(std::string_view name, std::string_view cell) {
  auto read = parsed(name, cell);
  CAPTURE(name, cell);
  REQUIRE(read.result.has_value());
  return std::move(*read.result);
}

bool holds(const condition& c, const value& v) {
  switch (c.what) {
    case condition::kind::constant:
      return c.truth;
    case condition::kind::test:
      return c.test.accepted.contains(v);
    case condition::kind::negation:
      return !holds(c.operands[0], v);
    case condition::kind::conjunction:
      return holds(c.operands[0], v) && holds(c.operands[1], v);
    default:
      break;
  }
  return std::ranges::any_of(c.operands, [&](const condition& o) { return holds(o, v); });
}

// The values from -1 to 6 that a cell of `hours` accepts; `n` is none.
std::string accepted(std::string_view cell) {
  const auto c = parse("hours", cell);
  std::string all;
  for (std::int64_t v = -1; v <= 6; ++v) {
    all += holds(c, value{v}) ? std::to_string(v) : "";
  }
  return all + (holds(c, value{none{}}) ? "n" : "");
}

std::vector<text_finding> findings_of(std::string_view name, std::string_view cell) {
  auto read = parsed(name, cell);
  return std::move(read.findings);
}

}  // namespace

TEST_CASE("a cell accepts what it says", "[policy][cell]") {
  CHECK(accepted("-") == "-10123456n");
  CHECK(accepted("5") == "5");
  CHECK(accepted("-1") == "-1");
  CHECK(accepted("<= 2") == "-1012");
  CHECK(accepted("<2") == "-101");
  CHECK(accepted("> 4") == "56");
  CHECK(accepted(">=4") == "456");
  CHECK(accepted("[1..3]") == "123");
  CHECK(accepted("(1..3]") == "23");
  CHECK(accepted("[1..3)") == "12");
  CHECK(accepted("(1..3)") == "2");
  CHECK(accepted("( -1 .. 1 ]") == "01");
  CHECK(accepted("null") == "n");
  CHECK(accepted("1, 3,5") == "135");
  CHECK(accepted("null, > 4, 1") == "156n");
  CHECK(accepted("[0..1], (3..4]") == "014");
}

TEST_CASE("`not(…)` is the exact complement, none included", "[policy][cell]") {
  for (const auto* cell : {"5", "<= 2", "[1..3]", "null", "1, 3,5", "null, > 4, 1"}) {
    CAPTURE(cell);
    const auto c = parse("hours", cell);
    const auto n = parse("hours", "not(" + std::string(cell) + ")");
    for (std::int64_t v = -1; v <= 6; ++v) {
      CHECK(holds(c, value{v}) != holds(n, value{v}));
    }
    CHECK(holds(c, value{none{}}) != holds(n, value{none{}}));
  }
  CHECK(accepted(" not( 5 ) ") == "-1012346n");
}

TEST_CASE("the type of the column decides the literal", "[policy][cell]") {
  CHECK(parse("fault_class", "misuse").test.constants == std::vector<value>{value{2L}});
  CHECK(parse("fault_class", "'a, b'").test.constants == std::vector<value>{value{3L}});
  CHECK(parse("fault_class", "\"-\"").test.constants == std::vector<value>{value{4L}});
  CHECK(parse("fault_class", "none").test.constants == std::vector<value>{value{5L}});
  CHECK(parse("under_contract", "true").test.constants == std::vector<value>{value{1L}});
  CHECK(parse("cost", "12.5").test.constants == std::vector<value>{value{1250L}});
  CHECK(parse("installed_on", "1970-01-02").test.constants == std::vector<value>{value{1L}});
  CHECK(parse("downtime", "> PT1S").test.constants == std::vector<value>{value{1'000'000L}});
  CHECK(parse("serial", "LT-1").test.constants == std::vector<value>{value{std::string("LT-1")}});
  CHECK(parse("serial", "'null'").test.constants == std::vector<value>{value{std::string("null")}});
  CHECK(parse("product", "within(lathe)").test.group == "lathe");
  CHECK(parse("product", "within('lathe')").test.group == "lathe");
}

TEST_CASE("a canonical cell is written as it is read", "[policy][cell]") {
  const auto [name, cell] = GENERATE(table<std::string, std::string>({
      {"hours", "-"},
      {"hours", "5"},
      {"hours", "-5"},
      {"hours", "<= 5"},
      {"hours", "[1..5)"},
      {"hours", "(-5..-1]"},
      {"hours", "null"},
      {"hours", "not(null)"},
      {"hours", "not(1, 2)"},
      {"hours", "null, > 4, 1"},
      {"cost", "(12.50..13.00)"},
      {"product", "within(lathe)"},
      {"product", "within(lathe), other"},
      {"product", "ML-5/B"},
      {"fault_class", "'a, b', misuse"},
      {"fault_class", "'-'"},
      {"installed_on", "< 2026-04-01"},
      {"reported_at", ">= 2026-04-01T00:00:00Z"},
      {"downtime", "PT4H"},
      {"remark", "'it\\'s'"},
      {"remark", "''"},
      {"remark", "'null'"},
      {"remark", "'< 5'"},
      {"remark", "not('not(x)')"},
      {"remark", "[a..b)"},
      {"seen", "true, null"},
  }));
  CAPTURE(name, cell);
  const auto c = parse(name, cell);
  CHECK(shozai::write_cell(attribute_named(name), c) == cell);
}

TEST_CASE("any text is written so that it reads back", "[policy][cell]") {
  const auto text =
      GENERATE(as<std::string>{}, "-", "null", "not(a)", "within(a)", "[a..b]", "a..b", "a, b", "'",
               "\"", "\\", " a", "a ", "<", "(", "品質", "true", "a..", "..", "a.", "-5", "");
  CAPTURE(text);
  const auto& a = attribute_named("remark");
  const auto index = *every_type().attributes().find("remark");
  const auto range = condition::join(
      condition::kind::conjunction,
      {condition::of(make_test(a, index, shozai::test_operator::greater_equal, {value{text}})),
       condition::of(make_test(a, index, shozai::test_operator::less, {value{text + "z"}}))});
  const auto equal =
      condition::of(make_test(a, index, shozai::test_operator::equal, {value{text}}));
  for (const auto& c : {equal, range, condition::negate(equal)}) {
    const auto cell = shozai::write_cell(a, c);
    CAPTURE(cell);
    CHECK(shozai::parse_cell(cell, a, index).result == c);
  }
}

TEST_CASE("what is no cell is reported at its place", "[policy][cell]") {
  const auto [name, cell, found] = GENERATE(table<std::string, std::string, text_finding>({
      {"hours", "", {"SZ261", {0, 0}, {}}},
      {"hours", "  ", {"SZ261", {2, 0}, {}}},
      {"hours", "1,,2", {"SZ261", {2, 0}, {}}},
      {"hours", "1, 2,", {"SZ261", {5, 0}, {}}},
      {"hours", "not()", {"SZ261", {4, 0}, {}}},
      {"hours", "5, not(6)", {"SZ264", {3, 6}, {}}},
      {"hours", "5, -", {"SZ210", {3, 1}, {"-", "hours", "int"}}},
      {"hours", "abc", {"SZ210", {0, 3}, {"abc", "hours", "int"}}},
      {"hours", "= 5", {"SZ210", {0, 3}, {"= 5", "hours", "int"}}},
      {"hours", "<= abc", {"SZ210", {3, 3}, {"abc", "hours", "int"}}},
      {"hours", "[1..x]", {"SZ210", {4, 1}, {"x", "hours", "int"}}},
      {"hours", "[1..3", {"SZ262", {0, 5}, {"[1..3"}}},
      {"hours", "[3..1]", {"SZ263", {0, 6}, {"[3..1]"}}},
      {"severity", "7", {"SZ212", {0, 1}, {"7", "severity"}}},
      {"cost", "1.234", {"SZ211", {0, 5}, {"1.234", "cost", "2"}}},
      {"fault_class", "missuse", {"SZ205", {0, 7}, {"missuse", "fault_class", "misuse"}}},
      {"fault_class", "> misuse", {"SZ209", {1, 7}, {">", "fault_class", "enum"}}},
      {"product", "lathe", {"SZ206", {0, 5}, {"lathe", "product"}}},
      {"product", "within(LT-100)", {"SZ223", {7, 6}, {"LT-100", "product", "LT-100"}}},
      {"hours", "within(x)", {"SZ209", {7, 1}, {"within", "hours", "int"}}},
      {"remark", "'a' b", {"SZ262", {0, 5}, {"'a' b"}}},
      {"remark", "'a", {"SZ262", {0, 2}, {"'a"}}},
      {"remark", "'a\\nb'", {"SZ227", {0, 6}, {"remark"}}},
  }));
  CAPTURE(name, cell);
  CHECK(findings_of(name, cell) == std::vector<text_finding>{found});
}
