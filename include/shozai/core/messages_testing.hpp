// SPDX-License-Identifier: Apache-2.0
/// \file
/// Messages about files of test cases: SZ801 to SZ829.
#pragma once

#include <array>

#include "shozai/core/message_text.hpp"

namespace shozai::inline v1 {

inline constexpr auto testing_messages = std::to_array<message_text>({
    {"SZ801", severity::error, "the policy has no aspect `{0}`", "観点 `{0}` は規程にありません",
     "did you mean `{1}`?", "`{1}` ではありませんか"},
    {"SZ802", severity::error, "aspect `{1}` has no rule `{0}`",
     "観点 `{1}` に規則 `{0}` はありません", "did you mean `{2}`?", "`{2}` ではありませんか"},
    {"SZ803", severity::error, "two cases are named `{0}`", "名称 `{0}` の事例が二つあります",
     "give one of them another name", "どちらかの名称を変えてください"},
    {"SZ804", severity::error, "nothing is expected of aspect `{0}`",
     "観点 `{0}` に期待する内容が書かれていません", "say what is expected, or leave the aspect out",
     "期待する内容を書くか、観点ごと省いてください"},
    {"SZ805", severity::error,
     "the policy has {0} versions; the case does not say which decides it",
     "規程に {0} つの版がありますが、どの版で判定する事例なのか書かれていません",
     "add the day on which the case is decided: \"at\": \"2026-04-01\"",
     "判定する日を \"at\": \"2026-04-01\" のように加えてください"},
    {"SZ806", severity::error, "there is no policy `{0}` for these cases",
     "これらの事例の規程 `{0}` がありません",
     "name the file in the key `policy`, or give it with `--policy`",
     "キー `policy` にファイル名を書くか、`--policy` で指定してください"},
});

}  // namespace shozai::inline v1
