// SPDX-License-Identifier: Apache-2.0
// Box search must agree with the plain evaluator on every fault, with and without a diagram.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/ask.hpp"
#include "shozai/ownership/compile.hpp"
#include "shozai/ownership/gather_boxes.hpp"
#include "shozai/ownership/save_decision.hpp"
#include "shozai/policy/load_fault.hpp"
#include "support/documents.hpp"
#include "support/plain_decide.hpp"
#include "support/random_evaluators.hpp"
#include "support/random_fault.hpp"

namespace {

using shozai::certainty;
using shozai::testing::decide_plainly;
using shozai::testing::dice;
using shozai::testing::evaluators;
using shozai::testing::fault_sampler;
using shozai::testing::load_random;
using shozai::testing::plain_outcome;
using shozai::testing::policies;
using shozai::testing::policies_per_run;
using shozai::testing::values_of;

shozai::fault nothing_known(const shozai::policy_document& document) {
  shozai::fault f;
  for (const auto& a : document.attributes) {
    f.attributes.emplace_back(a.everything());
  }
  return f;
}

bool contains(const shozai::cell_box& outer, const shozai::cell_box& inner) {
  return std::ranges::equal(outer, inner, [](const auto& o, const auto& i) {
    return share_of(i, o) == certainty::always;
  });
}

// Policies whose diagram has about 2^pairs nodes: rule `i` tests the `i`th of the first attributes
// and the `i`th of the last. Rules of one attribute do no harm.
std::string explosive_policy(std::size_t pairs) {
  std::string attributes;
  std::string last_attributes;
  std::string rules;
  for (std::size_t i = 0; i < pairs; ++i) {
    const auto n = std::to_string(i);
    attributes += "\"x" + n + R"(": {"type": "int", "min": 0, "max": 9}, )";
    last_attributes += "\"y" + n + R"(": {"type": "int", "min": 0, "max": 9}, )";
    rules += shozai::testing::rule_text("PAIR-" + n, "x" + n + " > 4 && y" + n + " > 4",
                                        i % 2 == 0 ? "sales" : "service") +
             ", ";
  }
  for (const std::string kind : {"wear", "misuse"}) {
    rules += shozai::testing::rule_text("KIND-" + kind, "kind == '" + kind + "'", "quality") + ", ";
  }
  rules.resize(rules.size() - 2);
  return shozai::testing::document(
      {.attributes =
           "{" + attributes + last_attributes +
           R"("kind": {"type": "enum", "values": {"design": {}, "misuse": {}, "wear": {}}}})",
       .aspects = R"({"owner": {"hit_policy": "first", "interim": {"accountable": "quality"},)"
                  R"("rules": [)" +
                  rules + "]}}"});
}

shozai::compiled_policy compile(const std::string& text, std::size_t nodes) {
  shozai::compile_options options;
  options.budget.nodes = nodes;
  return shozai::compile_policy(text, {}, options);
}

}  // namespace

TEST_CASE("boxes decide faults as the plain evaluator does", "[boxes]") {
  const auto first = GENERATE(Catch::Generators::range(0U, policies(), policies_per_run));
  for (auto seed = first; seed < first + policies_per_run; ++seed) {
    const auto document = load_random(seed);
    const fault_sampler sampler(*document);
    dice rng(seed);
    for (const auto& aspect : evaluators(*document)) {
      const shozai::box_engine boxes(aspect);
      for (std::uint32_t i = 0; i < 40; ++i) {
        const auto fault = i % 2 == 0 ? sampler.partial_fault(rng) : sampler.complete_fault(rng);
        const auto plain = shozai::save_tree(decide_plainly(aspect, fault));
        const auto searched =
            shozai::save_tree(write_decision(aspect, boxes.gather(aspect, fault)));
        CAPTURE(seed, i, plain.dump(), searched.dump());
        REQUIRE(plain == searched);
      }
    }
  }
}

TEST_CASE("the boxes of a whole space are a partition of its possible faults", "[boxes]") {
  for (std::uint32_t seed = 0; seed < policies() / 10; ++seed) {
    const auto document = load_random(seed);
    const fault_sampler sampler(*document);
    dice rng(seed);
    for (const auto& aspect : evaluators(*document)) {
      const shozai::box_space space(aspect);
      shozai::compile_budget budget;
      budget.steps = 100'000;
      std::vector<std::pair<shozai::cell_box, shozai::outcome>> parts;
      try {
        shozai::budget_meter meter(budget);
        shozai::box_search(aspect, space, meter)
            .for_each_outcome(
                space.of(nothing_known(*document)), [](const auto&) { return true; },
                [&](const shozai::cell_box& box, shozai::outcome o) {
                  parts.emplace_back(box, std::move(o));
                  return true;
                });
      } catch (const shozai::budget_exceeded&) {
        continue;
      }
      for (int i = 0; i < 20; ++i) {
        const auto fault = sampler.complete_fault(rng);
        const auto at = space.of(fault);
        const auto expected = plain_outcome(aspect, fault);
        std::size_t met = 0;
        for (const auto& [box, o] : parts) {
          if (contains(box, at)) {
            ++met;
            CAPTURE(seed, i);
            REQUIRE(o == expected);
          }
        }
        REQUIRE(met == (expected ? 1 : 0));
      }
    }
  }
}

TEST_CASE("a search that stops keeps every answer possible", "[boxes]") {
  std::size_t stopped = 0;
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    const auto document = load_random(seed);
    const fault_sampler sampler(*document);
    dice rng(seed);
    for (const auto& aspect : evaluators(*document)) {
      const shozai::box_engine boxes(aspect);
      for (int i = 0; i < 5; ++i) {
        const auto fault = sampler.partial_fault(rng);
        const auto exact = boxes.gather(aspect, fault);
        const auto rough = boxes.gather(aspect, fault, 20);
        if (rough.exact) {
          continue;
        }
        ++stopped;
        CAPTURE(seed, i);
        CHECK(std::ranges::includes(rough.states, exact.states));
        for (const auto& a : exact.assignments) {
          CHECK(rough.possible.contains(a.accountable));
        }
        CHECK(write_decision(aspect, rough).state == shozai::decision_state::undetermined);
      }
    }
  }
  CHECK(stopped > 500);
}

TEST_CASE("a rule set built to blow up is over budget, names its rules and decides", "[boxes]") {
  const auto text = explosive_policy(20);
  const auto policy = compile(text, 20'000);
  const auto& plan = policy.plan(0);
  REQUIRE_FALSE(plan.diagram);
  CHECK(plan.bit_sets);
  CHECK(plan.given_up == shozai::over_budget::nodes);
  REQUIRE_FALSE(plan.heaviest.empty());
  for (const auto rule : plan.heaviest) {
    CHECK(policy.evaluator(0).rule(rule).id.starts_with("PAIR-"));
  }

  const auto& aspect = policy.evaluator(0);
  const fault_sampler sampler(policy.document());
  shozai::walk_scratch scratch;
  shozai::bit_scratch bits;
  policy.prepare(bits, 0);
  dice rng(7);
  for (int i = 0; i < 100; ++i) {
    auto fault = sampler.complete_fault(rng);
    const auto expected = decide_plainly(aspect, fault);
    CHECK(policy.accountable(policy.decide_complete(values_of(fault), 0, bits), 0) ==
          expected.assigned.accountable);
    for (std::size_t known = 3; known < 12; ++known) {
      fault.attributes[known] = shozai::knowledge(policy.attributes()[known].everything());
    }
    const auto plain = decide_plainly(aspect, fault);
    auto found = policy.decide(fault, 0, scratch);
    CHECK(found.ask.has_value() == (found.state == shozai::decision_state::undetermined));
    found.ask.reset();
    found.policy.reset();
    CHECK(save_tree(plain) == save_tree(found));
  }
}

TEST_CASE("with nothing known an exploding policy is undetermined, exactly", "[boxes]") {
  const auto policy = compile(explosive_policy(20), 20'000);
  const auto fault = shozai::read_fault(policy.attributes(), "{}");
  const auto found = policy.decide(fault, 0);
  CHECK(found.state == shozai::decision_state::undetermined);
  CHECK(found.exact);
  CHECK(found.possible == std::vector<std::string>{"quality", "sales", "service"});
}

TEST_CASE("a condition that blows up by itself names its rule", "[boxes]") {
  std::string when;
  for (int i = 0; i < 14; ++i) {
    const auto n = std::to_string(i);
    when += (i == 0 ? "x" : " || x") + n + " > 4 && y" + n + " > 4";
  }
  auto text = explosive_policy(14);
  const std::string harmless = "kind == 'wear'";
  text.replace(text.find(harmless), harmless.size(), when);
  const auto policy = compile(text, 5'000);
  REQUIRE_FALSE(policy.plan(0).diagram);
  REQUIRE(policy.plan(0).heaviest.size() == 1);
  CHECK(policy.evaluator(0).rule(policy.plan(0).heaviest.front()).id == "KIND-wear");
}
