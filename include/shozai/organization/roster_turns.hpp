// SPDX-License-Identifier: Apache-2.0
/// \file
/// Whose turn it is on a roster: rotation, overrides and wanted gaps.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/organization/organization.hpp"
#include "shozai/organization/time_range.hpp"
#include "shozai/organization/zone_rules.hpp"

namespace shozai::inline v1 {

namespace detail {

/// `a + b` and `a - b`, held at the ends of 64 bits.
[[nodiscard]] constexpr std::int64_t add_within_time(std::int64_t a, std::int64_t b) noexcept {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) {
    return b < 0 ? beginning_of_time : end_of_time;
  }
  return sum;
}

[[nodiscard]] constexpr std::int64_t subtract_within_time(std::int64_t a, std::int64_t b) noexcept {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(a, b, &difference)) {
    return a < b ? beginning_of_time : end_of_time;
  }
  return difference;
}

[[nodiscard]] constexpr std::int64_t times_within_time(std::int64_t a, std::int64_t b) noexcept {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) {
    return (a < 0) != (b < 0) ? beginning_of_time : end_of_time;
  }
  return product;
}

/// 0 is Monday; 1970-01-01 was a Thursday.
[[nodiscard]] constexpr int week_day_of(std::int64_t day) noexcept {
  return static_cast<int>(((day + 3) % 7 + 7) % 7);
}

}  // namespace detail

/// Whose turn it is, and until when that stands at least.
struct roster_turn {
  std::optional<std::size_t> person;
  std::int64_t until = end_of_time;
  bool by_override = false;

  friend bool operator==(const roster_turn&, const roster_turn&) = default;
};

/// The turns of one roster, by arithmetic: no table of shifts is ever made.
///
/// Shift k lasts from the anchor plus k times the period to the next one. A period of whole days
/// follows the local clock, so that hand-offs stay at their hour over daylight saving; any other
/// one is elapsed time. Whether the person is there and the roster's calendar open is not asked.
class roster_turns {
 public:
  /// `person_of` finds the index of a person by id. \pre the rotation is not empty, the period is
  /// positive, overrides and gaps are sorted and apart.
  template <typename PersonOf>
  roster_turns(const roster& source, std::shared_ptr<const zone_rules> zone,
               const PersonOf& person_of)
      : zone_(std::move(zone)),
        every_(source.every),
        in_days_(source.every % microseconds_per_day == 0),
        local_anchor_(first_hand_off(source)) {
    for (const auto& each : source.rotation) {
      rotation_.push_back(person_of(each));
    }
    for (const auto& each : source.overrides) {
      overrides_.push_back({each.during, each.person.empty()
                                             ? std::nullopt
                                             : std::optional{person_of(each.person)}});
    }
    for (const auto& each : source.gaps) {
      gaps_.push_back({each.during, std::nullopt});
    }
    anchor_ = zone_->to_instant(local_anchor_);
    end_ = zone_->midnight(source.end_day);
  }

  /// The people who take turns, in their order.
  [[nodiscard]] std::span<const std::size_t> rotation() const noexcept { return rotation_; }
  /// The instant of the first hand-off; before it, nobody's turn comes by rotation.
  [[nodiscard]] std::int64_t anchor() const noexcept { return anchor_; }
  /// The instant from which the rotation is no longer in force.
  [[nodiscard]] std::int64_t end() const noexcept { return end_; }

  /// When shift number `k` begins, wherever the roster ends.
  [[nodiscard]] std::int64_t begin_of_shift(std::int64_t k) const noexcept {
    const std::int64_t later = detail::times_within_time(k, every_);
    return in_days_ ? zone_->to_instant(detail::add_within_time(local_anchor_, later))
                    : detail::add_within_time(anchor_, later);
  }

  /// The number of the shift that `at` falls in. \pre `at` is not before the anchor.
  [[nodiscard]] std::int64_t shift_at(std::int64_t at) const noexcept {
    if (!in_days_) {
      return std::min(detail::subtract_within_time(at, anchor_) / every_, end_of_time - 1);
    }
    // A clock put forward or back may move the hand-off past what the local time suggests.
    std::int64_t k = std::max<std::int64_t>(
        0, detail::subtract_within_time(zone_->to_local(at), local_anchor_) / every_);
    while (k > 0 && begin_of_shift(k) > at) {
      --k;
    }
    for (auto next = begin_of_shift(k + 1); next <= at && next != end_of_time;
         next = begin_of_shift(k + 1)) {
      ++k;
    }
    return k;
  }

  /// Whose turn it is at `at`: an override comes before a gap, and a gap before the rotation.
  [[nodiscard]] roster_turn turn_at(std::int64_t at) const noexcept {
    roster_turn turn;
    if (const auto* const taken = entry_at(overrides_, at, turn.until)) {
      turn.person = taken->person;
      turn.by_override = true;
    } else if (entry_at(gaps_, at, turn.until) == nullptr) {
      rotate(at, turn);
    }
    return turn;
  }

 private:
  struct entry {
    time_range during;
    std::optional<std::size_t> person;
  };

  /// The first local time from `first_day` on that fits the hand-off.
  [[nodiscard]] static std::int64_t first_hand_off(const roster& source) noexcept {
    std::int64_t day = source.first_day;
    if (source.hand_off_day) {
      day += (*source.hand_off_day - detail::week_day_of(day) + 7) % 7;
    }
    return detail::add_within_time(detail::times_within_time(day, microseconds_per_day),
                                   source.hand_off_minute * microseconds_per_minute);
  }

  /// The entry that contains `at`; lowers `until` to the next instant at which that may differ.
  [[nodiscard]] static const entry* entry_at(const std::vector<entry>& entries, std::int64_t at,
                                             std::int64_t& until) noexcept {
    const auto next =
        std::ranges::upper_bound(entries, at, {}, [](const entry& each) { return each.during.to; });
    if (next == entries.end()) {
      return nullptr;
    }
    const bool within = next->during.from <= at;
    until = std::min(until, within ? next->during.to : next->during.from);
    return within ? &*next : nullptr;
  }

  void rotate(std::int64_t at, roster_turn& turn) const noexcept {
    if (at < anchor_) {
      turn.until = std::min(turn.until, anchor_);
    } else if (at < end_) {
      const std::int64_t k = shift_at(at);
      turn.person =
          rotation_[static_cast<std::size_t>(k % static_cast<std::int64_t>(rotation_.size()))];
      turn.until = std::min(turn.until, end_);
      if (rotation_.size() > 1) {
        turn.until = std::min(turn.until, begin_of_shift(k + 1));
      }
    }
  }

  std::shared_ptr<const zone_rules> zone_;
  std::int64_t every_;
  bool in_days_;
  std::int64_t local_anchor_;
  std::int64_t anchor_ = 0;
  std::int64_t end_ = end_of_time;
  std::vector<std::size_t> rotation_;
  std::vector<entry> overrides_;
  std::vector<entry> gaps_;
};

}  // namespace shozai::inline v1
