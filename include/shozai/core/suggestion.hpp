// SPDX-License-Identifier: Apache-2.0
/// \file
/// The known name that someone who wrote an unknown one most likely meant.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>

#include "shozai/core/utf8.hpp"

namespace shozai::inline v1 {

namespace detail {

/// Names are compared up to here, and so many of them, so that no document can make hints
/// expensive.
inline constexpr std::size_t compared_name_length = 64;
inline constexpr std::size_t compared_names = 1'000;

[[nodiscard]] inline std::u32string beginning_of_name(std::string_view name) {
  std::u32string beginning;
  for (std::size_t at = 0; at < name.size() && beginning.size() < compared_name_length;) {
    beginning += decode_code_point(name, at);
  }
  return beginning;
}

/// The number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`
/// (optimal string alignment: nothing is edited twice); any number above `limit` when it is more.
///
/// \pre Neither is longer than `compared_name_length`.
[[nodiscard]] inline std::size_t edit_distance(std::u32string_view a, std::u32string_view b,
                                               std::size_t limit) noexcept {
  using row = std::array<std::size_t, compared_name_length + 1>;
  std::array<row, 3> rows{};  // of `a`: the present one and the two before it, in turn
  for (std::size_t j = 0; j <= b.size(); ++j) {
    rows[0][j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    const row& before = rows[(i + 1) % 3];
    const row& previous = rows[(i + 2) % 3];
    row& current = rows[i % 3];
    current[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      current[j] = std::min({replaced, previous[j] + 1, current[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        current[j] = std::min(current[j], before[j - 2] + 1);
      }
      least = std::min(least, current[j]);
    }
    // A swap reaches two rows back, at one edit; so a row all above `limit` settles it.
    if (least > limit) {
      return least;
    }
  }
  return rows[a.size() % 3][b.size()];
}

[[nodiscard]] constexpr bool equal_but_for_case(std::u32string_view a,
                                                std::u32string_view b) noexcept {
  const auto lower = [](char32_t letter) {
    return letter >= U'A' && letter <= U'Z' ? letter + (U'a' - U'A') : letter;
  };
  return std::ranges::equal(a, b, {}, lower, lower);
}

[[nodiscard]] inline std::size_t name_distance(std::u32string_view wrong, std::u32string_view name,
                                               std::size_t limit) noexcept {
  if (equal_but_for_case(wrong, name)) {
    return wrong == name ? 0 : 1;
  }
  const std::size_t lengths =
      std::max(wrong.size(), name.size()) - std::min(wrong.size(), name.size());
  return lengths > limit ? lengths : edit_distance(wrong, name, limit);
}

}  // namespace detail

/// The candidate nearest to `wrong`, for "did you mean …?"; nothing when none is near.
///
/// Near is at most a third of its code points edited, but always one; ASCII case alone counts as
/// one edit. Of equally near candidates the first. Texts must be well-formed UTF-8; they are
/// compared up to 64 code points, and only the first 1,000 candidates are.
///
/// \par Complexity
/// Linear in the number of candidates, up to that many.
template <std::ranges::input_range Range>
[[nodiscard]] std::optional<std::string> nearest_name(std::string_view wrong,
                                                      const Range& candidates) {
  const std::u32string beginning = detail::beginning_of_name(wrong);
  std::size_t limit = std::max<std::size_t>(1, beginning.size() / 3);
  std::optional<std::string> nearest;
  std::size_t compared = 0;
  for (const auto& candidate : candidates) {
    if (++compared > detail::compared_names) {
      break;
    }
    const std::string_view name{candidate};
    const std::size_t distance =
        detail::name_distance(beginning, detail::beginning_of_name(name), limit);
    if (distance > limit) {
      continue;
    }
    nearest = std::string{name};
    if (distance == 0) {
      break;
    }
    limit = distance - 1;  // from here on only what is nearer counts
  }
  return nearest;
}

}  // namespace shozai::inline v1
