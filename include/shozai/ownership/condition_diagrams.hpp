// SPDX-License-Identifier: Apache-2.0
/// \file
/// Conditions as diagrams with the terminals false and true.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/formula.hpp"
#include "shozai/ownership/levels.hpp"
#include "shozai/ownership/unique_table.hpp"

namespace shozai::inline v1 {

inline constexpr node_id false_node = terminal(0);
inline constexpr node_id true_node = terminal(1);

/// Calls `visit(first, children)` for the stretches of cells on which all of `nodes` go one way;
/// a node that does not test `level` goes to itself. The visitor may make nodes.
template <typename Visit>
void for_each_stretch(const unique_table& table, std::uint32_t level,
                      const std::vector<node_id>& nodes, const Visit& visit) {
  struct cursor {
    std::size_t position;
    std::size_t next_run;
  };
  constexpr auto no_cell = std::numeric_limits<std::uint32_t>::max();
  std::vector<cursor> moving;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (table.level(nodes[i]) == level) {
      moving.push_back({i, 0});
    }
  }
  auto children = nodes;
  for (std::uint32_t at = 0; at != no_cell;) {
    auto next = no_cell;
    for (auto& c : moving) {
      const auto runs = table.runs(nodes[c.position]);  // asked anew: the table may have moved
      if (c.next_run < runs.size() && runs[c.next_run].first == at) {
        children[c.position] = runs[c.next_run].child;
        ++c.next_run;
      }
      next = c.next_run == runs.size() ? next : std::min(next, runs[c.next_run].first);
    }
    visit(at, std::as_const(children));
    at = next;
  }
}

/// The node at `level` whose children are what `combine` makes of the children of `nodes`.
template <typename Combine>
[[nodiscard]] node_id combine_nodes(unique_table& table, std::uint32_t level,
                                    const std::vector<node_id>& nodes, const Combine& combine) {
  std::vector<run> runs;
  for_each_stretch(table, level, nodes, [&](std::uint32_t first, const auto& children) {
    runs.push_back({first, combine(children)});
  });
  return table.make(level, runs);
}

/// Builds diagrams of conditions in one table.
class condition_diagrams {
 public:
  condition_diagrams(const formula_table& formulas, const level_order& order, unique_table& table,
                     budget_meter& meter)
      : formulas_(formulas),
        order_(order),
        table_(table),
        meter_(meter),
        tests_(formulas.tests().size()),
        definitions_(formulas.definitions().size()) {}

  [[nodiscard]] node_id of(const formula& f) {
    switch (f.what) {
      case condition::kind::constant:
        return f.truth ? true_node : false_node;
      case condition::kind::test:
        return once(tests_[f.leaf], [&] {
          const auto& t = formulas_.tests()[f.leaf];
          return of_set(t.attribute, *t.accepted);
        });
      case condition::kind::definition:
        return once(definitions_[f.leaf], [&] { return of(formulas_.definitions()[f.leaf]); });
      case condition::kind::negation:
        return negate(of(f.operands.front()));
      case condition::kind::conjunction:
      case condition::kind::disjunction:
        break;
    }
    std::vector<node_id> operands;
    operands.reserve(f.operands.size());
    for (const auto& o : f.operands) {
      operands.push_back(of(o));
    }
    return join(std::move(operands), f.what == condition::kind::conjunction);
  }

  /// Whether the value of an attribute is in a cell that `set` meets.
  [[nodiscard]] node_id of_set(std::size_t attribute, const value_set& set) {
    const auto level = order_.level_of(attribute);
    return of_cells(level, order_.cells(level).ranges_of(set));
  }

  /// Whether the value of the attribute of `level` is in one of the cells `ranges`.
  [[nodiscard]] node_id of_cells(std::uint32_t level, const std::vector<cell_range>& ranges) {
    const auto size = order_.cells(level).size();
    std::vector<run> runs;
    std::uint32_t at = 0;
    for (const auto& r : ranges) {
      if (at < r.first) {
        runs.push_back({at, false_node});
      }
      runs.push_back({r.first, true_node});
      at = r.end;
    }
    if (at < size) {
      runs.push_back({at, false_node});
    }
    return table_.make(level, runs);
  }

  /// All of `operands`, or any of them.
  [[nodiscard]] node_id join(std::vector<node_id> operands, bool all) {
    // The lowest levels first: then each step puts one node on top of a finished diagram.
    std::ranges::stable_sort(
        operands, [&](node_id a, node_id b) { return table_.level(a) > table_.level(b); });
    auto result = all ? true_node : false_node;
    for (const auto o : operands) {
      result = all ? both(o, result) : negate(both(negate(o), negate(result)));
    }
    return result;
  }

  [[nodiscard]] node_id both(node_id a, node_id b) {
    if (a == false_node || b == false_node) {
      return false_node;
    }
    if (a == true_node || a == b) {
      return b;
    }
    if (b == true_node) {
      return a;
    }
    const auto key = (std::uint64_t{std::min(a, b)} << 32U) | std::max(a, b);
    if (const auto known = conjunctions_.find(key); known != conjunctions_.end()) {
      return known->second;
    }
    const auto level = std::min(table_.level(a), table_.level(b));
    const auto result = combine_nodes(table_, level, {a, b}, [&](const auto& children) {
      meter_.use_steps(1);
      return both(children[0], children[1]);
    });
    conjunctions_.emplace(key, result);
    return result;
  }

  /// What of `a` is not in `b`.
  [[nodiscard]] node_id without(node_id a, node_id b) {
    if (a == false_node || b == true_node || a == b) {
      return false_node;
    }
    if (b == false_node) {
      return a;
    }
    if (a == true_node) {
      return negate(b);
    }
    const auto key = (std::uint64_t{a} << 32U) | b;
    if (const auto known = differences_.find(key); known != differences_.end()) {
      return known->second;
    }
    const auto level = std::min(table_.level(a), table_.level(b));
    const auto result = combine_nodes(table_, level, {a, b}, [&](const auto& children) {
      meter_.use_steps(1);
      return without(children[0], children[1]);
    });
    differences_.emplace(key, result);
    return result;
  }

  /// Whether `a` and `b` have a fault in common: `both` without making nodes, and ending with the
  /// first one found.
  [[nodiscard]] bool meet(node_id a, node_id b) { return meets(a, b, true); }
  /// Whether `a` has a fault that is not in `b`.
  [[nodiscard]] bool exceeds(node_id a, node_id b) { return meets(a, b, false); }

  [[nodiscard]] node_id negate(node_id a) {
    if (is_terminal(a)) {
      return a == true_node ? false_node : true_node;
    }
    if (const auto known = negations_.find(a); known != negations_.end()) {
      return known->second;
    }
    const auto result = combine_nodes(table_, table_.level(a), {a}, [&](const auto& children) {
      meter_.use_steps(1);
      return negate(children[0]);
    });
    negations_.emplace(a, result);
    return result;
  }

 private:
  // Whether some fault is in `a` and, as `truth` says, in `b` or not. No nodes are made, so runs
  // stay where they are.
  [[nodiscard]] bool meets(node_id a, node_id b, bool truth) {
    if (a == false_node) {
      return false;
    }
    if (is_terminal(b)) {
      return (b == true_node) == truth;
    }
    if (a == true_node) {
      return true;  // what is not a terminal is somewhere true and somewhere false
    }
    if (a == b) {
      return truth;
    }
    auto& refuted = truth ? disjoint_ : contained_;
    const auto key = (std::uint64_t{a} << 32U) | b;
    if (refuted.contains(key)) {
      return false;
    }
    meter_.use_steps(1);
    const auto level = std::min(table_.level(a), table_.level(b));
    const auto x = table_.level(a) == level ? table_.runs(a) : std::span<const run>{};
    const auto y = table_.level(b) == level ? table_.runs(b) : std::span<const run>{};
    constexpr auto no_cell = std::numeric_limits<std::uint32_t>::max();
    for (std::size_t i = 0, j = 0;
         i < std::max<std::size_t>(x.size(), 1) && j < std::max<std::size_t>(y.size(), 1);) {
      if (meets(x.empty() ? a : x[i].child, y.empty() ? b : y[j].child, truth)) {
        return true;
      }
      const auto next_x = i + 1 < x.size() ? x[i + 1].first : no_cell;
      const auto next_y = j + 1 < y.size() ? y[j + 1].first : no_cell;
      i += next_x <= next_y ? 1 : 0;
      j += next_y <= next_x ? 1 : 0;
    }
    refuted.insert(key);
    return false;
  }

  template <typename Make>
  static node_id once(std::optional<node_id>& known, const Make& make) {
    if (!known) {
      known = make();
    }
    return *known;
  }

  const formula_table& formulas_;
  const level_order& order_;
  unique_table& table_;
  budget_meter& meter_;
  std::vector<std::optional<node_id>> tests_;
  std::vector<std::optional<node_id>> definitions_;
  std::unordered_map<std::uint64_t, node_id> conjunctions_;
  std::unordered_map<std::uint64_t, node_id> differences_;
  std::unordered_map<node_id, node_id> negations_;
  std::unordered_set<std::uint64_t> disjoint_;   // pairs that have no fault in common
  std::unordered_set<std::uint64_t> contained_;  // pairs the first of which is in the second
};

/// What decides an aspect, as diagrams of conditions in one table.
struct aspect_conditions {
  node_id assumptions = true_node;  ///< all of them together
  std::vector<node_id> rules;
  std::vector<node_id> also;
};

/// \throws budget_exceeded that names the rule whose condition was too large.
template <typename MayApply>
[[nodiscard]] aspect_conditions conditions_of(const aspect_evaluator& aspect,
                                              condition_diagrams& diagrams,
                                              const MayApply& may_apply) {
  const auto all = [&](const std::vector<formula>& formulas) {
    std::vector<node_id> nodes;
    nodes.reserve(formulas.size());
    for (const auto& f : formulas) {
      nodes.push_back(diagrams.of(f));
    }
    return nodes;
  };
  aspect_conditions result;
  result.assumptions = diagrams.join(all(aspect.assumption_formulas()), true);
  for (const auto& f : aspect.rule_formulas()) {
    try {
      result.rules.push_back(may_apply(f) ? diagrams.of(f) : false_node);
    } catch (const budget_exceeded& e) {
      throw budget_exceeded{e.reason, {static_cast<std::uint32_t>(result.rules.size())}};
    }
  }
  result.also = all(aspect.also_formulas());
  return result;
}

[[nodiscard]] inline aspect_conditions conditions_of(const aspect_evaluator& aspect,
                                                     condition_diagrams& diagrams) {
  return conditions_of(aspect, diagrams, [](const formula& /*rule*/) { return true; });
}

}  // namespace shozai::inline v1
