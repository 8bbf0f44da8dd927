// SPDX-License-Identifier: Apache-2.0
/// \file
/// Where asking has got to: a question with what follows each answer, or an end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/localized_text.hpp"
#include "shozai/core/value_set.hpp"
#include "shozai/ownership/decision_state.hpp"
#include "shozai/ownership/unique_table.hpp"
#include "shozai/ownership/value_count.hpp"

namespace shozai::inline v1 {

struct question_node;

/// One answer that the policy can tell apart from the others.
struct told_answer {
  /// The attribute that is tested with its values, then others that become known with it and that
  /// the policy tests as well.
  std::vector<std::pair<std::size_t, value_set>> told;
  std::string when;    ///< the same as a condition
  big_count ways = 1;  ///< how many values, or combinations of values, it stands for
  std::shared_ptr<const question_node> next;
};

/// A question that may ask for several attributes, which make one derived attribute known.
struct asked_question {
  std::vector<std::size_t> attributes;  ///< to ask for, the first of them first
  std::size_t tested = 0;               ///< what the answers are about
  localized_text text;                  ///< of the first
  std::int64_t cost = 0;                ///< of all of them
};

/// A point on the way from a fault to its decision. Faults are counted over the attributes that
/// are open at this point, so what follows from several answers alike can be one node.
struct question_node {
  /// Undetermined where something is asked, and where nothing can be.
  decision_state state = decision_state::undetermined;
  std::string accountable;            ///< if decided
  std::string rule;                   ///< if decided by one rule
  std::vector<std::string> possible;  ///< if undetermined: who may turn out accountable, sorted
  std::vector<std::string> missing;   ///< what would have to be known, but cannot be asked
  bool cut = false;                   ///< more could be asked, but was not followed

  asked_question question;
  std::vector<told_answer> answers;  ///< none at an end

  node_id rest = 0;                          ///< of the diagram
  big_count size;                            ///< possible faults in reach
  std::map<std::size_t, big_count> settled;  ///< of these by number of questions from here on
  big_count open;                            ///< of these, those that no question settles
  big_count asked;                           ///< questions, summed over all of them
  std::size_t worst = 0;                     ///< the most questions on any way

  [[nodiscard]] bool is_question() const noexcept { return !answers.empty(); }
};

using question_pointer = std::shared_ptr<const question_node>;

}  // namespace shozai::inline v1
