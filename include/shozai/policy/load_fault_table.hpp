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

/// The attribute that claims a heading, by its name or one of its `columns`.
[[nodiscard]] inline std::optional<std::size_t> attribute_of_heading(const schema& attributes,
                                                                     std::string_view heading) {
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const auto& a = attributes[i];
    if (a.name == heading || std::ranges::find(a.columns, heading) != a.columns.end()) {
      return i;
    }
  }
  return std::nullopt;
}

/// What a cell of a table of faults says of `a`, as JSON that the reader of faults then judges;
/// nothing for unknown. What the cell does not mean stays text, for the reader to refuse.
///
/// An empty cell is unknown (none, where the attribute says so); `none` is none, unless an enum
/// has a value of that name; an enum may be written by a label that only one of its values has.
[[nodiscard]] inline std::optional<json> cell_to_json(const attribute& a, const std::string& cell) {
  if (cell.empty()) {
    return a.empty_is_none ? std::optional<json>{nullptr} : std::nullopt;
  }
  if (cell == "none" && !a.values.find(cell)) {
    return nullptr;
  }
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

namespace detail {

/// Turns cells into the JSON of a fault, which the reader of faults then judges.
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
    auto finding = finding_of(std::move(code), std::move(arguments));
    finding.file = file_;
    finding.cell = cell_position{"", row, column};
    table_.findings.push_back(std::move(finding));
  }

  bool read_heading(const csv_table::row& row) {
    table_.headings = row.cells;
    columns_.assign(row.cells.size(), std::nullopt);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      columns_[i] = attribute_of_heading(attributes_, row.cells[i]);
      if (!columns_[i]) {
        table_.ignored.push_back(row.cells[i]);
      } else if (std::find(columns_.begin(), columns_.begin() + static_cast<std::ptrdiff_t>(i),
                           columns_[i]) != columns_.begin() + static_cast<std::ptrdiff_t>(i)) {
        report("SZ188", row.line, i + 1, {row.cells[i]});
      }
    }
    return table_.findings.empty();
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
        const auto& a = attributes_[*columns_[i]];
        if (auto v = cell_to_json(a, row.cells[i])) {
          values[a.name] = *std::move(v);
        }
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
