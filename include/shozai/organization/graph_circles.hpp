// SPDX-License-Identifier: Apache-2.0
/// \file
/// The circles of a graph: its strong components that are more than one node, or point to
/// themselves, each with a circle that people can follow.
#pragma once

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/property_map/property_map.hpp>
#include <cstddef>
#include <utility>
#include <vector>

#include "shozai/organization/plain_graph.hpp"
#include "shozai/policy/find_cycle.hpp"

namespace shozai::inline v1 {

/// Nodes that all lead to each other.
struct graph_circle {
  std::vector<std::size_t> nodes;    ///< sorted
  std::vector<std::size_t> witness;  ///< one circle, each followed by one that it points to

  friend bool operator==(const graph_circle&, const graph_circle&) = default;
};

/// For each node the number of its strong component, and how many there are.
/// \par Complexity Linear (Tarjan).
[[nodiscard]] inline std::pair<std::vector<std::size_t>, std::size_t> strong_components_of(
    const plain_graph& graph) {
  using boosted = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
  boosted copy(graph.size());
  for (std::size_t from = 0; from < graph.size(); ++from) {
    for (const auto to : graph.successors[from]) {
      boost::add_edge(from, to, copy);
    }
  }
  std::vector<std::size_t> component(graph.size());
  const auto count = boost::strong_components(
      copy,
      boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, copy)));
  return {std::move(component), count};
}

/// The circles, by their least node.
[[nodiscard]] inline std::vector<graph_circle> find_circles(const plain_graph& graph) {
  const auto components = strong_components_of(graph);
  std::vector<std::vector<std::size_t>> members(components.second);
  for (std::size_t n = 0; n < graph.size(); ++n) {
    members[components.first[n]].push_back(n);
  }
  std::vector<graph_circle> circles;
  for (auto& nodes : members) {
    const auto& own = graph.successors[nodes.front()];
    if (nodes.size() == 1 && std::ranges::find(own, nodes.front()) == own.end()) {
      continue;
    }
    const auto inside = [&](std::size_t i) {
      std::vector<std::size_t> next;
      for (const auto to : graph.successors[nodes[i]]) {
        const auto found = std::ranges::lower_bound(nodes, to);
        if (found != nodes.end() && *found == to) {
          next.push_back(static_cast<std::size_t>(found - nodes.begin()));
        }
      }
      return next;
    };
    auto witness = find_cycle(nodes.size(), inside);
    for (auto& i : witness) {
      i = nodes[i];
    }
    circles.push_back({std::move(nodes), std::move(witness)});
  }
  std::ranges::sort(circles, {}, [](const graph_circle& c) { return c.nodes.front(); });
  return circles;
}

}  // namespace shozai::inline v1
