// SPDX-License-Identifier: Apache-2.0
/// \file
/// What several differences between numbers say together: a year from delivery to the fault and a
/// week from there to the repair are more than a year from delivery to the repair.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "shozai/core/attribute.hpp"
#include "shozai/core/date_time.hpp"
#include "shozai/core/decimal.hpp"
#include "shozai/core/derivation.hpp"
#include "shozai/ownership/number_ranges.hpp"

namespace shozai::inline v1::detail {

/// `to` less `from`, divided by `unit` and rounded down.
struct difference {
  std::size_t from;
  std::size_t to;
  int128 unit;
};

/// The difference of two attributes that `a` is derived as; nothing where it is something else.
[[nodiscard]] inline std::optional<difference> difference_of(const attribute& a) {
  using enum derivation::operation;
  const auto& d = *a.derived;
  const bool plain = d.scale == a.scale && d.operands.size() == 2 &&
                     std::ranges::all_of(d.operands, [&](const derivation& operand) {
                       return operand.what == attribute && operand.scale == d.scale;
                     });
  if (!plain) {
    return std::nullopt;
  }
  const auto first = d.operands[0].attribute;
  const auto second = d.operands[1].attribute;
  switch (d.what) {
    case subtract:
      return difference{second, first, 1};
    case days_between:
      return difference{first, second, 1};
    case hours_between:
      return difference{first, second, microseconds_per_hour};
    case minutes_between:
      return difference{first, second, microseconds_per_minute};
    default:
      return std::nullopt;
  }
}

/// Numbers of a list, some of which are differences of others: shortest paths between them.
///
/// Narrowing one derivation after the other finds the same, but in steps as small as the numbers
/// contradict each other.
class difference_bounds {
 public:
  /// The number `result` is the difference `d` between numbers of the list.
  void add(std::size_t result, const difference& d) {
    links_.push_back({result, {node_of(d.from), node_of(d.to), d.unit}});
  }

  /// Calls `limit(i, range)` for each number `i` concerned with the range that it is in, given that
  /// all are in the hulls of `s`. False where they cannot be, or where `limit` says so.
  template <typename Limit>
  [[nodiscard]] bool narrow(const std::vector<number_ranges>& s, const Limit& limit) {
    constexpr std::size_t too_many = 16;  // the time grows with the third power
    if (links_.size() < 2 || nodes_.size() > too_many) {
      return true;
    }
    read(s);
    if (!close()) {
      return false;
    }
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (!limit(nodes_[i], {-most(i, zero()), most(zero(), i)})) {
        return false;
      }
    }
    return std::ranges::all_of(links_, [&](const link& l) {
      const auto& [from, to, unit] = l.what;
      return limit(l.result,
                   {floor_divide(-most(to, from), unit), floor_divide(most(from, to), unit)});
    });
  }

 private:
  struct link {
    std::size_t result;
    difference what;  // of nodes
  };

  std::size_t node_of(std::size_t number) {
    const auto found = std::ranges::find(nodes_, number);
    if (found == nodes_.end()) {
      nodes_.push_back(number);
      return nodes_.size() - 1;
    }
    return static_cast<std::size_t>(found - nodes_.begin());
  }

  // The node that stands for the number zero.
  [[nodiscard]] std::size_t zero() const { return nodes_.size(); }

  // By how much at most `to` is greater than `from`.
  [[nodiscard]] int128& most(std::size_t from, std::size_t to) {
    return most_[from * (nodes_.size() + 1) + to];
  }

  void read(const std::vector<number_ranges>& s) {
    most_.assign((nodes_.size() + 1) * (nodes_.size() + 1), int128_max);
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const auto span = span_of(s[nodes_[i]]);
      most(zero(), i) = span.most;
      most(i, zero()) = -span.least;
    }
    for (const auto& l : links_) {
      const auto& [from, to, unit] = l.what;
      const auto span = span_of(s[l.result]);
      most(from, to) = std::min(most(from, to), span.most * unit + unit - 1);
      most(to, from) = std::min(most(to, from), -span.least * unit);
    }
  }

  // Shortest paths (Floyd and Warshall); false where a circle is shorter than nothing. Bounded,
  // for such circles are run through more and more often.
  bool close() {
    const auto size = nodes_.size() + 1;
    for (std::size_t by = 0; by < size; ++by) {
      for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j < size; ++j) {
          most(i, j) = std::min(most(i, j), bounded_add(most(i, by), most(by, j)));
        }
      }
    }
    for (std::size_t i = 0; i < size; ++i) {
      if (most(i, i) < 0) {
        return false;
      }
    }
    return true;
  }

  std::vector<std::size_t> nodes_;  // numbers of the list
  std::vector<link> links_;
  std::vector<int128> most_;  // from each node to each
};

}  // namespace shozai::inline v1::detail
