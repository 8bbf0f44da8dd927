// SPDX-License-Identifier: Apache-2.0
// The diagram must agree with the plain evaluator on every fault, however it was built.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/diagram_engine.hpp"
#include "shozai/ownership/divide_and_conquer.hpp"
#include "shozai/ownership/save_decision.hpp"
#include "shozai/policy/load.hpp"
#include "support/random_fault.hpp"
#include "support/random_policy.hpp"

namespace {

constexpr std::uint32_t chunk = 50;  // policies of one run of a test

using shozai::testing::dice;
using shozai::testing::fault_sampler;
using shozai::testing::random_policy;

// How many random policies: SHOZAI_HEAVY=1 goes ten times as far, SHOZAI_LIGHT=1, for sanitizers,
// a tenth.
std::uint32_t policies() {
  const bool heavy = std::getenv("SHOZAI_HEAVY") != nullptr;
  const bool light = std::getenv("SHOZAI_LIGHT") != nullptr;
  return heavy ? 20'000 : light ? 200 : 2'000;
}

std::shared_ptr<const shozai::policy_document> load(std::uint32_t seed) {
  auto loaded = shozai::load_document(random_policy(seed).dump());
  REQUIRE(loaded.document);
  return std::make_shared<const shozai::policy_document>(std::move(*loaded.document));
}

std::vector<shozai::aspect_evaluator> evaluators(const shozai::policy_document& document) {
  std::vector<shozai::aspect_evaluator> all;
  for (auto& resolved : shozai::resolve_aspects(document)) {
    all.emplace_back(document, std::move(resolved));
  }
  return all;
}

// A verdict as the plain evaluator finds it on a complete fault.
shozai::verdict plain_verdict(const shozai::aspect_evaluator& aspect,
                              const shozai::assignment_classes& classes, const shozai::fault& f) {
  shozai::verdict found;
  const shozai::completions only(aspect.tests(), aspect.document().attributes, f);
  only.for_each([&](shozai::valuation& now) {
    if (!aspect.is_possible(now)) {
      found = {shozai::decision_state::impossible, shozai::verdict::several, 0, {}};
      return false;
    }
    const auto o = aspect.judge(aspect.applying(now), now);
    found = verdict_of(aspect, classes, o.left);
    found.also.assign(o.also.begin(), o.also.end());
    return false;
  });
  return found;
}

std::vector<shozai::value> values_of(const shozai::fault& f) {
  std::vector<shozai::value> values;
  for (const auto& known : f.attributes) {
    values.push_back(known.known().value());
  }
  return values;
}

}  // namespace

TEST_CASE("the diagram decides complete faults as the plain evaluator does", "[diagram]") {
  const auto first = GENERATE(Catch::Generators::range(0U, policies(), chunk));
  std::size_t different = 0;
  for (auto seed = first; seed < first + chunk; ++seed) {
    const auto document = load(seed);
    const fault_sampler sampler(*document);
    dice rng(seed);
    for (const auto& aspect : evaluators(*document)) {
      const shozai::diagram_engine engine(aspect, {});
      REQUIRE(engine.plan().diagram);
      const shozai::assignment_classes classes(aspect);
      for (std::uint32_t i = 0; i < 500; ++i) {
        const auto fault = sampler.complete_fault(rng);
        const auto& found = engine.verdicts()[engine.walk(values_of(fault))];
        different += found == plain_verdict(aspect, classes, fault) ? 0 : 1;
      }
    }
    CAPTURE(seed);
    REQUIRE(different == 0);
  }
}

TEST_CASE("the diagram decides partial faults as the plain evaluator does", "[diagram]") {
  const auto first = GENERATE(Catch::Generators::range(0U, policies(), chunk));
  shozai::walk_scratch scratch;
  for (auto seed = first; seed < first + chunk; ++seed) {
    const auto document = load(seed);
    const fault_sampler sampler(*document);
    dice rng(seed);
    for (const auto& aspect : evaluators(*document)) {
      const shozai::diagram_engine engine(aspect, {});
      for (std::uint32_t i = 0; i < 20; ++i) {
        const auto fault = sampler.partial_fault(rng);
        const auto plain = shozai::save_tree(decide(aspect, fault));
        const auto walked = shozai::save_tree(decide(aspect, engine, fault, scratch));
        CAPTURE(seed, i, plain.dump(), walked.dump());
        REQUIRE(plain == walked);
      }
    }
  }
}

TEST_CASE("both ways to build give the same diagram, in any order of attributes", "[diagram]") {
  for (std::uint32_t seed = 0; seed < policies() / 5; ++seed) {
    const auto document = load(seed);
    for (const auto& aspect : evaluators(*document)) {
      for (const auto& attributes : suggest_orders(aspect)) {
        const shozai::compile_budget budget;
        shozai::budget_meter meter(budget);
        shozai::unique_table table(meter);
        const shozai::level_order order(document->attributes, aspect.tests(), attributes);
        shozai::condition_diagrams diagrams(aspect.tests(), order, table, meter);
        const auto conditions = conditions_of(aspect, diagrams);
        shozai::verdict_table verdicts;
        const auto down =
            shozai::top_down_builder(aspect, table, verdicts, meter).build(conditions);
        const auto up =
            shozai::divide_and_conquer_builder(aspect, table, verdicts, meter).build(conditions);
        CAPTURE(seed);
        REQUIRE(down == up);
      }
    }
  }
}

TEST_CASE("over its budget a policy is decided all the same", "[diagram]") {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    const auto document = load(seed);
    const fault_sampler sampler(*document);
    dice rng(seed);
    for (const auto& aspect : evaluators(*document)) {
      for (const std::size_t nodes : {0U, 1U, 4U, 16U}) {
        shozai::compile_options options;
        options.budget.nodes = nodes;
        const shozai::diagram_engine engine(aspect, options);
        if (!engine.plan().diagram) {
          CHECK(engine.plan().given_up == shozai::over_budget::nodes);
        }
        shozai::walk_scratch scratch;
        const auto fault = sampler.partial_fault(rng);
        CHECK(shozai::save_tree(decide(aspect, fault)) ==
              shozai::save_tree(decide(aspect, engine, fault, scratch)));
      }
    }
  }
}

TEST_CASE("a caller can stop the compilation", "[diagram]") {
  const auto document = load(3);
  const auto aspects = evaluators(*document);
  shozai::compile_options options;
  options.budget.should_stop = [] { return true; };
  const auto stopped = std::ranges::find_if(aspects, [&](const auto& aspect) {
    return shozai::diagram_engine(aspect, options).plan().given_up == shozai::over_budget::stopped;
  });
  CHECK(stopped != aspects.end());
}
