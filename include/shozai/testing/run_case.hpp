// SPDX-License-Identifier: Apache-2.0
/// \file
/// A test case against its policy: what differs from what is expected.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/decision.hpp"
#include "shozai/ownership/policy_set.hpp"
#include "shozai/testing/policy_case.hpp"

namespace shozai::inline v1 {

/// One field of one aspect that is not as expected.
struct case_mismatch {
  std::string aspect;
  case_field field = case_field::state;
  field_texts expected;
  field_texts actual;

  friend bool operator==(const case_mismatch&, const case_mismatch&) = default;
};

/// What `aspect` says of the fault of a case, by the version that is in force.
/// \pre The version that reads the case has the aspect.
[[nodiscard]] inline decision decide_case(const policy_set& versions, const policy_case& c,
                                          const std::string& aspect) {
  const auto& policy = policy_of(versions, c.at);
  const auto number = policy.find_aspect(aspect).value();
  return is_in_force(versions, c.at) ? policy.decide(c.given, number)
                                     : std::move(versions.decide(c.given, *c.at)[number]);
}

/// Everything that is not as the case expects; nothing if it passes, or expects nothing yet.
/// \pre `versions` read the case. \par Thread safety Any number of concurrent calls.
[[nodiscard]] inline std::vector<case_mismatch> run_case(const policy_set& versions,
                                                         const policy_case& c) {
  std::vector<case_mismatch> all;
  for (const auto& expectation : c.expected) {
    const auto said = decide_case(versions, c, expectation.aspect);
    for (const auto& [field, expected] : expectation.fields) {
      if (auto actual = field_of(said, field); actual != expected) {
        all.push_back({expectation.aspect, field, expected, std::move(actual)});
      }
    }
  }
  return all;
}

}  // namespace shozai::inline v1
