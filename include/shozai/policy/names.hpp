// SPDX-License-Identifier: Apache-2.0
/// \file
/// What names and ids may look like.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "shozai/core/utf8.hpp"

namespace shozai::inline v1 {

/// Words of the condition language, which nothing may be called.
inline constexpr std::array<std::string_view, 11> reserved_words = {
    "true",     "false",  "in",         "has",     "date",  "timestamp",
    "duration", "within", "startsWith", "implies", "always"};

namespace detail {

constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace detail

[[nodiscard]] constexpr bool is_reserved(std::string_view name) {
  return std::ranges::find(reserved_words, name) != reserved_words.end();
}

/// Of attributes, definitions, departments, teams, parties, aspects, sections: `[a-z][a-z0-9_]*`.
[[nodiscard]] constexpr bool is_name(std::string_view name) {
  return !name.empty() && detail::is_lower(name.front()) && std::ranges::all_of(name, [](char c) {
    return detail::is_lower(c) || detail::is_digit(c) || c == '_';
  });
}

/// Of rules, rows, assumptions, guarantees: `[A-Za-z0-9._-]{1,64}`.
[[nodiscard]] constexpr bool is_id(std::string_view id) {
  constexpr std::size_t longest = 64;
  return !id.empty() && id.size() <= longest && std::ranges::all_of(id, [](char c) {
    return detail::is_lower(c) || detail::is_upper(c) || detail::is_digit(c) || c == '.' ||
           c == '_' || c == '-';
  });
}

/// Of enum values: 1 to 64 characters, no control characters, quotes, backslashes, outer spaces.
[[nodiscard]] inline bool is_enum_value(std::string_view v) {
  constexpr std::size_t longest = 64;
  return !v.empty() && code_point_count(v) <= longest && !has_control(v) &&
         v.find_first_of("'\"\\") == std::string_view::npos && v.front() != ' ' && v.back() != ' ';
}

}  // namespace shozai::inline v1
