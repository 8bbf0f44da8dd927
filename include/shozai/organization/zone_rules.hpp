// SPDX-License-Identifier: Apache-2.0
/// \file
/// What the clocks of a zone show, as the instants at which they change; and where rules come from.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/organization/calendar.hpp"
#include "shozai/organization/time_range.hpp"

namespace shozai::inline v1 {

/// The years, 1900 to 2199, whose changes the rules of a zone know.
inline constexpr std::int64_t first_zone_day = -25'567;
inline constexpr std::int64_t end_zone_day = 84'006;

/// From `from` on, clocks are `offset` microseconds ahead of UTC.
struct zone_change {
  std::int64_t from = beginning_of_time;
  std::int64_t offset = 0;

  friend bool operator==(const zone_change&, const zone_change&) = default;
};

namespace detail {

/// No zone of any year is further from UTC than this.
inline constexpr std::int64_t widest_offset = 26 * microseconds_per_hour;

/// Past these, a sum with an offset might not fit: such instants stand for themselves.
inline constexpr std::int64_t first_countable = beginning_of_time + 2 * widest_offset;
inline constexpr std::int64_t last_countable = end_of_time - 2 * widest_offset;

[[nodiscard]] constexpr bool countable(std::int64_t at) noexcept {
  return first_countable <= at && at <= last_countable;
}

/// Rounded down, for a `divisor` that is positive.
[[nodiscard]] constexpr std::int64_t floor_divide(std::int64_t number,
                                                  std::int64_t divisor) noexcept {
  return number / divisor - (number % divisor < 0 ? 1 : 0);
}

}  // namespace detail

/// The clocks of one zone. `changes` is sorted, and the first is from `beginning_of_time`.
///
/// Instants too close to the ends of 64 bits to have a local time stand for themselves, so
/// `beginning_of_time` and `end_of_time` pass through unchanged.
struct zone_rules {
  std::string name;
  std::vector<zone_change> changes;

  /// Microseconds that the clock is ahead of UTC at `at`.
  ///
  /// \par Complexity
  /// Logarithmic in the number of changes.
  [[nodiscard]] std::int64_t offset_at(std::int64_t at) const noexcept {
    return changes[change_before(at)].offset;
  }

  /// What the clock shows at `at`: microseconds since its 1970-01-01T00:00.
  [[nodiscard]] std::int64_t to_local(std::int64_t at) const noexcept {
    return detail::countable(at) ? at + offset_at(at) : at;
  }

  /// When the clock shows `local`. Of two such instants the first, unless `repeated` wants the
  /// second; where there is none, `skipped` says what it means.
  [[nodiscard]] std::int64_t to_instant(
      std::int64_t local, skipped_hour skipped = skipped_hour::next,
      repeated_hour repeated = repeated_hour::first) const noexcept {
    if (!detail::countable(local)) {
      return local;
    }
    std::optional<std::int64_t> found;
    std::int64_t in_gap = local;
    for (std::size_t i = change_before(local - detail::widest_offset); i < changes.size(); ++i) {
      if (changes[i].from > local + detail::widest_offset) {
        break;
      }
      const std::int64_t at = local - changes[i].offset;
      if (at < changes[i].from) {
        if (i != 0 && local - changes[i - 1].offset >= changes[i].from) {
          in_gap = skipped == skipped_hour::next ? local - changes[i - 1].offset : changes[i].from;
        }
      } else if (i + 1 == changes.size() || at < changes[i + 1].from) {
        if (!found || repeated == repeated_hour::second) {
          found = at;
        }
      }
    }
    return found.value_or(in_gap);
  }

  /// The day that the calendar on the wall shows at `at`.
  [[nodiscard]] std::int64_t day_of(std::int64_t at) const noexcept {
    if (at == beginning_of_time || at == end_of_time) {
      return at;
    }
    return detail::floor_divide(to_local(at), microseconds_per_day);
  }

  /// The instant with which `day` begins; of a midnight that the clock skips, that of the change.
  [[nodiscard]] std::int64_t midnight(std::int64_t day) const noexcept {
    if (day <= detail::first_countable / microseconds_per_day) {
      return beginning_of_time;
    }
    if (day >= detail::last_countable / microseconds_per_day) {
      return end_of_time;
    }
    return to_instant(day * microseconds_per_day, skipped_hour::previous, repeated_hour::first);
  }

  /// The index of the change that is in force at `at`.
  [[nodiscard]] std::size_t change_before(std::int64_t at) const noexcept {
    const auto after = std::upper_bound(
        changes.begin() + 1, changes.end(), at,
        [](std::int64_t instant, const zone_change& change) { return instant < change.from; });
    return static_cast<std::size_t>(after - changes.begin()) - 1;
  }

  friend bool operator==(const zone_rules&, const zone_rules&) = default;
};

/// Where the rules of named zones come from: nothing for a name that it does not know.
using zone_source = std::function<std::optional<zone_rules>(std::string_view name)>;

/// `UTC`, `Z`, `+09:00`, `-03:30`: zones that need no data.
[[nodiscard]] inline std::optional<zone_rules> fixed_zone(std::string_view name) {
  detail::text_cursor cursor{name == "UTC" ? std::string_view{"Z"} : name};
  const auto minutes = name == "z" ? std::nullopt : detail::take_offset(cursor);
  if (!minutes || !cursor.at_end()) {
    return std::nullopt;
  }
  return zone_rules{std::string{name}, {{beginning_of_time, *minutes * microseconds_per_minute}}};
}

/// Whether the rules keep what `zone_rules` promises; a source may be anybody's.
[[nodiscard]] inline bool well_formed(const zone_rules& rules) noexcept {
  const auto& changes = rules.changes;
  return !changes.empty() && changes.front().from == beginning_of_time &&
         std::ranges::adjacent_find(changes,
                                    [](const zone_change& a, const zone_change& b) {
                                      return a.from >= b.from;
                                    }) == changes.end() &&
         std::ranges::all_of(changes, [](const zone_change& change) {
           return -detail::widest_offset <= change.offset && change.offset <= detail::widest_offset;
         });
}

/// The zone of this name: a fixed one, or else what `source` knows and is well formed.
[[nodiscard]] inline std::optional<zone_rules> find_zone(std::string_view name,
                                                         const zone_source& source) {
  if (auto fixed = fixed_zone(name)) {
    return fixed;
  }
  auto found = source ? source(name) : std::nullopt;
  return found && well_formed(*found) ? std::move(found) : std::nullopt;
}

}  // namespace shozai::inline v1
