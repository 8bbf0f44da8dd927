// SPDX-License-Identifier: Apache-2.0
// What a decision costs, by family of policy, number of rules and hit policy.
#include <algorithm>
#include <array>
#include <catch2/benchmark/catch_benchmark.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "shozai/ownership/bit_set_engine.hpp"
#include "shozai/ownership/compile.hpp"
#include "support/hand_written.hpp"
#include "support/nested_ifs.hpp"
#include "support/random_values.hpp"
#include "support/synthetic.hpp"

using shozai::synthetic::family;

namespace {

/// The same rows as plain integers, which the nested `if`s read.
std::vector<std::array<std::int64_t, 8>> plain(
    const std::vector<std::vector<shozai::value>>& rows) {
  std::vector<std::array<std::int64_t, 8>> all(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::ranges::transform(rows[i], all[i].begin(),
                           [](const auto& v) { return std::get<std::int64_t>(v); });
  }
  return all;
}

}  // namespace

TEST_CASE("decide: complete faults", "[benchmark]") {
  const auto kind = GENERATE(family::structured, family::hierarchical, family::random);
  const std::string hit = GENERATE("override", "first");
  const auto rules =
      GENERATE(std::size_t{10}, std::size_t{100}, std::size_t{1'000}, std::size_t{10'000});
  const auto policy = shozai::compile_policy(
      shozai::synthetic::make_policy_text({.kind = kind, .rules = rules, .hit_policy = hit}));
  const auto& aspect = policy.evaluator(0);
  const auto bits = shozai::bit_set_engine::build(aspect, {});
  const shozai::synthetic::linear_scan scan(aspect);
  const auto policy_name = std::string(shozai::synthetic::name_of(kind)) + ", " + hit + ", " +
                           std::to_string(rules) + " rules";
  const auto nested_ifs = shozai::synthetic::nested_ifs().at(policy_name);
  constexpr std::size_t faults = 1'000;
  const auto rows = shozai::synthetic::make_rows(policy.attributes(), faults, 7);
  const auto plain_rows = plain(rows);

  // Never time a wrong answer.
  REQUIRE(bits);
  REQUIRE((policy.plan(0).diagram || policy.plan(0).bit_sets));
  shozai::bit_scratch scratch;
  bits->prepare(scratch);
  policy.prepare(scratch, 0);
  for (std::size_t i = 0; i < faults; ++i) {
    const auto found = policy.decide_complete(rows[i], 0, scratch);
    REQUIRE(bits->decide(rows[i], scratch) == found);
    if (hit == "first" || kind == family::structured) {
      REQUIRE((found.rule == shozai::verdict::several || scan.decide(rows[i]) == found.rule));
    }
    REQUIRE(nested_ifs(plain_rows[i].data()) == scan.decide(rows[i]));
  }

  const auto name = policy_name + ", 1,000 faults: ";
  BENCHMARK(name + (policy.plan(0).diagram ? "shozai (diagram)" : "shozai (bit sets)")) {
    std::uint32_t sum = 0;
    for (const auto& row : rows) {
      sum += policy.decide_complete(row, 0, scratch).rule;
    }
    return sum;
  };
  BENCHMARK(name + "bit sets") {
    std::uint32_t sum = 0;
    for (const auto& row : rows) {
      sum += bits->decide(row, scratch).rule;
    }
    return sum;
  };
  BENCHMARK(name + "linear scan") {
    std::uint32_t sum = 0;
    for (const auto& row : rows) {
      sum += scan.decide(row);
    }
    return sum;
  };
  BENCHMARK(name + "nested if") {
    std::uint32_t sum = 0;
    for (const auto& row : plain_rows) {
      sum += nested_ifs(row.data());
    }
    return sum;
  };
}

TEST_CASE("decide: partial faults of 1,000 structured rules", "[benchmark]") {
  const auto unknown = GENERATE(1U, 2U, 3U, 4U, 5U, 6U);
  const auto policy = shozai::compile_policy(shozai::synthetic::make_policy_text({.rules = 1'000}));
  const auto& aspect = policy.evaluator(0);
  constexpr std::size_t count = 100;
  std::vector<shozai::fault> faults;
  std::size_t next = 0;
  for (const auto& row : shozai::synthetic::make_rows(policy.attributes(), count, 7)) {
    faults.push_back(shozai::synthetic::to_fault(policy.attributes(), row));
    for (std::size_t i = 0; i < unknown; ++i) {
      const auto at = (next + i) % row.size();
      faults.back().attributes[at] = shozai::knowledge(policy.attributes()[at].everything());
    }
    ++next;
  }
  shozai::walk_scratch scratch;
  BENCHMARK("100 faults with " + std::to_string(unknown) + " unknown: walk") {
    std::size_t sum = 0;
    for (const auto& f : faults) {
      policy.engine(0).diagram().flat().walk(f, scratch);
      sum += scratch.terminals.size();
    }
    return sum;
  };
  BENCHMARK("100 faults with " + std::to_string(unknown) + " unknown: decision") {
    std::size_t sum = 0;
    for (const auto& f : faults) {
      sum += decide(aspect, policy.engine(0), f, scratch).possible.size();
    }
    return sum;
  };
}

TEST_CASE("compile: one order of attributes, and the search for a better one", "[benchmark]") {
  const auto kind = GENERATE(family::structured, family::hierarchical);
  const auto rules = GENERATE(std::size_t{1'000}, std::size_t{10'000});
  const auto policy =
      shozai::compile_policy(shozai::synthetic::make_policy_text({.kind = kind, .rules = rules}));
  const auto name =
      std::string(shozai::synthetic::name_of(kind)) + ", " + std::to_string(rules) + " rules: ";
  shozai::compile_options one_order;
  one_order.order_search_steps = 0;
  BENCHMARK(name + "one order") {
    return shozai::diagram_engine(policy.evaluator(0), one_order).plan().nodes;
  };
  BENCHMARK(name + "with the search") {
    return shozai::diagram_engine(policy.evaluator(0), {}).plan().nodes;
  };
}
