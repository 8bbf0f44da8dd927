// SPDX-License-Identifier: Apache-2.0
/// \file
/// What to ask next about a fault, and what follows from each answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shozai/core/localized_text.hpp"
#include "shozai/core/value_set.hpp"
#include "shozai/ownership/decision_state.hpp"

namespace shozai::inline v1 {

/// One answer that the policy can tell apart from the others.
struct possible_answer {
  std::string when;                    ///< as a condition
  value_set values;                    ///< of the attribute that is tested
  std::vector<std::string> possible;   ///< who may be accountable then, sorted
  std::vector<decision_state> states;  ///< that completions then have, sorted by name
};

/// What to ask next.
struct next_question {
  std::string attribute;  ///< to ask for
  std::string tested;     ///< what the answers are about: itself, or what is
                          ///< derived from it
  localized_text text;
  std::int64_t cost = 0;                 ///< of this question
  std::vector<possible_answer> answers;  ///< in the order of their least values
};

/// The question, or what would have to be known but cannot be asked.
struct question_result {
  std::optional<next_question> question;
  std::vector<std::string> missing;  ///< if there is no question
};

}  // namespace shozai::inline v1
