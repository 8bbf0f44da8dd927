// SPDX-License-Identifier: Apache-2.0
/// \file
/// A CSV table of faults, one a row → faults, with the row and column of every finding.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/policy/csv.hpp"
#include "shozai/policy/csv_findings.hpp"
#include "shozai/policy/load_fault.hpp"

namespace shozai::inline v1 {

/// One row: its fault, if it had no error.
struct fault_row {
  std::size_t line = 0;
  std::optional<fault> result;
  std::vector<std::string> cells;  ///< as written, for showing
};

/// The rows that could be read, and every finding.
struct fault_table {
  std::vector<std::string> headings;
  std::vector<std::string> ignored;  ///< headings that no attribute claims
  std::vector<fault_row> rows;
  diagnostics findings;
};

namespace detail {

/// Turns cells into the JSON of a fault, which the reader of faults then judges.
///
/// An empty cell is unknown (none, where the attribute says so); `none` is none, unless an enum
/// has a value of that name; an enum may be written by a label that only one of its values has.
class fault_table_loader {
 public:
  fault_table_loader(const schema& attributes, std::string file)
      : attributes_(attributes), file_(std::move(file)) {}

  [[nodiscard]] fault_table load(std::string_view text) {
    auto result = read_csv(text);
    if (const auto* error = std::get_if<csv_error>(&result)) {
      report(std::string(csv_error_code(error->what)), error->row, error->column, {});
      return std::move(table_);
    }
    auto& rows = std::get<csv_table>(result).rows;
    if (rows.empty()) {
      report("SZ187", 1, 1, {});
      return std::move(table_);
    }
    if (read_heading(rows.front())) {
      for (std::size_t i = 1; i < rows.size(); ++i) {
        read_row(rows[i]);
      }
    }
    return std::move(table_);
  }

 private:
  void report(std::string code, std::size_t row, std::size_t column,
              std::vector<std::string> arguments) {
    diagnostic finding;
    finding.code = std::move(code);
    finding.file = file_;
    finding.arguments = std::move(arguments);
    finding.cell = cell_position{"", row, column};
    table_.findings.push_back(std::move(finding));
  }

  bool read_heading(const csv_table::row& row) {
    table_.headings = row.cells;
    columns_.assign(row.cells.size(), std::nullopt);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      columns_[i] = attribute_of(row.cells[i]);
      if (!columns_[i]) {
        table_.ignored.push_back(row.cells[i]);
      } else if (std::find(columns_.begin(), columns_.begin() + static_cast<std::ptrdiff_t>(i),
                           columns_[i]) != columns_.begin() + static_cast<std::ptrdiff_t>(i)) {
        report("SZ188", row.line, i + 1, {row.cells[i]});
      }
    }
    return table_.findings.empty();
  }

  [[nodiscard]] std::optional<std::size_t> attribute_of(const std::string& heading) const {
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      const auto& a = attributes_[i];
      if (a.name == heading || std::ranges::find(a.columns, heading) != a.columns.end()) {
        return i;
      }
    }
    return std::nullopt;
  }

  void read_row(csv_table::row& row) {
    if (row.cells.size() != columns_.size()) {
      report("SZ180", row.line, 1,
             {std::to_string(row.cells.size()), std::to_string(columns_.size())});
      return;
    }
    auto values = json::object();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i]) {
        add_cell(attributes_[*columns_[i]], row.cells[i], values);
      }
    }
    auto loaded = load_fault(attributes_, values, file_);
    for (auto& finding : loaded.findings) {
      finding.cell = cell_position{"", row.line, column_of(finding.pointer)};
      finding.pointer.clear();
      table_.findings.push_back(std::move(finding));
    }
    table_.rows.push_back({row.line, std::move(loaded.result), std::move(row.cells)});
  }

  static void add_cell(const attribute& a, const std::string& cell, json& to) {
    if (cell.empty()) {
      if (a.empty_is_none) {
        to[a.name] = nullptr;
      }
    } else if (cell == "none" && !a.values.find(cell)) {
      to[a.name] = nullptr;
    } else {
      to[a.name] = to_json(a, cell);
    }
  }

  // What the cell means as JSON; what it does not mean stays text, for the reader to refuse.
  [[nodiscard]] static json to_json(const attribute& a, const std::string& cell) {
    if (a.type == attribute_type::integer) {
      const auto number = read_integer(cell);
      if (const auto* v = std::get_if<value>(&number)) {
        return std::get<std::int64_t>(*v);
      }
    }
    if (a.type == attribute_type::boolean) {
      // Spreadsheets write them in capitals.
      if (cell == "true" || cell == "TRUE") {
        return true;
      }
      if (cell == "false" || cell == "FALSE") {
        return false;
      }
    }
    if (a.type == attribute_type::enumeration && !a.values.find(cell)) {
      return a.values.find_label(cell).value_or(cell);
    }
    return cell;
  }

  [[nodiscard]] std::size_t column_of(const std::string& pointer) const {
    const auto steps = json_pointer::split(pointer);
    const auto index = steps.empty() ? std::nullopt : attributes_.find(steps.front());
    const auto found = std::ranges::find(columns_, index);
    return index && found != columns_.end() ? static_cast<std::size_t>(found - columns_.begin()) + 1
                                            : 1;
  }

  const schema& attributes_;
  std::string file_;
  std::vector<std::optional<std::size_t>> columns_;
  fault_table table_;
};

}  // namespace detail

/// Reads a CSV table of faults. Headings are names of attributes or one of their `columns`; a
/// heading that no attribute claims is listed and ignored. A row with an error has no fault, a
/// table with a broken heading no rows. \par Complexity Linear in the table.
[[nodiscard]] inline fault_table load_fault_table(const schema& attributes, std::string_view text,
                                                  std::string file = {}) {
  return detail::fault_table_loader(attributes, std::move(file)).load(text);
}

}  // namespace shozai::inline v1
