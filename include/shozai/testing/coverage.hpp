// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which parts of a policy its test cases exercise.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/decision.hpp"
#include "shozai/ownership/formula.hpp"
#include "shozai/policy/used_attributes.hpp"
#include "shozai/testing/coverage_item.hpp"
#include "shozai/testing/policy_case.hpp"

namespace shozai::inline v1 {

/// Counts what cases exercise of one policy.
///
/// A case exercises things only through the aspects of which it expects something. A rule or row
/// is exercised where it decides, an `also` where it adds to a decision, an interim rule where it
/// names who is accountable meanwhile; an override where its rule decides and one that it
/// overrides certainly applies as well; a cell by a fault whose value certainly lies in it, a
/// boundary value by a fault that has just this value, if one of these aspects tests the attribute.
class policy_coverage {
 public:
  /// Keeps `policy` alive.
  explicit policy_coverage(compiled_policy policy)
      : policy_(std::move(policy)),
        items_(coverage_items(policy_.document())),
        cases_(items_.size()) {
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const auto& item = items_[i];
      if (!is_of_attribute(item)) {
        of_rule_[rule_of(item)].push_back(i);
      } else {
        of_attribute_[item.attribute].push_back(i);
      }
    }
    for (std::size_t a = 0; a < policy_.aspect_count(); ++a) {
      tested_.push_back(tested_by(a));
    }
  }

  [[nodiscard]] const compiled_policy& policy() const noexcept { return policy_; }
  [[nodiscard]] const std::vector<coverage_item>& items() const noexcept { return items_; }
  /// The numbers of the cases that exercise item `i`, in the order in which they were added.
  [[nodiscard]] const std::vector<std::size_t>& cases_of(std::size_t i) const { return cases_[i]; }
  [[nodiscard]] bool is_covered(std::size_t i) const { return !cases_[i].empty(); }

  /// Counts what case `number`, which expects something of `aspects`, exercises with the fault `f`.
  /// \par Complexity That of deciding, and the tests and rules of these aspects.
  void add(std::size_t number, const fault& f, std::span<const std::size_t> aspects) {
    for (const auto i : exercised(f, aspects)) {
      cases_[i].push_back(number);
    }
  }

  /// The same of a case. \pre This policy read it.
  void add(std::size_t number, const policy_case& c) {
    std::vector<std::size_t> aspects;
    for (const auto& e : c.expected) {
      aspects.push_back(policy_.find_aspect(e.aspect).value());
    }
    add(number, c.given, aspects);
  }

  /// The items that a case with the fault `f` exercises through `aspects`.
  [[nodiscard]] std::set<std::size_t> exercised(const fault& f,
                                                std::span<const std::size_t> aspects) const {
    std::set<std::size_t> found;
    for (const auto a : aspects) {
      exercise_rules(f, a, found);
      for (const auto attribute : tested_[a]) {
        exercise_values(f, attribute, found);
      }
    }
    return found;
  }

 private:
  // What the rule of an item is, whichever aspect inherits it.
  using rule_key = const void*;

  [[nodiscard]] rule_key rule_of(const coverage_item& item) const {
    const auto& a = policy_.document().aspects[item.aspect];
    switch (item.part) {
      case rule_part::rules:
        return &a.rules[item.rule];
      case rule_part::also:
        return &a.also[item.rule];
      case rule_part::otherwise:
        return &*a.otherwise;
      case rule_part::interim:
        break;
    }
    return &a.interim.rules[item.rule];
  }

  [[nodiscard]] std::set<std::size_t> tested_by(std::size_t aspect) const {
    const auto& resolved = policy_.evaluator(aspect).aspect();
    std::set<std::size_t> attributes;
    const auto look_at = [&](const condition& c) {
      for_each_attribute(policy_.document(), c, [&](std::size_t i) { attributes.insert(i); });
    };
    for (const auto& r : resolved.rules) {
      look_at(r.rule->when);
    }
    for (const auto& r : resolved.also) {
      look_at(r.rule->when);
    }
    for (const auto& r : resolved.aspect->interim.rules) {
      look_at(r.when);
    }
    return attributes;
  }

  void exercise_values(const fault& f, std::size_t attribute, std::set<std::size_t>& found) const {
    const auto of_it = of_attribute_.find(attribute);
    if (of_it == of_attribute_.end()) {
      return;
    }
    const auto& possible = f.attributes[attribute].possible();
    for (const auto i : of_it->second) {
      if (intersect(possible, items_[i].values) == possible) {
        found.insert(i);
      }
    }
  }

  void exercise_rules(const fault& f, std::size_t aspect, std::set<std::size_t>& found) const {
    const auto& evaluator = policy_.evaluator(aspect);
    const auto& resolved = evaluator.aspect();
    const auto said = policy_.decide(f, aspect);
    const auto certain = certainty_of(evaluator, f);
    if (said.state == decision_state::decided) {
      for (std::size_t i = 0; i < resolved.also.size(); ++i) {
        if (!certain.may_fail(evaluator.also_formulas()[i])) {
          add_rule(resolved.also[i].rule, found);
        }
      }
      exercise_deciding(evaluator, said, certain, found);
    } else if (said.interim && !said.interim->rule.empty()) {
      for (const auto& r : resolved.aspect->interim.rules) {
        if (r.id == said.interim->rule) {
          add_rule(&r, found);
        }
      }
    }
  }

  void exercise_deciding(const aspect_evaluator& evaluator, const decision& said,
                         const rough_valuation& certain, std::set<std::size_t>& found) const {
    const auto& resolved = evaluator.aspect();
    const auto decides = [&](const resolved_rule& r) {
      return r.id == said.rule || std::ranges::find(said.rules, r.id) != said.rules.end();
    };
    if (resolved.otherwise && decides(*resolved.otherwise)) {
      add_rule(resolved.otherwise->rule, found);
    }
    for (const auto& r : resolved.rules) {
      if (!decides(r)) {
        continue;
      }
      for (const auto i : of_rule_.at(r.rule)) {
        const auto& item = items_[i];
        if (item.kind != covered_kind::override_ ||
            overrides_something(evaluator, r, item, certain)) {
          found.insert(i);
        }
      }
    }
  }

  // Whether a rule that an entry of `overrides` means certainly applies.
  [[nodiscard]] static bool overrides_something(const aspect_evaluator& evaluator,
                                                const resolved_rule& r, const coverage_item& item,
                                                const rough_valuation& certain) {
    const auto& rules = evaluator.aspect().rules;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (is_meant_by(item.overrides, r, rules[i]) &&
          !certain.may_fail(evaluator.rule_formulas()[i])) {
        return true;
      }
    }
    return false;
  }

  // The tests of an aspect, each judged by what is known of its attribute.
  [[nodiscard]] static rough_valuation certainty_of(const aspect_evaluator& evaluator,
                                                    const fault& f) {
    std::vector<std::pair<bool, bool>> tests;
    tests.reserve(evaluator.tests().tests().size());
    for (const auto& t : evaluator.tests().tests()) {
      const auto& possible = f.attributes[t.attribute].possible();
      const auto accepted = intersect(possible, *t.accepted);
      tests.emplace_back(!accepted.empty(), accepted != possible);
    }
    return {evaluator.tests(), std::move(tests)};
  }

  // The rule itself; its overrides are another question.
  void add_rule(rule_key r, std::set<std::size_t>& found) const {
    const auto of_it = of_rule_.find(r);
    if (of_it == of_rule_.end()) {
      return;
    }
    for (const auto i : of_it->second) {
      if (items_[i].kind != covered_kind::override_) {
        found.insert(i);
      }
    }
  }

  compiled_policy policy_;
  std::vector<coverage_item> items_;
  std::vector<std::vector<std::size_t>> cases_;
  std::map<rule_key, std::vector<std::size_t>> of_rule_;
  std::map<std::size_t, std::vector<std::size_t>> of_attribute_;
  std::vector<std::set<std::size_t>> tested_;  // by aspect
};

}  // namespace shozai::inline v1
