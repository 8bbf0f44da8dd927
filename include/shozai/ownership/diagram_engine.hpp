// SPDX-License-Identifier: Apache-2.0
/// \file
/// One aspect compiled: a diagram, or what takes its place where that is too large.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/ownership/aspect_diagram.hpp"
#include "shozai/ownership/attribute_order.hpp"
#include "shozai/ownership/bit_set_engine.hpp"
#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/gather_boxes.hpp"
#include "shozai/ownership/write_decision.hpp"

namespace shozai::inline v1 {

/// How an aspect was compiled, for people who wonder about its size and speed.
struct aspect_plan {
  bool diagram = false;   ///< false: over budget
  bool bit_sets = false;  ///< without a diagram: complete faults are decided by bit sets
  over_budget given_up = over_budget::none;
  std::vector<std::size_t> heaviest;  ///< of a diagram over budget: the rules that used most of it
  std::vector<std::size_t> order;     ///< attributes as the diagram asks them
  std::size_t nodes = 0;
  std::size_t verdicts = 0;
  std::size_t bytes = 0;
  std::uint64_t steps = 0;         ///< of building the diagram that was kept
  std::uint64_t search_steps = 0;  ///< of building others, in search of a better order
  std::size_t orders_tried = 0;
};

/// How hard to look for a good order of attributes.
struct compile_options {
  compile_budget budget;
  std::uint64_t order_search_steps = 2'000'000;
};

/// What decides one aspect: its diagram and the diagram's companions. Immutable.
class diagram_engine {
 public:
  /// Builds the diagram within the budget; without one, `plan().diagram` is false.
  diagram_engine(const aspect_evaluator& aspect, const compile_options& options) : boxes_(aspect) {
    const auto orders = suggest_orders(aspect);
    try_order(aspect, orders.front(), options.budget);
    if (!diagram_) {
      bits_ = bit_set_engine::build(aspect, options.budget);
      plan_.bit_sets = bits_.has_value();
      plan_.bytes = bits_ ? bits_->bytes() : 0;
      return;
    }
    auto left = options.order_search_steps;
    for (std::size_t i = 1; i < orders.size(); ++i) {
      improve(aspect, orders[i], options.budget, left);
    }
    swap_neighbours(aspect, options.budget, left);
  }

  [[nodiscard]] const aspect_plan& plan() const noexcept { return plan_; }
  /// \pre `plan().diagram`.
  [[nodiscard]] const aspect_diagram& diagram() const noexcept { return *diagram_; }
  [[nodiscard]] const box_engine& boxes() const noexcept { return boxes_; }

  /// Sizes the scratch for `decide`.
  void prepare(bit_scratch& scratch) const {
    if (bits_) {
      bits_->prepare(scratch);
    }
  }

  /// What is decided of a complete fault, given by its values, one for each attribute of the
  /// schema. \pre `plan().diagram || plan().bit_sets`; `prepare(scratch)` was called.
  /// \par Complexity One node per attribute, or the rules over 64 times the attributes; no
  /// allocation.
  [[nodiscard]] decision_handle decide(std::span<const value> values,
                                       bit_scratch& scratch) const noexcept {
    return diagram_ ? diagram_->decide(values) : bits_->decide(values, scratch);
  }

 private:
  // Builds with one order; keeps what it built if that is the first or smaller than before.
  void try_order(const aspect_evaluator& aspect, const std::vector<std::size_t>& attributes,
                 const compile_budget& budget) {
    budget_meter meter(budget);
    ++plan_.orders_tried;
    try {
      aspect_diagram built(aspect, attributes, meter);
      if (!diagram_ || built.flat().size() < diagram_->flat().size()) {
        plan_.search_steps += plan_.steps;
        keep(std::move(built), attributes, meter.steps());
        return;
      }
    } catch (const budget_exceeded& e) {
      if (!diagram_) {
        plan_.given_up = e.reason;
        plan_.heaviest.assign(e.rules.begin(), e.rules.end());
      }
    }
    plan_.search_steps += meter.steps();
  }

  void keep(aspect_diagram built, const std::vector<std::size_t>& attributes, std::uint64_t steps) {
    diagram_ = std::move(built);
    plan_.diagram = true;
    plan_.order = attributes;
    plan_.nodes = diagram_->flat().size();
    plan_.verdicts = diagram_->verdicts().size();
    plan_.bytes = diagram_->flat().bytes();
    plan_.steps = steps;
  }

  // Tries another order with what is left of the search; no use if it would be larger.
  bool improve(const aspect_evaluator& aspect, const std::vector<std::size_t>& attributes,
               const compile_budget& budget, std::uint64_t& left) {
    if (plan_.steps > left) {
      return false;
    }
    auto limited = budget;
    limited.steps = std::min(left, 2 * plan_.steps);
    const auto nodes = plan_.nodes;
    const auto spent = plan_.steps + plan_.search_steps;
    try_order(aspect, attributes, limited);
    left -= std::min(left, plan_.steps + plan_.search_steps - spent);
    return plan_.nodes < nodes;
  }

  void swap_neighbours(const aspect_evaluator& aspect, const compile_budget& budget,
                       std::uint64_t& left) {
    for (bool better = true; better;) {
      better = false;
      for (std::size_t i = 0; i + 1 < plan_.order.size(); ++i) {
        auto order = plan_.order;
        std::swap(order[i], order[i + 1]);
        better = improve(aspect, order, budget, left) || better;
      }
    }
  }

  std::optional<aspect_diagram> diagram_;
  std::optional<bit_set_engine> bits_;
  box_engine boxes_;
  aspect_plan plan_;
};

/// Decides by the diagram, or by box search where there is none; by both where several rules agree
/// or conflict and all of them must be named.
[[nodiscard]] inline decision decide(const aspect_evaluator& aspect, const diagram_engine& engine,
                                     const fault& f, walk_scratch& scratch) {
  if (!engine.plan().diagram) {
    return write_decision(aspect, engine.boxes().gather(aspect, f));
  }
  const auto gathered = engine.diagram().gather(aspect, f, scratch);
  auto result = write_decision(aspect, gathered);
  const bool named = result.state == decision_state::undetermined ||
                     result.state == decision_state::gap ||
                     (result.state == decision_state::decided && !gathered.rules_missing);
  if (named) {
    return result;
  }
  auto searched = write_decision(aspect, engine.boxes().gather(aspect, f));
  return searched.exact ? std::move(searched) : std::move(result);
}

}  // namespace shozai::inline v1
