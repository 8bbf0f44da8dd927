// SPDX-License-Identifier: Apache-2.0
/// \file
/// Proofs about one aspect without a diagram: an example found, or none exists.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "shozai/ownership/box_search.hpp"
#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/cell_box.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/formula.hpp"
#include "shozai/ownership/rule_precedence.hpp"

namespace shozai::inline v1 {

/// Asks the questions of `aspect_ground` by box search. An answer is a box of possible faults, not
/// the whole region; each question has the whole budget and throws `budget_exceeded` past it.
class box_ground {
 public:
  /// All must outlive the ground.
  box_ground(const aspect_evaluator& aspect, const box_space& space, compile_budget budget)
      : aspect_(aspect),
        space_(space),
        budget_(std::move(budget)),
        meter_(budget_),
        search_(aspect, space, meter_),
        precedence_(aspect.aspect()),
        everything_(everything_over(space.order())) {}

  [[nodiscard]] const level_order& order() const noexcept { return space_.order(); }
  [[nodiscard]] const cell_box& everything() const noexcept { return everything_; }

  [[nodiscard]] std::optional<cell_box> possible() { return find({}); }
  /// Possible faults of `start` alone.
  [[nodiscard]] std::optional<cell_box> possible(const cell_box& start) { return find(start, {}); }
  [[nodiscard]] std::optional<cell_box> where(const formula& f, bool truth) {
    return find({{&f, truth}});
  }
  [[nodiscard]] std::optional<cell_box> applies(std::size_t r) {
    return where(aspect_.rule_formulas()[r], true);
  }
  [[nodiscard]] std::optional<cell_box> left(std::size_t r) { return find(wishes_of({r})); }
  [[nodiscard]] std::optional<cell_box> both_left(std::size_t r, std::size_t s) {
    return find(wishes_of({r, s}));
  }
  [[nodiscard]] std::optional<cell_box> both_apply(std::size_t r, std::size_t s) {
    return find({{&aspect_.rule_formulas()[r], true}, {&aspect_.rule_formulas()[s], true}});
  }
  [[nodiscard]] std::optional<cell_box> none_applies() {
    wish_list wishes;
    for (const auto& f : aspect_.rule_formulas()) {
      wishes.push_back({&f, false});
    }
    return find(std::move(wishes));
  }
  /// Where `r` applies and none of `others` does.
  [[nodiscard]] std::optional<cell_box> applies_without(std::size_t r,
                                                        const std::vector<std::size_t>& others) {
    wish_list wishes;
    for (const auto o : others) {
      wishes.push_back({&aspect_.rule_formulas()[o], false});
    }
    wishes.push_back({&aspect_.rule_formulas()[r], true});
    return find(std::move(wishes));
  }
  /// Where assumption `i` fails and every other one holds.
  [[nodiscard]] std::optional<cell_box> only_this_excludes(std::size_t i) {
    wish_list wishes;
    for (std::size_t k = 0; k < aspect_.assumption_formulas().size(); ++k) {
      wishes.push_back({&aspect_.assumption_formulas()[k], k != i});
    }
    return search(everything_, wishes);
  }
  /// Where the assumptions `chosen` hold, whatever the others say.
  [[nodiscard]] std::optional<cell_box> assumed(const std::vector<std::size_t>& chosen) {
    wish_list wishes;
    for (const auto k : chosen) {
      wishes.push_back({&aspect_.assumption_formulas()[k], true});
    }
    return search(everything_, wishes);
  }
  [[nodiscard]] std::vector<std::size_t> beaten_by(std::size_t r) const {
    return precedence_.beaten_by(r);
  }

  // Its parts point into each other.
  box_ground(const box_ground&) = delete;
  box_ground& operator=(const box_ground&) = delete;

 private:
  using wish_list = std::vector<box_search::wish>;

  // The search cuts by the last wish that is undecided: rules that should apply come last, because
  // they leave least.
  [[nodiscard]] wish_list wishes_of(const std::vector<std::size_t>& left) const {
    wish_list wishes;
    for (const auto r : left) {
      for (const auto other : precedence_.beaten_by(r)) {
        wishes.push_back({&aspect_.rule_formulas()[other], false});
      }
    }
    for (const auto r : left) {
      wishes.push_back({&aspect_.rule_formulas()[r], true});
    }
    return wishes;
  }

  [[nodiscard]] std::optional<cell_box> find(wish_list wishes) {
    return find(everything_, std::move(wishes));
  }
  [[nodiscard]] std::optional<cell_box> find(const cell_box& start, wish_list wishes) {
    wish_list all;
    for (const auto& f : aspect_.assumption_formulas()) {
      all.push_back({&f, true});
    }
    all.insert(all.end(), wishes.begin(), wishes.end());
    return search(start, all);
  }
  [[nodiscard]] std::optional<cell_box> search(const cell_box& start, const wish_list& wishes) {
    meter_.renew();
    return search_.find(start, wishes);
  }

  const aspect_evaluator& aspect_;
  const box_space& space_;
  compile_budget budget_;
  budget_meter meter_;  // of one question
  box_search search_;
  rule_precedence precedence_;
  cell_box everything_;
};

}  // namespace shozai::inline v1
