// SPDX-License-Identifier: Apache-2.0
/// \file
/// A decision table in a CSV file → the JSON of a `table`, with a place for every cell.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/policy/csv.hpp"
#include "shozai/policy/csv_findings.hpp"
#include "shozai/policy/json_cursor.hpp"
#include "shozai/policy/load_context.hpp"

namespace shozai::inline v1::detail {

/// Headings: `id`, one attribute a column (by name or by one of its `columns`), then what a row
/// may have: `accountable`, `responsible` … (names separated by commas), `cost_share`
/// (`quality 70, sales 30`), `because`, `because.ja`, `because.en`, `overrides`, `section`.
class table_file {
 public:
  table_file(load_context& context, std::string path) : context_(context), path_(std::move(path)) {}

  /// The table as the document would write it; nothing after a finding.
  [[nodiscard]] std::optional<json> read(const std::string& text) {
    auto result = read_csv(text);
    if (const auto* error = std::get_if<csv_error>(&result)) {
      report(std::string(csv_error_code(error->what)), error->row, error->column);
      return std::nullopt;
    }
    const auto& rows = std::get<csv_table>(result).rows;
    if (rows.empty()) {
      report("SZ187", 1, 1);
      return std::nullopt;
    }
    if (!read_heading(rows.front())) {
      return std::nullopt;
    }
    auto table = json::object();
    for (const auto column : attribute_columns_) {
      table["columns"].push_back(headings_[column]);
    }
    table["rows"] = json::array();
    for (std::size_t i = 1; i < rows.size(); ++i) {
      lines_.push_back(rows[i].line);
      if (auto row = read_row(rows[i])) {
        table["rows"].push_back(std::move(*row));
      }
    }
    return good_ ? std::optional{std::move(table)} : std::nullopt;
  }

  /// Turns pointers into the table that was read into rows and columns.
  void locate(diagnostics& findings, std::size_t from) const {
    for (std::size_t i = from; i < findings.size(); ++i) {
      if (findings[i].file == path_ && !findings[i].cell) {
        locate(findings[i]);
      }
    }
  }

 private:
  void report(std::string code, std::size_t row, std::size_t column,
              std::vector<std::string> arguments = {}) {
    auto& finding =
        context_.findings.report_at(path_, json_pointer{}, std::move(code), std::move(arguments));
    finding.cell = cell_position{"", row, column};
    good_ = false;
  }

  // What a row may say beside its cells, in the order of `assignment`.
  static constexpr std::array<std::string_view, 5> sets = {"responsible", "consulted", "informed",
                                                           "joint_visit", "overrides"};
  static constexpr std::array<std::string_view, 10> plain = {
      "id",         "accountable", "cost_share", "because", "because.ja",
      "because.en", "section",     "source",     "steward", "review_by"};

  static bool is_plain(std::string_view heading) {
    return std::ranges::find(plain, heading) != plain.end();
  }
  static bool is_set(std::string_view heading) {
    return std::ranges::find(sets, heading) != sets.end();
  }

  bool read_heading(const csv_table::row& row) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      auto heading = row.cells[i];
      if (!is_plain(heading) && !is_set(heading)) {
        const auto name = attribute_of(heading);
        if (!name) {
          report("SZ189", row.line, i + 1, {heading, nearest(heading)});
          continue;
        }
        heading = *name;
        attribute_columns_.push_back(i);
      }
      if (std::ranges::find(headings_, heading) != headings_.end()) {
        report("SZ188", row.line, i + 1, {heading});
      }
      headings_.push_back(std::move(heading));
    }
    for (const auto* needed : {"id", "accountable"}) {
      if (good_ && !column_of(needed)) {
        report("SZ190", row.line, 1, {needed});
      }
    }
    return good_;
  }

  [[nodiscard]] std::optional<std::string> attribute_of(const std::string& heading) const {
    for (const auto& a : context_.document.attributes) {
      if (a.name == heading || std::ranges::find(a.columns, heading) != a.columns.end()) {
        return a.name;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string nearest(const std::string& heading) const {
    auto names = context_.document.attributes.names();
    names.insert(names.end(), plain.begin(), plain.end());
    names.insert(names.end(), sets.begin(), sets.end());
    return nearest_name(heading, names).value_or("");
  }

  [[nodiscard]] std::optional<std::size_t> column_of(std::string_view heading) const {
    const auto found = std::ranges::find(headings_, heading);
    return found == headings_.end()
               ? std::nullopt
               : std::optional{static_cast<std::size_t>(found - headings_.begin())};
  }

  std::optional<json> read_row(const csv_table::row& row) {
    if (row.cells.size() != headings_.size()) {
      report("SZ180", row.line, 1,
             {std::to_string(row.cells.size()), std::to_string(headings_.size())});
      return std::nullopt;
    }
    auto result = json::object();
    auto cells = json::array();
    auto then = json::object();
    for (std::size_t i = 0; i < headings_.size(); ++i) {
      const auto& heading = headings_[i];
      const auto& cell = row.cells[i];
      if (!is_plain(heading) && !is_set(heading)) {
        if (cell.empty()) {
          report("SZ191", row.line, i + 1);
        }
        cells.push_back(cell);
      } else if (cell.empty()) {
        continue;  // the row says nothing of it
      } else if (heading == "cost_share") {
        then["cost_share"] = read_shares(cell, row.line, i + 1);
      } else if (is_set(heading)) {
        (heading == "overrides" ? result : then)[heading] = split(cell);
      } else if (heading == "accountable") {
        then["accountable"] = cell;
      } else if (heading.starts_with("because.")) {
        result["because"][heading.substr(heading.find('.') + 1)] = cell;
      } else {
        result[heading] = cell;
      }
    }
    result["if"] = std::move(cells);
    result["then"] = std::move(then);
    return result;
  }

  static std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> parts;
    while (!list.empty()) {
      const auto part = list.substr(0, list.find(','));
      list.remove_prefix(std::min(part.size() + 1, list.size()));
      const auto begin = std::min(part.find_first_not_of(' '), part.size());
      const auto last = part.find_last_not_of(' ');
      parts.emplace_back(part.substr(begin, last == std::string_view::npos ? 0 : last + 1 - begin));
    }
    return parts;
  }

  // `quality 70, sales 30`.
  json read_shares(std::string_view cell, std::size_t row, std::size_t column) {
    auto shares = json::object();
    for (const auto& part : split(cell)) {
      const auto space = part.rfind(' ');
      const auto percent = space == std::string::npos ? part : part.substr(space + 1);
      const auto number = read_integer(percent);
      const auto* v = std::get_if<value>(&number);
      if (space == std::string::npos || v == nullptr) {
        report("SZ122", row, column, {part, "share", "form_shares"});
        continue;
      }
      shares[part.substr(0, part.find_last_not_of(' ', space) + 1)] = std::get<std::int64_t>(*v);
    }
    return shares;
  }

  void locate(diagnostic& finding) const {
    const auto steps = json_pointer::split(finding.pointer);
    cell_position place{"", 1, 1};
    if (steps.size() >= 2 && steps[0] == "columns") {
      place.column = attribute_columns_[std::stoul(steps[1])] + 1;
    } else if (steps.size() >= 2 && steps[0] == "rows") {
      place.row = lines_[std::stoul(steps[1])];
      place.column = steps.size() >= 4 && steps[2] == "if"
                         ? attribute_columns_[std::stoul(steps[3])] + 1
                         : column_of_member(steps);
    }
    finding.cell = place;
    finding.pointer.clear();
  }

  [[nodiscard]] std::size_t column_of_member(const std::vector<std::string>& steps) const {
    std::string member = steps.size() > 2 ? steps[2] : "id";
    if (member == "then") {
      member = steps.size() > 3 ? steps[3] : "accountable";  // all that it must have
    }
    return column_of(member).value_or(0) + 1;
  }

  load_context& context_;
  std::string path_;
  std::vector<std::string> headings_;
  std::vector<std::size_t> attribute_columns_;
  std::vector<std::size_t> lines_;  // of the rows
  bool good_ = true;
};

}  // namespace shozai::inline v1::detail
