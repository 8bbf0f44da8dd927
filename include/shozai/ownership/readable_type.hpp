// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which types of Arrow columns can give which types of attributes.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "shozai/core/arrow_column.hpp"
#include "shozai/core/attribute.hpp"

namespace shozai::inline v1 {

/// Whether a column of type `column` can give values of `wanted`; `cells`: its texts are cells of a
/// spreadsheet, which write everything as text.
[[nodiscard]] inline bool can_read(attribute_type wanted, const arrow_type& column, bool cells) {
  const auto kind = column.kind;
  const bool numeric =
      kind == arrow_kind::integer || kind == arrow_kind::floating || kind == arrow_kind::decimal;
  const bool text = kind == arrow_kind::text || kind == arrow_kind::text_view;
  const bool moment = kind == arrow_kind::timestamp;
  switch (wanted) {
    case attribute_type::integer:
      return numeric || (text && cells);
    case attribute_type::decimal:
      return numeric || text;
    case attribute_type::boolean:
      return kind == arrow_kind::boolean || (text && cells);
    case attribute_type::date:
      return text || kind == arrow_kind::date || (moment && column.zone.empty());
    case attribute_type::timestamp:
      return text || (moment && !column.zone.empty());
    case attribute_type::duration:
      return text || kind == arrow_kind::duration;
    case attribute_type::enumeration:
    case attribute_type::string:
      return text;
  }
  return false;
}

/// Code and arguments of what is said where a column's type cannot give `a`.
[[nodiscard]] inline std::pair<std::string, std::vector<std::string>> why_not_readable(
    const attribute& a, const arrow_type& column) {
  if (a.type == attribute_type::timestamp && column.kind == arrow_kind::timestamp) {
    return {"SZ193", {a.name}};  // no zone is said
  }
  return {"SZ192", {a.name, std::string(name_of(a.type)), column.name}};
}

}  // namespace shozai::inline v1
