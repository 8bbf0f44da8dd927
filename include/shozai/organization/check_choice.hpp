// SPDX-License-Identifier: Apache-2.0
/// \file
/// Whether `choose` names one escalation policy for every fault, and which it can name.
///
/// Its rules are a policy of their own, so the proofs of policies serve: a gap or a conflict leaves
/// faults without an escalation policy; a policy can be chosen under a condition unless it is
/// proved that the condition implies another.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shozai/organization/check_agreements.hpp"
#include "shozai/organization/check_context.hpp"
#include "shozai/organization/escalation_choice.hpp"
#include "shozai/ownership/analyse.hpp"

namespace shozai::inline v1::detail {

class choice_checker {
 public:
  /// `chooser` may be null.
  choice_checker(check_context& context, const escalation_chooser* chooser)
      : context_(context), chooser_(chooser) {
    options_.budget.should_stop = context.options.should_stop;
  }

  void run() {
    if (chooser_ == nullptr) {
      return;
    }
    for (const auto& f : analyse(chooser_->policy(), options_).findings) {
      if (f.kind == finding_kind::gap) {
        report("gap", described(f));
      } else if (f.kind == finding_kind::conflict || f.kind == finding_kind::unique_violation) {
        report("conflict", described(f));
      } else if (f.kind == finding_kind::undecided) {
        context_.undecided("choose", context_.document().choose->place);
      }
    }
  }

  /// The numbers of the escalation policies that can apply to a fault for which `when` holds.
  /// Faults are complete, as in all proofs: the interim policy of those that are not is not asked.
  [[nodiscard]] std::vector<std::size_t> choosable(const std::optional<condition>& when) const {
    const auto& all = context_.document().escalation;
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (chooser_ == nullptr || can_choose(all[i].id, when)) {
        chosen.push_back(i);
      }
    }
    return chosen;
  }

 private:
  [[nodiscard]] bool can_choose(const std::string& id, const std::optional<condition>& when) const {
    guarantee never;
    never.when = when;
    claim other;
    other.what = claim::kind::accountable;
    other.aspect = chooser_->policy().document().aspects.front().id;
    other.op = test_operator::not_equal;
    other.ids = {id};
    never.that = std::move(other);
    const region_writer writer(chooser_->policy().document(), options_.most_conditions);
    return prove_claim(chooser_->policy(), never, writer, options_).state !=
           guarantee_state::proved;
  }

  static std::string described(const finding& f) {
    std::vector<std::string> parts;
    if (f.where && !f.where->conditions.empty()) {
      parts = f.where->conditions;
    } else {
      for (const auto& r : f.rules) {
        parts.push_back(r.id);
      }
    }
    std::string text;
    for (const auto& part : parts) {
      text += (text.empty() ? "`" : ", `") + part + "`";
    }
    return text;
  }

  void report(const std::string& what, const std::string& where) {
    context_.add(organization_finding_kind::no_escalation, {what, where},
                 context_.document().choose->place);
  }

  check_context& context_;
  const escalation_chooser* chooser_;
  analysis_options options_;
};

}  // namespace shozai::inline v1::detail
