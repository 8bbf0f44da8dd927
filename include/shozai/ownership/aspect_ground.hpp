// SPDX-License-Identifier: Apache-2.0
/// \file
/// The diagrams on which proofs about one aspect stand.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/condition_diagrams.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/joint_aspect.hpp"
#include "shozai/ownership/levels.hpp"
#include "shozai/ownership/region_counter.hpp"
#include "shozai/ownership/region_cover.hpp"
#include "shozai/ownership/rule_precedence.hpp"
#include "shozai/ownership/unique_table.hpp"
#include "shozai/ownership/verdict.hpp"

namespace shozai::inline v1 {

/// Conditions and outcomes of one aspect in one table, with the regions that they make. A region
/// is a diagram: true for the faults in it, all of them possible.
class aspect_ground {
 public:
  /// All must outlive the ground. \throws budget_exceeded
  aspect_ground(const aspect_evaluator& aspect, const std::vector<std::size_t>& order,
                budget_meter& meter)
      : order_(aspect.document().attributes, aspect.tests(), order),
        table_(meter),
        outcomes_(aspect, order_, table_, meter),
        root_(outcomes_.outcomes_of(conditions())),
        counter_(table_, order_, aspect.document().attributes),
        coverer_(table_, order_, diagrams(), counter_, conditions().assumptions),
        precedence_(aspect.aspect()),
        left_(aspect.aspect().rules.size()),
        masks_(aspect.aspect().rules.size() * order_.size(), 0) {
    make_masks();
  }
  // Its parts point into each other.
  aspect_ground(const aspect_ground&) = delete;
  aspect_ground& operator=(const aspect_ground&) = delete;

  [[nodiscard]] const level_order& order() const noexcept { return order_; }
  [[nodiscard]] const unique_table& table() const noexcept { return table_; }
  [[nodiscard]] const assignment_classes& classes() const noexcept { return outcomes_.classes(); }
  [[nodiscard]] const verdict_table& verdicts() const noexcept { return outcomes_.verdicts(); }
  [[nodiscard]] condition_diagrams& diagrams() noexcept { return outcomes_.diagrams(); }
  [[nodiscard]] region_counter& counter() noexcept { return counter_; }
  [[nodiscard]] region_coverer& coverer() noexcept { return coverer_; }
  [[nodiscard]] node_id root() const noexcept { return root_; }
  [[nodiscard]] node_id possible() const noexcept { return conditions().assumptions; }

  /// The possible faults for which `f` is true, or false.
  [[nodiscard]] node_id where(const formula& f, bool truth) {
    const auto n = diagrams().of(f);
    return truth ? diagrams().both(possible(), n) : diagrams().without(possible(), n);
  }

  /// Whether `f` is true for every possible fault.
  [[nodiscard]] bool always(const formula& f) {
    return !diagrams().exceeds(possible(), diagrams().of(f));
  }

  /// The possible faults to which rule `r` applies.
  [[nodiscard]] node_id applies(std::size_t r) {
    return diagrams().both(possible(), conditions().rules[r]);
  }

  /// Those in which rule `r` is left: no rule that applies beats it.
  [[nodiscard]] node_id left(std::size_t r) {
    if (!left_[r]) {
      auto region = applies(r);
      for (const auto other : precedence_.beaten_by(r)) {
        if (region == false_node) {
          break;
        }
        if (masks_meet(r, other)) {
          region = diagrams().without(region, conditions().rules[other]);
        }
      }
      left_[r] = region;
    }
    return *left_[r];
  }

  /// Whether rules `r` and `s` ever apply to one possible fault.
  [[nodiscard]] bool ever_together(std::size_t r, std::size_t s) {
    return masks_meet(r, s) && diagrams().meet(conditions().rules[r], conditions().rules[s]) &&
           diagrams().meet(applies(r), conditions().rules[s]);
  }

  /// The possible faults in which both are left.
  [[nodiscard]] node_id both_left(std::size_t r, std::size_t s) {
    if (!masks_meet(r, s) || !diagrams().meet(conditions().rules[r], conditions().rules[s])) {
      return false_node;
    }
    return diagrams().both(left(r), left(s));
  }

  /// The faults whose verdict `is_wanted` chooses.
  template <typename IsWanted>
  [[nodiscard]] node_id decided_so(const IsWanted& is_wanted) {
    return outcomes_.select(root_, is_wanted);
  }

  /// The outcomes of the faults of `region` if rule `r` never applied.
  [[nodiscard]] node_id root_without(std::size_t r, node_id region) {
    aspect_conditions changed;
    changed.assumptions = region;
    changed.rules.reserve(conditions().rules.size());
    for (std::size_t i = 0; i < conditions().rules.size(); ++i) {
      const bool may_apply =
          i != r && masks_meet(r, i) && diagrams().meet(region, conditions().rules[i]);
      changed.rules.push_back(may_apply ? conditions().rules[i] : false_node);
    }
    changed.also = conditions().also;
    return outcomes_.outcomes_of(changed);
  }

  /// The rules that beat `r` where they apply.
  [[nodiscard]] std::vector<std::size_t> beaten_by(std::size_t r) const {
    return precedence_.beaten_by(r);
  }

 private:
  [[nodiscard]] const aspect_conditions& conditions() const noexcept {
    return outcomes_.conditions();
  }

  // A quick look that tells most pairs of rules apart.
  [[nodiscard]] bool masks_meet(std::size_t r, std::size_t s) const {
    const auto* a = masks_.data() + r * order_.size();
    const auto* b = masks_.data() + s * order_.size();
    for (std::size_t level = 0; level < order_.size(); ++level) {
      if ((a[level] & b[level]) == 0) {
        return false;
      }
    }
    return true;
  }

  void make_masks() {
    std::unordered_set<node_id> seen;
    for (std::size_t r = 0; r < conditions().rules.size(); ++r) {
      seen.clear();
      add_to_mask(conditions().rules[r], 0, masks_.data() + r * order_.size(), seen);
    }
  }

  void add_to_mask(node_id n, std::uint32_t from, std::uint64_t* mask,
                   std::unordered_set<node_id>& seen) const {
    const auto level = std::min(table_.level(n), static_cast<std::uint32_t>(order_.size()));
    for (auto skipped = from; skipped < level; ++skipped) {
      mask[skipped] = ~std::uint64_t{0};
    }
    if (is_terminal(n) || !seen.insert(n).second) {
      return;
    }
    const auto size = order_.cells(level).size();
    const auto runs = table_.runs(n);
    for (std::size_t i = 0; i < runs.size(); ++i) {
      if (runs[i].child == false_node) {
        continue;
      }
      const auto end = i + 1 < runs.size() ? runs[i + 1].first : size;
      for (auto cell = runs[i].first; cell < end; ++cell) {
        mask[level] |= std::uint64_t{1} << (std::uint64_t{cell} * 64 / std::max(size, 64U));
      }
      add_to_mask(runs[i].child, level + 1, mask, seen);
    }
  }

  level_order order_;
  unique_table table_;
  joint_aspect outcomes_;
  node_id root_;
  region_counter counter_;
  region_coverer coverer_;
  rule_precedence precedence_;
  std::vector<std::optional<node_id>> left_;
  // Rule by rule, for each level: a bit for every 64th of its cells in which the rule can apply.
  std::vector<std::uint64_t> masks_;
};

}  // namespace shozai::inline v1
