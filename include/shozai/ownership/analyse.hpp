// SPDX-License-Identifier: Apache-2.0
/// \file
/// A compiled policy → everything that can be proved against it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

#include "shozai/ownership/analyse_aspect.hpp"
#include "shozai/ownership/analyse_document.hpp"
#include "shozai/ownership/analysis_options.hpp"
#include "shozai/ownership/aspect_prover.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/finding.hpp"
#include "shozai/ownership/prove_guarantee.hpp"
#include "shozai/ownership/region_writer.hpp"
#include "shozai/policy/guarantee_printer.hpp"

namespace shozai::inline v1 {

namespace detail {

/// The guarantees, one by one.
inline void analyse_guarantees(const compiled_policy& policy, const region_writer& writer,
                               const analysis_options& options, analysis& result) {
  const auto& document = policy.document();
  std::vector<std::string> definitions;
  definitions.reserve(document.definitions.size());
  for (const auto& d : document.definitions) {
    definitions.push_back(d.name);
  }
  const condition_printer printer(document.attributes, definitions);
  for (const auto& g : document.guarantees) {
    const auto proof = prove(policy, g, writer, options);
    result.guarantees.push_back({g.id, g.place.pointer, proof.state});
    if (proof.state == guarantee_state::undecided) {
      result.findings.push_back(make_finding(finding_kind::undecided,
                                             {g.id, "guarantee", budget_term(proof.reason)},
                                             g.place.file, g.place.pointer));
    } else if (proof.state == guarantee_state::refuted) {
      auto f = make_finding(finding_kind::guarantee_failed, {g.id, print_guarantee(g, printer)},
                            g.place.file, g.place.pointer);
      f.guarantee = g.id;
      f.where = proof.broken_where;
      f.example = proof.example;
      result.findings.push_back(std::move(f));
    }
  }
}

}  // namespace detail

/// Finds gaps, conflicts, rules that never decide and whatever else `finding_kind` names; proves or
/// refutes the guarantees. Exact: what is not found is not there, but for what is reported as
/// undecided. Derived attributes count as free; an example that cannot occur says so.
///
/// First comes what concerns the whole policy, then aspect by aspect, each by kind.
/// \par Complexity That of compiling, and of the questions asked; exponential at worst, within the
/// budget of `options`.
[[nodiscard]] inline analysis analyse(const compiled_policy& policy,
                                      const analysis_options& options = {}) {
  analysis result;
  const auto& document = policy.document();
  detail::document_analyser about(document, options, result.findings);
  about.find_overdue_reviews();
  const bool possible = about.find_contradiction();
  if (possible) {
    about.find_what_is_excluded();
    about.find_unused();
  }
  const region_writer writer(document, options.most_conditions);
  if (possible) {
    detail::analyse_guarantees(policy, writer, options, result);
  }
  std::ranges::stable_sort(result.findings, {}, &finding::kind);

  for (std::size_t i = 0; possible && i < policy.aspect_count(); ++i) {
    aspect_prover prover(policy.evaluator(i), policy.engine(i), options.budget);
    result.aspects.push_back(summarise(prover));
    std::ranges::move(analyse_aspect(prover, writer, options), std::back_inserter(result.findings));
  }
  return result;
}

}  // namespace shozai::inline v1
