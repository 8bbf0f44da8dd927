// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <shozai/core/date_time.hpp>
#include <shozai/core/derivation.hpp>
#include <shozai/ownership/derivation_bounds.hpp>
#include <shozai/policy/derive.hpp>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "support/random_draw.hpp"

namespace {

using shozai::attribute;
using shozai::derivation;
using shozai::derived_number;
using shozai::int128;
using shozai::detail::derivation_bounds;
using shozai::detail::number_range;
using shozai::testing::dice;

constexpr int128 hour = shozai::microseconds_per_hour;

using inputs = std::vector<std::int64_t>;
using ranges = std::vector<number_range>;
using op = derivation::operation;

std::int64_t day(std::string_view text) {
  return *shozai::parse_date(text);
}

derivation number(std::int64_t n, int scale = 0) {
  derivation d;
  d.number = n;
  d.scale = scale;
  return d;
}

derivation input(std::size_t place, int scale = 0) {
  derivation d;
  d.what = op::attribute;
  d.attribute = place;
  d.scale = scale;
  return d;
}

/// With the scale that its parser would give it; `scale` is that of what is rounded.
derivation operation(op what, std::vector<derivation> operands, int scale = 0) {
  derivation d;
  d.what = what;
  for (const auto& each : operands) {
    d.scale = what == op::multiply ? d.scale + each.scale : std::max(d.scale, each.scale);
  }
  d.scale = what == op::round ? scale : d.scale;
  d.operands = std::move(operands);
  return d;
}

/// An attribute with a derivation over so many others.
attribute derived(derivation d, std::size_t count, int scale = 0) {
  attribute a;
  a.scale = std::max(scale, d.scale);
  a.derived = std::move(d);
  for (std::size_t i = 0; i < count; ++i) {
    a.inputs.push_back(i);
  }
  return a;
}

/// What the inputs come to; nothing where that is beyond 64 bits.
std::optional<std::int64_t> result_of(const attribute& a, const inputs& of) {
  const auto result = derived_number(a, [&](std::size_t i) { return of.at(i); });
  const auto* fits = std::get_if<std::int64_t>(&result);
  return fits == nullptr ? std::nullopt : std::optional{*fits};
}

/// The inputs in `within`, narrowed to what can come to something in `wanted`.
std::optional<ranges> narrowed(const attribute& a, ranges within, const number_range& wanted) {
  derivation_bounds bounds(a);
  static_cast<void>(bounds.forward(within));
  return bounds.backward(wanted, within) ? std::optional{within} : std::nullopt;
}

number_range forward(const attribute& a, const ranges& within) {
  return derivation_bounds(a).forward(within);
}

/// Every choice of one number of each range.
std::vector<inputs> all_of(const ranges& within) {
  std::vector<inputs> all{{}};
  for (const auto& r : within) {
    std::vector<inputs> longer;
    for (const auto& each : all) {
      for (auto n = r.least; n <= r.most; ++n) {
        longer.push_back(each);
        longer.back().push_back(static_cast<std::int64_t>(n));
      }
    }
    all = std::move(longer);
  }
  return all;
}

bool lies_in(const inputs& numbers, const ranges& within) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!within[i].contains(numbers[i])) {
      return false;
    }
  }
  return true;
}

/// Derivations over three numbers, two dates and two timestamps: inputs 0 to 6.
class derivation_sampler {
 public:
  explicit derivation_sampler(dice& rng) : rng_(rng) {}

  derivation any(int depth) {
    if (depth == 0 || rng_.chance(20)) {
      return leaf();
    }
    const auto what = rng_.one_of({op::add, op::subtract, op::multiply, op::negate, op::minimum,
                                   op::maximum, op::round, op::add, op::subtract});
    std::vector<derivation> operands{any(depth - 1)};
    const bool one = what == op::negate || what == op::round;
    const bool many = what == op::minimum || what == op::maximum;
    for (auto left = one ? 0 : many ? rng_.between(1, 2) : 1; left > 0; --left) {
      operands.push_back(any(depth - 1));
    }
    return operation(what, std::move(operands), static_cast<int>(rng_.below(2)));
  }

 private:
  derivation leaf() {
    switch (rng_.below(9)) {
      case 0:
        return number(rng_.number(-3, 3));
      case 1:
        return number(rng_.number(-15, 15), 1);
      case 2:
        return operation(op::year, {input(3)});
      case 3:
        return operation(op::month, {input(3)});
      case 4:
        return operation(op::days_between, {input(3), input(4)});
      case 5:
        return operation(rng_.one_of({op::hours_between, op::minutes_between}),
                         {input(5), input(6)});
      case 6:
        return input(2, 1);  // a decimal
      default:
        return input(rng_.below(2));
    }
  }

  dice& rng_;
};

/// Small ranges where something happens: around zero, the turn of a month or year, an hour.
ranges small_ranges(dice& rng, std::size_t most) {
  ranges all;
  for (const std::int64_t centre :
       {std::int64_t{0}, std::int64_t{0}, std::int64_t{0}, day("2024-12-31"), day("2025-02-28"),
        shozai::microseconds_per_hour, shozai::microseconds_per_hour}) {
    const auto least = centre + rng.number(-4, 2);
    all.push_back({least, least + rng.number(0, static_cast<std::int64_t>(most))});
  }
  return all;
}

}  // namespace

TEST_CASE("bounds hold of every input, forwards and backwards", "[ownership][derivation-bounds]") {
  dice rng(5);
  for (int i = 0; i < 1500; ++i) {
    const auto a = derived(derivation_sampler(rng).any(3), 7, 4);
    const auto within = small_ranges(rng, 2);
    const auto all = all_of(within);
    const auto span = forward(a, within);
    std::vector<std::int64_t> results;
    for (const auto& each : all) {
      const auto result = result_of(a, each);
      REQUIRE(result);
      results.push_back(*result);
      REQUIRE(span.contains(*result));
    }
    for (int k = 0; k < 4; ++k) {
      const auto from = rng.one_of(results) + rng.number(-1, 1);
      const number_range wanted{from, from + rng.number(0, 20)};
      const auto left = narrowed(a, within, wanted);
      for (std::size_t n = 0; n < all.size(); ++n) {
        if (wanted.contains(results[n]) && (!left || !lies_in(all[n], *left))) {
          FAIL("a possible input was lost");
        }
      }
    }
  }
}

TEST_CASE("bounds hold of the largest numbers, and where 128 bits are left",
          "[ownership][derivation-bounds]") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  dice rng(6);
  std::size_t defined = 0;
  for (int i = 0; i < 3000; ++i) {
    const auto a = derived(derivation_sampler(rng).any(4), 7, 8);
    ranges within;
    inputs of;
    for (std::size_t k = 0; k < 7; ++k) {
      const auto n = k > 2            ? rng.number(day("1900-01-01"), day("2199-12-31"))
                     : rng.chance(50) ? rng.one_of({least, most, std::int64_t{0}})
                                      : rng.number(least, most) >> rng.below(60);
      const auto slack = rng.one_of<std::int64_t>({0, 3, most});
      of.push_back(n);
      within.push_back(
          {std::max(int128{least}, int128{n} - slack), std::min(int128{most}, int128{n} + slack)});
    }
    const auto result = result_of(a, of);
    if (!result) {
      continue;
    }
    ++defined;
    REQUIRE(forward(a, within).contains(*result));
    const auto left = narrowed(a, within, {*result, *result});
    REQUIRE(left);
    REQUIRE(lies_in(of, *left));
  }
  CHECK(defined > 1000);
}

TEST_CASE("each operation is undone exactly", "[ownership][derivation-bounds]") {
  const auto [what, scale, wanted, expected] =
      GENERATE(table<derivation, int, number_range, std::optional<number_range>>({
          {operation(op::add, {input(0), number(15, 1)}), 1, {10, 20}, number_range{0, 0}},
          {operation(op::subtract, {number(5), input(0)}), 0, {3, 9}, number_range{-4, 2}},
          {operation(op::negate, {input(0)}), 0, {3, 9}, number_range{-9, -3}},
          {operation(op::multiply, {input(0), number(3)}), 0, {4, 20}, number_range{2, 6}},
          {operation(op::multiply, {number(-3), input(0)}), 0, {4, 20}, number_range{-6, -2}},
          {operation(op::multiply, {input(0), number(3)}), 0, {4, 5}, std::nullopt},
          {operation(op::multiply, {input(0), number(0)}), 0, {0, 5}, number_range{-100, 100}},
          {operation(op::multiply, {input(0), number(0)}), 0, {1, 5}, std::nullopt},
          {operation(op::minimum, {input(0), number(7)}), 0, {3, 5}, number_range{3, 5}},
          {operation(op::minimum, {input(0), number(7)}), 0, {3, 7}, number_range{3, 100}},
          {operation(op::minimum, {input(0), number(7)}), 0, {8, 9}, std::nullopt},
          {operation(op::maximum, {number(7), input(0)}), 0, {8, 9}, number_range{8, 9}},
          {operation(op::maximum, {number(7), input(0)}), 0, {0, 9}, number_range{-100, 9}},
          {operation(op::round, {input(0, 1)}), 0, {2, 3}, number_range{15, 34}},
          {operation(op::round, {input(0, 1)}), 0, {-3, -2}, number_range{-34, -15}},
          {operation(op::round, {input(0, 1)}), 0, {0, 0}, number_range{-4, 4}},
          {operation(op::round, {input(0)}, 2), 2, {150, 350}, number_range{2, 3}},
      }));
  CHECK(narrowed(derived(what, 1, scale), {{-100, 100}}, wanted) ==
        (expected ? std::optional{ranges{*expected}} : std::nullopt));
}

TEST_CASE("time between two points is undone exactly", "[ownership][derivation-bounds]") {
  const auto first = day("2026-01-01");
  const auto days = derived(operation(op::days_between, {input(0), input(1)}), 2);
  CHECK(narrowed(days, {{first, first + 9}, {first, first + 9}}, {7, 8}) ==
        ranges{{first, first + 2}, {first + 7, first + 9}});
  CHECK_FALSE(narrowed(days, {{first, first + 9}, {first, first + 9}}, {10, 99}));

  const auto hours = derived(operation(op::hours_between, {input(0), input(1)}), 2);
  CHECK(narrowed(hours, {{0, 0}, {-10 * hour, 10 * hour}}, {-2, 1}) ==
        ranges{{0, 0}, {-2 * hour, 2 * hour - 1}});
  const auto swapped = derived(operation(op::hours_between, {input(1), input(0)}), 2);
  CHECK(narrowed(swapped, {{-10 * hour, 10 * hour}, {0, 0}}, {1, 1}) ==
        ranges{{hour, 2 * hour - 1}, {0, 0}});
}

TEST_CASE("years and months begin and end on their days", "[ownership][derivation-bounds]") {
  const auto [what, from, to, wanted, first, last] =
      GENERATE(table<op, std::string, std::string, number_range, std::string, std::string>({
          {op::year, "1900-01-01", "2199-12-31", {2024, 2025}, "2024-01-01", "2025-12-31"},
          {op::year, "2024-03-01", "2199-12-31", {2024, 2024}, "2024-03-01", "2024-12-31"},
          {op::year, "0000-01-01", "9999-12-31", {0, 0}, "0000-01-01", "0000-12-31"},
          {op::month, "2024-03-15", "2026-01-15", {2, 2}, "2025-02-01", "2025-02-28"},
          {op::month, "2024-03-15", "2026-01-15", {3, 4}, "2024-03-15", "2025-04-30"},
          {op::month, "2024-03-15", "2026-01-15", {12, 12}, "2024-12-01", "2025-12-31"},
          {op::month, "2023-12-31", "2024-03-01", {2, 2}, "2024-02-01", "2024-02-29"},
          {op::month, "2024-12-30", "2025-01-02", {1, 1}, "2025-01-01", "2025-01-02"},
      }));
  const auto a = derived(operation(what, {input(0)}), 1);
  CHECK(narrowed(a, {{day(from), day(to)}}, wanted) == ranges{{day(first), day(last)}});
}

TEST_CASE("no day of a month in a range is told", "[ownership][derivation-bounds]") {
  const auto a = derived(operation(op::month, {input(0)}), 1);
  CHECK(forward(a, {{day("2024-03-15"), day("2024-05-01")}}) == number_range{3, 5});
  CHECK(forward(a, {{day("2024-12-15"), day("2025-01-01")}}) == number_range{1, 12});
  CHECK_FALSE(narrowed(a, {{day("2024-03-15"), day("2024-05-01")}}, {6, 6}));
  CHECK_FALSE(narrowed(a, {{day("2024-12-15"), day("2025-01-01")}}, {6, 6}));
}

TEST_CASE("days far from any calendar are left alone", "[ownership][derivation-bounds]") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  const ranges far{{-most, most}};
  CHECK(narrowed(derived(operation(op::year, {input(0)}), 1), far, {2024, 2024}) == far);
  CHECK(narrowed(derived(operation(op::month, {input(0)}), 1), far, {2, 2}) == far);
}
