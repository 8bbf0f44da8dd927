// SPDX-License-Identifier: Apache-2.0
// What is found in small policies, kind by kind, and that nothing else is.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "shozai/ownership/analyse.hpp"
#include "shozai/ownership/compile.hpp"
#include "support/documents.hpp"

namespace {

using shozai::finding;
using shozai::finding_kind;
using shozai::testing::document;
using shozai::testing::rule_text;
using strings = std::vector<std::string>;

constexpr auto attributes = R"({
    "kind": {"type": "enum", "values": {"design": {}, "misuse": {}, "wear": {}}},
    "age": {"type": "int", "min": 0, "max": 99},
    "hours": {"type": "int", "min": 0, "max": 9, "optional": true}})";

// A policy of one aspect with these rules, given as JSON.
std::string policy_of(const std::string& rules, const std::string& rest = "",
                      const std::string& hit_policy = "override") {
  return document({.attributes = attributes,
                   .aspects = R"({"owner": {"hit_policy": ")" + hit_policy +
                              R"(", "interim": {"accountable": "quality"}, "rules": [)" + rules +
                              "]" + rest + "}}"});
}

shozai::analysis analyse(const std::string& text, shozai::analysis_options options = {}) {
  return shozai::analyse(shozai::compile_policy(text), options);
}

std::vector<finding> of_kind(const shozai::analysis& a, finding_kind kind) {
  std::vector<finding> found;
  std::ranges::copy_if(a.findings, std::back_inserter(found),
                       [&](const finding& f) { return f.kind == kind; });
  return found;
}

finding only(const shozai::analysis& a, finding_kind kind) {
  const auto found = of_kind(a, kind);
  REQUIRE(found.size() == 1);
  return found.front();
}

strings ids(const std::vector<shozai::rule_place>& rules) {
  strings all;
  for (const auto& r : rules) {
    all.push_back(r.id);
  }
  return all;
}

// What is said of the region, the remainder after a slash if there is one.
std::string size_of(const finding& f) {
  return f.where->size->str() + " of " + f.where->space->str() +
         (*f.where->remainder == 0 ? "" : " rest " + f.where->remainder->str());
}

const std::string otherwise =
    R"(, "otherwise": {"id": "O", "then": {"accountable": "service"}, "because": "x"})";

}  // namespace

TEST_CASE("a gap is the faults that no rule speaks of") {
  const auto a = analyse(policy_of(rule_text("A", "age < 30", "sales") + "," +
                                   rule_text("B", "kind == 'wear' && age >= 30", "service")));
  const auto gap = only(a, finding_kind::gap);
  CHECK(gap.where->conditions == strings{"kind in ['design', 'misuse'] && age >= 30"});
  CHECK(size_of(gap) == "140 of 300");  // `hours` is not tested and not counted
  CHECK(gap.what.pointer == "/aspects/owner");
  CHECK(gap.example->realised == true);
  CHECK_FALSE(a.clean());
  CHECK(a.aspects.front().gap == shozai::big_count(140));
}

TEST_CASE("what is excluded by an assumption is no gap") {
  const auto text =
      document({.attributes = attributes,
                .aspects = R"({"owner": {"interim": {"accountable": "quality"}, "rules": [)" +
                           rule_text("A", "age < 30", "sales") + "]}}",
                .more = R"(, "assumptions": [{"id": "P", "that": "age < 30", "because": "x"}])"});
  const auto a = analyse(text);
  CHECK(of_kind(a, finding_kind::gap).empty());
  CHECK(ids(only(a, finding_kind::always_true).rules) == strings{"A"});
}

TEST_CASE("two rules that disagree where both are left are a conflict") {
  const auto a = analyse(policy_of(
      rule_text("A", "age < 30", "sales") + "," + rule_text("B", "kind == 'wear'", "service") +
          "," +
          rule_text("C", "kind == 'wear' && age < 10", "quality", R"("overrides": ["A", "B"],)"),
      otherwise));
  const auto conflict = only(a, finding_kind::conflict);
  CHECK(ids(conflict.rules) == strings{"A", "B"});
  CHECK(conflict.where->conditions == strings{"kind == 'wear' && age >= 10 && age <= 29"});
  CHECK(size_of(conflict) == "20 of 300");
  CHECK(conflict.what.message(shozai::language::en) ==
        "rules `A` and `B` both decide and disagree on `accountable`: `sales` or `service`");
}

TEST_CASE("two rules that agree overlap, and one of them may be redundant") {
  const auto a = analyse(policy_of(
      rule_text("A", "age < 30", "sales") + "," + rule_text("B", "age < 20", "sales"), otherwise));
  CHECK(ids(only(a, finding_kind::overlap).rules) == strings{"A", "B"});
  CHECK(ids(only(a, finding_kind::redundant).rules) == strings{"B"});
  CHECK(a.clean());
}

TEST_CASE("a rule is redundant too where `also` rules say what it says differently") {
  const auto a = analyse(
      policy_of(rule_text("A", "age < 30", "service"),
                R"(, "also": [{"id": "S", "when": "age < 40", "then": {"informed": ["sales"]},
                    "because": "x"}],
          "otherwise": {"id": "O", "because": "x",
                        "then": {"accountable": "service", "informed": ["sales"]}})"));
  CHECK(ids(only(a, finding_kind::redundant).rules) == strings{"A"});
}

TEST_CASE("under unique two rules may not even agree") {
  const auto a = analyse(
      policy_of(rule_text("A", "age < 30", "sales") + "," + rule_text("B", "age >= 29", "sales"),
                "", "unique"));
  const auto violation = only(a, finding_kind::unique_violation);
  CHECK(ids(violation.rules) == strings{"A", "B"});
  CHECK(violation.where->conditions == strings{"age == 29"});
  CHECK(size_of(violation) == "1 of 100");
}

TEST_CASE("a rule that others together cover is shadowed") {
  const auto a = analyse(policy_of(
      rule_text("A", "age < 30", "sales") + "," + rule_text("B", "age >= 20", "service") + "," +
          rule_text("C", "kind == 'wear'", "quality") + "," + rule_text("D", "age == 5", "quality"),
      "", "first"));
  const auto shadowed = of_kind(a, finding_kind::shadowed);
  REQUIRE(shadowed.size() == 2);
  CHECK(ids(shadowed[0].rules) == strings{"C"});
  CHECK(ids(shadowed[0].blocking) == strings{"A", "B"});
  CHECK(ids(shadowed[1].blocking) == strings{"A"});
  CHECK(shadowed[1].where->conditions == strings{"age == 5"});
  CHECK(of_kind(a, finding_kind::never_true).empty());
}

TEST_CASE("a condition that is never true is not also shadowed or redundant") {
  const auto a = analyse(
      policy_of(rule_text("A", "age < 30 && age > 40", "sales") + "," +
                    rule_text("B", "true", "service", R"("overrides": ["A"],)"),
                R"(, "also": [{"id": "S", "when": "age >= 0", "then": {"informed": ["sales"]},
                     "because": "x"}])"));
  CHECK(ids(only(a, finding_kind::never_true).rules) == strings{"A"});
  CHECK(of_kind(a, finding_kind::shadowed).empty());
  CHECK(of_kind(a, finding_kind::redundant).empty());
  CHECK(of_kind(a, finding_kind::dead_override).empty());
  CHECK(ids(only(a, finding_kind::always_true).rules) == strings{"S"});
}

TEST_CASE("an override between rules that never meet is dead, entry by entry") {
  const auto a = analyse(
      policy_of(rule_text("A", "age < 30", "sales") + "," + rule_text("B", "age >= 30", "service") +
                "," + rule_text("C", "age == 40", "quality", R"("overrides": ["A", "B"],)")));
  const auto dead = only(a, finding_kind::dead_override);
  CHECK(dead.what.pointer == "/aspects/owner/rules/2/overrides/0");
  CHECK(ids(dead.rules) == strings{"C", "A"});
}

TEST_CASE("an otherwise that is never reached, and one that is") {
  const auto rules = rule_text("A", "age < 30", "sales") + ",";
  const auto covered =
      analyse(policy_of(rules + rule_text("B", "age >= 30", "service"), otherwise));
  CHECK(ids(only(covered, finding_kind::unreachable_otherwise).rules) == strings{"O"});
  const auto open = analyse(policy_of(rules + rule_text("B", "age > 30", "service"), otherwise));
  CHECK(only(open, finding_kind::by_default).where->conditions == strings{"age == 30"});
  CHECK(open.clean());
}

TEST_CASE("assumptions that exclude everything are named, and no more than needed") {
  const auto a = analyse(
      document({.attributes = attributes,
                .rules = "[" + rule_text("A", "age < 30", "sales") + "]",
                .more = R"(, "assumptions": [{"id": "P", "that": "age < 30", "because": "x"},
                                    {"id": "Q", "that": "kind == 'wear'", "because": "x"},
                                    {"id": "R", "that": "age > 40", "because": "x"}])"}));
  REQUIRE(a.findings.size() == 1);
  CHECK(a.findings.front().assumptions == strings{"P", "R"});
  CHECK(a.aspects.empty());
}

TEST_CASE("assumptions that follow from others, and values that they exclude") {
  const auto a = analyse(
      document({.attributes = attributes,
                .rules = "[" + rule_text("A", "age < 99", "sales") + "]",
                .more = R"(, "assumptions": [{"id": "P", "that": "age < 50", "because": "x"},
                                    {"id": "Q", "that": "age < 60", "because": "x"},
                                    {"id": "R", "that": "kind != 'wear'", "because": "x"}])"}));
  CHECK(only(a, finding_kind::redundant_assumption).assumptions == strings{"Q"});
  CHECK(only(a, finding_kind::unreachable_value).value == "wear");
}

TEST_CASE("what nobody uses") {
  const auto a = analyse(
      document({.attributes = attributes,
                .rules = "[" + rule_text("A", "used && kind != 'wear'", "sales") + "]",
                .more = R"(, "teams": {"launch": {"departments": ["sales"], "lead": "sales"}},
                    "definitions": {"used": {"that": "age < 50"}, "unused": {"that": "age < 60"},
                                    "empty": {"that": "age < 5 && age > 9"}})"}));
  const auto unused = of_kind(a, finding_kind::unused_definition);
  CHECK(unused.size() == 2);
  CHECK(only(a, finding_kind::constant_definition).what.arguments == strings{"empty", "false"});
  CHECK(of_kind(a, finding_kind::unused_value).size() == 2);
  const auto departments = of_kind(a, finding_kind::unused_department);
  REQUIRE(departments.size() == 2);
  CHECK(departments[0].what.arguments == strings{"service"});
  CHECK(departments[1].what.pointer == "/teams/launch");
}

TEST_CASE("reviews are overdue as of the day that the caller names") {
  const auto text = policy_of(rule_text("A", "true", "sales", R"("review_by": "2026-04-01",)"));
  shozai::analysis_options options;
  CHECK(of_kind(analyse(text, options), finding_kind::overdue).empty());
  options.today = 20'545;  // 2026-04-02
  CHECK(only(analyse(text, options), finding_kind::overdue).what.pointer ==
        "/aspects/owner/rules/0/review_by");
}

TEST_CASE("inherited rules are judged where they are written") {
  const auto base = R"({"base": {"interim": {"accountable": "quality"}, "rules": [)" +
                    rule_text("A", "age < 30", "sales") + "," +
                    rule_text("B", "age < 20", "service") + "]}, ";
  const auto a = analyse(document(
      {.attributes = attributes,
       .aspects = base + R"("own": {"same_as": "base", "interim": {"accountable": "quality"},
                                    "rules": [)" +
                  rule_text("C", "age < 40", "quality") + "]}}"}));
  CHECK(only(a, finding_kind::conflict).aspect == "base");
  CHECK(of_kind(a, finding_kind::shadowed).empty());  // `own/A` steps back as it should
  CHECK(of_kind(a, finding_kind::gap).size() == 2);
}

TEST_CASE("guarantees are proved, or refuted with the faults that break them") {
  const auto a = analyse(document({.attributes = attributes,
                                   .aspects =
                                       R"({"owner": {"interim": {"accountable": "quality",
                                     "rules": [{"id": "I", "when": "kind == 'wear'",
                                                "then": {"accountable": "service"}, "because": "x"}]},
               "rules": [{"id": "A", "when": "age < 30", "because": "x",
                          "then": {"accountable": "sales", "informed": ["service"],
                                   "cost_share": {"sales": 60, "quality": 40}}}]}})",
                                   .more = R"(, "intake": ["kind"], "guarantees": [
         {"id": "G1", "that": "age < 30 implies owner.accountable == 'sales'"},
         {"id": "G2", "that": "always owner.accountable != 'service'"},
         {"id": "G3", "that": "always owner.cost_share.sales <= 50"},
         {"id": "G4", "that": "always !owner.is_decided || owner.accountable == 'sales'"},
         {"id": "G5", "that": "always !owner.is_decided || 'service' in owner.informed"},
         {"id": "G6", "that": "always owner.is_decided"}])"}));
  using shozai::guarantee_state;
  std::vector<guarantee_state> states;
  for (const auto& g : a.guarantees) {
    states.push_back(g.state);
  }
  CHECK(states == std::vector{guarantee_state::proved, guarantee_state::refuted,
                              guarantee_state::refuted, guarantee_state::proved,
                              guarantee_state::proved, guarantee_state::refuted});
  const auto broken = of_kind(a, finding_kind::guarantee_failed);
  REQUIRE(broken.size() == 3);
  // On a gap the interim owner is accountable.
  CHECK(broken[0].where->conditions == strings{"kind == 'wear' && age >= 30"});
  CHECK(broken[1].where->conditions == strings{"age <= 29"});
  CHECK(broken[2].guarantee == "G6");
}

TEST_CASE("an example takes into account how attributes are derived") {
  const auto text =
      document({.attributes = R"({"from": {"type": "int", "min": 0, "max": 9},
                         "to": {"type": "int", "min": 0, "max": 9},
                         "length": {"type": "int", "min": -20, "max": 20, "derived": "to - from"}})",
                .rules = "[" + rule_text("A", "length < 5", "sales") + "," +
                         rule_text("B", "length > 5 && length < 12", "service") + "]"});
  const auto a = analyse(text);
  const auto gap = only(a, finding_kind::gap);
  CHECK(gap.where->conditions == strings{"length == 5 || length >= 12"});
  REQUIRE(gap.example->realised == true);
  CHECK(gap.example->values.size() == 3);  // the inputs as well

  const auto never =
      analyse(document({.attributes = R"({"from": {"type": "int", "min": 0, "max": 9},
                         "twice": {"type": "int", "min": 0, "max": 20, "derived": "from * 2"}})",
                        .rules = "[" + rule_text("A", "twice <= 18", "sales") + "]"}));
  CHECK(only(never, finding_kind::gap).example->realised == false);
}
