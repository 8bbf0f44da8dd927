// SPDX-License-Identifier: Apache-2.0
/// \file
/// A decision in one sentence, for a test that fails.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "shozai/core/localized_text.hpp"
#include "shozai/ownership/decision.hpp"
#include "shozai/policy/printable.hpp"

namespace shozai::inline v1 {

/// `a, b and c`, with `last` before the last of them.
[[nodiscard]] inline std::string word_list(const std::vector<std::string>& words,
                                           std::string_view last = "and") {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool is_last = i > 0 && i + 1 == words.size();
    text += i == 0 ? "" : is_last ? " " + std::string(last) + " " : ", ";
    text += words[i];
  }
  return text;
}

namespace detail {

/// Who is accountable, and by which rules.
[[nodiscard]] inline std::string decided_text(const decision& d) {
  auto text = d.assigned.accountable + " is accountable";
  if (!d.rule.empty()) {
    text += " by rule " + d.rule;
  } else if (!d.rules.empty()) {
    text += " by rules " + word_list(d.rules) + ", which agree";
  }
  const auto& because = d.because.in(language::en);
  return because.empty() ? text : text + ", because " + printable(because);
}

/// `a gap`, `decided`.
[[nodiscard]] inline std::string state_word(decision_state state) {
  const bool is_noun = state == decision_state::gap || state == decision_state::conflict;
  return (is_noun ? "a " : "") + std::string(name_of(state));
}

/// What it may turn out to be, and what would tell.
[[nodiscard]] inline std::string undetermined_text(const decision& d) {
  auto outcomes = d.possible;
  for (const auto state : d.possible_states) {
    if (state != decision_state::decided) {
      outcomes.push_back(state_word(state));
    }
  }
  auto text = word_list(outcomes, "or");
  if (!d.assigned.accountable.empty()) {
    text = d.assigned.accountable + " is accountable, open: " + word_list(d.open);
  }
  if (!d.exact) {
    text += " (at most)";
  }
  if (d.ask) {
    text += "; asks for " + d.ask->attribute;
  } else if (!d.missing.empty()) {
    text += "; cannot ask for " + word_list(d.missing);
  }
  return text;
}

[[nodiscard]] inline std::string state_text(const decision& d) {
  switch (d.state) {
    case decision_state::decided:
      return decided_text(d);
    case decision_state::undetermined:
      return undetermined_text(d);
    case decision_state::conflict:
      return "rules " + word_list(d.rules) + " meet";
    case decision_state::impossible:
      return "the fault contradicts " + word_list(d.assumptions);
    case decision_state::gap:
      break;
  }
  const auto& because = d.because.in(language::en);
  return because.empty() ? "no rule applies" : printable(because);
}

}  // namespace detail

/// Aspect, state, who answers for it, by which rule and why; or what stands in the way, and who
/// holds it meanwhile.
[[nodiscard]] inline std::string decision_text(const decision& d) {
  auto text = d.aspect + " is " + detail::state_word(d.state) + ": " + detail::state_text(d);
  if (d.interim) {
    text += "; " + d.interim->accountable + " holds it meanwhile";
    text += d.interim->rule.empty() ? "" : " by rule " + d.interim->rule;
  }
  return text;
}

}  // namespace shozai::inline v1
