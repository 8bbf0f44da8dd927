// SPDX-License-Identifier: Apache-2.0
/// \file
/// Sets of 128-bit numbers as ranges with both ends included, and arithmetic that stops at 128
/// bits.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/core/decimal.hpp"
#include "shozai/core/domain.hpp"
#include "shozai/core/value_set.hpp"

namespace shozai::inline v1::detail {

/// `a + b`, or the last number of 128 bits on its way.
///
/// A derivation whose intermediate result leaves 128 bits has no value. So a bound may stop there:
/// no number that counts lies beyond.
[[nodiscard]] constexpr int128 bounded_add(int128 a, int128 b) noexcept {
  return checked_add(a, b).value_or(a < 0 ? int128_min : int128_max);
}
[[nodiscard]] constexpr int128 bounded_sub(int128 a, int128 b) noexcept {
  return checked_sub(a, b).value_or(a < 0 ? int128_min : int128_max);
}
[[nodiscard]] constexpr int128 bounded_mul(int128 a, int128 b) noexcept {
  return checked_mul(a, b).value_or((a < 0) == (b < 0) ? int128_max : int128_min);
}

/// The numbers `least`..`most`; none where `most` is less.
struct number_range {
  int128 least = int128_min;
  int128 most = int128_max;

  [[nodiscard]] constexpr bool empty() const noexcept { return most < least; }
  [[nodiscard]] constexpr bool contains(int128 n) const noexcept { return least <= n && n <= most; }

  friend bool operator==(const number_range&, const number_range&) = default;
};

[[nodiscard]] constexpr number_range intersect(const number_range& a,
                                               const number_range& b) noexcept {
  return {std::max(a.least, b.least), std::min(a.most, b.most)};
}

/// The smallest range that holds both.
[[nodiscard]] constexpr number_range span_of(const number_range& a,
                                             const number_range& b) noexcept {
  return a.empty()   ? b
         : b.empty() ? a
                     : number_range{std::min(a.least, b.least), std::max(a.most, b.most)};
}

/// Ascending ranges, none of them empty, that neither overlap nor touch.
using number_ranges = std::vector<number_range>;

/// \pre `s` is not empty.
[[nodiscard]] inline number_range span_of(const number_ranges& s) {
  return {s.front().least, s.back().most};
}

/// The ranges in their order, those that touch made one.
[[nodiscard]] inline number_ranges united(std::vector<number_range> all) {
  std::ranges::sort(all, {}, &number_range::least);
  number_ranges result;
  for (const auto& next : all) {
    if (!result.empty() && next.least <= bounded_add(result.back().most, 1)) {
      result.back().most = std::max(result.back().most, next.most);
    } else {
      result.push_back(next);
    }
  }
  return result;
}

[[nodiscard]] inline number_ranges intersect(const number_ranges& a, const number_ranges& b) {
  number_ranges common;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const auto both = intersect(a[i], b[j]);
    if (!both.empty()) {
      common.push_back(both);
    }
    a[i].most < b[j].most ? ++i : ++j;
  }
  return common;
}

/// Leaves of `s` what lies in `limits`.
inline void clip(number_ranges& s, const number_range& limits) {
  for (auto& each : s) {
    each = intersect(each, limits);
  }
  std::erase_if(s, [](const number_range& r) { return r.empty(); });
}

/// The number of `s` that is nearest to `wanted`; of two, the greater. \pre `s` is not empty.
[[nodiscard]] inline int128 nearest(const number_ranges& s, int128 wanted) {
  auto best = s.front().least;
  for (const auto& each : s) {
    const auto candidate = std::clamp(wanted, each.least, each.most);
    const auto distance = [&](int128 n) { return magnitude(bounded_sub(n, wanted)); };
    best = distance(candidate) <= distance(best) ? candidate : best;
  }
  return best;
}

/// The numbers of `s`, a set of values of `d`. \pre `d` is not one of texts.
[[nodiscard]] inline number_ranges numbers_of(const domain& d, const value_set& s) {
  number_ranges result;
  for (const auto& i : s.intervals()) {
    const auto end = i.to ? int128{std::get<std::int64_t>(*i.to)} - 1 : int128{d.max()};
    result.push_back({std::get<std::int64_t>(i.from), end});
  }
  clip(result, {d.min(), d.max()});
  return result;
}

}  // namespace shozai::inline v1::detail
