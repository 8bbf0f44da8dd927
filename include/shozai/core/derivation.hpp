// SPDX-License-Identifier: Apache-2.0
/// \file
/// How a derived attribute is computed from others: exact, in 128-bit integers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/core/decimal.hpp"

namespace shozai::inline v1 {

/// An expression over attributes. Numbers are scaled integers; `scale` is that of the result.
struct derivation {
  enum class operation : std::uint8_t {
    literal,
    attribute,
    add,
    subtract,
    multiply,
    negate,
    minimum,
    maximum,
    round,
    days_between,
    hours_between,
    minutes_between,
    year,
    month,
  };

  operation what = operation::literal;
  std::int64_t number = 0;    ///< of a literal
  std::size_t attribute = 0;  ///< index in the schema, of an attribute
  int scale = 0;
  std::vector<derivation> operands;

  friend bool operator==(const derivation&, const derivation&) = default;
};

namespace detail {

inline int128 floor_divide(int128 a, int128 b) {
  const int128 quotient = a / b;
  return quotient * b > a ? quotient - 1 : quotient;
}

/// \pre `digits` is from 0 to 38.
inline int128 power_of_ten(int digits) {
  int128 power = 1;
  for (; digits > 0; --digits) {
    power *= 10;
  }
  return power;
}

}  // namespace detail

/// The value of `expression`, at its scale. `number_of(i)` is the number of attribute `i`.
///
/// Nothing when an intermediate result leaves 128 bits, which no 64-bit domain could hold anyway.
template <std::invocable<std::size_t> NumberOf>
[[nodiscard]] std::optional<int128> evaluate(const derivation& expression,
                                             const NumberOf& number_of) {
  using enum derivation::operation;
  if (expression.what == literal) {
    return expression.number;
  }
  if (expression.what == attribute) {
    return int128{number_of(expression.attribute)};
  }

  std::vector<int128> operands;
  for (const auto& operand : expression.operands) {
    const auto result = evaluate(operand, number_of);
    if (!result) {
      return std::nullopt;
    }
    operands.push_back(*result);
  }

  const auto aligned = [&](std::size_t i) -> std::optional<int128> {
    return checked_mul(operands[i],
                       detail::power_of_ten(expression.scale - expression.operands[i].scale));
  };
  const auto fold = [&](auto combine) -> std::optional<int128> {
    auto result = aligned(0);
    for (std::size_t i = 1; result && i < operands.size(); ++i) {
      const auto next = aligned(i);
      result = next ? combine(*result, *next) : std::nullopt;
    }
    return result;
  };
  const auto elapsed = [&](int128 unit) {
    return detail::floor_divide(operands[1] - operands[0], unit);
  };
  const auto civil = [&] { return civil_from_days(static_cast<std::int64_t>(operands[0])); };

  switch (expression.what) {
    case add:
      return fold(checked_add);
    case subtract:
      return fold(checked_sub);
    case multiply:
      return checked_mul(operands[0], operands[1]);
    case negate:
      return checked_sub(0, operands[0]);
    case minimum:
      return fold([](int128 a, int128 b) { return std::optional{a < b ? a : b}; });
    case maximum:
      return fold([](int128 a, int128 b) { return std::optional{a < b ? b : a}; });
    case round:
      return expression.operands[0].scale < expression.scale
                 ? aligned(0)
                 : std::optional{rescale_half_away(operands[0], expression.operands[0].scale,
                                                   expression.scale)};
    case days_between:
      return elapsed(1);
    case hours_between:
      return elapsed(3'600'000'000);
    case minutes_between:
      return elapsed(60'000'000);
    case year:
      return civil().year;
    case month:
      return civil().month;
    case literal:
    case attribute:
      break;
  }
  return std::nullopt;
}

}  // namespace shozai::inline v1
