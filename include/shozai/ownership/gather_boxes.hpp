// SPDX-License-Identifier: Apache-2.0
/// \file
/// What the completions of one fault come to, by box search.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <set>
#include <utility>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/ownership/box_search.hpp"
#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/cell_box.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/verdict.hpp"
#include "shozai/ownership/write_decision.hpp"

namespace shozai::inline v1 {

/// How far the completions of one fault are searched before `exact` is given up: looks at a rule,
/// some 50 ns each.
inline constexpr std::uint64_t max_search_steps = 4'000'000;

namespace detail {

/// Gathers the outcomes of the boxes that a fault's completions fall into.
class box_gatherer {
 public:
  box_gatherer(const aspect_evaluator& aspect, const box_space& space,
               const assignment_classes& classes, const fault& f, std::uint64_t max_steps)
      : aspect_(aspect), space_(space), classes_(classes), start_(space.of(f)) {
    budget_.steps = max_steps;
  }

  [[nodiscard]] gathered_outcomes gather() {
    try {
      budget_meter meter(budget_);
      box_search search(aspect_, space_, meter);
      gather(search);
    } catch (const budget_exceeded&) {
      gathered_ = {};
      gather_roughly();
    }
    return std::move(gathered_);
  }

 private:
  using wish = box_search::wish;

  void gather(box_search& search) {
    search.for_each_outcome(
        start_, [&](const auto& alive) { return may_be_new(alive); },
        [&](const cell_box& /*box*/, outcome o) {
          add(std::move(o));
          return true;
        });
    for (const auto& o : outcomes_) {
      gathered_.rules.insert(o.left.begin(), o.left.end());
      if (o.state == decision_state::decided) {
        gathered_.assignments.push_back(aspect_.assigned(o));
      }
    }
    for (const auto& f : aspect_.interim_formulas()) {
      gathered_.interim_certain.push_back(!search.find(start_, possible_and({&f, false})));
    }
    if (outcomes_.empty()) {
      name_broken_assumptions(search);
    }
  }

  void add(outcome o) {
    gathered_.states.insert(o.state);
    if (o.state == decision_state::decided) {
      classes_seen_.insert(class_of(o.left.front()));
    }
    outcomes_.insert(std::move(o));
  }

  [[nodiscard]] std::uint32_t class_of(std::size_t rule) const { return classes_.of(rule); }

  // Once it is clear that the fault is undetermined, only outcomes matter that people are told
  // apart; rules that add something to them make that hard to foresee.
  [[nodiscard]] bool may_be_new(const std::vector<box_search::living_rule>& alive) const {
    const bool undetermined = gathered_.states.size() > 1 || classes_seen_.size() > 1;
    if (!undetermined || !aspect_.also_formulas().empty()) {
      return true;
    }
    const auto unseen = [&](const auto& r) { return !classes_seen_.contains(class_of(r.rule)); };
    return std::ranges::any_of(alive, unseen) || may_be_new_conflict(alive) ||
           may_be_new_default(alive);
  }

  [[nodiscard]] bool may_be_new_conflict(const std::vector<box_search::living_rule>& alive) const {
    const auto policy = aspect_.aspect().hit_policy;
    if (alive.size() < 2 || policy == hit_policy::first ||
        gathered_.states.contains(decision_state::conflict)) {
      return false;
    }
    return policy == hit_policy::unique || std::ranges::any_of(alive, [&](const auto& r) {
             return !classes_.agree(r.rule, alive.front().rule);
           });
  }

  [[nodiscard]] bool may_be_new_default(const std::vector<box_search::living_rule>& alive) const {
    if (std::ranges::any_of(alive, &box_search::living_rule::certain)) {
      return false;
    }
    return aspect_.aspect().otherwise
               ? !classes_seen_.contains(class_of(aspect_.aspect().rules.size()))
               : !gathered_.states.contains(decision_state::gap);
  }

  [[nodiscard]] std::vector<wish> possible_and(wish w) const {
    std::vector<wish> wishes{w};
    for (const auto& f : aspect_.assumption_formulas()) {
      wishes.push_back({&f, true});
    }
    return wishes;
  }

  // A minimal set: starting from all, in order, each that can be left out is left out.
  void name_broken_assumptions(box_search& search) {
    const auto& formulas = aspect_.assumption_formulas();
    std::vector<std::size_t> kept(formulas.size());
    std::iota(kept.begin(), kept.end(), std::size_t{0});
    for (std::size_t i = 0; i < formulas.size(); ++i) {
      auto without = kept;
      std::erase(without, i);
      std::vector<wish> wishes;
      wishes.reserve(without.size());
      for (const auto k : without) {
        wishes.push_back({&formulas[k], true});
      }
      if (!search.find(start_, wishes)) {
        kept = std::move(without);
      }
    }
    for (const auto i : kept) {
      gathered_.broken_assumptions.push_back(aspect_.document().assumptions[i].id);
    }
  }

  // Too far to search: what cannot be ruled out test by test stays possible.
  void gather_roughly() {
    box_truth truth(aspect_.tests(), space_);
    truth.look_at(start_);
    gathered_.exact = false;
    gathered_.states = {decision_state::decided};
    if (aspect_.aspect().hit_policy != hit_policy::first) {
      gathered_.states.insert(decision_state::conflict);
    }
    bool one_is_certain = false;
    for (std::size_t i = 0; i < aspect_.rule_formulas().size(); ++i) {
      const auto applies = truth.of(aspect_.rule_formulas()[i]);
      one_is_certain = one_is_certain || applies == certainty::always;
      if (applies != certainty::never) {
        gathered_.possible.insert(aspect_.rule(i).rule->then.accountable);
      }
    }
    if (!one_is_certain && aspect_.aspect().otherwise) {
      gathered_.possible.insert(aspect_.aspect().otherwise->rule->then.accountable);
    } else if (!one_is_certain) {
      gathered_.states.insert(decision_state::gap);
    }
    for (const auto& f : aspect_.interim_formulas()) {
      gathered_.interim_certain.push_back(truth.of(f) == certainty::always);
    }
  }

  const aspect_evaluator& aspect_;
  const box_space& space_;
  const assignment_classes& classes_;
  cell_box start_;
  compile_budget budget_;
  std::set<outcome> outcomes_;
  std::set<std::uint32_t> classes_seen_;
  gathered_outcomes gathered_;
};

}  // namespace detail

/// One aspect ready for box search. Immutable.
class box_engine {
 public:
  explicit box_engine(const aspect_evaluator& aspect) : space_(aspect), classes_(aspect) {}

  [[nodiscard]] const box_space& space() const noexcept { return space_; }

  /// What the completions of `f` come to, with every rule that is left in one of them; where that
  /// takes more than `max_steps` looks at a rule, what cannot be ruled out, and `exact` is false.
  /// Once it is clear that the fault is undetermined, its rules may be left out.
  /// \pre `aspect` is the one that this was made of.
  [[nodiscard]] gathered_outcomes gather(const aspect_evaluator& aspect, const fault& f,
                                         std::uint64_t max_steps = max_search_steps) const {
    return detail::box_gatherer(aspect, space_, classes_, f, max_steps).gather();
  }

 private:
  box_space space_;
  assignment_classes classes_;
};

}  // namespace shozai::inline v1
