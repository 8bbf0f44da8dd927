// SPDX-License-Identifier: Apache-2.0
/// \file
/// The syntax tree of a condition: a boolean formula over tests of one attribute each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/value.hpp"
#include "shozai/core/value_set.hpp"

namespace shozai::inline v1 {

enum class test_operator : std::uint8_t {
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
  within,
  starts_with,
  has,
  is_true,  ///< a bool attribute by itself
};

/// One attribute against constants.
struct unary_test {
  std::size_t attribute = 0;  ///< index in the schema
  test_operator op = test_operator::is_true;
  std::vector<value> constants;  ///< as written, in the attribute's encoding
  std::string group;             ///< of `within`
  value_set accepted;            ///< exactly the values for which the test is true

  friend bool operator==(const unary_test&, const unary_test&) = default;
};

/// A formula. Conjunctions and disjunctions have at least two operands, a negation has one.
struct condition {
  enum class kind : std::uint8_t {
    constant,
    test,
    definition,
    negation,
    conjunction,
    disjunction,
  };

  kind what = kind::constant;
  bool truth = true;           ///< of a constant
  unary_test test;             ///< of a test
  std::size_t definition = 0;  ///< index of the definition that is named
  std::vector<condition> operands;

  [[nodiscard]] static condition always(bool truth) {
    condition c;
    c.truth = truth;
    return c;
  }
  [[nodiscard]] static condition of(unary_test t) {
    condition c;
    c.what = kind::test;
    c.test = std::move(t);
    return c;
  }
  [[nodiscard]] static condition named(std::size_t definition) {
    condition c;
    c.what = kind::definition;
    c.definition = definition;
    return c;
  }
  [[nodiscard]] static condition negate(condition operand) {
    condition c;
    c.what = kind::negation;
    c.operands.push_back(std::move(operand));
    return c;
  }
  /// The operands joined; a single one stands by itself.
  [[nodiscard]] static condition join(kind what, std::vector<condition> operands) {
    if (operands.size() == 1) {
      return std::move(operands.front());
    }
    condition c;
    c.what = what;
    c.operands = std::move(operands);
    return c;
  }

  friend bool operator==(const condition&, const condition&) = default;
};

/// Calls `visit` with every test in `c`, definitions not seen through.
template <typename Visit>
void for_each_test(const condition& c, const Visit& visit) {
  if (c.what == condition::kind::test) {
    visit(c.test);
  }
  for (const auto& operand : c.operands) {
    for_each_test(operand, visit);
  }
}

/// Calls `visit` with the index of every definition named in `c` itself.
template <typename Visit>
void for_each_definition(const condition& c, const Visit& visit) {
  if (c.what == condition::kind::definition) {
    visit(c.definition);
  }
  for (const auto& operand : c.operands) {
    for_each_definition(operand, visit);
  }
}

}  // namespace shozai::inline v1
