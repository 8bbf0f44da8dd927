// SPDX-License-Identifier: Apache-2.0
/// \file
/// A circle in a directed graph, as a witness that people can follow.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace shozai::inline v1 {

namespace detail {

/// A walk through a graph, one path at a time.
template <typename Successors>
class cycle_search {
 public:
  cycle_search(std::size_t nodes, const Successors& successors)
      : successors_(successors), marks_(nodes, mark::fresh) {}

  [[nodiscard]] std::vector<std::size_t> run() {
    for (std::size_t start = 0; start < marks_.size() && circle_.empty(); ++start) {
      if (marks_[start] == mark::fresh) {
        enter(start);
      }
      while (!path_.empty() && circle_.empty()) {
        step();
      }
    }
    std::rotate(circle_.begin(), std::ranges::min_element(circle_), circle_.end());
    return std::move(circle_);
  }

 private:
  enum class mark : std::uint8_t { fresh, open, done };
  struct place {
    std::size_t node;
    std::vector<std::size_t> next;
    std::size_t at = 0;
  };

  void enter(std::size_t node) {
    marks_[node] = mark::open;
    path_.push_back({node, successors_(node)});
  }

  void step() {
    auto& top = path_.back();
    if (top.at == top.next.size()) {
      marks_[top.node] = mark::done;
      path_.pop_back();
      return;
    }
    const auto next = top.next[top.at++];
    if (marks_[next] == mark::fresh) {
      enter(next);
    } else if (marks_[next] == mark::open) {
      const auto from = std::ranges::find(path_, next, &place::node);
      std::transform(from, path_.end(), std::back_inserter(circle_),
                     [](const place& p) { return p.node; });
    }
  }

  const Successors& successors_;
  std::vector<mark> marks_;
  std::vector<place> path_;
  std::vector<std::size_t> circle_;
};

}  // namespace detail

/// The nodes of one circle, each followed by one that it points to, beginning with the least;
/// empty if there is none. `successors(i)` are the nodes that node `i` points to.
///
/// \par Complexity Linear in nodes and edges; not recursive.
template <typename Successors>
[[nodiscard]] std::vector<std::size_t> find_cycle(std::size_t nodes, const Successors& successors) {
  return detail::cycle_search<Successors>(nodes, successors).run();
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
