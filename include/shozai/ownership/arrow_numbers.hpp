// SPDX-License-Identifier: Apache-2.0
/// \file
/// The numbers, dates and times of an Arrow column, exactly, in the units of an attribute.
#pragma once

#include <cstdint>

#include "shozai/core/arrow_column.hpp"
#include "shozai/core/attribute.hpp"
#include "shozai/core/date_time.hpp"
#include "shozai/core/decimal.hpp"
#include "shozai/ownership/exact_number.hpp"

namespace shozai::inline v1 {

/// Calls `as` with a number of the type that the integers of a column of type `t` have.
template <typename As>
void with_integer_type(const arrow_type& t, const As& as) {
  switch (t.bytes * 2 + (t.is_signed ? 1 : 0)) {
    case 2:
      return as(std::uint8_t{});
    case 3:
      return as(std::int8_t{});
    case 4:
      return as(std::uint16_t{});
    case 5:
      return as(std::int16_t{});
    case 8:
      return as(std::uint32_t{});
    case 9:
      return as(std::int32_t{});
    case 16:
      return as(std::uint64_t{});
    default:
      return as(std::int64_t{});
  }
}

/// The integer in a row of a column of integers; one of 2^63 and more comes out negative.
[[nodiscard]] inline std::int64_t integer_at(const arrow_values& values, std::int64_t row) {
  std::int64_t result = 0;
  with_integer_type(values.type(), [&]<typename Number>(Number /*type*/) {
    result = static_cast<std::int64_t>(values.number<Number>(row));
  });
  return result;
}

/// A decimal with `scale` fraction digits.
[[nodiscard]] inline detail::checked_number decimal_at(const arrow_values& values, std::int64_t row,
                                                       int scale) {
  const auto wide = detail::wide_integer(values.raw(row), values.type().bytes);
  return wide ? detail::rescale(*wide, values.type().scale, scale)
              : detail::checked_number{detail::number_problem::outside};
}

/// The days of a date; a date in milliseconds must be a whole day.
[[nodiscard]] inline detail::checked_number date_at(const arrow_values& values, std::int64_t row) {
  if (values.type().bytes == 4) {
    return std::int64_t{values.number<std::int32_t>(row)};
  }
  constexpr std::int64_t milliseconds_per_day = 86'400'000;
  const auto n = values.number<std::int64_t>(row);
  return n % milliseconds_per_day == 0 ? detail::checked_number{n / milliseconds_per_day}
                                       : detail::number_problem::malformed;
}

/// The microseconds of a timestamp or duration; the days, where `wanted` is a date and the time is
/// midnight.
[[nodiscard]] inline detail::checked_number time_at(const arrow_values& values, std::int64_t row,
                                                    attribute_type wanted) {
  int128 n = values.number<std::int64_t>(row);
  const auto units = values.type().units_per_second;
  if (units > microseconds_per_second) {
    const auto fine = units / microseconds_per_second;
    if (n % fine != 0) {
      return detail::number_problem::malformed;
    }
    n /= fine;
  } else {
    n *= microseconds_per_second / units;
  }
  if (wanted == attribute_type::date) {
    if (n % microseconds_per_day != 0) {
      return detail::number_problem::malformed;
    }
    n /= microseconds_per_day;
  }
  const auto number = to_int64(n);
  return number ? detail::checked_number{*number} : detail::number_problem::outside;
}

}  // namespace shozai::inline v1
