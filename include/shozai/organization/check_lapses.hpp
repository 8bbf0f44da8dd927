// SPDX-License-Identifier: Apache-2.0
/// \file
/// Steps that may never give way to the next: their working time ends, or they wait for somebody
/// who does not come on duty within 366 days.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "shozai/organization/check_context.hpp"
#include "shozai/organization/check_slices.hpp"
#include "shozai/organization/organization_graph.hpp"
#include "shozai/organization/path_walk.hpp"

namespace shozai::inline v1::detail {

class lapse_checker {
 public:
  lapse_checker(check_context& context, std::size_t policy)
      : context_(context), number_(policy), policy_(context.document().escalation[policy]) {}

  void run() {
    for (std::size_t s = 0; s < policy_.steps.size(); ++s) {
      if (const auto from = clock_stops(s)) {
        report(s, "clock_stops", *from);
      } else if (policy_.steps[s].empty == if_empty::defer) {
        if (const auto alone = nobody_comes(s)) {
          report(s, "nobody_comes", *alone);
        }
      }
    }
  }

 private:
  // The first start of the step that never lapses. If one does not, neither does any after it.
  [[nodiscard]] std::optional<std::int64_t> clock_stops(std::size_t s) const {
    const auto& step = policy_.steps[s];
    if (step.clock != deadline_clock::working) {
      return std::nullopt;
    }
    const auto& hours = context_.model.calendar(context_.model.deadline_calendar(number_, s));
    auto low = context_.during().from;
    auto high = context_.during().to - 1;
    if (hours.add(high, step.acknowledge_within)) {
      return std::nullopt;
    }
    while (low < high) {
      const auto middle = std::midpoint(low, high);
      if (hours.add(middle, step.acknowledge_within)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  // The first stretch without anybody on duty after whose beginning nobody comes for too long.
  [[nodiscard]] std::optional<std::int64_t> nobody_comes(std::size_t s) const {
    const auto targets = context_.model.targets_of_step(number_, s);
    duty_sweep sweep(context_.model, targets, std::nullopt, context_.during());
    bool was_alone = false;
    for (; !sweep.done(); sweep.next()) {
      if (!context_.budget.use()) {
        context_.undecided(policy_.id, policy_.steps[s].place);
        return std::nullopt;
      }
      bool alone = true;
      for (std::size_t i = 0; i < targets.size(); ++i) {
        alone = alone && !sweep.duty(i);
      }
      if (alone && !was_alone && !comes(targets, sweep.stretch().from)) {
        return sweep.stretch().from;
      }
      was_alone = alone;
    }
    return std::nullopt;
  }

  [[nodiscard]] bool comes(const std::vector<std::size_t>& targets, std::int64_t at) const {
    const auto end = add_within_time(at, longest_deferral);
    return std::ranges::any_of(targets, [&](std::size_t t) {
      return next_on_duty(context_.model, t, at, end).has_value();
    });
  }

  void report(std::size_t s, const std::string& why, std::int64_t from) {
    auto* f = context_.add(organization_finding_kind::never_lapses,
                           {policy_.id, std::to_string(s + 1), why, context_.text(from)},
                           policy_.steps[s].place);
    if (f != nullptr) {
      f->at = from;
      f->path = {organization_graph::step_id(policy_.id, s)};
    }
  }

  check_context& context_;
  std::size_t number_;
  const escalation_policy& policy_;
};

}  // namespace shozai::inline v1::detail
