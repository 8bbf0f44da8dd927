// SPDX-License-Identifier: Apache-2.0
/// \file
/// Everything that can be proved of an organization, over all instants of some time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shozai/organization/check_agreements.hpp"
#include "shozai/organization/check_arbiters.hpp"
#include "shozai/organization/check_calendars.hpp"
#include "shozai/organization/check_choice.hpp"
#include "shozai/organization/check_coverage.hpp"
#include "shozai/organization/check_cycles.hpp"
#include "shozai/organization/check_guarantees.hpp"
#include "shozai/organization/check_lapses.hpp"
#include "shozai/organization/check_people.hpp"
#include "shozai/organization/check_reach.hpp"
#include "shozai/organization/check_situations.hpp"
#include "shozai/organization/check_use.hpp"
#include "shozai/organization/escalation_choice.hpp"
#include "shozai/organization/organization_finding.hpp"
#include "shozai/organization/organization_graph.hpp"
#include "shozai/organization/organization_model.hpp"
#include "shozai/ownership/compiled_policy.hpp"

namespace shozai::inline v1 {

namespace detail {

/// Runs the checks in the order in which people read them: what is wrong on the graph and with
/// people, then path by path, then what was promised.
class organization_checker {
 public:
  organization_checker(const organization_model& model, const compiled_policy* policy,
                       const organization_check_options& options)
      : options_(options),
        findings_(options.most_of_a_kind),
        budget_(options),
        context_{model, options, findings_, budget_},
        policy_(policy),
        graph_(model.document()) {
    if (escalation_chooser::can_choose(model.document())) {
      chooser_.emplace(policy == nullptr ? policy_document{} : policy->document(),
                       model.document());
    }
  }

  [[nodiscard]] organization_report run() {
    organization_report report;
    report.during = options_.during;
    check_structure();
    static_reach on_graph(context_, graph_);
    on_graph.check_departments(accountable_ones());
    const auto aspects = aspects_to_check(context_);
    const auto count = context_.document().escalation.size();
    for (std::size_t p = 0; p < count; ++p) {
      progress(p, count);
      report.escalation.push_back(check_policy(p, aspects, on_graph));
    }
    check_promises(aspects, report);
    progress(count, count);
    report.findings = findings_.take(context_.document().place);
    return report;
  }

 private:
  [[nodiscard]] const policy_document* document() const {
    return policy_ == nullptr ? nullptr : &policy_->document();
  }

  /// What does not depend on paths.
  void check_structure() {
    check_cycles(context_, graph_);
    check_coverage(context_);
    people_checker(context_).run();
    arbiter_checker(context_, document()).run();
    check_working_clocks(context_);
    check_holidays(context_);
    use_checker(context_, document()).run();
  }

  [[nodiscard]] std::set<std::string> accountable_ones() const {
    std::set<std::string> all;
    if (policy_ != nullptr) {
      for (const auto& names : accountable_by_aspect(policy_->document())) {
        all.insert(names.begin(), names.end());
      }
    }
    return all;
  }

  [[nodiscard]] escalation_summary check_policy(
      std::size_t policy, const std::vector<std::optional<std::size_t>>& aspects,
      static_reach& on_graph) {
    escalation_summary summary;
    summary.id = context_.document().escalation[policy].id;
    check_reach(context_, policy, aspects, on_graph, summary);
    lapse_checker(context_, policy).run();
    situation_checker(context_, policy, aspects).run(summary);
    return summary;
  }

  void check_promises(const std::vector<std::optional<std::size_t>>& aspects,
                      organization_report& report) {
    choice_checker choice(context_, chooser_ ? &*chooser_ : nullptr);
    choice.run();
    const choosable_policies choosable = [&](const std::optional<condition>& when) {
      return choice.choosable(when);
    };
    agreement_checker(context_, aspects, choosable).run();
    if (policy_ != nullptr) {
      report.guarantees = guarantee_checker(context_, aspects, choosable).run(policy_->document());
    }
  }

  void progress(std::size_t done, std::size_t total) const {
    if (options_.progress) {
      options_.progress(done, total);
    }
  }

  const organization_check_options& options_;
  organization_findings findings_;
  piece_budget budget_;
  check_context context_;
  const compiled_policy* policy_;
  organization_graph graph_;
  std::optional<escalation_chooser> chooser_;
};

}  // namespace detail

/// Checks an organization for all cases that start in `options.during`, and proves or refutes the
/// policy's guarantees about reaching. `policy` is the one that it was loaded with, or null.
///
/// Exact: what is not found is not there, but for what is reported as undecided. The same document
/// and time give the same findings in the same order.
/// \par Complexity
/// For each escalation policy one path for each piece of `reach_profile`, and one situation for
/// each distinct answer to "who is on duty"; within the budget of `options`.
/// \pre `options.during` is finite and not empty.
[[nodiscard]] inline organization_report check_organization(
    const organization_model& model, const compiled_policy* policy,
    const organization_check_options& options) {
  return detail::organization_checker(model, policy, options).run();
}

}  // namespace shozai::inline v1
