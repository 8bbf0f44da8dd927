// SPDX-License-Identifier: Apache-2.0
/// \file
/// Whether a part of the space of faults can really occur, given how derived attributes are
/// computed.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <utility>
#include <vector>

#include "shozai/core/schema.hpp"
#include "shozai/core/value.hpp"
#include "shozai/core/value_set.hpp"
#include "shozai/ownership/number_ranges.hpp"
#include "shozai/ownership/number_search.hpp"
#include "shozai/ownership/plainest_value.hpp"

namespace shozai::inline v1 {

/// A fault that can really occur, if one was found.
struct realisation {
  realisation_state state = realisation_state::not_found;
  std::vector<value> values;  ///< of each attribute of the schema; none at all unless realised

  friend bool operator==(const realisation&, const realisation&) = default;
};

namespace detail {

/// First settles what is none, then finds the numbers, apart for each group of attributes that
/// derivations tie together.
class fault_finder {
 public:
  fault_finder(const schema& attributes, const std::vector<value_set>& possible)
      : attributes_(attributes), possible_(possible), none_(attributes.size()) {
    for (std::size_t i = 0; i < attributes.size(); ++i) {
      may_be_none_.push_back(possible[i].has_none());
      has_value_.push_back(!possible[i].intervals().empty());
      values_.push_back(plainest_value(attributes[i], possible[i]));
    }
  }

  [[nodiscard]] realisation find() {
    if (!settle_none()) {
      return {realisation_state::impossible, {}};
    }
    choose_none();
    auto state = realisation_state::realised;
    for (const auto& each : groups()) {
      const auto found = realise(each);
      if (found == realisation_state::impossible) {
        return {found, {}};
      }
      state = found == realisation_state::not_found ? found : state;
    }
    if (state != realisation_state::realised) {
      return {state, {}};
    }
    return {state, std::move(values_)};
  }

 private:
  // How many steps to search: with as little none as can be, with as much, and with one less.
  static constexpr std::size_t first_effort = 10'000;
  static constexpr std::size_t second_effort = 8'000;
  static constexpr std::size_t improving_effort = 500;

  using group = std::vector<std::size_t>;  // attributes, ascending

  // Follows what must be none, and what must not, through the derivations. False where some
  // attribute can then be nothing at all.
  bool settle_none() {
    const auto& order = attributes_.derivation_order();
    for (auto i = order.size(); i-- > 0;) {
      for (const auto input : attributes_[order[i]].inputs) {
        may_be_none_[input] = may_be_none_[input] && may_be_none_[order[i]];
      }
    }
    for (const auto derived : order) {
      const auto& inputs = attributes_[derived].inputs;
      may_be_none_[derived] = may_be_none_[derived] &&
                              std::ranges::any_of(inputs, [&](auto i) { return may_be_none_[i]; });
      has_value_[derived] =
          has_value_[derived] && std::ranges::all_of(inputs, [&](auto i) { return has_value_[i]; });
    }
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      if (!may_be_none_[i] && !has_value_[i]) {
        return false;
      }
    }
    return true;
  }

  // As little none as the sets allow. What may be none does not settle alone: of a derived
  // attribute that must be, one input has to be, and the first that may be is.
  void choose_none() {
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      none_[i] = !has_value_[i] && !attributes_[i].derived;
    }
    derive_none();
    for (const auto derived : attributes_.derivation_order()) {
      if (!has_value_[derived] && !none_[derived]) {
        none_[origin_of_none(derived)] = true;
        derive_none();
      }
    }
  }

  [[nodiscard]] std::size_t origin_of_none(std::size_t i) const {
    while (attributes_[i].derived) {
      i = *std::ranges::find_if(attributes_[i].inputs, [&](auto in) { return may_be_none_[in]; });
    }
    return i;
  }

  void derive_none() {
    for (const auto derived : attributes_.derivation_order()) {
      none_[derived] = std::ranges::any_of(attributes_[derived].inputs,
                                           [&](auto input) { return none_[input]; });
    }
  }

  // The attributes that derivations tie together; those that none concerns are in no group.
  [[nodiscard]] std::vector<group> groups() const {
    std::vector<std::size_t> first(attributes_.size());  // of the group of each attribute
    std::iota(first.begin(), first.end(), std::size_t{0});
    for (const auto derived : attributes_.derivation_order()) {
      for (const auto input : attributes_[derived].inputs) {
        const auto [to, from] = std::minmax({first[derived], first[input]});
        std::ranges::replace(first, from, to);
      }
    }
    std::vector<group> all(attributes_.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
      all[first[i]].push_back(i);
    }
    std::erase_if(all, [&](const group& g) {
      return std::ranges::none_of(g, [&](auto i) { return attributes_[i].derived.has_value(); });
    });
    return all;
  }

  // The more is none the less is to be computed. So where a group is impossible with as much none
  // as can be, it is in any case; and where it is found so, most of that may turn out needless.
  realisation_state realise(const group& g) {
    const auto state = search(g, first_effort);
    group optional;
    std::ranges::copy_if(g, std::back_inserter(optional), [&](auto i) {
      return !attributes_[i].derived && may_be_none_[i] && !none_[i];
    });
    if (state == realisation_state::realised || optional.empty()) {
      return state;
    }
    for (const auto i : optional) {
      none_[i] = true;
    }
    const auto second = search(g, second_effort);
    if (second != realisation_state::realised) {
      return second;
    }
    for (const auto i : optional) {
      none_[i] = false;
      none_[i] = search(g, improving_effort) != realisation_state::realised;
    }
    return second;
  }

  // Finds the numbers that derivations need, and takes them as values.
  realisation_state search(const group& g, std::size_t effort) {
    derive_none();
    const auto members = computing(g);
    number_region numbers;
    for (const auto i : members) {
      numbers.push_back(numbers_of(attributes_[i].domain, possible_[i]));
    }
    number_search searched(attributes_, members, std::move(numbers), effort);
    const auto state = searched.run();
    if (state == realisation_state::realised) {
      for (const auto i : g) {
        values_[i] = none_[i] ? value{none{}} : plainest_value(attributes_[i], possible_[i]);
      }
      for (std::size_t k = 0; k < members.size(); ++k) {
        values_[members[k]] = searched.found()[k];
      }
    }
    return state;
  }

  // What is derived and not none, and what it is derived from.
  [[nodiscard]] group computing(const group& g) const {
    group all;
    for (const auto i : g) {
      if (attributes_[i].derived && !none_[i]) {
        all.push_back(i);
        all.insert(all.end(), attributes_[i].inputs.begin(), attributes_[i].inputs.end());
      }
    }
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }

  const schema& attributes_;
  const std::vector<value_set>& possible_;
  std::vector<bool> may_be_none_;
  std::vector<bool> has_value_;  // may be something else than none
  std::vector<bool> none_;       // is chosen to be none
  std::vector<value> values_;
};

}  // namespace detail

/// Finds a fault with a value, or none, of each attribute in its set `possible`, and with derived
/// attributes as they derive; or proves that there is none such.
///
/// Values are what people read easily: numbers and durations near zero, dates near the beginning of
/// 2026, else the first of the set; none only where it must be. The same question always has the
/// same answer. \pre No set is empty, and each holds nothing but values of its attribute.
/// \par Complexity Microseconds where the narrowed sets lead straight to an answer; at most some
/// 20,000 times through a derivation for each group of attributes that derivations tie together.
[[nodiscard]] inline realisation realise(const schema& attributes,
                                         const std::vector<value_set>& possible) {
  return detail::fault_finder(attributes, possible).find();
}

}  // namespace shozai::inline v1
