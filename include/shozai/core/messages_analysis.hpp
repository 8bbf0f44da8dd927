// SPDX-License-Identifier: Apache-2.0
/// \file
/// Messages about what was proved of a policy, and of two versions of one: SZ7xx.
#pragma once

#include <array>

#include "shozai/core/message_text.hpp"

namespace shozai::inline v1 {

inline constexpr auto analysis_messages = std::to_array<message_text>({
    {"SZ701", severity::error,
     "rules `{0}` and `{1}` both decide and disagree on `{2}`: {3} or {4}",
     "規則 `{0}` と `{1}` が同時に当てはまり、`{2}` が食い違います: {3} か {4} か",
     "say in `overrides` which of them is the exception, or narrow one of them",
     "どちらが例外なのかを `overrides` で決めるか、どちらかの条件を狭めてください"},
    {"SZ702", severity::error, "rules `{0}` and `{1}` both apply under hit policy `unique`",
     "hit policy が `unique` なのに、規則 `{0}` と `{1}` が同時に当てはまります",
     "narrow one of them", "どちらかの条件を狭めてください"},
    {"SZ703", severity::error, "the assumptions {0} exclude every fault",
     "前提 {0} がすべての不具合を除外しています", "no fault can satisfy all of them",
     "これらを同時に満たす不具合はありません"},
    {"SZ704", severity::error, "guarantee `{0}` does not hold: {1}",
     "保証条件 `{0}` が成り立ちません: {1}", "", ""},
    {"SZ711", severity::warning, "no rule of `{0}` applies to some faults",
     "`{0}` には、どの規則も当てはまらない不具合があります",
     "add a rule for them, or an `otherwise`",
     "該当する規則か、`otherwise`（その他の場合）を加えてください"},
    {"SZ712", severity::warning, "rule `{0}` never decides: {1} always come before it",
     "規則 `{0}` が決め手になることはありません。必ず {1} が優先されます",
     "remove it, or make it an exception to them",
     "削除するか、優先される側の例外として書いてください"},
    {"SZ713", severity::warning, "the condition of `{0}` is never true",
     "`{0}` の条件が真になることはありません", "{1}", "{1}"},
    {"SZ714", severity::warning, "rule `{0}` overrides `{1}`, but the two never meet",
     "規則 `{0}` は `{1}` に優先すると書かれていますが、両者が同時に当てはまることはありません",
     "remove it from `overrides`, or widen a condition",
     "`overrides` から外すか、条件を見直してください"},
    {"SZ715", severity::warning, "`otherwise` of `{0}` is never reached: some rule always applies",
     "`{0}` の `otherwise` が使われることはありません。常にいずれかの規則が当てはまります",
     "remove it", "削除してください"},
    {"SZ716", severity::warning, "no fault can have `{1}` as `{0}`",
     "`{0}` が `{1}` になる不具合はあり得ません", "the assumptions exclude it",
     "前提がこの値を除外しています"},
    {"SZ718", severity::warning, "not decided for `{0}`: {@1} ({@2})",
     "`{0}` について判定できませんでした: {@1}（{@2}）", "a larger budget may decide it",
     "探索の上限を上げると判定できることがあります"},
    {"SZ721", severity::note, "rule `{0}` changes nothing: without it every fault fares the same",
     "規則 `{0}` がなくても、どの不具合の結論も変わりません", "", ""},
    {"SZ722", severity::note, "rules `{0}` and `{1}` both decide, and agree",
     "規則 `{0}` と `{1}` が同時に当てはまり、結論は一致しています", "", ""},
    {"SZ723", severity::note, "some faults of `{0}` are decided by default",
     "`{0}` には、`otherwise` で決まる不具合があります", "", ""},
    {"SZ724", severity::note, "the condition of `{0}` is always true", "`{0}` の条件は常に真です",
     "", ""},
    {"SZ725", severity::note, "assumption `{0}` follows from the others",
     "前提 `{0}` は他の前提から導かれます", "", ""},
    {"SZ726", severity::note, "definition `{0}` is not used", "定義 `{0}` は使われていません", "",
     ""},
    {"SZ727", severity::note, "definition `{0}` is always {1}", "定義 `{0}` は常に {1} です", "",
     ""},
    {"SZ728", severity::note, "no condition names the value `{1}` of `{0}`",
     "`{0}` の値 `{1}` を使っている条件がありません", "", ""},
    {"SZ729", severity::note, "`{0}` has no part in any rule", "`{0}` はどの規則にも登場しません",
     "", ""},
    {"SZ730", severity::note, "further findings of `{0}` are left out: {@1}",
     "`{0}` には、ほかにも同じ種類の指摘があります: {@1}", "", ""},
});

}  // namespace shozai::inline v1
