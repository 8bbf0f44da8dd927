// SPDX-License-Identifier: Apache-2.0
/// \file
/// Attributes that are derived from each other: what each may be narrows what the others may be.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/core/attribute.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/ownership/derivation_bounds.hpp"
#include "shozai/ownership/difference_bounds.hpp"
#include "shozai/ownership/number_ranges.hpp"
#include "shozai/policy/derive.hpp"

namespace shozai::inline v1::detail {

/// Of each member of a network what it may be; none is empty.
using number_region = std::vector<number_ranges>;

/// Some attributes of a schema, the *members*, and the derivations between them.
///
/// Keeps a reference to the schema. \par Thread safety None: it keeps what it is at.
class derivation_network {
 public:
  /// \pre `members` are ascending, and what a derived one is derived from is among them.
  derivation_network(const schema& attributes, std::vector<std::size_t> members)
      : attributes_(attributes), members_(std::move(members)), users_(members_.size()) {
    for (std::size_t i = 0; i < members_.size(); ++i) {
      if (!attributes[members_[i]].derived) {
        free_.push_back(i);
      }
    }
    for (const auto derived : attributes.derivation_order()) {
      if (std::ranges::binary_search(members_, derived)) {
        add(derived);
      }
    }
  }

  [[nodiscard]] const attribute& operator[](std::size_t member) const {
    return attributes_[members_[member]];
  }
  /// The members that are not derived.
  [[nodiscard]] const std::vector<std::size_t>& free_members() const noexcept { return free_; }

  /// How often a derivation was followed so far. Beyond `limit` nothing is narrowed any more.
  [[nodiscard]] std::size_t spent() const noexcept { return spent_; }
  void stop_at(std::size_t limit) noexcept { limit_ = limit; }

  /// Takes out of `s` what the derivations exclude, as far as intervals tell; false where nothing
  /// is left.
  [[nodiscard]] bool narrow_all(number_region& s) {
    waiting_.assign(links_.size(), true);
    return narrow(s);
  }

  /// Leaves of one member what lies in `limits`, and of the others what goes with it.
  /// \pre `s` is narrowed.
  [[nodiscard]] bool narrow_to(number_region& s, std::size_t member, const number_range& limits) {
    clip(s[member], limits);
    if (s[member].empty()) {
      return false;
    }
    waiting_.assign(links_.size(), false);
    wake_users(member);
    return narrow(s);
  }

  /// The numbers of all members, where each free one has one number left in `s` and the derived
  /// ones come out in `possible`.
  [[nodiscard]] std::optional<std::vector<std::int64_t>> derive(
      const number_region& s, const number_region& possible) const {
    std::vector<std::int64_t> numbers(members_.size());
    for (const auto i : free_) {
      numbers[i] = static_cast<std::int64_t>(s[i].front().least);
    }
    const auto number_of = [&](std::size_t attribute) { return numbers[place_of(attribute)]; };
    for (const auto& l : links_) {
      const auto derived = derived_number(attributes_[members_[l.result]], number_of);
      const auto* number = std::get_if<std::int64_t>(&derived);
      if (number == nullptr || std::ranges::none_of(possible[l.result], [&](const number_range& r) {
            return r.contains(*number);
          })) {
        return std::nullopt;
      }
      numbers[l.result] = *number;
    }
    return numbers;
  }

 private:
  // One derivation among the members.
  struct link {
    std::size_t result;
    std::vector<std::size_t> inputs;
    derivation_bounds bounds;
  };

  [[nodiscard]] std::size_t place_of(std::size_t attribute) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(members_, attribute) -
                                    members_.begin());
  }

  void add(std::size_t derived) {
    link l{place_of(derived), {}, derivation_bounds(attributes_[derived])};
    for (const auto input : attributes_[derived].inputs) {
      l.inputs.push_back(place_of(input));
      users_[l.inputs.back()].push_back(links_.size());
    }
    users_[l.result].push_back(links_.size());
    links_.push_back(std::move(l));
    if (const auto d = difference_of(attributes_[derived])) {
      differences_.add(links_.back().result, {place_of(d->from), place_of(d->to), d->unit});
    }
  }

  void wake_users(std::size_t member) {
    for (const auto user : users_[member]) {
      waiting_[user] = true;
    }
  }

  // False where nothing is left. It may end early: slow convergence is left to the halving.
  bool narrow(number_region& s) {
    constexpr std::size_t most_rounds = 12;
    for (std::size_t round = 0; round < most_rounds; ++round) {
      if (!differences_.narrow(s, [&](std::size_t member, const number_range& limits) {
            return replace(s, member, {limits});
          })) {
        return false;
      }
      bool changed = false;
      for (std::size_t i = 0; i < links_.size(); ++i) {
        if (!waiting_[i]) {
          continue;
        }
        if (spent_ >= limit_) {
          return true;
        }
        waiting_[i] = false;
        changed = true;
        if (!narrow_by(links_[i], s)) {
          return false;
        }
      }
      if (!changed) {
        break;
      }
    }
    return true;
  }

  // Narrows the result of one derivation, and its inputs by each range that the result may be in.
  bool narrow_by(link& l, number_region& s) {
    before_.clear();
    for (const auto input : l.inputs) {
      before_.push_back(span_of(s[input]));
    }
    auto results = s[l.result];
    clip(results, l.bounds.forward(before_));
    constexpr std::size_t most_ranges = 32;
    if (results.size() > most_ranges) {
      results = {span_of(results)};
    }
    std::vector<std::vector<number_range>> reached(l.inputs.size());
    number_ranges kept;
    for (const auto& each : results) {
      ++spent_;
      after_ = before_;
      if (l.bounds.backward(each, after_)) {
        kept.push_back(each);
        for (std::size_t i = 0; i < reached.size(); ++i) {
          reached[i].push_back(after_[i]);
        }
      }
    }
    if (!replace(s, l.result, kept)) {
      return false;
    }
    for (std::size_t i = 0; i < reached.size(); ++i) {
      if (!replace(s, l.inputs[i], united(std::move(reached[i])))) {
        return false;
      }
    }
    return true;
  }

  bool replace(number_region& s, std::size_t member, const number_ranges& by) {
    auto left = intersect(s[member], by);
    if (left != s[member]) {
      s[member] = std::move(left);
      wake_users(member);
    }
    return !s[member].empty();
  }

  const schema& attributes_;
  std::vector<std::size_t> members_;
  std::vector<std::size_t> free_;
  std::vector<link> links_;  // each after those that it needs
  difference_bounds differences_;
  std::vector<std::vector<std::size_t>> users_;  // of each member the links that it takes part in
  std::vector<bool> waiting_;                    // links whose members have changed
  std::vector<number_range> before_;             // of the inputs of a link
  std::vector<number_range> after_;
  std::size_t spent_ = 0;
  std::size_t limit_ = std::numeric_limits<std::size_t>::max();
};

}  // namespace shozai::inline v1::detail
