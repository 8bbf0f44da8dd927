// SPDX-License-Identifier: Apache-2.0
/// \file
/// Calendars with breaks, nights, exceptions and every way of reading skipped and repeated hours.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <shozai/organization/calendar.hpp>
#include <string>
#include <vector>

#include "support/random_draw.hpp"

namespace shozai::testing {

/// Hours of one day: none, all of it, or up to three that lie apart, the last of them perhaps into
/// the next day. Often around the hours at which clocks change.
inline std::vector<minute_range> random_hours(dice& draw) {
  if (draw.chance(15)) {
    return {};
  }
  if (draw.chance(10)) {
    return {{0, 1'440}};
  }
  std::vector<int> marks;
  const std::size_t count = 2 * draw.between(1, 3);
  while (marks.size() < count) {
    const std::size_t latest = draw.chance(60) ? 300 : 1'439;
    const int mark =
        static_cast<int>(draw.chance(30) ? draw.below(latest) : draw.below(latest / 15) * 15);
    if (std::ranges::find(marks, mark) == marks.end()) {
      marks.push_back(mark);
    }
  }
  std::ranges::sort(marks);
  std::vector<minute_range> hours;
  for (std::size_t i = 0; i < count; i += 2) {
    hours.push_back({marks[i], marks[i + 1]});
  }
  if (draw.chance(25)) {  // a night
    hours.back() = {hours.back().to, 1'440 + static_cast<int>(draw.below(480))};
    if (hours.back().to - hours.back().from >= 1'440) {
      hours.back().to = hours.back().from + 1'439;
    }
  }
  return hours;
}

/// A calendar of `zone` with exceptions around `day`.
inline calendar random_calendar(dice& draw, std::string zone, std::int64_t day) {
  calendar made;
  made.id = "random";
  made.zone = std::move(zone);
  for (auto& hours : made.week) {
    hours = random_hours(draw);
  }
  std::int64_t next = day - 6;
  while (draw.chance(60)) {
    calendar_exception exception;
    exception.first_day = next + static_cast<std::int64_t>(draw.below(5));
    exception.last_day = exception.first_day + static_cast<std::int64_t>(draw.below(3));
    exception.hours = random_hours(draw);
    next = exception.last_day + 1;
    made.exceptions.push_back(std::move(exception));
  }
  made.skipped = draw.one_of({skipped_hour::next, skipped_hour::previous});
  made.repeated = draw.one_of({repeated_hour::first, repeated_hour::second, repeated_hour::both});
  return made;
}

}  // namespace shozai::testing
