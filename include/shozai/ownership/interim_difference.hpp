// SPDX-License-Identifier: Apache-2.0
/// \file
/// Whether two versions of an aspect name others who answer for what is still open.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/condition_diagrams.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/joint_aspect.hpp"
#include "shozai/ownership/levels.hpp"

namespace shozai::inline v1 {

namespace detail {

/// An interim rule, or the default, with the possible faults for which its condition holds.
struct interim_answer {
  std::string_view accountable;
  std::string_view rule;  ///< empty: the default
  std::optional<std::int64_t> within;
  node_id holds;

  friend bool operator==(const interim_answer&, const interim_answer&) = default;
};

/// The interim rules of an aspect that can be the first that certainly holds, then the default:
/// one whose faults an earlier one has all, always stands behind it.
[[nodiscard]] inline std::vector<interim_answer> interim_answers_of(const aspect_evaluator& aspect,
                                                                    condition_diagrams& diagrams,
                                                                    node_id possible) {
  const auto& interim = aspect.aspect().aspect->interim;
  std::vector<interim_answer> all;
  for (std::size_t i = 0; i < interim.rules.size(); ++i) {
    const auto holds = diagrams.both(possible, diagrams.of(aspect.interim_formulas()[i]));
    const bool stands_behind = std::ranges::any_of(
        all, [&](const interim_answer& a) { return !diagrams.exceeds(holds, a.holds); });
    if (holds != false_node && !stands_behind) {
      const auto& r = interim.rules[i];
      all.push_back({r.accountable, r.id, r.within, holds});
    }
  }
  all.push_back({interim.accountable, {}, interim.within, possible});
  return all;
}

}  // namespace detail

/// Whether two versions of an aspect may name another interim owner, time or rule for some fault
/// that is open. No is a proof. Yes may be wrong: interim rules are compared one by one, and a
/// difference may concern only faults that are always decided.
/// \pre Both are over one schema, with the same assumptions. \throws budget_exceeded
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
  return detail::interim_answers_of(before, of_before, possible) !=
         detail::interim_answers_of(after, of_after, possible);
}

}  // namespace shozai::inline v1
