// SPDX-License-Identifier: Apache-2.0
/// \file
/// In which order a diagram should ask the attributes: orders worth trying.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/levels.hpp"

namespace shozai::inline v1 {

namespace detail {

/// How often an attribute is tested, and into how many cells.
struct attribute_use {
  std::size_t attribute;
  std::size_t rules;
  std::uint32_t cells;
};

inline void collect_tests(const formula_table& table, const formula& f,
                          std::set<std::size_t>& attributes, std::set<std::size_t>& definitions) {
  if (f.what == condition::kind::test) {
    attributes.insert(table.tests()[f.leaf].attribute);
  } else if (f.what == condition::kind::definition && definitions.insert(f.leaf).second) {
    collect_tests(table, table.definitions()[f.leaf], attributes, definitions);
  }
  for (const auto& o : f.operands) {
    collect_tests(table, o, attributes, definitions);
  }
}

inline std::vector<attribute_use> attribute_uses(const aspect_evaluator& aspect) {
  std::map<std::size_t, std::size_t> rules;
  for (const auto& t : aspect.tests().tests()) {
    rules.emplace(t.attribute, 0);
  }
  for (const auto& f : aspect.rule_formulas()) {
    std::set<std::size_t> attributes;
    std::set<std::size_t> definitions;
    collect_tests(aspect.tests(), f, attributes, definitions);
    for (const auto a : attributes) {
      ++rules[a];
    }
  }
  std::vector<std::size_t> all;
  all.reserve(rules.size());
  for (const auto& [attribute, unused] : rules) {
    all.push_back(attribute);
  }
  const level_order order(aspect.document().attributes, aspect.tests(), all);
  std::vector<attribute_use> uses;
  uses.reserve(rules.size());
  for (const auto& [attribute, count] : rules) {
    uses.push_back({attribute, count, order.cells(order.level_of(attribute)).size()});
  }
  return uses;
}

}  // namespace detail

/// Orders worth trying, the most promising first: most tested first with large numeric attributes
/// last; fewest cells first; the order of the document.
[[nodiscard]] inline std::vector<std::vector<std::size_t>> suggest_orders(
    const aspect_evaluator& aspect) {
  using detail::attribute_use;
  auto uses = detail::attribute_uses(aspect);
  const auto names = [&uses] {
    std::vector<std::size_t> order;
    order.reserve(uses.size());
    for (const auto& u : uses) {
      order.push_back(u.attribute);
    }
    return order;
  };
  const auto in_document_order = names();

  constexpr std::uint32_t large = 32;
  std::ranges::stable_sort(uses, [](const attribute_use& a, const attribute_use& b) {
    const bool a_large = a.cells > large;
    const bool b_large = b.cells > large;
    if (a_large != b_large) {
      return b_large;
    }
    return a.rules != b.rules ? a.rules > b.rules : a.cells < b.cells;
  });
  const auto most_tested = names();
  std::ranges::stable_sort(uses, {}, &attribute_use::cells);
  const auto fewest_cells = names();

  std::vector<std::vector<std::size_t>> orders;
  for (const auto& order : {most_tested, fewest_cells, in_document_order}) {
    if (std::ranges::find(orders, order) == orders.end()) {
      orders.push_back(order);
    }
  }
  return orders;
}

}  // namespace shozai::inline v1
