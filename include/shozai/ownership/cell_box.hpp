// SPDX-License-Identifier: Apache-2.0
/// \file
/// A part of the space of faults: for each attribute the cells that are left.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/ownership/certainty.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/formula.hpp"
#include "shozai/ownership/levels.hpp"

namespace shozai::inline v1 {

/// Ascending ranges that do not touch.
using cell_ranges = std::vector<cell_range>;

/// Whether all, some or none of `cells` are among `accepted`. \pre `cells` is not empty.
[[nodiscard]] inline certainty share_of(const cell_ranges& cells, const cell_ranges& accepted) {
  bool some = false;
  bool all = true;
  auto a = accepted.begin();
  for (const auto& c : cells) {
    while (a != accepted.end() && a->end <= c.first) {
      ++a;
    }
    const bool meets = a != accepted.end() && a->first < c.end;
    some = some || meets;
    all = all && meets && a->first <= c.first && c.end <= a->end;
  }
  return all ? certainty::always : some ? certainty::sometimes : certainty::never;
}

/// `cells` in two: those among `accepted`, and the others.
[[nodiscard]] inline std::pair<cell_ranges, cell_ranges> split(const cell_ranges& cells,
                                                               const cell_ranges& accepted) {
  std::pair<cell_ranges, cell_ranges> parts;
  auto a = accepted.begin();
  for (auto [at, end] : cells) {
    while (at < end) {
      while (a != accepted.end() && a->end <= at) {
        ++a;
      }
      const bool inside = a != accepted.end() && a->first <= at;
      const auto stop = a == accepted.end() ? end : std::min(end, inside ? a->end : a->first);
      (inside ? parts.first : parts.second).push_back({at, stop});
      at = stop;
    }
  }
  return parts;
}

/// A box: level by level the cells that are left, never none.
using cell_box = std::vector<cell_ranges>;

/// The box of all faults over the attributes of `order`.
[[nodiscard]] inline cell_box everything_over(const level_order& order) {
  cell_box all;
  for (std::uint32_t level = 0; level < order.size(); ++level) {
    all.push_back({{0, order.cells(level).size()}});
  }
  return all;
}

/// The space of the faults of one aspect, as far as its tests tell them apart. Immutable.
class box_space {
 public:
  explicit box_space(const aspect_evaluator& aspect)
      : order_(aspect.document().attributes, aspect.tests(), tested_attributes(aspect.tests())) {
    for (const auto& t : aspect.tests().tests()) {
      const auto level = order_.level_of(t.attribute);
      tests_.push_back({level, order_.cells(level).ranges_of(*t.accepted)});
    }
  }

  /// A test of one attribute, in cells.
  struct test {
    std::uint32_t level;
    cell_ranges accepted;
  };

  [[nodiscard]] const test& operator[](std::size_t number) const { return tests_[number]; }
  [[nodiscard]] const level_order& order() const noexcept { return order_; }

  /// What the completions of `f` fill.
  [[nodiscard]] cell_box of(const fault& f) const {
    cell_box b;
    for (std::uint32_t level = 0; level < order_.size(); ++level) {
      b.push_back(order_.cells(level).ranges_of(f.attributes[order_.attribute(level)].possible()));
    }
    return b;
  }

 private:
  static std::vector<std::size_t> tested_attributes(const formula_table& table) {
    std::vector<std::size_t> all;
    for (const auto& t : table.tests()) {
      all.push_back(t.attribute);
    }
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }

  level_order order_;
  std::vector<test> tests_;
};

/// The truth of formulas in one box after another.
class box_truth {
 public:
  box_truth(const formula_table& table, const box_space& space)
      : table_(table), space_(space), definitions_(table.definitions().size()) {}

  /// What follows is asked of `box`, which must outlive the questions.
  void look_at(const cell_box& box) {
    box_ = &box;
    std::ranges::fill(definitions_, std::nullopt);
  }

  /// Each test is judged by itself, so *sometimes* may turn out otherwise in smaller boxes.
  [[nodiscard]] certainty of(const formula& f) {
    switch (f.what) {
      case condition::kind::constant:
        return f.truth ? certainty::always : certainty::never;
      case condition::kind::test:
        return share_of((*box_)[space_[f.leaf].level], space_[f.leaf].accepted);
      case condition::kind::definition:
        if (!definitions_[f.leaf]) {
          definitions_[f.leaf] = of(table_.definitions()[f.leaf]);
        }
        return *definitions_[f.leaf];
      case condition::kind::negation:
        return opposite(of(f.operands.front()));
      case condition::kind::conjunction:
      case condition::kind::disjunction:
        break;
    }
    const bool all = f.what == condition::kind::conjunction;
    const auto settles = all ? certainty::never : certainty::always;
    auto result = all ? certainty::always : certainty::never;
    for (const auto& operand : f.operands) {
      const auto part = of(operand);
      result = all ? std::min(result, part) : std::max(result, part);
      if (result == settles) {
        break;
      }
    }
    return result;
  }

  /// A test that is undecided in a formula that is. \pre `of(f) == certainty::sometimes`.
  [[nodiscard]] std::size_t open_test(const formula& f) {
    const auto* at = &f;
    while (at->what != condition::kind::test) {
      at = at->what == condition::kind::definition
               ? &table_.definitions()[at->leaf]
               : &*std::ranges::find_if(
                     at->operands, [&](const formula& o) { return of(o) == certainty::sometimes; });
    }
    return at->leaf;
  }

 private:
  static certainty opposite(certainty c) {
    return c == certainty::always  ? certainty::never
           : c == certainty::never ? certainty::always
                                   : certainty::sometimes;
  }

  const formula_table& table_;
  const box_space& space_;
  const cell_box* box_ = nullptr;
  std::vector<std::optional<certainty>> definitions_;
};

}  // namespace shozai::inline v1
