// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which rules of an aspect beat which, wherever both apply.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "shozai/policy/hit_policy.hpp"
#include "shozai/policy/resolved_aspect.hpp"

namespace shozai::inline v1 {

/// The order among the rules of one aspect, which must outlive it.
class rule_precedence {
 public:
  explicit rule_precedence(const resolved_aspect& aspect)
      : aspect_(aspect), predecessors_(aspect.successors.size()) {
    for (std::size_t node = 0; node < aspect.successors.size(); ++node) {
      for (const auto next : aspect.successors[node]) {
        predecessors_[next].push_back(node);
      }
    }
  }

  /// The rules that beat rule `r` where they apply, ascending: those of younger generations; under
  /// `first` those before it; under `override` those that override it, directly or through a
  /// chain. \par Complexity Linear in the number of rules and overrides above `r`.
  [[nodiscard]] std::vector<std::size_t> beaten_by(std::size_t r) const {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < r; ++i) {
      if (aspect_.hit_policy == hit_policy::first ||
          aspect_.rules[i].generation < aspect_.rules[r].generation) {
        all.push_back(i);
      }
    }
    if (aspect_.hit_policy == hit_policy::override_) {
      add_overriding(r, all);
    }
    return all;
  }

 private:
  void add_overriding(std::size_t r, std::vector<std::size_t>& all) const {
    std::vector<bool> seen(predecessors_.size(), false);
    std::vector<std::size_t> open{r};
    while (!open.empty()) {
      const auto node = open.back();
      open.pop_back();
      for (const auto above : predecessors_[node]) {
        if (!seen[above]) {
          seen[above] = true;
          open.push_back(above);
          if (above < aspect_.rules.size()) {
            all.push_back(above);
          }
        }
      }
    }
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
  }

  const resolved_aspect& aspect_;
  std::vector<std::vector<std::size_t>> predecessors_;
};

}  // namespace shozai::inline v1
