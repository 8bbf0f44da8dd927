// SPDX-License-Identifier: Apache-2.0
/// \file
/// A set of values → its parts as texts, for whoever puts them into words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shozai/core/attribute.hpp"
#include "shozai/core/value_set.hpp"
#include "shozai/policy/literal.hpp"

namespace shozai::inline v1 {

/// Values in a row, by the texts that a document writes for them.
struct written_range {
  std::optional<std::string> least;  ///< nothing: from the beginning of the domain
  std::optional<std::string> most;   ///< included
  std::optional<std::string> below;  ///< excluded; without `most` and `below`, up to the end

  friend bool operator==(const written_range&, const written_range&) = default;
};

namespace detail {

/// Whole numbers and days have a last value that a person would name; of the others one says
/// below what they are.
[[nodiscard]] inline written_range write_range(const attribute& a, const interval& i) {
  const auto text = [&](const value& v) { return write_literal(a, v); };
  if (i.to == a.domain.next(i.from)) {
    return {text(i.from), text(i.from), std::nullopt};
  }
  written_range written;
  if (i.from != a.domain.first()) {
    written.least = text(i.from);
  }
  if (i.to && (a.type == attribute_type::integer || a.type == attribute_type::date)) {
    written.most = text(value{std::get<std::int64_t>(*i.to) - 1});
  } else if (i.to) {
    written.below = text(*i.to);
  }
  return written;
}

}  // namespace detail

/// The values of `s`, *none* aside, in their order; those of an enum or a bool one by one.
[[nodiscard]] inline std::vector<written_range> written_ranges(const attribute& a,
                                                               const value_set& s) {
  std::vector<written_range> all;
  if (is_ordered(a.type)) {
    for (const auto& i : s.intervals()) {
      all.push_back(detail::write_range(a, i));
    }
    return all;
  }
  for (auto number = a.domain.min(); number <= a.domain.max(); ++number) {
    if (s.contains(value{number})) {
      const auto text = write_literal(a, value{number});
      all.push_back({text, text, std::nullopt});
    }
  }
  return all;
}

}  // namespace shozai::inline v1
