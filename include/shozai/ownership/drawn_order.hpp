// SPDX-License-Identifier: Apache-2.0
/// \file
/// From what a diagram decides to what is worth drawing of it: nothing that no fault takes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "shozai/core/value_set.hpp"
#include "shozai/ownership/set_diagram.hpp"
#include "shozai/ownership/unique_table.hpp"
#include "shozai/ownership/verdict.hpp"

namespace shozai::inline v1::detail {

/// A diagram without its impossible ways.
struct possible_part {
  std::vector<set_diagram::node> nodes;
  std::vector<node_id> image;  ///< of each node of the whole diagram: the node that stands for it
  std::size_t way_count = 0;

  /// The node of this part, or the terminal, that stands for `n`.
  [[nodiscard]] node_id of(node_id n) const { return is_terminal(n) ? n : image[n]; }
};

/// Whether no value leads to different children from `a` and from `b`.
[[nodiscard]] inline bool agree(const set_diagram::ways& a, const set_diagram::ways& b) {
  return std::ranges::all_of(a, [&](const auto& x) {
    return std::ranges::all_of(b, [&](const auto& y) {
      return x.first == y.first || intersect(x.second, y.second).empty();
    });
  });
}

/// Leaves out what leads to `verdict_table::impossible`. Nodes that then agree wherever both lead
/// anywhere become one; one with a single child left goes.
class impossible_remover {
 public:
  [[nodiscard]] static possible_part run(const set_diagram& whole) {
    impossible_remover remover(whole);
    for (const auto attribute : std::vector(whole.order().rbegin(), whole.order().rend())) {
      const auto first = remover.part_.nodes.size();
      for (std::uint32_t n = 0; n < whole.size(); ++n) {
        if (whole[n].attribute == attribute) {
          remover.part_.image[n] = remover.image_of(whole[n], first);
        }
      }
    }
    for (const auto& n : remover.part_.nodes) {
      remover.part_.way_count += n.to.size();
    }
    return std::move(remover.part_);
  }

 private:
  explicit impossible_remover(const set_diagram& whole) {
    part_.image.assign(whole.size(), verdict_table::impossible);
  }

  // The nodes from `first_of_level` on test the same attribute.
  node_id image_of(const set_diagram::node& n, std::size_t first_of_level) {
    set_diagram::ways to;
    for (const auto& [child, values] : n.to) {
      if (const auto image = part_.of(child); image != verdict_table::impossible) {
        to[image] = unite(to[image], values);
      }
    }
    if (to.size() < 2) {
      return to.empty() ? verdict_table::impossible : to.begin()->first;
    }
    auto& nodes = part_.nodes;
    for (auto i = first_of_level; i < nodes.size(); ++i) {
      if (agree(nodes[i].to, to)) {
        for (const auto& [child, values] : to) {
          nodes[i].to[child] = unite(nodes[i].to[child], values);
        }
        return static_cast<node_id>(i);
      }
    }
    nodes.push_back({n.attribute, std::move(to)});
    return static_cast<node_id>(nodes.size() - 1);
  }

  possible_part part_;
};

/// How much of `d` there would be to look at.
[[nodiscard]] inline std::size_t drawn_size(const set_diagram& d) {
  const auto part = impossible_remover::run(d);
  return part.nodes.size() + part.way_count;
}

/// Moves attributes up and down, one at a time, and keeps the best order met.
class sifter {
 public:
  explicit sifter(set_diagram d) : best_(std::move(d)), best_size_(drawn_size(best_)) {}

  /// Whether some move of some attribute helped.
  bool sift_all() {
    const auto before = best_size_;
    for (const auto attribute : std::vector(best_.order())) {
      const auto start = best_;
      const auto at = std::ranges::find(start.order(), attribute) - start.order().begin();
      move_down(start, static_cast<std::size_t>(at));
      move_up(start, static_cast<std::size_t>(at));
    }
    return best_size_ < before;
  }

  [[nodiscard]] const set_diagram& best() const noexcept { return best_; }

 private:
  void move_down(const set_diagram& start, std::size_t at) {
    auto moved = start;
    for (auto level = at; level + 1 < start.order().size() && exchange(moved, level, start);
         ++level) {
    }
  }
  void move_up(const set_diagram& start, std::size_t at) {
    auto moved = start;
    for (auto level = at; level > 0 && exchange(moved, level - 1, start); --level) {
    }
  }

  // False once it leads too far.
  bool exchange(set_diagram& moved, std::size_t level, const set_diagram& start) {
    constexpr std::size_t most_growth = 4;
    moved = moved.exchanged(level);
    if (moved.size() > most_growth * start.size()) {
      return false;
    }
    if (const auto size = drawn_size(moved); size < best_size_) {
      best_ = moved;
      best_size_ = size;
    }
    return true;
  }

  set_diagram best_;
  std::size_t best_size_;
};

/// `d` in an order with less to look at: sifted (Rudell, 1993) as long as that helps. A diagram
/// that nobody will look at whole stays.
[[nodiscard]] inline set_diagram in_order_for_drawing(set_diagram d) {
  constexpr std::size_t most_nodes = 1'000;
  if (d.size() > most_nodes) {
    return d;
  }
  sifter sifting(std::move(d));
  while (sifting.sift_all()) {
  }
  return sifting.best();
}

}  // namespace shozai::inline v1::detail
