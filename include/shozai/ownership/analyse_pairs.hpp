// SPDX-License-Identifier: Apache-2.0
/// \file
/// Pairs of rules that are left together: they conflict, or they overlap.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/analysis_options.hpp"
#include "shozai/ownership/aspect_findings.hpp"
#include "shozai/ownership/aspect_prover.hpp"
#include "shozai/ownership/verdict.hpp"

namespace shozai::inline v1 {

/// How two assignments that do not agree differ: a field, and what each says of it.
struct assignment_difference {
  std::string field;
  std::string first;
  std::string second;
};

namespace detail {

[[nodiscard]] inline std::string in_backticks(const std::set<std::string>& names) {
  std::string text;
  for (const auto& n : names) {
    text += (text.empty() ? "`" : ", `") + n + "`";
  }
  return text.empty() ? "–" : text;
}

[[nodiscard]] inline std::string in_backticks(const std::map<std::string, int>& shares) {
  std::string text;
  for (const auto& [party, percent] : shares) {
    text += (text.empty() ? "`" : ", `") + party + " " + std::to_string(percent) + "`";
  }
  return text.empty() ? "–" : text;
}

}  // namespace detail

/// The first field on which `a` and `b` differ. \pre They do not agree.
[[nodiscard]] inline assignment_difference difference_of(const assignment& a, const assignment& b) {
  using detail::in_backticks;
  if (a.accountable != b.accountable) {
    return {"accountable", "`" + a.accountable + "`", "`" + b.accountable + "`"};
  }
  if (a.cost_share != b.cost_share) {
    return {"cost_share", in_backticks(a.cost_share), in_backticks(b.cost_share)};
  }
  if (a.responsible != b.responsible) {
    return {"responsible", in_backticks(a.responsible), in_backticks(b.responsible)};
  }
  if (a.consulted != b.consulted) {
    return {"consulted", in_backticks(a.consulted), in_backticks(b.consulted)};
  }
  if (a.informed != b.informed) {
    return {"informed", in_backticks(a.informed), in_backticks(b.informed)};
  }
  return {"joint_visit", in_backticks(a.joint_visit), in_backticks(b.joint_visit)};
}

/// Finds the pairs of own rules that are left together in some possible fault. Under `first` there
/// are none; inherited rules meet in the aspect that writes them.
/// \par Complexity Quadratic in the rules, most pairs told apart at a glance; none are looked at
/// where the diagram knows of no conflict and no overlap.
class pair_analyser {
 public:
  pair_analyser(aspect_prover& prover, aspect_findings& findings, const analysis_options& options)
      : prover_(prover),
        aspect_(prover.aspect().aspect()),
        findings_(findings),
        most_(options.most_of_a_kind) {}

  void run() {
    const bool unique = aspect_.hit_policy == hit_policy::unique;
    const auto disagreeing = unique ? finding_kind::unique_violation : finding_kind::conflict;
    bool wants_conflicts = aspect_.hit_policy != hit_policy::first && any(is_conflict);
    bool wants_overlaps = aspect_.hit_policy == hit_policy::override_ && any(is_overlap);
    const assignment_classes classes(prover_.aspect());
    std::size_t conflicts = 0;
    std::size_t overlaps = 0;
    for (std::size_t r = 0; r < aspect_.rules.size() && is_own(r); ++r) {
      for (std::size_t s = r + 1; s < aspect_.rules.size() && is_own(s); ++s) {
        const bool agree = !unique && classes.agree(r, s);
        auto& wants = agree ? wants_overlaps : wants_conflicts;
        auto& count = agree ? overlaps : conflicts;
        const auto kind = agree ? finding_kind::overlap : disagreeing;
        if (wants && check(kind, r, s, count == most_) && ++count > most_) {
          wants = false;
        }
      }
    }
  }

 private:
  [[nodiscard]] bool is_own(std::size_t r) const { return aspect_.rules[r].generation == 0; }

  static bool is_conflict(const verdict& v) { return v.state == decision_state::conflict; }
  static bool is_overlap(const verdict& v) {
    return is_conflict(v) || (v.state == decision_state::decided && v.rule == verdict::several);
  }

  [[nodiscard]] bool any(bool (*is_wanted)(const verdict&)) const {
    return prover_.ground() == nullptr ||
           std::ranges::any_of(prover_.ground()->verdicts().all(), is_wanted);
  }

  // Whether the two are left together; `full`: then it is only said that there are more.
  bool check(finding_kind kind, std::size_t r, std::size_t s, bool full) {
    bool found = false;
    findings_.attempt(kind, [&] {
      if (const auto where = prover_.both_left(r, s)) {
        full ? more(kind) : report(kind, r, s, *where);
        found = true;
      }
    });
    return found;
  }

  void report(finding_kind kind, std::size_t r, std::size_t s, const proved_region& where) {
    std::vector<std::string> arguments{aspect_.rules[r].id, aspect_.rules[s].id};
    if (kind == finding_kind::conflict) {
      const auto d = difference_of(aspect_.rules[r].rule->then, aspect_.rules[s].rule->then);
      arguments.insert(arguments.end(), {d.field, d.first, d.second});
    }
    findings_.add(kind, std::move(arguments), {r, s}, &where);
  }

  void more(finding_kind kind) {
    findings_.add(finding_kind::more, {findings_.aspect_id(), std::string(name_of(kind))},
                  aspect_.aspect->file, aspect_.aspect->pointer);
  }

  aspect_prover& prover_;
  const resolved_aspect& aspect_;
  aspect_findings& findings_;
  std::size_t most_;
};

}  // namespace shozai::inline v1
