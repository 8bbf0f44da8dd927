// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <shozai/core/derivation.hpp>
#include <utility>
#include <vector>

namespace {

using shozai::derivation;
using shozai::int128;
using enum shozai::derivation::operation;

derivation number(std::int64_t n, int scale = 0) {
  derivation d;
  d.number = n;
  d.scale = scale;
  return d;
}

derivation operation(derivation::operation what, std::vector<derivation> operands, int scale = 0) {
  derivation d;
  d.what = what;
  d.scale = scale;
  d.operands = std::move(operands);
  return d;
}

// The value, as a number that fits; nothing where there is none.
std::optional<std::int64_t> value(const derivation& d) {
  const auto result = shozai::evaluate(
      d, [](std::size_t i) { return std::vector<std::int64_t>{7, -3, 20'000, 20'030}.at(i); });
  if (!result) {
    return std::nullopt;
  }
  const auto fits = shozai::to_int64(*result);
  REQUIRE(fits.has_value());
  return fits;
}

std::optional<std::int64_t> rounded(std::int64_t n, int from, int to) {
  return value(operation(round, {number(n, from)}, to));
}

constexpr std::int64_t hour = 3'600'000'000;

}  // namespace

TEST_CASE("numbers of different scales are brought to one", "[core][derivation]") {
  CHECK(value(operation(add, {number(125, 2), number(3)}, 2)) == 425);   // 1.25 + 3
  CHECK(value(operation(subtract, {number(1), number(5, 1)}, 1)) == 5);  // 1 - 0.5
  CHECK(value(operation(multiply, {number(125, 2), number(-15, 1)}, 3)) == -1'875);
  CHECK(value(operation(negate, {number(5, 1)}, 1)) == -5);
  CHECK(value(operation(minimum, {number(2), number(15, 1), number(151, 2)}, 2)) == 150);
  CHECK(value(operation(maximum, {number(-2), number(-15, 1)}, 1)) == -15);
}

TEST_CASE("attributes are read by their position", "[core][derivation]") {
  derivation a;
  a.what = attribute;
  derivation b = a;
  b.attribute = 1;
  CHECK(value(operation(multiply, {a, b})) == -21);
}

TEST_CASE("rounding is half away from zero", "[core][derivation]") {
  CHECK(rounded(14, 1, 0) == 1);
  CHECK(rounded(15, 1, 0) == 2);
  CHECK(rounded(-14, 1, 0) == -1);
  CHECK(rounded(-15, 1, 0) == -2);
  CHECK(rounded(149, 2, 0) == 1);
  CHECK(rounded(12'345, 3, 2) == 1'235);
  CHECK(rounded(5, 0, 2) == 500);  // nothing to round
  CHECK(rounded(0, 3, 0) == 0);
}

TEST_CASE("time between two points floors towards minus infinity", "[core][derivation]") {
  const auto [from, to, hours, minutes] =
      GENERATE(table<std::int64_t, std::int64_t, std::int64_t, std::int64_t>({
          {0, hour, 1, 60},
          {0, hour - 1, 0, 59},
          {hour, 0, -1, -60},
          {1, 0, -1, -1},
          {0, 0, 0, 0},
          {hour + 1, 0, -2, -61},
      }));
  CAPTURE(from, to);
  CHECK(value(operation(hours_between, {number(from), number(to)})) == hours);
  CHECK(value(operation(minutes_between, {number(from), number(to)})) == minutes);
}

TEST_CASE("days, years and months are those of the calendar", "[core][derivation]") {
  CHECK(value(operation(days_between, {number(20'000), number(20'030)})) == 30);
  CHECK(value(operation(days_between, {number(20'030), number(20'000)})) == -30);
  const auto date = [](const char* text) { return number(*shozai::parse_date(text)); };
  CHECK(value(operation(year, {date("2026-12-31")})) == 2026);
  CHECK(value(operation(month, {date("2026-12-31")})) == 12);
  CHECK(value(operation(year, {date("1969-12-31")})) == 1969);
  CHECK(value(operation(month, {date("1900-02-28")})) == 2);
}

TEST_CASE("a sum beyond 64 bits is exact, one beyond 128 bits is none", "[core][derivation]") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  const auto product = operation(multiply, {number(most), number(most)});
  const auto exact = shozai::evaluate(product, [](std::size_t) { return std::int64_t{0}; });
  REQUIRE(exact.has_value());
  CHECK(*exact == int128{most} * int128{most});
  CHECK_FALSE(value(operation(multiply, {product, number(3)})).has_value());
  CHECK_FALSE(value(operation(multiply, {product, product})).has_value());
  CHECK_FALSE(value(operation(add, {operation(multiply, {product, number(2)}), number(1, 18)}, 18))
                  .has_value());
  const auto least = std::numeric_limits<std::int64_t>::min();
  CHECK(value(operation(subtract, {operation(subtract, {number(least), number(1)}), number(-2)})) ==
        least + 1);
}
