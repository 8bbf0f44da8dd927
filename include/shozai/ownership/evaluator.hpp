// SPDX-License-Identifier: Apache-2.0
/// \file
/// The semantics of one aspect, plainly: every rule, in every completion.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/ownership/completions.hpp"
#include "shozai/ownership/decision.hpp"
#include "shozai/ownership/formula.hpp"
#include "shozai/policy/policy_document.hpp"
#include "shozai/policy/resolved_aspect.hpp"

namespace shozai::inline v1 {

/// What one completion comes to: the rules left to decide, and the `also` rules that hold.
struct outcome {
  decision_state state = decision_state::gap;
  std::vector<std::size_t> left;  ///< in document order; `otherwise` is one past the last rule
  std::vector<std::size_t> also;

  friend auto operator<=>(const outcome&, const outcome&) = default;
};

/// One aspect of a document, ready to be evaluated.
///
/// Keeps pointers into the document, which must outlive it. \par Thread safety Any number of
/// concurrent calls: nothing changes after construction.
class aspect_evaluator {
 public:
  aspect_evaluator(const policy_document& document, resolved_aspect resolved)
      : document_(&document), aspect_(std::move(resolved)), table_(document) {
    for (const auto& r : aspect_.rules) {
      rules_.push_back(table_.add(r.rule->when));
    }
    for (const auto& r : aspect_.also) {
      also_.push_back(table_.add(r.rule->when));
    }
    for (const auto& r : aspect_.aspect->interim.rules) {
      interim_.push_back(table_.add(r.when));
    }
    for (const auto& a : document.assumptions) {
      assumptions_.push_back(table_.add(a.that));
    }
  }

  [[nodiscard]] const resolved_aspect& aspect() const noexcept { return aspect_; }
  [[nodiscard]] const formula_table& tests() const noexcept { return table_; }
  [[nodiscard]] const policy_document& document() const noexcept { return *document_; }
  /// The conditions of the rules, in their order.
  [[nodiscard]] const std::vector<formula>& rule_formulas() const noexcept { return rules_; }
  [[nodiscard]] const std::vector<formula>& also_formulas() const noexcept { return also_; }
  [[nodiscard]] const std::vector<formula>& interim_formulas() const noexcept { return interim_; }
  [[nodiscard]] const std::vector<formula>& assumption_formulas() const noexcept {
    return assumptions_;
  }

  /// The rule or `otherwise` number `i` of an outcome.
  [[nodiscard]] const resolved_rule& rule(std::size_t i) const {
    return i < aspect_.rules.size() ? aspect_.rules[i] : *aspect_.otherwise;
  }

  [[nodiscard]] bool is_possible(valuation& now) const {
    return std::ranges::all_of(assumptions_, [&](const formula& f) { return now.holds(f); });
  }

  /// The rules whose condition holds, inherited ones included.
  [[nodiscard]] std::vector<std::size_t> applying(valuation& now) const {
    return holding(rules_, now);
  }

  /// Of the rules that apply, in document order, those that the hit policy leaves.
  ///
  /// Leaving twice changes nothing, and what is left of a union is what is left of the union of
  /// what is left of each part.
  [[nodiscard]] std::vector<std::size_t> leave(std::vector<std::size_t> applying) const {
    drop_inherited(applying);
    if (aspect_.hit_policy == hit_policy::first && !applying.empty()) {
      applying.erase(applying.begin() + 1, applying.end());
    } else if (aspect_.hit_policy == hit_policy::override_) {
      drop_overridden(applying);
    }
    return applying;
  }

  /// What it comes to where just the rules `left` are left; `also` rules not yet asked.
  [[nodiscard]] outcome settle(std::vector<std::size_t> left) const {
    outcome result;
    result.left = std::move(left);
    if (result.left.empty() && aspect_.otherwise) {
      result.left.push_back(aspect_.rules.size());
    }
    result.state = state_of(result.left);
    return result;
  }

  /// What is decided where just the rules `applying` apply.
  [[nodiscard]] outcome judge(std::vector<std::size_t> applying, valuation& now) const {
    auto result = settle(leave(std::move(applying)));
    if (result.state == decision_state::decided) {
      result.also = holding(also_, now);
    }
    return result;
  }

  /// The assignment of a decided outcome, with what `also` adds.
  [[nodiscard]] assignment assigned(const outcome& o) const {
    auto result = rule(o.left.front()).rule->then;
    for (std::size_t i = 1; i < o.left.size(); ++i) {
      add_notes(result.notes, rule(o.left[i]).rule->then.notes);
    }
    for (const auto i : o.also) {
      const auto& then = aspect_.also[i].rule->then;
      result.consulted.insert(then.consulted.begin(), then.consulted.end());
      result.informed.insert(then.informed.begin(), then.informed.end());
      result.joint_visit.insert(then.joint_visit.begin(), then.joint_visit.end());
      add_notes(result.notes, then.notes);
    }
    return result;
  }

  /// What some of `applying` override, directly or through a chain: nodes of the override graph,
  /// ascending.
  [[nodiscard]] std::vector<std::size_t> overridden(
      const std::vector<std::size_t>& applying) const {
    // Whatever can be reached from an applying rule is overridden: there are no circles.
    std::vector<bool> seen(aspect_.successors.size(), false);
    std::vector<std::size_t> reached;
    std::vector<std::size_t> open = applying;
    while (!open.empty()) {
      const auto node = open.back();
      open.pop_back();
      for (const auto next : aspect_.successors[node]) {
        if (!seen[next]) {
          seen[next] = true;
          reached.push_back(next);
          open.push_back(next);
        }
      }
    }
    std::ranges::sort(reached);
    return reached;
  }

 private:
  static std::vector<std::size_t> holding(const std::vector<formula>& formulas, valuation& now) {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < formulas.size(); ++i) {
      if (now.holds(formulas[i])) {
        all.push_back(i);
      }
    }
    return all;
  }

  // Own rules come first, so those of the youngest generation are a beginning.
  void drop_inherited(std::vector<std::size_t>& applying) const {
    if (applying.empty()) {
      return;
    }
    const auto youngest = aspect_.rules[applying.front()].generation;
    const auto older = std::ranges::find_if(
        applying, [&](std::size_t i) { return aspect_.rules[i].generation != youngest; });
    applying.erase(older, applying.end());
  }

  void drop_overridden(std::vector<std::size_t>& applying) const {
    if (applying.size() < 2) {
      return;
    }
    const auto gone = overridden(applying);
    std::erase_if(applying, [&](std::size_t i) { return std::ranges::binary_search(gone, i); });
  }

  [[nodiscard]] decision_state state_of(const std::vector<std::size_t>& left) const {
    if (left.empty()) {
      return decision_state::gap;
    }
    const auto& first = rule(left.front()).rule->then;
    const bool same =
        std::ranges::all_of(left, [&](std::size_t i) { return agree(first, rule(i).rule->then); });
    const bool one = aspect_.hit_policy != hit_policy::unique || left.size() == 1;
    return same && one ? decision_state::decided : decision_state::conflict;
  }

  static void add_notes(std::vector<localized_text>& to, const std::vector<localized_text>& more) {
    for (const auto& note : more) {
      if (std::ranges::find(to, note) == to.end()) {
        to.push_back(note);
      }
    }
  }

  const policy_document* document_;
  resolved_aspect aspect_;
  formula_table table_;
  std::vector<formula> rules_;
  std::vector<formula> also_;
  std::vector<formula> interim_;
  std::vector<formula> assumptions_;
};

}  // namespace shozai::inline v1
