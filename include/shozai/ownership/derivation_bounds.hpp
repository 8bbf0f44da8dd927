// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a derivation can come to, and which inputs make it come to that: interval arithmetic.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "shozai/core/attribute.hpp"
#include "shozai/core/date_time.hpp"
#include "shozai/core/decimal.hpp"
#include "shozai/core/derivation.hpp"
#include "shozai/ownership/calendar_bounds.hpp"
#include "shozai/ownership/number_ranges.hpp"

namespace shozai::inline v1::detail {

/// `a / b`, rounded up. \pre `b` is positive.
[[nodiscard]] inline int128 ceil_divide(int128 a, int128 b) {
  const int128 quotient = a / b;
  return quotient * b < a ? quotient + 1 : quotient;
}

/// What gives a number of `product` when it is multiplied by a number of `by`, all positive.
[[nodiscard]] inline number_range divide_by_positive(const number_range& product,
                                                     const number_range& by) {
  return {ceil_divide(product.least, product.least > 0 ? by.most : by.least),
          floor_divide(product.most, product.most > 0 ? by.least : by.most)};
}

/// What gives a number of `product` when it is multiplied by a number of `by`.
[[nodiscard]] inline number_range divide(const number_range& product, const number_range& by) {
  if (product.contains(0) && by.contains(0)) {
    return {};
  }
  const auto negated = [](const number_range& r) -> number_range {
    return {bounded_sub(0, r.most), bounded_sub(0, r.least)};
  };
  number_range result{1, 0};
  if (const auto above = intersect(by, {1, int128_max}); !above.empty()) {
    result = divide_by_positive(product, above);
  }
  if (const auto below = intersect(by, {int128_min, -1}); !below.empty()) {
    const auto mirrored = divide_by_positive(product, negated(below));
    result = span_of(result, mirrored.empty() ? mirrored : negated(mirrored));
  }
  return result;
}

/// The least number that, with its last `digits` rounded off half away from zero, is at least
/// `rounded`.
[[nodiscard]] inline int128 least_rounded_to(int128 rounded, int digits) {
  const auto power = power_of_ten(digits);
  const auto middle = bounded_sub(bounded_mul(rounded, power), power / 2);
  // Halves of negative numbers are rounded down.
  return rounded > 0 || middle == int128_min ? middle : middle + 1;
}

/// The derivation of one attribute as a list of steps, each after those that it reads. It is the
/// attribute's number that the last comes to.
///
/// The bounds are safe: they never leave out a number that the derivation can come to, nor an input
/// that it can come from.
/// \par Thread safety None: it keeps what `forward` found for `backward`.
class derivation_bounds {
 public:
  /// \pre `a` is derived.
  explicit derivation_bounds(const attribute& a) : inputs_(a.inputs) {
    aligned(*a.derived, a.scale);
    ranges_.resize(steps_.size());
    wanted_.resize(steps_.size());
  }

  /// What comes of inputs in these ranges, in the order of the attribute's `inputs`. None is empty.
  [[nodiscard]] number_range forward(std::span<const number_range> inputs) {
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      ranges_[i] = result_of(steps_[i], inputs);
    }
    return ranges_.back();
  }

  /// Narrows the inputs, which `forward` had, to what a result in `wanted` can come of; false where
  /// there is nothing.
  [[nodiscard]] bool backward(const number_range& wanted, std::span<number_range> inputs) {
    wanted_.back() = intersect(ranges_.back(), wanted);
    for (auto i = steps_.size(); i-- > 0;) {
      if (wanted_[i].empty()) {
        return false;
      }
      const auto& s = steps_[i];
      if (s.what == kind::input) {
        inputs[s.left] = intersect(inputs[s.left], wanted_[i]);
        if (inputs[s.left].empty()) {
          return false;
        }
      } else {
        narrow_operands(s, wanted_[i]);
      }
    }
    return true;
  }

 private:
  enum class kind : std::uint8_t {
    constant,
    input,
    add,
    subtract,
    multiply,
    minimum,
    maximum,
    round_off,
    floor_divide,
    year,
    month,
  };

  struct step {
    kind what = kind::constant;
    int128 number = 0;      // a constant, the digits to round off, or a divisor
    std::size_t left = 0;   // a step; of an input its place among the inputs
    std::size_t right = 0;  // a step, of what takes two
  };

  std::size_t append(const step& s) {
    steps_.push_back(s);
    return steps_.size() - 1;
  }

  std::size_t constant(int128 number) { return append({kind::constant, number}); }

  // The steps of `d`, brought to a scale that is not less than its own.
  std::size_t aligned(const derivation& d, int scale) {
    const auto plain = steps_of(d);
    const auto power = power_of_ten(scale - d.scale);
    return power == 1 ? plain : append({kind::multiply, 0, plain, constant(power)});
  }

  std::size_t steps_of(const derivation& d) {
    using enum derivation::operation;
    switch (d.what) {
      case literal:
        return constant(d.number);
      case attribute: {
        const auto place = std::ranges::lower_bound(inputs_, d.attribute) - inputs_.begin();
        return append({kind::input, 0, static_cast<std::size_t>(place)});
      }
      case add:
        return chain(kind::add, d);
      case subtract:
        return chain(kind::subtract, d);
      case minimum:
        return chain(kind::minimum, d);
      case maximum:
        return chain(kind::maximum, d);
      case multiply: {
        const auto left = steps_of(d.operands[0]);
        return append({kind::multiply, 0, left, steps_of(d.operands[1])});
      }
      case negate: {
        const auto zero = constant(0);
        return append({kind::subtract, 0, zero, steps_of(d.operands[0])});
      }
      case round: {
        const auto& operand = d.operands[0];
        const auto digits = operand.scale - d.scale;
        return digits <= 0 ? aligned(operand, d.scale)
                           : append({kind::round_off, digits, steps_of(operand)});
      }
      case days_between:
        return elapsed(d, 1);
      case hours_between:
        return elapsed(d, microseconds_per_hour);
      case minutes_between:
        return elapsed(d, microseconds_per_minute);
      case year:
        return append({kind::year, 0, steps_of(d.operands[0])});
      case month:
        break;
    }
    return append({kind::month, 0, steps_of(d.operands[0])});
  }

  std::size_t chain(kind what, const derivation& d) {
    auto result = aligned(d.operands[0], d.scale);
    for (std::size_t i = 1; i < d.operands.size(); ++i) {
      result = append({what, 0, result, aligned(d.operands[i], d.scale)});
    }
    return result;
  }

  std::size_t elapsed(const derivation& d, int128 unit) {
    const auto from = steps_of(d.operands[0]);
    const auto difference = append({kind::subtract, 0, steps_of(d.operands[1]), from});
    return append({kind::floor_divide, unit, difference});
  }

  [[nodiscard]] number_range result_of(const step& s, std::span<const number_range> inputs) const {
    if (s.what == kind::constant) {
      return {s.number, s.number};
    }
    if (s.what == kind::input) {
      return inputs[s.left];
    }
    const auto& a = ranges_[s.left];
    const auto& b = ranges_[s.right];
    switch (s.what) {
      case kind::add:
        return {bounded_add(a.least, b.least), bounded_add(a.most, b.most)};
      case kind::subtract:
        return {bounded_sub(a.least, b.most), bounded_sub(a.most, b.least)};
      case kind::multiply: {
        const auto [least, most] =
            std::minmax({bounded_mul(a.least, b.least), bounded_mul(a.least, b.most),
                         bounded_mul(a.most, b.least), bounded_mul(a.most, b.most)});
        return {least, most};
      }
      case kind::minimum:
        return {std::min(a.least, b.least), std::min(a.most, b.most)};
      case kind::maximum:
        return {std::max(a.least, b.least), std::max(a.most, b.most)};
      case kind::round_off: {
        const auto digits = static_cast<int>(s.number);
        return {rescale_half_away(a.least, digits, 0), rescale_half_away(a.most, digits, 0)};
      }
      case kind::floor_divide:
        return {floor_divide(a.least, s.number), floor_divide(a.most, s.number)};
      case kind::year:
        return years_of(a);
      default:
        return months_of(a);
    }
  }

  // What the operands must be in for the step to come to something in `to`.
  void narrow_operands(const step& s, const number_range& to) {
    const auto& a = ranges_[s.left];
    const auto& b = ranges_[s.right];
    const auto want = [&](std::size_t operand, const number_range& range) {
      wanted_[operand] = intersect(ranges_[operand], range);
    };
    switch (s.what) {
      case kind::add:
        want(s.left, {bounded_sub(to.least, b.most), bounded_sub(to.most, b.least)});
        want(s.right, {bounded_sub(to.least, a.most), bounded_sub(to.most, a.least)});
        break;
      case kind::subtract:
        want(s.left, {bounded_add(to.least, b.least), bounded_add(to.most, b.most)});
        want(s.right, {bounded_sub(a.least, to.most), bounded_sub(a.most, to.least)});
        break;
      case kind::multiply:
        want(s.left, divide(to, b));
        want(s.right, divide(to, a));
        break;
      case kind::minimum:  // one that cannot be so small leaves it to the other
        want(s.left, {to.least, b.least > to.most ? to.most : int128_max});
        want(s.right, {to.least, a.least > to.most ? to.most : int128_max});
        break;
      case kind::maximum:
        want(s.left, {b.most < to.least ? to.least : int128_min, to.most});
        want(s.right, {a.most < to.least ? to.least : int128_min, to.most});
        break;
      case kind::round_off: {
        const auto digits = static_cast<int>(s.number);
        want(s.left, {least_rounded_to(to.least, digits),
                      bounded_sub(0, least_rounded_to(bounded_sub(0, to.most), digits))});
        break;
      }
      case kind::floor_divide:
        want(s.left, {bounded_mul(to.least, s.number),
                      bounded_add(bounded_mul(to.most, s.number), s.number - 1)});
        break;
      case kind::year:
        want(s.left, days_in_years(a, to));
        break;
      case kind::month:
        want(s.left, days_in_months(a, to));
        break;
      case kind::constant:
      case kind::input:
        break;
    }
  }

  std::vector<std::size_t> inputs_;
  std::vector<step> steps_;
  std::vector<number_range> ranges_;  // of each step
  std::vector<number_range> wanted_;
};

}  // namespace shozai::inline v1::detail
