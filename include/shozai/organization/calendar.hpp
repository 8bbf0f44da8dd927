// SPDX-License-Identifier: Apache-2.0
/// \file
/// When somebody works, as its owners write it: weekly hours, holidays, exceptions, in a zone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shozai/core/localized_text.hpp"
#include "shozai/organization/time_range.hpp"
#include "shozai/policy/document_place.hpp"

namespace shozai::inline v1 {

/// What a local time means that a clock put forward never shows: the instant as if the clock had
/// not been put forward yet (so it reads an hour later), or the instant of the change.
enum class skipped_hour : std::uint8_t { next, previous };

/// Which of its two instants a local time means that a clock put back shows twice. `both` matters
/// to hours: an opening is the first and a closing the second.
enum class repeated_hour : std::uint8_t { first, second, both };

inline constexpr std::array<std::string_view, 2> skipped_hour_names = {"next", "previous"};
inline constexpr std::array<std::string_view, 3> repeated_hour_names = {"first", "second", "both"};

/// The hours of some days, in place of the weekly ones and of holidays.
struct calendar_exception {
  std::int64_t first_day = 0;
  std::int64_t last_day = 0;  ///< included
  std::vector<minute_range> hours;
  document_place place;

  friend bool operator==(const calendar_exception&, const calendar_exception&) = default;
};

/// The id of the calendar that is always open and need not be written.
inline constexpr const char* always_calendar = "always";

struct calendar {
  std::string id;
  localized_text label;
  localized_text note;
  std::string zone;
  std::array<std::vector<minute_range>, 7> week;  ///< Monday first; sorted, apart
  std::vector<std::string> holidays;              ///< ids of lists; closed on their days
  std::vector<calendar_exception> exceptions;     ///< by first day, apart
  skipped_hour skipped = skipped_hour::next;
  repeated_hour repeated = repeated_hour::first;
  document_place place;

  friend bool operator==(const calendar&, const calendar&) = default;
};

/// Days on which calendars that name the list are closed.
struct holiday_list {
  std::string id;
  localized_text label;
  localized_text source;
  std::vector<std::int64_t> days;                  ///< sorted, each once
  std::int64_t first_covered = beginning_of_time;  ///< days that the list claims to know
  std::int64_t last_covered = end_of_time;         ///< included
  document_place place;

  friend bool operator==(const holiday_list&, const holiday_list&) = default;
};

}  // namespace shozai::inline v1
