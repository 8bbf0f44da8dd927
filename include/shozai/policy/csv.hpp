// SPDX-License-Identifier: Apache-2.0
/// \file
/// Comma-separated values (RFC 4180), as spreadsheets and plant systems write them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/core/utf8.hpp"

namespace shozai::inline v1 {

/// What a table may hold at most; one more is an error.
struct csv_limits {
  static constexpr std::size_t text_bytes = std::size_t{64} * 1024 * 1024;
  static constexpr std::size_t cell_bytes = std::size_t{32} * 1024;
  static constexpr std::size_t columns = 1'024;
  static constexpr std::size_t rows = 1'000'000;
};

/// The cells of a text, row by row. Rows may differ in length: what that means the caller knows.
struct csv_table {
  struct row {
    std::size_t line = 1;  ///< of the text, from 1, on which the row begins
    std::vector<std::string> cells;

    friend bool operator==(const row&, const row&) = default;
  };

  std::vector<row> rows;

  friend bool operator==(const csv_table&, const csv_table&) = default;
};

/// The first thing that is wrong with a text, and where.
struct csv_error {
  enum kind : std::uint8_t {
    unterminated_quote,
    text_after_quote,
    invalid_utf8,
    cell_too_long,
    too_many_columns,
    too_large  ///< more rows, or a longer text, than `csv_limits` allows
  };

  kind what = unterminated_quote;
  std::size_t row = 1;     ///< the line, from 1, on which the row begins
  std::size_t column = 1;  ///< the cell in it, from 1

  friend bool operator==(const csv_error&, const csv_error&) = default;
};

namespace detail {

/// How many line ends (LF, CRLF or a lone CR) there are in `text`.
[[nodiscard]] constexpr std::size_t line_end_count(std::string_view text) noexcept {
  std::size_t count = 0;
  char previous = '\0';
  for (const char letter : text) {
    if (letter == '\r' || (letter == '\n' && previous != '\r')) {
      ++count;
    }
    previous = letter;
  }
  return count;
}

/// Reads one text once, row by row. Every `read_…` but `read` answers whether all is well.
class csv_reader {
 public:
  /// Reads up to the first invalid byte: where reading stops is where the byte stands.
  explicit csv_reader(std::string_view text)
      : text_(text.substr(0, first_invalid_utf8(text).value_or(text.size()))),
        is_cut_(text_.size() < text.size()) {
    if (text_.starts_with(byte_order_mark)) {
      at_ = byte_order_mark.size();
    }
  }

  [[nodiscard]] std::variant<csv_table, csv_error> read() {
    while (at_ < text_.size()) {
      if (!take_line_end() && !read_row()) {  // a blank line is no row
        return error_;
      }
    }
    if (is_cut_) {
      return csv_error{csv_error::invalid_utf8, line_, 1};
    }
    return std::move(table_);
  }

 private:
  bool fail(csv_error::kind what) noexcept {
    error_ = {what, row_.line, column_};
    return false;
  }

  bool read_row() {
    row_ = {line_, {}};
    column_ = 1;
    if (table_.rows.size() == csv_limits::rows) {
      return fail(csv_error::too_large);
    }
    for (; read_cell(); ++column_) {
      if (!take(',')) {
        return end_row();
      }
    }
    return false;
  }

  bool end_row() {
    if (!take_line_end() && at_ == text_.size() && is_cut_) {
      return fail(csv_error::invalid_utf8);
    }
    table_.rows.push_back(std::move(row_));
    return true;
  }

  bool read_cell() {
    if (row_.cells.size() == csv_limits::columns) {
      return fail(csv_error::too_many_columns);
    }
    row_.cells.emplace_back();
    return take('"') ? read_quoted() : read_run(text_.find_first_of(",\r\n", at_));
  }

  /// Adds what stands before `end`, or all there is, to the cell.
  bool read_run(std::size_t end) {
    std::string& cell = row_.cells.back();
    const std::string_view run = text_.substr(at_, end == std::string_view::npos ? end : end - at_);
    if (run.size() > csv_limits::cell_bytes - cell.size()) {
      return fail(csv_error::cell_too_long);
    }
    cell += run;
    at_ += run.size();
    return true;
  }

  /// The rest of a cell after its opening quote; two quotes in it mean one.
  bool read_quoted() {
    std::string& cell = row_.cells.back();
    while (read_run(text_.find('"', at_))) {
      if (!take('"')) {
        return fail(is_cut_ ? csv_error::invalid_utf8 : csv_error::unterminated_quote);
      }
      if (!take('"')) {
        line_ += line_end_count(cell);
        return is_after_cell() || fail(csv_error::text_after_quote);
      }
      if (cell.size() == csv_limits::cell_bytes) {
        return fail(csv_error::cell_too_long);
      }
      cell += '"';
    }
    return false;
  }

  [[nodiscard]] bool is_after_cell() const noexcept {
    return at_ == text_.size() || text_[at_] == ',' || text_[at_] == '\r' || text_[at_] == '\n';
  }

  bool take(char wanted) noexcept {
    if (at_ == text_.size() || text_[at_] != wanted) {
      return false;
    }
    ++at_;
    return true;
  }

  bool take_line_end() noexcept {
    const bool is_return = take('\r');
    if (!take('\n') && !is_return) {
      return false;
    }
    ++line_;
    return true;
  }

  std::string_view text_;
  bool is_cut_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t column_ = 1;
  csv_table::row row_;
  csv_table table_;
  csv_error error_;
};

}  // namespace detail

/// The cells of `text`, or the first error in it.
///
/// Lines end in LF, CRLF or a lone CR. A cell in quotes may hold commas, line ends and doubled
/// quotes; a quote inside another cell is itself. A byte order mark and blank lines are passed
/// over.
///
/// \par Complexity
/// Linear in the length of `text`.
[[nodiscard]] inline std::variant<csv_table, csv_error> read_csv(std::string_view text) {
  if (text.size() > csv_limits::text_bytes) {
    return csv_error{csv_error::too_large, 1, 1};
  }
  return detail::csv_reader{text}.read();
}

}  // namespace shozai::inline v1
