// SPDX-License-Identifier: Apache-2.0
/// \file
/// A condition → the same with one small mistake, in every way that there is.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/schema.hpp"
#include "shozai/policy/condition.hpp"
#include "shozai/policy/make_test.hpp"
#include "shozai/testing/mutant.hpp"

namespace shozai::inline v1 {

/// A condition in place of another.
struct mutated_condition {
  mutation what;
  condition mutated;
};

namespace detail {

/// Makes the mutants of one condition; definitions that it names are mutated where they stand.
class condition_mutator {
 public:
  explicit condition_mutator(const schema& attributes) : attributes_(attributes) {}

  [[nodiscard]] std::vector<mutated_condition> mutate(const condition& c) const {
    std::vector<mutated_condition> all;
    if (c.what == condition::kind::test) {
      mutate_test(c.test, all);
    } else if (c.what == condition::kind::definition) {
      all.push_back({mutation::constant, condition::negate(c)});
    }
    for (std::size_t i = 0; i < c.operands.size(); ++i) {
      for (auto& [what, mutated] : mutate(c.operands[i])) {
        auto changed = c;
        changed.operands[i] = std::move(mutated);
        all.push_back({what, std::move(changed)});
      }
      if (c.operands.size() > 1) {
        auto rest = c.operands;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
        all.push_back({mutation::part, condition::join(c.what, std::move(rest))});
      }
    }
    return all;
  }

 private:
  void mutate_test(const unary_test& t, std::vector<mutated_condition>& all) const {
    const auto& a = attributes_[t.attribute];
    const auto add = [&](mutation what, test_operator op, std::vector<value> constants) {
      all.push_back(
          {what, condition::of(make_test(a, t.attribute, op, std::move(constants), t.group))});
    };
    switch (t.op) {
      case test_operator::less:
      case test_operator::less_equal:
      case test_operator::greater:
      case test_operator::greater_equal:
        for (const auto& moved : one_step_from(a, t.constants.front())) {
          add(mutation::threshold, t.op, {moved});
        }
        break;
      case test_operator::equal:
      case test_operator::not_equal:
        mutate_constant(a, t, add);
        break;
      case test_operator::in:
        for (std::size_t i = 0; i < t.constants.size() && t.constants.size() > 1; ++i) {
          auto fewer = t.constants;
          fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
          add(mutation::constant, t.op, std::move(fewer));
        }
        break;
      case test_operator::within:
      case test_operator::starts_with:
      case test_operator::has:
      case test_operator::is_true:
        all.push_back({mutation::constant, condition::negate(condition::of(t))});
        break;
    }
  }

  // `==` and `!=`: a number beside it, the next name; a text or truth the other way round.
  template <typename Add>
  static void mutate_constant(const attribute& a, const unary_test& t, const Add& add) {
    const auto& constant = t.constants.front();
    if (a.type == attribute_type::enumeration) {
      const auto next = a.domain.next(constant);
      add(mutation::constant, t.op, {next ? *next : a.domain.first()});
    } else if (is_ordered(a.type) && a.type != attribute_type::string) {
      for (const auto& moved : one_step_from(a, constant)) {
        add(mutation::threshold, t.op, {moved});
      }
    } else {
      add(mutation::constant,
          t.op == test_operator::equal ? test_operator::not_equal : test_operator::equal,
          {constant});
    }
  }

  // The values before and after `v`, as far as the domain has them.
  static std::vector<value> one_step_from(const attribute& a, const value& v) {
    std::vector<value> moved;
    const auto* number = std::get_if<std::int64_t>(&v);
    if (number == nullptr) {
      return moved;  // of texts there is no next one that a person would take it for
    }
    for (const auto other : {*number - 1, *number + 1}) {
      if (a.domain.contains(value{other})) {
        moved.emplace_back(other);
      }
    }
    return moved;
  }

  const schema& attributes_;
};

}  // namespace detail

/// Every mutant of `c`: thresholds one step off, other values, parts left out.
[[nodiscard]] inline std::vector<mutated_condition> mutate(const condition& c,
                                                           const schema& attributes) {
  return detail::condition_mutator(attributes).mutate(c);
}

}  // namespace shozai::inline v1
