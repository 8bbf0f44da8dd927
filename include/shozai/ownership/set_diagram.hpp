// SPDX-License-Identifier: Apache-2.0
/// \file
/// A small diagram over sets of values that can change the order of its attributes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "shozai/core/value.hpp"
#include "shozai/core/value_set.hpp"
#include "shozai/ownership/unique_table.hpp"

namespace shozai::inline v1 {

/// Nodes that each send every value of one attribute to a child; equal nodes are one node. Made for
/// looking at: it holds sets of values rather than cells, and is in no hurry.
class set_diagram {
 public:
  using ways = std::map<node_id, value_set>;
  struct node {
    std::size_t attribute;
    ways to;  ///< together all values of the attribute, each once
  };

  /// Nothing yet. `order` has the attributes, what is asked first in front.
  explicit set_diagram(std::vector<std::size_t> order) : order_(std::move(order)) {}

  [[nodiscard]] const std::vector<std::size_t>& order() const noexcept { return order_; }
  [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }
  [[nodiscard]] const node& operator[](node_id n) const { return nodes_[n]; }
  [[nodiscard]] node_id root() const noexcept { return root_; }
  void set_root(node_id root) noexcept { root_ = root; }

  /// The one node with these ways; the child itself where there is only one.
  node_id make(std::size_t attribute, ways to) {
    if (to.size() == 1) {
      return to.begin()->first;
    }
    std::pair<std::size_t, std::vector<node_id>> key{attribute, {}};
    for (const auto& [child, unused] : to) {
      key.second.push_back(child);
    }
    auto& alike = numbers_[key];  // the same children: only the values are left to compare
    const auto found = std::ranges::find_if(alike, [&](node_id n) { return nodes_[n].to == to; });
    if (found != alike.end()) {
      return *found;
    }
    nodes_.push_back({attribute, std::move(to)});
    alike.push_back(static_cast<node_id>(nodes_.size() - 1));
    return alike.back();
  }

  /// The same function, with the attributes `level` and `level + 1` of the order exchanged.
  [[nodiscard]] set_diagram exchanged(std::size_t level) const {
    auto order = order_;
    std::swap(order[level], order[level + 1]);
    set_diagram result(std::move(order));
    std::map<node_id, node_id> copies;
    result.root_ = result.copy(*this, root_, level, copies);
    return result;
  }

 private:
  node_id copy(const set_diagram& from, node_id n, std::size_t level,
               std::map<node_id, node_id>& copies) {
    if (is_terminal(n)) {
      return n;
    }
    if (const auto done = copies.find(n); done != copies.end()) {
      return done->second;
    }
    const auto& original = from.nodes_[n];
    const auto pieces = original.attribute == from.order_[level]
                            ? from.pieces_below(original, from.order_[level + 1])
                            : std::vector<value_set>{};
    ways to;
    for (const auto& piece : pieces) {
      ways upper;
      for (const auto& [child, values] : original.to) {
        const auto next = from.follow(child, from.order_[level + 1], piece);
        add(upper, copy(from, next, level, copies), values);
      }
      add(to, make(original.attribute, std::move(upper)), piece);
    }
    for (const auto& [child, values] : pieces.empty() ? original.to : ways{}) {
      add(to, copy(from, child, level, copies), values);
    }
    const auto attribute = pieces.empty() ? original.attribute : from.order_[level + 1];
    const auto made = make(attribute, std::move(to));
    copies.emplace(n, made);
    return made;
  }

  static void add(ways& to, node_id child, const value_set& values) {
    auto& all = to[child];
    all = unite(all, values);
  }

  // The values of `attribute` in parts that no child of `n` tells apart; nothing if none tests it.
  [[nodiscard]] std::vector<value_set> pieces_below(const node& n, std::size_t attribute) const {
    std::vector<value_set> pieces;
    for (const auto& [child, unused] : n.to) {
      if (is_terminal(child) || nodes_[child].attribute != attribute) {
        continue;
      }
      std::vector<value_set> finer;
      for (const auto& [unused_too, values] : nodes_[child].to) {
        if (pieces.empty()) {
          finer.push_back(values);
        }
        for (const auto& piece : pieces) {
          if (auto common = intersect(piece, values); !common.empty()) {
            finer.push_back(std::move(common));
          }
        }
      }
      pieces = std::move(finer);
    }
    return pieces;
  }

  // Where `piece` of `attribute` leads from `n`, which need not test it.
  [[nodiscard]] node_id follow(node_id n, std::size_t attribute, const value_set& piece) const {
    if (is_terminal(n) || nodes_[n].attribute != attribute) {
      return n;
    }
    const auto one = piece.has_none() ? value{none{}} : piece.intervals().front().from;
    return std::ranges::find_if(nodes_[n].to,
                                [&](const auto& way) { return way.second.contains(one); })
        ->first;
  }

  std::vector<std::size_t> order_;
  std::vector<node> nodes_;
  std::map<std::pair<std::size_t, std::vector<node_id>>, std::vector<node_id>> numbers_;
  node_id root_ = terminal(0);
};

}  // namespace shozai::inline v1
