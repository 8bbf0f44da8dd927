// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstddef>
#include <random>
#include <shozai/policy/csv.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace {

using shozai::csv_error;
using shozai::csv_limits;
using shozai::csv_table;
using shozai::read_csv;

using cells = std::vector<std::string>;
using result = std::variant<csv_table, csv_error>;

std::vector<cells> rows_of(std::string_view text) {
  const auto read = read_csv(text);
  REQUIRE(std::holds_alternative<csv_table>(read));
  std::vector<cells> rows;
  for (const auto& row : std::get<csv_table>(read).rows) {
    rows.push_back(row.cells);
  }
  return rows;
}

std::vector<std::size_t> lines_of(std::string_view text) {
  const auto read = read_csv(text);
  REQUIRE(std::holds_alternative<csv_table>(read));
  std::vector<std::size_t> lines;
  for (const auto& row : std::get<csv_table>(read).rows) {
    lines.push_back(row.line);
  }
  return lines;
}

result failure(csv_error::kind what, std::size_t row, std::size_t column) {
  return csv_error{what, row, column};
}

std::string in_quotes(std::string_view cell) {
  std::string text = "\"";
  for (const char letter : cell) {
    text += letter;
    if (letter == '"') {
      text += letter;
    }
  }
  return text + "\"";
}

}  // namespace

TEST_CASE("a table is rows of cells", "[policy][csv]") {
  CHECK(rows_of("").empty());
  CHECK(rows_of("a") == std::vector<cells>{{"a"}});
  CHECK(rows_of("id,if\nC-1,\"a, b\"\n") == std::vector<cells>{{"id", "if"}, {"C-1", "a, b"}});
  CHECK(rows_of("a,b\nc\n") == std::vector<cells>{{"a", "b"}, {"c"}});  // the caller judges
  CHECK(rows_of(",\n") == std::vector<cells>{{"", ""}});
  CHECK(rows_of("a,") == std::vector<cells>{{"a", ""}});
  CHECK(rows_of("不具合区分,原因\n初期不良,\n") ==
        std::vector<cells>{{"不具合区分", "原因"}, {"初期不良", ""}});
}

TEST_CASE("lines end in LF, CRLF or CR", "[policy][csv]") {
  const auto end = GENERATE(as<std::string>{}, "\n", "\r\n", "\r");
  CAPTURE(end);
  const std::string text = "a,b" + end + end + "c,\"d" + end + "e\"" + end + "f,g";
  CHECK(rows_of(text) == std::vector<cells>{{"a", "b"}, {"c", "d" + end + "e"}, {"f", "g"}});
  CHECK(lines_of(text) == std::vector<std::size_t>{1, 3, 5});
  CHECK(rows_of(text + end) == rows_of(text));
}

TEST_CASE("blank lines are no rows, but empty cells are", "[policy][csv]") {
  CHECK(rows_of("\n\r\n\r").empty());
  CHECK(rows_of("\n\na\n\n") == std::vector<cells>{{"a"}});
  CHECK(lines_of("\n\na\n\nb") == std::vector<std::size_t>{3, 5});
  CHECK(rows_of("\"\"\n") == std::vector<cells>{{""}});
  CHECK(rows_of(" \n") == std::vector<cells>{{" "}});
}

TEST_CASE("quotes keep commas, line ends and quotes", "[policy][csv]") {
  CHECK(rows_of("\"\"\"\"") == std::vector<cells>{{"\""}});
  CHECK(rows_of("\"a\"\"b\",\"\"\"\"\"\"") == std::vector<cells>{{"a\"b", "\"\""}});
  CHECK(rows_of("\",\r\n\",x") == std::vector<cells>{{",\r\n", "x"}});
  CHECK(rows_of("a\"b,\" \"") == std::vector<cells>{{"a\"b", " "}});  // a quote inside is itself
  CHECK(rows_of(" \"a\"") == std::vector<cells>{{" \"a\""}});
}

TEST_CASE("a byte order mark is no part of the first cell", "[policy][csv]") {
  CHECK(rows_of("\xEF\xBB\xBFid,if") == std::vector<cells>{{"id", "if"}});
  CHECK(rows_of("\xEF\xBB\xBF\"id\"") == std::vector<cells>{{"id"}});
  CHECK(rows_of("\xEF\xBB\xBF").empty());
  CHECK(rows_of("a,\xEF\xBB\xBF") == std::vector<cells>{{"a", "\xEF\xBB\xBF"}});
}

TEST_CASE("a quote that is never closed is reported where its row begins", "[policy][csv]") {
  CHECK(read_csv("\"") == failure(csv_error::unterminated_quote, 1, 1));
  CHECK(read_csv("a\nb,\"c\nd") == failure(csv_error::unterminated_quote, 2, 2));
  CHECK(read_csv("\"a\"\"") == failure(csv_error::unterminated_quote, 1, 1));
}

TEST_CASE("text after a closing quote is reported", "[policy][csv]") {
  CHECK(read_csv("\"a\"b") == failure(csv_error::text_after_quote, 1, 1));
  CHECK(read_csv("\"x\ny\"\nz,\"a\" ,b") == failure(csv_error::text_after_quote, 3, 2));
}

TEST_CASE("bytes that are not UTF-8 are reported at their cell", "[policy][csv]") {
  CHECK(read_csv("\xFF") == failure(csv_error::invalid_utf8, 1, 1));
  CHECK(read_csv("a,b\xFFz\n\"open") == failure(csv_error::invalid_utf8, 1, 2));
  CHECK(read_csv("a,\xFF") == failure(csv_error::invalid_utf8, 1, 2));
  CHECK(read_csv("a\n\xFF") == failure(csv_error::invalid_utf8, 2, 1));
  CHECK(read_csv("a\n\n\xC0\x80") == failure(csv_error::invalid_utf8, 3, 1));
  CHECK(read_csv("a\nb,c,\"d\n\xED\xA0\x80\"") == failure(csv_error::invalid_utf8, 2, 3));
  CHECK(read_csv("\"a\"\xFF") == failure(csv_error::invalid_utf8, 1, 1));
  CHECK(read_csv("\x83\x66,a") == failure(csv_error::invalid_utf8, 1, 1));  // Shift_JIS
  CHECK(read_csv(std::string_view{"\xFF\xFE"
                                  "a\0",
                                  4}) == failure(csv_error::invalid_utf8, 1, 1));  // UTF-16
  CHECK(read_csv("\"a\"b\xFF") == failure(csv_error::text_after_quote, 1, 1));     // what is first
}

TEST_CASE("a cell holds 32 KiB and no more", "[policy][csv]") {
  const std::string full(csv_limits::cell_bytes, 'a');
  CHECK(rows_of(full) == std::vector<cells>{{full}});
  CHECK(rows_of(in_quotes(full)) == std::vector<cells>{{full}});
  CHECK(read_csv("x\ny," + full + "a") == failure(csv_error::cell_too_long, 2, 2));
  CHECK(read_csv("x\ny," + in_quotes(full + "a")) == failure(csv_error::cell_too_long, 2, 2));

  const std::string quotes(csv_limits::cell_bytes, '"');  // each takes two bytes of the text
  CHECK(rows_of(in_quotes(quotes)) == std::vector<cells>{{quotes}});
  CHECK(read_csv(in_quotes(quotes + "\"")) == failure(csv_error::cell_too_long, 1, 1));
}

TEST_CASE("a row holds 1,024 cells and no more", "[policy][csv]") {
  const std::string full(csv_limits::columns - 1, ',');
  CHECK(rows_of("a\n" + full + "\n").back().size() == csv_limits::columns);
  CHECK(read_csv("a\n" + full + ",\n") == failure(csv_error::too_many_columns, 2, 1'025));
}

TEST_CASE("a table holds a million rows and no more", "[policy][csv]") {
  std::string full;
  for (std::size_t i = 0; i < csv_limits::rows; ++i) {
    full += "a\n";
  }
  CHECK(rows_of(full + "\n\n").size() == csv_limits::rows);
  CHECK(read_csv(full + "\na") == failure(csv_error::too_large, 1'000'002, 1));
}

TEST_CASE("a text has 64 MiB and no more", "[policy][csv]") {
  std::string full(csv_limits::text_bytes, '\n');
  CHECK(rows_of(full).empty());
  full += '\n';
  CHECK(read_csv(full) == failure(csv_error::too_large, 1, 1));
}

TEST_CASE("what is written with quotes is read back, whatever it holds", "[policy][csv]") {
  constexpr std::string_view letters = "a,\"\r\n b";
  std::mt19937 random{42};
  const auto below = [&random](std::size_t bound) { return random() % bound; };
  for (int round = 0; round < 2'000; ++round) {
    std::string text;
    std::vector<cells> expected;
    for (std::size_t rows = below(4); rows > 0; --rows) {
      cells& row = expected.emplace_back();
      for (std::size_t columns = below(4) + 1; columns > 0; --columns) {
        std::string cell;
        for (std::size_t length = below(5); length > 0; --length) {
          cell += letters[below(letters.size())];
        }
        text += in_quotes(cell) + (columns > 1 ? "," : "\r\n");
        row.push_back(std::move(cell));
      }
    }
    CAPTURE(text);
    REQUIRE(rows_of(text) == expected);
  }
}
