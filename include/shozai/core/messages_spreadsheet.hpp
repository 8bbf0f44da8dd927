// SPDX-License-Identifier: Apache-2.0
/// \file
/// Messages about the cells and sheets of spreadsheets: SZ830 to SZ859.
#pragma once

#include <array>

#include "shozai/core/message_text.hpp"

namespace shozai::inline v1 {

inline constexpr auto spreadsheet_messages = std::to_array<message_text>({
    {"SZ830", severity::error, "there is no sheet `{0}`", "シート `{0}` がありません",
     "the sheets are {1}", "あるシートは {1} です"},
});

}  // namespace shozai::inline v1
