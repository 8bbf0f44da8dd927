// SPDX-License-Identifier: Apache-2.0
/// \file
/// How many faults a diagram of a condition holds for, exactly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "shozai/core/schema.hpp"
#include "shozai/ownership/condition_diagrams.hpp"
#include "shozai/ownership/levels.hpp"
#include "shozai/ownership/unique_table.hpp"
#include "shozai/ownership/value_count.hpp"

namespace shozai::inline v1 {

/// Counts faults over the attributes of one order. Keeps what it has counted, so that diagrams that
/// share nodes are counted once.
class region_counter {
 public:
  region_counter(const unique_table& table, const level_order& order, const schema& attributes)
      : table_(table), up_to_cell_(order.size()) {
    for (std::uint32_t level = 0; level < order.size(); ++level) {
      const auto& cells = order.cells(level);
      auto& sums = up_to_cell_[level];
      sums.reserve(cells.size() + 1);
      sums.emplace_back(0);
      for (std::uint32_t cell = 0; cell < cells.size(); ++cell) {
        sums.push_back(sums.back() + count_values(attributes[order.attribute(level)],
                                                  cells.set_of({{cell, cell + 1}})));
      }
    }
  }

  /// The number of faults for which `n` is true, one value for each attribute of the order.
  /// \par Complexity Linear in the part of the diagram not counted before.
  [[nodiscard]] big_count count(node_id n) { return count_below(n) * above(level_of(n)); }

  /// For a choice among ways: the number of faults that go by cells `first`..`end` - 1 of `level`
  /// and then come to true by `child`.
  [[nodiscard]] big_count count_way(std::uint32_t level, std::uint32_t first, std::uint32_t end,
                                    node_id child) {
    return width(level, first, end) * below(level + 1, child);
  }

 private:
  [[nodiscard]] std::size_t level_of(node_id n) const {
    return is_terminal(n) ? up_to_cell_.size() : table_.level(n);
  }
  // Of the levels above `level`, which a node at it leaves free.
  [[nodiscard]] big_count above(std::size_t level) const {
    big_count product = 1;
    for (std::size_t i = 0; i < level; ++i) {
      product *= up_to_cell_[i].back();
    }
    return product;
  }
  [[nodiscard]] big_count width(std::uint32_t level, std::uint32_t first, std::uint32_t end) const {
    return up_to_cell_[level][end] - up_to_cell_[level][first];
  }
  // From `level` on, where `n` may test a lower one.
  [[nodiscard]] big_count below(std::size_t level, node_id n) {
    big_count product = count_below(n);
    for (auto i = level; i < level_of(n); ++i) {
      product *= up_to_cell_[i].back();
    }
    return product;
  }
  // From the level that `n` tests on.
  [[nodiscard]] big_count count_below(node_id n) {
    if (is_terminal(n)) {
      return n == true_node ? 1 : 0;
    }
    if (const auto known = counted_.find(n); known != counted_.end()) {
      return known->second;
    }
    const auto level = table_.level(n);
    const auto runs = table_.runs(n);
    const auto cells = static_cast<std::uint32_t>(up_to_cell_[level].size() - 1);
    big_count sum = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      if (runs[i].child != false_node) {
        const auto end = i + 1 < runs.size() ? runs[i + 1].first : cells;
        sum += count_way(level, runs[i].first, end, runs[i].child);
      }
    }
    counted_.emplace(n, sum);
    return sum;
  }

  const unique_table& table_;
  std::vector<std::vector<big_count>> up_to_cell_;  // level by level, sums of the sizes of cells
  std::unordered_map<node_id, big_count> counted_;
};

}  // namespace shozai::inline v1
