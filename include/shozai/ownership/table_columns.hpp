// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which column of a table gives which attribute, and the rows of a stretch as cells of all of
/// them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/arrow_stream.hpp"
#include "shozai/core/diagnostic.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/core/suggestion.hpp"
#include "shozai/ownership/column_decoder.hpp"
#include "shozai/ownership/derive_columns.hpp"
#include "shozai/policy/load_fault_table.hpp"

namespace shozai::inline v1 {

/// Attribute → heading, where the names and `columns` of the policy do not fit a table.
using column_mapping = std::map<std::string, std::string>;

/// The columns of one table, claimed by the attributes of one policy.
class table_columns {
 public:
  /// \throws policy_error if one attribute is claimed twice, or `mapping` names what is not there;
  /// arrow_error if the schema is not one of a table.
  table_columns(const schema& attributes, const ArrowSchema& table, const column_mapping& mapping,
                column_options options)
      : attributes_(attributes),
        options_(std::make_unique<column_options>(std::move(options))),
        headings_(attributes.size()),
        given_(attributes.size(), false) {
    if (table.format == nullptr || std::string_view(table.format) != "+s" ||
        (table.n_children > 0 && table.children == nullptr)) {
      throw arrow_error("this is no table: a stream of record batches is wanted");
    }
    diagnostics findings;
    claim(table, mapping, findings);
    if (has_errors(findings)) {
      throw policy_error(std::move(findings));
    }
  }

  [[nodiscard]] const schema& attributes() const noexcept { return attributes_; }
  /// The heading of the column of each attribute; empty also where there is none.
  [[nodiscard]] const std::vector<std::string>& headings() const noexcept { return headings_; }
  /// Attributes that no column gives and nothing derives: unknown in every row.
  [[nodiscard]] std::vector<std::string> missing() const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      if (!given_[i] && !attributes_[i].derived) {
        names.push_back(attributes_[i].name);
      }
    }
    return names;
  }
  /// Headings that no attribute claims.
  [[nodiscard]] const std::vector<std::string>& ignored() const noexcept { return ignored_; }

  /// How many memories' columns a worker needs.
  [[nodiscard]] std::size_t size() const noexcept { return columns_.size(); }

  /// Looks at the next batch; its rows are counted from `base`.
  /// \throws arrow_error if it is not built as the schema says.
  void begin_batch(const ArrowArray& batch, std::uint64_t base, decoder_memory& memory) {
    if (batch.length < 0 || batch.offset < 0 || batch.n_children < needed_children_ ||
        (batch.n_children > 0 && batch.children == nullptr)) {
      throw arrow_error("a batch that does not have the columns of its schema");
    }
    if (batch.length >= std::numeric_limits<std::int64_t>::max() - batch.offset) {
      throw arrow_error("a batch that is longer than can be counted");
    }
    base_ = base;
    offset_ = batch.offset;
    validity_ = batch.n_buffers > 0 && batch.buffers != nullptr
                    ? static_cast<const std::uint8_t*>(batch.buffers[0])
                    : nullptr;
    for (auto& c : columns_) {
      const auto* column = batch.children[c.child];
      if (column == nullptr) {
        throw arrow_error("a batch without one of its columns");
      }
      c.decoder.begin_batch(*column, validity_, memory);
      if (c.decoder.length() < batch.offset + batch.length) {
        throw arrow_error("a column that is shorter than its batch");
      }
    }
  }

  /// Cells of every attribute in rows `first`.. `first + count` - 1 of the batch, derived ones
  /// included; then the states of each row joined.
  void decode(std::int64_t first, std::size_t count, std::vector<code_column>& cells,
              std::vector<std::uint8_t>& row_states, decoder_memory& memory,
              table_problems& problems) const {
    cells.resize(attributes_.size());
    row_states.assign(count, 0);
    const auto base = base_ - static_cast<std::uint64_t>(offset_);
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      if (!given_[i]) {
        set_unknown(cells[i], count);
      }
    }
    for (const auto& c : columns_) {
      auto& column = cells[c.decoder.attribute()];
      c.decoder.decode(offset_ + first, count, base, column, memory, problems);
      for (std::size_t row = 0; !column.all_known && row < count; ++row) {
        row_states[row] |= column.states[row];
      }
    }
    if (validity_ != nullptr) {
      forget_null_rows(first, cells, row_states);
    }
    if (!attributes_.derivation_order().empty()) {
      column_deriver(attributes_, cells, base_ + static_cast<std::uint64_t>(first), problems)
          .derive(row_states);
    }
  }

 private:
  struct claimed_column {
    std::int64_t child;
    column_decoder decoder;
  };

  void claim(const ArrowSchema& table, const column_mapping& mapping, diagnostics& findings) {
    std::map<std::string, std::size_t> chosen;  // heading → attribute
    for (const auto& [name, heading] : mapping) {
      if (const auto index = attributes_.find(name)) {
        if (!chosen.emplace(heading, *index).second) {
          findings.push_back(finding_of("SZ188", {heading}));
        }
      } else {
        findings.push_back(
            finding_of("SZ160", {name, nearest_name(name, attributes_.names()).value_or("")}));
      }
    }
    for (std::int64_t i = 0; i < table.n_children; ++i) {
      const auto* column = table.children[i];
      if (column == nullptr) {
        throw arrow_error("a schema without one of its columns");
      }
      const std::string heading = column->name == nullptr ? "" : column->name;
      const auto by_choice = chosen.find(heading);
      auto attribute = by_choice != chosen.end() ? std::optional{by_choice->second}
                                                 : attribute_of_heading(attributes_, heading);
      if (attribute && by_choice == chosen.end() &&
          mapping.contains(attributes_[*attribute].name)) {
        attribute.reset();  // it has its column by choice
      }
      if (!attribute) {
        ignored_.push_back(heading);
      } else if (given_[*attribute]) {
        findings.push_back(finding_of("SZ188", {heading}));
      } else {
        headings_[*attribute] = heading;
        given_[*attribute] = true;
        needed_children_ = i + 1;
        columns_.push_back(
            {i, column_decoder(attributes_, *attribute, columns_.size(), *column, *options_)});
      }
    }
    for (const auto& [name, heading] : mapping) {
      const auto index = attributes_.find(name);
      if (index && !given_[*index] && chosen.at(heading) == *index) {
        findings.push_back(finding_of("SZ190", {heading}));
      }
    }
  }

  static void set_unknown(code_column& column, std::size_t count) {
    column.resize(count);
    std::ranges::fill(column.states, bits_of(cell_state::unknown));
    column.all_known = false;
  }

  // A row that is null as a whole says nothing, not even none.
  void forget_null_rows(std::int64_t first, std::vector<code_column>& cells,
                        std::vector<std::uint8_t>& row_states) const {
    for (std::size_t row = 0; row < row_states.size(); ++row) {
      const auto at = offset_ + first + static_cast<std::int64_t>(row);
      if (!arrow_bit(validity_, at)) {
        for (auto& column : cells) {
          column.set(row, {cell_state::unknown, 0});
        }
        row_states[row] = bits_of(cell_state::unknown);
      }
    }
  }

  const schema& attributes_;
  std::unique_ptr<column_options> options_;  // where decoders can point to it
  std::vector<std::string> headings_;
  std::vector<bool> given_;  // by a column of the table
  std::vector<std::string> ignored_;
  std::vector<claimed_column> columns_;
  std::int64_t needed_children_ = 0;
  std::uint64_t base_ = 0;
  std::int64_t offset_ = 0;
  const std::uint8_t* validity_ = nullptr;
};

}  // namespace shozai::inline v1
