// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <shozai/policy/guarantee_parser.hpp>
#include <shozai/policy/guarantee_printer.hpp>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "support/every_type.hpp"

namespace {

using shozai::guarantee;
using shozai::text_finding;
using findings = std::vector<text_finding>;

guarantee parse(std::string_view text) {
  auto read = shozai::parse_guarantee(text, shozai::testing::every_type_guarantees());
  CAPTURE(text);
  REQUIRE(read.result.has_value());
  return std::move(*read.result);
}

std::string printed(std::string_view text) {
  const shozai::condition_printer conditions(shozai::testing::every_type().attributes(),
                                             shozai::testing::every_type_definitions());
  const auto g = parse(text);
  const auto out = shozai::print_guarantee(g, conditions);
  CHECK(parse(out) == g);
  return out;
}

findings findings_of(std::string_view text) {
  auto read = shozai::parse_guarantee(text, shozai::testing::every_type_guarantees());
  CHECK_FALSE(read.result.has_value());
  return std::move(read.findings);
}

}  // namespace

TEST_CASE("a canonical guarantee prints as it is", "[policy][guarantee]") {
  const auto text =
      GENERATE(as<std::string>{}, "owner.accountable == 'sales'", "owner.accountable != 'launch'",
               "owner.accountable in ['sales', 'service']", "owner.is_decided", "!owner.is_decided",
               "'sales' in owner.informed", "'customer' in cost.joint_visit",
               "cost.cost_share.customer <= 30", "cost.cost_share.sales != 0",
               "'service_duty' reaches 'plant_director' within duration('PT4H')",
               "always cost.cost_share.sales <= 50", "owner is decided within 3 questions",
               "severity == 5 implies owner.accountable == 'quality'",
               "seen && urgent implies owner.is_decided && cost.is_decided || copy.is_decided",
               "seen implies always owner.is_decided",
               "(owner.is_decided || cost.is_decided) && copy.is_decided",
               "!(owner.is_decided && cost.is_decided)",
               "(owner.is_decided && cost.is_decided) && copy.is_decided",
               "owner.is_decided || (cost.is_decided || copy.is_decided)", "!(!owner.is_decided)");
  CAPTURE(text);
  CHECK(printed(text) == text);
}

TEST_CASE("a guarantee is a condition, a claim and how it is meant", "[policy][guarantee]") {
  const auto g = parse("severity == 5 implies owner.accountable in ['sales', 'service']");
  CHECK(g.when.has_value());
  CHECK_FALSE(g.always);
  REQUIRE(g.that.has_value());
  CHECK(g.that->what == shozai::claim::kind::accountable);
  CHECK(g.that->aspect == "owner");
  CHECK(g.that->ids == std::vector<std::string>{"sales", "service"});
  const auto bound = parse("cost is decided within 12 questions");
  CHECK_FALSE(bound.that.has_value());
  REQUIRE(bound.decided_within.has_value());
  CHECK(bound.decided_within->aspect == "cost");
  CHECK(bound.decided_within->questions == 12);
}

TEST_CASE("what is no guarantee is reported at its place", "[policy][guarantee]") {
  const auto [text, found] = GENERATE(table<std::string, text_finding>({
      {"", {"SZ225", {0, 0}, {"aspect"}}},
      {"ownr.is_decided", {"SZ271", {0, 4}, {"ownr", "owner"}}},
      {"owner", {"SZ225", {5, 0}, {"dot"}}},
      {"owner.decided", {"SZ201", {6, 7}, {"claim_field", "decided"}}},
      {"owner.accountable = 'sales'", {"SZ214", {18, 1}, {}}},
      {"owner.accountable < 'sales'", {"SZ201", {18, 1}, {"equality", "<"}}},
      {"owner.accountable == sales", {"SZ201", {21, 5}, {"text", "sales"}}},
      {"owner.accountable == 'sale'", {"SZ204", {21, 6}, {"sale", "sales"}}},
      {"owner.accountable == 'customer'", {"SZ204", {21, 10}, {"customer", ""}}},
      {"owner.accountable in 'sales'", {"SZ201", {21, 7}, {"list", "'sales'"}}},
      {"owner.accountable in ['sales'", {"SZ225", {29, 0}, {"closing_bracket"}}},
      {"'sales' in owner.accountable", {"SZ201", {17, 11}, {"set_field", "accountable"}}},
      {"'sale' in owner.informed", {"SZ204", {0, 6}, {"sale", "sales"}}},
      {"'sales' of owner.informed", {"SZ201", {8, 2}, {"in", "of"}}},
      {"cost.cost_share.sale <= 30", {"SZ204", {16, 4}, {"sale", "sales"}}},
      {"cost.cost_share.sales 30", {"SZ201", {22, 2}, {"comparison", "30"}}},
      {"cost.cost_share.sales <= x", {"SZ201", {25, 1}, {"whole_number", "x"}}},
      {"cost.cost_share.sales <= 1.5", {"SZ201", {25, 3}, {"whole_number", "1.5"}}},
      {"'a' reaches 'b' within 'PT4H'", {"SZ201", {23, 6}, {"duration", "'PT4H'"}}},
      {"owner is decided with 3 questions", {"SZ201", {17, 4}, {"within", "with"}}},
      {"owner is decided within many questions", {"SZ201", {24, 4}, {"whole_number", "many"}}},
      {"owner is decided within 3 days", {"SZ201", {26, 4}, {"questions", "days"}}},
      {"owner.is_decided cost", {"SZ201", {17, 4}, {"end_of_guarantee", "cost"}}},
      {"severty == 5 implies owner.is_decided", {"SZ203", {0, 7}, {"severty", "severity"}}},
      {"severity == 5 implies", {"SZ225", {21, 0}, {"aspect"}}},
      {"implies owner.is_decided", {"SZ225", {0, 0}, {"condition"}}},
      {"owner.is_decided;", {"SZ217", {16, 1}, {";", ""}}},
  }));
  CAPTURE(text);
  CHECK(findings_of(text) == findings{found});
}

TEST_CASE("findings on both sides of `implies` are reported at their places",
          "[policy][guarantee]") {
  CHECK(findings_of("severty == 5 implies ownr.accountable == 'sale'") ==
        findings{{"SZ203", {0, 7}, {"severty", "severity"}},
                 {"SZ271", {21, 4}, {"ownr", "owner"}},
                 {"SZ204", {41, 6}, {"sale", "sales"}}});
}
