// SPDX-License-Identifier: Apache-2.0
/// \file
/// Complete faults for a synthetic policy, as rows of values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/core/schema.hpp"

namespace shozai::synthetic {

/// Uniform over the integers of each domain; synthetic policies have no others.
[[nodiscard]] inline std::vector<std::vector<value>> make_rows(const schema& attributes,
                                                               std::size_t count,
                                                               std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<std::vector<value>> rows(count);
  for (auto& row : rows) {
    for (const auto& a : attributes) {
      const auto size = static_cast<std::uint64_t>(a.domain.max() - a.domain.min()) + 1;
      row.emplace_back(a.domain.min() + static_cast<std::int64_t>(random() % size));
    }
  }
  return rows;
}

[[nodiscard]] inline fault to_fault(const schema& attributes, const std::vector<value>& row) {
  fault f;
  for (std::size_t i = 0; i < row.size(); ++i) {
    f.attributes.emplace_back(attributes[i].domain, row[i]);
  }
  return f;
}

}  // namespace shozai::synthetic
