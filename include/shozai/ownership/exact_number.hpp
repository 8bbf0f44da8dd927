// SPDX-License-Identifier: Apache-2.0
/// \file
/// Numbers of other systems as exact numbers of an attribute's unit, or why they are none.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <optional>
#include <variant>

#include "shozai/core/decimal.hpp"

namespace shozai::inline v1::detail {

/// Ten to the power of `scale`, which is at most 18.
[[nodiscard]] constexpr std::int64_t ten_to(int scale) noexcept {
  std::int64_t power = 1;
  for (int i = 0; i < scale; ++i) {
    power *= 10;
  }
  return power;
}

/// Why a number is no value of an attribute.
enum class number_problem : std::uint8_t { outside, too_fine, malformed };

/// A value, or what is wrong with it.
using checked_number = std::variant<std::int64_t, number_problem>;

/// `numerator / 10^from_scale` in units of `10^-to_scale`, without a check of its range.
[[nodiscard]] inline checked_number rescale(int128 numerator, int from_scale, int to_scale) {
  if (numerator == 0) {
    return 0;
  }
  for (; from_scale > to_scale; --from_scale) {
    if (numerator % 10 != 0) {
      return number_problem::too_fine;
    }
    numerator /= 10;
  }
  for (; from_scale < to_scale; ++from_scale) {
    const auto next = checked_mul(numerator, 10);
    if (!next) {
      return number_problem::outside;
    }
    numerator = *next;
  }
  const auto number = to_int64(numerator);
  return number ? checked_number{*number} : number_problem::outside;
}

/// The floating-point number nearest to `number / 10^scale`.
template <typename Floating>
[[nodiscard]] Floating nearest_floating(std::int64_t number, int scale) {
  const auto text = format_decimal(number, scale);
  if constexpr (sizeof(Floating) == sizeof(float)) {
    return std::strtof(text.c_str(), nullptr);
  } else {
    return std::strtod(text.c_str(), nullptr);
  }
}

/// Whether making a float of `number` would round what is exactly between two of them, and so might
/// not do what rounding only once does.
[[nodiscard]] inline bool is_between_floats(double number) noexcept {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &number, sizeof bits);
  constexpr std::uint64_t beyond_float = (std::uint64_t{1} << 29U) - 1;
  return (bits & beyond_float) == (beyond_float >> 1U) + 1;
}

/// Two to the power of `exponent`, which is at most 126.
[[nodiscard]] constexpr int128 power_of_two(int exponent) noexcept {
  return static_cast<int128>(uint128{1} << static_cast<unsigned>(exponent));
}

/// `given * power` rounded to the nearest integer, with all its digits. \pre It is below 2^64.
[[nodiscard]] inline int128 exact_product(double given, std::int64_t power) noexcept {
  constexpr int digits = std::numeric_limits<double>::digits;
  int exponent = 0;
  const auto fraction = std::frexp(given, &exponent);
  const auto product = int128{static_cast<std::int64_t>(std::ldexp(fraction, digits))} * power;
  exponent -= digits;
  if (exponent >= 0) {
    return product * power_of_two(exponent);
  }
  const auto unit = power_of_two(-exponent);
  return (product + (product < 0 ? -unit / 2 : unit / 2)) / unit;
}

/// The number of `scale` fraction digits that `given` is the nearest floating-point number to.
template <typename Floating>
[[nodiscard]] checked_number nearest_decimal(Floating given, int scale) {
  if (std::isnan(given)) {
    return number_problem::malformed;
  }
  const auto power = ten_to(scale);
  const auto scaled = static_cast<double>(given) * static_cast<double>(power);
  // Below, the product is less than a quarter wrong and the quotient the double nearest to it.
  constexpr double exact = 2'251'799'813'685'248.0;  // 2^51
  if (std::abs(scaled) < exact) {
    const auto number = static_cast<std::int64_t>(std::nearbyint(scaled));
    const auto nearest = static_cast<double>(number) / static_cast<double>(power);
    const bool twice = sizeof(Floating) < sizeof(double) && is_between_floats(nearest);
    return (twice ? nearest_floating<Floating>(number, scale) : static_cast<Floating>(nearest)) ==
                   given
               ? checked_number{number}
               : number_problem::too_fine;
  }
  constexpr double limit = 9'223'372'036'854'775'808.0;  // 2^63
  if (std::abs(scaled) > limit) {
    return number_problem::outside;
  }
  // Of a large number even its neighbours may be what was meant.
  const auto closest = to_int64(exact_product(static_cast<double>(given), power));
  if (!closest) {
    return number_problem::outside;
  }
  for (const int step : {0, -1, 1}) {
    const auto number = to_int64(int128{*closest} + step);
    if (number && nearest_floating<Floating>(*number, scale) == given) {
      return *number;
    }
  }
  return number_problem::too_fine;
}

/// A half-precision number (IEEE 754 binary16).
[[nodiscard]] inline float from_half(std::uint16_t bits) noexcept {
  const std::uint32_t wide = bits;
  const auto exponent = (wide >> 10U) & 0x1FU;
  const auto fraction = static_cast<float>(wide & 0x3FFU);
  constexpr float steps = 1024.0F;
  float size = 0;
  if (exponent == 0) {
    size = std::ldexp(fraction / steps, -14);
  } else if (exponent == 0x1FU) {
    size = fraction == 0 ? std::numeric_limits<float>::infinity()
                         : std::numeric_limits<float>::quiet_NaN();
  } else {
    size = std::ldexp(1 + fraction / steps, static_cast<int>(exponent) - 15);
  }
  return (wide & 0x8000U) != 0 ? -size : size;
}

/// A two's complement number of 4 to 32 bytes; nothing if 128 bits do not hold it.
[[nodiscard]] inline std::optional<int128> wide_integer(const std::uint8_t* bytes, int count) {
  uint128 low = 0;
  const int used = std::min(count, 16);
  std::memcpy(&low, bytes, static_cast<std::size_t>(used));
  if (used < 16 && bytes[used - 1] > 0x7F) {
    low |= ~uint128{0} << static_cast<unsigned>(8 * used);
  }
  const auto number = static_cast<int128>(low);
  const std::uint8_t sign = number < 0 ? 0xFF : 0;
  return std::all_of(bytes + used, bytes + count, [&](std::uint8_t b) { return b == sign; })
             ? std::optional{number}
             : std::nullopt;
}

}  // namespace shozai::inline v1::detail
