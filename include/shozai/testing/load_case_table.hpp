// SPDX-License-Identifier: Apache-2.0
/// \file
/// A table of test cases, one a row → cases, with the row and column of every finding.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/core/suggestion.hpp"
#include "shozai/policy/csv.hpp"
#include "shozai/policy/csv_findings.hpp"
#include "shozai/policy/load_fault_table.hpp"
#include "shozai/testing/case_cells.hpp"
#include "shozai/testing/load_cases.hpp"

namespace shozai::inline v1 {

namespace detail {

/// Writes each row as the JSON of a case, which the reader of cases then judges.
class case_table_loader {
 public:
  case_table_loader(const policy_set& versions, std::string file, std::string sheet)
      : versions_(versions),
        file_(std::move(file)),
        sheet_(std::move(sheet)),
        findings_(load_limits{}.errors),
        cases_(versions, findings_) {}

  [[nodiscard]] loaded_cases load(std::string_view text) {
    loaded_cases loaded;
    try {
      loaded.result = load_rows(text);
    } catch (const too_many_findings&) {
      loaded.result.reset();
    }
    loaded.findings = std::move(findings_.all());
    if (has_errors(loaded.findings)) {
      loaded.result.reset();
    }
    return loaded;
  }

 private:
  case_file load_rows(std::string_view text) {
    case_file file;
    auto result = read_csv(text);
    if (const auto* error = std::get_if<csv_error>(&result)) {
      report(std::string(csv_error_code(error->what)), error->row, error->column, {});
      return file;
    }
    const auto& rows = std::get<csv_table>(result).rows;
    if (rows.empty()) {
      report("SZ187", 1, 1, {});
    } else if (read_heading(rows.front())) {
      for (std::size_t i = 1; i < rows.size(); ++i) {
        read_row(rows[i], file);
      }
    }
    return file;
  }

  void report(std::string code, std::size_t row, std::size_t column,
              std::vector<std::string> arguments) {
    findings_.report_at(file_, json_pointer{}, std::move(code), std::move(arguments)).cell =
        cell_position{sheet_, row, column};
  }

  bool read_heading(const csv_table::row& row) {
    const case_headings headings(versions_);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      auto meant = headings.find(row.cells[i]);
      if (!meant) {
        report("SZ189", row.line, i + 1,
               {row.cells[i], nearest_name(row.cells[i], headings.names()).value_or("")});
      } else if (std::ranges::find(columns_, *meant) != columns_.end()) {
        report("SZ188", row.line, i + 1, {row.cells[i]});
      }
      columns_.push_back(meant.value_or(case_column{}));
    }
    if (findings_.all().empty() && !column_of({case_column::name, {}, {}})) {
      report("SZ190", row.line, 1, {"name"});
    }
    return findings_.all().empty();
  }

  [[nodiscard]] std::optional<std::size_t> column_of(const case_column& wanted) const {
    const auto found = std::ranges::find(columns_, wanted);
    return found == columns_.end()
               ? std::nullopt
               : std::optional{static_cast<std::size_t>(found - columns_.begin())};
  }

  void read_row(const csv_table::row& row, case_file& file) {
    if (row.cells.size() != columns_.size()) {
      report("SZ180", row.line, 1,
             {std::to_string(row.cells.size()), std::to_string(columns_.size())});
      return;
    }
    const auto tree = case_of(row);
    const auto before = findings_.all().size();
    auto loaded = cases_.load_case({&tree, json_pointer{}, file_});
    for (std::size_t i = before; i < findings_.all().size(); ++i) {
      auto& finding = findings_.all()[i];
      const auto column = column_at(finding.pointer);
      finding.cell = cell_position{sheet_, row.line, column + 1};
      if (finding.code == "SZ113" && columns_[column].field == "cost_share") {
        finding.code = "SZ122";  // a table has no objects: say how shares are written in a cell
        finding.arguments = {row.cells[column], "share", "form_shares"};
      }
      finding.pointer.clear();
      finding.span.reset();
      finding.related.clear();  // which has no pointer either
    }
    loaded.pointer.clear();
    loaded.cell = cell_position{sheet_, row.line, 1};
    file.cases.push_back(std::move(loaded));
  }

  [[nodiscard]] json case_of(const csv_table::row& row) const {
    const auto day = column_of({case_column::at, {}, {}});
    const auto at = day ? parse_date(row.cells[*day]) : std::nullopt;
    const case_cells cells(policy_of(versions_, at));
    json tree = {{"name", ""}, {"fault", json::object()}};
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      cells.put(tree, columns_[i], row.cells[i]);
    }
    return tree;
  }

  // Of what a pointer into the JSON of a row is about.
  [[nodiscard]] std::size_t column_at(const std::string& pointer) const {
    const auto steps = json_pointer::split(pointer);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].is_at(steps)) {
        return i;
      }
    }
    return 0;
  }

  const policy_set& versions_;
  std::string file_;
  std::string sheet_;
  findings_sink findings_;
  case_loader cases_;
  std::vector<case_column> columns_;
};

}  // namespace detail

/// Reads a CSV table of cases. Headings: `name`, `note`, `tags`, `at`, attributes (or their
/// `columns`), and what is expected: `ASPECT` (who is accountable) or `ASPECT.FIELD`, aspects by id
/// or label; or the Japanese words for these. An empty cell expects nothing and knows nothing.
/// \par Complexity Linear in the table.
[[nodiscard]] inline loaded_cases load_case_table(const policy_set& versions, std::string_view text,
                                                  std::string file = {}, std::string sheet = {}) {
  return detail::case_table_loader(versions, std::move(file), std::move(sheet)).load(text);
}

}  // namespace shozai::inline v1
