// SPDX-License-Identifier: Apache-2.0
/// \file
/// Exact decimals: scaled 64-bit integers, and the 128-bit arithmetic between them.
///
/// The integer 1250 at scale 2 is 12.50. Nothing here is ever a floating-point number.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace shozai::inline v1 {

// `__extension__` keeps -Wpedantic quiet, and takes no alias declaration.
__extension__ typedef __int128 int128;            // NOLINT(modernize-use-using)
__extension__ typedef unsigned __int128 uint128;  // NOLINT(modernize-use-using)

inline constexpr int128 int128_max = static_cast<int128>(~uint128{0} >> 1U);
inline constexpr int128 int128_min = -int128_max - 1;

namespace detail {

/// The absolute number, also of the smallest number.
[[nodiscard]] constexpr uint128 magnitude(int128 number) noexcept {
  return number < 0 ? uint128{0} - static_cast<uint128>(number) : static_cast<uint128>(number);
}

/// The number of this magnitude and sign; nothing when it does not fit.
[[nodiscard]] constexpr std::optional<int128> with_sign(uint128 size, bool negative) noexcept {
  const auto limit = static_cast<uint128>(int128_max);
  if (size > limit + (negative ? 1U : 0U)) {
    return std::nullopt;
  }
  return static_cast<int128>(negative ? uint128{0} - size : size);
}

}  // namespace detail

/// `number`, when 64 bits hold it.
[[nodiscard]] constexpr std::optional<std::int64_t> to_int64(int128 number) noexcept {
  if (number < std::numeric_limits<std::int64_t>::min() ||
      number > std::numeric_limits<std::int64_t>::max()) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(number);
}

/// `a + b`; nothing when it does not fit.
[[nodiscard]] constexpr std::optional<int128> checked_add(int128 a, int128 b) noexcept {
  if (b > 0 ? a > int128_max - b : a < int128_min - b) {
    return std::nullopt;
  }
  return a + b;
}

/// `a - b`; nothing when it does not fit.
[[nodiscard]] constexpr std::optional<int128> checked_sub(int128 a, int128 b) noexcept {
  if (b < 0 ? a > int128_max + b : a < int128_min + b) {
    return std::nullopt;
  }
  return a - b;
}

/// `a * b`; nothing when it does not fit.
///
/// Multiplies magnitudes: Clang's overflow builtin on 128 bits calls a function that libgcc lacks.
[[nodiscard]] constexpr std::optional<int128> checked_mul(int128 a, int128 b) noexcept {
  const uint128 first = detail::magnitude(a);
  const uint128 second = detail::magnitude(b);
  if (first != 0 && second > ~uint128{0} / first) {
    return std::nullopt;
  }
  return detail::with_sign(first * second, (a < 0) != (b < 0));
}

/// The number that is `number` at `from_scale`, at `to_scale`, halves rounded away from zero.
///
/// Where the result exceeds 128 bits it is the nearest number that does not: `to_int64` then says
/// that it is out of range, as it must.
[[nodiscard]] constexpr int128 rescale_half_away(int128 number, int from_scale,
                                                 int to_scale) noexcept {
  constexpr int digits_of_int128 = 39;
  for (int scale = from_scale; scale < to_scale && number != 0; ++scale) {
    const auto grown = checked_mul(number, 10);
    if (!grown) {
      return number < 0 ? int128_min : int128_max;
    }
    number = *grown;
  }
  if (from_scale <= to_scale) {
    return number;
  }
  if (from_scale - to_scale >= digits_of_int128) {  // less than half of the last place
    return 0;
  }
  uint128 divisor = 1;
  for (int scale = to_scale; scale < from_scale; ++scale) {
    divisor *= 10;
  }
  const uint128 size = detail::magnitude(number);
  const uint128 remainder = size % divisor;
  const uint128 rounded = size / divisor + (remainder >= divisor - remainder ? 1U : 0U);
  const auto result = static_cast<int128>(rounded);
  return number < 0 ? -result : result;
}

/// Why a text is no decimal of an attribute.
enum class decimal_error : std::uint8_t {
  malformed,    ///< not `-?(0|[1-9][0-9]*)(\.[0-9]+)?`
  too_fine,     ///< a digit other than 0 beyond the scale
  out_of_range  ///< more than 64 bits hold at this scale
};

namespace detail {

struct decimal_parts {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
};

[[nodiscard]] constexpr bool are_digits(std::string_view text) noexcept {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

[[nodiscard]] constexpr std::optional<decimal_parts> split_decimal(std::string_view text) noexcept {
  decimal_parts parts;
  if (text.starts_with('-')) {
    parts.negative = true;
    text.remove_prefix(1);
  }
  const auto point = text.find('.');
  parts.whole = text.substr(0, point);
  if (point != std::string_view::npos) {
    parts.fraction = text.substr(point + 1);
    if (!are_digits(parts.fraction)) {
      return std::nullopt;
    }
  }
  const bool leading_zero = parts.whole.size() > 1 && parts.whole.front() == '0';
  if (!are_digits(parts.whole) || leading_zero) {
    return std::nullopt;
  }
  return parts;
}

}  // namespace detail

/// The scaled integer that `text` means: `-12.50` at scale 2 is -1250.
///
/// No exponent, no `+`, no leading zeros, a digit on either side of the point. Zeros beyond the
/// scale are welcome. \pre `scale` is not negative.
[[nodiscard]] constexpr std::variant<std::int64_t, decimal_error> parse_decimal(
    std::string_view text, int scale) noexcept {
  const auto parts = detail::split_decimal(text);
  if (!parts) {
    return decimal_error::malformed;
  }
  const auto places = static_cast<std::size_t>(scale);
  const std::string_view fraction = parts->fraction.substr(0, places);
  const std::string_view finer = parts->fraction.substr(fraction.size());
  if (finer.find_first_not_of('0') != std::string_view::npos) {
    return decimal_error::too_fine;
  }
  // 2^64 leaves room for one more digit in 128 bits, so checking after each digit is enough.
  constexpr auto limit = static_cast<uint128>(std::numeric_limits<std::int64_t>::max()) + 1U;
  uint128 size = 0;
  const auto append = [&size](char digit) {
    size = size * 10U + static_cast<uint128>(digit - '0');
    return size <= limit;
  };
  for (const char digit : parts->whole) {
    if (!append(digit)) {
      return decimal_error::out_of_range;
    }
  }
  for (std::size_t i = 0; i < places; ++i) {
    if (!append(i < fraction.size() ? fraction[i] : '0')) {
      return decimal_error::out_of_range;
    }
  }
  const auto number = static_cast<int128>(size);
  const auto result = to_int64(parts->negative ? -number : number);
  if (!result) {
    return decimal_error::out_of_range;
  }
  return *result;
}

/// The decimal as text, always with `scale` digits after the point: -1250 at scale 2 is `-12.50`.
///
/// The inverse of `parse_decimal`. \pre `scale` is not negative.
[[nodiscard]] inline std::string format_decimal(std::int64_t scaled, int scale) {
  const auto places = static_cast<std::size_t>(scale);
  std::string text = std::to_string(static_cast<std::uint64_t>(detail::magnitude(scaled)));
  if (text.size() <= places) {
    text.insert(0, places + 1 - text.size(), '0');
  }
  if (places > 0) {
    text.insert(text.size() - places, 1, '.');
  }
  return scaled < 0 ? "-" + text : text;
}

}  // namespace shozai::inline v1
