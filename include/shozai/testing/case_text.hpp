// SPDX-License-Identifier: Apache-2.0
/// \file
/// Why a test case fails, in a few lines.
#pragma once

#include <string>
#include <vector>

#include "shozai/ownership/explain.hpp"
#include "shozai/ownership/policy_set.hpp"
#include "shozai/policy/printable.hpp"
#include "shozai/testing/case_field.hpp"
#include "shozai/testing/decision_text.hpp"
#include "shozai/testing/explanation_text.hpp"
#include "shozai/testing/policy_case.hpp"
#include "shozai/testing/run_case.hpp"
#include "shozai/testing/save_cases.hpp"

namespace shozai::inline v1 {

/// Expected and actual, one under the other: `root_cause.accountable: expected quality`.
[[nodiscard]] inline std::string mismatch_text(const case_mismatch& m) {
  const auto said = [](const field_texts& texts) {
    return texts.empty() ? std::string("none") : printable(word_list(texts));
  };
  const auto name = m.aspect + "." + std::string(name_of(m.field));
  return name + ": expected " + said(m.expected) + "\n" + std::string(name.size(), ' ') +
         "  but it is " + said(m.actual);
}

/// Why `aspect` says of the fault of a case what it says.
[[nodiscard]] inline std::string explanation_text(const policy_set& versions, const policy_case& c,
                                                  const std::string& aspect) {
  const auto& policy = policy_of(versions, c.at);
  return is_in_force(versions, c.at)
             ? explanation_text(explain(policy, c.given, policy.find_aspect(aspect).value()))
             : decision_text(decide_case(versions, c, aspect));
}

/// What differs, aspect by aspect, each with its explanation; of a case that expects nothing yet,
/// what it could expect. Empty if it passes. \pre `mismatches` came from `run_case`.
[[nodiscard]] inline std::string failure_text(const policy_set& versions, const policy_case& c,
                                              const std::vector<case_mismatch>& mismatches) {
  if (c.is_pending()) {
    return "nothing is expected yet; if this is right, expect\n" +
           printable(save_actual(versions, c).dump());
  }
  std::string text;
  for (std::size_t i = 0; i < mismatches.size(); ++i) {
    const auto& aspect = mismatches[i].aspect;
    text += (text.empty() ? "" : "\n") + mismatch_text(mismatches[i]);
    if (i + 1 == mismatches.size() || mismatches[i + 1].aspect != aspect) {
      text += "\n" + explanation_text(versions, c, aspect);
    }
  }
  return text;
}

}  // namespace shozai::inline v1
