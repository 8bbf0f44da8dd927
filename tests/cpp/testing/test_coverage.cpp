// SPDX-License-Identifier: Apache-2.0
// What cases exercise of a policy, by hand; and that suggested faults exercise all the rest, on
// random policies.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shozai/ownership/compile.hpp"
#include "shozai/policy/load_fault.hpp"
#include "shozai/testing/coverage.hpp"
#include "shozai/testing/save_coverage.hpp"
#include "shozai/testing/suggest_cases.hpp"
#include "support/documents.hpp"
#include "support/random_draw.hpp"
#include "support/random_evaluators.hpp"
#include "support/random_fault.hpp"
#include "support/random_policy.hpp"

namespace {

using shozai::compile_policy;
using shozai::compiled_policy;
using shozai::coverage_item;
using shozai::policy_coverage;
using shozai::read_fault;
using shozai::testing::dice;
using shozai::testing::document;
using shozai::testing::fault_sampler;
using shozai::testing::policies;
using shozai::testing::policies_per_run;
using shozai::testing::random_policy;
using shozai::testing::rule_text;

// What an item is, in a word: `rule R1`, `override R1 > *`, `cell severity >= 4`, `boundary …`.
std::string word_of(const shozai::json& item) {
  const auto kind = item["kind"].get<std::string>();
  if (kind == "override") {
    return kind + " " + item["rule"].get<std::string>() + " > " +
           item["overrides"].get<std::string>();
  }
  return kind + " " +
         item[kind == "cell" || kind == "boundary" ? "when" : "rule"].get<std::string>();
}

std::vector<std::string> words_of(const policy_coverage& coverage, bool covered) {
  std::vector<std::string> words;
  const auto tree = save_tree(coverage, std::nullopt, 0);
  for (const auto& item : tree["items"]) {
    if (item["cases"].empty() != covered) {
      words.push_back(word_of(item));
    }
  }
  return words;
}

std::vector<std::size_t> every_aspect(const compiled_policy& policy) {
  std::vector<std::size_t> all(policy.aspect_count());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

const compiled_policy& small() {
  static const auto policy =
      compile_policy(document({.aspects = R"({"owner": {
         "interim": {"accountable": "quality", "rules": [{"id": "I1", "when": "severity == 3",
                     "then": {"accountable": "service"}}]},
         "rules": [)" + rule_text("R1", "severity >= 4", "quality", R"("overrides": ["R2"], )") +
                                          "," + rule_text("R2", "kind == 'wear'", "service") + R"(],
         "also": [{"id": "A1", "when": "seen", "then": {"informed": ["sales"]}, "because": "b"}],
         "otherwise": {"id": "R0", "then": {"accountable": "sales"}, "because": "b"}}})"}));
  return policy;
}

policy_coverage covered_by(const std::vector<std::string>& faults) {
  policy_coverage coverage(small());
  for (std::size_t i = 0; i < faults.size(); ++i) {
    coverage.add(i, read_fault(small().attributes(), faults[i]), every_aspect(small()));
  }
  return coverage;
}

}  // namespace

TEST_CASE("rules, overrides, cells and both sides of each threshold are to be exercised") {
  CHECK(words_of(policy_coverage(small()), false) ==
        std::vector<std::string>{"rule R1", "override R1 > R2", "rule R2", "rule A1", "rule R0",
                                 "rule I1", "cell severity <= 2", "cell severity == 3",
                                 "cell severity >= 4", "boundary severity == 2",
                                 "boundary severity == 3", "boundary severity == 4",
                                 "cell kind in ['design', 'misuse']", "cell kind == 'wear'",
                                 "cell !has(seen)", "cell seen == false", "cell seen"});
}

TEST_CASE("a case exercises what decides it, what steps back for it, and its values") {
  CHECK(words_of(covered_by({R"({"severity": 4, "kind": "wear", "seen": true})"}), true) ==
        std::vector<std::string>{"rule R1", "override R1 > R2", "rule A1", "cell severity >= 4",
                                 "boundary severity == 4", "cell kind == 'wear'", "cell seen"});
  CHECK(words_of(covered_by({R"({"severity": 1, "kind": "misuse", "seen": null})"}), true) ==
        std::vector<std::string>{"rule R0", "cell severity <= 2",
                                 "cell kind in ['design', 'misuse']", "cell !has(seen)"});
}

TEST_CASE("what is not known for certain is not exercised") {
  CHECK(words_of(covered_by({R"({"severity": {"min": 4}, "seen": null})"}), true) ==
        std::vector<std::string>{"rule R1", "cell severity >= 4", "cell !has(seen)"});
  CHECK(words_of(covered_by({R"({"severity": {"max": 3}})"}), true).empty());
  CHECK(words_of(covered_by({R"({"severity": {"max": 2}})"}), true) ==
        std::vector<std::string>{"cell severity <= 2"});
}

TEST_CASE("an interim rule is exercised while the owner is open") {
  const auto policy = compile_policy(
      document({.aspects = R"({"owner": {"interim": {"accountable": "quality", "rules": [
         {"id": "I1", "when": "severity == 5", "then": {"accountable": "service"}}]},
         "rules": [)" + rule_text("R1", "kind == 'wear'", "service") +
                           "]}}"}));
  policy_coverage coverage(policy);
  coverage.add(0, read_fault(policy.attributes(), R"({"severity": 5})"), every_aspect(policy));
  const auto covered = words_of(coverage, true);
  CHECK(std::ranges::find(covered, "rule I1") != covered.end());
}

TEST_CASE("an aspect of which nothing is expected is not exercised") {
  policy_coverage coverage(small());
  coverage.add(0, read_fault(small().attributes(), R"({"severity": 4})"), {});
  CHECK(words_of(coverage, true).empty());
}

TEST_CASE("an inherited rule is exercised where it is inherited") {
  const auto policy = compile_policy(
      document({.aspects = R"({"cause": {"interim": {"accountable": "quality"}, "rules": [)" +
                           rule_text("R1", "severity == 1", "sales") + R"(]},
        "repair": {"same_as": "cause", "interim": {"accountable": "quality"}, "rules": []}})"}));
  policy_coverage coverage(policy);
  coverage.add(0, read_fault(policy.attributes(), R"({"severity": 1})"),
               std::vector<std::size_t>{1});
  CHECK(words_of(coverage, true) ==
        std::vector<std::string>{"rule R1", "cell severity == 1", "boundary severity == 1"});
}

TEST_CASE("few faults are suggested, each for what nothing else exercises") {
  const policy_coverage coverage(small());
  const auto gaps = suggest_cases(coverage);
  CHECK(gaps.unreachable.empty());
  CHECK(gaps.not_found.empty());
  CHECK(gaps.cases.size() == 4);  // severities 2, 3 and 4, and one that is open
  CHECK(gaps.least == 3);
  CHECK(std::ranges::all_of(gaps.cases, [](const auto& c) { return !c.items.empty(); }));
}

TEST_CASE("what assumptions exclude is unreachable and does not count") {
  const auto policy = compile_policy(document(
      {.rules = "[" + rule_text("R1", "severity == 5", "sales") + "]",
       .more = R"(, "assumptions": [{"id": "A", "that": "severity <= 3", "because": "b"}])"}));
  const policy_coverage coverage(policy);
  const auto tree = save_tree(coverage, suggest_cases(coverage), 0);
  CHECK(tree["kinds"]["rule"] == shozai::json{{"covered", 0}, {"total", 0}, {"unreachable", 1}});
  CHECK(tree["kinds"]["boundary"] ==
        shozai::json{{"covered", 0}, {"total", 0}, {"unreachable", 2}});
}

TEST_CASE("suggested faults exercise all that can be, and nothing else can, on random policies",
          "[random]") {
  const auto first = GENERATE(range(std::uint32_t{0}, policies() / 4, policies_per_run));
  for (auto seed = first; seed < first + policies_per_run; ++seed) {
    CAPTURE(seed);
    const auto policy = compile_policy(random_policy(seed).dump());
    policy_coverage coverage(policy);
    const auto aspects = every_aspect(policy);
    dice rng(seed);
    const fault_sampler sampler(policy.document());
    const auto before = rng.below(4);
    for (std::size_t i = 0; i < before; ++i) {
      coverage.add(i, sampler.complete_fault(rng), aspects);
    }
    const auto gaps = suggest_cases(coverage);
    for (std::size_t i = 0; i < gaps.cases.size(); ++i) {
      const auto exercised = coverage.exercised(gaps.cases[i].given, aspects);
      for (const auto item : gaps.cases[i].items) {
        REQUIRE(exercised.contains(item));
      }
    }
    for (const auto& c : gaps.cases) {
      coverage.add(before, c.given, aspects);
    }
    std::set<std::size_t> left(gaps.unreachable.begin(), gaps.unreachable.end());
    left.insert(gaps.not_found.begin(), gaps.not_found.end());
    for (std::size_t i = 0; i < coverage.items().size(); ++i) {
      REQUIRE(coverage.is_covered(i) != left.contains(i));
    }
    REQUIRE(gaps.least <= gaps.cases.size() + gaps.not_found.size());
    // What is said of a derived attribute alone may be what nothing derives to.
    const bool derives = std::ranges::any_of(policy.attributes(),
                                             [](const auto& a) { return a.derived.has_value(); });
    for (int i = 0; i < 100; ++i) {
      const auto f =
          derives || i % 2 == 0 ? sampler.complete_fault(rng) : sampler.partial_fault(rng);
      for (const auto item : coverage.exercised(f, aspects)) {
        if (std::ranges::find(gaps.unreachable, item) == gaps.unreachable.end()) {
          continue;
        }
        // Cells and boundaries count wherever a fault lies in them: also in an impossible one.
        REQUIRE(is_of_attribute(coverage.items()[item]));
        REQUIRE(policy.decide(f, 0).state == shozai::decision_state::impossible);
      }
    }
  }
}
