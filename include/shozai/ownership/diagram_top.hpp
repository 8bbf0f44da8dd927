// SPDX-License-Identifier: Apache-2.0
/// \file
/// The upper part of a diagram as one table, for deciding many rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "shozai/core/schema.hpp"
#include "shozai/ownership/flat_diagram.hpp"
#include "shozai/ownership/unique_table.hpp"

namespace shozai::inline v1 {

/// Where the values of some enums and flags lead together: a single look instead of one a level,
/// each of which a processor would have to guess.
class diagram_top {
 public:
  /// Takes attributes in the order given, those with few values, as long as the table stays small.
  diagram_top(const flat_diagram& diagram, const schema& attributes,
              const std::vector<std::size_t>& order) {
    constexpr std::size_t most = 65'536;
    std::vector<std::size_t> strides(attributes.size(), 0);
    std::size_t size = 1;
    for (const auto i : order) {
      const auto& a = attributes[i];
      const bool few =
          (a.type == attribute_type::enumeration || a.type == attribute_type::boolean) &&
          !a.optional;
      const auto values = few ? static_cast<std::size_t>(a.domain.max()) + 1 : most + 1;
      if (size * values <= most) {
        parts_.push_back({i, size});
        strides[i] = size;
        size *= values;
      }
    }
    table_.reserve(size);
    for (std::size_t index = 0; index < size; ++index) {
      table_.push_back(find(diagram, attributes, strides, index));
    }
  }

  /// The first node on the way of row `row` that tests something else, or a terminal.
  /// \pre In that row each attribute of the table is known.
  [[nodiscard]] node_id look_up(std::span<const code_view> columns,
                                std::size_t row) const noexcept {
    std::size_t index = 0;
    for (const auto& p : parts_) {
      index += static_cast<std::size_t>(columns[p.attribute].codes[row]) * p.stride;
    }
    return table_[index];
  }

 private:
  struct part {
    std::size_t attribute;
    std::size_t stride;
  };

  static node_id find(const flat_diagram& diagram, const schema& attributes,
                      const std::vector<std::size_t>& strides, std::size_t index) {
    auto at = diagram.root();
    while (!is_terminal(at)) {
      const auto i = diagram.attribute_of(at);
      if (strides[i] == 0) {
        break;
      }
      const auto values = static_cast<std::size_t>(attributes[i].domain.max()) + 1;
      at = diagram.child_of(at, static_cast<std::int64_t>(index / strides[i] % values));
    }
    return at;
  }

  std::vector<part> parts_;
  std::vector<node_id> table_;
};

}  // namespace shozai::inline v1
