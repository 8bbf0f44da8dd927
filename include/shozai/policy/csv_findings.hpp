// SPDX-License-Identifier: Apache-2.0
/// \file
/// The code of a finding for each way in which a CSV text can be broken.
#pragma once

#include <string_view>

#include "shozai/policy/csv.hpp"

namespace shozai::inline v1::detail {

[[nodiscard]] constexpr std::string_view csv_error_code(csv_error::kind what) {
  switch (what) {
    case csv_error::unterminated_quote:
      return "SZ181";
    case csv_error::text_after_quote:
      return "SZ182";
    case csv_error::invalid_utf8:
      return "SZ183";
    case csv_error::cell_too_long:
      return "SZ184";
    case csv_error::too_many_columns:
      return "SZ185";
    case csv_error::too_large:
      break;
  }
  return "SZ186";
}

}  // namespace shozai::inline v1::detail
