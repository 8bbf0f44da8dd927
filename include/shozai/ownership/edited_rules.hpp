// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which rules were edited from one version of an aspect to the next.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "shozai/ownership/evaluator.hpp"
#include "shozai/policy/policy_document.hpp"

namespace shozai::inline v1 {

/// Numbers of the rules, and of the `also` rules, that stand in one version only, or differently.
struct edited_rules {
  std::vector<std::size_t> rules;
  std::vector<std::size_t> also;
};

struct aspect_edits {
  edited_rules before;
  edited_rules after;
};

namespace detail {

/// A longest selection of `places` that ascends, by number (Fredman, 1975).
[[nodiscard]] inline std::vector<bool> longest_ascent(const std::vector<std::size_t>& places) {
  std::vector<std::size_t> tails;  // numbers: the best end of an ascent of each length
  std::vector<std::optional<std::size_t>> before(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto at =
        std::ranges::lower_bound(tails, places[i], {}, [&](std::size_t t) { return places[t]; });
    const auto length = static_cast<std::size_t>(at - tails.begin());
    if (length > 0) {
      before[i] = tails[length - 1];
    }
    if (at == tails.end()) {
      tails.push_back(i);
    } else {
      *at = i;
    }
  }
  std::vector<bool> chosen(places.size(), false);
  for (auto at = tails.empty() ? std::nullopt : std::optional{tails.back()}; at; at = before[*at]) {
    chosen[*at] = true;
  }
  return chosen;
}

/// Compares lists of rules by id; under an order that counts, those that moved are edited too.
inline void compare_rules(const std::vector<resolved_rule>& before,
                          const std::vector<resolved_rule>& after, bool order_counts,
                          std::vector<std::size_t>& edited_before,
                          std::vector<std::size_t>& edited_after) {
  std::map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < before.size(); ++i) {
    places.emplace(before[i].id, i);
  }
  std::vector<bool> kept(before.size(), false);
  std::vector<std::size_t> same_after;
  std::vector<std::size_t> same_before;
  for (std::size_t i = 0; i < after.size(); ++i) {
    const auto found = places.find(after[i].id);
    if (found != places.end() && before[found->second].generation == after[i].generation &&
        *before[found->second].rule == *after[i].rule) {
      same_after.push_back(i);
      same_before.push_back(found->second);
    } else {
      edited_after.push_back(i);
    }
  }
  const auto in_order = longest_ascent(same_before);
  for (std::size_t k = 0; k < same_after.size(); ++k) {
    if (order_counts && !in_order[k]) {
      edited_after.push_back(same_after[k]);
    } else {
      kept[same_before[k]] = true;
    }
  }
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (!kept[i]) {
      edited_before.push_back(i);
    }
  }
}

}  // namespace detail

/// The edits of an aspect, if nothing else about it changed that decides faults: then only faults
/// to which an edited rule applies can fare differently. Nothing if more changed.
/// \pre Both versions are over one schema.
[[nodiscard]] inline std::optional<aspect_edits> edits_of(const aspect_evaluator& before,
                                                          const aspect_evaluator& after) {
  const auto& x = before.aspect();
  const auto& y = after.aspect();
  const bool same_otherwise = x.otherwise.has_value() == y.otherwise.has_value() &&
                              (!x.otherwise || (x.otherwise->id == y.otherwise->id &&
                                                *x.otherwise->rule == *y.otherwise->rule));
  if (x.hit_policy != y.hit_policy || !same_otherwise ||
      before.document().assumptions != after.document().assumptions ||
      before.document().definitions != after.document().definitions) {
    return std::nullopt;
  }
  aspect_edits edits;
  detail::compare_rules(x.rules, y.rules, x.hit_policy == hit_policy::first, edits.before.rules,
                        edits.after.rules);
  detail::compare_rules(x.also, y.also, false, edits.before.also, edits.after.also);
  return edits;
}

}  // namespace shozai::inline v1
