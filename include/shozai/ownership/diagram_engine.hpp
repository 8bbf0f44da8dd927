// SPDX-License-Identifier: Apache-2.0
/// \file
/// One aspect compiled to a diagram: verdicts in nanoseconds, partial faults by walking.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/ownership/attribute_order.hpp"
#include "shozai/ownership/bit_set_engine.hpp"
#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/condition_diagrams.hpp"
#include "shozai/ownership/decide.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/flat_diagram.hpp"
#include "shozai/ownership/top_down.hpp"
#include "shozai/ownership/verdict.hpp"
#include "shozai/ownership/write_decision.hpp"

namespace shozai::inline v1 {

/// How an aspect was compiled, for people who wonder about its size and speed.
struct aspect_plan {
  bool diagram = false;   ///< false: over budget
  bool bit_sets = false;  ///< without a diagram: complete faults are decided by bit sets
  over_budget given_up = over_budget::none;
  std::vector<std::size_t> order;  ///< attributes as the diagram asks them
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

/// The diagram of one aspect with what it takes to decide by it. Immutable.
class diagram_engine {
 public:
  /// Builds the diagram within the budget; without one, `plan().diagram` is false.
  diagram_engine(const aspect_evaluator& aspect, const compile_options& options) {
    const auto orders = suggest_orders(aspect);
    if (!try_order(aspect, orders.front(), options.budget)) {
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
  [[nodiscard]] const std::vector<verdict>& verdicts() const noexcept { return verdicts_; }
  [[nodiscard]] const flat_diagram& diagram() const noexcept { return diagram_; }

  /// The number of the verdict on a complete fault, given by its values.
  /// \pre `plan().diagram`. \par Complexity One node per attribute; no allocation.
  [[nodiscard]] std::uint32_t walk(std::span<const value> values) const noexcept {
    return diagram_.walk(values);
  }

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
    return plan_.diagram ? handles_[diagram_.walk(values)] : bits_->decide(values, scratch);
  }

  /// What the completions of `f` come to. The rules are left out where several agree or conflict.
  [[nodiscard]] gathered_outcomes gather(const aspect_evaluator& aspect, const fault& f,
                                         walk_scratch& scratch) const {
    gathered_outcomes gathered;
    diagram_.walk(f, scratch);
    const auto reached = scratch.terminals;
    for (const auto number : reached) {
      const auto& v = verdicts_[number];
      if (v.state == decision_state::impossible) {
        continue;
      }
      gathered.states.insert(v.state);
      if (v.state == decision_state::decided) {
        gathered.assignments.push_back(aspect.assigned(representative(v)));
        if (v.rule != verdict::several) {
          gathered.rules.insert(v.rule);
        }
      }
    }
    for (const auto& counterexamples : interim_fails_) {
      counterexamples.walk(f, scratch);
      gathered.interim_certain.push_back(scratch.terminals.back() == terminal_number(false_node));
    }
    return gathered;
  }

  /// Whether the rules of what `gather` found must be looked for apart.
  [[nodiscard]] bool has_several_rules(const fault& f, walk_scratch& scratch) const {
    diagram_.walk(f, scratch);
    return std::ranges::any_of(scratch.terminals, [&](std::uint32_t number) {
      const auto& v = verdicts_[number];
      return v.state == decision_state::conflict ||
             (v.state == decision_state::decided && v.rule == verdict::several);
    });
  }

 private:
  static outcome representative(const verdict& v) {
    outcome o;
    o.state = v.state;
    o.left = {v.rule == verdict::several ? v.assigned_by : v.rule};
    o.also.assign(v.also.begin(), v.also.end());
    return o;
  }

  // Builds with one order; keeps what it built if that is the first or smaller than before.
  bool try_order(const aspect_evaluator& aspect, const std::vector<std::size_t>& attributes,
                 const compile_budget& budget) {
    budget_meter meter(budget);
    ++plan_.orders_tried;
    try {
      build(aspect, attributes, meter);
    } catch (const budget_exceeded& e) {
      plan_.given_up = plan_.diagram ? over_budget::none : e.reason;
      plan_.search_steps += meter.steps();
      return plan_.diagram;
    }
    return true;
  }

  void build(const aspect_evaluator& aspect, const std::vector<std::size_t>& attributes,
             budget_meter& meter) {
    const auto& document = aspect.document();
    const level_order order(document.attributes, aspect.tests(), attributes);
    unique_table table(meter);
    condition_diagrams diagrams(aspect.tests(), order, table, meter);
    const auto conditions = conditions_of(aspect, diagrams);
    verdict_table verdicts;
    const auto root = top_down_builder(aspect, table, verdicts, meter).build(conditions);
    flat_diagram flat(table, root, order, document.attributes);
    if (plan_.diagram && flat.size() >= diagram_.size()) {
      plan_.search_steps += meter.steps();
      return;
    }
    plan_.search_steps += plan_.steps;
    diagram_ = std::move(flat);
    verdicts_ = verdicts.all();
    handles_.clear();
    for (const auto& v : verdicts_) {
      handles_.push_back({v.state, v.rule, v.assigned_by});
    }
    interim_fails_.clear();
    for (const auto& f : aspect.interim_formulas()) {
      const auto fails = diagrams.both(conditions.assumptions, diagrams.negate(diagrams.of(f)));
      interim_fails_.emplace_back(table, fails, order, document.attributes);
    }
    plan_.diagram = true;
    plan_.given_up = over_budget::none;
    plan_.order = attributes;
    plan_.nodes = diagram_.size();
    plan_.verdicts = verdicts_.size();
    plan_.bytes = diagram_.bytes();
    plan_.steps = meter.steps();
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

  flat_diagram diagram_;
  std::vector<verdict> verdicts_;
  std::vector<decision_handle> handles_;  // the same, by number
  std::optional<bit_set_engine> bits_;
  std::vector<flat_diagram> interim_fails_;  // true where an interim rule fails, assumptions hold
  aspect_plan plan_;
};

/// Decides by the engine where it has a diagram, plainly where not, and plainly too where several
/// rules agree or conflict and all of them must be named.
[[nodiscard]] inline decision decide(const aspect_evaluator& aspect, const diagram_engine& engine,
                                     const fault& f, walk_scratch& scratch) {
  if (!engine.plan().diagram) {
    return decide(aspect, f);
  }
  const auto gathered = engine.gather(aspect, f, scratch);
  auto result = write_decision(aspect, gathered);
  const bool named =
      result.state == decision_state::undetermined || result.state == decision_state::gap ||
      (result.state == decision_state::decided && !engine.has_several_rules(f, scratch));
  if (named) {
    return result;
  }
  auto plain = decide(aspect, f);
  return plain.exact ? std::move(plain) : std::move(result);
}

}  // namespace shozai::inline v1
