// SPDX-License-Identifier: Apache-2.0
/// \file
/// The zones that this machine knows, by the standard library where it has them, or else by the
/// library `date`. Not part of shozai.hpp: link `shozai::zones` where this is included.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#if !defined(__cpp_lib_chrono) || __cpp_lib_chrono < 201907L
#include <date/tz.h>
#endif

#include "shozai/core/date_time.hpp"
#include "shozai/organization/zone_rules.hpp"

namespace shozai::inline v1 {

namespace detail {

#if defined(__cpp_lib_chrono) && __cpp_lib_chrono >= 201907L
namespace zone_library = std::chrono;
#else
namespace zone_library = date;
#endif

using zone_seconds = std::chrono::time_point<std::chrono::system_clock, std::chrono::seconds>;

/// Of a year and a part of it (0: January and February, 1: the rest), the day it begins with.
[[nodiscard]] constexpr std::int64_t part_begin(int year, unsigned part) noexcept {
  const std::chrono::year_month_day first{std::chrono::year{year}, std::chrono::month{1 + 2 * part},
                                          std::chrono::day{1}};
  return std::chrono::sys_days{first}.time_since_epoch().count();
}

/// The changes of one part of a year, as they are in `like`, another year.
[[nodiscard]] inline std::vector<zone_change> changes_like(const std::vector<zone_change>& changes,
                                                           int like, int year, unsigned part) {
  const std::int64_t begin = part_begin(like, part);
  const std::int64_t end = part == 0 ? part_begin(like, 1) : part_begin(like + 1, 0);
  const std::int64_t shift = (part_begin(year, part) - begin) * microseconds_per_day;
  std::vector<zone_change> found;
  for (const auto& change : changes) {
    if (begin * microseconds_per_day <= change.from && change.from < end * microseconds_per_day) {
      found.push_back({change.from + shift, change.offset});
    }
  }
  return found;
}

/// A year from `first` to before `end` whose part begins on the same day of the week.
[[nodiscard]] constexpr int similar_year(int first, int end, int year, unsigned part) noexcept {
  int like = end - 1;
  while (like > first && (part_begin(like, part) - part_begin(year, part)) % 7 != 0) {
    --like;
  }
  return like;
}

/// Files of zones may end with 2037, where 32 bits do. Where the changes of the last years before
/// follow the days of the week, as `last Sunday of March` does, so do those of the years after.
inline void continue_changes(std::vector<zone_change>& changes) {
  constexpr int first = 2026;  // the rest of a year is the same in one of any 12 years
  constexpr int end = 2038;
  constexpr std::int64_t end_instant = part_begin(end, 0) * microseconds_per_day;
  if (changes.back().from >= end_instant) {
    return;
  }
  for (const unsigned part : {0U, 1U}) {
    const int like = similar_year(first, end - 1, end - 1, part);
    if (changes_like(changes, like, end - 1, part) !=
        changes_like(changes, end - 1, end - 1, part)) {
      return;
    }
  }
  const std::vector<zone_change> known = changes;
  for (int year = end; year < 2200; ++year) {
    for (const unsigned part : {0U, 1U}) {
      const auto found = changes_like(known, similar_year(first, end, year, part), year, part);
      changes.insert(changes.end(), found.begin(), found.end());
    }
  }
}

/// \throws what the library throws for a name that it does not know.
[[nodiscard]] inline std::vector<zone_change> changes_of_zone(std::string_view name) {
  const auto* const zone = zone_library::locate_zone(name);
  const zone_seconds end{std::chrono::days{end_zone_day}};
  zone_seconds at{std::chrono::days{first_zone_day}};
  std::vector<zone_change> changes;
  while (at < end) {
    const auto info = zone->get_info(at);
    const std::int64_t offset = std::chrono::microseconds{info.offset}.count();
    if (changes.empty()) {
      changes.push_back({beginning_of_time, offset});
    } else if (changes.back().offset != offset) {
      changes.push_back({std::chrono::microseconds{at.time_since_epoch()}.count(), offset});
    }
    at = std::max(info.end, at + std::chrono::seconds{1});
  }
  return changes;
}

}  // namespace detail

/// The rules of a zone by its IANA name, of the years 1900 to 2199; nothing if it is not known.
[[nodiscard]] inline std::optional<zone_rules> system_zone(std::string_view name) {
  try {
    zone_rules rules{std::string{name}, detail::changes_of_zone(name)};
    detail::continue_changes(rules.changes);
    return rules;
  } catch (const std::exception&) {  // the library's way of saying that it has no such zone
    return std::nullopt;
  }
}

/// The version of the zones' data, such as `2026b`; as the library calls it if it cannot say.
[[nodiscard]] inline std::string zone_data_version() {
  try {
    return detail::zone_library::get_tzdb().version;
  } catch (const std::exception&) {
    return {};
  }
}

}  // namespace shozai::inline v1
