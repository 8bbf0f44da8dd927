// SPDX-License-Identifier: Apache-2.0
/// \file
/// A directed graph of numbers: what algorithms ask of a graph, whatever it stands for.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace shozai::inline v1 {

/// Nodes 0 to `successors.size()` - 1, each with the nodes that it points to.
struct plain_graph {
  std::vector<std::vector<std::size_t>> successors;

  plain_graph() = default;
  explicit plain_graph(std::size_t nodes) : successors(nodes) {}

  [[nodiscard]] std::size_t size() const noexcept { return successors.size(); }
  std::size_t add_node() {
    successors.emplace_back();
    return successors.size() - 1;
  }
  void add_edge(std::size_t from, std::size_t to) { successors[from].push_back(to); }

  [[nodiscard]] plain_graph reversed() const {
    plain_graph back(size());
    for (std::size_t from = 0; from < size(); ++from) {
      for (const auto to : successors[from]) {
        back.add_edge(to, from);
      }
    }
    return back;
  }

  friend bool operator==(const plain_graph&, const plain_graph&) = default;
};

/// Which nodes a walk from any of `starts` meets, the starts among them.
/// \par Complexity Linear in nodes and edges; not recursive.
[[nodiscard]] inline std::vector<bool> reachable_from(const plain_graph& graph,
                                                      std::vector<std::size_t> starts) {
  std::vector<bool> met(graph.size(), false);
  for (const auto s : starts) {
    met[s] = true;
  }
  while (!starts.empty()) {
    const auto from = starts.back();
    starts.pop_back();
    for (const auto to : graph.successors[from]) {
      if (!met[to]) {
        met[to] = true;
        starts.push_back(to);
      }
    }
  }
  return met;
}

/// Which nodes a walk can leave so that it meets one of `ends`, the ends among them.
[[nodiscard]] inline std::vector<bool> leads_to(const plain_graph& graph,
                                                std::vector<std::size_t> ends) {
  return reachable_from(graph.reversed(), std::move(ends));
}

}  // namespace shozai::inline v1
