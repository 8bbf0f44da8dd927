// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <random>
#include <shozai/policy/find_cycle.hpp>
#include <string>
#include <vector>

namespace {

using graph = std::vector<std::vector<std::size_t>>;
using nodes = std::vector<std::size_t>;

nodes circle_in(const graph& g) {
  return shozai::find_cycle(g.size(), [&](std::size_t i) { return g[i]; });
}

// Whether some node reaches itself, by closing the relation.
bool has_circle(const graph& g) {
  std::vector<std::vector<bool>> reaches(g.size(), std::vector<bool>(g.size(), false));
  for (std::size_t i = 0; i < g.size(); ++i) {
    for (const auto next : g[i]) {
      reaches[i][next] = true;
    }
  }
  for (std::size_t k = 0; k < g.size(); ++k) {
    for (std::size_t i = 0; i < g.size(); ++i) {
      for (std::size_t j = 0; j < g.size(); ++j) {
        reaches[i][j] = reaches[i][j] || (reaches[i][k] && reaches[k][j]);
      }
    }
  }
  for (std::size_t i = 0; i < g.size(); ++i) {
    if (reaches[i][i]) {
      return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("a graph without a circle has none", "[policy][cycle]") {
  CHECK(circle_in({}).empty());
  CHECK(circle_in({{}}).empty());
  CHECK(circle_in({{1, 2}, {2}, {}}).empty());
  CHECK(circle_in({{1, 1}, {2, 2}, {3, 3}, {}}).empty());
}

TEST_CASE("a circle begins with its least node", "[policy][cycle]") {
  CHECK(circle_in({{0}}) == nodes{0});
  CHECK(circle_in({{1}, {0}}) == nodes{0, 1});
  CHECK(circle_in({{2}, {}, {3}, {2}}) == nodes{2, 3});
  CHECK(circle_in({{3}, {2}, {1}, {}}) == nodes{1, 2});
  CHECK(circle_in({{}, {3}, {1}, {2}}) == nodes{1, 3, 2});
}

TEST_CASE("a circle is found exactly if there is one, and its steps exist", "[policy][cycle]") {
  std::mt19937 random(42);
  for (int round = 0; round < 2'000; ++round) {
    graph g(1 + random() % 8);
    const auto edges = random() % 10;
    for (std::size_t i = 0; i < edges; ++i) {
      g[random() % g.size()].push_back(random() % g.size());
    }
    const auto circle = circle_in(g);
    REQUIRE(circle.empty() != has_circle(g));
    for (std::size_t i = 0; i < circle.size(); ++i) {
      const auto next = circle[(i + 1) % circle.size()];
      REQUIRE(std::ranges::find(g[circle[i]], next) != g[circle[i]].end());
    }
  }
}

TEST_CASE("a million nodes in a row need no recursion", "[policy][cycle]") {
  constexpr std::size_t count = 1'000'000;
  const auto next = [](std::size_t i) { return nodes{(i + 1) % count}; };
  CHECK(shozai::find_cycle(count, next).size() == count);
  CHECK(shozai::find_cycle(count, [](std::size_t i) {
          return i + 1 < count ? nodes{i + 1} : nodes{};
        }).empty());
}

TEST_CASE("a circle is described by the way around", "[policy][cycle]") {
  const auto name = [](std::size_t i) { return std::string(1, static_cast<char>('a' + i)); };
  CHECK(shozai::describe_cycle({1}, name) == "b → b");
  CHECK(shozai::describe_cycle({0, 2, 1}, name) == "a → c → b → a");
}
