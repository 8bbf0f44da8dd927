// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "shozai/ownership/ask.hpp"
#include "shozai/ownership/compile.hpp"
#include "shozai/policy/load_fault.hpp"
#include "support/documents.hpp"

namespace {

using shozai::testing::document;
using shozai::testing::rule_text;

shozai::compiled_policy plant() {
  return shozai::compile_policy(document(
      {.rules = "[" + rule_text("R-1", "kind == 'wear' && severity >= 4", "sales") + "]"}));
}

}  // namespace

TEST_CASE("an attribute that is skipped is asked no more, and missing in the end", "[ask]") {
  const auto policy = plant();
  const auto fault = shozai::read_fault(policy.attributes(), "{}");
  shozai::walk_scratch scratch;
  const auto next = [&](const std::set<std::size_t>& skipped) {
    return ask(policy.evaluator(0), policy.engine(0), fault, scratch, skipped);
  };

  REQUIRE(next({}).question);
  CHECK(next({}).question->attribute == "kind");
  REQUIRE(next({1}).question);
  CHECK(next({1}).question->attribute == "severity");
  CHECK_FALSE(next({0, 1}).question);
  auto missing = next({0, 1}).missing;
  std::ranges::sort(missing);
  CHECK(missing == std::vector<std::string>{"kind", "severity"});
}
