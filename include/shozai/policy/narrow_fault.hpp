// SPDX-License-Identifier: Apache-2.0
/// \file
/// What is known of a fault, and one more thing → what is known then.
#pragma once

#include <cstddef>
#include <utility>

#include "shozai/core/fault.hpp"
#include "shozai/core/json_pointer.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/core/value_set.hpp"
#include "shozai/policy/load_fault.hpp"

namespace shozai::inline v1 {

/// `f` with attribute number `index` narrowed down to `to`, and derived anew. A finding if `f` had
/// excluded all of that before, or if a derived attribute would contradict it.
/// \pre `f` was made for `attributes`.
[[nodiscard]] inline loaded_fault narrow_fault(const schema& attributes, fault f, std::size_t index,
                                               const value_set& to) {
  findings_sink findings(load_limits{}.errors);
  const auto& a = attributes[index];
  auto possible = intersect(f.attributes[index].possible(), to);
  if (possible.empty()) {
    findings.report_at({}, json_pointer{} / a.name, "SZ164", {a.name});
  } else {
    f.attributes[index] = knowledge::of(a.domain, std::move(possible));
    const auto nothing = json::object();
    detail::fault_loader(attributes, findings).derive({&nothing, json_pointer{}, {}}, f);
  }
  loaded_fault narrowed;
  if (!has_errors(findings.all())) {
    narrowed.result = std::move(f);
  }
  narrowed.findings = std::move(findings.all());
  return narrowed;
}

}  // namespace shozai::inline v1
