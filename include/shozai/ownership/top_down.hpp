// SPDX-License-Identifier: Apache-2.0
/// \file
/// The outcome diagram from the top: a node stands for the rules that are still alive.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "shozai/ownership/condition_diagrams.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/verdict.hpp"

namespace shozai::inline v1 {

/// Builds the diagram level by level. What is left of each condition on the way down is a node of
/// its diagram, so a state (conditions left of all rules alive) is met again when its nodes are.
///
/// Makes almost no garbage, and stops a branch as soon as no rule alive can change its outcome.
/// It loses where a large numeric attribute comes early.
class top_down_builder {
 public:
  top_down_builder(const aspect_evaluator& aspect, unique_table& table, verdict_table& verdicts,
                   budget_meter& meter)
      : aspect_(aspect),
        classes_(aspect),
        table_(table),
        verdicts_(verdicts),
        meter_(meter),
        overridden_(aspect.aspect().rules.size()),
        mark_(aspect.aspect().rules.size(), 0) {}

  [[nodiscard]] node_id build(const aspect_conditions& conditions) {
    state start;
    start.assumptions = conditions.assumptions;
    start.also = conditions.also;
    for (std::size_t i = 0; i < conditions.rules.size(); ++i) {
      start.alive.push_back({static_cast<std::uint32_t>(i), conditions.rules[i]});
    }
    return build(std::move(start));
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
    std::vector<node_id> nodes{s.assumptions};
    for (const auto& each : s.alive) {
      nodes.push_back(each.condition);
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
    const auto certain = std::ranges::find_if(s.alive, is_certain);
    if (certain != s.alive.end()) {
      drop_beaten(s, certain - s.alive.begin());
      if (aspect_.aspect().hit_policy != hit_policy::first) {
        keep_two_that_stay(s);
      }
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
    ++stamp_;
    const auto youngest = aspect.rules[s.alive.front().rule].generation;
    for (const auto& r : s.alive) {
      if (!is_certain(r) && aspect.hit_policy == hit_policy::override_) {
        for (const auto below : overridden_by(r.rule)) {
          mark_[below] = stamp_;
        }
      }
    }
    std::vector<living_rule> staying;
    for (const auto& r : s.alive) {
      const bool inherited = aspect.rules[r.rule].generation > youngest;
      if (is_certain(r) && mark_[r.rule] != stamp_ && !inherited) {
        staying.push_back(r);
      }
    }
    return staying;
  }

  void drop_beaten(state& s, std::ptrdiff_t first_certain) {
    const auto& aspect = aspect_.aspect();
    // Own rules come first: behind a certain one, whatever is inherited is out.
    const auto generation =
        aspect.rules[s.alive[static_cast<std::size_t>(first_certain)].rule].generation;
    std::erase_if(s.alive, [&](const living_rule& r) {
      return aspect.rules[r.rule].generation > generation;
    });
    if (aspect.hit_policy == hit_policy::first) {
      s.alive.resize(static_cast<std::size_t>(first_certain) + 1);
    } else if (aspect.hit_policy == hit_policy::override_) {
      ++stamp_;
      for (const auto& r : s.alive) {
        if (r.condition == true_node) {
          for (const auto below : overridden_by(r.rule)) {
            mark_[below] = stamp_;
          }
        }
      }
      std::erase_if(s.alive, [&](const living_rule& r) { return mark_[r.rule] == stamp_; });
    }
  }

  // The rules that `rule` overrides, directly or through a chain.
  const std::vector<std::uint32_t>& overridden_by(std::uint32_t rule) {
    auto& known = overridden_[rule];
    if (!known) {
      known.emplace();
      for (const auto node : aspect_.overridden({rule})) {
        if (node < aspect_.aspect().rules.size()) {
          known->push_back(static_cast<std::uint32_t>(node));
        }
      }
      meter_.use_steps(known->size());
      meter_.use_bytes(known->size() * sizeof(std::uint32_t));
    }
    return *known;
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

  // Where all rules alive are certain.
  [[nodiscard]] verdict verdict_at_end(const state& s) const {
    std::vector<std::size_t> applying;
    applying.reserve(s.alive.size());
    for (const auto& r : s.alive) {
      applying.push_back(r.rule);
    }
    auto result = verdict_of(aspect_, classes_, aspect_.leave(std::move(applying)));
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
  assignment_classes classes_;
  unique_table& table_;
  verdict_table& verdicts_;
  budget_meter& meter_;
  std::vector<std::optional<std::vector<std::uint32_t>>> overridden_;
  std::vector<std::uint32_t> mark_;
  std::uint32_t stamp_ = 0;
  std::unordered_map<std::vector<std::uint32_t>, node_id, hash_of_key> known_;
};

}  // namespace shozai::inline v1
