// SPDX-License-Identifier: Apache-2.0
/// \file
/// Why a decision is as it is, in a few lines, for a test that fails.
#pragma once

#include <string>

#include "shozai/core/localized_text.hpp"
#include "shozai/ownership/explain.hpp"
#include "shozai/policy/printable.hpp"
#include "shozai/testing/decision_text.hpp"

namespace shozai::inline v1 {

namespace detail {

[[nodiscard]] inline std::string role_text(const explained_rule& r) {
  switch (r.role) {
    case rule_role::decides:
      return "decides for " + r.accountable;
    case rule_role::may_decide:
      return "may decide for " + r.accountable;
    case rule_role::overridden:
      return "says " + r.accountable + " but steps back" +
             (r.overridden_by.empty() ? "" : " for " + word_list(r.overridden_by));
    case rule_role::adds:
      break;
  }
  return "adds to it";
}

/// What is known of the attributes that a rule tests: `severity is 5`.
[[nodiscard]] inline std::string known_text(const explained_rule& r) {
  std::vector<std::string> known;
  for (const auto& t : r.tests) {
    auto one = t.attribute + (t.value.empty() ? " is not known" : " is " + printable(t.value));
    if (std::ranges::find(known, one) == known.end()) {
      known.push_back(std::move(one));
    }
  }
  return known.empty() ? "" : " (" + word_list(known) + ")";
}

[[nodiscard]] inline std::string rule_text(const explained_rule& r) {
  auto text = "rule " + r.id + " " + role_text(r);
  text += r.when.empty() ? ", where no other rule applies" : ": " + printable(r.when);
  text += known_text(r);
  return text;
}

}  // namespace detail

/// The decision, then a line for each rule that applies or just does not.
[[nodiscard]] inline std::string explanation_text(const explanation& e) {
  auto text = decision_text(e.result);
  for (const auto& r : e.rules) {
    text += "\n  " + detail::rule_text(r);
  }
  for (const auto& miss : e.nearly) {
    text +=
        "\n  rule " + miss.id + " would say " + miss.accountable + " if " + printable(miss.failing);
  }
  return text;
}

}  // namespace shozai::inline v1
