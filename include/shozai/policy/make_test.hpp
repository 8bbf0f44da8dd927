// SPDX-License-Identifier: Apache-2.0
/// \file
/// A test with the set of values that it accepts, from an operator and constants.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/attribute.hpp"
#include "shozai/core/value_set.hpp"
#include "shozai/policy/condition.hpp"

namespace shozai::inline v1 {

namespace detail {

inline value_set accepted_values(const attribute& a, const unary_test& t) {
  const auto& d = a.domain;
  const auto first = [&]() -> const value& { return t.constants.front(); };
  const auto up_to = [&] { return unite(d.below(first()), d.only(first())); };
  // Negation is that of logic: what is not below is not below, none included. The operators
  // `>` and `>=` are positive tests all the same, so none is left out of the complement.
  const auto without_none = [&](const value_set& s) { return d.complement(s, false); };
  switch (t.op) {
    case test_operator::equal:
      return d.only(first());
    case test_operator::not_equal:
      return d.complement(d.only(first()), a.optional);
    case test_operator::less:
      return d.below(first());
    case test_operator::less_equal:
      return up_to();
    case test_operator::greater:
      return without_none(up_to());
    case test_operator::greater_equal:
      return without_none(d.below(first()));
    case test_operator::in: {
      value_set any;
      for (const auto& each : t.constants) {
        any = unite(any, d.only(each));
      }
      return any;
    }
    case test_operator::within: {
      const auto range = a.values.find(t.group);
      return intersect(d.from(value{static_cast<std::int64_t>(range->first)}),
                       d.below(value{static_cast<std::int64_t>(range->end)}));
    }
    case test_operator::starts_with: {
      const auto& prefix = std::get<std::string>(first());
      return d.contains(first()) ? d.starting_with(prefix) : value_set{};
    }
    case test_operator::has:
      return d.all(false);
    case test_operator::is_true:
      return d.only(value{std::int64_t{1}});
  }
  return {};
}

}  // namespace detail

/// A test of attribute number `index`, which is `a`. `within` needs a group that exists.
[[nodiscard]] inline unary_test make_test(const attribute& a, std::size_t index, test_operator op,
                                          std::vector<value> constants, std::string group = {}) {
  unary_test test{index, op, std::move(constants), std::move(group), {}};
  test.accepted = detail::accepted_values(a, test);
  return test;
}

}  // namespace shozai::inline v1
