// SPDX-License-Identifier: Apache-2.0
/// \file
/// A CSV text as Arrow columns of texts, for `decide_table` with `column_options::cells`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/core/arrow_export.hpp"
#include "shozai/core/diagnostic.hpp"
#include "shozai/ownership/outcome_columns.hpp"
#include "shozai/policy/csv.hpp"
#include "shozai/policy/csv_findings.hpp"

namespace shozai::inline v1 {

/// The cells of a CSV text. Copies share them.
class text_table {
 public:
  /// \throws policy_error that locates what is wrong with the text, or every row that is longer or
  /// shorter than the heading.
  explicit text_table(std::string_view csv, const std::string& file = {}) {
    auto read = read_csv(csv);
    diagnostics findings;
    if (const auto* error = std::get_if<csv_error>(&read)) {
      report(findings, file, std::string(detail::csv_error_code(error->what)), error->row,
             error->column);
    } else if (std::get<csv_table>(read).rows.empty()) {
      report(findings, file, "SZ187", 1, 1);
    } else {
      columns_ =
          std::make_shared<const text_columns>(split(std::get<csv_table>(read), file, findings));
    }
    if (!findings.empty()) {
      throw policy_error(std::move(findings));
    }
  }

  [[nodiscard]] std::size_t rows() const noexcept { return columns_->lines.size(); }
  [[nodiscard]] const std::vector<std::string>& headings() const noexcept {
    return columns_->headings;
  }
  /// The lines, from 1, on which the rows begin.
  [[nodiscard]] const std::vector<std::size_t>& lines() const noexcept { return columns_->lines; }

  /// All rows as one batch.
  [[nodiscard]] ArrowArrayStream stream() const {
    return export_stream(std::make_unique<source>(columns_));
  }

 private:
  struct text_columns {
    std::vector<std::string> headings;
    std::vector<std::shared_ptr<const detail::text_buffers>> texts;
    std::vector<std::size_t> lines;
  };

  class source : public arrow_source {
   public:
    explicit source(std::shared_ptr<const text_columns> columns) : columns_(std::move(columns)) {}

    [[nodiscard]] arrow_field schema() override {
      arrow_field all{.name = "", .format = "+s"};
      for (const auto& h : columns_->headings) {
        all.children.push_back(arrow_field{.name = h, .format = "u"});
      }
      return all;
    }
    [[nodiscard]] bool next(arrow_buffers& batch) override {
      if (std::exchange(done_, true)) {
        return false;
      }
      batch.length = static_cast<std::int64_t>(columns_->lines.size());
      batch.buffers = {nullptr};
      for (const auto& texts : columns_->texts) {
        batch.children.push_back(detail::text_buffers::share(texts));
      }
      return true;
    }

   private:
    std::shared_ptr<const text_columns> columns_;
    bool done_ = false;
  };

  static text_columns split(const csv_table& table, const std::string& file,
                            diagnostics& findings) {
    text_columns columns;
    columns.headings = table.rows.front().cells;
    for (std::size_t i = 1; i < table.rows.size(); ++i) {
      const auto& row = table.rows[i];
      columns.lines.push_back(row.line);
      if (row.cells.size() != columns.headings.size()) {
        report(findings, file, "SZ180", row.line, 1,
               {std::to_string(row.cells.size()), std::to_string(columns.headings.size())});
      }
    }
    for (std::size_t c = 0; findings.empty() && c < columns.headings.size(); ++c) {
      std::vector<std::string> texts;
      for (std::size_t i = 1; i < table.rows.size(); ++i) {
        texts.push_back(table.rows[i].cells[c]);
      }
      columns.texts.push_back(std::make_shared<const detail::text_buffers>(texts));
    }
    return columns;
  }

  static void report(diagnostics& findings, const std::string& file, std::string code,
                     std::size_t row, std::size_t column, std::vector<std::string> arguments = {}) {
    auto d = finding_of(std::move(code), std::move(arguments));
    d.file = file;
    d.cell = cell_position{"", row, column};
    findings.push_back(std::move(d));
  }

  std::shared_ptr<const text_columns> columns_;
};

}  // namespace shozai::inline v1
