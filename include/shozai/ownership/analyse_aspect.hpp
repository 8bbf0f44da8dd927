// SPDX-License-Identifier: Apache-2.0
/// \file
/// Everything that is found in one aspect.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "shozai/ownership/analyse_conditions.hpp"
#include "shozai/ownership/analyse_pairs.hpp"
#include "shozai/ownership/analysis_options.hpp"
#include "shozai/ownership/aspect_findings.hpp"
#include "shozai/ownership/aspect_prover.hpp"
#include "shozai/ownership/finding.hpp"
#include "shozai/ownership/redundant_rules.hpp"
#include "shozai/ownership/region_writer.hpp"

namespace shozai::inline v1 {

namespace detail {

/// Faults that no rule speaks of: a gap, or what is decided by default.
inline void analyse_rest(aspect_prover& prover, aspect_findings& findings) {
  const auto& aspect = prover.aspect().aspect();
  const auto* own = aspect.aspect;
  const auto& otherwise = aspect.otherwise;
  findings.attempt(finding_kind::gap, [&] {
    const auto rest = prover.none_applies();
    if (rest && !otherwise) {
      findings.add(finding_kind::gap, {own->id}, own->file, own->pointer, &*rest);
    } else if (rest) {
      findings.add(finding_kind::by_default, {own->id}, {aspect.rules.size()}, &*rest);
    } else if (otherwise && otherwise->generation == 0) {
      findings.add(finding_kind::unreachable_otherwise, {own->id}, {aspect.rules.size()});
    }
  });
}

inline void analyse_redundancy(aspect_prover& prover, const condition_analyser& conditions,
                               aspect_findings& findings) {
  const auto& rules = prover.aspect().aspect().rules;
  if (prover.ground() == nullptr) {
    if (!rules.empty()) {
      findings.leave_open(finding_kind::redundant, prover.given_up());
    }
    return;
  }
  redundancy_prover redundancy(prover.aspect(), *prover.ground());
  for (std::size_t r = 0; r < rules.size() && rules[r].generation == 0; ++r) {
    if (conditions.is_never_true(r) || redundancy.matters_where_it_decides(r)) {
      continue;
    }
    findings.attempt(finding_kind::redundant, [&] {
      const auto where = prover.left(r);  // nothing: shadowed, which is said already
      if (where && redundancy.is_redundant(r)) {
        findings.add(finding_kind::redundant, {rules[r].id}, {r}, &*where);
      }
    });
  }
}

}  // namespace detail

/// The findings about one aspect, by kind and then in the order of its rules. \pre Some fault is
/// possible.
[[nodiscard]] inline std::vector<finding> analyse_aspect(aspect_prover& prover,
                                                         const region_writer& writer,
                                                         const analysis_options& options) {
  aspect_findings findings(prover, writer);
  condition_analyser conditions(prover, findings);
  conditions.run();
  pair_analyser(prover, findings, options).run();
  detail::analyse_rest(prover, findings);
  detail::analyse_redundancy(prover, conditions, findings);
  return findings.take();
}

/// How the faults of one aspect fare.
[[nodiscard]] inline aspect_summary summarise(aspect_prover& prover) {
  aspect_summary summary;
  summary.aspect = prover.aspect().aspect().aspect->id;
  summary.by_diagram = prover.ground() != nullptr;
  if (!summary.by_diagram) {
    return summary;
  }
  auto& ground = *prover.ground();
  const auto otherwise = prover.aspect().aspect().rules.size();
  const auto count = [&](const auto& is_wanted) {
    return ground.counter().count(ground.decided_so(is_wanted));
  };
  try {
    prover.renew();
    summary.space = ground.counter().count(ground.possible());
    summary.gap = count([](const verdict& v) { return v.state == decision_state::gap; });
    summary.conflict = count([](const verdict& v) { return v.state == decision_state::conflict; });
    summary.by_default = count([&](const verdict& v) {
      return v.state == decision_state::decided && v.rule == otherwise;
    });
    summary.decided = big_count(*summary.space - *summary.gap - *summary.conflict);
  } catch (const budget_exceeded&) {
    return summary;  // with the numbers known so far
  }
  return summary;
}

}  // namespace shozai::inline v1
