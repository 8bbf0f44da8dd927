// SPDX-License-Identifier: Apache-2.0
/// \file
/// Companion of the diagram: a box cut into smaller ones until each has one outcome.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/cell_box.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/precedence.hpp"

namespace shozai::inline v1 {

/// Searches boxes of one aspect depth first. It keeps no diagram, so it answers where one would be
/// too large; it stops by throwing `budget_exceeded`.
///
/// Each step takes a test that is undecided in the box and cuts the box in two by it. Rules that
/// cannot apply any more, or are beaten by certain ones, are not looked at again below.
/// \par Complexity Exponential in the worst case; a step costs a look at each rule still alive.
class box_search {
 public:
  /// All three must outlive the search.
  box_search(const aspect_evaluator& aspect, const box_space& space, budget_meter& meter)
      : aspect_(aspect),
        space_(space),
        meter_(meter),
        truth_(aspect.tests(), space),
        precedence_(aspect, meter) {}

  /// A rule that may apply in the box that is looked at, or does everywhere.
  struct living_rule {
    std::uint32_t rule;
    bool certain;
  };

  /// Calls `visit(box, outcome)` for disjoint boxes that together are the possible part of `start`;
  /// ends when it returns false. Before a box is cut by a rule, `wanted(alive)` may refuse it.
  template <typename Wanted, typename Visit>
  void for_each_outcome(cell_box start, const Wanted& wanted, const Visit& visit) {
    std::vector<state> open;
    open.push_back(everything(std::move(start)));
    while (!open.empty()) {
      auto s = std::move(open.back());
      open.pop_back();
      look_at(s);
      if (!s.possible || !wanted(std::as_const(s.alive))) {
        continue;
      }
      if (const auto test = next_test(s)) {
        cut(std::move(s), *test, open);
      } else if (!visit(std::as_const(s.box), outcome_of(s))) {
        return;
      }
    }
  }

  /// A formula and what it should be.
  struct wish {
    const formula* what;
    bool truth;
  };

  /// A part of `start` in which every wish comes true; nothing if there is none.
  [[nodiscard]] std::optional<cell_box> find(cell_box start, const std::vector<wish>& wishes) {
    std::vector<cell_box> open;
    open.push_back(std::move(start));
    while (!open.empty()) {
      auto box = std::move(open.back());
      open.pop_back();
      truth_.look_at(box);
      meter_.use_steps(wishes.size());
      const formula* undecided = nullptr;
      bool refused = false;
      for (const auto& w : wishes) {
        const auto t = truth_.of(*w.what);
        undecided = t == certainty::sometimes ? w.what : undecided;
        refused = refused || t == (w.truth ? certainty::never : certainty::always);
      }
      if (refused) {
        continue;
      }
      if (undecided == nullptr) {
        return box;
      }
      auto [inside, outside] = cut(box, truth_.open_test(*undecided));
      open.push_back(std::move(outside));
      open.push_back(std::move(inside));
    }
    return std::nullopt;
  }

 private:
  struct state {
    cell_box box;
    std::vector<living_rule> alive;
    std::vector<std::size_t> assumptions;  // not certain yet
    bool possible = true;
  };

  [[nodiscard]] state everything(cell_box start) const {
    state s;
    s.box = std::move(start);
    s.alive.reserve(aspect_.rule_formulas().size());
    for (std::size_t i = 0; i < aspect_.rule_formulas().size(); ++i) {
      s.alive.push_back({static_cast<std::uint32_t>(i), false});
    }
    for (std::size_t i = 0; i < aspect_.assumption_formulas().size(); ++i) {
      s.assumptions.push_back(i);
    }
    return s;
  }

  // Finds out what is certain in the box and what is out.
  void look_at(state& s) {
    meter_.use_steps(1 + s.alive.size() + s.assumptions.size());
    truth_.look_at(s.box);
    std::erase_if(s.assumptions, [&](std::size_t i) {
      const auto t = truth_.of(aspect_.assumption_formulas()[i]);
      s.possible = s.possible && t != certainty::never;
      return t == certainty::always;
    });
    if (!s.possible) {
      return;
    }
    std::erase_if(s.alive, [&](living_rule& r) {
      const auto t = r.certain ? certainty::always : truth_.of(aspect_.rule_formulas()[r.rule]);
      r.certain = t == certainty::always;
      return t == certainty::never;
    });
    precedence_.drop_beaten(s.alive, [](const living_rule& r) { return r.certain; });
  }

  // Rules first: where they are settled, an assumption cuts once for all of them.
  [[nodiscard]] std::optional<std::size_t> next_test(const state& s) {
    const auto rule = std::ranges::find(s.alive, false, &living_rule::certain);
    if (rule != s.alive.end()) {
      return truth_.open_test(aspect_.rule_formulas()[rule->rule]);
    }
    if (aspect_.settle(left(s)).state == decision_state::decided) {
      for (const auto& f : aspect_.also_formulas()) {
        if (truth_.of(f) == certainty::sometimes) {
          return truth_.open_test(f);
        }
      }
    }
    if (!s.assumptions.empty()) {
      return truth_.open_test(aspect_.assumption_formulas()[s.assumptions.front()]);
    }
    return std::nullopt;
  }

  [[nodiscard]] std::vector<std::size_t> left(const state& s) const {
    std::vector<std::size_t> applying;
    applying.reserve(s.alive.size());
    for (const auto& r : s.alive) {
      applying.push_back(r.rule);
    }
    return aspect_.leave(std::move(applying));
  }

  [[nodiscard]] outcome outcome_of(const state& s) {
    auto result = aspect_.settle(left(s));
    if (result.state == decision_state::decided) {
      for (std::size_t i = 0; i < aspect_.also_formulas().size(); ++i) {
        if (truth_.of(aspect_.also_formulas()[i]) == certainty::always) {
          result.also.push_back(i);
        }
      }
    }
    return result;
  }

  void cut(state s, std::size_t test, std::vector<state>& open) {
    auto [inside, outside] = cut(s.box, test);
    auto other = s;
    other.box = std::move(outside);
    open.push_back(std::move(other));
    s.box = std::move(inside);
    open.push_back(std::move(s));
  }

  [[nodiscard]] std::pair<cell_box, cell_box> cut(const cell_box& box, std::size_t test) const {
    const auto level = space_[test].level;
    auto [accepted, others] = split(box[level], space_[test].accepted);
    std::pair<cell_box, cell_box> parts{box, box};
    parts.first[level] = std::move(accepted);
    parts.second[level] = std::move(others);
    return parts;
  }

  const aspect_evaluator& aspect_;
  const box_space& space_;
  budget_meter& meter_;
  box_truth truth_;
  precedence precedence_;
};

}  // namespace shozai::inline v1
