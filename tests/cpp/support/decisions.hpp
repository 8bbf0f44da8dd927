// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a policy says of a fault, as one line of JSON.
#pragma once

#include <cstddef>
#include <shozai/ownership/compile.hpp>
#include <shozai/ownership/save_decision.hpp>
#include <shozai/policy/load_fault.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/documents.hpp"
#include "support/plain_decide.hpp"

namespace shozai::testing {

/// The decision without what is the same in every test (aspect, policy, `exact` where true) and
/// without the next question, which has tests of its own.
[[nodiscard]] inline std::string written(const decision& d) {
  auto tree = save_tree(d);
  tree.erase("aspect");
  tree.erase("policy");
  tree.erase("ask");
  if (tree["exact"] == true) {
    tree.erase("exact");
  }
  return tree.dump();
}

[[nodiscard]] inline std::string decided(const compiled_policy& policy, std::string_view fault,
                                         std::size_t aspect = 0) {
  return written(policy.decide(read_fault(policy.attributes(), fault), aspect));
}

/// The same by the plain evaluation of every completion, which gives up where they are too many.
[[nodiscard]] inline std::string decided_plainly(const compiled_policy& policy,
                                                 std::string_view fault, std::size_t aspect = 0) {
  return written(decide_plainly(policy.evaluator(aspect), read_fault(policy.attributes(), fault)));
}

/// A policy with one aspect `owner`: its hit policy, and rules as JSON.
[[nodiscard]] inline compiled_policy policy_with(const std::string& hit_policy,
                                                 const std::vector<std::string>& rules,
                                                 const std::string& more = {}) {
  std::string list;
  for (const auto& each : rules) {
    list += (list.empty() ? "" : ", ") + each;
  }
  return compile_policy(
      document({.aspects = R"({"owner": {"hit_policy": ")" + hit_policy +
                           R"(", "interim": {"accountable": "quality"}, "rules": [)" + list + "]" +
                           more + "}}"}));
}

}  // namespace shozai::testing
