// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "shozai/organization/graph_circles.hpp"
#include "shozai/organization/graph_dominators.hpp"
#include "shozai/organization/graph_paths.hpp"
#include "shozai/organization/plain_graph.hpp"
#include "support/random_draw.hpp"

namespace {

using shozai::plain_graph;
using shozai::testing::dice;

using numbers = std::vector<std::size_t>;

plain_graph random_graph(dice& d, std::size_t most_nodes, std::size_t most_edges) {
  plain_graph graph(d.between(2, most_nodes));
  const auto edges = d.below(most_edges * graph.size() + 1);
  for (std::size_t e = 0; e < edges; ++e) {
    const auto from = d.below(graph.size());
    const auto to = d.below(graph.size());
    graph.add_edge(from, to);
  }
  return graph;
}

// `graph` without the edges of the nodes that `gone` has.
plain_graph without(const plain_graph& graph, const std::vector<bool>& gone) {
  plain_graph rest(graph.size());
  for (std::size_t from = 0; from < graph.size(); ++from) {
    for (const auto to : graph.successors[from]) {
      if (!gone[from] && !gone[to]) {
        rest.add_edge(from, to);
      }
    }
  }
  return rest;
}

// Whether a walk of at least one edge leads from one node to another: by the definition.
std::vector<std::vector<bool>> closure(const plain_graph& graph) {
  std::vector<std::vector<bool>> leads(graph.size(), std::vector<bool>(graph.size(), false));
  for (std::size_t from = 0; from < graph.size(); ++from) {
    for (const auto to : graph.successors[from]) {
      leads[from][to] = true;
    }
  }
  for (std::size_t k = 0; k < graph.size(); ++k) {
    for (std::size_t i = 0; i < graph.size(); ++i) {
      for (std::size_t j = 0; j < graph.size(); ++j) {
        leads[i][j] = leads[i][j] || (leads[i][k] && leads[k][j]);
      }
    }
  }
  return leads;
}

// The fewest counted nodes without which the end is not reached; nothing if no set is enough.
std::optional<std::size_t> smallest_cut(const plain_graph& graph, const std::vector<bool>& counted,
                                        std::size_t start, std::size_t end) {
  std::optional<std::size_t> best;
  for (std::uint32_t set = 0; set < (1U << graph.size()); ++set) {
    std::vector<bool> gone(graph.size(), false);
    std::size_t size = 0;
    bool allowed = true;
    for (std::size_t n = 0; n < graph.size(); ++n) {
      gone[n] = ((set >> n) & 1U) != 0;
      size += gone[n] ? 1 : 0;
      allowed = allowed && (!gone[n] || counted[n]);
    }
    if (allowed && (!best || size < *best) &&
        !shozai::reachable_from(without(graph, gone), {start})[end]) {
      best = size;
    }
  }
  return best;
}

}  // namespace

TEST_CASE("circles are the sets of nodes that all lead to each other", "[organization][graph]") {
  dice d(11);
  for (int round = 0; round < 400; ++round) {
    const auto graph = random_graph(d, 9, 2);
    const auto leads = closure(graph);
    std::vector<numbers> expected;
    for (std::size_t i = 0; i < graph.size(); ++i) {
      numbers set;
      for (std::size_t j = 0; j < graph.size(); ++j) {
        if (leads[i][j] && leads[j][i]) {
          set.push_back(j);
        }
      }
      if (!set.empty() && set.front() == i) {
        expected.push_back(set);
      }
    }
    const auto circles = shozai::find_circles(graph);
    REQUIRE(circles.size() == expected.size());
    for (std::size_t i = 0; i < circles.size(); ++i) {
      CHECK(circles[i].nodes == expected[i]);
      const auto& w = circles[i].witness;
      REQUIRE_FALSE(w.empty());
      for (std::size_t k = 0; k < w.size(); ++k) {
        CHECK(std::ranges::count(graph.successors[w[k]], w[(k + 1) % w.size()]) > 0);
      }
    }
  }
}

TEST_CASE("a node is unavoidable exactly if nothing is reached without it",
          "[organization][graph]") {
  dice d(12);
  std::size_t found = 0;
  for (int round = 0; round < 600; ++round) {
    const auto graph = random_graph(d, 10, 3);
    const auto end = graph.size() - 1;
    numbers expected;
    if (shozai::reachable_from(graph, {0})[end]) {
      for (std::size_t n = 1; n < end; ++n) {
        std::vector<bool> gone(graph.size(), false);
        gone[n] = true;
        if (!shozai::reachable_from(without(graph, gone), {0})[end]) {
          expected.push_back(n);
        }
      }
    }
    auto nodes = shozai::unavoidable_nodes(graph, 0, end);
    std::ranges::sort(nodes);
    CHECK(nodes == expected);
    found += expected.size();
  }
  CHECK(found > 60);
}

TEST_CASE("as many disjoint walks as the smallest cut has nodes", "[organization][graph]") {
  dice d(13);
  std::size_t several = 0;
  for (int round = 0; round < 300; ++round) {
    const auto graph = random_graph(d, 9, 6);
    const auto end = graph.size() - 1;
    std::vector<bool> counted(graph.size(), false);
    for (std::size_t n = 1; n < end; ++n) {
      counted[n] = d.chance(70);
    }
    const auto walks = shozai::find_disjoint_walks(graph, counted, 0, end);
    const auto expected = smallest_cut(graph, counted, 0, end);
    CHECK(walks.unlimited == !expected.has_value());
    if (expected) {
      CHECK(walks.count == *expected);
      CHECK(walks.cut.size() == *expected);
      std::vector<bool> gone(graph.size(), false);
      for (const auto n : walks.cut) {
        CHECK(counted[n]);
        gone[n] = true;
      }
      CHECK_FALSE(shozai::reachable_from(without(graph, gone), {0})[end]);
      several += *expected > 1 ? 1 : 0;
    }
  }
  CHECK(several > 10);
}

TEST_CASE("a long chain is walked without recursion that grows too deep", "[organization][graph]") {
  plain_graph chain(100'000);
  for (std::size_t n = 0; n + 1 < chain.size(); ++n) {
    chain.add_edge(n, n + 1);
  }
  CHECK(shozai::leads_to(chain, {chain.size() - 1})[0]);
  CHECK(shozai::find_circles(chain).empty());
  chain.add_edge(chain.size() - 1, 0);
  const auto circles = shozai::find_circles(chain);
  REQUIRE(circles.size() == 1);
  CHECK(circles[0].witness.size() == chain.size());
}
