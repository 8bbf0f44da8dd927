// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which attributes a condition depends on, definitions seen through.
#pragma once

#include <cstddef>
#include <set>

#include "shozai/policy/condition.hpp"
#include "shozai/policy/policy_document.hpp"

namespace shozai::inline v1 {

namespace detail {

template <typename Visit>
void for_each_attribute(const policy_document& document, const condition& c, const Visit& visit,
                        std::set<std::size_t>& seen) {
  for_each_test(c, [&](const unary_test& t) { visit(t.attribute); });
  for_each_definition(c, [&](std::size_t named) {
    if (seen.insert(named).second) {
      for_each_attribute(document, document.definitions[named].that, visit, seen);
    }
  });
}

}  // namespace detail

/// Calls `visit` with every attribute that `c` tests, some of them more than once.
template <typename Visit>
void for_each_attribute(const policy_document& document, const condition& c, const Visit& visit) {
  std::set<std::size_t> seen;
  detail::for_each_attribute(document, c, visit, seen);
}

}  // namespace shozai::inline v1
