// SPDX-License-Identifier: Apache-2.0
/// \file
/// How many values a set has, exactly, be they numbers or texts.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "shozai/core/attribute.hpp"
#include "shozai/core/text_order.hpp"
#include "shozai/core/utf8.hpp"
#include "shozai/core/value_set.hpp"

namespace shozai::inline v1 {

/// A number of values or of faults, however many: there are 2^64 integers, and 256 characters make
/// some 10^1548 texts.
using big_count = boost::multiprecision::cpp_int;

namespace detail {

/// How many code points that may occur in a text of the domain are less than `code_point`, which
/// itself need not be one of them.
[[nodiscard]] constexpr std::uint32_t text_letters_below(char32_t code_point) noexcept {
  constexpr auto skipped = [](char32_t at, char32_t first, char32_t last) -> std::uint32_t {
    return at <= first ? 0 : at > last ? last - first + 1 : at - first;
  };
  return static_cast<std::uint32_t>(code_point) - skipped(code_point, 0, 0x1F) -
         skipped(code_point, 0x7F, 0x9F) - skipped(code_point, 0xD800, 0xDFFF);
}

/// Of how many code points the texts are made.
inline constexpr std::uint32_t text_letters = text_letters_below(last_code_point) + 1;

[[nodiscard]] inline big_count power_of_letters(std::size_t exponent) {
  return boost::multiprecision::pow(big_count{text_letters}, static_cast<unsigned>(exponent));
}

/// How many texts of at most `max_length` code points there are.
[[nodiscard]] inline big_count text_count(std::size_t max_length) {
  return (power_of_letters(max_length + 1) - 1) / (text_letters - 1);
}

/// How many texts of at most `max_length` code points are less than `text`, which itself need not
/// be one of them.
///
/// These are its own beginnings and, for each of its code points, whatever begins like it up to
/// there and goes on with a lesser one. That is a power series in the number of letters; the number
/// of texts of at most k code points is (letters^(k+1) - 1) / (letters - 1), so the whole comes
/// from one pass by Horner's rule and one division.
[[nodiscard]] inline big_count text_rank(std::string_view text, std::size_t max_length) {
  big_count series = 0;
  big_count digits = 0;
  std::size_t beginnings = 0;
  std::size_t at = 0;
  bool possible = true;  // a text of the domain may begin like this
  while (at < text.size() && beginnings < max_length && possible) {
    const auto code_point = decode_code_point(text, at);
    const auto digit = text_letters_below(code_point);
    series = series * text_letters + digit;
    digits += digit;
    ++beginnings;
    possible = !is_control(code_point);
  }
  const auto left = max_length - beginnings;
  const bool longer = at < text.size() && possible;  // it ends past its last possible beginning
  return (series * power_of_letters(left + 1) - digits) / (text_letters - 1) + beginnings +
         (longer ? 1 : 0);
}

[[nodiscard]] inline big_count count_numbers(const domain& d, const interval& i) {
  const auto from = static_cast<std::uint64_t>(std::get<std::int64_t>(i.from));
  const auto last = i.to ? std::get<std::int64_t>(*i.to) - 1 : d.max();
  return big_count{static_cast<std::uint64_t>(last) - from} + 1;  // 2^64 needs more than 64 bits
}

[[nodiscard]] inline big_count count_texts(const domain& d, const interval& i) {
  const auto end =
      i.to ? text_rank(std::get<std::string>(*i.to), d.max_length()) : text_count(d.max_length());
  return end - text_rank(std::get<std::string>(i.from), d.max_length());
}

}  // namespace detail

/// How many values of `a` are in `s`; none counts as one.
///
/// \pre `s` is a set of values of `a`.
/// \par Complexity Linear in the number of intervals; some 10 µs for one whose ends are texts of
/// 256 characters.
[[nodiscard]] inline big_count count_values(const attribute& a, const value_set& s) {
  big_count count = s.has_none() ? 1 : 0;
  for (const auto& i : s.intervals()) {
    count +=
        a.domain.is_text() ? detail::count_texts(a.domain, i) : detail::count_numbers(a.domain, i);
  }
  return count;
}

}  // namespace shozai::inline v1
