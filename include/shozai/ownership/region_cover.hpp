// SPDX-License-Identifier: Apache-2.0
/// \file
/// A diagram of a condition → a few large boxes that people can read, and what they leave over.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "shozai/ownership/cell_box.hpp"
#include "shozai/ownership/condition_diagrams.hpp"
#include "shozai/ownership/levels.hpp"
#include "shozai/ownership/region_counter.hpp"
#include "shozai/ownership/unique_table.hpp"

namespace shozai::inline v1 {

/// Boxes that, as far as faults are possible, lie in a region.
struct region_cover {
  std::vector<cell_box> boxes;  ///< the first found first; what they share is counted once
  node_id remainder = false_node;
};

/// Covers regions by boxes. The paths of a diagram can be half a million boxes; a greedy choice of
/// large ones says most of a region in a few conditions.
class region_coverer {
 public:
  /// All must outlive the coverer. `possible`: the faults that assumptions allow; a box may hold
  /// others as well, which keeps it simple.
  region_coverer(const unique_table& table, const level_order& order, condition_diagrams& diagrams,
                 region_counter& counter, node_id possible)
      : table_(table), order_(order), diagrams_(diagrams), counter_(counter), possible_(possible) {}

  /// At most `most` boxes of `region`, a part of the possible faults.
  /// \par Complexity For each box the attributes times the part of the diagram that it meets.
  [[nodiscard]] region_cover cover(node_id region, std::size_t most) {
    region_cover result;
    const auto outside = diagrams_.without(possible_, region);
    result.remainder = region;
    while (result.boxes.size() < most && result.remainder != false_node) {
      auto box = widest_path(result.remainder);
      widen(box, region, outside);
      result.remainder = diagrams_.without(result.remainder, diagram_of(box));
      result.boxes.push_back(std::move(box));
    }
    return result;
  }

  /// The part of `region`, not empty, in which the way with most faults ends.
  [[nodiscard]] cell_box widest_path(node_id region) {
    auto box = everything_over(order_);
    for (auto at = region; at != true_node;) {
      const auto level = table_.level(at);
      const auto runs = table_.runs(at);
      std::optional<big_count> most;
      cell_range chosen{0, 0};
      node_id next = false_node;
      for (std::size_t i = 0; i < runs.size(); ++i) {
        if (runs[i].child == false_node) {
          continue;
        }
        const auto end = i + 1 < runs.size() ? runs[i + 1].first : order_.cells(level).size();
        auto size = counter_.count_way(level, runs[i].first, end, runs[i].child);
        if (!most || *most < size) {
          most = std::move(size);
          chosen = {runs[i].first, end};
          next = runs[i].child;
        }
      }
      box[level] = {chosen};
      at = next;
    }
    return box;
  }

  /// Where a fault is in the box.
  [[nodiscard]] node_id diagram_of(const cell_box& box) {
    std::vector<node_id> sets;
    sets.reserve(box.size());
    for (std::uint32_t level = 0; level < box.size(); ++level) {
      sets.push_back(diagrams_.of_cells(level, box[level]));
    }
    return diagrams_.join(std::move(sets), true);
  }

 private:
  // Level by level, the last first: the cells that keep the box clear of `outside`, if they are not
  // all of them without those that only impossible faults have, which would puzzle the reader.
  void widen(cell_box& box, node_id region, node_id outside) const {
    for (auto level = static_cast<std::uint32_t>(order_.size()); level-- > 0;) {
      auto clear = cells_clear_of(outside, box, level);
      const bool all = clear == cell_ranges{{0, order_.cells(level).size()}};
      box[level] = all ? std::move(clear) : split(clear, cells_clear_of(region, box, level)).second;
    }
  }

  // The cells of `level` with which no fault of the box, as it is on the other levels, is in `n`.
  [[nodiscard]] cell_ranges cells_clear_of(node_id n, const cell_box& box,
                                           std::uint32_t level) const {
    const auto size = order_.cells(level).size();
    std::vector<bool> met(size, false);
    std::unordered_map<node_id, bool> reaches;
    std::unordered_set<node_id> seen;
    std::vector<node_id> open{n};
    while (!open.empty()) {
      const auto at = open.back();
      open.pop_back();
      if (at == false_node || !seen.insert(at).second) {
        continue;
      }
      if (table_.level(at) == level) {
        mark_cells(at, box, reaches, met);
      } else if (table_.level(at) < level) {
        for_each_way(at, box, [&](node_id child) {
          open.push_back(child);
          return true;
        });
      } else if (reaches_true(at, box, reaches)) {
        return {};  // whatever the cell
      }
    }
    cell_ranges clear;
    for (std::uint32_t cell = 0; cell < size; ++cell) {
      if (met[cell]) {
        continue;
      }
      if (!clear.empty() && clear.back().end == cell) {
        ++clear.back().end;
      } else {
        clear.push_back({cell, cell + 1});
      }
    }
    return clear;
  }

  void mark_cells(node_id n, const cell_box& box, std::unordered_map<node_id, bool>& reaches,
                  std::vector<bool>& met) const {
    const auto runs = table_.runs(n);
    for (std::size_t i = 0; i < runs.size(); ++i) {
      const auto end =
          i + 1 < runs.size() ? runs[i + 1].first : static_cast<std::uint32_t>(met.size());
      if (reaches_true(runs[i].child, box, reaches)) {
        std::fill(met.begin() + runs[i].first, met.begin() + end, true);
      }
    }
  }

  // Whether some fault of the box is in `n`.
  [[nodiscard]] bool reaches_true(node_id n, const cell_box& box,
                                  std::unordered_map<node_id, bool>& known) const {
    if (is_terminal(n)) {
      return n == true_node;
    }
    if (const auto found = known.find(n); found != known.end()) {
      return found->second;
    }
    bool reached = false;
    for_each_way(n, box, [&](node_id child) {
      reached = reaches_true(child, box, known);
      return !reached;
    });
    known.emplace(n, reached);
    return reached;
  }

  // The children of `n` that cells of the box lead to, until `visit` returns false.
  template <typename Visit>
  void for_each_way(node_id n, const cell_box& box, const Visit& visit) const {
    const auto runs = table_.runs(n);
    const auto& cells = box[table_.level(n)];
    auto range = cells.begin();
    for (std::size_t i = 0; i < runs.size() && range != cells.end(); ++i) {
      const bool last = i + 1 == runs.size();
      while (range != cells.end() && range->end <= runs[i].first) {
        ++range;
      }
      if (range != cells.end() && (last || range->first < runs[i + 1].first) &&
          !visit(runs[i].child)) {
        return;
      }
    }
  }

  const unique_table& table_;
  const level_order& order_;
  condition_diagrams& diagrams_;
  region_counter& counter_;
  node_id possible_;
};

}  // namespace shozai::inline v1
