// SPDX-License-Identifier: Apache-2.0
/// \file
/// Questions about one aspect, answered by its diagram or, where that is over budget, by boxes.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/ownership/aspect_ground.hpp"
#include "shozai/ownership/box_ground.hpp"
#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/diagram_engine.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/region_writer.hpp"

namespace shozai::inline v1 {

/// Some possible faults: all that were asked for, or a box of them.
using proved_region = std::variant<node_id, cell_box>;

/// Proves by the diagram; a question that is too much for it goes to box search. Each question has
/// the whole budget of steps. What it returns is nothing if there is no such fault; it throws
/// `budget_exceeded` where that stays open.
class aspect_prover {
 public:
  /// All must outlive the prover.
  aspect_prover(const aspect_evaluator& aspect, const diagram_engine& engine,
                const compile_budget& budget)
      : aspect_(aspect),
        budget_(budget),
        meter_(budget_),
        boxes_(aspect, engine.boxes().space(), budget) {
    if (!engine.plan().diagram) {
      given_up_ = engine.plan().given_up;
      return;
    }
    try {
      ground_ = std::make_unique<aspect_ground>(aspect, engine.plan().order, meter_);
    } catch (const budget_exceeded& e) {
      given_up_ = e.reason;
    }
  }

  [[nodiscard]] const aspect_evaluator& aspect() const noexcept { return aspect_; }
  /// The diagrams; null if they were over budget.
  [[nodiscard]] aspect_ground* ground() const noexcept { return ground_.get(); }
  [[nodiscard]] box_ground& boxes() noexcept { return boxes_; }
  /// Why there are no diagrams.
  [[nodiscard]] over_budget given_up() const noexcept { return given_up_; }
  /// Begins another question on the diagrams themselves.
  void renew() noexcept { meter_.renew(); }

  [[nodiscard]] std::optional<proved_region> possible() {
    return ask([](aspect_ground& g) { return g.possible(); },
               [](box_ground& b) { return b.possible(); });
  }
  /// Where `f` is true, or false.
  [[nodiscard]] std::optional<proved_region> where(const formula& f, bool truth) {
    return ask([&](aspect_ground& g) { return g.where(f, truth); },
               [&](box_ground& b) { return b.where(f, truth); });
  }
  /// Whether `f` is true for every possible fault.
  [[nodiscard]] bool always(const formula& f) {
    return !ask([&](aspect_ground& g) { return g.always(f) ? false_node : true_node; },
                [&](box_ground& b) { return b.where(f, false); });
  }
  [[nodiscard]] std::optional<proved_region> applies(std::size_t r) {
    return where(aspect_.rule_formulas()[r], true);
  }
  /// Where rule `r` is left: no rule that applies beats it.
  [[nodiscard]] std::optional<proved_region> left(std::size_t r) {
    return ask([&](aspect_ground& g) { return g.left(r); },
               [&](box_ground& b) { return b.left(r); });
  }
  [[nodiscard]] std::optional<proved_region> both_left(std::size_t r, std::size_t s) {
    return ask([&](aspect_ground& g) { return g.both_left(r, s); },
               [&](box_ground& b) { return b.both_left(r, s); });
  }
  /// Whether two rules ever apply to one possible fault.
  [[nodiscard]] bool ever_together(std::size_t r, std::size_t s) {
    return ask([&](aspect_ground& g) { return g.ever_together(r, s) ? true_node : false_node; },
               [&](box_ground& b) { return b.both_apply(r, s); })
        .has_value();
  }
  [[nodiscard]] std::optional<proved_region> none_applies() {
    const auto rules = aspect_.aspect().rules.size();
    return ask(
        [&](aspect_ground& g) {
          return g.decided_so([&](const verdict& v) {
            return v.state == decision_state::gap ||
                   (v.state == decision_state::decided && v.rule == rules);
          });
        },
        [](box_ground& b) { return b.none_applies(); });
  }

  [[nodiscard]] described_region describe(const region_writer& writer, const proved_region& r) {
    if (const auto* box = std::get_if<cell_box>(&r)) {
      return writer.describe(*box, boxes_.order());
    }
    meter_.renew();
    try {
      return writer.describe(std::get<node_id>(r), *ground_);
    } catch (const budget_exceeded&) {  // a part of it is better than nothing
      return writer.describe(ground_->coverer().widest_path(std::get<node_id>(r)),
                             ground_->order());
    }
  }

 private:
  template <typename ByDiagram, typename ByBoxes>
  [[nodiscard]] std::optional<proved_region> ask(const ByDiagram& by_diagram,
                                                 const ByBoxes& by_boxes) {
    if (ground_) {
      meter_.renew();
      try {
        const node_id n = by_diagram(*ground_);
        return n == false_node ? std::nullopt : std::optional<proved_region>{n};
      } catch (const budget_exceeded&) {
        return ask_boxes(by_boxes);
      }
    }
    return ask_boxes(by_boxes);
  }
  template <typename ByBoxes>
  [[nodiscard]] std::optional<proved_region> ask_boxes(const ByBoxes& by_boxes) {
    auto box = by_boxes(boxes_);
    return box ? std::optional<proved_region>{std::move(*box)} : std::nullopt;
  }

  const aspect_evaluator& aspect_;
  compile_budget budget_;
  budget_meter meter_;
  std::unique_ptr<aspect_ground> ground_;
  box_ground boxes_;
  over_budget given_up_ = over_budget::none;
};

}  // namespace shozai::inline v1
