// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <shozai/policy/derivation_parser.hpp>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "support/every_type.hpp"

namespace {

using shozai::derivation;
using shozai::text_finding;
using shozai::testing::every_type;
using findings = std::vector<text_finding>;

shozai::parsed<derivation> parsed(std::string_view text, std::string_view target = "price") {
  const auto& attributes = every_type().attributes();
  return shozai::parse_derivation(text, attributes, attributes[*attributes.find(target)]);
}

std::string printed(std::string_view text, std::string_view target = "price") {
  const auto read = parsed(text, target);
  CAPTURE(text);
  REQUIRE(read.result.has_value());
  CHECK(read.findings.empty());
  const auto out = shozai::print_derivation(*read.result, every_type().attributes());
  CHECK(parsed(out, target).result == read.result);
  return out;
}

findings findings_of(std::string_view text, std::string_view target = "price") {
  auto read = parsed(text, target);
  CHECK_FALSE(read.result.has_value());
  return std::move(read.findings);
}

}  // namespace

TEST_CASE("a canonical derivation prints as it is", "[policy][derivation]") {
  const auto text = GENERATE(
      as<std::string>{}, "5", "severity", "-severity", "--severity", "severity + hours - 3",
      "severity - (hours - 3)", "severity - (hours + 3)", "severity * 2 + hours",
      "(severity + hours) * 2", "severity * (hours * 2)", "-(severity + hours)",
      "-(severity * hours)", "-severity * hours", "min(severity, hours, 3)",
      "max(severity, -hours)", "year(installed_on) * 12 + month(installed_on)",
      "days_between(installed_on, reported_on)", "hours_between(reported_at, repaired_at)",
      "minutes_between(reported_at, repaired_at)", "round(cost * 1.10 + severity)",
      "round(cost) * 2 - round(cost * cost)", "0.5", "severity * 0.5");
  CAPTURE(text);
  CHECK(printed(text) == text);
}

TEST_CASE("other ways to write a derivation print in the canonical one", "[policy][derivation]") {
  CHECK(printed(" ( severity+((hours)) )*2 ") == "(severity + hours) * 2");
  CHECK(printed("(severity * hours) + 1") == "severity * hours + 1");
  CHECK(printed("(severity + hours) + 1") == "severity + hours + 1");
}

TEST_CASE("operators bind as in arithmetic", "[policy][derivation]") {
  const auto value = [](std::string_view text) {
    const auto read = parsed(text);
    REQUIRE(read.result.has_value());
    return static_cast<long long>(
        *shozai::evaluate(*read.result, [](std::size_t) { return std::int64_t{7}; }));
  };
  CHECK(value("2 + 3 * 4") == 14);
  CHECK(value("(2 + 3) * 4") == 20);
  CHECK(value("10 - 3 - 2") == 5);
  CHECK(value("-2 * 3") == -6);
  CHECK(value("2 - -3") == 5);
  CHECK(value("severity * 2 - 1") == 13);
}

TEST_CASE("what is no derivation is reported at its place", "[policy][derivation]") {
  const auto [text, found] = GENERATE(table<std::string, text_finding>({
      {"", {"SZ225", {0, 0}, {"derivation"}}},
      {"severity +", {"SZ225", {10, 0}, {"derivation"}}},
      {"severity hours", {"SZ201", {9, 5}, {"end_of_derivation", "hours"}}},
      {"(severity", {"SZ225", {9, 0}, {"closing_parenthesis"}}},
      {"min(severity, 3", {"SZ225", {15, 0}, {"closing_parenthesis"}}},
      {"severity / 2", {"SZ201", {9, 1}, {"end_of_derivation", "/"}}},
      {"'a'", {"SZ201", {0, 3}, {"derivation", "'a'"}}},
      {"severty + 1", {"SZ151", {0, 7}, {"severty", "severity"}}},
      {"days_betwen(installed_on, reported_on)",
       {"SZ152", {0, 11}, {"days_betwen", "days_between"}}},
      {"days_between(installed_on)", {"SZ153", {0, 12}, {"days_between", "2", "1"}}},
      {"year(installed_on, installed_on)", {"SZ153", {0, 4}, {"year", "1", "2"}}},
      {"min(severity)", {"SZ153", {0, 3}, {"min", "2..64", "1"}}},
      {"days_between(installed_on, severity)", {"SZ154", {27, 8}, {"days_between", "date", "int"}}},
      {"days_between(installed_on, severty)", {"SZ151", {27, 7}, {"severty", "severity"}}},
      {"installed_on", {"SZ156", {0, 12}, {"date"}}},
      {"1 + installed_on", {"SZ156", {4, 12}, {"date"}}},
      {"round(serial)", {"SZ156", {6, 6}, {"string"}}},
      {"cost * 2", {"SZ150", {0, 8}, {"2", "price", "1"}}},
      {"99999999999999999999", {"SZ226", {0, 20}, {"99999999999999999999"}}},
  }));
  CAPTURE(text);
  CHECK(findings_of(text) == findings{found});
}

TEST_CASE("all unknown names of a derivation are reported", "[policy][derivation]") {
  CHECK(findings_of("severty + huors * unknown(1)") ==
        findings{{"SZ151", {0, 7}, {"severty", "severity"}},
                 {"SZ151", {10, 5}, {"huors", "hours"}},
                 {"SZ152", {18, 7}, {"unknown", ""}}});
}

TEST_CASE("the scale of a derivation is bounded at every step", "[policy][derivation]") {
  // cost has 2 fraction digits: 18 factors have 36, 19 would have 38.
  std::string text = "cost";
  for (int i = 1; i < 18; ++i) {
    text += " * cost";
  }
  CHECK(parsed("round(" + text + ")").result.has_value());
  const auto found = findings_of("round(" + text + " * cost)");
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "SZ155");
  CHECK(found[0].arguments == std::vector<std::string>{"36"});
}

TEST_CASE("`round` brings a derivation to the scale of its attribute", "[policy][derivation]") {
  const auto read = parsed("round(cost * 0.05)");
  REQUIRE(read.result.has_value());
  CHECK(read.result->scale == 1);
  CHECK(read.result->operands[0].scale == 4);
  CHECK(parsed("round(cost)", "severity").result->scale == 0);
}
