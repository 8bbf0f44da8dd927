// SPDX-License-Identifier: Apache-2.0
// The generator of random policies and faults that other tests rely on.
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/core/sha256.hpp"
#include "shozai/policy/load.hpp"
#include "shozai/policy/load_fault.hpp"
#include "support/plain_decide.hpp"
#include "support/random_fault.hpp"
#include "support/random_policy.hpp"

namespace {

using shozai::testing::dice;
using shozai::testing::fault_sampler;
using shozai::testing::random_policy;

constexpr std::uint32_t policies = 300;

shozai::policy_document load(std::uint32_t seed) {
  const auto text = random_policy(seed).dump();
  auto loaded = shozai::load_document(text);
  INFO(text);
  for (const auto& each : loaded.findings) {
    UNSCOPED_INFO(each.code << " at " << each.pointer);
  }
  REQUIRE(loaded.document);
  return std::move(*loaded.document);
}

// A complete fault as its reporter writes it, derived attributes included.
shozai::json written(const shozai::schema& attributes, const shozai::fault& f) {
  dice rng(1);
  auto tree = shozai::json::object();
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    tree[attributes[i].name] =
        shozai::testing::written_value(rng, attributes[i], f.attributes[i].known().value());
  }
  return tree;
}

// Whether what is known of an attribute can be what `load_fault` makes of some JSON.
bool is_sound(const shozai::attribute& a, const shozai::knowledge& known) {
  const auto& possible = known.possible();
  return !possible.empty() && intersect(possible, a.everything()) == possible &&
         shozai::knowledge::of(a.domain, possible) == known;
}

bool derives(const shozai::schema& attributes, const shozai::fault& f) {
  return std::ranges::all_of(attributes.derivation_order(), [&](std::size_t i) {
    const auto result = shozai::derived_value(attributes, i, f);
    return !result || std::get<shozai::value>(*result) == f.attributes[i].known();
  });
}

std::vector<shozai::aspect_evaluator> evaluators_of(const shozai::policy_document& document) {
  std::vector<shozai::aspect_evaluator> all;
  for (auto& aspect : shozai::resolve_aspects(document)) {
    all.emplace_back(document, std::move(aspect));
  }
  return all;
}

// How often each state comes out, by `decision_state`; and how often it is not exact.
struct tally {
  std::array<std::size_t, 5> states{};
  std::size_t decisions = 0;
  std::size_t inexact = 0;

  void count(const shozai::decision& d) {
    ++states.at(static_cast<std::size_t>(d.state));
    ++decisions;
    inexact += d.exact ? 0U : 1U;
  }
  [[nodiscard]] std::size_t percent(shozai::decision_state state) const {
    return states.at(static_cast<std::size_t>(state)) * 100 / decisions;
  }
};

}  // namespace

TEST_CASE("a seed gives the same random policy with every compiler", "[random]") {
  std::string texts;
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    texts += random_policy(seed).dump();
  }
  CHECK(shozai::sha256_hex(texts) ==
        "806dc95532f129b08de5f3bf86f71fcadd0ea7cd62de84bc1b05c795d9425784");
}

TEST_CASE("random policies load, and their complete faults are as if loaded", "[random]") {
  for (std::uint32_t seed = 0; seed < policies; ++seed) {
    CAPTURE(seed);
    const auto document = load(seed);
    const fault_sampler sampler(document);
    dice rng(seed);
    for (int i = 0; i < 5; ++i) {
      const auto f = sampler.complete_fault(rng);
      const auto tree = written(document.attributes, f);
      CAPTURE(tree.dump());
      CHECK(shozai::load_fault(document.attributes, tree).result == f);
    }
  }
}

TEST_CASE("random partial faults say only what a reporter can say", "[random]") {
  for (std::uint32_t seed = 0; seed < policies; ++seed) {
    CAPTURE(seed);
    const auto document = load(seed);
    const fault_sampler sampler(document);
    dice rng(seed);
    for (int i = 0; i < 10; ++i) {
      const auto f = sampler.partial_fault(rng);
      CHECK(derives(document.attributes, f));
      for (std::size_t k = 0; k < document.attributes.size(); ++k) {
        CHECK(is_sound(document.attributes[k], f.attributes[k]));
      }
    }
  }
}

TEST_CASE("every state of a decision is common among random faults", "[random]") {
  using enum shozai::decision_state;
  tally complete;
  tally partial;
  for (std::uint32_t seed = 0; seed < policies; ++seed) {
    const auto document = load(seed);
    const fault_sampler sampler(document);
    const auto evaluators = evaluators_of(document);
    dice rng(seed);
    for (int i = 0; i < 10; ++i) {
      const auto whole = sampler.complete_fault(rng);
      const auto part = sampler.partial_fault(rng);
      for (const auto& each : evaluators) {
        complete.count(shozai::testing::decide_plainly(each, whole));
        partial.count(shozai::testing::decide_plainly(each, part));
      }
    }
  }
  CHECK(complete.percent(decided) >= 30);
  CHECK(complete.percent(gap) >= 8);
  CHECK(complete.percent(conflict) >= 8);
  CHECK(complete.percent(impossible) >= 2);
  CHECK(partial.percent(undetermined) >= 15);
  CHECK(partial.inexact * 100 < partial.decisions);
}
