// SPDX-License-Identifier: Apache-2.0
/// \file
/// Messages about files of test cases: SZ801 to SZ829.
#pragma once

#include <array>

#include "shozai/core/message_text.hpp"

namespace shozai::inline v1 {

inline constexpr auto testing_messages = std::to_array<message_text>({
    {"SZ801", severity::error, "unknown aspect `{0}`", "観点 `{0}` は規程にありません",
     "did you mean `{1}`?", "`{1}` ではありませんか"},
});

}  // namespace shozai::inline v1
