// SPDX-License-Identifier: Apache-2.0
/// \file
/// A decision table in a CSV file → the JSON of a `table`, with a place for every cell.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
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
#include "shozai/policy/table_heading.hpp"

namespace shozai::inline v1::detail {

/// Headings: `id`, one attribute a column (by name, by one of its `columns`, or by a label that no
/// other has), then what a row may have: `accountable`, `responsible` … (names separated by
/// commas), `cost_share` (`quality 70, sales 30`), `because`, `because.ja`, `because.en`,
/// `overrides`, `section` …, or the same in Japanese. A department may be written by its label.
class table_file {
 public:
  table_file(load_context& context, std::string path)
      : context_(context), path_(std::move(path)), place_(split_sheet(path_)) {}

  /// The table as the document would write it; nothing if it cannot be made out at all. What is
  /// wrong in single rows is reported, and the rest of the table is there to be read on.
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
      table["columns"].push_back(headings_[column].member);
    }
    table["rows"] = json::array();
    for (std::size_t i = 1; i < rows.size(); ++i) {
      if (auto row = read_row(rows[i])) {
        table["rows"].push_back(std::move(*row));
        lines_.push_back(rows[i].line);
      }
    }
    return table;
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
  struct file_and_sheet {
    std::string file;
    std::string sheet;  // empty for CSV
  };

  static file_and_sheet split_sheet(const std::string& path) {
    const auto hash = sheet_mark(path);
    return hash ? file_and_sheet{path.substr(0, *hash), path.substr(*hash + 1)}
                : file_and_sheet{path, {}};
  }

  void report(std::string code, std::size_t row, std::size_t column,
              std::vector<std::string> arguments = {}) {
    auto& finding = context_.findings.report_at(place_.file, json_pointer{}, std::move(code),
                                                std::move(arguments));
    finding.cell = cell_position{place_.sheet, row, column};
  }

  bool read_heading(const csv_table::row& row) {
    const auto before = context_.findings.all().size();
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      auto heading = heading_of(row.cells[i]);
      if (!heading) {
        report("SZ189", row.line, i + 1, {row.cells[i], nearest(row.cells[i])});
        heading.emplace();
      } else if (heading->what != table_heading::unused &&
                 std::ranges::find(headings_, *heading) != headings_.end()) {
        report("SZ188", row.line, i + 1, {heading->name()});
      }
      if (heading->what == table_heading::attribute) {
        attribute_columns_.push_back(i);
      }
      headings_.push_back(std::move(*heading));
    }
    for (const auto* needed : {"id", "accountable"}) {
      if (context_.findings.all().size() == before && !column_of(needed)) {
        report("SZ190", row.line, 1, {needed});
      }
    }
    return context_.findings.all().size() == before;
  }

  [[nodiscard]] std::optional<table_heading> heading_of(const std::string& text) const {
    if (text.empty()) {
      return table_heading{};
    }
    auto english = read_table_heading(text, true);
    const auto attribute = attribute_of(text);
    if (english && !(attribute && english->member.starts_with("note"))) {
      return english;
    }
    const auto named = [](std::string name) {
      return table_heading{table_heading::attribute, std::move(name), {}, 0};
    };
    if (attribute) {
      return named(*attribute);
    }
    if (auto japanese = read_table_heading(text, false)) {
      return japanese;
    }
    if (auto labelled = attribute_labelled(text)) {
      return named(std::move(*labelled));
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<std::string> attribute_of(const std::string& heading) const {
    for (const auto& a : context_.document.attributes) {
      if (a.name == heading || std::ranges::find(a.columns, heading) != a.columns.end()) {
        return a.name;
      }
    }
    return std::nullopt;
  }

  static bool has_label(const localized_text& label, std::string_view text) {
    return label.ja == text || label.en == text || label.plain == text;
  }

  [[nodiscard]] std::optional<std::string> attribute_labelled(const std::string& heading) const {
    std::optional<std::string> found;
    for (const auto& a : context_.document.attributes) {
      if (has_label(a.label, heading)) {
        if (found) {
          return std::nullopt;
        }
        found = a.name;
      }
    }
    return found;
  }

  [[nodiscard]] std::string nearest(const std::string& heading) const {
    auto names = context_.document.attributes.names();
    const auto words = table_heading_names();
    names.insert(names.end(), words.begin(), words.end());
    return nearest_name(heading, names).value_or("");
  }

  // The column of a member of a row or an assignment, in whatever language.
  [[nodiscard]] std::optional<std::size_t> column_of(std::string_view member) const {
    const auto found = std::ranges::find_if(headings_, [&](const table_heading& h) {
      return h.what != table_heading::attribute && h.member == member;
    });
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
    auto then = json::object();
    result["if"] = json::array();
    std::map<std::size_t, json> notes;
    for (std::size_t i = 0; i < headings_.size(); ++i) {
      const auto& heading = headings_[i];
      const auto& cell = row.cells[i];
      const table_cell at{heading, cell, row.line, i + 1};
      if (heading.what == table_heading::attribute) {
        result["if"].push_back(cell.empty() ? "-" : cell);
        if (cell.empty()) {
          report("SZ191", row.line, i + 1);
        }
      } else if (cell.empty()) {
        continue;  // the row says nothing of it
      } else if (heading.what == table_heading::notes) {
        add_text(notes[heading.number], at);
      } else if (heading.what == table_heading::text) {
        add_text(result[heading.member], at);
      } else {
        read_member(at, result, then);
      }
    }
    for (auto& [number, note] : notes) {
      then["notes"].push_back(std::move(note));
    }
    result["then"] = std::move(then);
    return result;
  }

  struct table_cell {
    const table_heading& heading;
    const std::string& text;
    std::size_t row;
    std::size_t column;
  };

  void read_member(const table_cell& cell, json& row, json& then) {
    const auto& member = cell.heading.member;
    auto& owner = member == "accountable" || cell.heading.what == table_heading::people ||
                          cell.heading.what == table_heading::shares
                      ? then
                      : row;
    switch (cell.heading.what) {
      case table_heading::unused:
        report("SZ843", cell.row, cell.column, {cell.text});
        break;
      case table_heading::person:
        owner[member] = participant_of(cell.text, cell);
        break;
      case table_heading::people:
        for (const auto& each : split(cell.text)) {
          owner[member].push_back(participant_of(each, cell));
        }
        break;
      case table_heading::shares:
        if (auto shares = read_shares(cell)) {
          owner[member] = std::move(*shares);
        }
        break;
      case table_heading::list:
        owner[member] = split(cell.text);
        break;
      default:
        owner[member] = cell.text;
    }
  }

  // A text stands alone, or in one or two languages.
  void add_text(json& to, const table_cell& cell) {
    const auto& language = cell.heading.language;
    if (!to.is_null() && (language.empty() || to.is_string())) {
      report("SZ844", cell.row, cell.column, {cell.heading.member});
    } else if (language.empty()) {
      to = cell.text;
    } else {
      to[language] = cell.text;
    }
  }

  // The id of a department, team or party that is written by its id or by its label.
  std::string participant_of(const std::string& name, const table_cell& cell) {
    if (context_.participants.contains(name)) {
      return name;
    }
    std::vector<std::string> labelled;
    for (const auto& each : context_.document.participants) {
      if (has_label(each.label, name)) {
        labelled.push_back(each.id);
      }
    }
    if (labelled.size() > 1) {
      std::string ids;
      for (const auto& id : labelled) {
        ids += (ids.empty() ? "" : ", ") + id;
      }
      report("SZ842", cell.row, cell.column, {name, ids});
    }
    return labelled.empty() ? name : labelled.front();
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

  // `quality 70, sales 30`; nothing after a finding.
  std::optional<json> read_shares(const table_cell& cell) {
    auto shares = json::object();
    bool good = true;
    for (const auto& part : split(cell.text)) {
      const auto space = part.rfind(' ');
      const auto percent = space == std::string::npos ? part : part.substr(space + 1);
      const auto number = read_integer(percent);
      const auto* v = std::get_if<value>(&number);
      if (space == std::string::npos || v == nullptr) {
        report("SZ122", cell.row, cell.column, {part, "share", "form_shares"});
        good = false;
        continue;
      }
      const auto name = part.substr(0, part.find_last_not_of(' ', space) + 1);
      shares[participant_of(name, cell)] = std::get<std::int64_t>(*v);
    }
    return good ? std::optional{std::move(shares)} : std::nullopt;
  }

  void locate(diagnostic& finding) const {
    const auto steps = json_pointer::split(finding.pointer);
    cell_position place{place_.sheet, 1, 1};
    if (steps.size() >= 2 && steps[0] == "columns") {
      place.column = attribute_columns_[std::stoul(steps[1])] + 1;
    } else if (steps.size() >= 2 && steps[0] == "rows") {
      place.row = lines_[std::stoul(steps[1])];
      place.column = steps.size() >= 4 && steps[2] == "if"
                         ? attribute_columns_[std::stoul(steps[3])] + 1
                         : column_of_member(steps);
    }
    finding.file = place_.file;
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
  file_and_sheet place_;
  std::vector<table_heading> headings_;
  std::vector<std::size_t> attribute_columns_;
  std::vector<std::size_t> lines_;  // of the rows
};

}  // namespace shozai::inline v1::detail
