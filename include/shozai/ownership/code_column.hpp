// SPDX-License-Identifier: Apache-2.0
/// \file
/// A stretch of rows of one attribute as numbers, ready for the diagram.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shozai/core/attribute.hpp"
#include "shozai/core/fault.hpp"
#include "shozai/core/value_set.hpp"

namespace shozai::inline v1 {

/// What is known of an attribute in a row; bits, so that the states of a row join by `|`.
enum class cell_state : std::uint8_t {
  known = 0,
  none = 1,
  unknown = 2,
  narrowed = 4,
  invalid = 8
};

[[nodiscard]] constexpr std::uint8_t bits_of(cell_state s) noexcept {
  return static_cast<std::uint8_t>(s);
}

/// One cell: the number of a value, the place of a text, or the leaves of a group.
struct cell_code {
  cell_state state = cell_state::unknown;
  std::int64_t code = 0;

  friend bool operator==(const cell_code&, const cell_code&) = default;
};

/// A group of an enum, leaves `first`..`end` - 1, as one number.
[[nodiscard]] constexpr std::int64_t code_of_group(std::int64_t first, std::int64_t end) noexcept {
  constexpr std::int64_t upper_half = 0x1'0000'0000;
  return first * upper_half + end;
}

/// The cells of one attribute in a stretch of rows.
struct code_column {
  std::vector<std::int64_t> codes;
  std::vector<std::uint8_t> states;  ///< `bits_of` the state of each row
  bool all_known = true;             ///< every state is *known*: nobody need look at them
  std::vector<std::string_view> own_texts;
  /// Of a string attribute: codes are places in here. Its own, or those of a dictionary.
  std::span<const std::string_view> texts;

  void resize(std::size_t rows) {
    codes.resize(rows);
    states.resize(rows);
  }
  void set(std::size_t row, cell_code c) {
    codes[row] = c.code;
    states[row] = bits_of(c.state);
    all_known = all_known && c.state == cell_state::known;
  }
  [[nodiscard]] cell_state state(std::size_t row) const {
    return static_cast<cell_state>(states[row]);
  }
};

/// The value of a cell that is known or none.
[[nodiscard]] inline value value_of(const attribute& a, const code_column& column,
                                    std::size_t row) {
  if (column.state(row) == cell_state::none) {
    return none{};
  }
  const auto code = column.codes[row];
  return a.type == attribute_type::string
             ? value{std::string(column.texts[static_cast<std::size_t>(code)])}
             : value{code};
}

/// What a cell that is not invalid says.
[[nodiscard]] inline knowledge knowledge_of(const attribute& a, const code_column& column,
                                            std::size_t row) {
  const auto code = column.codes[row];
  switch (column.state(row)) {
    case cell_state::known:
    case cell_state::none:
      return {a.domain, value_of(a, column, row)};
    case cell_state::narrowed: {
      constexpr std::int64_t upper_half = 0x1'0000'0000;
      return knowledge{intersect(a.domain.from(value{code / upper_half}),
                                 a.domain.below(value{code % upper_half}))};
    }
    case cell_state::unknown:
    case cell_state::invalid:
      break;
  }
  return knowledge::of(a.domain, a.everything());
}

}  // namespace shozai::inline v1
