// SPDX-License-Identifier: Apache-2.0
/// \file
/// Who does what about a fault (RACI), and who bears the cost.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "shozai/core/localized_text.hpp"

namespace shozai::inline v1 {

/// Exactly one accountable; the others as sets. `notes` do not count when assignments are
/// compared by `agree`.
struct assignment {
  std::string accountable;  ///< a department or team
  std::set<std::string> responsible;
  std::set<std::string> consulted;
  std::set<std::string> informed;
  std::set<std::string> joint_visit;
  std::map<std::string, int> cost_share;  ///< whole percents that add up to 100, or empty
  std::vector<localized_text> notes;

  friend bool operator==(const assignment&, const assignment&) = default;
};

/// Whether two rules that say `a` and `b` say the same.
[[nodiscard]] inline bool agree(const assignment& a, const assignment& b) {
  return a.accountable == b.accountable && a.responsible == b.responsible &&
         a.consulted == b.consulted && a.informed == b.informed && a.joint_visit == b.joint_visit &&
         a.cost_share == b.cost_share;
}

}  // namespace shozai::inline v1
