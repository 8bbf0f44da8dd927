// SPDX-License-Identifier: Apache-2.0
/// \file
/// How Catch2 shows decisions, policies and what changed between two of them.
#pragma once

#include <catch2/catch_tostring.hpp>
#include <string>
#include <vector>

#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/decision.hpp"
#include "shozai/ownership/difference.hpp"
#include "shozai/testing/decision_text.hpp"
#include "shozai/testing/proof_text.hpp"

namespace Catch {  // NOLINT: Catch2 asks for specialisations of its own templates

/// In braces, so that one sees where the decision ends and the claim about it begins.
template <>
struct StringMaker<shozai::decision> {
  static std::string convert(const shozai::decision& d) {
    return "{ " + shozai::decision_text(d) + " }";
  }
};

/// One decision a line.
template <>
struct StringMaker<std::vector<shozai::decision>> {
  static std::string convert(const std::vector<shozai::decision>& all) {
    std::string text;
    for (const auto& d : all) {
      text += (text.empty() ? "{ " : ",\n  ") + shozai::decision_text(d);
    }
    return text + " }";
  }
};

template <>
struct StringMaker<shozai::compiled_policy> {
  static std::string convert(const shozai::compiled_policy& policy) {
    return "policy " + policy.identity().id + " " + policy.identity().version;
  }
};

template <>
struct StringMaker<shozai::policy_difference> {
  static std::string convert(const shozai::policy_difference& d) {
    return shozai::difference_text(d);
  }
};

}  // namespace Catch
