// SPDX-License-Identifier: Apache-2.0
/// \file
/// People without whom a case reaches nobody accountable, by the dominators of one situation.
///
/// In a situation, what each step would tell is fixed. Its graph leads from the start to the first
/// step, from each step to those whom it tells and, when it lapses, to the next; from a person who
/// is told as somebody accountable, to the end. A person who dominates the end is a single point:
/// if nobody picks up there, no deputy is asked, because the position counts as filled.
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "shozai/organization/check_slices.hpp"
#include "shozai/organization/graph_dominators.hpp"
#include "shozai/organization/plain_graph.hpp"

namespace shozai::inline v1::detail {

/// The graph of one situation.
struct situation_graph {
  static constexpr std::size_t start = 0;
  static constexpr std::size_t end = 1;

  plain_graph graph{2};
  std::vector<std::size_t> people;  ///< of each node the person; `no_node` for others

  /// `lapses` is, step by step, whether the next one ever begins.
  situation_graph(const told_by_step& told, const std::vector<bool>& lapses) {
    std::map<std::size_t, std::size_t> numbers;
    people.assign(2, no_node);
    auto before = start;
    for (std::size_t s = 0; s < told.size(); ++s) {
      const auto step = add_node(no_node);
      graph.add_edge(before, step);
      for (const auto& t : told[s]) {
        if (!t.accountable) {  // whoever is told besides ends nothing
          continue;
        }
        const auto known = numbers.find(t.person);
        const auto node = known == numbers.end() ? add_node(t.person) : known->second;
        graph.add_edge(step, node);
        if (known == numbers.end()) {
          graph.add_edge(node, end);
          numbers.emplace(t.person, node);
        }
      }
      if (!lapses[s]) {
        break;
      }
      before = step;
    }
  }

 private:
  std::size_t add_node(std::size_t person) {
    people.push_back(person);
    return graph.add_node();
  }
};

/// The people of one situation whom no way to the end avoids.
[[nodiscard]] inline std::vector<std::size_t> single_points_of(const situation_graph& situation) {
  std::vector<std::size_t> found;
  for (const auto n :
       unavoidable_nodes(situation.graph, situation_graph::start, situation_graph::end)) {
    if (situation.people[n] != no_node) {
      found.push_back(situation.people[n]);
    }
  }
  return found;
}

}  // namespace shozai::inline v1::detail
