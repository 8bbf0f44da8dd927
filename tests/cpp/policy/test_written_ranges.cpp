// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <string>
#include <vector>

#include "shozai/policy/load.hpp"
#include "shozai/policy/load_fault.hpp"
#include "shozai/policy/written_ranges.hpp"
#include "support/documents.hpp"

namespace {

using shozai::written_range;

// What the narrowing `json` leaves of an attribute, in words.
std::vector<written_range> ranges_of(const std::string& name, const std::string& json) {
  const auto loaded = shozai::load_document(shozai::testing::document({.attributes = R"({
    "count": {"type": "int", "min": 0, "max": 9, "optional": true},
    "price": {"type": "decimal", "scale": 1, "min": "0", "max": "99.9"},
    "day": {"type": "date"},
    "kind": {"type": "enum", "values": {"design": {}, "misuse": {}, "wear": {}}},
    "safe": {"type": "bool"},
    "memo": {"type": "string"}})"}));
  REQUIRE(loaded.document);
  const auto& attributes = loaded.document->attributes;
  const auto fault = shozai::read_fault(attributes, R"({")" + name + R"(": )" + json + "}");
  const auto index = attributes.find(name).value();
  return written_ranges(attributes[index], fault.attributes[index].possible());
}

constexpr auto nothing = std::nullopt;

}  // namespace

TEST_CASE("whole numbers and days end with their last value", "[policy]") {
  CHECK(ranges_of("count", R"({"min": 2, "max": 4})") ==
        std::vector<written_range>{{"2", "4", nothing}});
  CHECK(ranges_of("count", R"({"not_in": [3, null]})") ==
        std::vector<written_range>{{nothing, "2", nothing}, {"4", nothing, nothing}});
  CHECK(ranges_of("day", R"({"max": "2026-04-01"})") ==
        std::vector<written_range>{{nothing, "2026-04-01", nothing}});
}

TEST_CASE("other numbers and texts end below a value", "[policy]") {
  CHECK(ranges_of("price", R"({"not_in": ["20"]})") ==
        std::vector<written_range>{{nothing, nothing, "20.0"}, {"20.1", nothing, nothing}});
  CHECK(ranges_of("memo", R"({"not_in": [""]})").size() == 1);
}

TEST_CASE("one value is both the least and the greatest", "[policy]") {
  CHECK(ranges_of("price", R"("12.5")") == std::vector<written_range>{{"12.5", "12.5", nothing}});
  CHECK(ranges_of("memo", R"("a")") == std::vector<written_range>{{"a", "a", nothing}});
}

TEST_CASE("the values of an enum and of a bool are written one by one", "[policy]") {
  CHECK(ranges_of("kind", R"({"not_in": ["misuse"]})") ==
        std::vector<written_range>{{"design", "design", nothing}, {"wear", "wear", nothing}});
  CHECK(ranges_of("safe", "true") == std::vector<written_range>{{"true", "true", nothing}});
}

TEST_CASE("none is no range", "[policy]") {
  CHECK(ranges_of("count", "null").empty());
  CHECK(ranges_of("count", R"({"in": [null, 9]})") ==
        std::vector<written_range>{{"9", "9", nothing}});
}
