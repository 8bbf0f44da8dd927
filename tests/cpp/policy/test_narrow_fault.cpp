// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <string>
#include <utility>

#include "shozai/policy/load.hpp"
#include "shozai/policy/narrow_fault.hpp"
#include "support/documents.hpp"

namespace {

using shozai::testing::document;
using shozai::testing::finding;

shozai::schema dates() {
  auto loaded = shozai::load_document(document({.attributes = R"json({
    "delivered": {"type": "date"}, "reported": {"type": "date"},
    "age": {"type": "int", "min": 0, "max": 99, "derived": "days_between(delivered, reported)"},
    "kind": {"type": "enum", "values": {"design": {}, "misuse": {}, "wear": {}}}})json"}));
  REQUIRE(loaded.document);
  return loaded.document->attributes;
}

shozai::value_set values(std::int64_t first, std::int64_t end) {
  return {false, {{shozai::value{first}, shozai::value{end}}}};
}

}  // namespace

TEST_CASE("what is left of a narrowed attribute is what both say", "[policy][fault]") {
  const auto attributes = dates();
  const auto fault = read_fault(attributes, R"({"kind": {"in": ["design", "misuse"]}})");
  const auto narrowed = narrow_fault(attributes, fault, 3, values(1, 3));
  REQUIRE(narrowed.result);
  CHECK(narrowed.result->attributes[3].known() == shozai::value{std::int64_t{1}});
  CHECK(narrowed.result->attributes[2] == fault.attributes[2]);
}

TEST_CASE("a fault that is narrowed to one value is derived anew", "[policy][fault]") {
  const auto attributes = dates();
  const auto fault = read_fault(attributes, R"({"delivered": "2026-07-01"})");
  const auto day = read_fault(attributes, R"({"reported": "2026-07-31"})");
  const auto narrowed = narrow_fault(attributes, fault, 1, day.attributes[1].possible());
  REQUIRE(narrowed.result);
  CHECK(*narrowed.result == read_fault(attributes, R"({"delivered": "2026-07-01",
                                                       "reported": "2026-07-31"})"));
  CHECK(narrowed.result->attributes[2].known() == shozai::value{std::int64_t{30}});
}

TEST_CASE("a fault of which nothing would be left is refused", "[policy][fault]") {
  const auto attributes = dates();
  const auto fault = read_fault(attributes, R"({"kind": "design"})");
  const auto narrowed = narrow_fault(attributes, fault, 3, values(1, 3));
  CHECK_FALSE(narrowed.result);
  CHECK(narrowed.findings == shozai::diagnostics{finding("SZ164", "/kind", {"kind"})});
}

TEST_CASE("what is derived of a narrowed fault must be possible", "[policy][fault]") {
  const auto attributes = dates();
  const auto day = read_fault(attributes, R"({"reported": "2026-07-31"})").attributes[1].possible();
  const auto early = read_fault(attributes, R"({"delivered": "2026-08-01"})");
  const auto outside = narrow_fault(attributes, early, 1, day);
  CHECK_FALSE(outside.result);
  CHECK(
      outside.findings ==
      shozai::diagnostics{finding(
          "SZ167", "", {"age", "-1", "0", "99", "delivered = 2026-08-01, reported = 2026-07-31"})});

  const auto old = read_fault(attributes, R"({"delivered": "2026-07-01", "age": {"min": 50}})");
  const auto contradicted = narrow_fault(attributes, old, 1, day);
  CHECK_FALSE(contradicted.result);
  CHECK(contradicted.findings == shozai::diagnostics{finding("SZ166", "", {"age", "30"})});
}
