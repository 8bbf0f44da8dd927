// SPDX-License-Identifier: Apache-2.0
/// \file
/// A named, typed input of a policy, possibly derived from others.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shozai/core/derivation.hpp"
#include "shozai/core/domain.hpp"
#include "shozai/core/enum_tree.hpp"
#include "shozai/core/localized_text.hpp"

namespace shozai::inline v1 {

enum class attribute_type : std::uint8_t {
  enumeration,
  boolean,
  integer,
  decimal,
  string,
  date,
  timestamp,
  duration,
};

/// The names of the types as a document spells them, in the order of `attribute_type`.
inline constexpr std::array<std::string_view, 8> attribute_type_names = {
    "enum", "bool", "int", "decimal", "string", "date", "timestamp", "duration"};

[[nodiscard]] constexpr std::string_view name_of(attribute_type type) noexcept {
  return attribute_type_names.at(static_cast<std::size_t>(type));
}

/// Whether `<` makes sense to the reader of a policy.
[[nodiscard]] constexpr bool is_ordered(attribute_type type) noexcept {
  return type != attribute_type::enumeration && type != attribute_type::boolean;
}

/// How a person is asked for an attribute, and at what cost.
struct question {
  localized_text text;
  std::int64_t cost = 1;
  bool askable = true;

  friend bool operator==(const question&, const question&) = default;
};

/// A named, typed input.
struct attribute {
  std::string name;
  attribute_type type = attribute_type::boolean;
  shozai::domain domain;              ///< of the values as numbers or texts, none excluded
  int scale = 0;                      ///< fraction digits of a decimal
  bool optional = false;              ///< may be none
  bool empty_is_none = false;         ///< an empty cell of a table is none, not unknown
  enum_tree values;                   ///< of an enum
  std::optional<derivation> derived;  ///< how it is computed
  std::vector<std::size_t> inputs;    ///< what `derived` reads, ascending
  localized_text label;
  localized_text note;
  std::vector<std::string> columns;  ///< headings in tables of faults, beside the name
  std::string unit;
  question ask;

  [[nodiscard]] value_set everything() const { return domain.all(optional); }

  friend bool operator==(const attribute&, const attribute&) = default;
};

}  // namespace shozai::inline v1
