// SPDX-License-Identifier: Apache-2.0
/// \file
/// What fuzz targets hold to be true of every input.
#pragma once

#include <cstdlib>

namespace shozai::testing {

/// Ends the program where `holds` is false, for the fuzzer to keep the input.
inline void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

}  // namespace shozai::testing
