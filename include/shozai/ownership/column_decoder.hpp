// SPDX-License-Identifier: Apache-2.0
/// \file
/// An Arrow column → the cells of one attribute.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/core/arrow_column.hpp"
#include "shozai/core/attribute.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/ownership/arrow_numbers.hpp"
#include "shozai/ownership/code_column.hpp"
#include "shozai/ownership/exact_number.hpp"
#include "shozai/ownership/number_text.hpp"
#include "shozai/ownership/readable_type.hpp"
#include "shozai/ownership/table_problems.hpp"
#include "shozai/ownership/text_meaning.hpp"

namespace shozai::inline v1 {

/// Reads one column. \par Thread safety After `begin_batch`, any number of concurrent `decode`,
/// each with its own memory and problems.
class column_decoder {
 public:
  /// `number` is the place of `a` in `attributes`; `place` that of the column among
  /// those of the decoder's memory.
  column_decoder(const schema& attributes, std::size_t number, std::size_t place,
                 const ArrowSchema& column, const column_options& options)
      : attributes_(attributes),
        attribute_(attributes[number]),
        number_(number),
        place_(place),
        options_(options),
        type_(read_arrow_type(column.format)) {
    if (column.dictionary != nullptr) {
      if (type_.kind != arrow_kind::integer) {
        throw arrow_error("a dictionary whose indices are no integers");
      }
      if (column.dictionary->dictionary != nullptr) {
        throw arrow_error("a dictionary of a dictionary");
      }
      entries_of_ =
          std::make_unique<column_decoder>(attributes, number, place, *column.dictionary, options);
    } else {
      readable_ =
          type_.kind == arrow_kind::null || can_read(attribute_.type, type_, options_.cells);
    }
    const auto power = detail::ten_to(attribute_.scale);
    const auto& d = attribute_.domain;
    if (!d.is_text()) {
      least_ = d.min() / power + (d.min() % power > 0 ? 1 : 0);
      most_ = d.max() / power - (d.max() % power < 0 ? 1 : 0);
      power_ = power;
    }
  }

  [[nodiscard]] std::size_t attribute() const noexcept { return number_; }

  /// Looks at the column of the next batch, and at its dictionary. Rows whose bit in `validity`,
  /// which may be null, is 0 are null.
  /// \throws arrow_error if it is not built as its type asks.
  void begin_batch(const ArrowArray& column, const std::uint8_t* validity, decoder_memory& memory) {
    values_.emplace(type_, column);
    values_->also_null_by(validity);
    if (entries_of_) {
      if (column.dictionary == nullptr) {
        throw arrow_error("a batch without the dictionary that its schema names");
      }
      entries_of_->begin_batch(*column.dictionary, nullptr, memory);
      entries_of_->decode_entries(memory);
    }
  }

  [[nodiscard]] std::int64_t length() const { return values_->length(); }

  /// Fills `out` with rows `first`.. `first + count` - 1 of the column; problems are counted from
  /// `base`, the number of the batch's first row.
  void decode(std::int64_t first, std::size_t count, std::uint64_t base, code_column& out,
              decoder_memory& memory, table_problems& problems) const {
    out.resize(count);
    out.all_known = true;
    out.own_texts.clear();
    const row_range rows{first, count, base + static_cast<std::uint64_t>(first)};
    if (entries_of_) {
      decode_indices(rows, out, memory, problems);
      return;
    }
    if (readable_) {
      decode_values(rows, out, memory, problems);
    } else {
      refuse_type(rows, out, problems);
    }
    out.texts = out.own_texts;
  }

 private:
  struct row_range {
    std::int64_t first;
    std::size_t count;
    std::uint64_t number;  // of the first, in the whole table

    [[nodiscard]] std::uint64_t number_of(std::int64_t row) const noexcept {
      return number + static_cast<std::uint64_t>(row - first);
    }
  };

  void refuse_type(const row_range& rows, code_column& out, table_problems& problems) const {
    const auto [code, arguments] = why_not_readable(attribute_, type_);
    for (std::size_t i = 0; i < rows.count; ++i) {
      const bool null = values_->is_null(rows.first + static_cast<std::int64_t>(i));
      out.set(i, null ? empty_cell(attribute_) : cell_code{cell_state::invalid, 0});
      if (!null) {
        problems.add(number_, code, arguments, rows.number + i);
      }
    }
  }

  void decode_values(const row_range& rows, code_column& out, decoder_memory& memory,
                     table_problems& problems) const {
    switch (type_.kind) {
      case arrow_kind::null:
        each(rows, out, [](std::int64_t) { return cell_code{}; });
        break;
      case arrow_kind::boolean:
        decode_flags(rows, out);
        break;
      case arrow_kind::integer:
        with_integer_type(type_, [&]<typename Number>(Number /*type*/) {
          decode_plain<Number>(rows, out, problems);
        });
        break;
      case arrow_kind::floating:
        decode_floating(rows, out, problems);
        break;
      case arrow_kind::decimal:
        decode_numbers(rows, out, problems, [&](std::int64_t row) {
          return decimal_at(*values_, row, attribute_.scale);
        });
        break;
      case arrow_kind::text:
      case arrow_kind::text_view:
        decode_texts(rows, out, memory, problems);
        break;
      case arrow_kind::date:
        decode_numbers(rows, out, problems,
                       [&](std::int64_t row) { return date_at(*values_, row); });
        break;
      case arrow_kind::timestamp:
      case arrow_kind::duration:
        decode_numbers(rows, out, problems,
                       [&](std::int64_t row) { return time_at(*values_, row, attribute_.type); });
        break;
      case arrow_kind::other:
        break;  // not readable
    }
  }

  // Sets every cell to what `cell_at` says of its row, those of nulls apart.
  template <typename CellAt>
  void each(const row_range& rows, code_column& out, const CellAt& cell_at) const {
    const bool nulls = values_->may_have_nulls();
    for (std::size_t i = 0; i < rows.count; ++i) {
      const auto row = rows.first + static_cast<std::int64_t>(i);
      out.set(i, nulls && values_->is_null(row) ? empty_cell(attribute_) : cell_at(row));
    }
  }

  // The same where every cell is known.
  template <typename CodeAt>
  static void each_known(const row_range& rows, code_column& out, const CodeAt& code_at) {
    for (std::size_t i = 0; i < rows.count; ++i) {
      out.codes[i] = code_at(rows.first + static_cast<std::int64_t>(i));
    }
    std::ranges::fill(out.states, bits_of(cell_state::known));
  }

  void decode_flags(const row_range& rows, code_column& out) const {
    const auto code_at = [&](std::int64_t row) -> std::int64_t { return values_->boolean(row); };
    if (values_->may_have_nulls()) {
      each(rows, out, [&](std::int64_t row) { return cell_code{cell_state::known, code_at(row)}; });
    } else {
      each_known(rows, out, code_at);
    }
  }

  // The common case: a loop without a branch that is taken, and a second look where there is one.
  template <typename Number>
  void decode_plain(const row_range& rows, code_column& out, table_problems& problems) const {
    if (!values_->may_have_nulls()) {
      bool all_inside = true;
      for (std::size_t i = 0; i < rows.count; ++i) {
        const auto n = values_->template number<Number>(rows.first + static_cast<std::int64_t>(i));
        all_inside = is_inside(n) && all_inside;
        // Without a sign no product overflows; what is outside is read again below.
        out.codes[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(n) *
                                                 static_cast<std::uint64_t>(power_));
      }
      if (all_inside) {
        std::ranges::fill(out.states, bits_of(cell_state::known));
        return;
      }
    }
    decode_numbers(rows, out, problems, [&](std::int64_t row) -> detail::checked_number {
      const auto n = values_->template number<Number>(row);
      return is_inside(n) ? detail::checked_number{static_cast<std::int64_t>(n) * power_}
                          : detail::number_problem::outside;
    });
  }

  template <typename Number>
  [[nodiscard]] bool is_inside(Number n) const noexcept {
    return std::cmp_greater_equal(n, least_) && std::cmp_less_equal(n, most_);
  }

  void decode_floating(const row_range& rows, code_column& out, table_problems& problems) const {
    const auto as = [&](const auto& number_at) {
      decode_numbers(rows, out, problems, [&](std::int64_t row) {
        return detail::nearest_decimal(number_at(row), attribute_.scale);
      });
    };
    if (type_.bytes == 8) {
      as([&](std::int64_t row) { return values_->number<double>(row); });
    } else if (type_.bytes == 4) {
      as([&](std::int64_t row) { return values_->number<float>(row); });
    } else {
      as([&](std::int64_t row) { return detail::from_half(values_->number<std::uint16_t>(row)); });
    }
  }

  // Numbers of the attribute's own unit, or what is wrong with them; then the domain.
  template <typename NumberAt>
  void decode_numbers(const row_range& rows, code_column& out, table_problems& problems,
                      const NumberAt& number_at) const {
    each(rows, out, [&](std::int64_t row) -> cell_code {
      const detail::checked_number found = number_at(row);
      const auto* n = std::get_if<std::int64_t>(&found);
      if (n != nullptr && attribute_.domain.min() <= *n && *n <= attribute_.domain.max()) {
        return {cell_state::known, *n};
      }
      const auto [code, arguments] = why_no_value(attribute_, *values_, row, found);
      problems.add(number_, code, arguments, rows.number_of(row));
      return {cell_state::invalid, 0};
    });
  }

  void decode_texts(const row_range& rows, code_column& out, decoder_memory& memory,
                    table_problems& problems) const {
    const bool strings = attribute_.type == attribute_type::string;
    each(rows, out, [&](std::int64_t row) -> cell_code {
      const auto text = values_->text(row);
      if (strings && is_plain(text)) {
        out.own_texts.push_back(text);
        return {cell_state::known, static_cast<std::int64_t>(out.own_texts.size()) - 1};
      }
      const auto& meaning = memory.meaning(
          place_, text, [&] { return read_text(attributes_, attribute_, text, options_); });
      return use(meaning, rows.number_of(row), out, memory, problems);
    });
  }

  // A text that needs no second look: printable ASCII, not too long, not a cell with a meaning.
  [[nodiscard]] bool is_plain(std::string_view text) const {
    if (text.size() > attribute_.domain.max_length() ||
        (options_.cells && (text.empty() || text == "none"))) {
      return false;
    }
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
  }

  // The cell that a text means in a row; its problems are those of the row.
  cell_code use(const text_meaning& meaning, std::uint64_t row, code_column& out,
                decoder_memory& memory, table_problems& problems) const {
    for (const auto& f : meaning.findings) {
      problems.add(number_, f.code, f.arguments, row);
    }
    memory.note_normalized(meaning.normalized ? 1 : 0);
    auto cell = meaning.cell;
    if (attribute_.type == attribute_type::string && cell.state == cell_state::known) {
      out.own_texts.push_back(meaning.text);
      cell.code = static_cast<std::int64_t>(out.own_texts.size()) - 1;
    }
    return cell;
  }

  // --- dictionaries -----------------------------------------------------------------------------

  // Reads all values of a dictionary; what is wrong with one is told of the rows that use it.
  void decode_entries(decoder_memory& memory) {
    entry_problems_.clear();
    entry_normalized_.clear();
    const auto normalized_before = memory.take_normalized();
    code_column all;
    table_problems problems;
    decode(0, static_cast<std::size_t>(length()), 0, all, memory, problems);
    entry_texts_.assign(all.texts.begin(), all.texts.end());
    entry_views_.assign(entry_texts_.begin(), entry_texts_.end());
    const bool all_known = all.all_known;
    entry_codes_ = std::move(all.codes);
    entry_states_ = std::move(all.states);
    const bool with_normalized = memory.take_normalized() > 0;
    entry_normalized_.resize(with_normalized ? entry_codes_.size() : 0);
    all_entries_plain_ = all_known && !with_normalized;
    // Those few with something to tell, once more, each alone.
    for (std::size_t i = 0; i < entry_codes_.size(); ++i) {
      const bool invalid = entry_states_[i] == bits_of(cell_state::invalid);
      if (invalid || with_normalized) {
        table_problems of_entry;
        decode(static_cast<std::int64_t>(i), 1, 0, all, memory, of_entry);
        if (invalid) {
          entry_problems_.emplace(i, of_entry.list());
        }
        if (with_normalized) {
          entry_normalized_[i] = memory.take_normalized() > 0 ? 1 : 0;
        }
      }
    }
    memory.note_normalized(normalized_before);  // cells are counted, not entries
  }

  void decode_indices(const row_range& rows, code_column& out, decoder_memory& memory,
                      table_problems& problems) const {
    const auto& entries = *entries_of_;
    out.texts = entries.entry_views_;
    const auto size = entries.entry_codes_.size();
    with_integer_type(type_, [&]<typename Number>(Number /*type*/) {
      const auto entry_at = [&](std::int64_t row) {
        const auto index = values_->template number<Number>(row);
        if (std::cmp_less(index, 0) || std::cmp_greater_equal(index, size)) {
          throw arrow_error("an index that its dictionary does not have");
        }
        return std::size_t{static_cast<std::make_unsigned_t<Number>>(index)};
      };
      if (entries.all_entries_plain_ && !values_->may_have_nulls()) {
        each_known(rows, out,
                   [&](std::int64_t row) { return entries.entry_codes_[entry_at(row)]; });
        return;
      }
      each(rows, out, [&](std::int64_t row) -> cell_code {
        const auto entry = entry_at(row);
        const auto state = static_cast<cell_state>(entries.entry_states_[entry]);
        if (state == cell_state::invalid) {
          for (const auto& p : entries.entry_problems_.at(entry)) {
            problems.add(number_, p.code, p.arguments, rows.number_of(row));
          }
        }
        if (!entries.entry_normalized_.empty()) {
          memory.note_normalized(entries.entry_normalized_[entry]);
        }
        return {state, entries.entry_codes_[entry]};
      });
    });
  }

  const schema& attributes_;
  const shozai::attribute& attribute_;
  std::size_t number_;
  std::size_t place_;
  const column_options& options_;
  arrow_type type_;
  bool readable_ = false;
  std::int64_t least_ = 0;  // of the numbers that integers may be, before they are scaled
  std::int64_t most_ = 0;
  std::int64_t power_ = 1;
  std::optional<arrow_values> values_;
  std::unique_ptr<column_decoder> entries_of_;
  std::vector<std::int64_t> entry_codes_;  // of this column as a dictionary
  bool all_entries_plain_ = false;         // known, and as they were given
  std::vector<std::uint8_t> entry_states_;
  std::vector<std::uint8_t> entry_normalized_;  // 1 where it was not in normal form; empty: nowhere
  std::unordered_map<std::size_t, std::vector<table_problem>> entry_problems_;
  std::vector<std::string> entry_texts_;
  std::vector<std::string_view> entry_views_;
};

}  // namespace shozai::inline v1
