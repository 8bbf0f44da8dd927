// SPDX-License-Identifier: Apache-2.0
/// \file
/// How the mutants of a policy fared → JSON.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "shozai/policy/json_gate.hpp"
#include "shozai/testing/mutation_testing.hpp"
#include "shozai/testing/policy_places.hpp"

namespace shozai::inline v1 {

/// All mutants with their places, and how many fared how.
[[nodiscard]] inline json save_tree(const std::vector<tested_mutant>& tested,
                                    const compiled_policy& policy) {
  std::array<std::size_t, mutant_state_names.size()> sums{};
  policy_places places(policy);
  json out = {{"policy", save_tree(policy.identity())}};
  auto all = json::array();
  for (const auto& [mutant, state, killed_by] : tested) {
    ++sums.at(static_cast<std::size_t>(state));
    json one = {{"mutation", std::string(mutation_names.at(static_cast<std::size_t>(mutant.what)))},
                {"state", std::string(mutant_state_names.at(static_cast<std::size_t>(state)))},
                {"rule", mutant.rule},
                {"before", mutant.before},
                {"after", mutant.after}};
    for (const auto a : mutant.aspects) {
      one["aspects"].push_back(policy.document().aspects[a].id);
    }
    places.put(one, mutant.place);
    if (killed_by) {
      one["killed_by"] = *killed_by;
    }
    all.push_back(std::move(one));
  }
  for (std::size_t s = 0; s < sums.size(); ++s) {
    out[std::string(mutant_state_names.at(s))] = sums.at(s);
  }
  out["mutants"] = std::move(all);
  return out;
}

}  // namespace shozai::inline v1
