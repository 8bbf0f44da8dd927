// SPDX-License-Identifier: Apache-2.0
/// \file
/// A set of values → the condition that holds just for them, as a person would write it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/attribute.hpp"
#include "shozai/core/value_set.hpp"
#include "shozai/policy/condition.hpp"
#include "shozai/policy/condition_printer.hpp"
#include "shozai/policy/make_test.hpp"

namespace shozai::inline v1 {

namespace detail {

/// Builds the condition of one attribute's set.
class set_describer {
 public:
  set_describer(const attribute& a, std::size_t index) : attribute_(a), index_(index) {}

  [[nodiscard]] condition describe(const value_set& s) const {
    if (s == attribute_.everything()) {
      return condition::always(true);
    }
    if (s == attribute_.domain.all(false)) {
      return test(test_operator::has, {});
    }
    std::vector<condition> parts;
    if (s.has_none()) {
      parts.push_back(condition::negate(test(test_operator::has, {})));
    }
    if (is_ordered(attribute_.type)) {
      for (const auto& i : s.intervals()) {
        parts.push_back(interval_test(i));
      }
    } else if (!s.intervals().empty()) {
      parts.push_back(listed(s));
    }
    return parts.empty() ? condition::always(false)
                         : condition::join(condition::kind::disjunction, std::move(parts));
  }

 private:
  [[nodiscard]] condition test(test_operator op, std::vector<value> constants) const {
    return condition::of(make_test(attribute_, index_, op, std::move(constants)));
  }

  // The values of an enum or a bool, one by one; a group by its name.
  [[nodiscard]] condition listed(const value_set& s) const {
    if (attribute_.type == attribute_type::boolean) {
      const bool truth = s.contains(value{std::int64_t{1}});
      return truth ? test(test_operator::is_true, {})
                   : test(test_operator::equal, {value{std::int64_t{0}}});
    }
    for (const auto id : attribute_.values.ids()) {
      const auto range = attribute_.values.find(id);
      if (range->group) {
        auto group = make_test(attribute_, index_, test_operator::within, {}, std::string(id));
        if (group.accepted == value_set{false, {s.intervals().begin(), s.intervals().end()}}) {
          return condition::of(std::move(group));
        }
      }
    }
    std::vector<value> values;
    for (std::size_t leaf = 0; leaf < attribute_.values.size(); ++leaf) {
      if (const value v{static_cast<std::int64_t>(leaf)}; s.contains(v)) {
        values.push_back(v);
      }
    }
    const auto op = values.size() == 1 ? test_operator::equal : test_operator::in;
    return test(op, std::move(values));
  }

  // Bounds that are those of the domain are not written.
  [[nodiscard]] condition interval_test(const interval& i) const {
    const auto& d = attribute_.domain;
    if (i.to == d.next(i.from)) {
      return test(test_operator::equal, {i.from});
    }
    std::vector<condition> bounds;
    if (i.from != d.first()) {
      bounds.push_back(test(test_operator::greater_equal, {i.from}));
    }
    if (i.to) {
      bounds.push_back(upper_bound(*i.to));
    }
    return bounds.empty() ? test(test_operator::has, {})
                          : condition::join(condition::kind::conjunction, std::move(bounds));
  }

  // Whole numbers and days have a last value below the bound; of decimals and texts one says `<`.
  [[nodiscard]] condition upper_bound(const value& to) const {
    const bool discrete =
        attribute_.type == attribute_type::integer || attribute_.type == attribute_type::date;
    return discrete ? test(test_operator::less_equal, {value{std::get<std::int64_t>(to) - 1}})
                    : test(test_operator::less, {to});
  }

  const attribute& attribute_;
  std::size_t index_;
};

}  // namespace detail

/// The condition that is true for just the values of `s`, of attribute number `index`, `a`.
[[nodiscard]] inline condition describe_set(const attribute& a, std::size_t index,
                                            const value_set& s) {
  return detail::set_describer(a, index).describe(s);
}

}  // namespace shozai::inline v1
