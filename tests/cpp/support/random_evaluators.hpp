// SPDX-License-Identifier: Apache-2.0
/// \file
/// Random policies as evaluators, and how many of them a run of the tests goes through.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/policy/load.hpp"
#include "support/random_policy.hpp"

namespace shozai::testing {

inline constexpr std::uint32_t policies_per_run = 50;  ///< of one run of a generated test

/// How many random policies: SHOZAI_HEAVY=1 goes ten times as far, SHOZAI_LIGHT=1, for sanitizers,
/// a tenth.
[[nodiscard]] inline std::uint32_t policies() {
  const bool heavy = std::getenv("SHOZAI_HEAVY") != nullptr;
  const bool light = std::getenv("SHOZAI_LIGHT") != nullptr;
  return heavy ? 20'000 : light ? 200 : 2'000;
}

[[nodiscard]] inline std::shared_ptr<const policy_document> load_random(std::uint32_t seed) {
  auto loaded = load_document(random_policy(seed).dump());
  REQUIRE(loaded.document);
  return std::make_shared<const policy_document>(std::move(*loaded.document));
}

/// One for each aspect; they keep pointers into `document`.
[[nodiscard]] inline std::vector<aspect_evaluator> evaluators(const policy_document& document) {
  std::vector<aspect_evaluator> all;
  for (auto& resolved : resolve_aspects(document)) {
    all.emplace_back(document, std::move(resolved));
  }
  return all;
}

/// The values of a complete fault, in the order of the schema.
[[nodiscard]] inline std::vector<value> values_of(const fault& f) {
  std::vector<value> values;
  for (const auto& known : f.attributes) {
    values.push_back(known.known().value());
  }
  return values;
}

}  // namespace shozai::testing
