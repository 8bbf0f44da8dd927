// SPDX-License-Identifier: Apache-2.0
/// \file
/// The outcome diagram from the top: a node stands for the rules that are still alive.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <unordered_map>
#include <utility>
#include <vector>

#include "shozai/ownership/condition_diagrams.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/precedence.hpp"
#include "shozai/ownership/verdict.hpp"

namespace shozai::inline v1 {

/// Builds the diagram level by level. What is left of each condition on the way down is a node of
/// its diagram, so a state (conditions left of all rules alive) is met again when its nodes are.
///
/// Makes almost no garbage, and stops a branch as soon as no rule alive can change its outcome.
/// It loses where a large numeric attribute comes early.
class top_down_builder {
 public:
  /// All must outlive the builder; `classes` and `order` are those of the aspect.
  top_down_builder(const aspect_evaluator& aspect, const assignment_classes& classes,
                   precedence& order, unique_table& table, verdict_table& verdicts,
                   budget_meter& meter)
      : aspect_(aspect),
        classes_(classes),
        table_(table),
        verdicts_(verdicts),
        meter_(meter),
        precedence_(order),
        undecided_states_(aspect.aspect().rules.size(), 0) {}

  /// \throws budget_exceeded that names the rules that kept most states apart.
  [[nodiscard]] node_id build(const aspect_conditions& conditions) {
    state start;
    start.assumptions = conditions.assumptions;
    start.also = conditions.also;
    for (std::size_t i = 0; i < conditions.rules.size(); ++i) {
      start.alive.push_back({static_cast<std::uint32_t>(i), conditions.rules[i]});
    }
    try {
      return build(std::move(start));
    } catch (const budget_exceeded& e) {
      throw budget_exceeded{e.reason, heaviest_rules()};
    }
  }

 private:
  struct living_rule {
    std::uint32_t rule;
    node_id condition;
  };
  struct state {
    node_id assumptions = true_node;
    std::vector<living_rule> alive;
    std::vector<node_id> also;
  };
  struct hash_of_key {
    std::size_t operator()(const std::vector<std::uint32_t>& key) const noexcept {
      std::uint64_t h = key.size();
      for (const auto part : key) {
        h = (h ^ part) * 0x9E3779B97F4A7C15U;
        h ^= h >> 29U;
      }
      return static_cast<std::size_t>(h);
    }
  };

  node_id build(state s) {
    if (s.assumptions == false_node) {
      return verdict_table::impossible;
    }
    simplify(s);
    const auto level = next_level(s);
    if (level == unique_table::no_level) {
      return verdicts_.add(verdict_at_end(s));
    }
    auto key = key_of(s);
    if (const auto known = known_.find(key); known != known_.end()) {
      return known->second;
    }
    meter_.use_bytes(key.size() * sizeof(std::uint32_t) + 64);
    const auto result = branch(s, level);
    known_.emplace(std::move(key), result);
    return result;
  }

  node_id branch(const state& s, std::uint32_t level) {
    ++states_;
    std::vector<node_id> nodes{s.assumptions};
    for (const auto& each : s.alive) {
      nodes.push_back(each.condition);
      undecided_states_[each.rule] += is_certain(each) ? 0 : 1;
    }
    nodes.insert(nodes.end(), s.also.begin(), s.also.end());

    return combine_nodes(table_, level, nodes, [&](const std::vector<node_id>& children) {
      meter_.use_steps(children.size());
      return build(with_conditions(s, children));
    });
  }

  static state with_conditions(const state& s, const std::vector<node_id>& nodes) {
    state child;
    child.assumptions = nodes.front();
    child.alive.reserve(s.alive.size());
    for (std::size_t i = 0; i < s.alive.size(); ++i) {
      if (nodes[i + 1] != false_node) {
        child.alive.push_back({s.alive[i].rule, nodes[i + 1]});
      }
    }
    child.also.assign(nodes.begin() + 1 + static_cast<std::ptrdiff_t>(s.alive.size()), nodes.end());
    return child;
  }

  // Takes out rules that can no longer change the verdict.
  void simplify(state& s) {
    std::erase_if(s.alive, [](const living_rule& r) { return r.condition == false_node; });
    const bool any_certain = precedence_.drop_beaten(s.alive, is_certain);
    if (any_certain && aspect_.aspect().hit_policy != hit_policy::first) {
      keep_two_that_stay(s);
    }
    if (is_settled(s) && verdict_at_end(s).state != decision_state::decided) {
      std::ranges::fill(s.also, false_node);  // there is nothing to add to
    }
  }

  static bool is_certain(const living_rule& r) { return r.condition == true_node; }
  static bool is_settled(const state& s) { return std::ranges::all_of(s.alive, is_certain); }

  // Certain rules that no uncertain one can beat stay to the end. If two of them disagree, there
  // is a conflict whatever else comes; if all agree, two stand for all of them.
  void keep_two_that_stay(state& s) {
    const auto staying = rules_that_stay(s);
    if (staying.size() < 2) {
      return;
    }
    const auto other = std::ranges::find_if(staying, [&](const living_rule& r) {
      return !classes_.agree(r.rule, staying.front().rule);
    });
    const bool unique = aspect_.aspect().hit_policy == hit_policy::unique;
    if (unique || other != staying.end()) {
      s.alive = {staying.front(), unique ? staying[1] : *other};
      return;
    }
    const auto same_as_staying = [&](const living_rule& r) {
      return classes_.agree(r.rule, staying.front().rule);
    };
    if (std::ranges::all_of(s.alive, same_as_staying)) {
      s.alive = {staying[0], staying[1]};
      return;
    }
    std::erase_if(s.alive, [&](const living_rule& r) {
      return std::ranges::any_of(staying.begin() + 2, staying.end(),
                                 [&](const living_rule& x) { return x.rule == r.rule; });
    });
  }

  [[nodiscard]] std::vector<living_rule> rules_that_stay(const state& s) {
    const auto& aspect = aspect_.aspect();
    const auto youngest = aspect.rules[s.alive.front().rule].generation;
    precedence_.mark_overridden(s.alive, [&](const living_rule& r) {
      return !is_certain(r) && aspect.hit_policy == hit_policy::override_;
    });
    std::vector<living_rule> staying;
    for (const auto& r : s.alive) {
      const bool inherited = aspect.rules[r.rule].generation > youngest;
      if (is_certain(r) && !precedence_.is_marked(r.rule) && !inherited) {
        staying.push_back(r);
      }
    }
    return staying;
  }

  // A rule that is undecided in half of the states splits them most; one that is undecided in all
  // or in none splits nothing.
  [[nodiscard]] std::vector<std::uint32_t> heaviest_rules() const {
    constexpr std::size_t most = 5;
    std::vector<std::uint32_t> rules(undecided_states_.size());
    std::iota(rules.begin(), rules.end(), 0U);
    const auto distance_from_half = [&](std::uint32_t rule) {
      const auto twice = 2 * undecided_states_[rule];
      return twice > states_ ? twice - states_ : states_ - twice;
    };
    std::ranges::stable_sort(rules, {}, distance_from_half);
    std::erase_if(rules, [&](std::uint32_t rule) { return distance_from_half(rule) == states_; });
    rules.resize(std::min(rules.size(), most));
    return rules;
  }

  [[nodiscard]] std::uint32_t next_level(const state& s) const {
    auto level = table_.level(s.assumptions);
    for (const auto& r : s.alive) {
      level = std::min(level, table_.level(r.condition));
    }
    for (const auto a : s.also) {
      level = std::min(level, table_.level(a));
    }
    return level;
  }

  // Where all rules alive are certain: those that step back are gone by then.
  [[nodiscard]] verdict verdict_at_end(const state& s) const {
    std::vector<std::size_t> applying;
    applying.reserve(s.alive.size());
    for (const auto& r : s.alive) {
      applying.push_back(r.rule);
    }
    auto result = verdict_of(aspect_, classes_, std::move(applying));
    if (result.state == decision_state::decided) {
      for (std::size_t i = 0; i < s.also.size(); ++i) {
        if (s.also[i] == true_node) {
          result.also.push_back(static_cast<std::uint32_t>(i));
        }
      }
    }
    return result;
  }

  static std::vector<std::uint32_t> key_of(const state& s) {
    std::vector<std::uint32_t> key;
    key.reserve(1 + 2 * s.alive.size() + s.also.size());
    key.push_back(s.assumptions);
    for (const auto& r : s.alive) {
      key.push_back(r.rule);
      key.push_back(r.condition);
    }
    key.insert(key.end(), s.also.begin(), s.also.end());
    return key;
  }

  const aspect_evaluator& aspect_;
  const assignment_classes& classes_;
  unique_table& table_;
  verdict_table& verdicts_;
  budget_meter& meter_;
  precedence& precedence_;
  std::uint64_t states_ = 0;                     // that were not met before
  std::vector<std::uint64_t> undecided_states_;  // rule by rule, of these
  std::unordered_map<std::vector<std::uint32_t>, node_id, hash_of_key> known_;
};

}  // namespace shozai::inline v1
