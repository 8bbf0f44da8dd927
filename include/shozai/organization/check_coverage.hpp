// SPDX-License-Identifier: Apache-2.0
/// \file
/// Positions that nobody fills at some time at which the organization wants them filled.
///
/// What a roster leaves open on purpose, as a gap or by an override with nobody, is not missing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/organization/check_context.hpp"
#include "shozai/organization/duty.hpp"
#include "shozai/organization/time_stretches.hpp"

namespace shozai::inline v1::detail {

/// What the roster of a position leaves open on purpose.
[[nodiscard]] inline time_stretches wanted_gaps(const organization_model& model,
                                                std::size_t position) {
  std::vector<time_range> ranges;
  if (const auto number = model.staffing(position).roster) {
    const auto& roster = model.document().rosters[*number];
    for (const auto& g : roster.gaps) {
      ranges.push_back(g.during);
    }
    for (const auto& o : roster.overrides) {
      if (o.person.empty()) {
        ranges.push_back(o.during);
      }
    }
  }
  return time_stretches(std::move(ranges));
}

/// When `hours` are open and nobody fills `position`, in `during`; `complete` is whether the
/// budget lasted.
[[nodiscard]] inline time_stretches uncovered_time(check_context& context, std::size_t position,
                                                   const working_time& hours, bool& complete) {
  std::vector<time_range> missing;
  const auto& during = context.during();
  complete = true;
  for (auto at = during.from; at < during.to;) {
    complete = context.budget.use();
    if (!complete) {
      break;
    }
    const auto now = duty_from(context.model, position, at);
    const auto until = std::min(std::max(now.until, at + 1), during.to);
    if (!now.who) {
      const auto open = hours.open_ranges(at, until);
      missing.insert(missing.end(), open.begin(), open.end());
    }
    at = until;
  }
  return time_stretches(std::move(missing)).without(wanted_gaps(context.model, position));
}

inline void check_coverage(check_context& context) {
  for (const auto& demand : context.document().coverage) {
    const auto calendar = context.model.find_calendar(demand.calendar);
    for (const auto& id : demand.positions) {
      const auto position = context.model.find_position(id);
      if (!position || !calendar) {
        continue;  // the loader's to report
      }
      bool complete = true;
      const auto missing =
          uncovered_time(context, *position, context.model.calendar(*calendar), complete);
      if (!complete) {
        context.undecided(id, demand.place);
      }
      if (missing.ranges().empty()) {
        continue;
      }
      std::int64_t total = 0;
      for (const auto& r : missing.ranges()) {
        total += r.to - r.from;
      }
      const auto& first = missing.ranges().front();
      auto* f = context.add(organization_finding_kind::coverage_gap,
                            {id, context.text(first.from), context.text(first.to), demand.calendar,
                             format_duration(total)},
                            demand.place);
      if (f != nullptr) {
        f->at = first.from;
        f->until = first.to;
        f->duration = total;
        f->path = {(context.model.is_roster(*position) ? "roster:" : "position:") + id};
      }
    }
  }
}

}  // namespace shozai::inline v1::detail
