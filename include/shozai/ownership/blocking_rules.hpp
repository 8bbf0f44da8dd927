// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which few rules together keep a shadowed rule from ever deciding.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "shozai/ownership/aspect_prover.hpp"

namespace shozai::inline v1 {

namespace detail {

/// Covers the faults to which a rule applies by conditions of rules that beat it: greedily, because
/// a smallest cover is NP-hard to find (Karp, 1972).
class blocking_cover {
 public:
  blocking_cover(const aspect_evaluator& aspect, aspect_ground& ground, std::size_t r)
      : aspect_(aspect), ground_(ground), rule_(r), remaining_(ground.applies(r)) {
    for (const auto other : ground.beaten_by(r)) {
      if (ground.ever_together(other, r)) {
        candidates_.push_back(other);
      }
    }
  }

  [[nodiscard]] std::vector<std::size_t> find() {
    // People look first for the other department.
    const auto other_owner = largest([&](std::size_t r) {
      return aspect_.rule(r).rule->then.accountable != aspect_.rule(rule_).rule->then.accountable;
    });
    if (other_owner) {
      take(*other_owner);
    }
    while (remaining_ != false_node) {
      take(*largest([](std::size_t /*r*/) { return true; }));
    }
    std::ranges::sort(taken_);
    return std::move(taken_);
  }

 private:
  // The first of those that cover most of what remains.
  template <typename IsWanted>
  [[nodiscard]] std::optional<std::size_t> largest(const IsWanted& is_wanted) {
    std::optional<std::size_t> best;
    big_count most = 0;
    for (const auto r : candidates_) {
      if (!is_wanted(r)) {
        continue;
      }
      auto size = ground_.counter().count(ground_.diagrams().both(remaining_, ground_.applies(r)));
      if (size > most) {
        most = std::move(size);
        best = r;
      }
    }
    return best;
  }

  void take(std::size_t r) {
    remaining_ = ground_.diagrams().without(remaining_, ground_.applies(r));
    taken_.push_back(r);
  }

  const aspect_evaluator& aspect_;
  aspect_ground& ground_;
  std::size_t rule_;
  node_id remaining_;
  std::vector<std::size_t> candidates_;
  std::vector<std::size_t> taken_;
};

/// Without a diagram: leaves out, in order, whatever can be left out.
[[nodiscard]] inline std::vector<std::size_t> blocking_by_boxes(box_ground& boxes, std::size_t r) {
  std::vector<std::size_t> kept;
  for (const auto other : boxes.beaten_by(r)) {
    if (boxes.both_apply(other, r)) {
      kept.push_back(other);
    }
  }
  for (auto i = kept.size(); i-- > 0;) {
    auto without = kept;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    if (!boxes.applies_without(r, without)) {
      kept = std::move(without);
    }
  }
  return kept;
}

}  // namespace detail

/// A small set of rules that beat rule `r` and cover every possible fault to which it applies; the
/// largest one with another owner is among them, if there is one. \pre `r` is never left.
/// \throws budget_exceeded
[[nodiscard]] inline std::vector<std::size_t> blocking_rules(aspect_prover& prover, std::size_t r) {
  if (prover.ground() != nullptr) {
    try {
      return detail::blocking_cover(prover.aspect(), *prover.ground(), r).find();
    } catch (const budget_exceeded&) {
      return detail::blocking_by_boxes(prover.boxes(), r);
    }
  }
  return detail::blocking_by_boxes(prover.boxes(), r);
}

}  // namespace shozai::inline v1
