// SPDX-License-Identifier: Apache-2.0
/// \file
/// Derived attributes of a stretch of rows.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/ownership/code_column.hpp"
#include "shozai/ownership/table_problems.hpp"
#include "shozai/policy/derive.hpp"
#include "shozai/policy/literal.hpp"

namespace shozai::inline v1 {

/// What the cells of one row say of every attribute. \pre None of them is invalid.
[[nodiscard]] inline fault fault_of_row(const schema& attributes,
                                        const std::vector<code_column>& columns, std::size_t row) {
  fault f;
  f.attributes.reserve(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    f.attributes.push_back(knowledge_of(attributes[i], columns[i], row));
  }
  return f;
}

/// Computes what can be computed, by the rules that hold for a single fault: a given value must
/// agree, and a result outside its domain is an error of its inputs.
class column_deriver {
 public:
  /// `columns` has one for each attribute; rows are counted from `base` in problems.
  column_deriver(const schema& attributes, std::vector<code_column>& columns, std::uint64_t base,
                 table_problems& problems)
      : attributes_(attributes), columns_(columns), base_(base), problems_(problems) {}

  /// Rows with an invalid cell are left alone, by `row_states`, the states of each row joined; so
  /// are derivations that fail, so that all of a row are told of.
  void derive(std::vector<std::uint8_t>& row_states) {
    failed_.assign(row_states.size(), 0);
    for (const auto index : attributes_.derivation_order()) {
      for (std::size_t row = 0; row < row_states.size(); ++row) {
        if ((row_states[row] & bits_of(cell_state::invalid)) == 0) {
          derive(index, row);
        }
      }
    }
    for (std::size_t row = 0; row < row_states.size(); ++row) {
      row_states[row] |= failed_[row];
    }
  }

 private:
  void derive(std::size_t index, std::size_t row) {
    const auto& a = attributes_[index];
    std::uint8_t inputs = 0;
    for (const auto input : a.inputs) {
      inputs |= columns_[input].states[row];
    }
    if ((inputs & bits_of(cell_state::none)) != 0) {
      give_none(index, row);
    } else if (inputs == bits_of(cell_state::known)) {
      const auto result = derived_number(a, [&](std::size_t i) { return columns_[i].codes[row]; });
      const auto* number = std::get_if<std::int64_t>(&result);
      if (number == nullptr || *number < a.domain.min() || *number > a.domain.max()) {
        refuse(
            index, row,
            number == nullptr ? std::get<std::string>(result) : write_literal(a, value{*number}));
      } else {
        give(index, row, *number);
      }
    }
  }

  // Loading saw to it that an attribute that may be derived as none is optional.
  void give_none(std::size_t index, std::size_t row) {
    auto& column = columns_[index];
    const auto state = column.state(row);
    if (state == cell_state::known || state == cell_state::narrowed) {
      contradict(index, row, "null");
    } else {
      column.set(row, {cell_state::none, 0});
    }
  }

  void give(std::size_t index, std::size_t row, std::int64_t number) {
    const auto& a = attributes_[index];
    auto& column = columns_[index];
    const bool fits = column.state(row) == cell_state::unknown ||
                      knowledge_of(a, column, row).possible().contains(value{number});
    if (fits) {
      column.set(row, {cell_state::known, number});
    } else {
      contradict(index, row, write_literal(a, value{number}));
    }
  }

  void contradict(std::size_t index, std::size_t row, const std::string& computed) {
    problems_.add(index, "SZ166", {attributes_[index].name, computed}, base_ + row);
    failed_[row] = bits_of(cell_state::invalid);
  }

  void refuse(std::size_t index, std::size_t row, const std::string& computed) {
    const auto& a = attributes_[index];
    problems_.add(index, "SZ167",
                  {a.name, computed, write_literal(a, value{a.domain.min()}),
                   write_literal(a, value{a.domain.max()}),
                   describe_inputs(attributes_, index, fault_of_row(attributes_, columns_, row))},
                  base_ + row);
    failed_[row] = bits_of(cell_state::invalid);
  }

  const schema& attributes_;
  std::vector<code_column>& columns_;
  std::uint64_t base_;
  table_problems& problems_;
  std::vector<std::uint8_t> failed_;  // `invalid` for rows with a derivation that failed
};

}  // namespace shozai::inline v1
