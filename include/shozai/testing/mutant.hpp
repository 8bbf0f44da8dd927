// SPDX-License-Identifier: Apache-2.0
/// \file
/// A policy with one small mistake in it, as a person might make.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shozai/policy/document_place.hpp"
#include "shozai/policy/policy_document.hpp"

namespace shozai::inline v1 {

/// What kind of mistake it is.
enum class mutation : std::uint8_t {
  threshold,      ///< one step up or down: `<= 365` becomes `<= 366`
  constant,       ///< another value of an enum, one fewer in a list, a test turned round
  part,           ///< one part of a conjunction or disjunction is left out
  drop_rule,      ///< the rule is gone
  swap_rules,     ///< a rule and the next one have changed places, or what they assign
  owner,          ///< another department or team is accountable
  drop_override,  ///< one entry of `overrides` is gone
  turn_override,  ///< the rule that was overridden overrides
  party,          ///< one of those who do the work, are asked, told, or visit is left out
  cost_share,     ///< the shares of the cost go round
};

inline constexpr std::array<std::string_view, 10> mutation_names = {
    "threshold", "constant",      "part",          "drop_rule", "swap_rules",
    "owner",     "drop_override", "turn_override", "party",     "cost_share"};

/// One mistake.
struct policy_mutant {
  mutation what = mutation::threshold;
  std::vector<std::size_t> aspects;  ///< that it can change, ascending
  std::string rule;                  ///< or the definition in which it is made
  std::string before;                ///< what stood there, in the words of the document
  std::string after;                 ///< what stands there now; empty: nothing
  document_place place;
  std::function<void(policy_document&)> apply;  ///< to a copy of the document that it was made for
};

}  // namespace shozai::inline v1
