// SPDX-License-Identifier: Apache-2.0
/// \file
/// Whether two versions of an aspect name others who answer for what is still open.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/condition_diagrams.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/joint_aspect.hpp"
#include "shozai/ownership/levels.hpp"

namespace shozai::inline v1 {

namespace detail {

/// Who answers meanwhile, by which rule (none: by default), until when.
using interim_answer = std::tuple<std::string_view, std::string_view, std::optional<std::int64_t>>;

/// Where each of the interim rules of an aspect, and then the default, is the first that holds.
struct interim_regions {
  std::vector<interim_answer> answers;
  std::vector<node_id> regions;
};

[[nodiscard]] inline interim_regions interim_regions_of(const aspect_evaluator& aspect,
                                                        condition_diagrams& diagrams,
                                                        node_id possible) {
  const auto& interim = aspect.aspect().aspect->interim;
  interim_regions all;
  auto rest = possible;
  for (std::size_t i = 0; i < interim.rules.size(); ++i) {
    const auto holds = diagrams.of(aspect.interim_formulas()[i]);
    const auto& r = interim.rules[i];
    all.answers.emplace_back(r.accountable, r.id, r.within);
    all.regions.push_back(diagrams.both(rest, holds));
    rest = diagrams.without(rest, holds);
  }
  all.answers.emplace_back(interim.accountable, std::string_view{}, interim.within);
  all.regions.push_back(rest);
  return all;
}

}  // namespace detail

/// Whether some possible fault would, while it is open, have another interim owner, time or rule,
/// if all that interim rules ask of it is known. \pre Both are over one schema, with the same
/// assumptions. \throws budget_exceeded
[[nodiscard]] inline bool interim_differs(const aspect_evaluator& before,
                                          const aspect_evaluator& after,
                                          const compile_budget& budget) {
  if (before.aspect().aspect->interim == after.aspect().aspect->interim &&
      before.document().definitions == after.document().definitions) {
    return false;
  }
  budget_meter meter(budget);
  const level_order order(before.document().attributes, {&before.tests(), &after.tests()},
                          joint_order({}, {&before.tests(), &after.tests()}));
  unique_table table(meter);
  condition_diagrams of_before(before.tests(), order, table, meter);
  condition_diagrams of_after(after.tests(), order, table, meter);
  auto possible = true_node;
  for (const auto& f : before.assumption_formulas()) {
    possible = of_before.both(possible, of_before.of(f));
  }
  const auto x = detail::interim_regions_of(before, of_before, possible);
  const auto y = detail::interim_regions_of(after, of_after, possible);
  for (std::size_t i = 0; i < x.answers.size(); ++i) {
    for (std::size_t k = 0; k < y.answers.size(); ++k) {
      if (x.answers[i] != y.answers[k] && of_before.meet(x.regions[i], y.regions[k])) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace shozai::inline v1
