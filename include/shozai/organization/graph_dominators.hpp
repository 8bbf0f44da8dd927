// SPDX-License-Identifier: Apache-2.0
/// \file
/// Nodes that no walk from a start to an end can avoid.
#pragma once

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dominator_tree.hpp>
#include <boost/property_map/property_map.hpp>
#include <cstddef>
#include <vector>

#include "shozai/organization/plain_graph.hpp"

namespace shozai::inline v1 {

/// Stands for "no node".
inline constexpr auto no_node = static_cast<std::size_t>(-1);

/// For each node the last of the others that every walk from `start` to it meets; `no_node` for
/// the start and for nodes that no walk meets.
/// \par Complexity Almost linear (Lengauer and Tarjan).
[[nodiscard]] inline std::vector<std::size_t> immediate_dominators(const plain_graph& graph,
                                                                   std::size_t start) {
  // Only nodes that are met: others that point to them would mislead the algorithm.
  const auto met = reachable_from(graph, {start});
  using boosted = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;
  std::vector<std::size_t> numbers(graph.size(), no_node);
  std::vector<std::size_t> nodes;
  for (std::size_t n = 0; n < graph.size(); ++n) {
    if (met[n]) {
      numbers[n] = nodes.size();
      nodes.push_back(n);
    }
  }
  boosted copy(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    for (const auto to : graph.successors[nodes[i]]) {
      boost::add_edge(i, numbers[to], copy);
    }
  }
  std::vector<std::size_t> tree(nodes.size(), no_node);
  boost::lengauer_tarjan_dominator_tree(
      copy, numbers[start],
      boost::make_iterator_property_map(tree.begin(), boost::get(boost::vertex_index, copy)));
  std::vector<std::size_t> dominators(graph.size(), no_node);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    dominators[nodes[i]] = tree[i] == no_node ? no_node : nodes[tree[i]];
  }
  return dominators;
}

/// The nodes that every walk from `start` to `end` meets, without these two, in the order in which
/// it meets them; empty also if there is no walk.
[[nodiscard]] inline std::vector<std::size_t> unavoidable_nodes(const plain_graph& graph,
                                                                std::size_t start,
                                                                std::size_t end) {
  const auto dominators = immediate_dominators(graph, start);
  std::vector<std::size_t> nodes;
  for (auto n = dominators[end]; n != no_node && n != start; n = dominators[n]) {
    nodes.push_back(n);
  }
  std::ranges::reverse(nodes);
  return nodes;
}

}  // namespace shozai::inline v1
