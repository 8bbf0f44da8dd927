// SPDX-License-Identifier: Apache-2.0
/// \file
/// What names in a condition can mean.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "shozai/core/schema.hpp"
#include "shozai/core/suggestion.hpp"

namespace shozai::inline v1 {

/// Names and what they stand for, in the order of names.
using name_table = std::map<std::string, std::size_t, std::less<>>;

[[nodiscard]] inline std::optional<std::size_t> find_name(const name_table& names,
                                                          std::string_view name) {
  const auto found = names.find(name);
  return found == names.end() ? std::nullopt : std::optional{found->second};
}

/// The attributes and the definitions that a condition may name.
struct condition_scope {
  const schema& attributes;
  const name_table& definitions;

  /// The name that was probably meant; empty when none is near.
  [[nodiscard]] std::string nearest(std::string_view wrong) const {
    auto names = attributes.names();
    for (const auto& [name, unused] : definitions) {
      names.emplace_back(name);
    }
    return nearest_name(wrong, names).value_or("");
  }
};

}  // namespace shozai::inline v1
