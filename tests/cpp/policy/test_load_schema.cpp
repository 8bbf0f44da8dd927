// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdint>
#include <limits>
#include <shozai/policy/load.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "support/documents.hpp"

namespace {

using shozai::attribute;
using shozai::testing::document;
using shozai::testing::findings_of;
using shozai::testing::messages_of;

constexpr std::int64_t day = 86'400'000'000;

// One attribute `a`, beside a few that derivations can use.
std::string with(const std::string& text) {
  return document({.attributes = R"({"n": {"type": "int"}, "o": {"type": "int", "optional": true},
      "d": {"type": "date"}, "a": )" +
                                 text + "}"});
}

attribute read(const std::string& text) {
  const auto loaded = shozai::load_document(with(text));
  CAPTURE(text, messages_of(loaded.findings));
  REQUIRE(loaded.document.has_value());
  CHECK(loaded.findings.empty());
  return loaded.document->attributes[3];
}

std::string said(const std::string& text) {
  return messages_of(findings_of(with(text)));
}

}  // namespace

TEST_CASE("each type has the domain that the format gives it", "[policy][schema]") {
  const auto bounds = [](const std::string& text) {
    const auto a = read(text);
    return std::pair{a.domain.min(), a.domain.max()};
  };
  using limits = std::numeric_limits<std::int64_t>;
  CHECK(bounds(R"({"type": "bool"})") == std::pair<std::int64_t, std::int64_t>{0, 1});
  CHECK(bounds(R"({"type": "int"})") == std::pair{limits::min(), limits::max()});
  CHECK(bounds(R"({"type": "int", "min": -5, "max": 5})") ==
        std::pair<std::int64_t, std::int64_t>{-5, 5});
  CHECK(bounds(R"({"type": "decimal", "scale": 0})") ==
        std::pair<std::int64_t, std::int64_t>{-1'000'000'000'000'000, 1'000'000'000'000'000});
  CHECK(bounds(R"({"type": "decimal", "scale": 2, "min": "0", "max": 12})") ==
        std::pair<std::int64_t, std::int64_t>{0, 1'200});
  CHECK(bounds(R"({"type": "decimal", "scale": 18})") == std::pair{-limits::max(), limits::max()});
  CHECK(bounds(R"({"type": "date"})") ==
        std::pair{*shozai::parse_date("1900-01-01"), *shozai::parse_date("2199-12-31")});
  CHECK(bounds(R"({"type": "timestamp"})") ==
        std::pair{*shozai::parse_date("1900-01-01") * day,
                  (*shozai::parse_date("2199-12-31") + 1) * day - 1});
  CHECK(bounds(R"({"type": "duration"})") ==
        std::pair<std::int64_t, std::int64_t>{0, 36'500 * day});
  CHECK(bounds(R"({"type": "duration", "min": "PT1S", "max": "P1W"})") ==
        std::pair<std::int64_t, std::int64_t>{1'000'000, 7 * day});
  CHECK(bounds(R"({"type": "enum", "values": {"x": {}, "g": {"children": {"y": {}, "z": {}}}}})") ==
        std::pair<std::int64_t, std::int64_t>{0, 2});
  CHECK(read(R"({"type": "string"})").domain.max_length() == 256);
  CHECK(read(R"({"type": "string", "max_length": 1})").domain.max_length() == 1);
}

TEST_CASE("an enum is a tree whose leaves are its values", "[policy][schema]") {
  const auto a = read(R"({"type": "enum", "values": {
      "lathe": {"ja": "旋盤", "children": {"LT-100": {}, "LT-200": {"en": "the larger"}}},
      "other": {}}})");
  CHECK(a.values.leaves() == std::vector<std::string>{"LT-100", "LT-200", "other"});
  CHECK(a.values.find("lathe")->group);
  CHECK(a.values.find("lathe")->end == 2);
  CHECK(a.values.roots()[0].label.in(shozai::language::en) == "旋盤");
}

TEST_CASE("what an attribute is asked and shown by is read", "[policy][schema]") {
  const auto a = read(R"({"type": "int", "optional": true, "missing": "none", "unit": "h",
      "columns": ["稼働時間", "hours"], "label": {"ja": "稼働時間"}, "note": "n",
      "ask": {"text": "How many?", "cost": 7}})");
  CHECK(a.optional);
  CHECK(a.empty_is_none);
  CHECK(a.unit == "h");
  CHECK(a.columns == std::vector<std::string>{"稼働時間", "hours"});
  CHECK(a.ask.askable);
  CHECK(a.ask.cost == 7);
  CHECK(a.ask.text.plain == "How many?");
  CHECK_FALSE(read(R"({"type": "int", "ask": false})").ask.askable);
  CHECK(read(R"({"type": "int"})").ask.cost == 1);
}

TEST_CASE("a derived attribute knows its inputs", "[policy][schema]") {
  const auto a = read(R"({"type": "int", "derived": "n * 2 + year(d) - n"})");
  REQUIRE(a.derived.has_value());
  CHECK(a.inputs == std::vector<std::size_t>{0, 2});
}

TEST_CASE("a broken attribute is reported", "[policy][schema]") {
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"5", "SZ113 /attributes/a: expected an object, found a whole number"},
      {"{}", "SZ112 /attributes/a: required key `type` is missing"},
      {R"({"type": "integer"})",
       "SZ121 /attributes/a/type: `integer` is not one of enum, bool, int, decimal, string, date, "
       "timestamp, duration"},
      {R"({"type": "enum"})", "SZ112 /attributes/a: required key `values` is missing"},
      {R"({"type": "enum", "values": {}})",
       "SZ123 /attributes/a/values: `values` must not be empty"},
      {R"({"type": "enum", "values": {"g": {"children": {}}}})",
       "SZ123 /attributes/a/values/g/children: `children` must not be empty"},
      {R"({"type": "enum", "values": {"a'b": {}}})",
       "SZ143 /attributes/a/values/a'b: `a'b` cannot be an enum value"},
      {R"({"type": "enum", "values": {"x": {}, "g": {"children": {"x": {}}}}})",
       "SZ144 /attributes/a/values/g/children/x: enum value `x` stands twice"},
      {R"({"type": "enum", "values": {"g": {"children": {"g": {}}}}})",
       "SZ144 /attributes/a/values/g/children/g: enum value `g` stands twice"},
      {R"({"type": "enum", "values": {"x": {}}, "min": 0})",
       "SZ142 /attributes/a/min: key `min` does not apply to type enum"},
      {R"({"type": "decimal"})", "SZ112 /attributes/a: required key `scale` is missing"},
      {R"({"type": "decimal", "scale": -1})", "SZ125 /attributes/a/scale: -1 is outside 0 to 18"},
      {R"({"type": "decimal", "scale": 2, "min": 0.5})",
       "SZ170 /attributes/a/min: `a` is a decimal; a fraction must stand in quotes"},
      {R"({"type": "decimal", "scale": 2, "min": "0.555"})",
       "SZ171 /attributes/a/min: `0.555` is finer than the 2 fraction digits of `a`"},
      {R"({"type": "decimal", "scale": 2, "max": "1e5"})",
       "SZ122 /attributes/a/max: `1e5` is not a decimal number"},
      {R"({"type": "decimal", "scale": 2, "max": "99999999999999999999"})",
       "SZ104 /attributes/a/max: number `99999999999999999999` does not fit in 64 bits"},
      {R"({"type": "int", "min": 2, "max": 1})",
       "SZ140 /attributes/a/min: `min` 2 is greater than `max` 1"},
      {R"({"type": "int", "scale": 1})",
       "SZ142 /attributes/a/scale: key `scale` does not apply to type int"},
      {R"({"type": "int", "values": {}})",
       "SZ142 /attributes/a/values: key `values` does not apply to type int"},
      {R"({"type": "string", "max_length": 0})",
       "SZ125 /attributes/a/max_length: 0 is outside 1 to 65536"},
      {R"({"type": "date", "min": "2026-13-01"})",
       "SZ122 /attributes/a/min: `2026-13-01` is not a date"},
      {R"({"type": "int", "missing": "none"})",
       "SZ149 /attributes/a/missing: `missing` needs an optional attribute"},
      {R"({"type": "int", "optional": true, "missing": "zero"})",
       "SZ121 /attributes/a/missing: `zero` is not one of none"},
      {R"({"type": "int", "ask": true})",
       "SZ113 /attributes/a/ask: expected `false` or an object, found true or false"},
      {R"({"type": "int", "ask": {"cost": -1}})",
       "SZ125 /attributes/a/ask/cost: -1 is outside 0 to 1000000"},
      {R"({"type": "int", "derived": "o + 1"})",
       "SZ148 /attributes/a/derived: `a` is derived from `o`, which may be none, but is not "
       "optional"},
      {R"({"type": "date", "derived": "d"})",
       "SZ146 /attributes/a/derived: only an int or a decimal can be derived, not type date"},
      {R"({"type": "int", "derived": "a + 1"})",
       "SZ147 /attributes/a/derived: derivations go round in a circle: a → a"},
      {R"({"type": "int", "columns": ["n"]})",
       "SZ145 /attributes/a/columns: heading `n` is claimed by `n` and by `a`"},
      {R"({"type": "int", "optionl": true})", "SZ111 /attributes/a/optionl: unknown key `optionl`"},
  }));
  CAPTURE(text);
  CHECK(said(text) == expected);
}

TEST_CASE("names of attributes are checked, and there is at least one", "[policy][schema]") {
  const auto attributes = [](const std::string& text) {
    return messages_of(findings_of(document({.attributes = text})));
  };
  CHECK(attributes("{}") == "SZ123 /attributes: `attributes` must not be empty");
  CHECK(attributes(R"({"Fault Class": {"type": "bool"}})") ==
        "SZ118 /attributes/Fault Class: `Fault Class` cannot be a name here");
  CHECK(attributes(R"({"in": {"type": "bool"}})") ==
        "SZ120 /attributes/in: `in` is a reserved word");
}
