// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which rules step back for rules that are certain to apply.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/evaluator.hpp"

namespace shozai::inline v1 {

/// The hit policy of one aspect, applied while only some of its rules are certain. Keeps what each
/// rule overrides, once it was asked for.
class precedence {
 public:
  precedence(const aspect_evaluator& aspect, budget_meter& meter)
      : aspect_(aspect.aspect()),
        evaluator_(aspect),
        meter_(meter),
        overridden_(aspect_.rules.size()),
        mark_(aspect_.rules.size(), 0) {}

  /// Takes out of `alive`, in document order, what steps back for those that are certain; says
  /// whether any is. Each element names its `.rule`.
  template <typename Rule, typename IsCertain>
  bool drop_beaten(std::vector<Rule>& alive, const IsCertain& is_certain) {
    const auto certain = std::ranges::find_if(alive, is_certain);
    if (certain == alive.end()) {
      return false;
    }
    if (aspect_.hit_policy == hit_policy::first) {
      alive.erase(certain + 1, alive.end());
      return true;
    }
    // Own rules come first: behind a certain one, whatever is inherited is out.
    const auto generation = aspect_.rules[certain->rule].generation;
    std::erase_if(alive,
                  [&](const Rule& r) { return aspect_.rules[r.rule].generation > generation; });
    if (aspect_.hit_policy == hit_policy::override_) {
      mark_overridden(alive, is_certain);
      std::erase_if(alive, [&](const Rule& r) { return is_marked(r.rule); });
    }
    return true;
  }

  /// Marks what those of `rules` override that `which` chooses, directly or through a chain, and
  /// nothing else.
  template <typename Rule, typename Which>
  void mark_overridden(const std::vector<Rule>& rules, const Which& which) {
    ++stamp_;
    for (const auto& r : rules) {
      if (which(r)) {
        for (const auto below : overridden_by(r.rule)) {
          mark_[below] = stamp_;
        }
      }
    }
  }
  [[nodiscard]] bool is_marked(std::size_t rule) const { return mark_[rule] == stamp_; }

 private:
  const std::vector<std::uint32_t>& overridden_by(std::uint32_t rule) {
    auto& known = overridden_[rule];
    if (!known) {
      known.emplace();
      for (const auto node : evaluator_.overridden({rule})) {
        if (node < aspect_.rules.size()) {
          known->push_back(static_cast<std::uint32_t>(node));
        }
      }
      meter_.use_steps(known->size());
      meter_.use_bytes(known->size() * sizeof(std::uint32_t));
    }
    return *known;
  }

  const resolved_aspect& aspect_;
  const aspect_evaluator& evaluator_;
  budget_meter& meter_;
  std::vector<std::optional<std::vector<std::uint32_t>>> overridden_;
  std::vector<std::uint32_t> mark_;
  std::uint32_t stamp_ = 0;
};

}  // namespace shozai::inline v1
