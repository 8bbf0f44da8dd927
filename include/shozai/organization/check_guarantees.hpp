// SPDX-License-Identifier: Apache-2.0
/// \file
/// Guarantees of the policy's owners about who is told within which time.
///
/// `'p' reaches 'q' within D`: in every escalation policy that can apply under the guarantee's
/// condition and that tells p in some step, from whenever that step begins, somebody of q is told
/// within D, of all time, if nobody reacts. p and q are positions, rosters, departments or teams.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shozai/organization/check_agreements.hpp"
#include "shozai/organization/check_context.hpp"
#include "shozai/organization/check_reach.hpp"
#include "shozai/policy/policy_document.hpp"

namespace shozai::inline v1::detail {

class guarantee_checker {
 public:
  guarantee_checker(check_context& context, const std::vector<std::optional<std::size_t>>& aspects,
                    const choosable_policies& choosable)
      : context_(context), aspects_(aspects), choosable_(choosable) {}

  [[nodiscard]] std::vector<reach_guarantee_result> run(const policy_document& policy) {
    std::vector<reach_guarantee_result> results;
    for (const auto& g : policy.guarantees) {
      if (g.that && speaks_of_reaching(*g.that)) {
        results.push_back({g.id, g.place.pointer, prove(g)});
      }
    }
    return results;
  }

 private:
  using state = reach_guarantee_state;

  /// What breaks a claim: a start of a step, or that no path tells p.
  struct counterexample {
    std::optional<std::size_t> policy;
    std::size_t step = 0;
    longest_wait wait;
    const claim* broken = nullptr;
  };

  static bool speaks_of_reaching(const claim& c) {
    return c.what == claim::kind::reaches || std::ranges::any_of(c.operands, speaks_of_reaching);
  }
  static bool speaks_of_reaching_only(const claim& c) {
    return c.what == claim::kind::reaches ||
           (!c.operands.empty() && std::ranges::all_of(c.operands, speaks_of_reaching_only));
  }

  state prove(const guarantee& g) {
    if (!speaks_of_reaching_only(*g.that)) {
      context_.add(organization_finding_kind::undecided, {g.id, "mixed_claim"}, g.place);
      return state::undecided;
    }
    complete_ = true;
    first_.reset();
    const auto policies = choosable_(g.when);
    const bool holds = is_true(*g.that, policies);
    if (!complete_) {
      context_.undecided(g.id, g.place);
      return state::undecided;
    }
    if (!holds) {
      report(g);
    }
    return holds ? state::proved : state::refuted;
  }

  bool is_true(const claim& c, const std::vector<std::size_t>& policies) {
    const auto holds = [&](const claim& o) { return is_true(o, policies); };
    switch (c.what) {
      case claim::kind::negation:
        return !holds(c.operands.front());
      case claim::kind::conjunction:
        return std::ranges::all_of(c.operands, holds);
      case claim::kind::disjunction:
        return std::ranges::any_of(c.operands, holds);
      default:
        return reaches(c, policies);
    }
  }

  bool reaches(const claim& c, const std::vector<std::size_t>& policies) {
    const auto from = context_.model.targets_of(c.ids.at(0));
    bool told = false;
    bool holds = true;
    for (const auto policy : policies) {
      const auto steps = context_.document().escalation[policy].steps.size();
      for (std::size_t step = 0; step < steps; ++step) {
        if (tells(policy, step, c.ids[0], from)) {
          told = true;
          holds = step_reaches(c, policy, step) && holds;
        }
      }
    }
    if (!told) {
      note({std::nullopt, 0, {}, &c});
    }
    return told && holds;
  }

  [[nodiscard]] bool tells(std::size_t policy, std::size_t step, const std::string& id,
                           const std::vector<std::size_t>& positions) const {
    const auto& named = context_.document().escalation[policy].steps[step].to;
    if (std::ranges::find(named, id) != named.end()) {
      return true;
    }
    const auto targets = context_.model.targets_of_step(policy, step);
    return std::ranges::any_of(
        positions, [&](std::size_t p) { return std::ranges::find(targets, p) != targets.end(); });
  }

  bool step_reaches(const claim& c, std::size_t policy, std::size_t step) {
    reach_target target;
    target.first_step = step;
    target.who = reach_target::what::department;
    target.id = c.ids.at(1);
    bool holds = true;
    for (const auto aspect : aspects_) {
      bool complete = true;
      const auto pieces = profile_within(context_, policy, target, aspect, complete);
      complete_ = complete_ && complete;
      const auto wait = longest_elapsed_wait(pieces);
      if (wait.never || wait.worst > c.number) {
        note({policy, step, wait, &c});
        holds = false;
      }
    }
    return holds;
  }

  void note(counterexample found) {
    if (!first_) {
      first_ = std::move(found);
    }
  }

  void report(const guarantee& g) {
    if (!first_) {  // only a claim that something does not reach can fail without one
      context_.add(organization_finding_kind::guarantee_without_path, {g.id, "–"}, g.place);
      return;
    }
    const auto& c = *first_->broken;
    if (!first_->policy) {
      context_.add(organization_finding_kind::guarantee_without_path, {g.id, c.ids.at(0)}, g.place);
      return;
    }
    const auto& wait = first_->wait;
    const auto start = wait.never.value_or(wait.start);
    const auto& id = context_.document().escalation[*first_->policy].id;
    auto* f =
        context_.add(organization_finding_kind::guarantee_failed,
                     {g.id, id, c.ids.at(0), c.ids.at(1),
                      wait.never ? "never" : format_duration(wait.worst), context_.text(start)},
                     g.place);
    if (f != nullptr) {
      f->at = start;
      f->path = {"policy:" + id, organization_graph::step_id(id, first_->step)};
      if (!wait.never) {
        f->duration = wait.worst;
      }
    }
  }

  check_context& context_;
  const std::vector<std::optional<std::size_t>>& aspects_;
  const choosable_policies& choosable_;
  bool complete_ = true;
  std::optional<counterexample> first_;
};

}  // namespace shozai::inline v1::detail
