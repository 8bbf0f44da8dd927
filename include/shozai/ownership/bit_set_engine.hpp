// SPDX-License-Identifier: Apache-2.0
/// \file
/// Companion of the diagram: a bit set of rules for every cell, intersected at evaluation.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "shozai/core/value.hpp"
#include "shozai/ownership/boxes.hpp"
#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/levels.hpp"
#include "shozai/ownership/verdict.hpp"

namespace shozai::inline v1 {

namespace detail {

using bit_word = std::uint64_t;
inline constexpr std::size_t bits_per_word = 64;

}  // namespace detail

/// What deciding by bit sets needs, sized once; keep one per thread.
struct bit_scratch {
  std::vector<const std::uint64_t*> sets;  ///< by attribute, that of the fault's cell
  std::vector<std::uint64_t> rows;
  std::vector<std::uint64_t> beaten;
};

/// Decides complete faults of one aspect: for each attribute the set of rows (boxes of rules) that
/// accept the fault's cell, all intersected; then the hit policy on what is left.
///
/// The cost follows the number of rules, not the shape of the policy: it answers where a diagram
/// would be too large. Rules are correlated, so partial faults are not its business.
class bit_set_engine {
 public:
  /// Nothing if a condition has too many boxes, or the sets would pass the budget's memory.
  [[nodiscard]] static std::optional<bit_set_engine> build(const aspect_evaluator& aspect,
                                                           const compile_budget& budget) {
    bit_set_engine engine;
    return engine.fill(aspect, budget) ? std::optional{std::move(engine)} : std::nullopt;
  }

  [[nodiscard]] std::size_t bytes() const noexcept {
    return (sets_.size() + beats_.size()) * sizeof(std::uint64_t);
  }
  [[nodiscard]] std::size_t words() const noexcept { return words_; }
  [[nodiscard]] std::size_t levels() const noexcept { return levels_.size(); }

  /// Sizes the scratch, so that `decide` allocates nothing.
  void prepare(bit_scratch& scratch) const {
    scratch.sets.resize(std::max(scratch.sets.size(), levels_.size()));
    scratch.rows.resize(std::max(scratch.rows.size(), words_));
    scratch.beaten.resize(std::max(scratch.beaten.size(), rule_words_));
  }

  /// The verdict on a complete fault. \pre `prepare(scratch)` was called.
  /// \par Complexity The attributes times the rules over 64; no allocation.
  [[nodiscard]] decision_handle decide(std::span<const value> values,
                                       bit_scratch& scratch) const noexcept {
    find_sets(values, scratch);
    if (policy_ == hit_policy::first) {
      return decide_first(scratch);
    }
    for (std::size_t w = 0; w < words_; ++w) {
      scratch.rows[w] = intersection(scratch, w);
    }
    // Rows: first those of broken assumptions, then those of the rules in document order.
    if (first_row(scratch.rows, 0) < first_rule_row_) {
      return impossible();
    }
    return policy_ == hit_policy::override_ ? decide_override(scratch) : decide_unique(scratch);
  }

  /// The rules that apply to a complete fault, ascending. \pre `prepare(scratch)` was called.
  [[nodiscard]] std::vector<std::size_t> applying(std::span<const value> values,
                                                  bit_scratch& scratch) const {
    find_sets(values, scratch);
    for (std::size_t w = 0; w < words_; ++w) {
      scratch.rows[w] = intersection(scratch, w);
    }
    std::vector<std::size_t> rules;
    for (auto row = first_row(scratch.rows, first_rule_row_); row != no_row;
         row = first_row(scratch.rows, row + 1)) {
      if (rules.empty() || rules.back() != rule_at(row)) {
        rules.push_back(rule_at(row));
      }
    }
    return rules;
  }

 private:
  bit_set_engine() = default;

  static constexpr std::size_t no_row = std::numeric_limits<std::size_t>::max();

  struct level_sets {
    std::size_t attribute;
    attribute_cells cells;
    std::size_t first;  // word of cell 0
  };

  bool fill(const aspect_evaluator& aspect, const compile_budget& budget) {
    policy_ = aspect.aspect().hit_policy;
    const auto& schema = aspect.document().attributes;
    const detail::box_maker maker(aspect.tests(), schema);
    std::vector<detail::box> rows;
    for (const auto& f : aspect.assumption_formulas()) {
      auto broken = maker.boxes(f, false);
      if (!broken) {
        return false;
      }
      std::ranges::move(*broken, std::back_inserter(rows));
    }
    first_rule_row_ = rows.size();
    for (std::size_t i = 0; i < aspect.rule_formulas().size(); ++i) {
      auto boxes = maker.boxes(aspect.rule_formulas()[i]);
      if (!boxes) {
        return false;
      }
      rule_of_row_.insert(rule_of_row_.end(), boxes->size(), static_cast<std::uint32_t>(i));
      std::ranges::move(*boxes, std::back_inserter(rows));
    }
    words_ = rows.size() / detail::bits_per_word + 1;
    rule_words_ = aspect.rule_formulas().size() / detail::bits_per_word + 1;
    last_word_ = (std::uint64_t{1} << (rows.size() % detail::bits_per_word)) - 1;
    return fill_sets(aspect, rows, budget) && fill_rules(aspect, budget);
  }

  bool fill_sets(const aspect_evaluator& aspect, const std::vector<detail::box>& rows,
                 const compile_budget& budget) {
    std::set<std::size_t> attributes;
    for (const auto& row : rows) {
      for (const auto& [attribute, unused] : row) {
        attributes.insert(attribute);
      }
    }
    for (const auto attribute : attributes) {
      std::vector<const value_set*> sets;
      for (const auto& row : rows) {
        if (const auto found = row.find(attribute); found != row.end()) {
          sets.push_back(&found->second);
        }
      }
      level_sets level{attribute, {aspect.document().attributes[attribute], sets}, sets_.size()};
      const auto size = level.cells.size() * words_;
      if ((sets_.size() + size) * sizeof(std::uint64_t) > budget.memory_bytes) {
        return false;
      }
      sets_.resize(sets_.size() + size, 0);
      for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto found = rows[row].find(attribute);
        if (found == rows[row].end()) {
          set_bits(level, {{0, level.cells.size()}}, row);
        } else {
          set_bits(level, level.cells.ranges_of(found->second), row);
        }
      }
      levels_.push_back(std::move(level));
    }
    return true;
  }

  void set_bits(const level_sets& level, const std::vector<cell_range>& ranges, std::size_t row) {
    for (const auto& range : ranges) {
      for (auto cell = range.first; cell < range.end; ++cell) {
        sets_[level.first + cell * words_ + row / detail::bits_per_word] |=
            std::uint64_t{1} << (row % detail::bits_per_word);
      }
    }
  }

  bool fill_rules(const aspect_evaluator& aspect, const compile_budget& budget) {
    const assignment_classes classes(aspect);
    const auto count = aspect.rule_formulas().size();
    for (std::size_t i = 0; i < count; ++i) {
      assignment_of_.push_back(classes.of(i));
      generation_of_.push_back(aspect.aspect().rules[i].generation);
    }
    if (aspect.aspect().otherwise) {
      otherwise_ = static_cast<std::uint32_t>(count);
      assignment_of_.push_back(classes.of(count));
    }
    if (policy_ != hit_policy::override_) {
      return true;
    }
    if ((sets_.size() + count * rule_words_) * sizeof(std::uint64_t) > budget.memory_bytes) {
      return false;
    }
    beats_.resize(count * rule_words_, 0);
    for (std::size_t i = 0; i < count; ++i) {
      for (const auto below : aspect.overridden({i})) {
        if (below < count) {
          beats_[i * rule_words_ + below / detail::bits_per_word] |=
              std::uint64_t{1} << (below % detail::bits_per_word);
        }
      }
    }
    return true;
  }

  void find_sets(std::span<const value> values, bit_scratch& scratch) const noexcept {
    for (std::size_t i = 0; i < levels_.size(); ++i) {
      const auto& level = levels_[i];
      const auto cell = level.cells.cell_of(values[level.attribute]);
      scratch.sets[i] = sets_.data() + level.first + cell * words_;
    }
  }

  // Of the rows in word `w`, those that every attribute of the fault accepts.
  [[nodiscard]] std::uint64_t intersection(const bit_scratch& scratch,
                                           std::size_t w) const noexcept {
    auto rows = w + 1 == words_ ? last_word_ : ~std::uint64_t{0};
    for (std::size_t i = 0; i < levels_.size(); ++i) {
      rows &= scratch.sets[i][w];
    }
    return rows;
  }

  // The first row from `from` on that is left.
  [[nodiscard]] std::size_t first_row(const std::vector<std::uint64_t>& rows,
                                      std::size_t from) const noexcept {
    auto w = from / detail::bits_per_word;
    if (w >= words_) {
      return no_row;
    }
    auto word = rows[w] & (~std::uint64_t{0} << (from % detail::bits_per_word));
    while (word == 0) {
      if (++w == words_) {
        return no_row;
      }
      word = rows[w];
    }
    return w * detail::bits_per_word + static_cast<std::size_t>(std::countr_zero(word));
  }

  [[nodiscard]] std::uint32_t rule_at(std::size_t row) const noexcept {
    return rule_of_row_[row - first_rule_row_];
  }

  [[nodiscard]] decision_handle decided_by(std::uint32_t rule, bool alone) const noexcept {
    return {decision_state::decided, alone ? rule : verdict::several, assignment_of_[rule]};
  }
  [[nodiscard]] decision_handle by_default() const noexcept {
    return otherwise_ ? decided_by(*otherwise_, true)
                      : decision_handle{decision_state::gap, verdict::several, 0};
  }
  static decision_handle impossible() noexcept {
    return {decision_state::impossible, verdict::several, 0};
  }
  static decision_handle conflict() noexcept {
    return {decision_state::conflict, verdict::several, 0};
  }

  // The first row decides, so the words behind it need not be looked at.
  [[nodiscard]] decision_handle decide_first(const bit_scratch& scratch) const noexcept {
    for (std::size_t w = 0; w < words_; ++w) {
      if (const auto rows = intersection(scratch, w); rows != 0) {
        const auto row =
            w * detail::bits_per_word + static_cast<std::size_t>(std::countr_zero(rows));
        return row < first_rule_row_ ? impossible() : decided_by(rule_at(row), true);
      }
    }
    return by_default();
  }

  // Exactly one rule of the youngest generation that applies.
  [[nodiscard]] decision_handle decide_unique(const bit_scratch& scratch) const noexcept {
    auto row = first_row(scratch.rows, first_rule_row_);
    if (row == no_row) {
      return by_default();
    }
    const auto rule = rule_at(row);
    for (; row != no_row; row = first_row(scratch.rows, row + 1)) {
      if (rule_at(row) != rule) {
        return generation_of_[rule_at(row)] == generation_of_[rule] ? conflict()
                                                                    : decided_by(rule, true);
      }
    }
    return decided_by(rule, true);
  }

  [[nodiscard]] decision_handle decide_override(bit_scratch& scratch) const noexcept {
    auto& beaten = scratch.beaten;
    std::fill_n(beaten.begin(), rule_words_, std::uint64_t{0});
    for (auto row = first_row(scratch.rows, first_rule_row_); row != no_row;
         row = first_row(scratch.rows, row + 1)) {
      const auto* below = beats_.data() + std::size_t{rule_at(row)} * rule_words_;
      for (std::size_t w = 0; w < rule_words_; ++w) {
        beaten[w] |= below[w];
      }
    }
    std::optional<std::uint32_t> first;
    bool alone = true;
    for (auto row = first_row(scratch.rows, first_rule_row_); row != no_row;
         row = first_row(scratch.rows, row + 1)) {
      const auto rule = rule_at(row);
      const auto bit = std::uint64_t{1} << (rule % detail::bits_per_word);
      if ((beaten[rule / detail::bits_per_word] & bit) != 0 || rule == first) {
        continue;
      }
      if (first && assignment_of_[*first] != assignment_of_[rule]) {
        return conflict();
      }
      alone = alone && !first;
      first = first.value_or(rule);
    }
    return first ? decided_by(*first, alone) : by_default();
  }

  hit_policy policy_ = hit_policy::override_;
  std::size_t words_ = 0;
  std::size_t rule_words_ = 0;
  std::uint64_t last_word_ = 0;
  std::size_t first_rule_row_ = 0;
  std::vector<level_sets> levels_;
  std::vector<std::uint64_t> sets_;   // level after level, cell after cell
  std::vector<std::uint64_t> beats_;  // rule after rule
  std::vector<std::uint32_t> rule_of_row_;
  std::vector<std::uint32_t> assignment_of_;  // of the rules, then of `otherwise`
  std::vector<std::size_t> generation_of_;
  std::optional<std::uint32_t> otherwise_;
};

}  // namespace shozai::inline v1
