// SPDX-License-Identifier: Apache-2.0
// How long it takes to load a document, by the number of its rules. Goal: 10,000 rules under 1 s.
#include <catch2/benchmark/catch_benchmark.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "shozai/ownership/compile.hpp"
#include "support/synthetic.hpp"

TEST_CASE("load: cost follows the number of rules", "[benchmark]") {
  using shozai::synthetic::family;
  const auto rules = GENERATE(std::size_t{100}, std::size_t{1'000}, std::size_t{10'000});
  const auto kind = GENERATE(family::structured, family::hierarchical);
  const auto text = shozai::synthetic::make_policy_text({.kind = kind, .rules = rules});

  // Never time a wrong answer.
  REQUIRE(shozai::compile_policy(text).document().aspects.front().rules.size() == rules);

  const auto name =
      std::to_string(rules) + " rules, " + std::string(shozai::synthetic::name_of(kind));
  BENCHMARK("load_document: " + name) {
    return shozai::load_document(text).document.has_value();
  };
  BENCHMARK("compile_policy: " + name) {
    return shozai::compile_policy(text).aspect_count();
  };
}
