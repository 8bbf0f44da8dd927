// SPDX-License-Identifier: Apache-2.0
/// \file
/// How many ways lead to somebody accountable in one situation that have no person in common.
#pragma once

#include <cstddef>
#include <vector>

#include "shozai/organization/check_single_points.hpp"
#include "shozai/organization/graph_paths.hpp"

namespace shozai::inline v1::detail {

/// The ways of one situation, and the people whom all of them need.
struct independent_ways {
  std::size_t count = 0;
  std::vector<std::size_t> people;  ///< the smallest cut
};

[[nodiscard]] inline independent_ways independent_ways_of(const situation_graph& situation) {
  std::vector<bool> counted;
  counted.reserve(situation.people.size());
  for (const auto p : situation.people) {
    counted.push_back(p != no_node);
  }
  const auto walks =
      find_disjoint_walks(situation.graph, counted, situation_graph::start, situation_graph::end);
  independent_ways ways{walks.count, {}};
  for (const auto n : walks.cut) {
    ways.people.push_back(situation.people[n]);
  }
  return ways;
}

}  // namespace shozai::inline v1::detail
