// SPDX-License-Identifier: Apache-2.0
/// \file
/// Values as documents write them, in forms that vary at random.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "shozai/core/attribute.hpp"
#include "shozai/core/date_time.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/literal.hpp"
#include "support/random_draw.hpp"

namespace shozai::testing {

namespace detail {

[[nodiscard]] inline std::string without_zeros(std::string text) {
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    text.erase(text.find_last_not_of('.') + 1);
  }
  return text;
}

[[nodiscard]] inline std::string in_tokyo(std::int64_t instant) {
  constexpr std::int64_t nine_hours = 9 * microseconds_per_hour;
  auto text = format_timestamp(instant + nine_hours);
  text.pop_back();
  return text + "+09:00";
}

[[nodiscard]] inline bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Whether a cell may hold the value of an enum without quotes, on the safe side.
[[nodiscard]] inline bool is_bare(std::string_view text) {
  return text != "null" && text != "not" && text != "within" && is_letter(text.front()) &&
         std::ranges::all_of(text, [](char c) {
           return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
         });
}

}  // namespace detail

/// The value, not none, as a text without quotes.
[[nodiscard]] inline std::string plain_text(dice& rng, const attribute& a, const value& v) {
  const auto usual = write_literal(a, v);
  const bool varied = rng.chance(40);
  if (!varied) {
    return usual;
  }
  if (a.type == attribute_type::decimal) {
    return detail::without_zeros(usual);
  }
  if (a.type == attribute_type::timestamp) {
    return detail::in_tokyo(std::get<std::int64_t>(v));
  }
  constexpr std::int64_t week = 7 * microseconds_per_day;
  if (a.type == attribute_type::duration && std::get<std::int64_t>(v) % week == 0) {
    return "P" + std::to_string(std::get<std::int64_t>(v) / week) + "W";
  }
  return usual;
}

/// The value as bounds of attributes and faults give it.
[[nodiscard]] inline json written_value(dice& rng, const attribute& a, const value& v) {
  if (is_none(v)) {
    return nullptr;
  }
  if (a.type == attribute_type::integer) {
    return std::get<std::int64_t>(v);
  }
  if (a.type == attribute_type::boolean) {
    return std::get<std::int64_t>(v) != 0;
  }
  return plain_text(rng, a, v);
}

/// A quoted literal in either style.
[[nodiscard]] inline std::string quoted(dice& rng, std::string_view text) {
  const char mark = rng.one_of({'\'', '\'', '"'});
  std::string result(1, mark);
  for (const char c : text) {
    if (c == '\\' || c == mark) {
      result += '\\';
    }
    result += c;
  }
  return result + mark;
}

/// The value as a literal of a condition.
[[nodiscard]] inline std::string condition_literal(dice& rng, const attribute& a, const value& v) {
  const auto text = plain_text(rng, a, v);
  switch (a.type) {
    case attribute_type::enumeration:
    case attribute_type::string:
      return quoted(rng, text);
    case attribute_type::date:
    case attribute_type::timestamp:
    case attribute_type::duration:
      return std::string(name_of(a.type)) + "(" + quoted(rng, text) + ")";
    default:
      return text;
  }
}

/// A value or group of an enum as a literal of a cell, quoted where it must be, or at random.
[[nodiscard]] inline std::string enum_cell(dice& rng, const std::string& id) {
  const bool plain = !rng.chance(15);
  return plain && detail::is_bare(id) ? id : quoted(rng, id);
}

/// The value as a literal of a cell.
[[nodiscard]] inline std::string cell_literal(dice& rng, const attribute& a, const value& v) {
  const auto text = plain_text(rng, a, v);
  if (a.type == attribute_type::enumeration) {
    return enum_cell(rng, text);
  }
  return a.type == attribute_type::string ? quoted(rng, text) : text;
}

}  // namespace shozai::testing
