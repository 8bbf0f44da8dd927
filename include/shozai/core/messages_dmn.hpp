// SPDX-License-Identifier: Apache-2.0
/// \file
/// Messages about DMN models: SZ860 to SZ889.
#pragma once

#include <array>

#include "shozai/core/message_text.hpp"

namespace shozai::inline v1 {

inline constexpr auto dmn_messages = std::to_array<message_text>({
    {"SZ860", severity::error, "not XML: {0}", "XML として読めません: {0}", "", ""},
});

}  // namespace shozai::inline v1
