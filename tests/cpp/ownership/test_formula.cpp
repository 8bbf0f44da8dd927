// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <shozai/ownership/formula.hpp>
#include <shozai/policy/condition_parser.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/every_type.hpp"

namespace {

using shozai::condition;
using shozai::formula_table;
using shozai::rough_valuation;
using shozai::valuation;
using shozai::testing::every_type;

condition parse(const std::string& text) {
  auto read = shozai::parse_condition(text, shozai::testing::every_type_scope());
  REQUIRE(read.result.has_value());
  return std::move(*read.result);
}

}  // namespace

TEST_CASE("tests that accept the same values are one test", "[ownership][formula]") {
  const auto first = parse("severity >= 4 && under_contract");
  const auto second = parse("!(severity > 3) || under_contract == true || severity in [4, 5]");
  const auto third = parse("severity == 5");
  formula_table table(every_type().document());
  const auto a = table.add(first);
  const auto b = table.add(second);
  CHECK(table.tests().size() == 2);
  CHECK(b.operands[0].operands[0].leaf == a.operands[0].leaf);
  CHECK(b.operands[1].leaf == a.operands[1].leaf);
  CHECK(b.operands[2].leaf == a.operands[0].leaf);
  static_cast<void>(table.add(third));
  CHECK(table.tests().size() == 3);
}

TEST_CASE("tests of none are not those of a value", "[ownership][formula]") {
  const auto with = parse("hours != 5");
  const auto without = parse("hours < 5 || hours > 5");
  formula_table table(every_type().document());
  static_cast<void>(table.add(with));
  static_cast<void>(table.add(without));
  CHECK(table.tests().size() == 3);
}

TEST_CASE("a definition is kept once, and holds what it says", "[ownership][formula]") {
  const auto both = parse("in_warranty && urgent || in_warranty");
  formula_table table(every_type().document());
  const auto f = table.add(both);
  CHECK(table.definitions().size() == 2);  // `urgent` before `in_warranty`, which names it
  CHECK(table.tests().size() == 4);
  const auto number = [&](const std::string& text) {
    const auto c = parse(text);
    const auto count = table.tests().size();
    const auto leaf = formula_table(table).add(c).leaf;
    REQUIRE(leaf < count);
    return leaf;
  };
  const auto severe = number("severity >= 4");
  const auto recent = number("days <= 365");
  const auto contract = number("under_contract");

  valuation now(table);
  now.forget_definitions();
  CHECK_FALSE(now.holds(f));
  now.set(recent, true);
  now.forget_definitions();
  CHECK(now.holds(f));
  now.set(severe, true);
  now.forget_definitions();
  CHECK_FALSE(now.holds(f));
  now.set(contract, true);
  now.forget_definitions();
  CHECK(now.holds(f));
}

TEST_CASE("a formula holds as its truth table says", "[ownership][formula]") {
  const auto c = parse("(severity == 1 || severity == 2) && !(under_contract && true) || false");
  formula_table table(every_type().document());
  const auto f = table.add(c);
  REQUIRE(table.tests().size() == 3);
  for (unsigned bits = 0; bits < 8; ++bits) {
    valuation now(table);
    const bool one = (bits & 1U) != 0;
    const bool two = (bits & 2U) != 0;
    const bool contract = (bits & 4U) != 0;
    now.set(0, one);
    now.set(1, two);
    now.set(2, contract);
    now.forget_definitions();
    CHECK(now.holds(f) == ((one || two) && !contract));
  }
}

TEST_CASE("a rough valuation allows all that can happen, at least", "[ownership][formula]") {
  const std::vector<std::string> texts = {"severity == 1",
                                          "!(severity == 1)",
                                          "severity == 1 && severity == 2",
                                          "severity == 1 || !(severity == 1)",
                                          "severity == 1 && under_contract || severity == 2",
                                          "urgent",
                                          "!urgent && under_contract",
                                          "true",
                                          "false"};
  std::vector<condition> conditions;
  for (const auto& text : texts) {
    conditions.push_back(parse(text));
  }
  formula_table table(every_type().document());
  std::vector<shozai::formula> formulas;
  for (const auto& c : conditions) {
    formulas.push_back(table.add(c));
  }
  const auto count = table.tests().size();
  REQUIRE(count <= 6);
  // Every way to know, to know not, or to leave open each test.
  std::size_t ways = 1;
  for (std::size_t i = 0; i < count; ++i) {
    ways *= 3;
  }
  for (std::size_t way = 0; way < ways; ++way) {
    std::vector<std::pair<bool, bool>> known;
    for (std::size_t i = 0, rest = way; i < count; ++i, rest /= 3) {
      known.emplace_back(rest % 3 != 0, rest % 3 != 1);
    }
    const rough_valuation rough(table, known);
    for (std::size_t bits = 0; bits < (std::size_t{1} << count); ++bits) {
      valuation now(table);
      bool possible = true;
      for (std::size_t i = 0; i < count; ++i) {
        const bool truth = (bits >> i & 1U) != 0;
        possible = possible && (truth ? known[i].first : known[i].second);
        now.set(i, truth);
      }
      now.forget_definitions();
      for (const auto& f : formulas) {
        const bool allowed = !possible || (now.holds(f) ? rough.may_hold(f) : rough.may_fail(f));
        REQUIRE(allowed);
      }
    }
    REQUIRE_FALSE(rough.may_fail(formulas[7]));
    REQUIRE_FALSE(rough.may_hold(formulas[8]));
  }
}
