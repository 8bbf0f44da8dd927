// SPDX-License-Identifier: Apache-2.0
/// \file
/// A domain cut at the constants that occur: all values of a cell fare alike.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/attribute.hpp"
#include "shozai/core/value.hpp"
#include "shozai/core/value_set.hpp"

namespace shozai::inline v1 {

/// Cells `first`..`end` - 1.
struct cell_range {
  std::uint32_t first;
  std::uint32_t end;

  friend bool operator==(const cell_range&, const cell_range&) = default;
};

/// The cells of one attribute, numbered in the order of their values. On an optional attribute
/// cell 0 is *none* alone.
class attribute_cells {
 public:
  attribute_cells() = default;

  /// Cuts the domain of `a` at the bounds of every one of `sets`.
  attribute_cells(const attribute& a, const std::vector<const value_set*>& sets)
      : with_none_(a.optional) {
    std::set<value> bounds{a.domain.first()};
    for (const auto* s : sets) {
      for (const auto& i : s->intervals()) {
        bounds.insert(i.from);
        if (i.to) {
          bounds.insert(*i.to);
        }
      }
    }
    first_values_.assign(bounds.begin(), bounds.end());
    for (const auto& v : first_values_) {
      if (const auto* number = std::get_if<std::int64_t>(&v)) {
        first_numbers_.push_back(*number);
      }
    }
  }

  [[nodiscard]] std::uint32_t size() const noexcept {
    return static_cast<std::uint32_t>(first_values_.size()) + offset();
  }
  [[nodiscard]] bool with_none() const noexcept { return with_none_; }
  /// The least value of each cell but that of none, ascending.
  [[nodiscard]] const std::vector<value>& first_values() const noexcept { return first_values_; }

  /// The cell of a value of the domain, or of none. \par Complexity Logarithmic.
  [[nodiscard]] std::uint32_t cell_of(const value& v) const noexcept {
    if (const auto* number = std::get_if<std::int64_t>(&v)) {
      return cell_of(*number);
    }
    const auto* text = std::get_if<std::string>(&v);
    if (text == nullptr) {
      return 0;  // none
    }
    const auto after = std::ranges::upper_bound(
        first_values_, *text, {},
        [](const value& first) -> const auto& { return *std::get_if<std::string>(&first); });
    return static_cast<std::uint32_t>(after - first_values_.begin()) - 1 + offset();
  }

  /// The cells that `s` meets, as ascending ranges that do not touch. For a set that the domain
  /// was cut at these are exactly its values.
  [[nodiscard]] std::vector<cell_range> ranges_of(const value_set& s) const {
    std::vector<cell_range> ranges;
    const auto add = [&](std::uint32_t first, std::uint32_t end) {
      if (!ranges.empty() && ranges.back().end >= first) {
        ranges.back().end = std::max(ranges.back().end, end);
      } else {
        ranges.push_back({first, end});
      }
    };
    if (s.has_none() && with_none_) {
      add(0, 1);
    }
    for (const auto& i : s.intervals()) {
      add(cell_of(i.from), end_of(i));
    }
    return ranges;
  }

  /// The values in `ranges`, which are as `ranges_of` makes them.
  [[nodiscard]] value_set set_of(const std::vector<cell_range>& ranges) const {
    bool none = false;
    std::vector<interval> intervals;
    for (auto [first, end] : ranges) {
      if (with_none_ && first == 0) {
        none = true;
        ++first;
      }
      if (first < end) {
        intervals.push_back(
            {first_values_[first - offset()],
             end < size() ? std::optional{first_values_[end - offset()]} : std::optional<value>{}});
      }
    }
    return {none, std::move(intervals)};
  }

 private:
  // Halves the range without a branch that could be guessed wrong.
  [[nodiscard]] std::uint32_t cell_of(std::int64_t number) const noexcept {
    const auto* cuts = first_numbers_.data();
    std::size_t low = 0;
    for (std::size_t length = first_numbers_.size(); length > 1;) {
      const auto half = length / 2;
      low += cuts[low + half] <= number ? half : 0;
      length -= half;
    }
    return static_cast<std::uint32_t>(low) + offset();
  }

  [[nodiscard]] std::uint32_t offset() const noexcept { return with_none_ ? 1 : 0; }

  // One past the last cell that the interval meets.
  [[nodiscard]] std::uint32_t end_of(const interval& i) const {
    if (!i.to) {
      return size();
    }
    const auto at = std::ranges::lower_bound(first_values_, *i.to);
    return static_cast<std::uint32_t>(at - first_values_.begin()) + offset();
  }

  bool with_none_ = false;
  std::vector<value> first_values_;
  std::vector<std::int64_t> first_numbers_;  // the same; empty for texts
};

}  // namespace shozai::inline v1
