// SPDX-License-Identifier: Apache-2.0
// Sets of values against brute force: every set over a few values, at both ends of int64.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <shozai/core/domain.hpp>
#include <shozai/core/value_set.hpp>
#include <string>
#include <vector>

namespace {

using shozai::domain;
using shozai::interval;
using shozai::none;
using shozai::value;
using shozai::value_set;
using limits = std::numeric_limits<std::int64_t>;

constexpr std::size_t width = 5;

// Five values in a row, and the domain that holds just them.
struct row_of_values {
  std::int64_t first;

  [[nodiscard]] domain all() const {
    return domain::integers(first, first + static_cast<std::int64_t>(width) - 1);
  }
  [[nodiscard]] value at(std::size_t i) const {
    return value{first + static_cast<std::int64_t>(i)};
  }
  // The set whose members are the bits of `bits`; the last bit is none.
  [[nodiscard]] value_set of(unsigned bits) const {
    std::vector<interval> intervals;
    for (std::size_t i = 0; i < width; ++i) {
      if ((bits >> i & 1U) != 0) {
        intervals.push_back({at(i), all().next(at(i))});
      }
    }
    return {(bits >> width & 1U) != 0, std::move(intervals)};
  }
  [[nodiscard]] unsigned bits_of(const value_set& s) const {
    const value absent{none{}};
    unsigned bits = s.contains(absent) ? 1U << width : 0U;
    for (std::size_t i = 0; i < width; ++i) {
      bits |= s.contains(at(i)) ? 1U << i : 0U;
    }
    return bits;
  }
};

constexpr unsigned all_bits = (1U << (width + 1)) - 1;

row_of_values any_row() {
  return {GENERATE(limits::min(), std::int64_t{-2}, std::int64_t{0},
                   limits::max() - static_cast<std::int64_t>(width) + 1)};
}

}  // namespace

TEST_CASE("a set has exactly the values that it was made of", "[core][value-set]") {
  const auto row = any_row();
  for (unsigned bits = 0; bits <= all_bits; ++bits) {
    const auto s = row.of(bits);
    REQUIRE(row.bits_of(s) == bits);
    REQUIRE(s.empty() == (bits == 0));
    REQUIRE(s.has_none() == ((bits >> width) != 0));
  }
}

TEST_CASE("union, intersection and complement are those of sets", "[core][value-set]") {
  const auto row = any_row();
  for (unsigned a = 0; a <= all_bits; ++a) {
    for (unsigned b = 0; b <= all_bits; ++b) {
      REQUIRE(row.bits_of(unite(row.of(a), row.of(b))) == (a | b));
      REQUIRE(row.bits_of(intersect(row.of(a), row.of(b))) == (a & b));
    }
    REQUIRE(row.bits_of(row.all().complement(row.of(a), true)) == (~a & all_bits));
    REQUIRE(row.bits_of(row.all().complement(row.of(a), false)) == (~a & (all_bits >> 1U)));
  }
}

TEST_CASE("equal sets compare equal, however they were made", "[core][value-set]") {
  const auto row = any_row();
  const auto d = row.all();
  for (unsigned a = 0; a <= all_bits; ++a) {
    for (unsigned b = 0; b <= all_bits; ++b) {
      REQUIRE((row.of(a) == row.of(b)) == (a == b));
      REQUIRE(unite(row.of(a), row.of(b)) == row.of(a | b));
      REQUIRE(intersect(row.of(a), row.of(b)) == row.of(a & b));
    }
    REQUIRE(d.complement(d.complement(row.of(a), true), true) == row.of(a));
  }
}

TEST_CASE("intervals are sorted, not empty, and neither overlap nor touch", "[core][value-set]") {
  const auto row = any_row();
  for (unsigned bits = 0; bits <= all_bits; ++bits) {
    const auto s = row.of(bits);
    const auto intervals = s.intervals();
    for (std::size_t i = 0; i < intervals.size(); ++i) {
      REQUIRE((!intervals[i].to || intervals[i].from < *intervals[i].to));
      REQUIRE((i + 1 == intervals.size() || *intervals[i].to < intervals[i + 1].from));
    }
  }
}

TEST_CASE("intervals in any order, overlapping or empty, make the same set", "[core][value-set]") {
  const auto n = [](std::int64_t v) { return value{v}; };
  CHECK(value_set{false, {{n(5), n(7)}, {n(1), n(3)}, {n(2), n(5)}}} ==
        value_set{false, {{n(1), n(7)}}});
  CHECK(value_set{false, {{n(5), n(5)}, {n(7), n(3)}}}.empty());
  CHECK(value_set{false, {{n(5), std::nullopt}, {n(7), n(9)}, {n(1), n(5)}}} ==
        value_set{false, {{n(1), std::nullopt}}});
}

TEST_CASE("a set of texts has the texts between its bounds", "[core][value-set]") {
  const auto t = [](const char* text) { return value{std::string(text)}; };
  const value_set s{false, {{t("b"), t("d")}, {t("x"), std::nullopt}}};
  CHECK_FALSE(s.contains(t("a")));
  CHECK(s.contains(t("b")));
  CHECK(s.contains(t("bzz")));
  CHECK(s.contains(t("czz")));
  CHECK_FALSE(s.contains(t("d")));
  CHECK(s.contains(t("品")));
  CHECK_FALSE(s.contains(none{}));
}
