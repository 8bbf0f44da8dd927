// SPDX-License-Identifier: Apache-2.0
/// \file
/// What the completions of a fault come to → the decision that people read.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/decision.hpp"
#include "shozai/ownership/evaluator.hpp"

namespace shozai::inline v1 {

/// What all completions of one fault come to, however they were gone through.
struct gathered_outcomes {
  std::set<decision_state> states;      ///< empty: no completion, the fault is impossible
  std::vector<assignment> assignments;  ///< of decided completions, each different one once
  std::set<std::size_t> rules;          ///< left in some completion; `otherwise` is the last
  bool rules_missing = false;           ///< several agree or conflict somewhere, and are left out
  std::vector<bool> interim_certain;    ///< for each interim rule: holds in every completion
  std::vector<std::string> broken_assumptions;  ///< of an impossible fault
  bool exact = true;                            ///< false: `states` and `possible` are supersets
  std::set<std::string> possible;               ///< where not exact, in place of `assignments`
};

namespace detail {

/// Writes the decision of one aspect.
class decision_writer {
 public:
  decision_writer(const aspect_evaluator& evaluator, const gathered_outcomes& gathered)
      : evaluator_(evaluator), gathered_(gathered) {
    result_.aspect = evaluator.aspect().aspect->id;
  }

  [[nodiscard]] decision write() {
    result_.exact = gathered_.exact;
    result_.state = common_state();
    switch (result_.state) {
      case decision_state::decided:
        write_decided();
        break;
      case decision_state::conflict:
        write_rules();
        break;
      case decision_state::undetermined:
        write_undetermined();
        break;
      case decision_state::impossible:
        result_.assumptions = gathered_.broken_assumptions;
        break;
      case decision_state::gap:
        break;
    }
    if (result_.assigned.accountable.empty()) {
      write_interim();
    }
    return std::move(result_);
  }

 private:
  [[nodiscard]] decision_state common_state() const {
    if (!gathered_.exact) {
      return decision_state::undetermined;
    }
    if (gathered_.states.empty()) {
      return decision_state::impossible;
    }
    const auto& assignments = gathered_.assignments;
    const bool equal = std::ranges::all_of(
        assignments, [&](const assignment& a) { return agree(assignments.front(), a); });
    return gathered_.states.size() == 1 && equal ? *gathered_.states.begin()
                                                 : decision_state::undetermined;
  }

  void write_decided() {
    const auto& assignments = gathered_.assignments;
    result_.assigned = assignments.front();
    const bool notes_equal = std::ranges::all_of(
        assignments, [&](const assignment& a) { return a.notes == assignments.front().notes; });
    if (!notes_equal) {
      result_.assigned.notes.clear();
    }
    write_rules();
    if (result_.rules.size() == 1) {
      result_.rule = std::move(result_.rules.front());
      result_.rules.clear();
      result_.because = evaluator_.rule(*gathered_.rules.begin()).rule->because;
    }
  }

  void write_rules() {
    for (const auto i : gathered_.rules) {
      result_.rules.push_back(evaluator_.rule(i).id);
    }
  }

  void write_undetermined() {
    auto possible = gathered_.possible;
    for (const auto& a : gathered_.assignments) {
      possible.insert(a.accountable);
    }
    result_.possible.assign(possible.begin(), possible.end());
    result_.possible_states.assign(gathered_.states.begin(), gathered_.states.end());
    std::ranges::sort(result_.possible_states, {}, [](decision_state s) { return name_of(s); });
    give_common(&assignment::accountable, 0);
    give_common(&assignment::responsible, 1);
    give_common(&assignment::consulted, 2);
    give_common(&assignment::informed, 3);
    give_common(&assignment::joint_visit, 4);
    give_common(&assignment::cost_share, 5);
  }

  // The field that `member` is, if it is the same everywhere; else it is open.
  template <typename Field>
  void give_common(Field assignment::* member, std::size_t name) {
    const auto& assignments = gathered_.assignments;
    const bool equal = gathered_.exact && gathered_.states == std::set{decision_state::decided} &&
                       std::ranges::all_of(assignments, [&](const assignment& a) {
                         return a.*member == assignments.front().*member;
                       });
    if (equal) {
      result_.assigned.*member = assignments.front().*member;
    } else {
      result_.open.emplace_back(assignment_fields.at(name));
    }
  }

  void write_interim() {
    const auto& interim = evaluator_.aspect().aspect->interim;
    result_.interim = interim_decision{interim.accountable, interim.within, {}};
    if (result_.state == decision_state::impossible) {
      return;
    }
    for (std::size_t i = 0; i < interim.rules.size(); ++i) {
      if (gathered_.interim_certain[i]) {
        const auto& r = interim.rules[i];
        result_.interim = interim_decision{r.accountable, r.within, r.id};
        return;
      }
    }
  }

  const aspect_evaluator& evaluator_;
  const gathered_outcomes& gathered_;
  decision result_;
};

}  // namespace detail

/// The decision of the aspect that `evaluator` evaluates; the policy's identity is the caller's
/// to add.
[[nodiscard]] inline decision write_decision(const aspect_evaluator& evaluator,
                                             const gathered_outcomes& gathered) {
  return detail::decision_writer(evaluator, gathered).write();
}

}  // namespace shozai::inline v1
