// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a programmer would write by hand instead: nested `if`s, generated for each synthetic policy
/// while the benchmarks are built.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace shozai::synthetic {

/// The rule that decides a row of values; one past the last, if none does.
///
/// A row is plain integers, which code written for one schema could have, where the library reads
/// variants: an advantage for the nested `if`s.
using row_function = std::uint32_t (*)(const std::int64_t* row);

/// By policy, such as "structured, override, 10 rules". What write_nested_ifs.cpp writes adds
/// itself before `main`.
[[nodiscard]] inline std::map<std::string, row_function>& nested_ifs() {
  static std::map<std::string, row_function> all;
  return all;
}

}  // namespace shozai::synthetic
