// SPDX-License-Identifier: Apache-2.0
/// \file
/// The answer to "who owns this fault?", with its reason.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shozai/core/localized_text.hpp"
#include "shozai/ownership/decision_state.hpp"
#include "shozai/ownership/question.hpp"
#include "shozai/policy/assignment.hpp"

namespace shozai::inline v1 {

/// The fields of an assignment that a decision may leave open, in this order.
inline constexpr std::array<std::string_view, 6> assignment_fields = {
    "accountable", "responsible", "consulted", "informed", "joint_visit", "cost_share"};

/// Which policy decided.
struct policy_identity {
  std::string id;
  std::string version;
  std::string hash;

  friend bool operator==(const policy_identity&, const policy_identity&) = default;
};

/// Who is accountable meanwhile, and until when.
struct interim_decision {
  std::string accountable;
  std::optional<std::int64_t> within;  ///< microseconds from the fault's time
  std::string rule;                    ///< empty: the aspect's default

  friend bool operator==(const interim_decision&, const interim_decision&) = default;
};

/// What one aspect of a policy says of one fault. What does not apply is empty.
struct decision {
  std::string aspect;
  decision_state state = decision_state::gap;
  std::string rule;                   ///< the one rule that decides in every completion
  std::vector<std::string> rules;     ///< several that agree, or that conflict; in document order
  assignment assigned;                ///< what is the same in every completion
  localized_text because;             ///< of `rule`
  std::vector<std::string> possible;  ///< who may turn out accountable, sorted
  std::vector<decision_state> possible_states;  ///< sorted by name
  std::vector<std::string> open;                ///< fields that completions disagree on
  std::optional<interim_decision> interim;      ///< exactly if nobody is `accountable` yet
  std::vector<std::string> assumptions;         ///< that the fault contradicts, a minimal set
  std::optional<next_question> ask;             ///< of an undetermined decision
  std::vector<std::string> missing;  ///< what would have to be known, if nothing can be asked
  bool exact = true;                 ///< false: `possible` and its states are supersets
  std::shared_ptr<const policy_identity> policy;

  /// Who answers for it now: the accountable department or team, else the interim owner.
  [[nodiscard]] const std::string& owner() const {
    return interim ? interim->accountable : assigned.accountable;
  }
};

}  // namespace shozai::inline v1
