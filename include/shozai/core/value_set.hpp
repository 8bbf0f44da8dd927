// SPDX-License-Identifier: Apache-2.0
/// \file
/// Sets of values as sorted, disjoint intervals: what a test accepts, what is known of a fault.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "shozai/core/value.hpp"

namespace shozai::inline v1 {

/// The values from `from` up to, not including, `to`; without `to`, up to the end of the domain.
///
/// Half-open, because every value of every domain has a next one (or is the last), while a text
/// has in general no previous one.
struct interval {
  value from;
  std::optional<value> to;

  [[nodiscard]] bool covers(const value& v) const { return from <= v && (!to || v < *to); }

  friend bool operator==(const interval&, const interval&) = default;
};

/// A set of values of one domain, with or without *none*.
///
/// Canonical: intervals are sorted, non-empty, and neither overlap nor touch, so that equal sets
/// compare equal. \par Complexity Every operation is linear in the number of intervals.
class value_set {
 public:
  value_set() = default;
  value_set(bool with_none, std::vector<interval> intervals)
      : none_(with_none), intervals_(canonical(std::move(intervals))) {}

  [[nodiscard]] bool has_none() const noexcept { return none_; }
  [[nodiscard]] std::span<const interval> intervals() const noexcept { return intervals_; }
  [[nodiscard]] bool empty() const noexcept { return !none_ && intervals_.empty(); }

  [[nodiscard]] bool contains(const value& v) const {
    if (is_none(v)) {
      return none_;
    }
    return std::ranges::any_of(intervals_, [&](const interval& i) { return i.covers(v); });
  }

  [[nodiscard]] friend value_set unite(const value_set& a, const value_set& b) {
    auto all = a.intervals_;
    all.insert(all.end(), b.intervals_.begin(), b.intervals_.end());
    return {a.none_ || b.none_, std::move(all)};
  }

  [[nodiscard]] friend value_set intersect(const value_set& a, const value_set& b) {
    std::vector<interval> common;
    for (std::size_t i = 0, j = 0; i < a.intervals_.size() && j < b.intervals_.size();) {
      const auto& x = a.intervals_[i];
      const auto& y = b.intervals_[j];
      const auto& from = std::max(x.from, y.from);
      const auto& to = ends_first(x.to, y.to) ? x.to : y.to;
      if (!to || from < *to) {
        common.push_back({from, to});
      }
      ends_first(x.to, y.to) ? ++i : ++j;
    }
    return {a.none_ && b.none_, std::move(common)};
  }

  friend bool operator==(const value_set&, const value_set&) = default;

 private:
  using end_point = std::optional<value>;  // nothing: the end of the domain

  static bool ends_first(const end_point& a, const end_point& b) { return a && (!b || *a < *b); }

  static std::vector<interval> canonical(std::vector<interval> intervals) {
    std::ranges::sort(intervals, {}, &interval::from);
    std::vector<interval> merged;
    for (auto& next : intervals) {
      if (next.to && *next.to <= next.from) {
        continue;
      }
      if (merged.empty() || (merged.back().to && *merged.back().to < next.from)) {
        merged.push_back(std::move(next));
      } else if (ends_first(merged.back().to, next.to)) {
        merged.back().to = std::move(next.to);
      }
    }
    return merged;
  }

  bool none_ = false;
  std::vector<interval> intervals_;
};

}  // namespace shozai::inline v1
