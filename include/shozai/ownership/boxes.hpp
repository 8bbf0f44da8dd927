// SPDX-License-Identifier: Apache-2.0
/// \file
/// Conditions as unions of boxes: one set of values an attribute.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "shozai/core/schema.hpp"
#include "shozai/core/value_set.hpp"
#include "shozai/ownership/formula.hpp"

namespace shozai::inline v1::detail {

/// A conjunction of sets of cells, one for each attribute that it restricts.
using box = std::map<std::size_t, value_set>;  // by attribute

/// Turns formulas into boxes, as far as they stay few.
class box_maker {
 public:
  static constexpr std::size_t most_boxes = 64;

  box_maker(const formula_table& table, const schema& attributes)
      : table_(table), attributes_(attributes) {}

  /// Boxes whose union is `f` (or its negation, unless `truth`); nothing if there are too many.
  [[nodiscard]] std::optional<std::vector<box>> boxes(const formula& f, bool truth = true) const {
    switch (f.what) {
      case condition::kind::constant:
        return f.truth == truth ? std::vector<box>{{}} : std::vector<box>{};
      case condition::kind::test:
        return test_box(f.leaf, truth);
      case condition::kind::definition:
        return boxes(table_.definitions()[f.leaf], truth);
      case condition::kind::negation:
        return boxes(f.operands.front(), !truth);
      case condition::kind::conjunction:
        return truth ? product(f, truth) : sum(f, truth);
      case condition::kind::disjunction:
        return truth ? sum(f, truth) : product(f, truth);
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] std::vector<box> test_box(std::size_t test, bool truth) const {
    const auto& t = table_.tests()[test];
    const auto& a = attributes_[t.attribute];
    auto set = truth ? *t.accepted : a.domain.complement(*t.accepted, a.optional);
    return set.empty() ? std::vector<box>{} : std::vector<box>{{{t.attribute, std::move(set)}}};
  }

  [[nodiscard]] std::optional<std::vector<box>> sum(const formula& f, bool truth) const {
    std::vector<box> all;
    for (const auto& o : f.operands) {
      auto part = boxes(o, truth);
      if (!part || all.size() + part->size() > most_boxes) {
        return std::nullopt;
      }
      std::ranges::move(*part, std::back_inserter(all));
    }
    return merged(std::move(all));
  }

  // Boxes that restrict one and the same attribute only are one box.
  static std::vector<box> merged(std::vector<box> all) {
    std::vector<box> result;
    for (auto& b : all) {
      const auto same = std::ranges::find_if(result, [&](const box& r) {
        return b.size() == 1 && r.size() == 1 && r.begin()->first == b.begin()->first;
      });
      if (same == result.end()) {
        result.push_back(std::move(b));
      } else {
        same->begin()->second = unite(same->begin()->second, b.begin()->second);
      }
    }
    return result;
  }

  [[nodiscard]] std::optional<std::vector<box>> product(const formula& f, bool truth) const {
    std::vector<box> all{{}};
    for (const auto& o : f.operands) {
      const auto part = boxes(o, truth);
      if (!part || all.size() * part->size() > most_boxes) {
        return std::nullopt;
      }
      std::vector<box> next;
      for (const auto& a : all) {
        for (const auto& b : *part) {
          if (auto both = intersection(a, b)) {
            next.push_back(std::move(*both));
          }
        }
      }
      all = std::move(next);
    }
    return all;
  }

  static std::optional<box> intersection(box a, const box& b) {
    for (const auto& [attribute, set] : b) {
      const auto [found, is_new] = a.emplace(attribute, set);
      if (!is_new) {
        found->second = intersect(found->second, set);
      }
      if (found->second.empty()) {
        return std::nullopt;
      }
    }
    return a;
  }

  const formula_table& table_;
  const schema& attributes_;
};

}  // namespace shozai::inline v1::detail
