// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a programmer would write by hand instead: rules packed as ranges of integers, gone through
/// one by one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "shozai/ownership/bit_set_engine.hpp"
#include "shozai/ownership/evaluator.hpp"

namespace shozai::synthetic {

/// Rules as boxes, in the order in which the first match decides: exceptions before what they
/// override.
class linear_scan {
 public:
  explicit linear_scan(const aspect_evaluator& aspect) {
    const detail::box_maker maker(aspect.tests(), aspect.document().attributes);
    for (const auto i : exceptions_first(aspect)) {
      const auto boxes = maker.boxes(aspect.rule_formulas()[i]);
      for (const auto& b : boxes.value()) {
        add(b, static_cast<std::uint32_t>(i));
      }
    }
    none_ = static_cast<std::uint32_t>(aspect.rule_formulas().size());
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
  struct packed_test {
    std::size_t attribute;
    std::int64_t from;
    std::int64_t to;
  };
  struct packed_rule {
    std::size_t first;
    std::size_t end;
    std::uint32_t rule;
  };

  // Later rules override earlier ones in synthetic policies, so going backwards visits each
  // exception before what it overrides; under `first` the document's own order does.
  static std::vector<std::size_t> exceptions_first(const aspect_evaluator& aspect) {
    std::vector<std::size_t> order(aspect.rule_formulas().size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      order[i] = i;
    }
    if (aspect.aspect().hit_policy == hit_policy::override_) {
      std::ranges::reverse(order);
    }
    return order;
  }

  void add(const detail::box& b, std::uint32_t rule) {
    const auto first = tests_.size();
    for (const auto& [attribute, set] : b) {
      const auto& i = set.intervals().front();
      tests_.push_back(
          {attribute, std::get<std::int64_t>(i.from),
           i.to ? std::get<std::int64_t>(*i.to) : std::numeric_limits<std::int64_t>::max()});
    }
    rules_.push_back({first, tests_.size(), rule});
  }

  std::vector<packed_test> tests_;
  std::vector<packed_rule> rules_;
  std::uint32_t none_ = 0;
};

}  // namespace shozai::synthetic
