// SPDX-License-Identifier: Apache-2.0
/// \file
/// The different outcomes of one aspect over a table, each once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/decision.hpp"
#include "shozai/ownership/evaluator.hpp"

namespace shozai::inline v1 {

// NOLINTBEGIN(readability-redundant-member-init): whoever names other members may leave them out
/// What a decided table says of a row, for one aspect. Empty where it does not apply.
struct row_outcome {
  std::string state = {};                  ///< of the decision; `invalid`: the row cannot be read
  std::string owner = {};                  ///< accountable, or else so meanwhile; empty: invalid
  std::string accountable = {};            ///< once decided
  std::string rule = {};                   ///< the one that decides
  std::vector<std::string> possible = {};  ///< who may turn out accountable

  friend auto operator<=>(const row_outcome&, const row_outcome&) = default;
};
// NOLINTEND(readability-redundant-member-init)

/// The outcome that a decision comes to.
[[nodiscard]] inline row_outcome outcome_of(const decision& d) {
  return {std::string(name_of(d.state)), std::string(d.owner()), d.assigned.accountable, d.rule,
          d.possible};
}

/// Outcomes by number. \par Thread safety Any number of concurrent `add`; `all` once they are done.
class outcome_table {
 public:
  /// The number of an invalid row.
  static constexpr std::uint32_t invalid = 0;

  outcome_table() { static_cast<void>(add({.state = "invalid"})); }

  std::uint32_t add(const row_outcome& o) {
    const std::scoped_lock lock(mutex_);
    const auto [found, is_new] = numbers_.emplace(o, static_cast<std::uint32_t>(all_.size()));
    if (is_new) {
      all_.push_back(&found->first);
    }
    return found->second;
  }

  /// A copy of those there are; numbers given out before stay what they are.
  [[nodiscard]] std::vector<row_outcome> all() const {
    const std::scoped_lock lock(mutex_);
    std::vector<row_outcome> copies;
    copies.reserve(all_.size());
    for (const auto* o : all_) {
      copies.push_back(*o);
    }
    return copies;
  }

 private:
  mutable std::mutex mutex_;
  std::map<row_outcome, std::uint32_t> numbers_;
  std::vector<const row_outcome*> all_;
};

}  // namespace shozai::inline v1
