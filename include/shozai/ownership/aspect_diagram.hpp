// SPDX-License-Identifier: Apache-2.0
/// \file
/// The ownership diagram of one aspect: from values to a verdict.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/cell_box.hpp"
#include "shozai/ownership/condition_diagrams.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/flat_diagram.hpp"
#include "shozai/ownership/precedence.hpp"
#include "shozai/ownership/top_down.hpp"
#include "shozai/ownership/verdict.hpp"
#include "shozai/ownership/write_decision.hpp"

namespace shozai::inline v1 {

/// Verdicts in nanoseconds, partial faults by walking. Immutable.
class aspect_diagram {
 public:
  /// Tests the attributes in the order given, which names every one that the aspect tests.
  /// \throws budget_exceeded that names the rules which used most of it.
  aspect_diagram(const aspect_evaluator& aspect, const std::vector<std::size_t>& attributes,
                 budget_meter& meter) {
    const level_order order(aspect.document().attributes, aspect.tests(), attributes);
    unique_table table(meter);
    condition_diagrams diagrams(aspect.tests(), order, table, meter);
    build(aspect, order, table, diagrams, conditions_of(aspect, diagrams), meter);
  }

  /// The part of the diagram that completions of `f` can reach: small where most is known, so that
  /// it may fit where the whole does not.
  /// \pre `space` was made of `aspect`. \throws budget_exceeded
  aspect_diagram(const aspect_evaluator& aspect, const box_space& space, const fault& f,
                 budget_meter& meter) {
    const auto& order = space.order();
    unique_table table(meter);
    condition_diagrams diagrams(aspect.tests(), order, table, meter);
    const auto box = space.of(f);
    box_truth truth(aspect.tests(), space);
    truth.look_at(box);
    auto conditions = conditions_of(
        aspect, diagrams, [&](const formula& rule) { return truth.of(rule) != certainty::never; });
    std::vector<node_id> known{conditions.assumptions};
    for (const auto attribute : order.attributes()) {
      known.push_back(diagrams.of_set(attribute, f.attributes[attribute].possible()));
    }
    conditions.assumptions = diagrams.join(std::move(known), true);
    build(aspect, order, table, diagrams, conditions, meter);
  }

  [[nodiscard]] const flat_diagram& flat() const noexcept { return flat_; }
  [[nodiscard]] const std::vector<verdict>& verdicts() const noexcept { return verdicts_; }

  /// What tells, for each interim rule, whether it may fail.
  [[nodiscard]] const std::vector<flat_diagram>& interim_fails() const noexcept {
    return interim_fails_;
  }

  /// What is decided of a complete fault, given by its values, one for each attribute of the
  /// schema. \par Complexity One node per attribute; no allocation.
  [[nodiscard]] decision_handle decide(std::span<const value> values) const noexcept {
    return handles_[flat_.walk(values)];
  }

  /// What the completions of `f` come to, by one walk. The rules are left out where several agree
  /// or conflict; `rules_missing` says so.
  [[nodiscard]] gathered_outcomes gather(const aspect_evaluator& aspect, const fault& f,
                                         walk_scratch& scratch) const {
    gathered_outcomes gathered;
    flat_.walk(f, scratch);
    for (const auto number : scratch.terminals) {
      const auto& v = verdicts_[number];
      if (v.state == decision_state::impossible) {
        continue;
      }
      gathered.states.insert(v.state);
      gathered.rules_missing = gathered.rules_missing || has_several_rules(v);
      if (v.state == decision_state::decided) {
        gathered.assignments.push_back(assignment_of(aspect, v));
        if (v.rule != verdict::several) {
          gathered.rules.insert(v.rule);
        }
      }
    }
    gathered.interim_certain = certain_interim(f, scratch);
    return gathered;
  }

  /// For each interim rule, whether it holds in every completion of `f`.
  [[nodiscard]] std::vector<bool> certain_interim(const fault& f, walk_scratch& scratch) const {
    std::vector<bool> certain;
    for (const auto& counterexamples : interim_fails_) {
      counterexamples.walk(f, scratch);
      certain.push_back(scratch.terminals.back() == terminal_number(false_node));
    }
    return certain;
  }

 private:
  static bool has_several_rules(const verdict& v) {
    return v.state == decision_state::conflict ||
           (v.state == decision_state::decided && v.rule == verdict::several);
  }

  void build(const aspect_evaluator& aspect, const level_order& order, unique_table& table,
             condition_diagrams& diagrams, const aspect_conditions& conditions,
             budget_meter& meter) {
    const auto& attributes = aspect.document().attributes;
    verdict_table verdicts;
    const assignment_classes classes(aspect);
    precedence beaten(aspect, meter);
    const auto root =
        top_down_builder(aspect, classes, beaten, table, verdicts, meter).build(conditions);
    flat_ = flat_diagram(table, root, order, attributes);
    verdicts_ = verdicts.all();
    for (const auto& v : verdicts_) {
      handles_.push_back({v.state, v.rule, v.assigned_by});
    }
    for (const auto& f : aspect.interim_formulas()) {
      const auto fails = diagrams.both(conditions.assumptions, diagrams.negate(diagrams.of(f)));
      interim_fails_.emplace_back(table, fails, order, attributes);
    }
  }

  flat_diagram flat_;
  std::vector<verdict> verdicts_;
  std::vector<decision_handle> handles_;     // the same, by number
  std::vector<flat_diagram> interim_fails_;  // true where an interim rule fails, assumptions hold
};

}  // namespace shozai::inline v1
