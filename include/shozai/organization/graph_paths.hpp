// SPDX-License-Identifier: Apache-2.0
/// \file
/// How many walks from a start to an end share none of certain nodes, and which of these nodes
/// all of them need (Menger's theorem).
#pragma once

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/edmonds_karp_max_flow.hpp>
#include <boost/property_map/property_map.hpp>
#include <cstddef>
#include <vector>

#include "shozai/organization/plain_graph.hpp"

namespace shozai::inline v1 {

/// The walks that are possible at once, and a smallest set of counted nodes without which there is
/// none. As many walks as nodes in the cut.
struct disjoint_walks {
  std::size_t count = 0;
  std::vector<std::size_t> cut;  ///< sorted; empty where walks need no counted node
  bool unlimited = false;        ///< some walk meets no counted node

  friend bool operator==(const disjoint_walks&, const disjoint_walks&) = default;
};

namespace detail {

/// Each node as an entrance and an exit; from one to the other flows 1 if the node counts.
class split_network {
 public:
  split_network(const plain_graph& graph, const std::vector<bool>& counted)
      : size_(graph.size()), everything_(static_cast<long>(graph.size()) + 1), network_(2 * size_) {
    for (std::size_t n = 0; n < size_; ++n) {
      connect(2 * n, 2 * n + 1, counted[n] ? 1 : everything_);
      for (const auto to : graph.successors[n]) {
        connect(2 * n + 1, 2 * to, everything_);
      }
    }
  }

  [[nodiscard]] disjoint_walks run(std::size_t start, std::size_t end) {
    const auto flow = boost::edmonds_karp_max_flow(
        network_, 2 * start + 1, 2 * end, boost::get(&edge_data::capacity, network_),
        boost::get(&edge_data::residual, network_), boost::get(&edge_data::reverse, network_),
        boost::get(&node_data::color, network_), boost::get(&node_data::predecessor, network_));
    disjoint_walks walks;
    if (flow >= everything_) {
      walks.unlimited = true;
      return walks;
    }
    walks.count = static_cast<std::size_t>(flow);
    const auto wet = reached_from(2 * start + 1);
    for (std::size_t n = 0; n < size_; ++n) {
      if (wet[2 * n] && !wet[2 * n + 1]) {
        walks.cut.push_back(n);
      }
    }
    return walks;
  }

 private:
  using traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
  struct node_data {
    traits::edge_descriptor predecessor;
    boost::default_color_type color = boost::default_color_type::white_color;
  };
  struct edge_data {
    long capacity = 0;
    long residual = 0;
    traits::edge_descriptor reverse;
  };
  using traits_graph =
      boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, node_data, edge_data>;

  void connect(std::size_t from, std::size_t to, long capacity) {
    const auto there = boost::add_edge(from, to, network_).first;
    const auto back = boost::add_edge(to, from, network_).first;
    network_[there].capacity = capacity;
    network_[there].reverse = back;
    network_[back].reverse = there;
  }

  // The side of the start in the residual network.
  [[nodiscard]] std::vector<bool> reached_from(std::size_t start) const {
    std::vector<bool> met(2 * size_, false);
    std::vector<std::size_t> open{start};
    met[start] = true;
    while (!open.empty()) {
      const auto from = open.back();
      open.pop_back();
      const auto edges = boost::out_edges(from, network_);
      for (auto e = edges.first; e != edges.second; ++e) {
        const auto to = boost::target(*e, network_);
        if (network_[*e].residual > 0 && !met[to]) {
          met[to] = true;
          open.push_back(to);
        }
      }
    }
    return met;
  }

  std::size_t size_;
  long everything_;
  traits_graph network_;
};

}  // namespace detail

/// The walks from `start` to `end` of which no two share a node that is `counted`. \pre `start`
/// differs from `end`; neither counts.
/// \par Complexity A maximum flow of as many units as there are walks.
[[nodiscard]] inline disjoint_walks find_disjoint_walks(const plain_graph& graph,
                                                        const std::vector<bool>& counted,
                                                        std::size_t start, std::size_t end) {
  return detail::split_network(graph, counted).run(start, end);
}

}  // namespace shozai::inline v1
