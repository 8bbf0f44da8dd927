// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a test case can expect of a decision, field by field, as texts that can be compared.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shozai/ownership/decision.hpp"

namespace shozai::inline v1 {

/// A field of a decision, as the policy format names it. `ask` is the attribute that is asked for,
/// `interim` who is accountable meanwhile, and `interim_rule` the rule that says so.
enum class case_field : std::uint8_t {
  state,
  rule,
  rules,
  accountable,
  responsible,
  consulted,
  informed,
  joint_visit,
  cost_share,
  possible,
  possible_states,
  open,
  assumptions,
  interim,
  interim_rule,
  ask,
  missing,
};

inline constexpr std::array<std::string_view, 17> case_field_names = {
    "state",       "rule",        "rules",        "accountable", "responsible",     "consulted",
    "informed",    "joint_visit", "cost_share",   "possible",    "possible_states", "open",
    "assumptions", "interim",     "interim_rule", "ask",         "missing"};

[[nodiscard]] inline std::string_view name_of(case_field f) {
  return case_field_names.at(static_cast<std::size_t>(f));
}

/// Whether a field holds any number of texts; the others hold one or none.
[[nodiscard]] constexpr bool is_list(case_field f) noexcept {
  using enum case_field;
  return f != state && f != rule && f != accountable && f != interim && f != interim_rule &&
         f != ask;
}

/// What a field says: nothing, one text, or several, sorted.
using field_texts = std::vector<std::string>;

namespace detail {

[[nodiscard]] inline field_texts unless_empty(const std::string& text) {
  return text.empty() ? field_texts{} : field_texts{text};
}

template <typename Texts>
[[nodiscard]] field_texts sorted_texts(const Texts& texts) {
  field_texts all(texts.begin(), texts.end());
  std::ranges::sort(all);
  return all;
}

}  // namespace detail

/// A share of the cost as a text: `quality 70`.
[[nodiscard]] inline std::string share_text(const std::string& party, std::int64_t percent) {
  return party + " " + std::to_string(percent);
}

/// What `d` says in field `f`.
[[nodiscard]] inline field_texts field_of(const decision& d, case_field f) {
  switch (f) {
    case case_field::state:
      return {std::string(name_of(d.state))};
    case case_field::rule:
      return detail::unless_empty(d.rule);
    case case_field::rules:
      return detail::sorted_texts(d.rules);
    case case_field::accountable:
      return detail::unless_empty(d.assigned.accountable);
    case case_field::responsible:
      return detail::sorted_texts(d.assigned.responsible);
    case case_field::consulted:
      return detail::sorted_texts(d.assigned.consulted);
    case case_field::informed:
      return detail::sorted_texts(d.assigned.informed);
    case case_field::joint_visit:
      return detail::sorted_texts(d.assigned.joint_visit);
    case case_field::cost_share: {
      field_texts all;
      for (const auto& [party, percent] : d.assigned.cost_share) {
        all.push_back(share_text(party, percent));
      }
      return detail::sorted_texts(all);
    }
    case case_field::possible:
      return detail::sorted_texts(d.possible);
    case case_field::possible_states: {
      field_texts all;
      for (const auto state : d.possible_states) {
        all.emplace_back(name_of(state));
      }
      return detail::sorted_texts(all);
    }
    case case_field::open:
      return detail::sorted_texts(d.open);
    case case_field::assumptions:
      return detail::sorted_texts(d.assumptions);
    case case_field::interim:
      return detail::unless_empty(d.interim ? d.interim->accountable : std::string{});
    case case_field::interim_rule:
      return detail::unless_empty(d.interim ? d.interim->rule : std::string{});
    case case_field::ask:
      return detail::unless_empty(d.ask ? d.ask->attribute : std::string{});
    case case_field::missing:
      break;
  }
  return detail::sorted_texts(d.missing);
}

}  // namespace shozai::inline v1
