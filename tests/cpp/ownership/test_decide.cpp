// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstddef>
#include <shozai/ownership/compile.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/decisions.hpp"
#include "support/documents.hpp"
#include "support/every_type.hpp"
#include "support/plain_decide.hpp"

namespace {

using shozai::compile_policy;
using shozai::compiled_policy;
using shozai::testing::decided;
using shozai::testing::decided_plainly;
using shozai::testing::document;
using shozai::testing::policy_with;
using shozai::testing::rule_text;

std::string decided_by(const std::string& rule, const std::string& accountable) {
  return R"({"state":"decided","rule":")" + rule + R"(","accountable":")" + accountable +
         R"(","because":"b"})";
}

constexpr auto gap = R"({"state":"gap","interim":{"accountable":"quality"}})";

std::string conflict_of(const std::string& rules) {
  return R"({"state":"conflict","rules":[)" + rules + R"(],"interim":{"accountable":"quality"}})";
}

std::string overriding(const std::string& list) {
  return R"("overrides": [)" + list + "], ";
}

}  // namespace

TEST_CASE("hit policy `first`: the first rule that applies decides", "[ownership][hit-policy]") {
  const auto policy = policy_with("first", {rule_text("R-1", "severity >= 4", "sales"),
                                            rule_text("R-2", "severity >= 2", "service")});
  CHECK(decided(policy, R"({"severity": 5})") == decided_by("R-1", "sales"));
  CHECK(decided(policy, R"({"severity": 3})") == decided_by("R-2", "service"));
  CHECK(decided(policy, R"({"severity": 1})") == gap);
}

TEST_CASE("hit policy `unique`: two rules that apply are a conflict even if they agree",
          "[ownership][hit-policy]") {
  const auto policy = policy_with("unique", {rule_text("R-1", "severity >= 4", "sales"),
                                             rule_text("R-2", "severity >= 5", "sales"),
                                             rule_text("R-3", "severity == 1", "service")});
  CHECK(decided(policy, R"({"severity": 5})") == conflict_of(R"("R-1","R-2")"));
  CHECK(decided(policy, R"({"severity": 4})") == decided_by("R-1", "sales"));
  CHECK(decided(policy, R"({"severity": 1})") == decided_by("R-3", "service"));
  CHECK(decided(policy, R"({"severity": 2})") == gap);
}

TEST_CASE("hit policy `override`: rules that agree decide together, others are a conflict",
          "[ownership][hit-policy]") {
  const auto policy = policy_with("override", {rule_text("R-1", "severity >= 3", "sales"),
                                               rule_text("R-2", "severity >= 4", "sales"),
                                               rule_text("R-3", "severity == 5", "service")});
  CHECK(decided(policy, R"({"severity": 3})") == decided_by("R-1", "sales"));
  CHECK(decided(policy, R"({"severity": 4})") ==
        R"({"state":"decided","rules":["R-1","R-2"],"accountable":"sales"})");
  CHECK(decided(policy, R"({"severity": 5})") == conflict_of(R"("R-1","R-2","R-3")"));
}

TEST_CASE("rules agree in their assignments, whatever their notes and reasons",
          "[ownership][hit-policy]") {
  const auto with = [](const std::string& id, const std::string& then) {
    return R"({"id": ")" + id + R"(", "when": "true", "then": {"accountable": "sales")" + then +
           R"(}, "because": ")" + id + "\"}";
  };
  const auto state = [&](const std::string& a, const std::string& b) {
    const auto policy = policy_with("override", {with("R-1", a), with("R-2", b)});
    return policy.decide(read_fault(policy.attributes(), "{}"), 0).state;
  };
  constexpr auto agreed = shozai::decision_state::decided;
  constexpr auto conflict = shozai::decision_state::conflict;
  CHECK(state(R"(, "notes": ["a"])", R"(, "notes": ["b"])") == agreed);
  CHECK(state(R"(, "informed": ["service", "quality"])",
              R"(, "informed": ["quality", "service", "quality"])") == agreed);
  CHECK(state(R"(, "informed": ["service"])", "") == conflict);
  CHECK(state(R"(, "consulted": ["service"])", R"(, "informed": ["service"])") == conflict);
  CHECK(state(R"(, "cost_share": {"sales": 100})", "") == conflict);
  CHECK(state(R"(, "cost_share": {"sales": 60, "service": 40})",
              R"(, "cost_share": {"service": 40, "sales": 60})") == agreed);

  const auto policy = policy_with("override", {with("R-1", R"(, "notes": ["a", "c"])"),
                                               with("R-2", R"(, "notes": ["b", "a"])")});
  CHECK(decided(policy, "{}") ==
        R"({"state":"decided","rules":["R-1","R-2"],"accountable":"sales","notes":["a","c","b"]})");
}

TEST_CASE("an exception overrides only where it applies", "[ownership][override]") {
  const auto policy = policy_with(
      "override", {rule_text("R-1", "severity >= 2", "sales"),
                   rule_text("R-2", "severity >= 4", "service", overriding("\"R-1\""))});
  CHECK(decided(policy, R"({"severity": 3})") == decided_by("R-1", "sales"));
  CHECK(decided(policy, R"({"severity": 4})") == decided_by("R-2", "service"));
}

TEST_CASE("overriding reaches through rules that do not apply", "[ownership][override]") {
  const auto policy = policy_with(
      "override", {rule_text("R-1", "severity >= 1", "sales"),
                   rule_text("R-2", "kind == 'wear'", "service", overriding("\"R-1\"")),
                   rule_text("R-3", "severity == 5", "quality", overriding("\"R-2\""))});
  CHECK(decided(policy, R"({"severity": 5, "kind": "wear"})") == decided_by("R-3", "quality"));
  CHECK(decided(policy, R"({"severity": 5, "kind": "design"})") == decided_by("R-3", "quality"));
  CHECK(decided(policy, R"({"severity": 4, "kind": "wear"})") == decided_by("R-2", "service"));
}

TEST_CASE("a section is overridden as a whole, later rules included", "[ownership][override]") {
  const std::string in_safety = R"("section": "safety", )";
  const auto policy =
      policy_with("override",
                  {rule_text("R-1", "severity >= 2", "service", overriding("\"section:safety\"")),
                   rule_text("R-2", "severity >= 1", "sales", in_safety),
                   rule_text("R-3", "severity >= 4", "quality", in_safety)},
                  R"(, "sections": {"safety": {}, "empty": {}})");
  CHECK(decided(policy, R"({"severity": 5})") == decided_by("R-1", "service"));
  CHECK(decided(policy, R"({"severity": 1})") == decided_by("R-2", "sales"));
}

TEST_CASE("`*` overrides every rule without `*`", "[ownership][override]") {
  const auto policy =
      policy_with("override", {rule_text("R-1", "severity >= 1", "sales"),
                               rule_text("R-2", "severity == 5", "service", overriding("\"R-1\"")),
                               rule_text("R-3", "kind == 'wear'", "quality", overriding("\"*\"")),
                               rule_text("R-4", "seen", "sales", overriding("\"*\""))});
  CHECK(decided(policy, R"({"severity": 5, "kind": "wear", "seen": false})") ==
        decided_by("R-3", "quality"));
  CHECK(decided(policy, R"({"severity": 5, "kind": "wear", "seen": true})") ==
        conflict_of(R"("R-3","R-4")"));
}

TEST_CASE("`otherwise` applies where no rule does, not where rules disagree",
          "[ownership][otherwise]") {
  const std::string otherwise =
      R"(, "otherwise": {"id": "R-0", "then": {"accountable": "service"}, "because": "b"})";
  for (const auto* hit_policy : {"override", "first", "unique"}) {
    CAPTURE(hit_policy);
    const auto policy =
        policy_with(hit_policy, {rule_text("R-1", "severity >= 4", "sales")}, otherwise);
    CHECK(decided(policy, R"({"severity": 4})") == decided_by("R-1", "sales"));
    CHECK(decided(policy, R"({"severity": 3})") == decided_by("R-0", "service"));
  }
  const auto policy = policy_with(
      "override",
      {rule_text("R-1", "severity >= 4", "sales"), rule_text("R-2", "severity >= 4", "quality")},
      otherwise);
  CHECK(decided(policy, R"({"severity": 4})") == conflict_of(R"("R-1","R-2")"));
}

TEST_CASE("`also` adds to what is decided, and to nothing else", "[ownership][also]") {
  const std::string also = R"(, "also": [
      {"id": "S-1", "when": "severity >= 4",
       "then": {"informed": ["sales", "quality"], "consulted": ["service"], "notes": ["call"]},
       "because": "b"},
      {"id": "S-2", "when": "true", "then": {"joint_visit": ["quality"], "notes": ["n", "call"]},
       "because": "b"}])";
  const auto policy = policy_with("override",
                                  {R"({"id": "R-1", "when": "severity >= 2", "because": "b",
           "then": {"accountable": "sales", "informed": ["service"], "notes": ["n"]}})",
                                   rule_text("R-2", "severity == 5", "service")},
                                  also);
  CHECK(decided(policy, R"({"severity": 2})") ==
        R"({"state":"decided","rule":"R-1","accountable":"sales","informed":["service"],)"
        R"("joint_visit":["quality"],"because":"b","notes":["n","call"]})");
  CHECK(decided(policy, R"({"severity": 4})") ==
        R"({"state":"decided","rule":"R-1","accountable":"sales","consulted":["service"],)"
        R"("informed":["quality","sales","service"],"joint_visit":["quality"],"because":"b",)"
        R"("notes":["n","call"]})");
  CHECK(decided(policy, R"({"severity": 5})") == conflict_of(R"("R-1","R-2")"));
  CHECK(decided(policy, R"({"severity": 1})") == gap);
}

TEST_CASE("what the fault leaves open is decided where it makes no difference",
          "[ownership][partial]") {
  const auto policy = policy_with(
      "first", {rule_text("R-1", "severity >= 3", "sales"),
                rule_text("R-2", "severity >= 2", "sales"), rule_text("R-3", "true", "service")});
  CHECK(decided(policy, R"({"severity": {"min": 3}})") == decided_by("R-1", "sales"));
  CHECK(decided(policy, R"({"severity": {"min": 2}})") ==
        R"({"state":"decided","rules":["R-1","R-2"],"accountable":"sales"})");
  CHECK(decided(policy, R"({"severity": {"in": [1, 5]}})") ==
        R"({"state":"undetermined","possible":["sales","service"],"possible_states":["decided"],)"
        R"("open":["accountable"],"interim":{"accountable":"quality"}})");
  CHECK(decided(policy, R"({"severity": {"not_in": [3, 4, 5, 2]}})") ==
        decided_by("R-3", "service"));
  CHECK(decided(policy, "{}") == decided(policy, R"({"severity": {"min": 1, "max": 5}})"));
}

TEST_CASE("a decision mixed with a gap or a conflict is undetermined with every field open",
          "[ownership][partial]") {
  const std::string open =
      R"("open":["accountable","responsible","consulted","informed","joint_visit","cost_share"],)"
      R"("interim":{"accountable":"quality"}})";
  const auto with_gap = policy_with("override", {rule_text("R-1", "severity >= 3", "sales")});
  CHECK(decided(with_gap, "{}") ==
        R"({"state":"undetermined","possible":["sales"],"possible_states":["decided","gap"],)" +
            open);
  const auto with_conflict = policy_with(
      "override",
      {rule_text("R-1", "true", "sales"), rule_text("R-2", "severity >= 3", "service")});
  CHECK(
      decided(with_conflict, "{}") ==
      R"({"state":"undetermined","possible":["sales"],"possible_states":["conflict","decided"],)" +
          open);
  const auto without_owner = policy_with(
      "override",
      {rule_text("R-1", "severity >= 3", "sales"), rule_text("R-2", "severity >= 3", "service")});
  CHECK(decided(without_owner, "{}") ==
        R"({"state":"undetermined","possible":[],"possible_states":["conflict","gap"],)" + open);
}

TEST_CASE("what is the same in every completion is given, the rest is open",
          "[ownership][partial]") {
  const auto then = [](const std::string& id, const std::string& when, const std::string& more) {
    return R"({"id": ")" + id + R"(", "when": ")" + when +
           R"(", "then": {"accountable": "sales", "responsible": ["service"])" + more +
           R"(}, "because": "b"})";
  };
  const auto policy =
      policy_with("first", {then("R-1", "severity == 1", R"(, "informed": ["service"])"),
                            then("R-2", "severity == 2", R"(, "cost_share": {"sales": 100})"),
                            then("R-3", "true", "")});
  CHECK(decided(policy, "{}") ==
        R"({"state":"undetermined","accountable":"sales","responsible":["service"],)"
        R"("possible":["sales"],"possible_states":["decided"],"open":["informed","cost_share"]})");
}

TEST_CASE("rules that conflict in some completion are all named where all are conflicts",
          "[ownership][partial]") {
  const auto policy = policy_with(
      "unique", {rule_text("R-1", "true", "sales"), rule_text("R-2", "severity <= 3", "sales"),
                 rule_text("R-3", "severity >= 3", "service")});
  CHECK(decided(policy, "{}") == conflict_of(R"("R-1","R-2","R-3")"));
  CHECK(decided(policy, R"({"severity": 1})") == conflict_of(R"("R-1","R-2")"));
}

TEST_CASE("none is a value of its own: positive tests of it are false", "[ownership][none]") {
  const auto rules = [](const std::string& when) {
    return policy_with("first",
                       {rule_text("R-1", when, "sales"), rule_text("R-2", "true", "service")});
  };
  const auto applies = [&](const std::string& when) {
    return decided(rules(when), R"({"seen": null})") == decided_by("R-1", "sales");
  };
  CHECK_FALSE(applies("seen"));
  CHECK(applies("!seen"));
  CHECK_FALSE(applies("seen == true"));
  CHECK_FALSE(applies("seen == false"));
  CHECK(applies("seen != true"));
  CHECK(applies("seen != true && seen != false"));
  CHECK_FALSE(applies("seen in [true, false]"));
  CHECK_FALSE(applies("has(seen)"));
  CHECK(applies("!has(seen)"));
  // It is among the unknown values of an optional attribute.
  const auto policy = rules("has(seen)");
  CHECK(decided(policy, "{}").starts_with(R"({"state":"undetermined")"));
  CHECK(decided(policy, R"({"seen": {"in": [true, false]}})") == decided_by("R-1", "sales"));
  CHECK(decided(policy, R"({"seen": {"not_in": [true, false]}})") == decided_by("R-2", "service"));
  CHECK(decided(policy, R"({"seen": {"not_in": [null]}})") == decided_by("R-1", "sales"));
}

TEST_CASE("an aspect that is the same as another has its rules, which its own override",
          "[ownership][same-as]") {
  const auto policy =
      compile_policy(
          document({.aspects = R"({
    "base": {"interim": {"accountable": "quality", "within": "P1D"},
             "rules": [)" + rule_text("R-1", "severity >= 2", "sales") +
                               "," +
                               rule_text("R-2", "severity == 5", "service", overriding("\"R-1\"")) +
                               R"(],
             "also": [{"id": "S-1", "when": "severity == 5", "then": {"informed": ["sales"]}, "because": "b"}],
             "otherwise": {"id": "R-0", "then": {"accountable": "quality"}, "because": "b"}},
    "middle": {"same_as": "base", "interim": {"accountable": "sales"},
               "rules": [)" + rule_text("M-1", "kind == 'wear'", "quality") +
                               R"(]},
    "top": {"same_as": "middle", "interim": {"accountable": "service"}, "rules": [)" +
                               rule_text("T-1", "seen", "sales") +
                               R"(],
            "otherwise": {"id": "T-0", "then": {"accountable": "sales"}, "because": "b"}}})"}));
  const auto rule = [&](const std::string& fault, std::size_t aspect) {
    const auto d = policy.decide(read_fault(policy.attributes(), fault), aspect);
    CHECK(d.state == shozai::decision_state::decided);
    return d.rule;
  };
  const std::string severe = R"({"severity": 5, "kind": "design", "seen": false})";
  CHECK(rule(severe, 0) == "R-2");
  CHECK(rule(severe, 1) == "middle/R-2");
  CHECK(rule(severe, 2) == "top/middle/R-2");
  const std::string worn = R"({"severity": 5, "kind": "wear", "seen": false})";
  CHECK(rule(worn, 0) == "R-2");
  CHECK(rule(worn, 1) == "M-1");
  CHECK(rule(worn, 2) == "top/M-1");
  CHECK(rule(R"({"severity": 5, "kind": "wear", "seen": true})", 2) == "T-1");
  const std::string slight = R"({"severity": 1, "kind": "design", "seen": false})";
  CHECK(rule(slight, 1) == "middle/R-0");
  CHECK(rule(slight, 2) == "T-0");
  // `also` is inherited, the interim owner is not.
  CHECK(decided(policy, severe, 2) ==
        R"({"state":"decided","rule":"top/middle/R-2","accountable":"service",)"
        R"("informed":["sales"],"because":"b"})");
  CHECK(decided(policy, "{}", 2).ends_with(R"("interim":{"accountable":"service"}})"));
}

TEST_CASE("own rules go before inherited ones under every hit policy", "[ownership][same-as]") {
  const auto hit_policy = GENERATE(as<std::string>{}, "first", "unique", "override");
  CAPTURE(hit_policy);
  const auto policy = compile_policy(
      document({.aspects = R"({"base": {"hit_policy": ")" + hit_policy +
                           R"(", "interim": {"accountable": "quality"}, "rules": [)" +
                           rule_text("R-1", "true", "sales") +
                           R"(]}, "copy": {"same_as": "base", "interim": {"accountable": "quality"},
                  "rules": [)" +
                           rule_text("C-1", "severity >= 4", "service") + "]}}"}));
  CHECK(decided(policy, R"({"severity": 4})", 1) == decided_by("C-1", "service"));
  CHECK(decided(policy, R"({"severity": 3})", 1) == decided_by("copy/R-1", "sales"));
}

TEST_CASE("an own rule may name an inherited one that it overrides by its longer id",
          "[ownership][same-as]") {
  const auto loaded = shozai::load_document(document(
      {.aspects = R"({"base": {"interim": {"accountable": "quality"}, "rules": [)" +
                  rule_text("R-1", "true", "sales") +
                  R"(]}, "copy": {"same_as": "base", "interim": {"accountable": "quality"},
                  "rules": [)" +
                  rule_text("C-1", "severity >= 4", "service", overriding("\"copy/R-1\"")) +
                  "]}}"}));
  CHECK(loaded.document.has_value());
}

TEST_CASE("the first interim rule that certainly holds gives the interim owner",
          "[ownership][interim]") {
  const auto policy = compile_policy(document({.aspects = R"({"owner": {
    "interim": {"accountable": "quality", "within": "P3D", "rules": [
      {"id": "I-1", "when": "severity == 5", "then": {"accountable": "service", "within": "PT4H"}},
      {"id": "I-2", "when": "severity >= 4", "then": {"accountable": "sales"}}]},
    "rules": [)" + rule_text("R-1", "kind == 'wear'", "sales") +
                                                          "]}}"}));
  const auto interim = [&](const std::string& fault) {
    const auto text = decided(policy, fault);
    return text.substr(text.find(R"("interim")"));
  };
  CHECK(interim(R"({"severity": 5})") ==
        R"("interim":{"accountable":"service","within":"PT4H","rule":"I-1"}})");
  CHECK(interim(R"({"severity": {"min": 4}})") ==
        R"("interim":{"accountable":"sales","rule":"I-2"}})");
  CHECK(interim(R"({"severity": {"min": 3}})") ==
        R"("interim":{"accountable":"quality","within":"P3D"}})");
  CHECK(interim(R"({"severity": 5, "kind": "design"})") ==
        R"("interim":{"accountable":"service","within":"PT4H","rule":"I-1"}})");
  CHECK(decided(policy, R"({"severity": 5, "kind": "wear"})") == decided_by("R-1", "sales"));
}

TEST_CASE("an impossible fault names a minimal set of assumptions", "[ownership][impossible]") {
  const auto policy = compile_policy(document(
      {.rules = "[" + rule_text("R-1", "true", "sales") + "]", .more = R"(, "assumptions": [
    {"id": "A-1", "that": "severity >= 2"},
    {"id": "A-2", "that": "kind != 'wear' || severity >= 4"},
    {"id": "A-3", "that": "kind != 'wear' || severity <= 3"},
    {"id": "A-4", "that": "kind != 'wear'"}])"}));
  const auto blamed = [](const std::string& list) {
    return R"({"state":"impossible","interim":{"accountable":"quality"},"assumptions":[)" + list +
           "]}";
  };
  CHECK(decided(policy, R"({"severity": 1, "kind": "design"})") == blamed(R"("A-1")"));
  CHECK(decided(policy, R"({"severity": 5, "kind": "wear"})") == blamed(R"("A-4")"));
  CHECK(decided(policy, R"({"severity": 1, "kind": "wear"})") == blamed(R"("A-4")"));
  // Starting from all, each that can be left out is left out, in document order.
  CHECK(decided(policy, R"({"kind": "wear"})") == blamed(R"("A-4")"));
  CHECK(decided(policy, R"({"severity": 2})") == decided_by("R-1", "sales"));
}

TEST_CASE("two assumptions that only together exclude a fault are both named",
          "[ownership][impossible]") {
  const auto policy = compile_policy(document({.more = R"(, "assumptions": [
    {"id": "A-1", "that": "severity >= 4"}, {"id": "A-2", "that": "severity <= 3"},
    {"id": "A-3", "that": "kind == 'wear'"}])"}));
  CHECK(
      decided(policy, R"({"kind": "wear"})") ==
      R"({"state":"impossible","interim":{"accountable":"quality"},"assumptions":["A-1","A-2"]})");
}

TEST_CASE("assumptions narrow what is possible", "[ownership][partial]") {
  const auto policy =
      compile_policy(document({.rules = "[" + rule_text("R-1", "kind == 'wear'", "sales") + ", " +
                                        rule_text("R-2", "kind != 'wear'", "service") + "]",
                               .more = R"(, "assumptions": [{"id": "A-1",
                                          "that": "severity < 5 || kind == 'wear'"}])"}));
  CHECK(decided(policy, R"({"severity": 5})") == decided_by("R-1", "sales"));
  CHECK(decided(policy, R"({"severity": 4})").starts_with(R"({"state":"undetermined")"));
}

TEST_CASE("a derived attribute that is not computed ranges over its domain",
          "[ownership][derived]") {
  const auto policy =
      compile_policy(document({.attributes = R"json({
      "from": {"type": "date"}, "to": {"type": "date"},
      "days": {"type": "int", "min": 0, "max": 1000, "derived": "days_between(from, to)"}})json",
                               .rules = "[" + rule_text("R-1", "days <= 365", "sales") + ", " +
                                        rule_text("R-2", "days > 365", "service") + "]"}));
  CHECK(decided(policy, R"({"from": "2026-04-01", "to": "2026-05-01"})") ==
        decided_by("R-1", "sales"));
  CHECK(decided(policy, R"({"from": "2026-04-01"})").starts_with(R"({"state":"undetermined")"));
  CHECK(decided(policy, R"({"days": {"min": 400}})") == decided_by("R-2", "service"));
}

TEST_CASE("the plain evaluation gives up exactness, not truth, where completions are too many",
          "[ownership][exact]") {
  // 21 bool attributes: 2^21 completions.
  std::string attributes = R"({"severity": {"type": "int", "min": 1, "max": 5})";
  std::string all_seen;
  for (int i = 0; i < 21; ++i) {
    const auto name = "b" + std::to_string(i);
    attributes += ", \"" + name + R"(": {"type": "bool"})";
    all_seen += (i > 0 ? " && " : "") + name;
  }
  const auto rules = [&](const std::string& last) {
    return "[" + rule_text("R-1", all_seen, "sales") + ", " +
           rule_text("R-2", "severity == 5 && !b0", "service") + ", " +
           rule_text("R-3", last, "quality") + "]";
  };
  const auto policy = [&](const std::string& hit_policy, const std::string& last,
                          const std::string& more) {
    return compile_policy(document({.attributes = attributes + "}",
                                    .aspects = R"({"owner": {"hit_policy": ")" + hit_policy +
                                               R"(", "interim": {"accountable": "quality"},
                                               "rules": )" +
                                               rules(last) + more + "}}"}));
  };
  const std::string tail =
      R"(,"open":["accountable","responsible","consulted","informed","joint_visit","cost_share"],)"
      R"("interim":{"accountable":"quality"},"exact":false})";
  CHECK(decided_plainly(policy("override", "severity >= 4", ""), "{}") ==
        R"({"state":"undetermined","possible":["quality","sales","service"],)"
        R"("possible_states":["conflict","decided","gap"])" +
            tail);
  CHECK(decided_plainly(policy("first", "severity >= 4", ""), R"({"severity": 3})") ==
        R"({"state":"undetermined","possible":["sales"],"possible_states":["decided","gap"])" +
            tail);
  CHECK(decided_plainly(policy("first", "true", ""), R"({"severity": 3})") ==
        R"({"state":"undetermined","possible":["quality","sales"],"possible_states":["decided"])" +
            tail);
  const std::string otherwise =
      R"(, "otherwise": {"id": "R-0", "then": {"accountable": "service"}, "because": "b"})";
  CHECK(decided_plainly(policy("unique", "severity == 4", otherwise), R"({"severity": 3})") ==
        R"({"state":"undetermined","possible":["sales","service"],)"
        R"("possible_states":["conflict","decided"])" +
            tail);
  // One attribute less to fill, and it is exact again.
  CHECK(decided_plainly(policy("override", "severity >= 4", ""),
                        R"({"b0": false, "severity": 5})") == conflict_of(R"("R-2","R-3")"));
}

TEST_CASE("every decision has an owner, and names the policy that decided",
          "[ownership][decision]") {
  const auto& policy = shozai::testing::every_type();
  const auto fault =
      GENERATE(as<std::string>{}, "{}", R"({"severity": 5, "fault_class": "misuse"})",
               R"({"severity": 5, "seen": true, "fault_class": "design"})");
  for (const auto& d : policy.decide(read_fault(policy.attributes(), fault))) {
    CHECK_FALSE(d.owner().empty());
    CHECK(d.interim.has_value() == d.assigned.accountable.empty());
    REQUIRE(d.policy != nullptr);
    CHECK(*d.policy == policy.identity());
    CHECK(d.policy->id == "every-type");
    CHECK(d.policy->version == "1");
    CHECK(d.policy->hash.size() == 64);
  }
}

TEST_CASE("aspects are found by name and decided in document order", "[ownership][decision]") {
  const auto& policy = shozai::testing::every_type();
  CHECK(policy.aspect_count() == 3);
  CHECK(policy.find_aspect("cost") == 1);
  CHECK_FALSE(policy.find_aspect("costs").has_value());
  const auto all = policy.decide(read_fault(policy.attributes(), "{}"));
  REQUIRE(all.size() == 3);
  CHECK(all[0].aspect == "owner");
  CHECK(all[2].aspect == "copy");
}

TEST_CASE("a policy with an error throws every finding with its texts", "[ownership][compile]") {
  const auto text = document({.rules = "[" + rule_text("R-1", "severty >= 4", "sale") + "]"});
  try {
    static_cast<void>(compile_policy(text));
    FAIL("nothing was thrown");
  } catch (const shozai::policy_error& error) {
    CHECK(shozai::testing::messages_of(error.findings()) ==
          "SZ203 /aspects/owner/rules/0/when: unknown attribute or definition `severty`\n"
          "SZ204 /aspects/owner/rules/0/then/accountable: unknown department `sale`");
    CHECK(std::string(error.what()) ==
          "SZ203 at /aspects/owner/rules/0/when: unknown attribute or definition `severty`\n"
          "SZ204 at /aspects/owner/rules/0/then/accountable: unknown department `sale`");
    CHECK(error.sources().at("") == text);
  }
}
