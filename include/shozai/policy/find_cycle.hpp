// SPDX-License-Identifier: Apache-2.0
/// \file
/// A circle in a directed graph, as a witness that people can follow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace shozai::inline v1 {

/// The nodes of one circle, each followed by one that it points to, beginning with the least;
/// empty if there is none. `successors(i)` are the nodes that node `i` points to.
///
/// \par Complexity Linear in nodes and edges; not recursive.
template <typename Successors>
[[nodiscard]] std::vector<std::size_t> find_cycle(std::size_t nodes,
                                                  const Successors& successors) {
  enum class mark : std::uint8_t { fresh, open, done };
  struct step {
    std::size_t node;
    std::vector<std::size_t> next;
    std::size_t at = 0;
  };
  std::vector<mark> marks(nodes, mark::fresh);
  std::vector<step> path;
  const auto enter = [&](std::size_t node) {
    marks[node] = mark::open;
    path.push_back({node, successors(node)});
  };

  for (std::size_t start = 0; start < nodes; ++start) {
    if (marks[start] == mark::fresh) {
      enter(start);
    }
    while (!path.empty()) {
      auto& top = path.back();
      if (top.at == top.next.size()) {
        marks[top.node] = mark::done;
        path.pop_back();
        continue;
      }
      const auto next = top.next[top.at++];
      if (marks[next] == mark::fresh) {
        enter(next);
      } else if (marks[next] == mark::open) {
        std::vector<std::size_t> circle;
        auto from = path.size();
        while (path[--from].node != next) {
        }
        for (; from < path.size(); ++from) {
          circle.push_back(path[from].node);
        }
        std::size_t least = 0;
        for (std::size_t i = 1; i < circle.size(); ++i) {
          least = circle[i] < circle[least] ? i : least;
        }
        std::vector<std::size_t> rotated;
        for (std::size_t i = 0; i < circle.size(); ++i) {
          rotated.push_back(circle[(least + i) % circle.size()]);
        }
        return rotated;
      }
    }
  }
  return {};
}

/// `a → b → a`.
template <typename NameOf>
[[nodiscard]] std::string describe_cycle(const std::vector<std::size_t>& circle,
                                         const NameOf& name_of) {
  std::string text;
  for (const auto node : circle) {
    text += name_of(node) + " → ";
  }
  return text + name_of(circle.front());
}

}  // namespace shozai::inline v1
