// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which faults exercise a part of a policy: all aspects as diagrams in one table.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/joint_aspect.hpp"
#include "shozai/ownership/levels.hpp"
#include "shozai/ownership/realise.hpp"
#include "shozai/ownership/region_counter.hpp"
#include "shozai/ownership/region_cover.hpp"
#include "shozai/ownership/rule_precedence.hpp"
#include "shozai/testing/coverage_item.hpp"

namespace shozai::inline v1 {

/// Faults that exercise something: a region, and for some attributes the values they must have.
struct exercising_faults {
  node_id region = true_node;
  std::map<std::size_t, value_set> values;
};

/// The aspects of one policy over the same cells.
class coverage_ground {
 public:
  /// All must outlive the ground. \throws budget_exceeded
  coverage_ground(const compiled_policy& policy, budget_meter& meter)
      : policy_(policy),
        order_(policy.attributes(), tables_of(policy),
               joint_order(order_of(policy), tables_of(policy))),
        table_(meter),
        counter_(table_, order_, policy.attributes()) {
    for (std::size_t a = 0; a < policy.aspect_count(); ++a) {
      aspects_.push_back(
          std::make_unique<joint_aspect>(policy.evaluator(a), order_, table_, meter));
      roots_.push_back(aspects_.back()->outcomes_of(aspects_.back()->conditions()));
    }
  }
  // Its parts point into each other.
  coverage_ground(const coverage_ground&) = delete;
  coverage_ground& operator=(const coverage_ground&) = delete;

  /// The faults, none unknown, that exercise an item; nothing for an interim rule, which is
  /// exercised by what is not known.
  [[nodiscard]] std::optional<exercising_faults> faults_of(const coverage_item& item) {
    if (is_of_attribute(item)) {
      return exercising_faults{
          diagrams().both(possible(), diagrams().of_set(item.attribute, item.values)),
          {{item.attribute, item.values}}};
    }
    if (item.part == rule_part::interim) {
      return std::nullopt;
    }
    // Aspects that inherit the rule can exercise it too.
    std::vector<node_id> regions;
    for (std::size_t a = 0; a < aspects_.size(); ++a) {
      regions.push_back(region_in(a, item));
    }
    return exercising_faults{diagrams().join(std::move(regions), false), {}};
  }

  /// Proved that an interim rule never is the first that certainly holds of a fault that is open:
  /// an earlier one always holds with it, or the owner is always the same where it holds.
  [[nodiscard]] bool never_acts(const coverage_item& item) {
    const auto& formulas = aspects_[item.aspect]->aspect().interim_formulas();
    const auto holds = where(item.aspect, formulas[item.rule]);
    for (std::size_t i = 0; i < item.rule; ++i) {
      if (!diagrams().exceeds(holds, where(item.aspect, formulas[i]))) {
        return true;
      }
    }
    return !is_open_within(item.aspect, holds);
  }

  /// The faults for which an interim rule is the first that holds.
  [[nodiscard]] exercising_faults faults_of_interim(const coverage_item& item) {
    const auto& formulas = aspects_[item.aspect]->aspect().interim_formulas();
    auto region = where(item.aspect, formulas[item.rule]);
    for (std::size_t i = 0; i < item.rule; ++i) {
      region = diagrams().without(region, where(item.aspect, formulas[i]));
    }
    return {region, {}};
  }

  /// Whether some fault is in both, as far as cells tell.
  [[nodiscard]] bool meet(const exercising_faults& a, const exercising_faults& b) {
    const auto apart = [&](const auto& of_a) {
      const auto found = b.values.find(of_a.first);
      return found != b.values.end() && intersect(of_a.second, found->second).empty();
    };
    return std::ranges::none_of(a.values, apart) && diagrams().meet(a.region, b.region);
  }

  /// The faults that are in both; nothing if there are none such.
  [[nodiscard]] std::optional<exercising_faults> both(const exercising_faults& a,
                                                      const exercising_faults& b) {
    exercising_faults result{diagrams().both(a.region, b.region), a.values};
    if (result.region == false_node) {
      return std::nullopt;
    }
    for (const auto& [attribute, values] : b.values) {
      const auto [found, is_new] = result.values.emplace(attribute, values);
      if (!is_new) {
        found->second = intersect(found->second, values);
        if (found->second.empty()) {
          return std::nullopt;
        }
      }
    }
    return result;
  }

  /// A fault among `faults` that can occur. Proved impossible only if all of the region was looked
  /// at, in at most `most_parts` parts.
  [[nodiscard]] realisation find(const exercising_faults& faults, int most_parts = 8) {
    region_coverer coverer(table_, order_, diagrams(), counter_, possible());
    auto region = faults.region;
    bool all_impossible = true;
    for (int part = 0; part < most_parts && region != false_node; ++part) {
      const auto box = coverer.widest_path(region);
      auto found = realise_in(box, faults.values);
      if (found.state == realisation_state::realised) {
        return found;
      }
      all_impossible = all_impossible && found.state == realisation_state::impossible;
      region = diagrams().without(region, coverer.diagram_of(box));
    }
    const bool proved = all_impossible && region == false_node;
    return {proved ? realisation_state::impossible : realisation_state::not_found, {}};
  }

  /// The attributes that some condition tests.
  [[nodiscard]] const std::vector<std::size_t>& tested() const noexcept {
    return order_.attributes();
  }

 private:
  static std::vector<const formula_table*> tables_of(const compiled_policy& policy) {
    std::vector<const formula_table*> tables;
    for (std::size_t a = 0; a < policy.aspect_count(); ++a) {
      tables.push_back(&policy.evaluator(a).tests());
    }
    return tables;
  }

  // The order that served the largest aspect.
  static std::vector<std::size_t> order_of(const compiled_policy& policy) {
    std::size_t largest = 0;
    for (std::size_t a = 1; a < policy.aspect_count(); ++a) {
      if (policy.plan(a).order.size() > policy.plan(largest).order.size()) {
        largest = a;
      }
    }
    return policy.plan(largest).order;
  }

  // Tests are numbered aspect by aspect, but sets and joins are the same in all of them.
  [[nodiscard]] condition_diagrams& diagrams() noexcept { return aspects_.front()->diagrams(); }
  [[nodiscard]] node_id possible() const noexcept {
    return aspects_.front()->conditions().assumptions;
  }

  // The possible faults for which a formula of an aspect is true.
  [[nodiscard]] node_id where(std::size_t aspect, const formula& f) {
    return diagrams().both(possible(), aspects_[aspect]->diagrams().of(f));
  }

  // Whether an aspect leaves some faults of `region` open, or names different owners for them:
  // only then can nobody be accountable for one of which no more is known than where it lies.
  [[nodiscard]] bool is_open_within(std::size_t aspect, node_id region) {
    const auto& joint = *aspects_[aspect];
    std::optional<std::string> only;
    for (const auto& v : joint.verdicts().all()) {
      if (v.state == decision_state::impossible ||
          !diagrams().meet(region, aspects_[aspect]->select(
                                       roots_[aspect], [&](const verdict& x) { return x == v; }))) {
        continue;
      }
      if (v.state != decision_state::decided) {
        return true;
      }
      const auto& owner = joint.aspect().rule(v.assigned_by).rule->then.accountable;
      if (only && *only != owner) {
        return true;
      }
      only = owner;
    }
    return false;
  }

  [[nodiscard]] node_id region_in(std::size_t aspect, const coverage_item& item) {
    const auto& resolved = policy_.evaluator(aspect).aspect();
    const auto& written = policy_.document().aspects[item.aspect];
    auto& joint = *aspects_[aspect];
    if (item.part == rule_part::also) {
      for (std::size_t i = 0; i < resolved.also.size(); ++i) {
        if (resolved.also[i].rule == &written.also[item.rule]) {
          return diagrams().both(decided(aspect), joint.conditions().also[i]);
        }
      }
      return false_node;
    }
    if (item.part == rule_part::otherwise) {
      return resolved.otherwise && resolved.otherwise->rule == &*written.otherwise
                 ? decided_by(aspect, resolved.rules.size())
                 : false_node;
    }
    for (std::size_t i = 0; i < resolved.rules.size(); ++i) {
      if (resolved.rules[i].rule == &written.rules[item.rule]) {
        const auto decides = decided_by(aspect, i);
        return item.kind == covered_kind::override_
                   ? diagrams().both(decides, any_meant(aspect, i, item))
                   : decides;
      }
    }
    return false_node;
  }

  [[nodiscard]] node_id decided(std::size_t aspect) {
    return aspects_[aspect]->select(
        roots_[aspect], [](const verdict& v) { return v.state == decision_state::decided; });
  }

  // Where rule `r` is the one that decides, or one of several that agree.
  [[nodiscard]] node_id decided_by(std::size_t aspect, std::size_t r) {
    auto& joint = *aspects_[aspect];
    const auto alone = joint.select(roots_[aspect], [&](const verdict& v) {
      return v.state == decision_state::decided && v.rule == r;
    });
    if (r >= joint.conditions().rules.size()) {
      return alone;
    }
    const auto several = joint.select(roots_[aspect], [](const verdict& v) {
      return v.state == decision_state::decided && v.rule == verdict::several;
    });
    auto region = diagrams().both(several, joint.conditions().rules[r]);
    if (region != false_node) {
      for (const auto other : rule_precedence(joint.aspect().aspect()).beaten_by(r)) {
        region = diagrams().without(region, joint.conditions().rules[other]);
      }
    }
    return diagrams().join({alone, region}, false);
  }

  [[nodiscard]] node_id any_meant(std::size_t aspect, std::size_t r, const coverage_item& item) {
    const auto& rules = policy_.evaluator(aspect).aspect().rules;
    std::vector<node_id> all;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (is_meant_by(item.overrides, rules[r], rules[i])) {
        all.push_back(aspects_[aspect]->conditions().rules[i]);
      }
    }
    return diagrams().join(std::move(all), false);
  }

  [[nodiscard]] realisation realise_in(const cell_box& box,
                                       const std::map<std::size_t, value_set>& values) const {
    std::vector<value_set> wanted;
    wanted.reserve(policy_.attributes().size());
    for (const auto& a : policy_.attributes()) {
      wanted.push_back(a.everything());
    }
    for (std::uint32_t level = 0; level < order_.size(); ++level) {
      wanted[order_.attribute(level)] = order_.cells(level).set_of(box[level]);
    }
    for (const auto& [attribute, only] : values) {
      wanted[attribute] = intersect(wanted[attribute], only);
      if (wanted[attribute].empty()) {
        return {realisation_state::impossible, {}};
      }
    }
    return realise(policy_.attributes(), wanted);
  }

  const compiled_policy& policy_;
  level_order order_;
  unique_table table_;
  region_counter counter_;
  std::vector<std::unique_ptr<joint_aspect>> aspects_;
  std::vector<node_id> roots_;
};

}  // namespace shozai::inline v1
