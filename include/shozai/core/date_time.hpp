// SPDX-License-Identifier: Apache-2.0
/// \file
/// Dates, timestamps and durations as integers, and their texts (RFC 3339, ISO 8601).
///
/// A date is the number of days since 1970-01-01; a timestamp and a duration count microseconds. No
/// time zones beyond the offset that a timestamp carries.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace shozai::inline v1 {

inline constexpr std::int64_t microseconds_per_second = 1'000'000;
inline constexpr std::int64_t microseconds_per_minute = 60 * microseconds_per_second;
inline constexpr std::int64_t microseconds_per_hour = 60 * microseconds_per_minute;
inline constexpr std::int64_t microseconds_per_day = 24 * microseconds_per_hour;

/// A day of the proleptic Gregorian calendar.
struct civil_date {
  int year = 1970;
  unsigned month = 1;
  unsigned day = 1;

  friend bool operator==(const civil_date&, const civil_date&) = default;
};

/// The calendar day that is `days` after 1970-01-01.
///
/// Right for every day whose year is less than two thousand million away; past that it stays at the
/// outermost such era.
[[nodiscard]] constexpr civil_date civil_from_days(std::int64_t days) noexcept {
  // std::chrono::year holds 16 bits. The calendar repeats every 400 years, so one era suffices.
  constexpr std::int64_t days_per_era = 146'097;
  constexpr std::int64_t last_era = 5'000'000;
  const std::int64_t in_era = ((days % days_per_era) + days_per_era) % days_per_era;
  const std::int64_t before = days % days_per_era < 0 ? 1 : 0;
  const std::int64_t era = std::clamp(days / days_per_era - before, -last_era, last_era);
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{in_era}}};
  return {static_cast<int>(date.year()) + static_cast<int>(era) * 400,
          static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())};
}

namespace detail {

/// Reads a text from left to right; a `take` that finds nothing leaves the position alone.
class text_cursor {
 public:
  explicit constexpr text_cursor(std::string_view text) noexcept : rest_(text) {}

  [[nodiscard]] constexpr bool at_end() const noexcept { return rest_.empty(); }

  constexpr bool take(char expected) noexcept {
    if (!rest_.starts_with(expected)) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  /// Exactly `count` digits, as a number.
  constexpr std::optional<int> take_number(std::size_t count) noexcept {
    const std::string_view digits = leading_digits().substr(0, count);
    if (digits.size() < count) {
      return std::nullopt;
    }
    rest_.remove_prefix(count);
    int number = 0;
    for (const char digit : digits) {
      number = number * 10 + (digit - '0');
    }
    return number;
  }

  /// As many digits as there are.
  constexpr std::string_view take_digits() noexcept {
    const std::string_view digits = leading_digits();
    rest_.remove_prefix(digits.size());
    return digits;
  }

 private:
  [[nodiscard]] constexpr std::string_view leading_digits() const noexcept {
    return rest_.substr(0, rest_.find_first_not_of("0123456789"));
  }

  std::string_view rest_;
};

/// The digits after a decimal point as microseconds; nothing unless there are one to six.
[[nodiscard]] constexpr std::optional<std::int64_t> fraction_of_second(
    std::string_view digits) noexcept {
  constexpr std::size_t places = 6;
  if (digits.empty() || digits.size() > places) {
    return std::nullopt;
  }
  std::int64_t fraction = 0;
  for (std::size_t i = 0; i < places; ++i) {
    fraction = fraction * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  }
  return fraction;
}

/// `YYYY-MM-DD` as days since 1970-01-01.
[[nodiscard]] constexpr std::optional<std::int64_t> take_date(text_cursor& cursor) noexcept {
  const auto year = cursor.take_number(4);
  if (!year || !cursor.take('-')) {
    return std::nullopt;
  }
  const auto month = cursor.take_number(2);
  if (!month || !cursor.take('-')) {
    return std::nullopt;
  }
  const auto day = cursor.take_number(2);
  if (!day) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) {
    return std::nullopt;
  }
  return std::chrono::sys_days{date}.time_since_epoch().count();
}

/// `hh:mm` as minutes.
[[nodiscard]] constexpr std::optional<std::int64_t> take_hours_and_minutes(
    text_cursor& cursor) noexcept {
  const auto hours = cursor.take_number(2);
  if (!hours || *hours > 23 || !cursor.take(':')) {
    return std::nullopt;
  }
  const auto minutes = cursor.take_number(2);
  if (!minutes || *minutes > 59) {
    return std::nullopt;
  }
  return *hours * 60 + *minutes;
}

/// `:ss` or `:ss.ffffff` as microseconds. A leap second is refused: no calendar here can count it.
[[nodiscard]] constexpr std::optional<std::int64_t> take_seconds(text_cursor& cursor) noexcept {
  if (!cursor.take(':')) {
    return std::nullopt;
  }
  const auto seconds = cursor.take_number(2);
  if (!seconds || *seconds > 59) {
    return std::nullopt;
  }
  const std::int64_t whole = *seconds * microseconds_per_second;
  if (!cursor.take('.')) {
    return whole;
  }
  const auto fraction = fraction_of_second(cursor.take_digits());
  if (!fraction) {
    return std::nullopt;
  }
  return whole + *fraction;
}

/// `Z` or `±hh:mm` as minutes east of UTC.
[[nodiscard]] constexpr std::optional<std::int64_t> take_offset(text_cursor& cursor) noexcept {
  if (cursor.take('Z') || cursor.take('z')) {
    return 0;
  }
  const bool west = cursor.take('-');
  if (!west && !cursor.take('+')) {
    return std::nullopt;
  }
  const auto minutes = take_hours_and_minutes(cursor);
  if (!minutes) {
    return std::nullopt;
  }
  return west ? -*minutes : *minutes;
}

[[nodiscard]] inline std::string padded(std::uint64_t number, std::size_t width) {
  std::string text = std::to_string(number);
  return text.size() < width ? text.insert(0, width - text.size(), '0') : text;
}

/// `.5` for half a second, nothing for none.
[[nodiscard]] inline std::string format_fraction(std::uint64_t microseconds) {
  if (microseconds == 0) {
    return {};
  }
  std::string text = "." + padded(microseconds, 6);
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

}  // namespace detail

/// The day that `text`, `YYYY-MM-DD`, names, in days since 1970-01-01.
[[nodiscard]] constexpr std::optional<std::int64_t> parse_date(std::string_view text) noexcept {
  detail::text_cursor cursor{text};
  const auto days = detail::take_date(cursor);
  return cursor.at_end() ? days : std::nullopt;
}

/// `YYYY-MM-DD`. A year outside 0000 to 9999 has a sign, as ISO 8601 wants it; `parse_date` does
/// not read such a text.
[[nodiscard]] inline std::string format_date(std::int64_t days) {
  const civil_date date = civil_from_days(days);
  const auto year = static_cast<std::uint64_t>(std::abs(std::int64_t{date.year}));
  std::string text = detail::padded(year, 4) + "-" + detail::padded(date.month, 2) + "-" +
                     detail::padded(date.day, 2);
  if (date.year < 0 || year > 9999) {
    text.insert(0, 1, date.year < 0 ? '-' : '+');
  }
  return text;
}

/// The moment that `text` (RFC 3339, with an offset) names, in microseconds since 1970 in UTC.
///
/// Up to six digits of a second; no leap second; `T` and `Z` in either case.
[[nodiscard]] constexpr std::optional<std::int64_t> parse_timestamp(
    std::string_view text) noexcept {
  detail::text_cursor cursor{text};
  const auto days = detail::take_date(cursor);
  if (!days || !(cursor.take('T') || cursor.take('t'))) {
    return std::nullopt;
  }
  const auto minutes = detail::take_hours_and_minutes(cursor);
  if (!minutes) {
    return std::nullopt;
  }
  const auto within_minute = detail::take_seconds(cursor);
  if (!within_minute) {
    return std::nullopt;
  }
  const auto offset = detail::take_offset(cursor);
  if (!offset || !cursor.at_end()) {
    return std::nullopt;
  }
  return *days * microseconds_per_day + (*minutes - *offset) * microseconds_per_minute +
         *within_minute;
}

/// `2026-04-01T00:30:00.25Z`: in UTC, a fraction only where there is one.
[[nodiscard]] inline std::string format_timestamp(std::int64_t microseconds) {
  const std::int64_t remainder = microseconds % microseconds_per_day;
  const std::int64_t before = remainder < 0 ? 1 : 0;
  const std::int64_t days = microseconds / microseconds_per_day - before;
  const auto time = static_cast<std::uint64_t>(remainder + before * microseconds_per_day);
  const std::uint64_t seconds = time / microseconds_per_second;
  return format_date(days) + "T" + detail::padded(seconds / 3600, 2) + ":" +
         detail::padded(seconds / 60 % 60, 2) + ":" + detail::padded(seconds % 60, 2) +
         detail::format_fraction(time % microseconds_per_second) + "Z";
}

namespace detail {

/// What a letter of a duration stands for.
struct duration_unit {
  char letter;
  bool is_time;  ///< stands after the `T`
  std::int64_t microseconds;
};

/// In the order in which they may come.
inline constexpr auto duration_units =
    std::to_array<duration_unit>({{'W', false, 7 * microseconds_per_day},
                                  {'D', false, microseconds_per_day},
                                  {'H', true, microseconds_per_hour},
                                  {'M', true, microseconds_per_minute},
                                  {'S', true, microseconds_per_second}});

/// `total + digits * unit + fraction`; nothing when it does not fit. No number here is negative.
[[nodiscard]] constexpr std::optional<std::int64_t> add_component(std::int64_t total,
                                                                  std::string_view digits,
                                                                  std::int64_t unit,
                                                                  std::int64_t fraction) noexcept {
  std::int64_t count = 0;
  for (const char digit : digits) {
    if (__builtin_mul_overflow(count, 10, &count) ||
        __builtin_add_overflow(count, digit - '0', &count)) {
      return std::nullopt;
    }
  }
  if (__builtin_mul_overflow(count, unit, &count) || __builtin_add_overflow(total, count, &total) ||
      __builtin_add_overflow(total, fraction, &total)) {
    return std::nullopt;
  }
  return total;
}

/// Reads the components of a duration one by one.
class duration_reader {
 public:
  explicit constexpr duration_reader(std::string_view text) noexcept : cursor_(text) {}

  [[nodiscard]] constexpr std::optional<std::int64_t> read() noexcept {
    if (!cursor_.take('P')) {
      return std::nullopt;
    }
    bool wants_component = true;
    while (!cursor_.at_end()) {
      if (!in_time_ && cursor_.take('T')) {
        in_time_ = true;
        wants_component = true;
      } else if (take_component()) {
        wants_component = false;
      } else {
        return std::nullopt;
      }
    }
    return wants_component ? std::nullopt : std::optional{total_};
  }

 private:
  constexpr bool take_component() noexcept {
    const std::string_view digits = cursor_.take_digits();
    const bool has_point = cursor_.take('.');
    const auto fraction = has_point ? fraction_of_second(cursor_.take_digits()) : 0;
    const duration_unit* const unit = take_unit();
    if (digits.empty() || !fraction || unit == nullptr || (has_point && unit->letter != 'S')) {
      return false;
    }
    const auto total = add_component(total_, digits, unit->microseconds, *fraction);
    total_ = total.value_or(0);
    return total.has_value();
  }

  constexpr const duration_unit* take_unit() noexcept {
    for (; next_unit_ < duration_units.size(); ++next_unit_) {
      const duration_unit& unit = duration_units[next_unit_];
      if (unit.is_time == in_time_ && cursor_.take(unit.letter)) {
        next_unit_ =
            unit.letter == 'W' ? duration_units.size() : next_unit_ + 1;  // weeks stand alone
        return &unit;
      }
    }
    return nullptr;
  }

  text_cursor cursor_;
  std::int64_t total_ = 0;
  std::size_t next_unit_ = 0;
  bool in_time_ = false;
};

}  // namespace detail

/// The microseconds that `text`, `PnW` or `PnDTnHnMnS` of ISO 8601, means; a day is 24 hours.
///
/// No sign, no years or months, a fraction of at most six digits and only in seconds. Nothing also
/// when 64 bits do not hold the result.
[[nodiscard]] constexpr std::optional<std::int64_t> parse_duration(std::string_view text) noexcept {
  return detail::duration_reader{text}.read();
}

/// The one canonical text of a duration: `P3DT4H`, `PT0.5S`, `PT0S`; with `-` before the `P` when
/// it is negative, which `parse_duration` does not read.
[[nodiscard]] inline std::string format_duration(std::int64_t microseconds) {
  const bool negative = microseconds < 0;
  const auto bits = static_cast<std::uint64_t>(microseconds);
  std::uint64_t rest = negative ? std::uint64_t{0} - bits : bits;  // right for the smallest, too
  const auto take = [&rest](std::int64_t unit, std::string_view letter) {
    const std::uint64_t count = rest / static_cast<std::uint64_t>(unit);
    rest %= static_cast<std::uint64_t>(unit);
    return count == 0 ? std::string{} : std::to_string(count) + std::string{letter};
  };
  const std::string days = take(microseconds_per_day, "D");
  std::string time = take(microseconds_per_hour, "H");
  time += take(microseconds_per_minute, "M");
  const std::string seconds = take(microseconds_per_second, "");
  if (!seconds.empty() || rest != 0 || (days.empty() && time.empty())) {
    time += (seconds.empty() ? "0" : seconds) + detail::format_fraction(rest) + "S";
  }
  return (negative ? "-P" : "P") + days + (time.empty() ? "" : "T" + time);
}

}  // namespace shozai::inline v1
