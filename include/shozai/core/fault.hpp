// SPDX-License-Identifier: Apache-2.0
/// \file
/// What was reported about a machine: for each attribute, what is known of it.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "shozai/core/schema.hpp"
#include "shozai/core/value_set.hpp"

namespace shozai::inline v1 {

/// What is known of one attribute: the values that it may still have, never none at all.
class knowledge {
 public:
  explicit knowledge(value_set possible) : possible_(std::move(possible)) {}
  /// Exactly `v`, a value of `d` or none.
  knowledge(const domain& d, const value& v)
      : possible_(is_none(v) ? value_set{true, {}} : d.only(v)), known_(v) {}

  [[nodiscard]] const value_set& possible() const noexcept { return possible_; }
  /// The value, once only one is possible.
  [[nodiscard]] const std::optional<value>& known() const noexcept { return known_; }

  /// Takes note of the value where `possible` leaves only one.
  [[nodiscard]] static knowledge of(const domain& d, value_set possible) {
    if (possible.has_none() && possible.intervals().empty()) {
      return {d, none{}};
    }
    if (!possible.has_none() && possible.intervals().size() == 1) {
      const auto& only = possible.intervals().front();
      if (only.to == d.next(only.from)) {
        return {d, only.from};
      }
    }
    return knowledge{std::move(possible)};
  }

  friend bool operator==(const knowledge&, const knowledge&) = default;

 private:
  value_set possible_;
  std::optional<value> known_;
};

/// A fault as a policy sees it: one `knowledge` for each attribute of the schema, in its order,
/// derived attributes included. Made by `load_fault` or `fault_builder`, which check it.
struct fault {
  std::vector<knowledge> attributes;

  friend bool operator==(const fault&, const fault&) = default;
};

}  // namespace shozai::inline v1
