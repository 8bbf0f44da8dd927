// SPDX-License-Identifier: Apache-2.0
// What it costs to analyse a policy, or to compare it with an edited version, once all are
// compiled. Beside memory, z3 and KIE: bench_prove.py.
#include <algorithm>
#include <catch2/benchmark/catch_benchmark.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <string>

#include "shozai/ownership/analyse.hpp"
#include "shozai/ownership/compile.hpp"
#include "shozai/ownership/difference.hpp"
#include "support/proof_cases.hpp"
#include "support/synthetic.hpp"

using shozai::synthetic::family;

TEST_CASE("prove: what is found in a policy, and what three edits change", "[benchmark]") {
  const auto c = GENERATE(from_range(shozai::synthetic::proof_cases()));
  const auto name = c.name();
  const auto text = shozai::synthetic::make_policy_text(c.policy);
  const auto policy = shozai::compile_policy(text);

  // Never time a wrong answer.
  if (c.compared) {
    const auto edited = shozai::compile_policy(shozai::synthetic::edited_thrice(policy, text));
    const auto found = compare_policies(policy, edited);
    REQUIRE(found.equal() == false);
    REQUIRE(compare_policies(policy, policy).equal() == true);
    BENCHMARK(name + ": " + std::to_string(found.groups.size()) + " groups") {
      return compare_policies(policy, edited).groups.size();
    };
  } else {
    const auto found = analyse(policy);
    if (c.policy.kind == family::refining) {
      REQUIRE(found.clean());
    }
    REQUIRE(std::ranges::any_of(found.findings, [](const auto& f) { return f.where.has_value(); }));
    BENCHMARK(name + ": " + shozai::synthetic::counts_by_kind(found)) {
      return analyse(policy).findings.size();
    };
  }
}
