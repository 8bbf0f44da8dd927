// SPDX-License-Identifier: Apache-2.0
/// \file
/// The totally ordered set of values that an attribute can take.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/text_order.hpp"
#include "shozai/core/utf8.hpp"
#include "shozai/core/value.hpp"
#include "shozai/core/value_set.hpp"

namespace shozai::inline v1 {

/// Either the integers `min`..`max` (both included), or the texts of at most `max_length` code
/// points without control characters, in the order of their UTF-8 bytes.
class domain {
 public:
  domain() = default;

  [[nodiscard]] static domain integers(std::int64_t min, std::int64_t max) {
    domain d;
    d.min_ = min;
    d.max_ = max;
    return d;
  }
  [[nodiscard]] static domain texts(std::size_t max_length) {
    domain d;
    d.text_ = true;
    d.max_length_ = max_length;
    return d;
  }

  [[nodiscard]] bool is_text() const noexcept { return text_; }
  [[nodiscard]] std::int64_t min() const noexcept { return min_; }
  [[nodiscard]] std::int64_t max() const noexcept { return max_; }
  [[nodiscard]] std::size_t max_length() const noexcept { return max_length_; }

  [[nodiscard]] value first() const { return text_ ? value{std::string{}} : value{min_}; }

  /// The next value after `v`, which is in the domain; nothing after the last.
  [[nodiscard]] std::optional<value> next(const value& v) const {
    if (text_) {
      return as_value(next_text(std::get<std::string>(v), max_length_));
    }
    const auto number = std::get<std::int64_t>(v);
    return number == max_ ? std::nullopt : std::optional<value>{number + 1};
  }

  [[nodiscard]] bool contains(const value& v) const {
    if (const auto* number = std::get_if<std::int64_t>(&v)) {
      return !text_ && min_ <= *number && *number <= max_;
    }
    const auto* text = std::get_if<std::string>(&v);
    return text != nullptr && text_ && !has_control(*text) &&
           code_point_count(*text) <= max_length_;
  }

  [[nodiscard]] value_set all(bool with_none) const {
    return {with_none, {{first(), std::nullopt}}};
  }

  /// The values below `bound`, which need not be in the domain.
  [[nodiscard]] value_set below(const value& bound) const {
    const auto limit = lower_bound(bound);
    return limit ? value_set{false, {{first(), limit}}} : all(false);
  }

  /// The values at or above `bound`, which need not be in the domain.
  [[nodiscard]] value_set from(const value& bound) const {
    const auto limit = lower_bound(bound);
    return limit ? value_set{false, {{*limit, std::nullopt}}} : value_set{};
  }

  /// The value `v` alone; nothing when it is not in the domain.
  [[nodiscard]] value_set only(const value& v) const {
    return contains(v) ? value_set{false, {{v, next(v)}}} : value_set{};
  }

  /// The texts that begin with `prefix`, a text of the domain.
  [[nodiscard]] value_set starting_with(const std::string& prefix) const {
    return {false, {{prefix, as_value(after_prefix(prefix, max_length_))}}};
  }

  /// All values not in `set`; none changes sides where it is possible at all.
  [[nodiscard]] value_set complement(const value_set& set, bool none_possible) const {
    std::vector<interval> gaps;
    std::optional<value> from = first();
    for (const auto& covered : set.intervals()) {
      gaps.push_back({*from, covered.from});
      from = covered.to;
    }
    if (from) {
      gaps.push_back({*from, std::nullopt});
    }
    return {none_possible && !set.has_none(), std::move(gaps)};
  }

  friend bool operator==(const domain&, const domain&) = default;

 private:
  static std::optional<value> as_value(std::optional<std::string> text) {
    return text ? std::optional<value>{std::move(*text)} : std::nullopt;
  }

  // The smallest value of the domain that is not below `bound`.
  [[nodiscard]] std::optional<value> lower_bound(const value& bound) const {
    if (!text_) {
      const auto number = std::get<std::int64_t>(bound);
      return number > max_ ? std::nullopt : std::optional<value>{std::max(number, min_)};
    }
    const auto& text = std::get<std::string>(bound);
    std::size_t at = 0;
    for (std::size_t count = 0; at < text.size() && count < max_length_; ++count) {
      static_cast<void>(decode_code_point(text, at));
    }
    // A longer text sorts after its own beginning, and before whatever follows that beginning.
    return at == text.size() ? std::optional<value>{bound}
                             : as_value(next_text(text.substr(0, at), max_length_));
  }

  bool text_ = false;
  std::int64_t min_ = std::numeric_limits<std::int64_t>::min();
  std::int64_t max_ = std::numeric_limits<std::int64_t>::max();
  std::size_t max_length_ = 0;
};

}  // namespace shozai::inline v1
