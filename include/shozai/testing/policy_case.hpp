// SPDX-License-Identifier: Apache-2.0
/// \file
/// A test case of a policy: a fault, and what the policy is expected to say of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/diagnostic.hpp"
#include "shozai/core/fault.hpp"
#include "shozai/core/localized_text.hpp"
#include "shozai/ownership/policy_set.hpp"
#include "shozai/testing/case_field.hpp"

namespace shozai::inline v1 {

/// What one aspect is expected to say; fields that are not there are not compared.
struct case_expectation {
  std::string aspect;
  std::vector<std::pair<case_field, field_texts>> fields;

  friend bool operator==(const case_expectation&, const case_expectation&) = default;
};

/// One case of a file.
struct policy_case {
  std::string name;  ///< like no other in the file
  localized_text note;
  std::vector<std::string> tags;
  std::optional<std::int64_t> at;  ///< the day, of the policy's zone, that chooses the version
  fault given;                     ///< read by the version that decides it
  std::vector<case_expectation> expected;
  std::string pointer;                ///< where it stands in a JSON file
  std::optional<cell_position> cell;  ///< where it begins in a table

  /// Whether somebody has yet to say what is expected.
  [[nodiscard]] bool is_pending() const noexcept { return expected.empty(); }
};

/// The cases of one file.
struct case_file {
  localized_text title;
  std::vector<std::string> policies;  ///< files that it names, from its own folder
  std::vector<policy_case> cases;
};

/// The version that reads and decides a case: that in force on the day that it names, or the
/// nearest one; without a day the first.
[[nodiscard]] inline const compiled_policy& policy_of(const policy_set& versions,
                                                      const std::optional<std::int64_t>& at) {
  return at ? versions.nearest(*at) : versions.versions().front();
}

/// Whether some version decides the case: without a day it is the only one.
[[nodiscard]] inline bool is_in_force(const policy_set& versions,
                                      const std::optional<std::int64_t>& at) {
  return !at || versions.in_force(*at) != nullptr;
}

}  // namespace shozai::inline v1
