// SPDX-License-Identifier: Apache-2.0
/// \file
/// Constants of each type as texts, and back.
#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "shozai/core/attribute.hpp"
#include "shozai/core/date_time.hpp"
#include "shozai/core/decimal.hpp"
#include "shozai/core/value.hpp"

namespace shozai::inline v1 {

/// Why a text is not a constant of an attribute's type.
enum class literal_problem : std::uint8_t {
  malformed,     ///< not of the form that the type asks for
  too_fine,      ///< a decimal with more digits than the attribute's scale
  out_of_range,  ///< beyond 64 bits
  unknown,       ///< an enum value that does not exist
  group,         ///< a group of an enum, where a value is asked for
};

[[nodiscard]] inline std::variant<value, literal_problem> read_integer(std::string_view text) {
  const auto result = parse_decimal(text, 0);
  if (const auto* number = std::get_if<std::int64_t>(&result)) {
    return text.find('.') == std::string_view::npos
               ? std::variant<value, literal_problem>{value{*number}}
               : literal_problem::malformed;
  }
  return std::get<decimal_error>(result) == decimal_error::out_of_range
             ? literal_problem::out_of_range
             : literal_problem::malformed;
}

/// The constant that `text` writes, in the encoding of `a`; it may lie outside the domain.
[[nodiscard]] inline std::variant<value, literal_problem> read_literal(const attribute& a,
                                                                       std::string_view text) {
  const auto number = [](std::optional<std::int64_t> n) -> std::variant<value, literal_problem> {
    return n ? std::variant<value, literal_problem>{value{*n}} : literal_problem::malformed;
  };
  switch (a.type) {
    case attribute_type::enumeration: {
      const auto found = a.values.find(text);
      if (!found || found->group) {
        return found ? literal_problem::group : literal_problem::unknown;
      }
      return value{static_cast<std::int64_t>(found->first)};
    }
    case attribute_type::boolean:
      return number(text == "true"    ? std::optional<std::int64_t>{1}
                    : text == "false" ? std::optional<std::int64_t>{0}
                                      : std::nullopt);
    case attribute_type::integer:
      return read_integer(text);
    case attribute_type::decimal: {
      const auto result = parse_decimal(text, a.scale);
      if (const auto* scaled = std::get_if<std::int64_t>(&result)) {
        return value{*scaled};
      }
      switch (std::get<decimal_error>(result)) {
        case decimal_error::too_fine:
          return literal_problem::too_fine;
        case decimal_error::out_of_range:
          return literal_problem::out_of_range;
        case decimal_error::malformed:
          return literal_problem::malformed;
      }
      return literal_problem::malformed;
    }
    case attribute_type::string:
      return value{std::string(text)};
    case attribute_type::date:
      return number(parse_date(text));
    case attribute_type::timestamp:
      return number(parse_timestamp(text));
    case attribute_type::duration:
      return number(parse_duration(text));
  }
  return literal_problem::malformed;
}

/// `v`, not none, as a document writes it, without quotes: the inverse of `read_literal`.
[[nodiscard]] inline std::string write_literal(const attribute& a, const value& v) {
  if (a.type == attribute_type::string) {
    return std::get<std::string>(v);
  }
  const auto number = std::get<std::int64_t>(v);
  switch (a.type) {
    case attribute_type::enumeration:
      return a.values.id(static_cast<std::size_t>(number));
    case attribute_type::boolean:
      return number != 0 ? "true" : "false";
    case attribute_type::decimal:
      return format_decimal(number, a.scale);
    case attribute_type::date:
      return format_date(number);
    case attribute_type::timestamp:
      return format_timestamp(number);
    case attribute_type::duration:
      return format_duration(number);
    case attribute_type::integer:
    case attribute_type::string:
      break;
  }
  return std::to_string(number);
}

}  // namespace shozai::inline v1
