// SPDX-License-Identifier: Apache-2.0
// The diagram must agree with the plain evaluator on every fault, however it was built.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "shozai/ownership/diagram_engine.hpp"
#include "shozai/ownership/divide_and_conquer.hpp"
#include "shozai/ownership/save_decision.hpp"
#include "support/plain_decide.hpp"
#include "support/random_evaluators.hpp"
#include "support/random_fault.hpp"

namespace {

using shozai::testing::decide_plainly;
using shozai::testing::dice;
using shozai::testing::evaluators;
using shozai::testing::fault_sampler;
using shozai::testing::load_random;
using shozai::testing::policies;
using shozai::testing::policies_per_run;
using shozai::testing::values_of;

// A verdict as the plain evaluator finds it on a complete fault.
shozai::verdict plain_verdict(const shozai::aspect_evaluator& aspect,
                              const shozai::assignment_classes& classes, const shozai::fault& f) {
  const auto o = shozai::testing::plain_outcome(aspect, f);
  if (!o) {
    return {shozai::decision_state::impossible, shozai::verdict::several, 0, {}};
  }
  auto found = verdict_of(aspect, classes, o->left);
  found.also.assign(o->also.begin(), o->also.end());
  return found;
}

}  // namespace

TEST_CASE("the diagram decides complete faults as the plain evaluator does", "[diagram]") {
  const auto first = GENERATE(Catch::Generators::range(0U, policies(), policies_per_run));
  std::size_t different = 0;
  for (auto seed = first; seed < first + policies_per_run; ++seed) {
    const auto document = load_random(seed);
    const fault_sampler sampler(*document);
    dice rng(seed);
    for (const auto& aspect : evaluators(*document)) {
      const shozai::diagram_engine engine(aspect, {});
      REQUIRE(engine.plan().diagram);
      const shozai::assignment_classes classes(aspect);
      for (std::uint32_t i = 0; i < 500; ++i) {
        const auto fault = sampler.complete_fault(rng);
        const auto& diagram = engine.diagram();
        const auto& found = diagram.verdicts()[diagram.flat().walk(values_of(fault))];
        different += found == plain_verdict(aspect, classes, fault) ? 0 : 1;
      }
    }
    CAPTURE(seed);
    REQUIRE(different == 0);
  }
}

TEST_CASE("the diagram decides partial faults as the plain evaluator does", "[diagram]") {
  const auto first = GENERATE(Catch::Generators::range(0U, policies(), policies_per_run));
  shozai::walk_scratch scratch;
  for (auto seed = first; seed < first + policies_per_run; ++seed) {
    const auto document = load_random(seed);
    const fault_sampler sampler(*document);
    dice rng(seed);
    for (const auto& aspect : evaluators(*document)) {
      const shozai::diagram_engine engine(aspect, {});
      for (std::uint32_t i = 0; i < 20; ++i) {
        const auto fault = sampler.partial_fault(rng);
        const auto plain = shozai::save_tree(decide_plainly(aspect, fault));
        const auto walked = shozai::save_tree(decide(aspect, engine, fault, scratch));
        CAPTURE(seed, i, plain.dump(), walked.dump());
        REQUIRE(plain == walked);
      }
    }
  }
}

TEST_CASE("both ways to build give the same diagram, in any order of attributes", "[diagram]") {
  for (std::uint32_t seed = 0; seed < policies() / 5; ++seed) {
    const auto document = load_random(seed);
    for (const auto& aspect : evaluators(*document)) {
      for (const auto& attributes : suggest_orders(aspect)) {
        const shozai::compile_budget budget;
        shozai::budget_meter meter(budget);
        shozai::unique_table table(meter);
        const shozai::level_order order(document->attributes, aspect.tests(), attributes);
        shozai::condition_diagrams diagrams(aspect.tests(), order, table, meter);
        const auto conditions = conditions_of(aspect, diagrams);
        shozai::verdict_table verdicts;
        const shozai::assignment_classes classes(aspect);
        shozai::precedence beaten(aspect, meter);
        const auto down = shozai::top_down_builder(aspect, classes, beaten, table, verdicts, meter)
                              .build(conditions);
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
    const auto document = load_random(seed);
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
        CHECK(shozai::save_tree(decide_plainly(aspect, fault)) ==
              shozai::save_tree(decide(aspect, engine, fault, scratch)));
      }
    }
  }
}

TEST_CASE("a caller can stop the compilation", "[diagram]") {
  const auto document = load_random(3);
  const auto aspects = evaluators(*document);
  shozai::compile_options options;
  options.budget.should_stop = [] { return true; };
  const auto stopped = std::ranges::find_if(aspects, [&](const auto& aspect) {
    return shozai::diagram_engine(aspect, options).plan().given_up == shozai::over_budget::stopped;
  });
  CHECK(stopped != aspects.end());
}
