// SPDX-License-Identifier: Apache-2.0
/// \file
/// What is left of a diagram once some attributes are known: equal rests are one number.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/flat_diagram.hpp"
#include "shozai/ownership/unique_table.hpp"
#include "shozai/ownership/value_count.hpp"
#include "shozai/ownership/verdict.hpp"

namespace shozai::inline v1 {

/// The values of some attributes, by number of the schema.
using told_values = std::map<std::size_t, value_set>;

/// The rests of one diagram for faults that leave open what a first fault leaves open, or know it.
///
/// A rest keeps the nodes of the diagram that completions can reach, as they are, but goes past
/// those of known attributes. So faults with one rest that know the same attributes are asked the
/// same questions: `ask` sees nothing else of them. A reduced diagram would not do, for `ask` tells
/// answers apart that lead to different nodes, even if what is known makes these come to the same.
class remaining_diagram {
 public:
  /// All must outlive it. \pre The diagram was made for completions of `start`; `order` has the
  /// attributes that its aspect tests as the diagram asks them.
  remaining_diagram(const flat_diagram& diagram, const std::vector<verdict>& verdicts,
                    const std::vector<std::size_t>& order, const schema& attributes,
                    const fault& start, budget_meter& meter)
      : diagram_(diagram),
        verdicts_(verdicts),
        attributes_(attributes),
        start_(start),
        order_(order),
        meter_(meter),
        ways_(diagram.size()),
        rests_(diagram.size()) {
    for (std::size_t level = 0; level < order.size(); ++level) {
      levels_.emplace(order[level], level);
      widths_.push_back(count_values(attributes[order[level]], possible(order[level])));
    }
  }

  [[nodiscard]] const std::vector<std::size_t>& order() const noexcept { return order_; }
  [[nodiscard]] bool is_tested(std::size_t attribute) const { return levels_.contains(attribute); }
  /// What the first fault leaves of an attribute.
  [[nodiscard]] const value_set& possible(std::size_t attribute) const {
    return start_.attributes[attribute].possible();
  }

  /// The rest for `f`, which knows more than the first fault, or as much.
  /// \par Complexity Linear in the part of the diagram in reach. \throws budget_exceeded
  [[nodiscard]] node_id rest_of(const fault& f) {
    for (const auto n : seen_) {
      rests_[n].reset();
    }
    seen_.clear();
    return rest_of(diagram_.root(), f);
  }
  /// How many nodes the last rest was made of.
  [[nodiscard]] std::size_t last_size() const noexcept { return seen_.size(); }

  /// How many possible faults have this rest, as if the first fault's were all there are: a value
  /// of every attribute of the order, also of those that are known.
  [[nodiscard]] big_count count(node_id rest) { return count_from(0, rest); }
  /// How many values the first fault leaves to an attribute that is tested.
  [[nodiscard]] const big_count& width(std::size_t attribute) const {
    return widths_[levels_.at(attribute)];
  }

  /// Values of open attributes that lead to a possible fault; of those not named any will do.
  /// \pre `count(rest) != 0`.
  [[nodiscard]] told_values possible_way(node_id rest) {
    told_values values;
    while (!is_terminal(rest)) {
      const auto& n = nodes_[rest];
      const auto& ways = ways_of(n.original);
      const auto below = levels_.at(diagram_.attribute_of(n.original)) + 1;
      std::size_t widest = 0;
      big_count most = -1;
      for (std::size_t i = 0; i < ways.size(); ++i) {
        auto size = ways[i].width * count_from(below, n.children[i]);
        if (size > most) {
          most = std::move(size);
          widest = i;
        }
      }
      values.emplace(diagram_.attribute_of(n.original), ways[widest].values);
      rest = n.children[widest];
    }
    return values;
  }

 private:
  struct way {
    node_id child;
    value_set values;  // that the first fault leaves
    big_count width;
  };
  struct node {
    node_id original;
    std::vector<node_id> children;  // one for each way
  };

  node_id rest_of(node_id n, const fault& f) {
    if (is_terminal(n)) {
      return n;
    }
    if (rests_[n]) {
      return *rests_[n];
    }
    const auto& ways = ways_of(n);
    meter_.use_steps(2 + 2 * ways.size());  // looked up, and perhaps made
    const auto& v = f.attributes[diagram_.attribute_of(n)].known();
    node_id rest = 0;
    if (v) {
      const auto taken =
          std::ranges::find_if(ways, [&](const way& w) { return w.values.contains(*v); });
      rest = rest_of(taken->child, f);
    } else {
      std::vector<node_id> key{n};
      key.reserve(1 + ways.size());
      for (const auto& w : ways) {
        key.push_back(rest_of(w.child, f));
      }
      rest = make(std::move(key));
    }
    rests_[n] = rest;
    seen_.push_back(n);
    return rest;
  }

  // Of an original node and its children the one number.
  node_id make(std::vector<node_id> key) {
    const auto next = static_cast<node_id>(nodes_.size());
    const auto [found, is_new] = numbers_.emplace(std::move(key), next);
    if (is_new) {
      meter_.use_node(sizeof(node) + 64 + 2 * found->first.size() * sizeof(node_id));
      nodes_.push_back({found->first.front(), {found->first.begin() + 1, found->first.end()}});
      counts_.emplace_back();
    }
    return found->second;
  }

  const std::vector<way>& ways_of(node_id n) {
    auto& ways = ways_[n];
    if (ways.empty()) {
      const auto attribute = diagram_.attribute_of(n);
      const auto& a = attributes_[attribute];
      for (auto& [child, values] : diagram_.ways(n, a.optional)) {
        auto left = intersect(values, possible(attribute));
        if (!left.empty()) {
          auto width = count_values(a, left);
          ways.push_back({child, std::move(left), std::move(width)});
        }
      }
    }
    return ways;
  }

  // Over the attributes of `level` and below it.
  big_count count_from(std::size_t level, node_id rest) {
    auto product = count_below(rest);
    const auto tested = level_of(rest);
    for (; level < tested; ++level) {
      product *= widths_[level];
    }
    return product;
  }

  big_count count_below(node_id rest) {
    if (is_terminal(rest)) {
      return verdicts_[terminal_number(rest)].state == decision_state::impossible ? 0 : 1;
    }
    if (!counts_[rest]) {
      const auto level = level_of(rest);
      const auto& ways = ways_of(nodes_[rest].original);
      big_count sum = 0;
      for (std::size_t i = 0; i < ways.size(); ++i) {
        sum += ways[i].width * count_from(level + 1, nodes_[rest].children[i]);
      }
      counts_[rest] = std::move(sum);
    }
    return *counts_[rest];
  }

  [[nodiscard]] std::size_t level_of(node_id rest) const {
    return is_terminal(rest) ? order_.size()
                             : levels_.at(diagram_.attribute_of(nodes_[rest].original));
  }

  const flat_diagram& diagram_;
  const std::vector<verdict>& verdicts_;
  const schema& attributes_;
  const fault& start_;
  std::vector<std::size_t> order_;
  budget_meter& meter_;
  std::map<std::size_t, std::size_t> levels_;
  std::vector<big_count> widths_;       // by level
  std::vector<std::vector<way>> ways_;  // of original nodes; empty: not asked yet
  std::vector<node> nodes_;
  std::map<std::vector<node_id>, node_id> numbers_;
  std::vector<std::optional<big_count>> counts_;
  std::vector<std::optional<node_id>> rests_;  // for the last fault, by original node
  std::vector<node_id> seen_;                  // the nodes that have one
};

}  // namespace shozai::inline v1
