// SPDX-License-Identifier: Apache-2.0
/// \file
/// The synthetic policies that are analysed and compared, each under its name.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/finding.hpp"
#include "shozai/policy/json_gate.hpp"
#include "support/random_values.hpp"
#include "support/synthetic.hpp"

namespace shozai::synthetic {

struct proof_case {
  plan policy;
  bool compared = false;  ///< with its edited version; else analysed

  /// Such as "structured, override, 1,000 rules".
  [[nodiscard]] std::string name() const {
    auto rules = std::to_string(policy.rules);
    if (rules.size() > 3) {
      rules.insert(rules.size() - 3, 1, ',');
    }
    return std::string(name_of(policy.kind)) + ", " + policy.hit_policy + ", " + rules + " rules" +
           (policy.sets == 2 ? ", 16 attributes" : "") + (compared ? ", 3 edits" : "");
  }
};

[[nodiscard]] inline std::vector<proof_case> proof_cases() {
  struct sizes {
    family kind;
    std::vector<std::size_t> rules;
    std::size_t sets = 1;
    bool compared = false;
  };
  const std::vector<sizes> all = {{family::structured, {100, 1'000, 10'000}},
                                  {family::hierarchical, {1'000, 10'000}},
                                  {family::refining, {1'000, 10'000}},
                                  {family::random, {100, 300, 1'000}},
                                  {family::random, {100}, 2},
                                  {family::structured, {10'000}, 1, true},
                                  {family::hierarchical, {10'000}, 1, true},
                                  {family::refining, {10'000}, 1, true}};
  std::vector<proof_case> cases;
  for (const auto& s : all) {
    for (const auto* hit : {"override", "first"}) {
      for (const auto rules : s.rules) {
        cases.push_back(
            {{.kind = s.kind, .rules = rules, .hit_policy = hit, .sets = s.sets}, s.compared});
      }
    }
  }
  return cases;
}

/// \throws std::out_of_range
[[nodiscard]] inline proof_case proof_case_named(std::string_view name) {
  for (const auto& c : proof_cases()) {
    if (c.name() == name) {
      return c;
    }
  }
  throw std::out_of_range("unknown case " + std::string(name));
}

/// The first rules that decide one of many random faults by themselves, in the order of these.
[[nodiscard]] inline std::vector<std::size_t> deciding_rules(const compiled_policy& policy,
                                                             std::size_t count) {
  const auto& rules = policy.evaluator(0).aspect().rules;
  bit_scratch scratch;
  policy.prepare(scratch, 0);
  std::vector<std::size_t> found;
  for (const auto& row : make_rows(policy.attributes(), 10'000, 7)) {
    const auto handle = policy.decide_complete(row, 0, scratch);
    if (handle.state == decision_state::decided && handle.rule < rules.size() &&
        std::ranges::find(found, handle.rule) == found.end()) {
      found.push_back(handle.rule);
      if (found.size() == count) {
        return found;
      }
    }
  }
  throw std::out_of_range("too few rules decide anything");
}

/// The document after three edits, each of a rule that decides something: another owner, a
/// condition that asks for more, and a new exception from it.
[[nodiscard]] inline std::string edited_thrice(const compiled_policy& policy,
                                               std::string_view text) {
  auto root = json::parse(text);
  auto& owner = root["aspects"]["owner"];
  auto& rules = owner["rules"];
  const auto chosen = deciding_rules(policy, 3);
  const auto another_owner = [&](const json& rule) {
    return rule["then"]["accountable"] == "d1" ? "d2" : "d1";
  };
  auto& reassigned = rules[chosen[0]];
  reassigned["then"]["accountable"] = another_owner(reassigned);
  auto& narrowed = rules[chosen[1]];
  narrowed["when"] = narrowed["when"].get<std::string>() + " && n2 <= 4321";
  auto exception = rules[chosen[2]];
  exception["id"] = "R-new";
  exception["when"] = exception["when"].get<std::string>() + " && n1 <= 1234";
  exception["then"]["accountable"] = another_owner(exception);
  if (owner["hit_policy"] == "override") {
    exception["overrides"] = {rules[chosen[2]]["id"]};
  }
  rules.insert(rules.begin() + static_cast<std::ptrdiff_t>(chosen[2]), std::move(exception));
  return root.dump();
}

/// How many findings there are of each kind: "10 shadowed, 1 by_default".
[[nodiscard]] inline std::string counts_by_kind(const analysis& found) {
  std::map<finding_kind, std::size_t> counts;
  for (const auto& f : found.findings) {
    ++counts[f.kind];
  }
  std::string text;
  for (const auto& [kind, count] : counts) {
    text += (text.empty() ? "" : ", ") + std::to_string(count) + ' ' + std::string(name_of(kind));
  }
  return text;
}

}  // namespace shozai::synthetic
