// SPDX-License-Identifier: Apache-2.0
/// \file
/// A policy for a part of the faults only.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "shozai/core/diagnostic.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/policy/condition.hpp"
#include "shozai/policy/condition_parser.hpp"
#include "shozai/policy/policy_document.hpp"
#include "shozai/policy/scope.hpp"

namespace shozai::inline v1 {

/// The condition that `text` writes, in the words of a document.
/// \throws policy_error with every finding
[[nodiscard]] inline condition parse_condition_of(const policy_document& document,
                                                  std::string_view text) {
  name_table definitions;
  for (std::size_t i = 0; i < document.definitions.size(); ++i) {
    definitions.emplace(document.definitions[i].name, i);
  }
  auto parsed = parse_condition(text, {document.attributes, definitions});
  if (parsed.result) {
    return std::move(*parsed.result);
  }
  diagnostics findings;
  for (auto& each : parsed.findings) {
    findings.push_back(finding_of(std::move(each.code), std::move(each.arguments)));
    findings.back().file = document.header.id + " " + document.header.version;
  }
  throw policy_error(std::move(findings));
}

/// `policy` with one assumption more: all other faults become impossible.
/// \par Complexity That of compiling.
[[nodiscard]] inline compiled_policy assume(const compiled_policy& policy, condition that) {
  auto document = std::make_shared<policy_document>(policy.document());
  document->assumptions.emplace_back();
  document->assumptions.back().that = std::move(that);
  return {std::move(document), policy.identity(), policy.decision_hash()};
}

}  // namespace shozai::inline v1
