// SPDX-License-Identifier: Apache-2.0
/// \file
/// Rules that change nothing: without them every fault fares the same.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "shozai/ownership/aspect_ground.hpp"
#include "shozai/ownership/bit_set_engine.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/verdict.hpp"

namespace shozai::inline v1 {

/// Asks of rules, by diagram, whether they are redundant. Most rules are not, and a few faults show
/// it: bit sets say which rules apply to them. Only what is left needs a proof.
class redundancy_prover {
 public:
  /// Both must outlive the prover.
  redundancy_prover(const aspect_evaluator& aspect, aspect_ground& ground)
      : aspect_(aspect), ground_(ground) {
    bits_ = bit_set_engine::build(aspect, {});
    if (bits_) {
      bits_->prepare(scratch_);
    }
    collect_ways();
  }

  /// Whether some fault that rule `r` alone decides shows that it is not redundant.
  [[nodiscard]] bool matters_where_it_decides(std::size_t r) {
    for (const auto& way : ways_of_rule_[r]) {
      for (std::size_t i = 0; bits_ && i < faults_a_way; ++i) {
        if (matters(r, fault_on(way))) {
          return true;
        }
      }
    }
    return false;
  }

  /// \pre `r` is left in some possible fault. \throws budget_exceeded
  [[nodiscard]] bool is_redundant(std::size_t r) {
    return !matters_where_it_is_left(r) && proved(r);
  }

 private:
  static constexpr std::size_t ways_a_rule = 4;
  static constexpr std::size_t faults_a_way = 2;
  static constexpr std::size_t faults_a_region = 50;

  // From a node by some cells: the last step of a way through the diagram.
  struct step {
    node_id from;
    cell_range cells;
  };

  // For each node the first way that was found to it; for each rule a few that end with it.
  void collect_ways() {
    ways_of_rule_.resize(aspect_.aspect().rules.size() + 1);
    std::vector<node_id> open{ground_.root()};
    for (std::size_t next = 0; next < open.size(); ++next) {
      const auto at = open[next];
      if (is_terminal(at)) {
        continue;
      }
      const auto runs = ground_.table().runs(at);
      const auto size = ground_.order().cells(ground_.table().level(at)).size();
      for (std::size_t i = 0; i < runs.size(); ++i) {
        const step way{at, {runs[i].first, i + 1 < runs.size() ? runs[i + 1].first : size}};
        const auto child = runs[i].child;
        if (is_terminal(child)) {
          add_way(ground_.verdicts()[terminal_number(child)], way);
        } else if (way_to_.emplace(child, way).second) {
          open.push_back(child);
        }
      }
    }
  }

  void add_way(const verdict& v, const step& way) {
    if (v.state == decision_state::decided && v.rule != verdict::several &&
        ways_of_rule_[v.rule].size() < ways_a_rule) {
      ways_of_rule_[v.rule].push_back(way);
    }
  }

  // A rule that never decides alone ends no way: look around where it is left.
  [[nodiscard]] bool matters_where_it_is_left(std::size_t r) {
    const auto region = ground_.left(r);
    const bool look = bits_ && ways_of_rule_[r].empty();
    for (std::size_t i = 0; look && i < faults_a_region; ++i) {
      if (matters(r, fault_in(region))) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] bool matters(std::size_t r, const std::vector<value>& values) {
    auto applying = bits_->applying(values, scratch_);
    const auto before = told(applying, values);
    std::erase(applying, r);
    return !say_the_same(before, told(std::move(applying), values));
  }

  [[nodiscard]] verdict told(std::vector<std::size_t> applying,
                             const std::vector<value>& values) const {
    auto v = verdict_of(aspect_, ground_.classes(), aspect_.leave(std::move(applying)));
    if (v.state == decision_state::decided) {
      for (std::size_t i = 0; i < aspect_.also_formulas().size(); ++i) {
        if (holds(aspect_.tests(), aspect_.also_formulas()[i], values)) {
          v.also.push_back(static_cast<std::uint32_t>(i));
        }
      }
    }
    return v;
  }

  // What two rules say differently, `also` rules may make the same.
  [[nodiscard]] bool say_the_same(const verdict& a, const verdict& b) const {
    if (a.state != b.state || a.state != decision_state::decided ||
        a.assigned_by == b.assigned_by) {
      return a.state == b.state;
    }
    return !a.also.empty() && agree(assignment_of(aspect_, a), assignment_of(aspect_, b));
  }

  // Some fault; the same ones on every machine.
  [[nodiscard]] std::vector<value> any_fault() {
    std::vector<value> values;
    for (const auto& a : aspect_.document().attributes) {
      values.push_back(a.domain.first());
    }
    for (std::uint32_t level = 0; level < ground_.order().size(); ++level) {
      set_cell(values, level, {0, ground_.order().cells(level).size()});
    }
    return values;
  }

  // Some fault of a region that is not empty.
  [[nodiscard]] std::vector<value> fault_in(node_id region) {
    auto values = any_fault();
    while (!is_terminal(region)) {
      const auto level = ground_.table().level(region);
      const auto runs = ground_.table().runs(region);
      auto i = random_() % runs.size();
      while (runs[i].child == false_node) {
        i = (i + 1) % runs.size();
      }
      set_cell(values, level,
               {runs[i].first,
                i + 1 < runs.size() ? runs[i + 1].first : ground_.order().cells(level).size()});
      region = runs[i].child;
    }
    return values;
  }

  // Some fault that ends its way with a step.
  [[nodiscard]] std::vector<value> fault_on(step way) {
    auto values = any_fault();
    for (;;) {
      set_cell(values, ground_.table().level(way.from), way.cells);
      const auto before = way_to_.find(way.from);
      if (before == way_to_.end()) {
        return values;
      }
      way = before->second;
    }
  }

  void set_cell(std::vector<value>& values, std::uint32_t level, cell_range cells) {
    const auto cell =
        cells.first + static_cast<std::uint32_t>(random_() % (cells.end - cells.first));
    const auto& of_level = ground_.order().cells(level);
    auto& v = values[ground_.order().attribute(level)];
    const auto set = of_level.set_of({{cell, cell + 1}});
    v = set.has_none() ? value{none{}} : set.intervals().front().from;
  }

  // The outcomes where the rule is left, with it and without it, side by side.
  [[nodiscard]] bool proved(std::size_t r) {
    const auto region = ground_.left(r);
    const auto without = ground_.root_without(r, region);
    std::set<std::pair<node_id, node_id>> seen;
    return same(ground_.root(), without, seen);
  }

  bool same(node_id a, node_id b, std::set<std::pair<node_id, node_id>>& seen) {
    if (b == verdict_table::impossible || !seen.insert({a, b}).second) {
      return true;  // not where the rule is left, or looked at before
    }
    if (is_terminal(a) && is_terminal(b)) {
      return say_the_same(ground_.verdicts()[terminal_number(a)],
                          ground_.verdicts()[terminal_number(b)]);
    }
    const auto level = std::min(ground_.table().level(a), ground_.table().level(b));
    bool all = true;
    for_each_stretch(ground_.table(), level, {a, b}, [&](std::uint32_t, const auto& children) {
      all = all && same(children[0], children[1], seen);
    });
    return all;
  }

  const aspect_evaluator& aspect_;
  aspect_ground& ground_;
  std::optional<bit_set_engine> bits_;
  bit_scratch scratch_;
  std::unordered_map<node_id, step> way_to_;
  std::vector<std::vector<step>> ways_of_rule_;
  std::minstd_rand random_{1};  // NOLINT(bugprone-random-generator-seed): the same everywhere
};

}  // namespace shozai::inline v1
