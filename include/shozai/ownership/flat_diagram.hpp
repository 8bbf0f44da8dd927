// SPDX-License-Identifier: Apache-2.0
/// \file
/// A diagram in flat arrays, for walking: from values to a terminal.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/core/value.hpp"
#include "shozai/ownership/levels.hpp"
#include "shozai/ownership/unique_table.hpp"

namespace shozai::inline v1 {

/// What a partial walk needs, sized once; keep one per thread.
struct walk_scratch {
  std::vector<std::uint32_t> stamps;  ///< of nodes, then of terminals
  std::vector<node_id> open;
  std::vector<std::uint32_t> terminals;  ///< reached, ascending
  std::uint32_t stamp = 0;
};

/// A column of values as numbers, by row.
struct code_view {
  const std::int64_t* codes = nullptr;
  const std::uint8_t* nones = nullptr;  ///< 1 where the value is none; null: nowhere

  [[nodiscard]] bool is_none(std::size_t row) const noexcept {
    return nones != nullptr && nones[row] == 1;
  }
};

/// An immutable diagram. Its numbers are compared as they are in a fault: no cells any more.
class flat_diagram {
 public:
  flat_diagram() = default;

  /// Copies what can be reached from `root`.
  flat_diagram(const unique_table& table, node_id root, const level_order& order,
               const schema& attributes) {
    std::map<node_id, std::uint32_t> numbers;
    std::vector<node_id> nodes;
    const auto number_of = [&](node_id n) {
      if (is_terminal(n)) {
        terminals_ = std::max(terminals_, terminal_number(n) + 1);
        return n;
      }
      const auto [found, is_new] = numbers.emplace(n, static_cast<std::uint32_t>(nodes.size()));
      if (is_new) {
        nodes.push_back(n);
      }
      return found->second;
    };
    root_ = number_of(root);
    while (nodes_.size() < nodes.size()) {  // each may bring in new ones
      const auto from = nodes[nodes_.size()];
      const auto level = table.level(from);
      const auto& a = attributes[order.attribute(level)];
      add(order.attribute(level), a, order.cells(level), table.runs(from), number_of);
    }
    sort_texts();
  }

  [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }
  [[nodiscard]] std::size_t bytes() const noexcept {
    return nodes_.size() * sizeof(node) + children_.size() * sizeof(node_id) +
           cuts_.size() * sizeof(std::int64_t);
  }

  [[nodiscard]] node_id root() const noexcept { return root_; }
  /// What node `n`, not a terminal, tests: a number of the schema.
  [[nodiscard]] std::size_t attribute_of(node_id n) const { return nodes_[n].attribute; }
  /// Where the values of the attribute that `n` tests lead to; *none* among them if it is
  /// `optional`.
  [[nodiscard]] std::map<node_id, value_set> ways(node_id n, bool optional) const {
    const auto& from = nodes_[n];
    std::map<node_id, value_set> result;
    if (optional) {
      result[from.none_child] = {true, {}};
    }
    for (std::size_t i = 0; i < from.count; ++i) {
      const auto end =
          i + 1 < from.count ? std::optional{value_at(from, i + 1)} : std::optional<value>{};
      auto& values = result[children_[from.first + i]];
      values = unite(values, {false, {{value_at(from, i), end}}});
    }
    return result;
  }

  /// The terminal that `values`, one for each attribute of the schema, lead to.
  /// \par Complexity One node per attribute on the way; no allocation.
  [[nodiscard]] std::uint32_t walk(std::span<const value> values) const noexcept {
    auto at = root_;
    while (!is_terminal(at)) {
      const auto& n = nodes_[at];
      at = next(n, values[n.attribute]);
    }
    return terminal_number(at);
  }

  /// The terminal that row `row` of columns, one for each attribute of the schema, leads to from
  /// node `at`; a text is given by its `rank_of`.
  /// \pre In that row every attribute that the diagram tests is known or none.
  [[nodiscard]] std::uint32_t walk(node_id at, std::span<const code_view> columns,
                                   std::size_t row) const noexcept {
    while (!is_terminal(at)) {
      const auto& n = nodes_[at];
      const auto& c = columns[n.attribute];
      at = c.is_none(row) ? n.none_child : children_[n.first + child_index(n, c.codes[row])];
    }
    return terminal_number(at);
  }

  /// Where the number `code` leads from `n`, which is not a terminal.
  [[nodiscard]] node_id child_of(node_id n, std::int64_t code) const noexcept {
    return children_[nodes_[n].first + child_index(nodes_[n], code)];
  }

  /// A number for a text that the diagram cannot tell from the text. \par Complexity Logarithmic.
  [[nodiscard]] std::int64_t rank_of(std::string_view text) const noexcept {
    const auto after = std::ranges::upper_bound(texts_, text, std::less<>{});
    return after - texts_.begin() - 1;
  }

  /// The attributes that some node tests, ascending.
  [[nodiscard]] std::vector<std::size_t> attributes() const {
    std::set<std::size_t> all;
    for (const auto& n : nodes_) {
      all.insert(n.attribute);
    }
    return {all.begin(), all.end()};
  }

  /// Fills `scratch.terminals` with the terminals that completions of `f` lead to.
  /// \par Complexity Linear in the part of the diagram that can be reached.
  void walk(const fault& f, walk_scratch& scratch) const {
    for_each_reached(f, scratch, [](const node&) {});
    std::ranges::sort(scratch.terminals);
  }

  /// The attributes that are tested on some way that completions of `f` take, ascending.
  [[nodiscard]] std::vector<std::size_t> attributes_on_the_way(const fault& f,
                                                               walk_scratch& scratch) const {
    std::set<std::size_t> all;
    for_each_reached(f, scratch, [&](const node& n) { all.insert(n.attribute); });
    return {all.begin(), all.end()};
  }

  /// The values that `f` leaves to `attribute`, in parts: two values are in one part if they lead
  /// to the same children wherever completions of `f` meet the attribute.
  [[nodiscard]] std::map<std::vector<node_id>, value_set> parts(const fault& f,
                                                                std::size_t attribute,
                                                                walk_scratch& scratch) const {
    std::vector<const node*> tests;
    for_each_reached(f, scratch, [&](const node& n) {
      if (n.attribute == attribute) {
        tests.push_back(&n);
      }
    });
    const auto ways_of = [&](const value& v) {
      std::vector<node_id> ways;
      ways.reserve(tests.size());
      for (const auto* n : tests) {
        ways.push_back(next(*n, v));
      }
      return ways;
    };
    std::map<std::vector<node_id>, value_set> result;
    const auto add = [&](const value& v, const value_set& values) {
      auto& part = result[ways_of(v)];
      part = unite(part, values);
    };
    const auto& possible = f.attributes[attribute].possible();
    if (possible.has_none()) {
      add(none{}, {true, {}});
    }
    for (const auto& i : possible.intervals()) {
      for_each_piece(i, tests, [&](const interval& piece) { add(piece.from, {false, {piece}}); });
    }
    return result;
  }

 private:
  enum class search : std::uint8_t { table, numbers, texts };

  struct node {
    std::uint32_t attribute;
    std::uint32_t first;  // child
    std::uint32_t count;  // of children, that of none left out
    node_id none_child;
    search how;
  };

  template <typename NumberOf>
  void add(std::size_t attribute, const shozai::attribute& a, const attribute_cells& cells,
           std::span<const run> runs, const NumberOf& number_of) {
    node n{static_cast<std::uint32_t>(attribute), static_cast<std::uint32_t>(children_.size()), 0,
           0, search::numbers};
    if (cells.with_none()) {
      n.none_child = number_of(runs.front().child);
    }
    const std::uint32_t offset = cells.with_none() ? 1 : 0;
    if (a.type == attribute_type::enumeration || a.type == attribute_type::boolean) {
      n.how = search::table;
      for (auto v = a.domain.min(); v <= a.domain.max(); ++v) {
        add_child(number_of(child_at(runs, cells.cell_of(value{v}))), v);
      }
    } else {
      n.how = a.type == attribute_type::string ? search::texts : search::numbers;
      for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto first = std::max(runs[i].first, offset);
        const auto end = i + 1 < runs.size() ? runs[i + 1].first : cells.size();
        if (first < end) {
          add_child(number_of(runs[i].child), cut_of(cells.first_values()[first - offset]));
        }
      }
    }
    n.count = static_cast<std::uint32_t>(children_.size()) - n.first;
    nodes_.push_back(n);
  }

  static node_id child_at(std::span<const run> runs, std::uint32_t cell) {
    const auto after = std::ranges::upper_bound(runs, cell, {}, &run::first);
    return (after - 1)->child;
  }

  void add_child(node_id child, std::int64_t cut) {
    children_.push_back(child);
    cuts_.push_back(cut);
  }

  // Numbers the texts in their order, so that numbers compare as the texts do.
  void sort_texts() {
    const auto before = texts_;
    std::ranges::sort(texts_);
    texts_.erase(std::unique(texts_.begin(), texts_.end()), texts_.end());
    for (const auto& n : nodes_) {
      for (std::size_t i = 0; n.how == search::texts && i < n.count; ++i) {
        auto& cut = cuts_[n.first + i];
        cut = std::ranges::lower_bound(texts_, before[static_cast<std::size_t>(cut)]) -
              texts_.begin();
      }
    }
  }

  // Of a text its place in `texts_`.
  std::int64_t cut_of(const value& v) {
    if (const auto* text = std::get_if<std::string>(&v)) {
      texts_.push_back(*text);
      return static_cast<std::int64_t>(texts_.size()) - 1;
    }
    return std::get<std::int64_t>(v);
  }

  [[nodiscard]] node_id next(const node& n, const value& v) const noexcept {
    if (const auto* number = std::get_if<std::int64_t>(&v)) {
      return children_[n.first + child_index(n, *number)];
    }
    if (const auto* text = std::get_if<std::string>(&v)) {
      return children_[n.first + child_index(n, *text)];
    }
    return n.none_child;
  }

  // The last child whose cut is not above `number`.
  [[nodiscard]] std::size_t child_index(const node& n, std::int64_t number) const noexcept {
    if (n.how == search::table) {
      return static_cast<std::size_t>(number);
    }
    const auto* cuts = cuts_.data() + n.first;
    std::size_t low = 0;
    for (std::size_t length = n.count; length > 1;) {
      const auto half = length / 2;
      low += cuts[low + half] <= number ? half : 0;
      length -= half;
    }
    return low;
  }
  [[nodiscard]] std::size_t child_index(const node& n, const std::string& text) const noexcept {
    std::size_t low = 0;
    for (std::size_t length = n.count; length > 1;) {
      const auto half = length / 2;
      const auto cut = static_cast<std::size_t>(cuts_[n.first + low + half]);
      low += texts_[cut] <= text ? half : 0;
      length -= half;
    }
    return low;
  }
  // \pre `v` is not none.
  [[nodiscard]] std::size_t child_index(const node& n, const value& v) const noexcept {
    const auto* number = std::get_if<std::int64_t>(&v);
    return number != nullptr ? child_index(n, *number)
                             : child_index(n, *std::get_if<std::string>(&v));
  }

  // Whether child `i` begins at or after `v`.
  [[nodiscard]] bool begins_at_or_after(const node& n, std::size_t i, const value& v) const {
    const auto cut = cuts_[n.first + i];
    const auto* number = std::get_if<std::int64_t>(&v);
    return number != nullptr ? cut >= *number
                             : texts_[static_cast<std::size_t>(cut)] >= std::get<std::string>(v);
  }

  // Walks through everything that completions of `f` can reach.
  template <typename Visit>
  void for_each_reached(const fault& f, walk_scratch& scratch, const Visit& visit_node) const {
    scratch.stamps.resize(std::max(scratch.stamps.size(), nodes_.size() + terminals_), 0);
    scratch.terminals.clear();
    scratch.open.clear();
    if (++scratch.stamp == 0) {
      std::ranges::fill(scratch.stamps, 0);
      scratch.stamp = 1;
    }
    visit(root_, scratch);
    while (!scratch.open.empty()) {
      const auto& n = nodes_[scratch.open.back()];
      scratch.open.pop_back();
      visit_node(n);
      visit_children(n, f.attributes[n.attribute], scratch);
    }
  }

  // An interval cut wherever one of `tests` goes another way.
  template <typename Visit>
  void for_each_piece(const interval& whole, const std::vector<const node*>& tests,
                      const Visit& visit_piece) const {
    std::set<value> cuts;
    for (const auto* n : tests) {
      for (std::size_t i = 0; i < n->count; ++i) {
        auto cut = value_at(*n, i);
        if (whole.from < cut && (!whole.to || cut < *whole.to)) {
          cuts.insert(std::move(cut));
        }
      }
    }
    auto from = whole.from;
    for (const auto& cut : cuts) {
      visit_piece(interval{from, cut});
      from = cut;
    }
    visit_piece(interval{from, whole.to});
  }

  // The least value that goes to child `i`.
  [[nodiscard]] value value_at(const node& n, std::size_t i) const {
    const auto cut = cuts_[n.first + i];
    return n.how == search::texts ? value{texts_[static_cast<std::size_t>(cut)]} : value{cut};
  }

  void visit(node_id n, walk_scratch& scratch) const {
    const auto place = is_terminal(n) ? nodes_.size() + terminal_number(n) : std::size_t{n};
    if (scratch.stamps[place] == scratch.stamp) {
      return;
    }
    scratch.stamps[place] = scratch.stamp;
    if (is_terminal(n)) {
      scratch.terminals.push_back(terminal_number(n));
    } else {
      scratch.open.push_back(n);
    }
  }

  void visit_children(const node& n, const knowledge& known, walk_scratch& scratch) const {
    if (known.known()) {
      visit(next(n, *known.known()), scratch);
      return;
    }
    if (known.possible().has_none()) {
      visit(n.none_child, scratch);
    }
    for (const auto& i : known.possible().intervals()) {
      auto child = child_index(n, i.from);
      do {
        visit(children_[n.first + child], scratch);
        ++child;
      } while (child < n.count && !(i.to && begins_at_or_after(n, child, *i.to)));
    }
  }

  node_id root_ = terminal(0);
  std::uint32_t terminals_ = 1;
  std::vector<node> nodes_;
  std::vector<node_id> children_;
  std::vector<std::int64_t> cuts_;
  std::vector<std::string> texts_;
};

}  // namespace shozai::inline v1
