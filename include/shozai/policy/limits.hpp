// SPDX-License-Identifier: Apache-2.0
/// \file
/// How large a document may be. Each limit is tested at the limit and one past it.
#pragma once

#include <cstddef>

namespace shozai::inline v1 {

/// The limits of one load; the defaults fit any policy that people can read.
struct load_limits {
  std::size_t document_bytes = std::size_t{64} * 1024 * 1024;  ///< of each file
  std::size_t depth = 64;                                      ///< of nested objects and arrays
  std::size_t string_bytes = std::size_t{64} * 1024;
  std::size_t object_keys = 100'000;
  std::size_t values = 4'000'000;  ///< of any kind, in one file
  std::size_t rules = 100'000;     ///< of the whole document, inherited ones included
  std::size_t include_depth = 8;
  std::size_t errors = 1'000;                ///< reported before reading stops
  std::size_t definition_depth = 64;         ///< of definitions that name each other
  std::size_t definition_tests = 1'000'000;  ///< of a definition, once all names are expanded
  std::size_t people = 100'000;
  std::size_t positions = 100'000;  ///< and rosters, and delegations
  std::size_t escalation_policies = 100'000;
  std::size_t steps = 1'000;  ///< of an escalation policy
  std::size_t calendars = 10'000;
  std::size_t holidays = 100'000;  ///< of a list
};

}  // namespace shozai::inline v1
