// SPDX-License-Identifier: Apache-2.0
/// \file
/// The findings of one aspect while they are gathered.
#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/aspect_prover.hpp"
#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/finding.hpp"
#include "shozai/ownership/region_writer.hpp"

namespace shozai::inline v1 {

/// The place of a rule of `aspect`, or of its `otherwise`.
[[nodiscard]] inline rule_place place_of(const resolved_rule& r) {
  return {r.id, r.rule->then.accountable, r.rule->file, r.rule->pointer};
}

/// A finding of `kind` about the thing at `pointer` of `file`.
[[nodiscard]] inline finding make_finding(finding_kind kind, std::vector<std::string> arguments,
                                          std::string file, std::string pointer) {
  finding f;
  f.kind = kind;
  f.what = finding_of(std::string(code_of(kind)), std::move(arguments));
  f.what.file = std::move(file);
  f.what.pointer = std::move(pointer);
  return f;
}

/// Why something stayed undecided, as a term of the catalogue.
[[nodiscard]] inline std::string budget_term(over_budget reason) {
  return "budget_" + std::string(over_budget_names.at(static_cast<std::size_t>(reason)));
}

/// Gathers findings about one aspect, and which questions stay open.
class aspect_findings {
 public:
  aspect_findings(aspect_prover& prover, const region_writer& writer)
      : prover_(prover), writer_(writer) {}

  [[nodiscard]] const std::string& aspect_id() const {
    return prover_.aspect().aspect().aspect->id;
  }

  /// About rules, of which the first gives the place; with the region that shows it.
  finding& add(finding_kind kind, std::vector<std::string> arguments,
               std::initializer_list<std::size_t> rules, const proved_region* where = nullptr) {
    std::vector<rule_place> places;
    for (const auto r : rules) {
      places.push_back(place_of(prover_.aspect().rule(r)));
    }
    auto& f = add(kind, std::move(arguments), places.front().file, places.front().pointer, where);
    f.rules = std::move(places);
    return f;
  }

  /// About the thing at `pointer`.
  finding& add(finding_kind kind, std::vector<std::string> arguments, std::string file,
               std::string pointer, const proved_region* where = nullptr) {
    auto f = make_finding(kind, std::move(arguments), std::move(file), std::move(pointer));
    f.aspect = aspect_id();
    if (where != nullptr) {
      auto described = prover_.describe(writer_, *where);
      f.where = std::move(described.where);
      f.example = std::move(described.example);
    }
    findings_.push_back(std::move(f));
    return findings_.back();
  }

  /// Answers a question of `kind`; where that is over budget, it is noted as open.
  template <typename Question>
  void attempt(finding_kind kind, const Question& question) {
    try {
      question();
    } catch (const budget_exceeded& e) {
      leave_open(kind, e.reason);
    }
  }
  void leave_open(finding_kind kind, over_budget reason) { open_.emplace(kind, reason); }

  /// All of them, by kind; those of a kind in the order in which they were added.
  [[nodiscard]] std::vector<finding> take() {
    const auto* own = prover_.aspect().aspect().aspect;
    for (const auto& [kind, reason] : open_) {
      add(finding_kind::undecided, {own->id, std::string(name_of(kind)), budget_term(reason)},
          own->file, own->pointer);
    }
    std::ranges::stable_sort(findings_, {}, &finding::kind);
    return std::move(findings_);
  }

 private:
  aspect_prover& prover_;
  const region_writer& writer_;
  std::vector<finding> findings_;
  std::map<finding_kind, over_budget> open_;
};

}  // namespace shozai::inline v1
