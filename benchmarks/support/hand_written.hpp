// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a programmer would write by hand instead: rules as ranges of integers in the order in which
/// the first match decides, gone through one by one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include "shozai/ownership/boxes.hpp"
#include "shozai/ownership/evaluator.hpp"

namespace shozai::synthetic {

/// An attribute is at least `from` and less than `to`.
struct range_test {
  std::size_t attribute;
  std::int64_t from;
  std::int64_t to;  ///< the largest integer where there is no such end

  friend bool operator==(const range_test&, const range_test&) = default;
};

/// A box of a rule: all of its tests must hold.
struct box_of_rule {
  std::vector<range_test> tests;  ///< by attribute
  std::uint32_t rule;
};

/// The boxes of an aspect's rules, exceptions before what they override.
///
/// Later rules override earlier ones in synthetic policies, so going backwards visits each
/// exception before what it overrides; under `first` the document's own order does.
[[nodiscard]] inline std::vector<box_of_rule> exceptions_first(const aspect_evaluator& aspect) {
  std::vector<std::size_t> order(aspect.rule_formulas().size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (aspect.aspect().hit_policy == hit_policy::override_) {
    std::ranges::reverse(order);
  }
  const detail::box_maker maker(aspect.tests(), aspect.document().attributes);
  std::vector<box_of_rule> all;
  for (const auto rule : order) {
    const auto boxes = maker.boxes(aspect.rule_formulas()[rule]);
    for (const auto& box : boxes.value()) {
      all.push_back({{}, static_cast<std::uint32_t>(rule)});
      for (const auto& [attribute, set] : box) {
        const auto& i = set.intervals().front();
        all.back().tests.push_back(
            {attribute, std::get<std::int64_t>(i.from),
             i.to ? std::get<std::int64_t>(*i.to) : std::numeric_limits<std::int64_t>::max()});
      }
    }
  }
  return all;
}

/// The boxes packed, gone through until one holds.
class linear_scan {
 public:
  explicit linear_scan(const aspect_evaluator& aspect)
      : none_(static_cast<std::uint32_t>(aspect.rule_formulas().size())) {
    for (const auto& b : exceptions_first(aspect)) {
      const auto first = tests_.size();
      tests_.insert(tests_.end(), b.tests.begin(), b.tests.end());
      rules_.push_back({first, tests_.size(), b.rule});
    }
  }

  /// The rule that decides a row of values; one past the last, if none does.
  [[nodiscard]] std::uint32_t decide(std::span<const value> row) const noexcept {
    for (const auto& r : rules_) {
      bool holds = true;
      for (auto i = r.first; holds && i < r.end; ++i) {
        const auto number = *std::get_if<std::int64_t>(&row[tests_[i].attribute]);
        holds = tests_[i].from <= number && number < tests_[i].to;
      }
      if (holds) {
        return r.rule;
      }
    }
    return none_;
  }

 private:
  struct packed_rule {
    std::size_t first;
    std::size_t end;
    std::uint32_t rule;
  };

  std::vector<range_test> tests_;
  std::vector<packed_rule> rules_;
  std::uint32_t none_ = 0;
};

}  // namespace shozai::synthetic
