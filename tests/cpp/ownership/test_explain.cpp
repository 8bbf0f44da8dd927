// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <shozai/ownership/explain.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/decisions.hpp"
#include "support/documents.hpp"

namespace {

using shozai::compile_policy;
using shozai::compiled_policy;
using shozai::explained_rule;
using shozai::explanation;
using shozai::testing::document;
using shozai::testing::policy_with;
using shozai::testing::rule_text;

explanation explained(const compiled_policy& policy, std::string_view fault,
                      std::size_t aspect = 0) {
  return shozai::explain(policy, read_fault(policy.attributes(), fault), aspect);
}

// `R-1 decides always <- R-2`: the rule, its role, how often it applies, what it steps back for.
std::string summary(const explained_rule& r) {
  std::string text =
      r.id + " " + std::string(shozai::rule_role_names.at(static_cast<std::size_t>(r.role))) + " " +
      std::string(shozai::certainty_names.at(static_cast<std::size_t>(r.applies)));
  for (const auto& other : r.overridden_by) {
    text += " <- " + other;
  }
  return text;
}

std::vector<std::string> summaries(const explanation& why) {
  std::vector<std::string> all;
  for (const auto& each : why.rules) {
    all.push_back(summary(each));
  }
  return all;
}

// `severity >= 4 [5] always`: the test, what is known of the attribute, how often it holds.
std::vector<std::string> tests_of(const explained_rule& r) {
  std::vector<std::string> all;
  for (const auto& t : r.tests) {
    all.push_back(t.text + " [" + t.value + "] " +
                  std::string(shozai::certainty_names.at(static_cast<std::size_t>(t.holds))));
  }
  return all;
}

using lines = std::vector<std::string>;

}  // namespace

TEST_CASE("an explanation names the rule that decides and those that stepped back for it",
          "[ownership][explain]") {
  const auto policy = policy_with(
      "override",
      {rule_text("R-1", "severity >= 2", "sales"),
       rule_text("R-2", "severity >= 4", "service", R"("overrides": ["R-1"], )"),
       rule_text("R-3", "severity == 5", "quality",
                 R"("overrides": ["R-2"], "source": "QA 4.2", )"),
       rule_text("R-4", "severity == 1", "sales")},
      R"(, "also": [{"id": "S-1", "when": "severity >= 4", "then": {"informed": ["sales"]}, "because": "b"},
                    {"id": "S-2", "when": "severity == 1", "then": {"informed": ["sales"]}, "because": "b"}])");
  const auto why = explained(policy, R"({"severity": 5})");
  CHECK(why.result.rule == "R-3");
  CHECK(summaries(why) == lines{"R-3 decides always", "R-1 overridden always <- R-3",
                                "R-2 overridden always <- R-3", "S-1 adds always"});
  CHECK(why.unknown.empty());
  CHECK(why.rules[0].when == "severity == 5");
  CHECK(why.rules[0].accountable == "quality");
  CHECK(why.rules[0].because.in(shozai::language::en) == "b");
  CHECK(why.rules[0].source.in(shozai::language::ja) == "QA 4.2");
  CHECK(why.rules[0].pointer == "/aspects/owner/rules/2");
  CHECK(tests_of(why.rules[1]) == lines{"severity >= 2 [5] always"});
}

TEST_CASE("what is not known makes rules that may decide, and is listed", "[ownership][explain]") {
  const auto policy = policy_with("first", {rule_text("R-1", "severity >= 4 && seen", "sales"),
                                            rule_text("R-2", "kind == 'wear'", "service"),
                                            rule_text("R-3", "true", "quality")});
  const auto why = explained(policy, R"({"severity": {"min": 3}, "kind": "wear"})");
  CHECK(summaries(why) == lines{"R-1 may_decide sometimes", "R-2 may_decide always <- R-1",
                                "R-3 overridden always <- R-1 <- R-2"});
  CHECK(why.unknown == lines{"severity", "seen"});
  CHECK(tests_of(why.rules[0]) == lines{"severity >= 4 [] sometimes", "seen [] sometimes"});
  CHECK(tests_of(why.rules[1]) == lines{"kind == 'wear' [wear] always"});
}

TEST_CASE("`otherwise` is explained without a condition", "[ownership][explain]") {
  const auto policy = policy_with(
      "override", {rule_text("R-1", "severity >= 4", "sales")},
      R"(, "otherwise": {"id": "R-0", "then": {"accountable": "service"}, "because": "b"})");
  const auto sure = explained(policy, R"({"severity": 3})");
  CHECK(summaries(sure) == lines{"R-0 decides always"});
  CHECK(sure.rules[0].when.empty());
  CHECK(sure.rules[0].tests.empty());
  CHECK(summaries(explained(policy, "{}")) ==
        lines{"R-1 may_decide sometimes", "R-0 may_decide sometimes"});
}

TEST_CASE("rules in a conflict are all left, none stepped back", "[ownership][explain]") {
  const auto policy = policy_with("unique", {rule_text("R-1", "severity >= 4", "sales"),
                                             rule_text("R-2", "severity >= 3", "sales")});
  CHECK(summaries(explained(policy, R"({"severity": 5})")) ==
        lines{"R-1 decides always", "R-2 decides always"});
}

TEST_CASE("inherited rules step back for own ones", "[ownership][explain]") {
  const auto policy = compile_policy(
      document({.aspects = R"({"base": {"interim": {"accountable": "quality"}, "rules": [)" +
                           rule_text("R-1", "true", "sales") +
                           R"(]}, "copy": {"same_as": "base", "interim": {"accountable": "quality"},
                  "rules": [)" +
                           rule_text("C-1", "severity >= 4", "service") + "]}}"}));
  CHECK(summaries(explained(policy, R"({"severity": 5})", 1)) ==
        lines{"C-1 decides always", "copy/R-1 overridden always <- C-1"});
}

TEST_CASE("tests are seen through definitions, each once, none of an attribute as null",
          "[ownership][explain]") {
  const auto policy = compile_policy(document(
      {.rules = "[" + rule_text("R-1", "urgent && (urgent || !seen)", "sales") + "]",
       .more =
           R"(, "definitions": {"urgent": {"that": "severity >= 4 || kind in ['wear', 'misuse']"}})"}));
  const auto why = explained(policy, R"({"severity": 2, "kind": "wear", "seen": null})");
  REQUIRE(why.rules.size() == 1);
  CHECK(why.rules[0].when == "urgent && (urgent || !seen)");
  CHECK(tests_of(why.rules[0]) == lines{"seen [null] never", "severity >= 4 [2] never",
                                        "kind in ['wear', 'misuse'] [wear] always"});
}

TEST_CASE("an impossible fault has no rules that apply", "[ownership][explain]") {
  const auto policy = compile_policy(
      document({.rules = "[" + rule_text("R-1", "true", "sales") + "]",
                .more = R"(, "assumptions": [{"id": "A-1", "that": "severity >= 2"}])"}));
  const auto why = explained(policy, R"({"severity": 1})");
  CHECK(why.rules.empty());
  CHECK(why.result.assumptions == lines{"A-1"});
}
