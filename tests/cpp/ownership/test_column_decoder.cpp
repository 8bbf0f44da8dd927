// SPDX-License-Identifier: Apache-2.0
// What the cells of Arrow columns say of an attribute.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <shozai/policy/load_fault.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/decide_tables.hpp"
#include "support/documents.hpp"
#include "support/every_type.hpp"

namespace {

using shozai::column_options;
using shozai::int128;
using shozai::testing::boolean_column;
using shozai::testing::built_column;
using shozai::testing::cells_of;
using shozai::testing::column_reading;
using shozai::testing::decimal_column;
using shozai::testing::dictionary_column;
using shozai::testing::every_type;
using shozai::testing::integer_column;
using shozai::testing::null_column;
using shozai::testing::number_column;
using shozai::testing::slice;
using shozai::testing::text_column;
using shozai::testing::validity;
using shozai::testing::view_column;

using texts = std::vector<std::string>;

constexpr std::int64_t least_int = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most_int = std::numeric_limits<std::int64_t>::max();

column_reading read(built_column column, const column_options& options = {}) {
  return read_column(every_type().attributes(), std::move(column), options);
}

// An attribute `x` written as `definition`.
column_reading read_as(const std::string& definition, built_column column) {
  const auto policy = shozai::compile_policy(
      shozai::testing::document({.attributes = "{\"x\": " + definition + "}"}));
  return read_column(policy.attributes(), std::move(column));
}

built_column doubles(const std::string& name, const cells_of<double>& cells) {
  return number_column<double>(name, "g", cells);
}

column_reading read_decimal(int scale, built_column column) {
  return read_as(R"({"type": "decimal", "scale": )" + std::to_string(scale) +
                     R"(, "min": "-1000000000000", "max": "1000000000000"})",
                 std::move(column));
}

}  // namespace

TEST_CASE("integers of every width are read, null is unknown", "[table]") {
  const std::string format = GENERATE("c", "C", "s", "S", "i", "I", "l", "L");
  CAPTURE(format);
  const auto some = read(integer_column("severity", format, {1, 5, std::nullopt, 3}));
  CHECK(some.cells == texts{"1", "5", "?", "3"});
  CHECK(some.problems.empty());
  const auto all = read(integer_column("severity", format, {1, 0, 3}, validity::always));
  CHECK(all.cells == texts{"1", "!", "3"});
  CHECK(all.problems == "severity SZ161 x1 [1]: `0` is outside 1 to 5, the range of `severity`");
}

TEST_CASE("integers are read up to the bounds of 64 bits", "[table]") {
  constexpr auto any = R"({"type": "int"})";
  CHECK(read_as(any, integer_column("x", "l", {least_int, most_int})).cells ==
        texts{"-9223372036854775808", "9223372036854775807"});
  const auto large = read_as(
      any, number_column<std::uint64_t>("x", "L", {std::uint64_t{1} << 63U, ~std::uint64_t{0}, 7}));
  CHECK(large.cells == texts{"!", "!", "7"});
  CHECK(large.problems.find("`18446744073709551615` is outside") != std::string::npos);
}

TEST_CASE("integers are whole numbers of a decimal", "[table]") {
  const auto wide = read(integer_column("cost", "l", {-1000, -1001, 12, 1'000'000, 1'000'001}));
  CHECK(wide.cells == texts{"-1000.00", "!", "12.00", "1000000.00", "!"});
  CHECK(wide.problems ==
        "cost SZ161 x1 [1]: `-1001` is outside -1000.00 to 1000000.00, the range of `cost`\n"
        "cost SZ161 x1 [4]: `1000001` is outside -1000.00 to 1000000.00, the range of `cost`");
  const auto far = read(integer_column("cost", "l", {most_int, least_int}));
  CHECK(far.cells == texts{"!", "!"});
  // No integer is between these.
  const auto none = read_as(R"({"type": "decimal", "scale": 2, "min": "0.10", "max": "0.90"})",
                            integer_column("x", "i", {0, 1, -1}));
  CHECK(none.cells == texts{"!", "!", "!"});
}

TEST_CASE("a float is a decimal only if it is the nearest to one", "[table]") {
  const auto one = read_decimal(1, doubles("x", {0.1, 0.1 + 0.2, -0.0, 12.0, 0.25}));
  CHECK(one.cells == texts{"0.1", "!", "0.0", "12.0", "!"});
  CHECK(one.problems ==
        "x SZ171 x1 [1]: `0.30000000000000004` is finer than the 1 fraction digits of `x`\n"
        "x SZ171 x1 [4]: `0.25` is finer than the 1 fraction digits of `x`");
  const auto floats = read_decimal(
      1,
      number_column<float>("x", "f", {0.1F, 0.3F, std::nextafter(0.3F, 1.F), 0.15F, 16777216.F}));
  CHECK(floats.cells == texts{"0.1", "0.3", "!", "!", "16777216.0"});
  // 0.5, 1, -2.5, 0.0999 (the nearest half-precision number to 0.1, but not the nearest float)
  const auto halves = read_decimal(
      1, number_column<std::uint16_t>(
             "x", "e", {0x3800, 0x3C00, 0xC100, 0x2E66, 0x8000, 0x7C00, 0xFC00, 0x7E00, 0x0001}));
  CHECK(halves.cells == texts{"0.5", "1.0", "-2.5", "!", "0.0", "!", "!", "!", "!"});
}

TEST_CASE("a large float is a decimal if it is the nearest to one, too", "[table]") {
  for (const int scale : {0, 2, 3}) {
    const std::int64_t step = 982'451'653'111'317;
    const std::int64_t most = scale == 0 ? 1'000'000'000'000 : 1'000'000'000'000 * 90;
    for (std::int64_t n = most % 7919; n < most; n += step / 1'000) {
      const auto text = shozai::format_decimal(n, scale);
      const auto given = std::strtod(text.c_str(), nullptr);
      const auto found = shozai::detail::nearest_decimal(given, scale);
      CAPTURE(text);
      REQUIRE(std::holds_alternative<std::int64_t>(found));
      REQUIRE(std::get<std::int64_t>(found) == n);
    }
  }
}

TEST_CASE("floats near 2^53 and beyond are taken for what they are", "[table]") {
  using shozai::detail::nearest_decimal;
  using shozai::detail::number_problem;
  const auto number = [](double given, int scale) {
    const auto found = nearest_decimal(given, scale);
    const auto* n = std::get_if<std::int64_t>(&found);
    return n == nullptr ? std::int64_t{-1} : *n;
  };
  constexpr auto two_to_53 = std::int64_t{1} << 53;
  CHECK(number(9007199254740991.0, 0) == two_to_53 - 1);
  CHECK(number(9007199254740992.0, 0) == two_to_53);
  CHECK(number(9007199254740994.0, 0) == two_to_53 + 2);
  CHECK(number(9223372036854774784.0, 0) == 9223372036854774784);
  CHECK(std::get<std::int64_t>(nearest_decimal(-9223372036854775808.0, 0)) == least_int);
  CHECK(std::get<number_problem>(nearest_decimal(9223372036854775808.0, 0)) ==
        number_problem::outside);
  CHECK(std::get<number_problem>(nearest_decimal(9e17, 2)) == number_problem::outside);
  // Every double whose number of hundredths is above 2^51: one decimal or several are near.
  for (std::int64_t n = (std::int64_t{1} << 51) - 50; n < (std::int64_t{1} << 51) + 2'000; ++n) {
    const auto text = shozai::format_decimal(n, 2);
    CHECK(number(std::strtod(text.c_str(), nullptr), 2) == n);
  }
  // Here a double is nearest to several decimals; any of them will do, none will not.
  for (std::int64_t n = std::int64_t{1} << 60; n < (std::int64_t{1} << 60) + 5'000; n += 7) {
    const auto given = std::strtod(shozai::format_decimal(n, 5).c_str(), nullptr);
    const auto found = number(given, 5);
    REQUIRE(std::strtod(shozai::format_decimal(found, 5).c_str(), nullptr) == given);
  }
}

TEST_CASE("every short decimal survives as a float of either size", "[table]") {
  for (int scale = 0; scale <= 5; ++scale) {
    for (std::int64_t n = -300'000; n <= 300'000; n += 37) {
      const auto text = shozai::format_decimal(n, scale);
      const auto wide = shozai::detail::nearest_decimal(std::strtod(text.c_str(), nullptr), scale);
      const auto narrow =
          shozai::detail::nearest_decimal(std::strtof(text.c_str(), nullptr), scale);
      REQUIRE(wide == shozai::detail::checked_number{n});
      REQUIRE(narrow == shozai::detail::checked_number{n});
    }
  }
}

TEST_CASE("a number between two floats is rounded once", "[table]") {
  // As a double it is halfway between two floats, in truth it lies below that.
  const std::int64_t number = 144'639'652'967'453;
  const auto given = std::strtof("1.44639652967453", nullptr);
  CHECK(static_cast<float>(1.44639652967453) != given);
  CHECK(shozai::detail::nearest_decimal(given, 14) != shozai::detail::checked_number{number});
  CHECK(shozai::detail::nearest_floating<float>(number, 14) == given);
  CHECK(shozai::detail::is_between_floats(1.44639652967453));
  CHECK_FALSE(shozai::detail::is_between_floats(0.1));
}

TEST_CASE("floats that are no number, or too large, are refused", "[table]") {
  constexpr auto infinity = std::numeric_limits<double>::infinity();
  const auto bad = read(doubles("severity", {std::nan(""), infinity, -infinity, 1e300, 2.5, 2.0}));
  CHECK(bad.cells == texts{"!", "!", "!", "!", "!", "2"});
  CHECK(bad.problems ==
        "severity SZ173 x1 [0]: `nan` is not a value of `severity`, of type int\n"
        "severity SZ161 x1 [1]: `inf` is outside 1 to 5, the range of `severity`\n"
        "severity SZ161 x1 [2]: `-inf` is outside 1 to 5, the range of `severity`\n"
        "severity SZ161 x1 [3]: `1e+300` is outside 1 to 5, the range of `severity`\n"
        "severity SZ171 x1 [4]: `2.5` is finer than the 0 fraction digits of `severity`");
}

TEST_CASE("decimals of every width are rescaled exactly", "[table]") {
  const int bits = GENERATE(32, 64, 128, 256);
  CAPTURE(bits);
  const auto finer =
      read(decimal_column("cost", 4, bits, {125'000, -125'000, 125'001, std::nullopt, 0}));
  CHECK(finer.cells == texts{"12.50", "-12.50", "!", "?", "0.00"});
  CHECK(finer.problems ==
        "cost SZ171 x1 [2]: `12.5001` is finer than the 2 fraction digits of "
        "`cost`");
  CHECK(read(decimal_column("cost", 0, bits, {-7, 1'000'001})).cells == texts{"-7.00", "!"});
  CHECK(read(decimal_column("severity", -1, bits, {0, 1})).problems ==
        "severity SZ161 x1 [0]: `0` is outside 1 to 5, the range of `severity`\n"
        "severity SZ161 x1 [1]: `10` is outside 1 to 5, the range of `severity`");
}

TEST_CASE("decimals beyond 64 and 128 bits are outside", "[table]") {
  const auto most = shozai::int128_max;
  const auto wide = read(decimal_column("cost", 0, 128, {most, -most - 1}));
  CHECK(wide.cells == texts{"!", "!"});
  CHECK(wide.problems.find("`170141183460469231731687303715884105727` is outside") !=
        std::string::npos);
  auto column = decimal_column("cost", 2, 256, {1});
  const std::vector<std::uint8_t> beyond(32, 0x01);
  column.data.buffers[1] = beyond.data();
  const auto said = read(std::move(column)).problems;
  CHECK(said.starts_with("cost SZ161 x1 [0]: `±2^127` is outside"));
  // A scale of hundreds of digits takes no time.
  CHECK(read(decimal_column("cost", 900, 128, {0, 1})).cells == texts{"0.00", "!"});
  CHECK(read(decimal_column("cost", -900, 128, {0, 1})).cells == texts{"0.00", "!"});
}

TEST_CASE("dates are read of dates, and of midnights without a zone", "[table]") {
  const texts wanted = {"2026-04-01", "1969-12-31", "?"};
  constexpr std::int64_t day = 86'400;
  CHECK(
      read(number_column<std::int32_t>("installed_on", "tdD", {20'544, -1, std::nullopt})).cells ==
      wanted);
  for (const auto& [format, unit] : {std::pair{"tdm", 1'000},
                                     {"tss:", 1},
                                     {"tsm:", 1'000},
                                     {"tsu:", 1'000'000},
                                     {"tsn:", 1'000'000'000}}) {
    CAPTURE(format);
    CHECK(read(number_column<std::int64_t>("installed_on", format,
                                           {20'544 * day * unit, -day * unit, std::nullopt}))
              .cells == wanted);
  }
  CHECK(read(number_column<std::int64_t>("installed_on", "tdm", {86'400'001})).problems ==
        "installed_on SZ173 x1 [0]: `86400001 ms` is not a value of `installed_on`, of type date");
  CHECK(read(number_column<std::int64_t>("installed_on", "tss:", {-1, 3'600})).problems ==
        "installed_on SZ173 x1 [0]: `-1 s` is not a value of `installed_on`, of type date\n"
        "installed_on SZ173 x1 [1]: `3600 s` is not a value of `installed_on`, of type date");
  CHECK(read(number_column<std::int32_t>("installed_on", "tdD",
                                         {std::numeric_limits<std::int32_t>::max(), 90'000}))
            .problems ==
        "installed_on SZ161 x1 [0]: `+5881580-07-11` is outside 1900-01-01 to "
        "2199-12-31, the range of `installed_on`\n"
        "installed_on SZ161 x1 [1]: `2216-05-31` is outside 1900-01-01 to "
        "2199-12-31, the range of `installed_on`");
  CHECK(read(number_column<std::int64_t>("installed_on", "tdm",
                                         {86'400'000 * std::int64_t{106'751'991'167}}))
            .cells == texts{"!"});
}

TEST_CASE("timestamps need a zone, and whole microseconds", "[table]") {
  const texts wanted = {"1970-01-01T00:00:01Z", "1969-12-31T23:59:59Z", "?"};
  for (const auto& [format, unit] : {std::pair{"tss:UTC", 1},
                                     {"tsm:Asia/Tokyo", 1'000},
                                     {"tsu:+09:00", 1'000'000},
                                     {"tsn:UTC", 1'000'000'000}}) {
    CAPTURE(format);
    CHECK(read(number_column<std::int64_t>("reported_at", format, {unit, -unit, std::nullopt}))
              .cells == wanted);
  }
  const auto naive = read(number_column<std::int64_t>("reported_at", "tsu:", {0, std::nullopt, 1}));
  CHECK(naive.cells == texts{"!", "?", "!"});
  CHECK(naive.problems ==
        "reported_at SZ193 x2 [0 2]: the times in the column of `reported_at` have no time zone");
  CHECK(read(number_column<std::int64_t>("reported_at", "tsn:UTC", {1'500, -1, 2'000})).problems ==
        "reported_at SZ173 x1 [0]: `0.000001500 s` is not a value of `reported_at`, of type "
        "timestamp\n"
        "reported_at SZ173 x1 [1]: `-0.000000001 s` is not a value of `reported_at`, of type "
        "timestamp");
  CHECK(read(number_column<std::int64_t>("reported_at", "tss:UTC", {most_int, least_int})).cells ==
        texts{"!", "!"});
  CHECK(read(number_column<std::int64_t>("reported_at", "tss:UTC", {7'258'118'400})).problems ==
        "reported_at SZ161 x1 [0]: `2200-01-01T00:00:00Z` is outside 1900-01-01T00:00:00Z to "
        "2199-12-31T23:59:59.999999Z, the range of `reported_at`");
}

TEST_CASE("durations are read in every unit", "[table]") {
  for (const auto& [format, unit] :
       {std::pair{"tDs", 1}, {"tDm", 1'000}, {"tDu", 1'000'000}, {"tDn", 1'000'000'000}}) {
    CAPTURE(format);
    const auto some = read(number_column<std::int64_t>("downtime", format, {unit, -unit}));
    CHECK(some.cells == texts{"PT1S", "!"});
    CHECK(some.problems ==
          "downtime SZ161 x1 [1]: `-PT1S` is outside PT0S to P36500D, the range of `downtime`");
  }
}

TEST_CASE("texts of every layout are read", "[table]") {
  const cells_of<std::string> cells = {"LT-100", std::nullopt, "lathe", "other", "", "旋盤"};
  const texts wanted = {"LT-100", "?", "0..1", "other", "!", "!"};
  const auto by_layout = std::vector<built_column>{
      text_column("product", cells), text_column("product", cells, true, validity::always),
      view_column("product", cells)};
  for (const auto& column : by_layout) {
    CAPTURE(column.field.format);
    const auto found = read(column);
    CHECK(found.cells == wanted);
    CHECK(found.problems ==
          "product SZ162 x1 [4]: `product` has no value ``\n"
          "product SZ162 x1 [5]: `product` has no value `旋盤`");
  }
}

TEST_CASE("string views in place and in several buffers are read", "[table]") {
  const cells_of<std::string> cells = {
      "",           "twelve chars",           "more than twelve", "short",
      std::nullopt, "more than twelve again", "twelve chars!"};
  const auto found = read(view_column("remark", cells, 3));
  CHECK(found.cells == texts{"", "twelve chars", "more than twelve", "short", "?",
                             "more than twelve again", "twelve chars!"});
  CHECK(read(view_column("remark", {"a", "b"}, 0)).cells == texts{"a", "b"});
  CHECK(read(slice(view_column("remark", cells, 2), 1, 2)).cells ==
        texts{"twelve chars", "more than twelve"});
}

TEST_CASE("slices begin where they say, bits included", "[table]") {
  const cells_of<bool> bits = {true, false, std::nullopt, true,  true, false, true, false,
                               true, false, true,         false, true, true,  true, std::nullopt};
  CHECK(read(slice(boolean_column("seen", bits), 2, 4)).cells ==
        texts{"?", "true", "true", "false"});
  CHECK(read(slice(boolean_column("seen", bits), 9, 3)).cells == texts{"false", "true", "false"});
  CHECK(read(slice(text_column("remark", {"a", "b", std::nullopt, "d"}), 1, 3)).cells ==
        texts{"b", "?", "d"});
  CHECK(read(slice(decimal_column("cost", 2, 128, {1, 2, 3, 4}), 2, 2)).cells ==
        texts{"0.03", "0.04"});
  auto entries = slice(text_column("", {"unused", "misuse", "design"}), 1, 2);
  auto column = dictionary_column("fault_class", "c", {0, 1, 1, 0}, std::move(entries));
  const auto found = read(slice(std::move(column), 1, 3));
  CHECK(found.cells == texts{"design", "design", "misuse"});
}

TEST_CASE("a dictionary is read by indices of every width", "[table]") {
  const std::string format = GENERATE("c", "C", "s", "S", "i", "I", "l", "L");
  CAPTURE(format);
  const cells_of<std::int64_t> indices = {2, 0, std::nullopt, 1, 3, 0, 3};
  const auto found = read(dictionary_column(
      "fault_class", format, indices, text_column("", {"misuse", std::nullopt, "design", "bad"})));
  CHECK(found.cells == texts{"design", "misuse", "?", "?", "!", "misuse", "!"});
  CHECK(found.problems == "fault_class SZ162 x2 [4 6]: `fault_class` has no value `bad`");
}

TEST_CASE("a dictionary may be of texts, numbers or times", "[table]") {
  const cells_of<std::int64_t> indices = {1, 0, 1, std::nullopt};
  CHECK(read(dictionary_column("remark", "i", indices, view_column("", {"b", "a longer text"})))
            .cells == texts{"a longer text", "b", "a longer text", "?"});
  CHECK(read(dictionary_column("severity", "i", indices, integer_column("", "s", {4, 2}))).cells ==
        texts{"2", "4", "2", "?"});
  CHECK(read(dictionary_column("reported_at", "i", indices,
                               number_column<std::int64_t>("", "tss:UTC", {1, 0})))
            .cells ==
        texts{"1970-01-01T00:00:00Z", "1970-01-01T00:00:01Z", "1970-01-01T00:00:00Z", "?"});
  CHECK(read(dictionary_column("severity", "i", indices, text_column("", {"a", "b"}))).problems ==
        "severity SZ192 x3 [0 1 2]: `severity` is of type int; a column of type string cannot "
        "give it");
  CHECK(read(dictionary_column("severity", "i", {std::nullopt}, text_column("", {}))).cells ==
        texts{"?"});
  CHECK(read(dictionary_column("serial", "c", {0, 1, 0}, text_column("", {"too long a text", "a"})))
            .cells == texts{"!", "a", "!"});
}

TEST_CASE("a column of nulls says nothing, or none", "[table]") {
  CHECK(read(null_column("severity", 2)).cells == texts{"?", "?"});
  CHECK(read(null_column("hours", 2)).cells == texts{"none", "none"});
  CHECK(read(integer_column("hours", "l", {std::nullopt, 7})).cells == texts{"none", "7"});
}

TEST_CASE("columns of other types are refused by row", "[table]") {
  const auto said = [](built_column column) { return read(std::move(column)).problems; };
  const auto refused = [](const std::string& name, const std::string& type,
                          const std::string& found, const std::string& rows = "x1 [0]") {
    return name + " SZ192 " + rows + ": `" + name + "` is of type " + type + "; a column of type " +
           found + " cannot give it";
  };
  CHECK(said(integer_column("fault_class", "i", {1, std::nullopt, 2})) ==
        refused("fault_class", "enum", "int32", "x2 [0 2]"));
  CHECK(said(text_column("severity", {"1"})) == refused("severity", "int", "string"));
  CHECK(said(integer_column("under_contract", "C", {1})) ==
        refused("under_contract", "bool", "uint8"));
  CHECK(said(boolean_column("severity", {true})) == refused("severity", "int", "bool"));
  CHECK(said(integer_column("reported_at", "l", {1})) ==
        refused("reported_at", "timestamp", "int64"));
  CHECK(said(number_column<std::int64_t>("installed_on", "tsu:Asia/Tokyo", {0})) ==
        refused("installed_on", "date", "timestamp[us, Asia/Tokyo]"));
  CHECK(said(number_column<std::int64_t>("downtime", "ttu", {0})) ==
        refused("downtime", "duration", "time"));
  CHECK(said(number_column<std::int32_t>("reported_at", "tdD", {0})) ==
        refused("reported_at", "timestamp", "date"));
  CHECK(said(decimal_column("remark", 2, 128, {0})) ==
        refused("remark", "string", "decimal(38, 2)"));
  CHECK(said(number_column<std::int32_t>("remark", "z", {0, 1})) ==
        refused("remark", "string", "binary", "x2 [0 1]"));
}

TEST_CASE("what a text says, the reader of single faults says", "[table]") {
  const auto& attributes = every_type().attributes();
  const auto [name, text] = GENERATE(table<std::string, std::string>({
      {"fault_class", "misuze"},
      {"fault_class", ""},
      {"product", "lathes"},
      {"cost", "12.345"},
      {"cost", "1000000.01"},
      {"cost", "12,5"},
      {"cost", "99999999999999999999999999"},
      {"serial", "123456789"},
      {"serial", "九文字の製造番号だ"},
      {"serial", "tab\there"},
      {"remark", "\x7F"},
      {"remark", "\xC2\x85"},
      {"installed_on", "2026-02-30"},
      {"installed_on", "2200-01-01"},
      {"installed_on", ""},
      {"reported_at", "2026-04-01T08:30:00"},
      {"reported_at", "1899-12-31T00:00:00Z"},
      {"downtime", "P1M"},
      {"downtime", "P40000D"},
  }));
  CAPTURE(name, text);
  auto fault = shozai::json::object();
  fault[name] = text;
  const auto single = shozai::load_fault(attributes, fault);
  REQUIRE(single.findings.size() == 1);
  const auto expected = name + " " + single.findings.front().code +
                        " x1 [0]: " + single.findings.front().message(shozai::language::en);
  CHECK(read(text_column(name, {text})).problems == expected);
  CHECK(read(view_column(name, {text})).problems == expected);
  CHECK(read(dictionary_column(name, "C", {0}, text_column("", {text}))).problems == expected);
}

TEST_CASE("a number outside its range is told as in a single fault", "[table]") {
  const auto& attributes = every_type().attributes();
  const auto single = [&](const char* text) {
    const auto found = shozai::load_fault(attributes, shozai::json::parse(text)).findings;
    return found.at(0).code + " x1 [0]: " + found.at(0).message(shozai::language::en);
  };
  CHECK(read(integer_column("severity", "c", {7})).problems ==
        "severity " + single(R"({"severity": 7})"));
  CHECK(read(decimal_column("cost", 2, 64, {100'000'001})).problems ==
        "cost " + single(R"({"cost": "1000000.01"})"));
  CHECK(read(number_column<std::int64_t>("downtime", "tDs", {86'400 * 36'501LL})).problems ==
        "downtime " + single(R"({"downtime": "P36501D"})"));
}

TEST_CASE("bytes that are no UTF-8 are refused", "[table]") {
  const auto found = read(text_column("remark", {"\x93\xFA", "ok", "\xED\xA0\x80"}));
  CHECK(found.cells == texts{"!", "ok", "!"});
  CHECK(found.problems == "remark SZ194 x2 [0 2]: a text of `remark` is not UTF-8");
  CHECK(read(text_column("fault_class", {"\xFF"})).problems ==
        "fault_class SZ194 x1 [0]: a text of `fault_class` is not UTF-8");
}

TEST_CASE("an enum may be written by a label that only one value has", "[table]") {
  CHECK(read(text_column("fault_class", {"初期不良", "initial_defect"})).cells ==
        texts{"initial_defect", "initial_defect"});
}

TEST_CASE("cells of a spreadsheet write everything as text", "[table]") {
  const column_options cells{.cells = true};
  const auto said = [&](const std::string& name, const cells_of<std::string>& column) {
    return read(text_column(name, column), cells).cells;
  };
  CHECK(said("severity", {"3", "", "03", std::nullopt, "none"}) == texts{"3", "?", "!", "?", "!"});
  CHECK(said("hours", {"", "none", "12", std::nullopt}) == texts{"none", "none", "12", "none"});
  CHECK(said("under_contract", {"TRUE", "false", "True", "1"}) == texts{"true", "false", "!", "!"});
  CHECK(said("serial", {"", "none", "LT-1"}) == texts{"?", "none", "LT-1"});
  CHECK(said("fault_class", {"none", "", "初期不良"}) == texts{"none", "?", "initial_defect"});
  CHECK(said("product", {"none", "mill"}) == texts{"none", "ML-5/B"});
  CHECK(read(dictionary_column("serial", "c", {0, 1, 2}, text_column("", {"", "none", "a"})), cells)
            .cells == texts{"?", "none", "a"});
  // Without, empty texts are texts.
  CHECK(read(text_column("serial", {"", "none"})).cells == texts{"", "none"});
}
