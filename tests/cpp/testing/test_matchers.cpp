// SPDX-License-Identifier: Apache-2.0
// The matchers for Catch2: what they accept, what they refuse, and what people then read.
#include <catch2/catch_test_macros.hpp>
#include <catch2/catch_tostring.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <shozai/ownership/compile.hpp>
#include <shozai/policy/load_fault.hpp>
#include <shozai/testing/catch2.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "support/documents.hpp"

namespace {

using namespace shozai::testing;  // NOLINT(google-build-using-namespace): as users write it

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::MessageMatches;
using shozai::compile_policy;

std::string aspect(const std::string& name, const std::string& rules,
                   const std::string& interim = "quality", const std::string& more = {}) {
  return "\"" + name + R"(": {"interim": {"accountable": ")" + interim + R"("}, "rules": [)" +
         rules + "]" + more + "}";
}

std::string by_kind() {
  return rule_text("D", "kind == 'design'", "quality") + "," +
         rule_text("M", "kind == 'misuse'", "sales");
}

/// `A` and `B` contradict each other where severity is 3.
std::string meeting() {
  return rule_text("A", "severity <= 3", "sales") + "," +
         rule_text("B", "severity >= 3", "service");
}

shozai::compiled_policy two_aspects() {
  return compile_policy(
      document({.aspects = "{" + aspect("cause", by_kind()) + "," +
                           aspect("cost", meeting(), "service") + "}",
                .more = R"(, "assumptions": [{"id": "A-1", "that": "kind != 'wear' || severity > 1",
                                              "because": "b"}])"}));
}

std::vector<shozai::decision> decided(std::string_view fault) {
  const auto policy = two_aspects();
  return policy.decide(shozai::read_fault(policy.attributes(), fault));
}

shozai::decision cause_of(std::string_view fault) {
  return decided(fault).front();
}

shozai::compiled_policy one_aspect(const std::string& rules, const std::string& more = {}) {
  return compile_policy(document({.rules = "[" + rules + "]", .more = more}));
}

template <typename T>
std::string shown(const T& value) {
  return Catch::StringMaker<T>::convert(value);
}

}  // namespace

TEST_CASE("a decision is owned by the accountable department, not by the one that holds it") {
  CHECK_THAT(cause_of(R"({"kind": "design"})"), is_owned_by("quality"));
  CHECK_THAT(cause_of(R"({"kind": "design"})"), !is_owned_by("sales"));
  CHECK_THAT(cause_of(R"({"kind": "wear", "severity": 2})"), !is_owned_by("quality"));
  CHECK_THAT(cause_of(R"({"kind": "wear", "severity": 2})"), !is_owned_by(""));
  CHECK_THAT(cause_of(R"({"kind": "wear", "severity": 2})"), is_held_by("quality"));
  CHECK_THAT(cause_of(R"({"kind": "design"})"), !is_held_by("quality"));
  CHECK_THAT(cause_of(R"({"kind": "wear", "severity": 2})"), !is_held_by("sales"));
}

TEST_CASE("a decision names the rule that decides it in every completion") {
  CHECK_THAT(cause_of(R"({"kind": "design"})"), decides_by_rule("D"));
  CHECK_THAT(cause_of(R"({"kind": "design"})"), !decides_by_rule("M"));
  CHECK_THAT(cause_of("{}"), !decides_by_rule("D"));
  CHECK_THAT(cause_of("{}"), !decides_by_rule(""));
}

TEST_CASE("an undetermined decision is between just those who may turn out accountable") {
  const auto open = cause_of("{}");
  CHECK_THAT(open, is_undetermined_between("sales", "quality"));
  CHECK_THAT(open, is_undetermined_between("quality", "sales"));
  CHECK_THAT(open, !is_undetermined_between("quality"));
  CHECK_THAT(open, !is_undetermined_between("quality", "sales", "service"));
  CHECK_THAT(cause_of(R"({"kind": "design"})"), !is_undetermined_between("quality"));
}

TEST_CASE("gaps, conflicts and impossible faults are told apart") {
  CHECK_THAT(cause_of(R"({"kind": "wear", "severity": 2})"), is_a_gap());
  CHECK_THAT(cause_of(R"({"kind": "design"})"), !is_a_gap());
  CHECK_THAT(decided(R"({"severity": 3})"), is_a_conflict_of("A", "B").in("cost"));
  CHECK_THAT(decided(R"({"severity": 3})"), is_a_conflict_of("B", "A").in("cost"));
  CHECK_THAT(decided(R"({"severity": 3})"), !is_a_conflict_of("A").in("cost"));
  CHECK_THAT(decided(R"({"severity": 2})"), !is_a_conflict_of("A", "B").in("cost"));
  CHECK_THAT(cause_of(R"({"kind": "wear", "severity": 1})"), is_impossible());
  CHECK_THAT(cause_of(R"({"kind": "wear", "severity": 2})"), !is_impossible());
}

TEST_CASE("the next question is that of an undetermined decision") {
  CHECK_THAT(cause_of("{}"), asks_for("kind"));
  CHECK_THAT(cause_of("{}"), !asks_for("severity"));
  CHECK_THAT(cause_of(R"({"kind": "design"})"), !asks_for("kind"));
}

TEST_CASE("matchers combine, and the only aspect needs no name") {
  const auto policy = one_aspect(rule_text("R-1", "severity >= 4", "sales"));
  const auto all = policy.decide(shozai::read_fault(policy.attributes(), R"({"severity": 5})"));
  CHECK_THAT(all, is_owned_by("sales") && decides_by_rule("R-1").in("owner"));
  CHECK_THAT(all, is_a_gap() || is_owned_by("sales"));
}

TEST_CASE("which of several aspects is meant must be said, for a claim and for its negation") {
  const auto all = decided(R"({"kind": "design"})");
  CHECK_THAT(all, is_owned_by("quality").in("cause"));
  CHECK_THROWS_MATCHES(is_owned_by("quality").match(all), std::invalid_argument,
                       MessageMatches(ContainsSubstring(".in(...) for cause or cost")));
  CHECK_THROWS_MATCHES((!is_owned_by("quality").in("costs")).match(all), std::invalid_argument,
                       MessageMatches(ContainsSubstring("no aspect costs, only cause and cost")));
  CHECK_THROWS_AS(is_owned_by("quality").in("cost").match(all.front()), std::invalid_argument);
}

TEST_CASE("a failure shows state, owner, rule and reason") {
  CHECK(is_owned_by("sales").in("cause").toString() == "is owned by sales in cause");
  CHECK(is_undetermined_between("a", "b", "c").toString() == "is undetermined between a, b and c");
  CHECK(shown(cause_of(R"({"kind": "design"})")) ==
        "{ cause is decided: quality is accountable by rule D, because b }");
  CHECK(shown(cause_of("{}")) ==
        "{ cause is undetermined: quality, sales or a gap; asks for kind; quality holds it "
        "meanwhile }");
  CHECK(shown(cause_of(R"({"kind": "wear", "severity": 2})")) ==
        "{ cause is a gap: no rule applies; quality holds it meanwhile }");
  CHECK(shown(cause_of(R"({"kind": "wear", "severity": 1})")) ==
        "{ cause is impossible: the fault contradicts A-1; quality holds it meanwhile }");
  CHECK(shown(decided(R"({"kind": "design", "severity": 3})")) ==
        "{ cause is decided: quality is accountable by rule D, because b,\n"
        "  cost is a conflict: rules A and B meet; service holds it meanwhile }");
}

TEST_CASE("gaps are found in the whole policy or in one aspect") {
  const auto policy = two_aspects();
  CHECK_THAT(policy, !has_no_gaps());
  CHECK_THAT(policy, has_no_gaps().in("cost"));
  CHECK_THAT(policy, !has_no_gaps().in("cause"));
  const auto claim = has_no_gaps();
  REQUIRE_FALSE(claim.match(policy));
  CHECK(claim.toString() ==
        "has no gaps, but\n"
        "  no rule of `cause` applies to some faults where kind == 'wear', such as "
        R"({"severity":2,"kind":"wear"})");
  CHECK(has_no_gaps().in("cost").toString() == "has no gaps in cost");
  CHECK(shown(policy) == "policy p 1");
}

TEST_CASE("a gap that a few conditions cannot describe says that there is more") {
  std::string rules;
  for (const auto* const n : {"1", "2", "3", "4", "5", "6"}) {
    const auto same = std::string("a == ") + n + " && b == " + n;
    rules += (rules.empty() ? "" : ",") + rule_text(std::string("R") + n, same, "sales");
  }
  const auto policy =
      compile_policy(document({.attributes = R"({"a": {"type": "int", "min": 1, "max": 6},
                                  "b": {"type": "int", "min": 1, "max": 6}})",
                               .rules = "[" + rules + "]"}));
  const auto claim = has_no_gaps();
  REQUIRE_FALSE(claim.match(policy));
  CHECK_THAT(claim.toString(), ContainsSubstring(" and elsewhere, such as "));
}

TEST_CASE("conflicts are found, also of rules that an aspect takes from another") {
  const auto policy = two_aspects();
  CHECK_THAT(policy, !has_no_conflicts());
  CHECK_THAT(policy, has_no_conflicts().in("cause"));
  CHECK_THAT(policy, !has_no_conflicts().in("cost"));

  const auto inheriting = [](const std::string& own_rules) {
    return compile_policy(document(
        {.aspects = "{" + aspect("cost", meeting()) + "," +
                    aspect("billing", own_rules, "quality", R"(, "same_as": "cost")") + "}"}));
  };
  CHECK_THAT(inheriting(""), !has_no_conflicts().in("billing"));
  CHECK_THAT(inheriting(rule_text("C", "severity == 3", "quality")),
             has_no_conflicts().in("billing"));
}

TEST_CASE("two rules that agree are a conflict under unique") {
  const auto rules =
      rule_text("A", "severity <= 3", "sales") + "," + rule_text("B", "severity >= 3", "sales");
  const auto policy = compile_policy(document(
      {.aspects = "{" + aspect("owner", rules, "sales", R"(, "hit_policy": "unique")") + "}"}));
  CHECK_THAT(policy, !has_no_conflicts());
  CHECK_THAT(one_aspect(rules), has_no_conflicts());
}

TEST_CASE("a guarantee that does not hold is shown by a fault") {
  const auto with = [](const std::string& that) {
    return one_aspect(rule_text("R-1", "severity >= 4", "sales"),
                      R"(, "guarantees": [{"id": "G1", "that": ")" + that + R"("}])");
  };
  CHECK_THAT(with("severity == 5 implies owner.accountable == 'sales'"), keeps_its_guarantees());
  const auto claim = keeps_its_guarantees();
  REQUIRE_FALSE(claim.match(with("severity >= 3 implies owner.accountable == 'sales'")));
  CHECK_THAT(claim.toString(), ContainsSubstring("`G1` does not hold") &&
                                   ContainsSubstring(R"(such as {"severity":3})"));
}

TEST_CASE("nothing is proved where the assumptions leave no fault") {
  const auto policy = one_aspect(rule_text("R-1", "severity >= 4", "sales"),
                                 R"(, "assumptions": [{"id": "A", "that": "severity > 3"},
                                                      {"id": "B", "that": "severity < 3"}])");
  CHECK_THROWS_MATCHES(has_no_gaps().match(policy), std::runtime_error,
                       MessageMatches(ContainsSubstring("not known whether it has no gaps")));
  CHECK_THROWS_AS((!has_no_gaps()).match(policy), std::runtime_error);
  CHECK_THROWS_AS(has_no_gaps().in("owners").match(policy), std::invalid_argument);
}

namespace {

std::string costs(const std::string& limit, const std::string& interim = "quality",
                  const std::string& causes = by_kind()) {
  return document({.aspects = "{" + aspect("cause", causes) + "," +
                              aspect("cost",
                                     rule_text("A", "severity < " + limit, "sales") + "," +
                                         rule_text("B", "severity >= " + limit, "service"),
                                     interim) +
                              "}"});
}

policy_change change(const std::string& before, const std::string& after) {
  return change_of(compile_policy(before), compile_policy(after));
}

}  // namespace

TEST_CASE("a rewording of conditions changes nothing") {
  const auto reworded =
      change(costs("4"), costs("4", "quality",
                               rule_text("D", "!(kind != 'design')", "quality") + "," +
                                   rule_text("M", "kind == 'misuse'", "sales")));
  CHECK_THAT(reworded, changes_nothing());
  CHECK_THAT(reworded, changes_only("cost"));
  CHECK_THAT(reworded, changes_only_where("false"));
  CHECK_THAT(shozai::compare_policies(reworded.before, reworded.after), changes_nothing());
  CHECK(shown(shozai::compare_policies(reworded.before, reworded.after)) == "nothing changes");
}

TEST_CASE("a change is in the aspects that are named, or it is shown") {
  const auto moved = change(costs("4"), costs("3"));
  CHECK_THAT(moved, changes_only("cost"));
  CHECK_THAT(moved, changes_only("cost", "cause"));
  CHECK_THAT(moved, !changes_only("cause"));
  CHECK_THAT(moved, !changes_nothing());
  const auto claim = changes_only("cause");
  REQUIRE_FALSE(claim.match(moved));
  CHECK(claim.toString() ==
        "changes only cause, but also\n"
        "cost: sales by rule A → service by rule B where severity == 3, such as "
        R"({"severity":3})");
  CHECK(shown(moved) == "policy p 1 → 1");
  CHECK_THROWS_MATCHES(changes_only("costs").match(moved), std::invalid_argument,
                       MessageMatches(ContainsSubstring("neither version has the aspect costs")));
}

TEST_CASE("another interim owner is a change of its aspect") {
  const auto held = change(costs("4"), costs("4", "sales"));
  CHECK_THAT(held, changes_only("cost"));
  CHECK_THAT(held, !changes_only("cause"));
  CHECK_THAT(held, !changes_nothing());
  CHECK_THAT(held, !changes_only_where("true"));
}

TEST_CASE("an aspect that is new is a change") {
  const auto added =
      change(document({.aspects = "{" + aspect("cause", by_kind()) + "}"}), costs("4"));
  CHECK_THAT(added, changes_only("cost"));
  CHECK_THAT(added, !changes_nothing());
}

TEST_CASE("a change is where the condition says, to the last fault") {
  const auto moved = change(costs("4"), costs("2"));
  CHECK_THAT(moved, changes_only_where("severity == 2 || severity == 3"));
  CHECK_THAT(moved, changes_only_where("severity >= 2 && severity <= 3"));
  CHECK_THAT(moved, changes_only_where("true"));
  CHECK_THAT(moved, !changes_only_where("severity == 2 || severity == 3 && kind != 'wear'"));
  const auto claim = changes_only_where("severity == 2");
  REQUIRE_FALSE(claim.match(moved));
  CHECK_THAT(claim.toString(),
             ContainsSubstring("changes only where severity == 2, but elsewhere\n"
                               "cost: sales by rule A → service by rule B where severity == 3"));
}

TEST_CASE("the condition of a change may name definitions of the policy") {
  const auto with = [](const std::string& limit) {
    return document({.rules = "[" + rule_text("R-1", "severity > " + limit, "sales") + "]",
                     .more = R"(, "definitions": {"grave": {"that": "severity >= 4"}})"});
  };
  CHECK_THAT(change(with("3"), with("4")), changes_only_where("grave"));
  CHECK_THAT(change(with("3"), with("2")), !changes_only_where("grave"));
}

TEST_CASE("a condition that a version does not understand is an error") {
  CHECK_THROWS_MATCHES(changes_only_where("colour == 'red'").match(change(costs("4"), costs("3"))),
                       shozai::policy_error, MessageMatches(ContainsSubstring("`colour`")));
}

TEST_CASE("another derivation leaves open what changes") {
  const auto with = [](const std::string& derivation) {
    return document({.attributes = R"({"a": {"type": "int", "min": 0, "max": 9},
                       "b": {"type": "int", "min": -99, "max": 99, "derived": ")" +
                                   derivation + R"("}})",
                     .rules = "[" + rule_text("R-1", "b > 4", "sales") + "]"});
  };
  const auto derived = change(with("a + 1"), with("a + 2"));
  CHECK_THROWS_AS(changes_nothing().match(derived), std::runtime_error);
  CHECK_THROWS_AS((!changes_nothing()).match(derived), std::runtime_error);
  CHECK_THROWS_AS(changes_only_where("b > 4").match(derived), std::runtime_error);
}
