// SPDX-License-Identifier: Apache-2.0
/// \file
/// The attributes of an aspect in the order in which a diagram asks them, each with its cells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "shozai/core/schema.hpp"
#include "shozai/ownership/cells.hpp"
#include "shozai/ownership/formula.hpp"

namespace shozai::inline v1 {

/// An order of attributes. Level 0 is asked first.
class level_order {
 public:
  level_order() = default;

  /// \pre `attributes` are just those that `tests` read.
  level_order(const schema& all, const formula_table& tests, std::vector<std::size_t> attributes)
      : level_order(all, std::vector{&tests}, std::move(attributes)) {}

  /// The same for the tests of several tables over one schema.
  level_order(const schema& all, const std::vector<const formula_table*>& tables,
              std::vector<std::size_t> attributes)
      : attributes_(std::move(attributes)) {
    std::vector<std::vector<const value_set*>> sets(attributes_.size());
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      levels_.emplace(attributes_[i], static_cast<std::uint32_t>(i));
    }
    for (const auto* table : tables) {
      for (const auto& t : table->tests()) {
        sets[levels_.at(t.attribute)].push_back(t.accepted);
      }
    }
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      cells_.emplace_back(all[attributes_[i]], sets[i]);
    }
  }

  [[nodiscard]] std::size_t size() const noexcept { return attributes_.size(); }
  [[nodiscard]] std::size_t attribute(std::uint32_t level) const { return attributes_[level]; }
  [[nodiscard]] const std::vector<std::size_t>& attributes() const noexcept { return attributes_; }
  [[nodiscard]] std::uint32_t level_of(std::size_t attribute) const {
    return levels_.at(attribute);
  }
  [[nodiscard]] const attribute_cells& cells(std::uint32_t level) const { return cells_[level]; }

 private:
  std::vector<std::size_t> attributes_;
  std::map<std::size_t, std::uint32_t> levels_;
  std::vector<attribute_cells> cells_;
};

}  // namespace shozai::inline v1
