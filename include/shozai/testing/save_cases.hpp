// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a policy says of a test case → JSON, as a case file would expect it.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "shozai/policy/json_gate.hpp"
#include "shozai/testing/policy_case.hpp"
#include "shozai/testing/run_case.hpp"

namespace shozai::inline v1 {

/// The texts of a field as a case file writes them: null, one text, a list, or shares.
[[nodiscard]] inline json save_tree(case_field field, const field_texts& texts) {
  if (texts.empty()) {
    return nullptr;
  }
  if (field == case_field::cost_share) {
    auto shares = json::object();
    for (const auto& text : texts) {
      const auto space = text.rfind(' ');
      std::int64_t percent = 0;
      std::from_chars(text.data() + space + 1, text.data() + text.size(), percent);
      shares[text.substr(0, space)] = percent;
    }
    return shares;
  }
  return is_list(field) ? json(texts) : json(texts.front());
}

/// The expectations of `c` if they were written anew from what the policy says: the same aspects
/// and fields. Of a case that expects nothing yet: every aspect, with what identifies its decision.
[[nodiscard]] inline json save_actual(const policy_set& versions, const policy_case& c) {
  auto expected = c.expected;
  if (c.is_pending()) {
    using enum case_field;
    for (const auto& aspect : policy_of(versions, c.at).document().aspects) {
      expected.push_back({aspect.id, {}});
      for (const auto field : {state, rule, rules, accountable, interim, ask}) {
        expected.back().fields.emplace_back(field, field_texts{});
      }
    }
  }
  auto all = json::object();
  for (const auto& of_aspect : expected) {
    const auto said = decide_case(versions, c, of_aspect.aspect);
    for (const auto& [field, unused] : of_aspect.fields) {
      const auto texts = field_of(said, field);
      if (!texts.empty() || !c.is_pending()) {
        all[of_aspect.aspect][std::string(name_of(field))] = save_tree(field, texts);
      }
    }
  }
  return all;
}

}  // namespace shozai::inline v1
