// SPDX-License-Identifier: Apache-2.0
/// \file
/// Numbers for attributes that are derived from each other, each in its set: found, or proved not
/// to exist, or neither.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "shozai/core/attribute.hpp"
#include "shozai/core/date_time.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/ownership/derivation_network.hpp"
#include "shozai/ownership/number_ranges.hpp"
#include "shozai/ownership/plainest_value.hpp"

namespace shozai::inline v1 {

/// Whether something can really occur.
enum class realisation_state : std::uint8_t {
  realised,    ///< it can: here it is
  impossible,  ///< proved: it cannot
  not_found,   ///< neither found nor proved impossible
};

namespace detail {

/// Narrows and searches, by intervals.
///
/// What is possible narrows: each derivation forwards and backwards until nothing changes. In what
/// remains it dives: the attributes that are not derived get the plainest number left, one after
/// the other, and after each everything narrows again. Where no dive arrives the space is halved,
/// by one free attribute after the other. So it finds what is easy at once, and is a proof where it
/// comes to an end.
class number_search {
 public:
  /// Over the attributes `members`, ascending, which may have the numbers `possible`. What a
  /// derived one is derived from is among them. It takes `effort` steps, each once through a
  /// derivation.
  number_search(const schema& attributes, std::vector<std::size_t> members, number_region possible,
                std::size_t effort)
      : network_(attributes, std::move(members)), possible_(std::move(possible)), effort_(effort) {
    network_.stop_at(effort);
  }

  [[nodiscard]] realisation_state run() {
    auto root = possible_;
    std::deque<part> open;
    if (network_.narrow_all(root)) {
      open.push_back({std::move(root), 0});
    }
    while (!open.empty()) {
      const auto next = std::move(open.front());
      open.pop_front();
      stop_dive_at_ = std::min(effort_, network_.spent() + dive_effort);
      if (dive(next.where)) {
        make_plainer();
        return realisation_state::realised;
      }
      if (exhausted()) {
        return realisation_state::not_found;
      }
      halve(next, open);
    }
    return exhausted() ? realisation_state::not_found : realisation_state::impossible;
  }

  /// The numbers that were found, in the order of the members.
  [[nodiscard]] const std::vector<std::int64_t>& found() const noexcept { return found_; }

 private:
  static constexpr std::size_t dive_effort = 500;

  struct part {
    number_region where;
    std::size_t turn = 0;  // of which free member to halve
  };

  [[nodiscard]] bool exhausted() const { return network_.spent() >= effort_; }

  static bool is_open(const number_ranges& s) { return s.front().least != s.back().most; }

  [[nodiscard]] int128 plainest_of(std::size_t member) const {
    return plainest_number(network_[member].type);
  }

  bool dive(const number_region& s) {
    const auto& free = network_.free_members();
    const auto next = std::ranges::find_if(free, [&](auto i) { return is_open(s[i]); });
    if (next == free.end()) {
      return check(s);
    }
    const auto first = nearest(s[*next], plainest_of(*next));
    return dive_at(s, *next, first) ||
           std::ranges::any_of(others(s, *next, first), [&](int128 other) {
             return network_.spent() < stop_dive_at_ && dive_at(s, *next, other);
           });
  }

  bool dive_at(number_region s, std::size_t member, int128 number) {
    return network_.narrow_to(s, member, {number, number}) && dive(s);
  }

  // What else to try than `first`: the nearest on either side that is possible as far as one can
  // tell, and the ends of ranges.
  std::vector<int128> others(const number_region& s, std::size_t member, int128 first) {
    const auto plainest = plainest_of(member);
    std::vector<int128> result;
    for (const auto& side : {number_range{first + 1, int128_max}, {int128_min, first - 1}}) {
      auto beside = s;
      if (network_.narrow_to(beside, member, side)) {
        result.push_back(nearest(beside[member], plainest));
      }
    }
    const auto distance = [&](int128 n) { return magnitude(n - plainest); };
    std::ranges::sort(result, {}, distance);
    constexpr std::size_t most_ranges = 4;
    for (std::size_t i = 0; i < std::min(s[member].size(), most_ranges); ++i) {
      for (const auto end : {s[member][i].least, s[member][i].most}) {
        if (end != first && std::ranges::find(result, end) == result.end()) {
          result.push_back(end);
        }
      }
    }
    return result;
  }

  // Halving leads to odd numbers where others serve as well.
  void make_plainer() {
    const auto& free = network_.free_members();
    for (const auto member : free) {
      auto s = possible_;
      for (const auto other : free) {
        if (other != member) {
          s[other] = {{found_[other], found_[other]}};
        }
      }
      if (network_.narrow_all(s)) {
        const auto number = nearest(s[member], plainest_of(member));
        s[member] = {{number, number}};
        static_cast<void>(check(s));
      }
    }
  }

  bool check(const number_region& s) {
    auto numbers = network_.derive(s, possible_);
    if (!numbers) {
      return false;
    }
    found_ = *std::move(numbers);
    return true;
  }

  // The halves by the free member whose turn it is, unless all are settled and hence checked.
  void halve(const part& whole, std::deque<part>& open) {
    const auto& free = network_.free_members();
    for (std::size_t i = 0; i < free.size(); ++i) {
      const auto turn = (whole.turn + i) % free.size();
      const auto& numbers = whole.where[free[turn]];
      if (!is_open(numbers)) {
        continue;
      }
      const auto [least, most] = span_of(numbers);
      const auto middle = least + (most - least) / 2;
      for (const auto& half : {number_range{least, middle}, {middle + 1, most}}) {
        auto s = whole.where;
        if (network_.narrow_to(s, free[turn], half)) {
          open.push_back({std::move(s), turn + 1});
        }
      }
      return;
    }
  }

  derivation_network network_;
  number_region possible_;
  std::size_t effort_;
  std::size_t stop_dive_at_ = 0;
  std::vector<std::int64_t> found_;
};

}  // namespace detail

}  // namespace shozai::inline v1
