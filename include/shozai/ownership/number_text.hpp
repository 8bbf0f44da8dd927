// SPDX-License-Identifier: Apache-2.0
/// \file
/// The numbers of an Arrow column as a person would write them, for messages.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/core/arrow_column.hpp"
#include "shozai/core/attribute.hpp"
#include "shozai/core/date_time.hpp"
#include "shozai/ownership/arrow_numbers.hpp"
#include "shozai/ownership/exact_number.hpp"
#include "shozai/policy/derive.hpp"
#include "shozai/policy/literal.hpp"

namespace shozai::inline v1 {

namespace detail {

template <typename Floating>
[[nodiscard]] std::string shortest(Floating number) {
  std::array<char, 64> text{};
  const auto result = std::to_chars(text.data(), text.data() + text.size(), number);
  return {text.data(), result.ptr};
}

[[nodiscard]] inline std::string floating_text(const arrow_values& values, std::int64_t row) {
  switch (values.type().bytes) {
    case 8:
      return shortest(values.number<double>(row));
    case 4:
      return shortest(values.number<float>(row));
    default:
      return shortest(from_half(values.number<std::uint16_t>(row)));
  }
}

[[nodiscard]] inline std::string decimal_text(const arrow_values& values, std::int64_t row) {
  const auto wide = wide_integer(values.raw(row), values.type().bytes);
  if (!wide) {
    return "±2^127";
  }
  const auto scale = values.type().scale;
  auto text = write_wide(*wide, std::max(scale, 0));
  return *wide == 0 ? text : text.append(static_cast<std::size_t>(std::max(-scale, 0)), '0');
}

// In seconds, with the digits of the column's unit.
[[nodiscard]] inline std::string time_text(const arrow_values& values, std::int64_t row) {
  int digits = 0;
  for (auto units = values.type().units_per_second; units > 1; units /= 10) {
    ++digits;
  }
  return write_wide(values.number<std::int64_t>(row), digits) + " s";
}

}  // namespace detail

/// The number in a row of a column of numbers, dates or times.
[[nodiscard]] inline std::string text_of_number(const arrow_values& values, std::int64_t row) {
  switch (values.type().kind) {
    case arrow_kind::integer:
      return values.type().bytes == 8 && !values.type().is_signed
                 ? std::to_string(values.number<std::uint64_t>(row))
                 : std::to_string(integer_at(values, row));
    case arrow_kind::floating:
      return detail::floating_text(values, row);
    case arrow_kind::decimal:
      return detail::decimal_text(values, row);
    case arrow_kind::date:
      return values.type().bytes == 4 ? format_date(values.number<std::int32_t>(row))
                                      : std::to_string(values.number<std::int64_t>(row)) + " ms";
    case arrow_kind::timestamp:
    case arrow_kind::duration:
      return detail::time_text(values, row);
    default:
      return {};
  }
}

/// Code and arguments of what is said of a number that is no value of `a`. `number` is what it
/// comes to in units of `a`, if it does.
[[nodiscard]] inline std::pair<std::string, std::vector<std::string>> why_no_value(
    const attribute& a, const arrow_values& values, std::int64_t row,
    const detail::checked_number& number) {
  const auto* counted = std::get_if<std::int64_t>(&number);
  const auto text =
      counted != nullptr ? write_literal(a, value{*counted}) : text_of_number(values, row);
  const auto* problem = std::get_if<detail::number_problem>(&number);
  switch (problem == nullptr ? detail::number_problem::outside : *problem) {
    case detail::number_problem::too_fine:
      return {"SZ171", {text, a.name, std::to_string(a.scale)}};
    case detail::number_problem::malformed:
      return {"SZ173", {text, a.name, std::string(name_of(a.type))}};
    case detail::number_problem::outside:
      break;
  }
  return {"SZ161",
          {text, a.name, write_literal(a, value{a.domain.min()}),
           write_literal(a, value{a.domain.max()})}};
}

}  // namespace shozai::inline v1
