// SPDX-License-Identifier: Apache-2.0
/// \file
/// The values at which the tests of a document change their answers, and their neighbours.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/core/attribute.hpp"
#include "shozai/core/text_order.hpp"
#include "shozai/core/utf8.hpp"
#include "shozai/policy/condition.hpp"
#include "shozai/policy/policy_document.hpp"

namespace shozai::testing {

namespace detail {

/// Gathers values of one domain.
class value_collector {
 public:
  explicit value_collector(const attribute& a) : domain_(a.domain) {
    add_near(domain_.first());
    if (domain_.is_text()) {
      add_last_text();
      return;
    }
    add_near(value{domain_.max()});
    add_near(value{std::int64_t{0}});
    constexpr std::int64_t few = 64;
    if (!is_ordered(a.type) && domain_.max() < few) {
      for (auto each = domain_.min(); each <= domain_.max(); ++each) {
        add(value{each});
      }
    }
  }

  void add_bounds(const value_set& accepted) {
    for (const auto& each : accepted.intervals()) {
      add_near(each.from);
      if (each.to) {
        add_near(*each.to);
      }
    }
  }

  /// All of them, sorted; none is not among them.
  [[nodiscard]] std::vector<value> values() const { return {values_.begin(), values_.end()}; }

 private:
  void add(value v) {
    if (domain_.contains(v)) {
      values_.insert(std::move(v));
    }
  }

  void add_near(const value& v) {
    if (!domain_.contains(v)) {
      return;
    }
    add(v);
    if (auto next = domain_.next(v)) {
      add(std::move(*next));
    }
    if (domain_.is_text()) {
      add_near_text(std::get<std::string>(v));
    } else if (v != domain_.first()) {
      add(value{std::get<std::int64_t>(v) - 1});
    }
  }

  // A text has no previous one; but its beginnings and what begins with it often differ from it.
  void add_near_text(const std::string& text) {
    add(value{text + "a"});
    if (!text.empty()) {
      add(value{text.substr(0, shozai::detail::last_code_point_offset(text))});
    }
  }

  void add_last_text() {
    constexpr std::size_t short_enough = 8;
    std::string last;
    for (std::size_t i = 0; i < domain_.max_length() && i <= short_enough; ++i) {
      append_code_point(last, last_code_point);
    }
    add(value{last});
  }

  const domain& domain_;
  std::set<value> values_;
};

/// Calls `visit` with every condition that stands in the document.
template <typename Visit>
void for_each_condition(const policy_document& document, const Visit& visit) {
  for (const auto& each : document.definitions) {
    visit(each.that);
  }
  for (const auto& each : document.assumptions) {
    visit(each.that);
  }
  for (const auto& aspect : document.aspects) {
    for (const auto* rules : {&aspect.rules, &aspect.also}) {
      for (const auto& each : *rules) {
        visit(each.when);
      }
    }
    for (const auto& each : aspect.interim.rules) {
      visit(each.when);
    }
  }
}

}  // namespace detail

/// For each attribute of the schema: bounds of its domain and of what tests accept, and the values
/// next to them. Sorted, distinct, in the domain, and never empty.
///
/// What tests of a derived number accept is of interest for the numbers that it is derived from.
[[nodiscard]] inline std::vector<std::vector<value>> interesting_values(
    const policy_document& document) {
  const auto& attributes = document.attributes;
  std::vector<detail::value_collector> collectors;
  for (const auto& a : attributes) {
    collectors.emplace_back(a);
  }
  const auto add_test = [&](const unary_test& t) {
    collectors[t.attribute].add_bounds(t.accepted);
    for (const auto input : attributes[t.attribute].inputs) {
      const auto type = attributes[input].type;
      if (type == attribute_type::integer || type == attribute_type::decimal) {
        collectors[input].add_bounds(t.accepted);
      }
    }
  };
  detail::for_each_condition(document, [&](const condition& c) { for_each_test(c, add_test); });
  std::vector<std::vector<value>> all;
  for (const auto& each : collectors) {
    all.push_back(each.values());
  }
  return all;
}

}  // namespace shozai::testing
