// SPDX-License-Identifier: Apache-2.0
/// \file
/// One sentence of a policy: when, then whom, because.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shozai/core/localized_text.hpp"
#include "shozai/policy/assignment.hpp"
#include "shozai/policy/condition.hpp"

namespace shozai::inline v1 {

/// Where a rule comes from and who looks after it; never changes a decision.
struct provenance {
  localized_text note;
  localized_text source;
  std::string steward;
  std::optional<std::int64_t> review_by;  ///< a day, as `parse_date` counts

  friend bool operator==(const provenance&, const provenance&) = default;
};

/// A rule, a row of a table, an `otherwise` (which has no `when`) or an `also` (which only adds).
struct rule {
  std::string id;
  condition when;
  bool is_row = false;           ///< of a table
  std::vector<condition> cells;  ///< of a row, one a column; `when` joins them
  assignment then;
  localized_text because;
  std::vector<std::string> overrides;  ///< rule ids, `section:<id>`, `*`
  std::string section;
  provenance origin;
  std::string pointer;  ///< where it stands in its file
  std::string file;     ///< empty: the document itself

  /// The same rule, wherever it stands.
  friend bool operator==(const rule& a, const rule& b) {
    return a.id == b.id && a.when == b.when && a.is_row == b.is_row && a.cells == b.cells &&
           a.then == b.then && a.because == b.because && a.overrides == b.overrides &&
           a.section == b.section && a.origin == b.origin;
  }
};

}  // namespace shozai::inline v1
