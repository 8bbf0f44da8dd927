// SPDX-License-Identifier: Apache-2.0
/// \file
/// One value of an attribute, *none* included.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <variant>

namespace shozai::inline v1 {

/// The attribute does not apply: `null` in a document. Not the same as unknown.
struct none {
  friend constexpr auto operator<=>(none, none) = default;
};

/// One value: none, an integer, or a text.
///
/// Every type but `string` is held as an integer, in the order of its values: an enum as the
/// position of the leaf, a bool as 0 or 1, a decimal scaled to its attribute's scale, a date as
/// days, a timestamp and a duration as microseconds. So comparing two values of one attribute is
/// exact and needs no knowledge of the type.
using value = std::variant<none, std::int64_t, std::string>;

[[nodiscard]] inline bool is_none(const value& v) noexcept {
  return std::holds_alternative<none>(v);
}

}  // namespace shozai::inline v1
