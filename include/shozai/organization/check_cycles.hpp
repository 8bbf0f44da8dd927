// SPDX-License-Identifier: Apache-2.0
/// \file
/// Circles in which a case is passed on at once: from a position to its deputies and delegates, up
/// to superiors, from a step to its fallback.
///
/// A circle is no finding if one of its positions is accountable, or if from it a case can be
/// passed on to an accountable position. Else, if a step whose targets lead into it is followed by
/// others that lead to an accountable position, only the deadline leads out: SZ343. Else nothing
/// does: SZ342.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "shozai/organization/check_context.hpp"
#include "shozai/organization/graph_circles.hpp"
#include "shozai/organization/organization_graph.hpp"
#include "shozai/organization/plain_graph.hpp"

namespace shozai::inline v1::detail {

/// Whether an edge can be used on some of the days.
[[nodiscard]] inline bool in_force(const graph_edge& e, const day_range& days) noexcept {
  return !is_empty(both(e.during, days));
}

/// Whether an accountable position can ever be filled: it has a roster, a holder or a deputy.
[[nodiscard]] inline std::vector<std::size_t> accountable_nodes(const organization_graph& graph,
                                                                const day_range& days) {
  std::vector<std::size_t> nodes;
  for (std::size_t n = 0; n < graph.size(); ++n) {
    bool filled = false;
    if (graph.node(n).accountable) {
      graph.for_each_edge(n, [&](const graph_edge& e) {
        using kind = graph_edge_kind;
        filled =
            filled || e.kind == kind::rostered ||
            ((e.kind == kind::held_by || e.kind == kind::deputy || e.kind == kind::delegates) &&
             in_force(e, days));
      });
    }
    if (filled) {
      nodes.push_back(n);
    }
  }
  return nodes;
}

inline void check_cycles(check_context& context, const organization_graph& graph) {
  using kind = graph_edge_kind;
  const auto days = context.days();
  const auto at_once = graph.part([&](const graph_edge& e) {
    switch (e.kind) {
      case kind::deputy:
      case kind::delegates:
        return graph.node(e.to).kind != graph_node_kind::person && in_force(e, days);
      case kind::superior:
      case kind::reports:
      case kind::fallback:
        return true;
      case kind::member:
        return graph.node(e.from).kind == graph_node_kind::position &&
               graph.node(e.to).kind == graph_node_kind::department;
      default:
        return false;
    }
  });
  const auto told = graph.part([&](const graph_edge& e) {
    return e.kind == kind::begins || e.kind == kind::lapses || e.kind == kind::tells ||
           e.kind == kind::fallback || e.kind == kind::contacts || e.kind == kind::rostered ||
           ((e.kind == kind::deputy || e.kind == kind::delegates) && in_force(e, days));
  });
  const auto ends = accountable_nodes(graph, days);
  const auto exits = leads_to(at_once, ends);
  const auto told_out = leads_to(told, ends);
  const auto told_back =
      graph
          .part([&](const graph_edge& e) {
            return e.kind == kind::tells || e.kind == kind::fallback || e.kind == kind::contacts ||
                   ((e.kind == kind::deputy || e.kind == kind::delegates) && in_force(e, days));
          })
          .reversed();
  for (const auto& c : find_circles(at_once)) {
    if (std::ranges::any_of(c.nodes, [&](std::size_t n) { return exits[n]; })) {
      continue;
    }
    // Steps that tell somebody in the circle, and whether what follows them gets out.
    const auto before = reachable_from(told_back, c.nodes);
    bool lapses_out = false;
    for (std::size_t n = 0; n < graph.size(); ++n) {
      lapses_out =
          lapses_out || (before[n] && graph.node(n).kind == graph_node_kind::step && told_out[n]);
    }
    const auto text = describe_cycle(c.witness, [&](std::size_t n) { return graph.node(n).name; });
    auto* f = context.add(lapses_out ? organization_finding_kind::cycle_with_exit
                                     : organization_finding_kind::cycle_without_exit,
                          {text}, graph.node(c.witness.front()).place);
    if (f != nullptr) {
      for (const auto n : c.witness) {
        f->path.push_back(graph.node(n).id);
      }
    }
  }
}

}  // namespace shozai::inline v1::detail
