// SPDX-License-Identifier: Apache-2.0
// Domains against brute force: all integers of a few, all texts of at most two letters.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <shozai/core/domain.hpp>
#include <string>
#include <vector>

namespace {

using shozai::domain;
using shozai::none;
using shozai::value;
using shozai::value_set;
using limits = std::numeric_limits<std::int64_t>;

value number(std::int64_t n) {
  return value{n};
}
value text(std::string t) {
  return value{std::move(t)};
}

// The first `count` values of a domain, by `next`.
std::vector<value> first_values(const domain& d, std::size_t count) {
  std::vector<value> all{d.first()};
  while (all.size() < count) {
    const auto next = d.next(all.back());
    if (!next) {
      break;
    }
    all.push_back(*next);
  }
  return all;
}

// Texts around the ends of what texts are made of, in byte order.
const std::vector<std::string>& interesting() {
  static const std::vector<std::string> texts = {
      "",       " ",          "  ",         " a",          "!",
      "a",      "a ",         "a!",         "aa",          "ab",
      "abc",    "b",          "~",          "~~",          "\u00A0",
      "品",     "品 ",        "品品",       "\uD7FF",      "\uE000",
      "\uFFFF", "\U00010000", "\U0010FFFF", "\U0010FFFF ", "\U0010FFFF\U0010FFFF"};
  return texts;
}

}  // namespace

TEST_CASE("a domain of integers holds what lies between its bounds", "[core][domain]") {
  const auto d = domain::integers(-2, 3);
  CHECK(d.contains(number(-2)));
  CHECK(d.contains(number(3)));
  CHECK_FALSE(d.contains(number(-3)));
  CHECK_FALSE(d.contains(number(4)));
  CHECK_FALSE(d.contains(none{}));
  CHECK_FALSE(d.contains(text("1")));
  CHECK(first_values(d, 100) ==
        std::vector<value>{number(-2), number(-1), number(0), number(1), number(2), number(3)});
}

TEST_CASE("both ends of int64 are values like any other", "[core][domain]") {
  const domain d;
  CHECK(d.first() == number(limits::min()));
  CHECK(d.next(number(limits::min())) == number(limits::min() + 1));
  CHECK(d.next(number(limits::max() - 1)) == number(limits::max()));
  CHECK_FALSE(d.next(number(limits::max())).has_value());
  CHECK(d.only(number(limits::max())).contains(number(limits::max())));
  CHECK(d.only(number(limits::min())).contains(number(limits::min())));
  CHECK(d.below(number(limits::min())).empty());
  CHECK(d.from(number(limits::min())) == d.all(false));
  CHECK(d.from(number(limits::max())) == d.only(number(limits::max())));
  CHECK(unite(d.below(number(limits::max())), d.only(number(limits::max()))) == d.all(false));
  CHECK(d.complement(d.only(number(limits::max())), false) == d.below(number(limits::max())));
  CHECK(d.complement(d.all(true), true).empty());
}

TEST_CASE("bounds of integers need not be in the domain", "[core][domain]") {
  const auto d = domain::integers(-2, 3);
  for (std::int64_t bound = -5; bound <= 6; ++bound) {
    for (std::int64_t v = -2; v <= 3; ++v) {
      CHECK(d.below(number(bound)).contains(number(v)) == (v < bound));
      CHECK(d.from(number(bound)).contains(number(v)) == (v >= bound));
      CHECK(d.only(number(bound)).contains(number(v)) == (v == bound));
    }
  }
  CHECK(d.below(number(limits::max())) == d.all(false));
  CHECK(d.from(number(limits::min())) == d.all(false));
  CHECK(d.from(number(limits::max())).empty());
}

TEST_CASE("a domain of texts holds short texts without control characters", "[core][domain]") {
  const auto d = domain::texts(2);
  CHECK(d.first() == text(""));
  CHECK(d.contains(text("")));
  CHECK(d.contains(text("品質")));
  CHECK_FALSE(d.contains(text("品質保")));
  CHECK_FALSE(d.contains(text("a\n")));
  CHECK_FALSE(d.contains(text("\u0085")));
  CHECK_FALSE(d.contains(number(1)));
  CHECK(first_values(d, 5) ==
        std::vector<value>{text(""), text(" "), text("  "), text(" !"), text(" \"")});
  CHECK_FALSE(d.next(text("\U0010FFFF\U0010FFFF")).has_value());
}

TEST_CASE("the next text is greater, and nothing lies between", "[core][domain]") {
  const auto d = domain::texts(2);
  for (const auto& t : interesting()) {
    if (!d.contains(text(t))) {
      continue;
    }
    const auto next = d.next(text(t));
    for (const auto& other : interesting()) {
      if (next && d.contains(text(other))) {
        CAPTURE(t, other);
        CHECK((text(other) <= text(t)) != (text(other) >= *next));
      }
    }
  }
}

TEST_CASE("bounds of texts need not be in the domain", "[core][domain]") {
  const auto length = GENERATE(std::size_t{1}, 2U);
  const auto d = domain::texts(length);
  for (const auto& bound : interesting()) {
    for (const auto& t : interesting()) {
      if (!d.contains(text(t))) {
        continue;
      }
      CAPTURE(bound, t);
      CHECK(d.below(text(bound)).contains(text(t)) == (t < bound));
      CHECK(d.from(text(bound)).contains(text(t)) == (t >= bound));
      CHECK(d.only(text(bound)).contains(text(t)) == (t == bound));
    }
  }
}

TEST_CASE("a prefix is an interval of texts", "[core][domain]") {
  const auto d = domain::texts(2);
  for (const auto& prefix : interesting()) {
    if (!d.contains(text(prefix))) {
      continue;
    }
    const auto s = d.starting_with(prefix);
    CHECK(s.intervals().size() == 1);
    for (const auto& t : interesting()) {
      if (d.contains(text(t))) {
        CAPTURE(prefix, t);
        CHECK(s.contains(text(t)) == t.starts_with(prefix));
      }
    }
  }
  CHECK(d.starting_with("") == d.all(false));
}

TEST_CASE("a complement is what is left of the domain", "[core][domain]") {
  const auto d = domain::texts(2);
  const auto some = unite(d.starting_with("a"), unite(d.only(text("品")), d.from(text("\uE000"))));
  const auto rest = d.complement(some, false);
  for (const auto& t : interesting()) {
    if (d.contains(text(t))) {
      CAPTURE(t);
      CHECK(some.contains(text(t)) != rest.contains(text(t)));
    }
  }
  CHECK(d.complement(rest, false) == some);
  CHECK(unite(some, rest) == d.all(false));
  CHECK(intersect(some, rest).empty());
}
