// SPDX-License-Identifier: Apache-2.0
/// \file
/// Conditions that are never or always true, rules that never decide, overrides without effect.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/ownership/aspect_findings.hpp"
#include "shozai/ownership/aspect_prover.hpp"
#include "shozai/ownership/blocking_rules.hpp"

namespace shozai::inline v1 {

/// Looks at the rules of one aspect one by one. Inherited rules are judged in the aspect that
/// writes them.
class condition_analyser {
 public:
  condition_analyser(aspect_prover& prover, aspect_findings& findings)
      : prover_(prover), aspect_(prover.aspect().aspect()), findings_(findings) {}

  void run() {
    find_constant_conditions();
    find_shadowed_rules();
    find_dead_overrides();
  }

  /// Whether the condition of rule `r` is never true. \pre `run` was called.
  [[nodiscard]] bool is_never_true(std::size_t r) const { return never_true_[r]; }

 private:
  [[nodiscard]] bool is_own(std::size_t r) const { return aspect_.rules[r].generation == 0; }

  void find_constant_conditions() {
    const auto& evaluator = prover_.aspect();
    for (std::size_t r = 0; r < aspect_.rules.size(); ++r) {
      bool never = false;
      findings_.attempt(finding_kind::never_true, [&] { never = !prover_.applies(r); });
      never_true_.push_back(never);
      if (is_own(r)) {
        report_constant(aspect_.rules[r], evaluator.rule_formulas()[r], never);
      }
    }
    for (std::size_t i = 0; i < aspect_.also.size(); ++i) {
      if (aspect_.also[i].generation == 0) {
        report_constant(aspect_.also[i], evaluator.also_formulas()[i]);
      }
    }
    const auto& interim = aspect_.aspect->interim.rules;
    for (std::size_t i = 0; i < interim.size(); ++i) {
      const rule_place place{interim[i].id, interim[i].accountable, aspect_.aspect->file,
                             interim[i].pointer};
      const auto& f = evaluator.interim_formulas()[i];
      report_constant(place, interim[i].when, f, is_never(f));
    }
  }

  [[nodiscard]] bool is_never(const formula& f) {
    bool never = false;
    findings_.attempt(finding_kind::never_true, [&] { never = !prover_.where(f, true); });
    return never;
  }

  void report_constant(const resolved_rule& r, const formula& f) {
    report_constant(r, f, is_never(f));
  }
  void report_constant(const resolved_rule& r, const formula& f, bool never) {
    report_constant(place_of(r), r.rule->when, f, never);
  }
  void report_constant(const rule_place& place, const condition& written, const formula& f,
                       bool never) {
    if (never) {
      report(finding_kind::never_true, place);
      return;
    }
    if (written == condition::always(true)) {
      return;  // as it was meant
    }
    findings_.attempt(finding_kind::always_true, [&] {
      if (prover_.always(f)) {
        report(finding_kind::always_true, place);
      }
    });
  }

  void report(finding_kind kind, const rule_place& place) {
    findings_.add(kind, {place.id}, place.file, place.pointer).rules = {place};
  }

  void find_shadowed_rules() {
    const auto deciding = rules_that_decide_alone();
    for (std::size_t r = 0; r < aspect_.rules.size(); ++r) {
      if (!is_own(r) || deciding[r] || never_true_[r]) {
        continue;
      }
      findings_.attempt(finding_kind::shadowed, [&] {
        // Under `first` a rule that is left decides alone.
        const bool proved = prover_.ground() != nullptr && aspect_.hit_policy == hit_policy::first;
        if (proved || !prover_.left(r)) {
          report_shadowed(r);
        }
      });
    }
  }

  // Those that a diagram names need no second look.
  [[nodiscard]] std::vector<bool> rules_that_decide_alone() const {
    std::vector<bool> deciding(aspect_.rules.size() + 1, false);
    if (prover_.ground() != nullptr) {
      for (const auto& v : prover_.ground()->verdicts().all()) {
        if (v.state == decision_state::decided && v.rule != verdict::several) {
          deciding[v.rule] = true;
        }
      }
    }
    return deciding;
  }

  void report_shadowed(std::size_t r) {
    const auto blocking = blocking_rules(prover_, r);
    std::string names;
    for (const auto b : blocking) {
      names += (names.empty() ? "`" : ", `") + aspect_.rules[b].id + "`";
    }
    const auto where = prover_.applies(r);
    auto& f = findings_.add(finding_kind::shadowed, {aspect_.rules[r].id, names}, {r}, &*where);
    for (const auto b : blocking) {
      f.blocking.push_back(place_of(aspect_.rules[b]));
    }
  }

  void find_dead_overrides() {
    std::map<std::string_view, std::size_t> by_id;
    for (std::size_t r = 0; r < aspect_.rules.size(); ++r) {
      by_id.emplace(aspect_.rules[r].id, r);
    }
    for (std::size_t r = 0; r < aspect_.rules.size(); ++r) {
      const auto& entries = aspect_.rules[r].rule->overrides;
      for (std::size_t i = 0; is_own(r) && !never_true_[r] && i < entries.size(); ++i) {
        findings_.attempt(finding_kind::dead_override,
                          [&] { check_override(r, i, targets_of(entries[i], by_id)); });
      }
    }
  }

  // The rules that an entry of `overrides` means and that ever apply.
  [[nodiscard]] std::vector<std::size_t> targets_of(
      const std::string& entry, const std::map<std::string_view, std::size_t>& by_id) const {
    constexpr std::string_view section = "section:";
    std::vector<std::size_t> targets;
    const auto add = [&](std::size_t r) {
      if (!never_true_[r]) {
        targets.push_back(r);
      }
    };
    if (entry != "*" && !entry.starts_with(section)) {
      add(by_id.at(entry));
      return targets;
    }
    for (std::size_t r = 0; r < aspect_.rules.size() && is_own(r); ++r) {
      const auto& rule = *aspect_.rules[r].rule;
      const bool meant = entry == "*"
                             ? std::ranges::find(rule.overrides, "*") == rule.overrides.end()
                             : rule.section == entry.substr(section.size());
      if (meant) {
        add(r);
      }
    }
    return targets;
  }

  void check_override(std::size_t r, std::size_t entry, const std::vector<std::size_t>& targets) {
    const bool dead = !targets.empty() && std::ranges::none_of(targets, [&](std::size_t t) {
      return prover_.ever_together(r, t);
    });
    if (!dead) {
      return;
    }
    const auto& rule = *aspect_.rules[r].rule;
    auto& f = findings_.add(finding_kind::dead_override,
                            {aspect_.rules[r].id, rule.overrides[entry]}, {r});
    f.what.pointer += "/overrides/" + std::to_string(entry);
    if (targets.size() == 1) {
      f.rules.push_back(place_of(aspect_.rules[targets.front()]));
    }
  }

  aspect_prover& prover_;
  const resolved_aspect& aspect_;
  aspect_findings& findings_;
  std::vector<bool> never_true_;
};

}  // namespace shozai::inline v1
