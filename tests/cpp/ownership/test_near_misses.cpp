// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "shozai/ownership/compile.hpp"
#include "shozai/ownership/explain.hpp"
#include "shozai/policy/load_fault.hpp"

namespace {

constexpr auto text = R"json({
  "shozai": 1,
  "policy": {"id": "p", "version": "1"},
  "attributes": {
    "kind": {"type": "enum", "values": {"initial": {}, "wear": {}}},
    "days": {"type": "int", "min": 0, "max": 999},
    "contract": {"type": "bool"}
  },
  "departments": {"sales": {}, "service": {}},
  "aspects": {"owner": {
    "interim": {"accountable": "service"},
    "rules": [
      {"id": "R-1", "when": "kind == 'initial' && days <= 365 && contract", "because": "-",
       "then": {"accountable": "sales"}},
      {"id": "R-2", "when": "kind == 'wear' && days <= 365", "because": "-",
       "then": {"accountable": "sales"}},
      {"id": "R-3", "when": "kind == 'initial' && (days > 500 || contract)", "because": "-",
       "then": {"accountable": "sales"}}
    ],
    "otherwise": {"id": "R-0", "because": "-", "then": {"accountable": "service"}}
  }}
})json";

std::vector<std::string> nearly(const std::string& fault) {
  const auto policy = shozai::compile_policy(text);
  std::vector<std::string> found;
  const auto known = shozai::read_fault(policy.attributes(), fault);
  for (const auto& miss : explain(policy, known, 0).nearly) {
    found.push_back(miss.id + ": " + miss.failing);
  }
  return found;
}

}  // namespace

TEST_CASE("a rule that one part of its condition keeps out nearly applies", "[explain]") {
  CHECK(nearly(R"({"kind": "initial", "days": 400, "contract": true})") ==
        std::vector<std::string>{"R-1: days <= 365"});
  CHECK(nearly(R"({"kind": "initial", "days": 300, "contract": false})") ==
        std::vector<std::string>{"R-1: contract", "R-2: kind == 'wear'",
                                 "R-3: days > 500 || contract"});
}

TEST_CASE("a rule that may yet apply, or lacks two parts, does not nearly apply", "[explain]") {
  CHECK(nearly(R"({"kind": "initial", "days": 400})").empty());
  CHECK(nearly(R"({"kind": "wear", "days": 400, "contract": false})") ==
        std::vector<std::string>{"R-2: days <= 365"});
}
