// SPDX-License-Identifier: Apache-2.0
/// \file
/// Nodes of ordered multi-valued decision diagrams, hash-consed: equal nodes are one node.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "shozai/ownership/budget.hpp"

namespace shozai::inline v1 {

/// A node or a terminal: terminals are the numbers from `first_terminal` up.
using node_id = std::uint32_t;

inline constexpr node_id first_terminal = node_id{1} << 31U;

[[nodiscard]] constexpr bool is_terminal(node_id n) noexcept {
  return n >= first_terminal;
}
[[nodiscard]] constexpr node_id terminal(std::uint32_t number) noexcept {
  return first_terminal + number;
}
[[nodiscard]] constexpr std::uint32_t terminal_number(node_id n) noexcept {
  return n - first_terminal;
}

/// From cell `first` on, up to the next run, the way leads to `child`.
struct run {
  std::uint32_t first;
  node_id child;

  friend bool operator==(const run&, const run&) = default;
};

/// The nodes of some diagrams over one order of attributes (levels).
///
/// A node tests one level: runs of cells with their children, the first from cell 0. Neighbouring
/// runs have different children, and no node has a single run, so that equal functions are equal
/// nodes: the diagrams are canonical.
class unique_table {
 public:
  static constexpr std::uint32_t no_level = std::numeric_limits<std::uint32_t>::max();

  explicit unique_table(budget_meter& meter) : meter_(&meter), slots_(1024, empty_slot) {}

  /// The level that `n` tests; `no_level`, below all others, for a terminal.
  [[nodiscard]] std::uint32_t level(node_id n) const {
    return is_terminal(n) ? no_level : nodes_[n].level;
  }
  /// \pre `n` is not a terminal.
  [[nodiscard]] std::span<const run> runs(node_id n) const {
    const auto& node = nodes_[n];
    return {runs_.data() + node.first, node.count};
  }
  [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }

  /// The one node with these runs, which need not be merged; perhaps a child instead.
  [[nodiscard]] node_id make(std::uint32_t level, std::vector<run>& runs) {
    const auto last = std::unique(runs.begin(), runs.end(),
                                  [](const run& a, const run& b) { return a.child == b.child; });
    runs.erase(last, runs.end());
    if (runs.size() == 1) {
      return runs.front().child;
    }
    const auto hash = hash_of(level, runs);
    auto slot = hash & (slots_.size() - 1);
    for (; slots_[slot] != empty_slot; slot = (slot + 1) & (slots_.size() - 1)) {
      if (equals(slots_[slot], level, runs)) {
        return slots_[slot];
      }
    }
    meter_->use_node(sizeof(node_entry) + 2 * sizeof(node_id) + runs.size() * sizeof(run));
    const auto id = static_cast<node_id>(nodes_.size());
    nodes_.push_back({level, static_cast<std::uint32_t>(runs.size()), runs_.size(), hash});
    runs_.insert(runs_.end(), runs.begin(), runs.end());
    slots_[slot] = id;
    if (nodes_.size() * 2 > slots_.size()) {
      grow();
    }
    return id;
  }

 private:
  static constexpr node_id empty_slot = std::numeric_limits<node_id>::max();

  struct node_entry {
    std::uint32_t level;
    std::uint32_t count;
    std::size_t first;
    std::uint64_t hash;
  };

  static std::uint64_t mix(std::uint64_t h, std::uint64_t v) {
    h ^= v + 0x9E3779B97F4A7C15U + (h << 6U) + (h >> 2U);
    h *= 0xFF51AFD7ED558CCDU;
    return h ^ (h >> 33U);
  }
  static std::uint64_t hash_of(std::uint32_t level, std::span<const run> runs) {
    std::uint64_t h = level;
    for (const auto& r : runs) {
      h = mix(h, (std::uint64_t{r.first} << 32U) | r.child);
    }
    return h;
  }
  [[nodiscard]] bool equals(node_id n, std::uint32_t level, std::span<const run> wanted) const {
    const auto have = runs(n);
    return nodes_[n].level == level &&
           std::equal(have.begin(), have.end(), wanted.begin(), wanted.end());
  }
  void grow() {
    slots_.assign(slots_.size() * 2, empty_slot);
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      auto slot = nodes_[n].hash & (slots_.size() - 1);
      while (slots_[slot] != empty_slot) {
        slot = (slot + 1) & (slots_.size() - 1);
      }
      slots_[slot] = static_cast<node_id>(n);
    }
  }

  budget_meter* meter_;
  std::vector<node_entry> nodes_;
  std::vector<run> runs_;
  std::vector<node_id> slots_;
};

}  // namespace shozai::inline v1
