// SPDX-License-Identifier: Apache-2.0
/// \file
/// What changed between two versions → JSON.
#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/difference.hpp"
#include "shozai/ownership/save_analysis.hpp"
#include "shozai/policy/json_gate.hpp"

namespace shozai::inline v1 {

[[nodiscard]] inline json save_tree(const said_before_or_after& said) {
  json out = {{"state", std::string(name_of(said.state))}};
  if (!said.accountable.empty()) {
    out["accountable"] = said.accountable;
  }
  if (!said.rule.empty()) {
    out["rule"] = said.rule;
  }
  return out;
}

/// The difference of `before` and `after` as a tree of JSON; what does not apply is absent.
[[nodiscard]] inline json save_tree(const policy_difference& d, const compiled_policy& before,
                                    const compiled_policy& after) {
  const auto equal = d.equal();
  json out = {{"old", save_tree(before.identity())},
              {"new", save_tree(after.identity())},
              {"equal", equal ? json(*equal) : json(nullptr)},
              {"schema_changes", json::array()},
              {"aspects", json::array()},
              {"groups", json::array()}};
  for (const auto& c : d.changes) {
    json change = {{"code", c.code}, {"message", save_message(c)}};
    if (c.code < "SZ750") {  // about an attribute
      change["attribute"] = c.arguments.front();
    } else if (!c.arguments.empty()) {
      change["aspect"] = c.arguments.front();
    }
    out["schema_changes"].push_back(std::move(change));
  }
  for (const auto& a : d.aspects) {
    out["aspects"].push_back(
        {{"aspect", a.aspect},
         {"state", std::string(comparison_names.at(static_cast<std::size_t>(a.state)))},
         {"space", save_tree(a.space)},
         {"assignment_changed", save_tree(a.assignment_changed)},
         {"rule_changed", save_tree(a.rule_changed)}});
  }
  for (const auto& g : d.groups) {
    out["groups"].push_back({{"aspect", g.aspect},
                             {"grade", g.grade == change_grade::assignment ? "assignment" : "rule"},
                             {"old", save_tree(g.before)},
                             {"new", save_tree(g.after)},
                             {"witness", save_tree(g.example, d.attributes)},
                             {"region", save_tree(g.where)}});
  }
  return out;
}

}  // namespace shozai::inline v1
