// SPDX-License-Identifier: Apache-2.0
/// \file
/// What an escalation policy does with a case that nobody reacts to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "shozai/organization/escalation_trace.hpp"
#include "shozai/organization/organization_model.hpp"
#include "shozai/organization/path_walk.hpp"

namespace shozai::inline v1 {

/// Takes all steps of all rounds from number `first_step` on, until the path ends or `visit`, which
/// gets each `step_trace`, answers false. The trace is used again for the next step.
template <typename Visit>
void walk_path(path_walk& walk, std::size_t first_step, const Visit& visit) {
  step_trace trace;
  std::optional<path_instant> from = walk.start();
  const auto rounds = static_cast<std::size_t>(walk.policy().repeat) + 1;
  for (; trace.round < rounds && from; ++trace.round) {
    for (std::size_t step = trace.round == 0 ? first_step : 0;
         step < walk.policy().steps.size() && from; ++step) {
      from = walk.take(step, *from, trace);
      if (!visit(std::as_const(trace))) {
        return;
      }
    }
  }
}

/// What happens to a case that starts at `start` and that nobody reacts to.
///
/// Where it is entered at a later step than the first, the first round has only the rest.
///
/// \pre `escalation` is an index of the model's document, `first_step` one of its steps.
[[nodiscard]] inline escalation_trace follow_path(const organization_model& model,
                                                  std::size_t escalation, std::int64_t start,
                                                  std::optional<std::size_t> aspect = std::nullopt,
                                                  std::size_t first_step = 0) {
  escalation_trace result;
  path_walk walk(model, escalation, start, aspect);
  walk_path(walk, first_step, [&result](const step_trace& trace) {
    for (const notice& each : trace.notices) {
      if (each.accountable) {
        result.reached = result.reached ? result.reached : each.at;
        result.keeper = each;
      }
    }
    result.steps.push_back(trace);
    return true;
  });
  result.same_until = walk.same_until();
  return result;
}

}  // namespace shozai::inline v1
