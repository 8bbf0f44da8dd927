// SPDX-License-Identifier: Apache-2.0
/// \file
/// What one completion comes to, as far as a diagram keeps it apart.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "shozai/ownership/decision.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/unique_table.hpp"

namespace shozai::inline v1 {

/// A decided state with its assignment and, where it is just one, the rule; or a gap, a conflict,
/// an impossible fault. *Which* rules conflict, or agree, is found again when somebody asks: kept
/// apart, their sets would make the diagram explode.
struct verdict {
  static constexpr std::uint32_t several = std::numeric_limits<std::uint32_t>::max();

  decision_state state = decision_state::gap;
  std::uint32_t rule = several;     ///< the one that decides; several that agree
  std::uint32_t assigned_by = 0;    ///< the first rule with the assignment that is decided
  std::vector<std::uint32_t> also;  ///< the `also` rules that add to it

  friend auto operator<=>(const verdict&, const verdict&) = default;
};

/// A verdict without its `also` rules: what fits in a register or two, for deciding many complete
/// faults. `compiled_policy::accountable` says whom it names.
struct decision_handle {
  decision_state state = decision_state::gap;
  std::uint32_t rule = verdict::several;
  std::uint32_t assigned_by = 0;

  friend bool operator==(const decision_handle&, const decision_handle&) = default;
};
static_assert(std::is_trivially_copyable_v<decision_handle>);

/// Numbers the rules by assignment, so that "they agree" is a comparison of numbers.
class assignment_classes {
 public:
  explicit assignment_classes(const aspect_evaluator& aspect) {
    struct by_content {
      bool operator()(const assignment* a, const assignment* b) const {
        const auto key = [](const assignment& x) {
          return std::tie(x.accountable, x.responsible, x.consulted, x.informed, x.joint_visit,
                          x.cost_share);
        };
        return key(*a) < key(*b);
      }
    };
    std::map<const assignment*, std::uint32_t, by_content> first;
    const auto count = aspect.aspect().rules.size() + (aspect.aspect().otherwise ? 1 : 0);
    for (std::size_t i = 0; i < count; ++i) {
      const auto [found, unused] =
          first.emplace(&aspect.rule(i).rule->then, static_cast<std::uint32_t>(i));
      first_rule_.push_back(found->second);
    }
  }

  /// The first rule that has the assignment of rule `i`.
  [[nodiscard]] std::uint32_t of(std::size_t i) const { return first_rule_[i]; }
  [[nodiscard]] bool agree(std::size_t a, std::size_t b) const {
    return first_rule_[a] == first_rule_[b];
  }

 private:
  std::vector<std::uint32_t> first_rule_;
};

/// Verdicts as terminals of a diagram. Number 0 is *impossible*: an assumption is broken.
class verdict_table {
 public:
  static constexpr node_id impossible = terminal(0);

  verdict_table() { static_cast<void>(add({decision_state::impossible, verdict::several, 0, {}})); }

  node_id add(verdict v) {
    const auto [found, is_new] =
        numbers_.emplace(std::move(v), static_cast<std::uint32_t>(all_.size()));
    if (is_new) {
      all_.push_back(found->first);
    }
    return terminal(found->second);
  }

  [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
  [[nodiscard]] const verdict& operator[](std::size_t number) const { return all_[number]; }
  [[nodiscard]] const std::vector<verdict>& all() const noexcept { return all_; }

 private:
  std::map<verdict, std::uint32_t> numbers_;
  std::vector<verdict> all_;
};

/// The assignment of a decided verdict, with what its `also` rules add.
[[nodiscard]] inline assignment assignment_of(const aspect_evaluator& aspect, const verdict& v) {
  outcome o;
  o.state = v.state;
  o.left = {v.rule == verdict::several ? v.assigned_by : v.rule};
  o.also.assign(v.also.begin(), v.also.end());
  return aspect.assigned(o);
}

/// The verdict where just the rules `left` are left; `also` rules not yet asked. What
/// `aspect_evaluator::settle` says, by the numbers of assignments instead of their contents.
[[nodiscard]] inline verdict verdict_of(const aspect_evaluator& aspect,
                                        const assignment_classes& classes,
                                        std::vector<std::size_t> left) {
  if (left.empty() && aspect.aspect().otherwise) {
    left.push_back(aspect.aspect().rules.size());
  }
  verdict v;
  if (left.empty()) {
    return v;  // a gap
  }
  const bool one = aspect.aspect().hit_policy != hit_policy::unique || left.size() == 1;
  const bool same =
      std::ranges::all_of(left, [&](std::size_t r) { return classes.agree(r, left.front()); });
  v.state = one && same ? decision_state::decided : decision_state::conflict;
  if (v.state == decision_state::decided) {
    v.assigned_by = classes.of(left.front());
    v.rule = left.size() == 1 ? static_cast<std::uint32_t>(left.front()) : verdict::several;
  }
  return v;
}

}  // namespace shozai::inline v1
