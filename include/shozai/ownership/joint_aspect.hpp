// SPDX-License-Identifier: Apache-2.0
/// \file
/// Several aspects, of one policy or of two versions, as diagrams in one table.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "shozai/core/schema.hpp"
#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/condition_diagrams.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/formula.hpp"
#include "shozai/ownership/levels.hpp"
#include "shozai/ownership/precedence.hpp"
#include "shozai/ownership/top_down.hpp"
#include "shozai/ownership/unique_table.hpp"
#include "shozai/ownership/verdict.hpp"

namespace shozai::inline v1 {

/// An order for all attributes that `tables` test: first those of `preferred`.
[[nodiscard]] inline std::vector<std::size_t> joint_order(
    const std::vector<std::size_t>& preferred, const std::vector<const formula_table*>& tables) {
  std::vector<std::size_t> tested;
  for (const auto* table : tables) {
    for (const auto& t : table->tests()) {
      tested.push_back(t.attribute);
    }
  }
  std::ranges::sort(tested);
  tested.erase(std::unique(tested.begin(), tested.end()), tested.end());
  std::vector<std::size_t> order;
  for (const auto a : preferred) {
    if (std::ranges::binary_search(tested, a)) {
      order.push_back(a);
    }
  }
  for (const auto a : tested) {
    if (std::ranges::find(order, a) == order.end()) {
      order.push_back(a);
    }
  }
  return order;
}

/// One aspect in a table that it shares with others: its conditions and outcomes.
class joint_aspect {
 public:
  /// All must outlive it. \throws budget_exceeded
  joint_aspect(
      const aspect_evaluator& aspect, const level_order& order, unique_table& table,
      budget_meter& meter,
      const std::function<bool(const formula&)>& may_apply =
          [](const formula& /*rule*/) { return true; })
      : aspect_(aspect),
        table_(table),
        meter_(meter),
        diagrams_(aspect.tests(), order, table, meter),
        conditions_(conditions_of(aspect, diagrams_, may_apply)),
        classes_(aspect),
        beaten_(aspect, meter),
        builder_(aspect, classes_, beaten_, table, verdicts_, meter) {}
  // Its parts point into each other.
  joint_aspect(const joint_aspect&) = delete;
  joint_aspect& operator=(const joint_aspect&) = delete;

  [[nodiscard]] const aspect_evaluator& aspect() const noexcept { return aspect_; }
  [[nodiscard]] condition_diagrams& diagrams() noexcept { return diagrams_; }
  [[nodiscard]] const aspect_conditions& conditions() const noexcept { return conditions_; }
  [[nodiscard]] const verdict_table& verdicts() const noexcept { return verdicts_; }

  [[nodiscard]] const assignment_classes& classes() const noexcept { return classes_; }

  /// The outcomes where just `conditions` hold; impossible where their assumptions do not.
  [[nodiscard]] node_id outcomes_of(const aspect_conditions& conditions) {
    return builder_.build(conditions);
  }
  /// The outcomes of the faults of `region`; all others are impossible.
  [[nodiscard]] node_id outcomes_in(node_id region) {
    auto restricted = conditions_;
    restricted.assumptions = region;
    return outcomes_of(restricted);
  }

  /// The faults for which `is_wanted` chooses the verdict that `outcomes` has.
  template <typename IsWanted>
  [[nodiscard]] node_id select(node_id outcomes, const IsWanted& is_wanted) {
    std::unordered_map<node_id, node_id> done;
    return select(outcomes, is_wanted, done);
  }

 private:
  template <typename IsWanted>
  node_id select(node_id n, const IsWanted& is_wanted, std::unordered_map<node_id, node_id>& done) {
    if (is_terminal(n)) {
      return is_wanted(verdicts_[terminal_number(n)]) ? true_node : false_node;
    }
    if (const auto known = done.find(n); known != done.end()) {
      return known->second;
    }
    const auto result = combine_nodes(table_, table_.level(n), {n}, [&](const auto& children) {
      meter_.use_steps(1);
      return select(children[0], is_wanted, done);
    });
    done.emplace(n, result);
    return result;
  }

  const aspect_evaluator& aspect_;
  unique_table& table_;
  budget_meter& meter_;
  condition_diagrams diagrams_;
  aspect_conditions conditions_;
  assignment_classes classes_;
  precedence beaten_;
  verdict_table verdicts_;
  top_down_builder builder_;  // knows the states that it met: what is asked next is often a part
};

}  // namespace shozai::inline v1
