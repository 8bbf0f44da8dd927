// SPDX-License-Identifier: Apache-2.0
// Mutants of a policy: by hand; and on random policies, that those said to be equivalent decide
// every sampled fault as the policy does, and that those said to be killed fail their case.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/compile.hpp"
#include "shozai/policy/load_fault.hpp"
#include "shozai/testing/load_cases.hpp"
#include "shozai/testing/mutants.hpp"
#include "shozai/testing/mutation_testing.hpp"
#include "support/decisions.hpp"
#include "support/documents.hpp"
#include "support/plain_decide.hpp"
#include "support/random_draw.hpp"
#include "support/random_evaluators.hpp"
#include "support/random_fault.hpp"
#include "support/random_policy.hpp"

namespace {

using shozai::aspect_evaluator;
using shozai::case_field;
using shozai::compile_policy;
using shozai::compiled_policy;
using shozai::fault;
using shozai::load_cases;
using shozai::mutant_state;
using shozai::mutants_of;
using shozai::policy_case;
using shozai::policy_set;
using shozai::test_mutants;
using shozai::tested_mutant;
using shozai::testing::decide_plainly;
using shozai::testing::dice;
using shozai::testing::document;
using shozai::testing::evaluators;
using shozai::testing::fault_sampler;
using shozai::testing::policies;
using shozai::testing::policies_per_run;
using shozai::testing::random_policy;
using shozai::testing::rule_text;

// `threshold R1: severity >= 4 → severity >= 5`.
std::vector<std::string> words_of(const compiled_policy& policy) {
  std::vector<std::string> all;
  for (const auto& m : mutants_of(policy.document())) {
    all.push_back(std::string(shozai::mutation_names.at(static_cast<std::size_t>(m.what))) + " " +
                  m.rule + ": " + m.before + " → " + m.after);
  }
  return all;
}

compiled_policy with_rules(const std::string& rules, const std::string& more = {}) {
  return compile_policy(document({.rules = "[" + rules + "]", .more = more}));
}

std::map<std::string, mutant_state> states(const compiled_policy& policy,
                                           const std::string& cases) {
  const auto loaded =
      load_cases(policy_set({policy}), R"({"shozai_cases": 1, "cases": )" + cases + "}");
  REQUIRE(loaded.result);
  std::map<std::string, mutant_state> all;
  for (const auto& t : test_mutants(policy, loaded.result->cases, mutants_of(policy.document()))) {
    all.emplace(t.mutant.rule + ": " + t.mutant.before + " → " + t.mutant.after, t.state);
  }
  return all;
}

}  // namespace

TEST_CASE("a threshold moves one step, a name becomes the next, a part is left out") {
  CHECK(words_of(with_rules(rule_text("R1", "severity >= 4 && kind == 'wear'", "sales"))) ==
        std::vector<std::string>{
            "threshold R1: severity >= 4 && kind == 'wear' → severity >= 3 && kind == 'wear'",
            "threshold R1: severity >= 4 && kind == 'wear' → severity >= 5 && kind == 'wear'",
            "part R1: severity >= 4 && kind == 'wear' → kind == 'wear'",
            "constant R1: severity >= 4 && kind == 'wear' → severity >= 4 && kind == 'design'",
            "part R1: severity >= 4 && kind == 'wear' → severity >= 4",
            "drop_rule R1: R1 → ",
            "owner R1: sales → service",
            "owner : quality → sales",
        });
}

TEST_CASE("a threshold does not leave its domain, and truths turn round") {
  const auto words = words_of(with_rules(rule_text("R1", "severity >= 5 || seen", "sales")));
  CHECK(words[0] == "threshold R1: severity >= 5 || seen → severity >= 4 || seen");
  CHECK(words[1] == "part R1: severity >= 5 || seen → seen");
  CHECK(words[2] == "constant R1: severity >= 5 || seen → severity >= 5 || !seen");
}

TEST_CASE("rules change places, overrides go or turn round, those concerned are left out") {
  const auto policy = with_rules(
      R"({"id": "R1", "when": "true", "overrides": ["R2"], "because": "b", "then":
          {"accountable": "sales", "informed": ["quality"],
           "cost_share": {"sales": 70, "quality": 30}}},)" +
      rule_text("R2", "true", "service"));
  CHECK(words_of(policy) == std::vector<std::string>{
                                "drop_rule R1: R1 → ",
                                "owner R1: sales → service",
                                "party R1: quality → ",
                                "cost_share R1: quality 30, sales 70 → quality 70, sales 30",
                                "swap_rules R1: sales → service",
                                "drop_rule R2: R2 → ",
                                "owner R2: service → quality",
                                "drop_override R1: R1 > R2 → ",
                                "turn_override R1: R1 > R2 → R2 > R1",
                                "owner : quality → sales",
                            });
}

TEST_CASE("an override that would close a circle is not turned round") {
  const auto policy =
      with_rules(rule_text("R1", "true", "sales", R"("overrides": ["R2", "R3"], )") + "," +
                 rule_text("R2", "true", "service", R"("overrides": ["R3"], )") + "," +
                 rule_text("R3", "true", "quality"));
  const auto words = words_of(policy);
  const auto has = [&](const std::string& word) {
    return std::ranges::find(words, word) != words.end();
  };
  CHECK(has("turn_override R1: R1 > R2 → R2 > R1"));
  CHECK_FALSE(has("turn_override R1: R1 > R3 → R3 > R1"));
}

TEST_CASE("cases kill what they notice; what changes nothing is equivalent, the rest survives") {
  const auto found =
      states(with_rules(rule_text("R1", "severity >= 4", "sales", R"("overrides": ["R2"], )") +
                        "," + rule_text("R2", "severity >= 4 && kind == 'wear'", "sales")),
             R"([{"name": "a", "fault": {"severity": 4, "kind": "design"},
                  "expected": {"owner": {"accountable": "sales"}}}])");
  CHECK(found.at("R1: severity >= 4 → severity >= 5") == mutant_state::killed);
  CHECK(found.at("R1: severity >= 4 → severity >= 3") == mutant_state::survived);
  // R2 always steps back.
  CHECK(found.at("R2: R2 → ") == mutant_state::equivalent);
  CHECK(found.at("R1: sales → service") == mutant_state::killed);
  CHECK(found.at("R2: sales → service") == mutant_state::equivalent);
  CHECK(found.at("R1: R1 > R2 → ") == mutant_state::survived);
  CHECK(found.at(": quality → sales") == mutant_state::survived);
}

TEST_CASE(
    "a mutant of a definition is tried in every aspect, that of a rule where it is inherited") {
  const auto policy = compile_policy(
      document({.aspects = R"({"cause": {"interim": {"accountable": "quality"}, "rules": [)" +
                           rule_text("R1", "urgent", "sales") + R"(]},
        "repair": {"same_as": "cause", "interim": {"accountable": "quality"}, "rules": []}})",
                .more = R"(, "definitions": {"urgent": {"that": "severity >= 4"}})"}));
  const auto found = states(policy, R"([{"name": "a", "fault": {"severity": 4},
      "expected": {"repair": {"accountable": "sales", "state": "decided"}}}])");
  CHECK(found.at("urgent: severity >= 4 → severity >= 5") == mutant_state::killed);
  CHECK(found.at("R1: sales → service") == mutant_state::killed);
  CHECK(found.at("R1: urgent → !urgent") == mutant_state::killed);
}

TEST_CASE("who answers meanwhile counts: an interim rule that never acts does not") {
  const auto policy = compile_policy(
      document({.aspects = R"({"owner": {"interim": {"accountable": "quality", "rules": [
        {"id": "I1", "when": "severity >= 2", "then": {"accountable": "sales"}},
        {"id": "I2", "when": "severity >= 3", "then": {"accountable": "service"}}]},
        "rules": [)" + rule_text("R1", "kind == 'wear'", "service") +
                           "]}}"}));
  const auto found = states(policy, "[]");
  CHECK(found.at("I1: I1 → ") == mutant_state::survived);
  CHECK(found.at("I2: I2 → ") == mutant_state::equivalent);
  CHECK(found.at("I1: severity >= 2 → severity >= 3") == mutant_state::survived);
}

TEST_CASE("some of many mutants are evenly spread") {
  const auto policy = with_rules(rule_text("R1", "severity >= 4 && kind == 'wear'", "sales"));
  const auto all = mutants_of(policy.document());
  CHECK(spread_over(all, 100).size() == all.size());
  const auto some = spread_over(all, 3);
  REQUIRE(some.size() == 3);
  CHECK(some[0].after == all[0].after);
  CHECK(some[2].after == all[all.size() * 2 / 3].after);
}

TEST_CASE("equivalent mutants decide every fault alike, and killed ones fail, on random policies",
          "[random]") {
  const auto first = GENERATE(range(std::uint32_t{0}, policies() / 10, policies_per_run));
  for (auto seed = first; seed < first + policies_per_run; ++seed) {
    CAPTURE(seed);
    const auto policy = compile_policy(random_policy(seed).dump());
    dice rng(seed);
    const fault_sampler sampler(policy.document());
    std::vector<policy_case> cases(6);
    for (auto& c : cases) {
      c.given = rng.chance(70) ? sampler.complete_fault(rng) : sampler.partial_fault(rng);
      for (std::size_t a = 0; a < policy.aspect_count(); ++a) {
        const auto said = policy.decide(c.given, a);
        c.expected.push_back({said.aspect, {}});
        for (const auto field : {case_field::state, case_field::rule, case_field::accountable,
                                 case_field::informed, case_field::interim, case_field::ask}) {
          c.expected.back().fields.emplace_back(field, field_of(said, field));
        }
      }
    }
    const auto mutants = spread_over(mutants_of(policy.document()), 40);
    for (const auto& t : test_mutants(policy, cases, mutants)) {
      CAPTURE(t.mutant.rule, t.mutant.before, t.mutant.after);
      auto changed = policy.document();
      t.mutant.apply(changed);
      const auto mutated = evaluators(changed);
      const auto says = [&](const fault& f, std::size_t a) {
        return decide_plainly(mutated[a], f);
      };
      if (t.state == mutant_state::killed) {
        const auto& killer = cases[t.killed_by.value()];
        REQUIRE(std::ranges::any_of(killer.expected, [&](const auto& e) {
          const auto said = says(killer.given, policy.find_aspect(e.aspect).value());
          return std::ranges::any_of(e.fields, [&](const auto& of) {
            return of.first == case_field::ask || field_of(said, of.first) != of.second;
          });
        }));
        continue;
      }
      for (int i = 0; i < 20; ++i) {
        const auto f = sampler.complete_fault(rng);
        for (std::size_t a = 0; a < policy.aspect_count(); ++a) {
          const auto before = decide_plainly(policy.evaluator(a), f);
          const auto after = says(f, a);
          const bool same = before.state == after.state && before.rule == after.rule &&
                            before.owner() == after.owner() &&
                            agree(before.assigned, after.assigned);
          REQUIRE((same || t.state != mutant_state::equivalent));
        }
      }
    }
  }
}
