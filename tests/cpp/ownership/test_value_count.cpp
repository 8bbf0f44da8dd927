// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <shozai/ownership/value_count.hpp>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "support/random_draw.hpp"

namespace {

using shozai::append_code_point;
using shozai::attribute;
using shozai::attribute_type;
using shozai::big_count;
using shozai::code_point_count;
using shozai::count_values;
using shozai::domain;
using shozai::value;
using shozai::value_set;
using shozai::detail::text_rank;
using shozai::testing::dice;

constexpr auto least = std::numeric_limits<std::int64_t>::min();
constexpr auto most = std::numeric_limits<std::int64_t>::max();

/// Of how many characters texts are made, counted one by one.
big_count letters() {
  std::size_t count = 0;
  for (char32_t each = 0; each <= shozai::last_code_point; ++each) {
    const bool is_surrogate = each >= 0xD800 && each <= 0xDFFF;
    count += shozai::is_control(each) || is_surrogate ? 0 : 1;
  }
  return count;
}

attribute with_domain(domain d, bool optional = false) {
  attribute a;
  a.type = d.is_text() ? attribute_type::string : attribute_type::integer;
  a.domain = d;
  a.optional = optional;
  return a;
}

attribute texts(std::size_t max_length) {
  return with_domain(domain::texts(max_length));
}

value_set between(value from, std::optional<value> to) {
  return {false, {{std::move(from), std::move(to)}}};
}

/// A text whose characters are mostly beside the gaps of the domain.
std::string random_text(dice& rng, std::size_t max_length) {
  constexpr std::array<char32_t, 12> beside = {0x20,   0x21,   0x7D,   0x7E,   0xA0,     0xA1,
                                               0xD7FE, 0xD7FF, 0xE000, 0xE001, 0x10FFFE, 0x10FFFF};
  std::string text;
  for (auto left = rng.below(max_length + 1); left > 0; --left) {
    append_code_point(text, beside.at(rng.below(beside.size())));
  }
  return text;
}

/// Often of full length, where the next text may be shorter.
std::string random_place(dice& rng, std::size_t max_length) {
  auto text = random_text(rng, max_length);
  if (rng.chance(50)) {
    const auto letter = rng.one_of({U'a', U'~', shozai::last_code_point});
    for (auto length = code_point_count(text); length < max_length; ++length) {
      append_code_point(text, letter);
    }
  }
  return text;
}

/// The value `steps` after `v`, or how far the end of the domain is.
std::pair<std::optional<value>, std::size_t> walk(const domain& d, const value& v,
                                                  std::size_t steps) {
  std::optional<value> at = v;
  std::size_t walked = 0;
  for (; at && walked < steps; ++walked) {
    at = d.next(*at);
  }
  return {at, walked};
}

}  // namespace

TEST_CASE("numbers are counted up to all there are", "[ownership][value-count]") {
  const auto all = with_domain(domain::integers(least, most), true);
  const big_count every = big_count{1} << 64U;
  CHECK(count_values(all, value_set{}) == 0);
  CHECK(count_values(all, value_set{true, {}}) == 1);
  CHECK(count_values(all, all.everything()) == every + 1);
  CHECK(count_values(all, between(least, most)) == every - 1);
  CHECK(count_values(all, between(most, std::nullopt)) == 1);
  CHECK(count_values(all, between(least, least + 1)) == 1);
  CHECK(count_values(all, between(std::int64_t{-1}, std::nullopt)) == (every / 2) + 1);

  const auto few = with_domain(domain::integers(-3, 7), true);
  CHECK(count_values(few, few.everything()) == 12);
  CHECK(count_values(few, value_set{true,
                                    {{std::int64_t{-3}, std::int64_t{0}},
                                     {std::int64_t{5}, std::nullopt}}}) == 7);
}

TEST_CASE("there are as many texts as powers of the letters say", "[ownership][value-count]") {
  const auto max_length = GENERATE(std::size_t{0}, 1U, 2U, 3U, 32U, 256U);
  const auto base = letters();
  big_count sum = 0;
  big_count power = 1;
  for (std::size_t length = 0; length <= max_length; ++length) {
    sum += power;
    power *= base;
  }
  const auto a = texts(max_length);
  CHECK(count_values(a, a.everything()) == sum);
  if (max_length > 0) {
    const auto last_letter = std::string("\U0010FFFF");
    CHECK(count_values(a, a.domain.starting_with(last_letter)) == (sum - 1) / base);
    CHECK(count_values(a, a.domain.starting_with("a")) == (sum - 1) / base);
  }
}

TEST_CASE("every text of one character, one by one", "[ownership][value-count]") {
  const auto d = domain::texts(1);
  std::size_t walked = 0;
  std::optional<value> last;
  for (std::optional<value> at = d.first(); at; at = d.next(*at), ++walked) {
    if (walked % 997 == 0) {
      REQUIRE(text_rank(std::get<std::string>(*at), 1) == walked);
    }
    last = at;
  }
  CHECK(count_values(texts(1), texts(1).everything()) == walked);
  CHECK(text_rank(std::get<std::string>(*last), 1) == walked - 1);
}

TEST_CASE("a walk from text to text has as many steps as are counted", "[ownership][value-count]") {
  const auto max_length = GENERATE(std::size_t{1}, 2U, 3U, 5U, 256U);
  const auto a = texts(max_length);
  dice rng(7);
  for (int i = 0; i < 200; ++i) {
    const value from = random_place(rng, max_length);
    const auto [to, steps] = walk(a.domain, from, rng.below(80));
    CAPTURE(std::get<std::string>(from), steps);
    REQUIRE(count_values(a, between(from, to)) == steps);
  }
}

TEST_CASE("counts add up, whatever is cut where", "[ownership][value-count]") {
  const auto max_length = GENERATE(std::size_t{1}, 2U, 4U, 256U);
  const bool optional = GENERATE(false, true);
  const auto a = with_domain(domain::texts(max_length), optional);
  const auto everything = count_values(a, a.everything());
  dice rng(11);
  for (int i = 0; i < 100; ++i) {
    std::vector<value> cuts;
    for (auto left = rng.between(1, 6); left > 0; --left) {
      cuts.emplace_back(random_place(rng, max_length));
    }
    std::ranges::sort(cuts);
    value_set some{optional && rng.chance(50), {}};
    for (std::size_t k = 0; k + 1 < cuts.size(); k += 2) {
      some = unite(some, between(cuts[k], cuts[k + 1]));
    }
    const auto rest = a.domain.complement(some, optional);
    REQUIRE(count_values(a, some) + count_values(a, rest) == everything);
    const auto below = a.domain.below(cuts.front());
    REQUIRE(count_values(a, below) == text_rank(std::get<std::string>(cuts.front()), max_length));
  }
}

TEST_CASE("texts outside the domain have as many below them as the next one inside",
          "[ownership][value-count]") {
  constexpr std::size_t max_length = 3;
  const auto outside =
      GENERATE(std::string("abcd"), std::string("abc "), std::string("a\tb"), std::string("\x1F"),
               std::string("a\x7F\U0010FFFF"), std::string("\u009F"), std::string("ab\n"),
               std::string("\U0010FFFF\U0010FFFF\U0010FFFFa"), std::string("abc\t"));
  const auto next = shozai::next_text(outside, max_length);
  CHECK(text_rank(outside, max_length) ==
        (next ? text_rank(*next, max_length) : shozai::detail::text_count(max_length)));
}
