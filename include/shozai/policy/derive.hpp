// SPDX-License-Identifier: Apache-2.0
/// \file
/// The value of a derived attribute, from what is known of its inputs.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "shozai/core/derivation.hpp"
#include "shozai/core/fault.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/policy/literal.hpp"

namespace shozai::inline v1 {

namespace detail {

/// A number of up to 128 bits with `scale` fraction digits, for messages.
inline std::string write_wide(int128 number, int scale) {
  std::string digits;
  const bool negative = number < 0;
  do {
    const auto digit = static_cast<int>(number % 10);
    digits.insert(digits.begin(), static_cast<char>('0' + (digit < 0 ? -digit : digit)));
    number /= 10;
  } while (number != 0);
  if (scale > 0) {
    const auto wanted = static_cast<std::size_t>(scale) + 1;
    digits.insert(0, wanted > digits.size() ? wanted - digits.size() : 0, '0');
    digits.insert(digits.size() - static_cast<std::size_t>(scale), ".");
  }
  return (negative ? "-" : "") + digits;
}

}  // namespace detail

/// What attribute `a` is derived as, of known inputs: a number, perhaps outside the domain; a text
/// where it is beyond 64 bits. `number_of(i)` is the number of attribute `i`.
template <typename NumberOf>
[[nodiscard]] std::variant<std::int64_t, std::string> derived_number(const attribute& a,
                                                                     const NumberOf& number_of) {
  const auto result = evaluate(*a.derived, number_of);
  const auto scaled = result
                          ? checked_mul(*result, detail::power_of_ten(a.scale - a.derived->scale))
                          : std::nullopt;
  if (!scaled) {
    return std::string("±2^127");
  }
  if (const auto number = to_int64(*scaled)) {
    return *number;
  }
  return detail::write_wide(*scaled, a.scale);
}

/// What attribute `index` is derived as: a value (perhaps outside its domain), a text where it is
/// beyond 64 bits, or nothing where an input is not known.
[[nodiscard]] inline std::optional<std::variant<value, std::string>> derived_value(
    const schema& attributes, std::size_t index, const fault& f) {
  const auto& a = attributes[index];
  const auto known = [&](std::size_t i) -> const std::optional<value>& {
    return f.attributes[i].known();
  };
  if (std::ranges::any_of(a.inputs, [&](auto i) { return known(i) && is_none(*known(i)); })) {
    return value{none{}};
  }
  if (!std::ranges::all_of(a.inputs, [&](auto i) { return known(i).has_value(); })) {
    return std::nullopt;
  }
  auto result = derived_number(a, [&](std::size_t i) { return std::get<std::int64_t>(*known(i)); });
  if (const auto* number = std::get_if<std::int64_t>(&result)) {
    return value{*number};
  }
  return std::get<std::string>(std::move(result));
}

/// `a = 1, b = 2`: the inputs of a derived attribute, for messages.
[[nodiscard]] inline std::string describe_inputs(const schema& attributes, std::size_t index,
                                                 const fault& f) {
  std::string text;
  for (const auto input : attributes[index].inputs) {
    const auto& known = f.attributes[input].known();
    const auto& a = attributes[input];
    text += (text.empty() ? "" : ", ") + a.name + " = " +
            (!known || is_none(*known) ? "null" : write_literal(a, *known));
  }
  return text;
}

}  // namespace shozai::inline v1
