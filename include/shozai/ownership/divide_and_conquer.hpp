// SPDX-License-Identifier: Apache-2.0
/// \file
/// The outcome diagram from the bottom: diagrams of halves of the rules, merged.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "shozai/ownership/condition_diagrams.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/top_down.hpp"
#include "shozai/ownership/verdict.hpp"

namespace shozai::inline v1 {

/// Merges lists of rules. A terminal is the list of rules left; what is left of a union is what
/// is left of the union of what is left of each half, so halves may be merged in any order.
class divide_and_conquer_builder {
 public:
  divide_and_conquer_builder(const aspect_evaluator& aspect, unique_table& table,
                             verdict_table& verdicts, budget_meter& meter)
      : aspect_(aspect), classes_(aspect), table_(table), verdicts_(verdicts), meter_(meter) {
    nothing_ = list_terminal({});
  }

  [[nodiscard]] node_id build(const aspect_conditions& conditions) {
    const auto left = merge_rules(conditions.rules, 0, conditions.rules.size());
    return finish(conditions.assumptions, left, conditions.also);
  }

 private:
  using rule_list = std::vector<std::size_t>;

  node_id list_terminal(rule_list list) {
    const auto [found, is_new] =
        list_numbers_.emplace(std::move(list), static_cast<std::uint32_t>(lists_.size()));
    if (is_new) {
      lists_.push_back(&found->first);
      meter_.use_bytes(found->first.size() * sizeof(std::size_t) + 64);
    }
    return terminal(found->second);
  }

  node_id merge_rules(const std::vector<node_id>& rules, std::size_t first, std::size_t end) {
    if (first == end) {
      return nothing_;
    }
    if (end - first == 1) {
      return with_terminals(rules[first], list_terminal({first}));
    }
    const auto middle = first + (end - first) / 2;
    const auto low = merge_rules(rules, first, middle);
    return merge(low, merge_rules(rules, middle, end));
  }

  // The condition's diagram with `rule` for true and nothing for false.
  node_id with_terminals(node_id condition, node_id rule) {
    if (is_terminal(condition)) {
      return condition == true_node ? rule : nothing_;
    }
    std::vector<run> runs;
    for (const auto& r : copy_of(condition)) {
      runs.push_back({r.first, with_terminals(r.child, rule)});
    }
    meter_.use_steps(runs.size());
    return table_.make(table_.level(condition), runs);
  }

  [[nodiscard]] std::vector<run> copy_of(node_id n) const {
    const auto runs = table_.runs(n);
    return {runs.begin(), runs.end()};
  }

  node_id merge(node_id a, node_id b) {
    if (a == nothing_ || a == b) {
      return b;
    }
    if (b == nothing_) {
      return a;
    }
    const auto key = (std::uint64_t{a} << 32U) | b;
    if (const auto known = merged_.find(key); known != merged_.end()) {
      return known->second;
    }
    const auto result = is_terminal(a) && is_terminal(b) ? merge_lists(a, b) : merge_nodes(a, b);
    merged_.emplace(key, result);
    meter_.use_bytes(32);
    return result;
  }

  node_id merge_lists(node_id a, node_id b) {
    const auto& x = *lists_[terminal_number(a)];
    const auto& y = *lists_[terminal_number(b)];
    rule_list all;
    std::ranges::set_union(x, y, std::back_inserter(all));
    meter_.use_steps(all.size());
    return list_terminal(aspect_.leave(std::move(all)));
  }

  node_id merge_nodes(node_id a, node_id b) {
    const auto level = std::min(table_.level(a), table_.level(b));
    return combine_nodes(table_, level, {a, b}, [&](const std::vector<node_id>& children) {
      meter_.use_steps(1);
      return merge(children[0], children[1]);
    });
  }

  // Lists become verdicts, with the `also` rules that hold, where the assumptions do.
  node_id finish(node_id assumptions, node_id left, const std::vector<node_id>& also) {
    if (assumptions == false_node) {
      return verdict_table::impossible;
    }
    std::vector<node_id> key{assumptions, left};
    key.insert(key.end(), also.begin(), also.end());
    if (is_terminal(left)) {
      auto v = verdict_of(aspect_, classes_, *lists_[terminal_number(left)]);
      if (v.state != decision_state::decided) {
        std::fill(key.begin() + 2, key.end(), false_node);
      }
      if (std::ranges::all_of(key, is_terminal)) {
        for (std::size_t i = 2; i < key.size(); ++i) {
          if (key[i] == true_node) {
            v.also.push_back(static_cast<std::uint32_t>(i - 2));
          }
        }
        return verdicts_.add(std::move(v));
      }
    }
    if (const auto known = finished_.find(key); known != finished_.end()) {
      return known->second;
    }
    auto level = unique_table::no_level;
    for (const auto n : key) {
      level = std::min(level, table_.level(n));
    }
    const auto result = combine_nodes(table_, level, key, [&](const auto& children) {
      meter_.use_steps(children.size());
      return finish(children[0], children[1], {children.begin() + 2, children.end()});
    });
    finished_.emplace(std::move(key), result);
    return result;
  }

  const aspect_evaluator& aspect_;
  assignment_classes classes_;
  unique_table& table_;
  verdict_table& verdicts_;
  budget_meter& meter_;
  node_id nothing_{};
  std::map<rule_list, std::uint32_t> list_numbers_;
  std::vector<const rule_list*> lists_;
  std::unordered_map<std::uint64_t, node_id> merged_;
  std::map<std::vector<node_id>, node_id> finished_;
};

}  // namespace shozai::inline v1
