// SPDX-License-Identifier: Apache-2.0
/// \file
/// Outcomes of all completions → one decision.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/completions.hpp"
#include "shozai/ownership/decision.hpp"
#include "shozai/ownership/evaluator.hpp"

namespace shozai::inline v1 {

/// How many completions of one fault are enumerated before `exact` is given up.
inline constexpr std::uint64_t max_completions = std::uint64_t{1} << 20U;

namespace detail {

/// Gathers what the completions of one fault come to, and writes the decision.
class decision_maker {
 public:
  decision_maker(const aspect_evaluator& evaluator, const fault& f)
      : evaluator_(evaluator),
        completions_(evaluator.tests(), evaluator.document().attributes, f) {
    result_.aspect = evaluator.aspect().aspect->id;
  }

  [[nodiscard]] decision make() {
    if (completions_.count() > max_completions) {
      give_up();
      return std::move(result_);
    }
    gather();
    if (outcomes_.empty()) {
      result_.state = decision_state::impossible;
      blame_assumptions();
      use_default_interim();
      return std::move(result_);
    }
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
      case decision_state::gap:
      case decision_state::impossible:
        break;
    }
    if (result_.assigned.accountable.empty()) {
      use_interim();
    }
    return std::move(result_);
  }

 private:
  void gather() {
    interim_certain_.assign(evaluator_.interim_formulas().size(), true);
    completions_.for_each([&](valuation& now) {
      if (!evaluator_.is_possible(now)) {
        return true;
      }
      outcomes_.insert(evaluator_.judge(evaluator_.applying(now), now));
      for (std::size_t i = 0; i < interim_certain_.size(); ++i) {
        interim_certain_[i] = interim_certain_[i] && now.holds(evaluator_.interim_formulas()[i]);
      }
      return true;
    });
    for (const auto& o : outcomes_) {
      if (o.state == decision_state::decided) {
        assignments_.push_back(evaluator_.assigned(o));
      }
    }
  }

  [[nodiscard]] decision_state common_state() const {
    const auto first = outcomes_.begin()->state;
    const bool same = std::ranges::all_of(
        outcomes_, [&](const outcome& o) { return o.state == first; });
    const bool equal = std::ranges::all_of(
        assignments_, [&](const assignment& a) { return agree(assignments_.front(), a); });
    return same && equal ? first : decision_state::undetermined;
  }

  void write_decided() {
    result_.assigned = assignments_.front();
    const bool notes_equal = std::ranges::all_of(assignments_, [&](const assignment& a) {
      return a.notes == assignments_.front().notes;
    });
    if (!notes_equal) {
      result_.assigned.notes.clear();
    }
    write_rules();
    if (result_.rules.size() == 1) {
      result_.rule = std::move(result_.rules.front());
      result_.rules.clear();
      result_.because = evaluator_.rule(outcomes_.begin()->left.front()).rule->because;
    }
  }

  // All rules that are left in some completion.
  void write_rules() {
    std::set<std::size_t> all;
    for (const auto& o : outcomes_) {
      all.insert(o.left.begin(), o.left.end());
    }
    for (const auto i : all) {
      result_.rules.push_back(evaluator_.rule(i).id);
    }
  }

  void write_undetermined() {
    std::set<std::string> possible;
    for (const auto& a : assignments_) {
      possible.insert(a.accountable);
    }
    result_.possible.assign(possible.begin(), possible.end());
    std::set<decision_state> states;
    for (const auto& o : outcomes_) {
      states.insert(o.state);
    }
    write_states({states.begin(), states.end()});
    const bool all_decided = states == std::set{decision_state::decided};
    give_common(&assignment::accountable, 0, all_decided);
    give_common(&assignment::responsible, 1, all_decided);
    give_common(&assignment::consulted, 2, all_decided);
    give_common(&assignment::informed, 3, all_decided);
    give_common(&assignment::joint_visit, 4, all_decided);
    give_common(&assignment::cost_share, 5, all_decided);
  }

  void write_states(std::vector<decision_state> states) {
    std::ranges::sort(states, {}, [](decision_state s) { return name_of(s); });
    result_.possible_states = std::move(states);
  }

  // The field that `member` is, if it is the same everywhere; else it is open.
  template <typename Field>
  void give_common(Field assignment::* member, std::size_t name, bool all_decided) {
    const bool equal =
        all_decided && std::ranges::all_of(assignments_, [&](const assignment& a) {
          return a.*member == assignments_.front().*member;
        });
    if (equal) {
      result_.assigned.*member = assignments_.front().*member;
    } else {
      result_.open.emplace_back(assignment_fields.at(name));
    }
  }

  void use_interim() {
    const auto& interim = evaluator_.aspect().aspect->interim;
    for (std::size_t i = 0; i < interim.rules.size(); ++i) {
      if (interim_certain_[i]) {
        const auto& r = interim.rules[i];
        result_.interim = interim_decision{r.accountable, r.within, r.id};
        return;
      }
    }
    use_default_interim();
  }

  void use_default_interim() {
    const auto& interim = evaluator_.aspect().aspect->interim;
    result_.interim = interim_decision{interim.accountable, interim.within, {}};
  }

  // Leaves out one assumption after the other, as long as none of the completions gets possible.
  void blame_assumptions() {
    const auto& formulas = evaluator_.assumption_formulas();
    std::vector<bool> kept(formulas.size(), true);
    for (std::size_t i = 0; i < formulas.size(); ++i) {
      kept[i] = false;
      bool possible = false;
      completions_.for_each([&](valuation& now) {
        possible = true;
        for (std::size_t k = 0; k < formulas.size(); ++k) {
          possible = possible && (!kept[k] || now.holds(formulas[k]));
        }
        return !possible;
      });
      kept[i] = possible;
    }
    for (std::size_t i = 0; i < formulas.size(); ++i) {
      if (kept[i]) {
        result_.assumptions.push_back(evaluator_.document().assumptions[i].id);
      }
    }
  }

  // Too many completions: what cannot be ruled out test by test stays possible.
  void give_up() {
    result_.state = decision_state::undetermined;
    result_.exact = false;
    const rough_valuation rough(evaluator_.tests(), completions_.possible_truths());
    std::set<std::string> possible;
    bool some_rule_certain = false;
    const auto& formulas = evaluator_.rule_formulas();
    for (std::size_t i = 0; i < formulas.size(); ++i) {
      if (rough.may_hold(formulas[i])) {
        possible.insert(evaluator_.rule(i).rule->then.accountable);
      }
      some_rule_certain = some_rule_certain || !rough.may_fail(formulas[i]);
    }
    std::vector<decision_state> states{decision_state::decided};
    const auto& aspect = evaluator_.aspect();
    if (!some_rule_certain) {
      if (aspect.otherwise) {
        possible.insert(aspect.otherwise->rule->then.accountable);
      } else {
        states.push_back(decision_state::gap);
      }
    }
    if (aspect.hit_policy != hit_policy::first) {
      states.push_back(decision_state::conflict);
    }
    result_.possible.assign(possible.begin(), possible.end());
    write_states(std::move(states));
    result_.open.assign(assignment_fields.begin(), assignment_fields.end());
    const auto& interim_formulas = evaluator_.interim_formulas();
    for (const auto& f : interim_formulas) {
      interim_certain_.push_back(!rough.may_fail(f));
    }
    use_interim();
  }

  const aspect_evaluator& evaluator_;
  completions completions_;
  std::set<outcome> outcomes_;
  std::vector<assignment> assignments_;  // of the decided outcomes
  std::vector<bool> interim_certain_;
  decision result_;
};

}  // namespace detail

/// What one aspect says of `f`; the policy's identity is the caller's to add.
///
/// \par Complexity The rules times the completions of `f`: one if everything that the aspect asks
/// is known, at most `max_completions`.
[[nodiscard]] inline decision decide(const aspect_evaluator& evaluator, const fault& f) {
  return detail::decision_maker(evaluator, f).make();
}

}  // namespace shozai::inline v1
