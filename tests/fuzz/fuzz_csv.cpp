// SPDX-License-Identifier: Apache-2.0
// Tables of any bytes: what is read keeps its limits, and reads the same when written in quotes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <shozai/core/utf8.hpp>
#include <shozai/policy/csv.hpp>
#include <string>
#include <string_view>
#include <variant>

namespace {

using shozai::csv_error;
using shozai::csv_limits;
using shozai::csv_table;

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void write_quoted(std::string& text, std::string_view cell) {
  text += '"';
  for (const char letter : cell) {
    text += letter;
    if (letter == '"') {
      text += letter;
    }
  }
  text += '"';
}

std::string written(const csv_table& table) {
  std::string text;
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      text += i > 0 ? "," : "";
      write_quoted(text, row.cells[i]);
    }
    text += "\r\n";
  }
  return text;
}

void check_table(std::string_view text, const csv_table& table) {
  require(!shozai::first_invalid_utf8(text));
  require(table.rows.size() <= csv_limits::rows);
  std::size_t line = 0;
  for (const auto& row : table.rows) {
    require(row.line > line && row.line <= text.size() + 1);
    line = row.line;
    require(!row.cells.empty() && row.cells.size() <= csv_limits::columns);
    for (const auto& cell : row.cells) {
      require(cell.size() <= csv_limits::cell_bytes && !shozai::first_invalid_utf8(cell));
    }
  }
}

void check_same_when_written(const csv_table& table) {
  const auto again = shozai::read_csv(written(table));
  require(std::holds_alternative<csv_table>(again));
  const auto& rows = std::get<csv_table>(again).rows;
  require(rows.size() == table.rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    require(rows[i].cells == table.rows[i].cells);
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer prescribes the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text;
  text.assign(data, data + size);
  const auto read = shozai::read_csv(text);
  if (const auto* error = std::get_if<csv_error>(&read)) {
    require(error->row >= 1 && error->row <= size + 1);
    require(error->column >= 1 && error->column <= csv_limits::columns + 1);
    require(error->what != csv_error::invalid_utf8 || shozai::first_invalid_utf8(text).has_value());
    return 0;
  }
  const auto& table = std::get<csv_table>(read);
  check_table(text, table);
  check_same_when_written(table);
  return 0;
}
