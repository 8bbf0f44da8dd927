// SPDX-License-Identifier: Apache-2.0
/// \file
/// The diagram of an aspect as a graph to draw, with the way that a fault takes.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/core/value_set.hpp"
#include "shozai/ownership/diagram_engine.hpp"
#include "shozai/ownership/drawn_order.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/set_diagram.hpp"
#include "shozai/policy/condition_printer.hpp"
#include "shozai/policy/describe_set.hpp"
#include "shozai/policy/written_ranges.hpp"

namespace shozai::inline v1 {

/// What a drawing tells apart where a way ends.
enum class drawn_by : std::uint8_t { owner, rule };

/// Where ways end. `impossible` only if no fault is possible at all.
struct drawn_outcome {
  decision_state state = decision_state::gap;
  std::string accountable;  ///< empty unless decided
  std::string rule;         ///< the one rule that decides; empty by owner, or if several agree
  bool reached = false;

  friend bool operator==(const drawn_outcome&, const drawn_outcome&) = default;
};

/// Some values of a node's attribute, and where they lead.
struct drawn_way {
  value_set values;        ///< without those that assumptions exclude wherever the node is met
  std::string when;        ///< the same as a condition
  bool otherwise = false;  ///< a mixed rest of several values, for which "else" is shorter
  bool to_outcome = false;
  std::size_t to = 0;  ///< a number of `outcomes` or of `nodes`
  bool reached = false;
};

/// A question that the diagram asks: one attribute.
struct drawn_node {
  std::size_t attribute = 0;  ///< a number of the schema
  std::size_t level = 0;      ///< a number of `diagram_graph::order`
  std::vector<drawn_way> ways;
  bool reached = false;
};

/// A diagram to draw, and of a fault which parts its possible completions reach.
///
/// It decides as the aspect does every fault that is possible: what assumptions exclude is left
/// out, and of what is decided only that which the drawing tells apart. It has an order of
/// attributes of its own, chosen to be small; `aspect_plan::order` is chosen for deciding.
struct diagram_graph {
  std::vector<std::size_t> order;       ///< the attributes that are asked, level by level
  std::vector<drawn_node> nodes;        ///< by level; the first is the root
  std::vector<drawn_outcome> outcomes;  ///< as the document has the departments; the root if alone
};

namespace detail {

/// Makes the graph of one aspect.
class graph_drawer {
 public:
  graph_drawer(const aspect_evaluator& aspect, const diagram_engine& engine, drawn_by by)
      : aspect_(aspect),
        engine_(engine),
        attributes_(aspect.document().attributes),
        whole_(in_order_for_drawing(grouped(by))),
        part_(impossible_remover::run(whole_)) {}

  [[nodiscard]] diagram_graph draw(const fault* f) {
    if (f != nullptr) {
      mark(*f);
    }
    diagram_graph graph;
    number_nodes(graph);
    for (const auto n : shown_) {
      graph.nodes.push_back(write_node(n, graph));
    }
    graph.outcomes = std::move(outcomes_);
    return graph;
  }

 private:
  // --- verdicts in groups ---

  // How outcomes are told apart and sorted; the impossible one comes first.
  struct group {
    bool possible;
    decision_state state;
    std::size_t place;   // of the department in the document
    std::uint32_t rule;  // its number

    friend auto operator<=>(const group&, const group&) = default;
  };

  [[nodiscard]] group group_of(const verdict& v, drawn_by by) const {
    group g{v.state != decision_state::impossible, v.state, 0, verdict::several};
    if (v.state == decision_state::decided) {
      const auto& all = aspect_.document().participants;
      const auto& name = aspect_.rule(v.assigned_by).rule->then.accountable;
      g.place =
          static_cast<std::size_t>(std::ranges::find(all, name, &participant::id) - all.begin());
      g.rule = by == drawn_by::rule ? v.rule : verdict::several;
    }
    return g;
  }

  [[nodiscard]] drawn_outcome outcome_of(const group& g) const {
    drawn_outcome o;
    o.state = g.state;
    if (g.state == decision_state::decided) {
      o.accountable = aspect_.document().participants[g.place].id;
      o.rule = g.rule == verdict::several ? std::string{} : aspect_.rule(g.rule).id;
    }
    return o;
  }

  // The engine's diagram with terminals by group. Outcome 0 is impossible, there or not.
  [[nodiscard]] set_diagram grouped(drawn_by by) {
    std::set<group> groups{group_of({decision_state::impossible, verdict::several, 0, {}}, by)};
    for (const auto& v : engine_.diagram().verdicts()) {
      groups.insert(group_of(v, by));
    }
    for (const auto& g : groups) {
      outcomes_.push_back(outcome_of(g));
    }
    std::vector<node_id> terminals;
    for (const auto& v : engine_.diagram().verdicts()) {
      const auto place = std::distance(groups.begin(), groups.find(group_of(v, by)));
      terminals.push_back(terminal(static_cast<std::uint32_t>(place)));
    }
    set_diagram result(engine_.plan().order);
    std::map<node_id, node_id> copies;
    result.set_root(copy(engine_.diagram().flat().root(), terminals, result, copies));
    return result;
  }

  node_id copy(node_id n, const std::vector<node_id>& terminals, set_diagram& to,
               std::map<node_id, node_id>& copies) const {
    if (is_terminal(n)) {
      return terminals[terminal_number(n)];
    }
    if (const auto done = copies.find(n); done != copies.end()) {
      return done->second;
    }
    const auto attribute = engine_.diagram().flat().attribute_of(n);
    set_diagram::ways ways;
    for (const auto& [child, values] :
         engine_.diagram().flat().ways(n, attributes_[attribute].optional)) {
      auto& all = ways[copy(child, terminals, to, copies)];
      all = unite(all, values);
    }
    const auto made = to.make(attribute, std::move(ways));
    copies.emplace(n, made);
    return made;
  }

  // --- the way of a fault ---

  // Marks what completions of `f` reach, all but impossible ones: an assumption may be broken
  // where the graph to draw no longer asks, so that the whole diagram is walked.
  void mark(const fault& f) {
    std::set<node_id> seen;
    std::vector<node_id> open{whole_.root()};
    while (!open.empty()) {
      const auto n = open.back();
      open.pop_back();
      if (!is_alive(n, f) || !seen.insert(n).second) {
        continue;
      }
      const auto image = part_.of(n);
      reached_.insert(image);
      if (is_terminal(n)) {
        continue;
      }
      for (const auto& [child, values] : whole_[n].to) {
        if (is_open(n, values, f) && is_alive(child, f)) {
          reached_ways_.emplace(image, part_.of(child));
          open.push_back(child);
        }
      }
    }
  }

  [[nodiscard]] bool is_open(node_id n, const value_set& values, const fault& f) const {
    return !intersect(values, f.attributes[whole_[n].attribute].possible()).empty();
  }

  // Whether some completion of `f` leads from `n` to what is possible.
  bool is_alive(node_id n, const fault& f) {
    if (is_terminal(n)) {
      return n != verdict_table::impossible;
    }
    if (const auto known = alive_.find(n); known != alive_.end()) {
      return known->second;
    }
    bool alive = false;
    for (const auto& [child, values] : whole_[n].to) {
      alive = alive || (is_open(n, values, f) && is_alive(child, f));
    }
    alive_.emplace(n, alive);
    return alive;
  }

  // --- the graph ---

  // Nodes by level, each level in the order in which they are met from above; outcomes that
  // nothing leads to go.
  void number_nodes(diagram_graph& graph) {
    std::set<node_id> met;
    const auto root = part_.of(whole_.root());
    std::vector<node_id> found{root};
    for (const auto attribute : whole_.order()) {
      const auto before = shown_.size();
      for (const auto n : found) {
        if (!is_terminal(n) && part_.nodes[n].attribute == attribute && met.insert(n).second) {
          numbers_[n] = shown_.size();
          shown_.push_back(n);
        }
      }
      for (auto i = before; i < shown_.size(); ++i) {
        for (const auto& [child, unused] : sorted_ways(shown_[i])) {
          found.push_back(child);
        }
      }
      if (shown_.size() > before) {
        graph.order.push_back(attribute);
      }
    }
    number_outcomes({found.begin(), found.end()});
  }

  void number_outcomes(const std::set<node_id>& found) {
    std::vector<drawn_outcome> kept;
    for (const auto n : found) {
      if (is_terminal(n)) {
        numbers_[n] = kept.size();
        kept.push_back(outcomes_[terminal_number(n)]);
        kept.back().reached = reached_.contains(n);
      }
    }
    outcomes_ = std::move(kept);
  }

  [[nodiscard]] std::vector<std::pair<node_id, value_set>> sorted_ways(node_id n) const {
    const auto& to = part_.nodes[n].to;
    std::vector<std::pair<node_id, value_set>> ways(to.begin(), to.end());
    std::ranges::sort(ways, {}, [](const auto& way) {
      const auto intervals = way.second.intervals();
      return intervals.empty() ? std::optional<value>{} : std::optional{intervals.front().from};
    });
    return ways;
  }

  [[nodiscard]] drawn_node write_node(node_id n, const diagram_graph& graph) const {
    drawn_node node;
    node.attribute = part_.nodes[n].attribute;
    node.level = static_cast<std::size_t>(std::ranges::find(graph.order, node.attribute) -
                                          graph.order.begin());
    node.reached = reached_.contains(n);
    for (auto& [child, values] : sorted_ways(n)) {
      drawn_way way;
      way.when = print(node.attribute, values);
      way.values = values;
      way.to_outcome = is_terminal(child);
      way.to = numbers_.at(child);
      way.reached = reached_ways_.contains({n, child});
      node.ways.push_back(std::move(way));
    }
    mark_rest(attributes_[node.attribute], node.ways);
    return node;
  }

  [[nodiscard]] std::string print(std::size_t attribute, const value_set& values) const {
    static const std::vector<std::string> no_definitions;
    return condition_printer(attributes_, no_definitions)
        .print(describe_set(attributes_[attribute], attribute, values));
  }

  // The way with the most parts, if they are many, is the rest, and comes last.
  static void mark_rest(const attribute& a, std::vector<drawn_way>& ways) {
    constexpr std::size_t many = 3;
    const auto parts = [&](const drawn_way& way) { return part_count(a, way.values); };
    const auto most = std::ranges::max_element(ways, {}, parts);
    const auto count = parts(*most);
    if (count >= many && std::ranges::count(ways, count, parts) == 1) {
      most->otherwise = true;
      std::rotate(most, most + 1, ways.end());
    }
  }

  // How many things one would have to list: the values of an enum, intervals of what is ordered.
  static std::size_t part_count(const attribute& a, const value_set& s) {
    if (is_ordered(a.type)) {
      return s.intervals().size() + (s.has_none() ? 1 : 0);
    }
    return written_ranges(a, s).size() + (s.has_none() ? 1 : 0);
  }

  const aspect_evaluator& aspect_;
  const diagram_engine& engine_;
  const schema& attributes_;
  std::vector<drawn_outcome> outcomes_;
  set_diagram whole_;
  possible_part part_;
  std::map<node_id, bool> alive_;
  std::set<node_id> reached_;  // of the part
  std::set<std::pair<node_id, node_id>> reached_ways_;
  std::vector<node_id> shown_;
  std::map<node_id, std::size_t> numbers_;
};

}  // namespace detail

/// The diagram of an aspect as a graph to draw; with `f`, its way is marked. \pre The engine has a
/// diagram, and `f` was made for the schema of the aspect.
///
/// \par Complexity A search for a small order of attributes: milliseconds for a diagram that can be
/// looked at, none for one of more than a thousand nodes.
[[nodiscard]] inline diagram_graph graph_to_draw(const aspect_evaluator& aspect,
                                                 const diagram_engine& engine,
                                                 drawn_by by = drawn_by::owner,
                                                 const fault* f = nullptr) {
  return detail::graph_drawer(aspect, engine, by).draw(f);
}

}  // namespace shozai::inline v1
