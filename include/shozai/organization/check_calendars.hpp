// SPDX-License-Identifier: Apache-2.0
/// \file
/// Holidays that are not known for all of the time checked, and working time without a calendar.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/organization/check_context.hpp"
#include "shozai/organization/holidays_japan.hpp"
#include "shozai/organization/organization.hpp"

namespace shozai::inline v1::detail {

/// Whether a calendar is written for whom step number `s` of `p` tells first; else the id that has
/// none.
[[nodiscard]] inline std::string target_without_calendar(const organization_model& model,
                                                         const escalation_policy& p,
                                                         std::size_t s) {
  const auto& source = model.document();
  const auto& to = p.steps[s].to;
  if (to.empty() || source.hours.contains(to.front())) {
    return {};
  }
  const auto targets = model.targets_of(to.front());
  if (targets.empty()) {
    return to.front();
  }
  const auto first = targets.front();
  if (model.is_roster(first)) {
    const auto& r = source.rosters[first - source.positions.size()];
    return r.calendar.empty() ? r.id : std::string{};
  }
  const auto& position = source.positions[first];
  return position.calendar.empty() && !source.hours.contains(position.department) ? position.id
                                                                                  : std::string{};
}

inline void check_working_clocks(check_context& context) {
  for (const auto& p : context.document().escalation) {
    for (std::size_t s = 0; s < p.steps.size(); ++s) {
      if (p.steps[s].clock != deadline_clock::working) {
        continue;
      }
      const auto without = target_without_calendar(context.model, p, s);
      if (!without.empty()) {
        context.add(organization_finding_kind::working_without_calendar,
                    {p.id, std::to_string(s + 1), without}, p.steps[s].place);
      }
    }
  }
}

/// Each list once, at the first calendar that uses it.
inline void check_holidays(check_context& context) {
  const auto days = context.days();
  const auto japan = japanese_holidays();
  std::map<std::string, const holiday_list*> lists{{japan.id, &japan}};
  for (const auto& l : context.document().holidays) {
    lists[l.id] = &l;
  }
  for (const auto& c : context.document().calendars) {
    for (const auto& id : c.holidays) {
      const auto found = lists.find(id);
      if (found == lists.end()) {
        continue;
      }
      const auto& list = *found->second;
      if (list.first_covered > days.from || list.last_covered < days.to - 1) {
        const auto text = [](std::int64_t day) {
          return day == beginning_of_time || day == end_of_time ? "…" : format_date(day);
        };
        context.add(organization_finding_kind::holidays_end,
                    {id, text(list.first_covered), text(list.last_covered), format_date(days.from),
                     format_date(days.to - 1)},
                    &list == &japan ? c.place : list.place);
      }
      lists.erase(found);
    }
  }
}

}  // namespace shozai::inline v1::detail
