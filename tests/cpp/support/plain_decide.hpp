// SPDX-License-Identifier: Apache-2.0
/// \file
/// The reference of the tests: deciding plainly, every rule in every completion.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/completions.hpp"
#include "shozai/ownership/decision.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/write_decision.hpp"

namespace shozai::testing {

/// How many completions of one fault are enumerated before `exact` is given up.
inline constexpr std::uint64_t max_completions = std::uint64_t{1} << 20U;

/// Of the assumptions `formulas`, a minimal set that no completion fulfils: starting from all, in
/// order, each that can be left out is left out. \pre No completion fulfils all of them.
[[nodiscard]] inline std::vector<std::size_t> broken_assumptions(
    const completions& all, const std::vector<formula>& formulas) {
  std::vector<std::size_t> kept(formulas.size());
  std::iota(kept.begin(), kept.end(), std::size_t{0});
  for (std::size_t i = 0; i < formulas.size(); ++i) {
    auto without = kept;
    std::erase(without, i);
    bool possible = false;
    all.for_each([&](valuation& now) {
      possible =
          std::ranges::all_of(without, [&](std::size_t k) { return now.holds(formulas[k]); });
      return !possible;
    });
    if (!possible) {
      kept = std::move(without);
    }
  }
  return kept;
}

namespace detail {

/// Goes through the completions of one fault.
class plain_decider {
 public:
  plain_decider(const aspect_evaluator& evaluator, const fault& f)
      : evaluator_(evaluator),
        completions_(evaluator.tests(), evaluator.document().attributes, f) {}

  [[nodiscard]] decision decide() {
    if (completions_.count() > max_completions) {
      gather_roughly();
    } else {
      gather();
    }
    return write_decision(evaluator_, gathered_);
  }

 private:
  void gather() {
    const auto& interim = evaluator_.interim_formulas();
    gathered_.interim_certain.assign(interim.size(), true);
    std::set<outcome> outcomes;
    completions_.for_each([&](valuation& now) {
      if (evaluator_.is_possible(now)) {
        outcomes.insert(evaluator_.judge(evaluator_.applying(now), now));
        for (std::size_t i = 0; i < interim.size(); ++i) {
          gathered_.interim_certain[i] = gathered_.interim_certain[i] && now.holds(interim[i]);
        }
      }
      return true;
    });
    for (const auto& o : outcomes) {
      gathered_.states.insert(o.state);
      gathered_.rules.insert(o.left.begin(), o.left.end());
      if (o.state == decision_state::decided) {
        gathered_.assignments.push_back(evaluator_.assigned(o));
      }
    }
    if (outcomes.empty()) {
      for (const auto i : broken_assumptions(completions_, evaluator_.assumption_formulas())) {
        gathered_.broken_assumptions.push_back(evaluator_.document().assumptions[i].id);
      }
    }
  }

  // Too many completions: what cannot be ruled out test by test stays possible.
  void gather_roughly() {
    const rough_valuation rough(evaluator_.tests(), completions_.possible_truths());
    const auto& aspect = evaluator_.aspect();
    const auto& formulas = evaluator_.rule_formulas();
    gathered_.exact = false;
    for (std::size_t i = 0; i < formulas.size(); ++i) {
      if (rough.may_hold(formulas[i])) {
        gathered_.possible.insert(evaluator_.rule(i).rule->then.accountable);
      }
    }
    gathered_.states = {decision_state::decided};
    if (aspect.hit_policy != hit_policy::first) {
      gathered_.states.insert(decision_state::conflict);
    }
    if (std::ranges::all_of(formulas, [&](const formula& f) { return rough.may_fail(f); })) {
      if (aspect.otherwise) {
        gathered_.possible.insert(aspect.otherwise->rule->then.accountable);
      } else {
        gathered_.states.insert(decision_state::gap);
      }
    }
    for (const auto& f : evaluator_.interim_formulas()) {
      gathered_.interim_certain.push_back(!rough.may_fail(f));
    }
  }

  const aspect_evaluator& evaluator_;
  completions completions_;
  gathered_outcomes gathered_;
};

}  // namespace detail

/// What one aspect says of `f`; the policy's identity is the caller's to add.
///
/// \par Complexity The rules times the completions of `f`: one if everything that the aspect asks
/// is known, at most `max_completions`.
[[nodiscard]] inline decision decide_plainly(const aspect_evaluator& evaluator, const fault& f) {
  return detail::plain_decider(evaluator, f).decide();
}

/// What a complete fault comes to; nothing if it is impossible.
[[nodiscard]] inline std::optional<outcome> plain_outcome(const aspect_evaluator& aspect,
                                                          const fault& f) {
  std::optional<outcome> found;
  const completions only(aspect.tests(), aspect.document().attributes, f);
  only.for_each([&](valuation& now) {
    if (aspect.is_possible(now)) {
      found = aspect.judge(aspect.applying(now), now);
    }
    return false;
  });
  return found;
}

}  // namespace shozai::testing
