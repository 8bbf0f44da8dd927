// SPDX-License-Identifier: Apache-2.0
/// \file
/// Messages about what an organization and its escalation say: SZ300 to SZ339.
#pragma once

#include <array>

#include "shozai/core/message_text.hpp"

namespace shozai::inline v1 {

inline constexpr auto organization_messages = std::to_array<message_text>({
    {"SZ300", severity::error, "unknown {@0} `{1}`", "未登録の{@0} `{1}` です",
     "did you mean `{2}`?", "`{2}` ではありませんか"},
    {"SZ301", severity::error, "zone `{0}` needs zone data",
     "タイムゾーン `{0}` には地域別の時刻データが必要です",
     "give the loader a source of zones, or write an offset such as `+09:00`",
     "読み込み時に時刻データを渡すか、`+09:00` のような時差で書いてください"},
    {"SZ302", severity::error, "unknown zone `{0}`", "タイムゾーン `{0}` は登録されていません",
     "write a name such as `Asia/Tokyo`, or an offset such as `+09:00`",
     "`Asia/Tokyo` のような名前か、`+09:00` のような時差で書いてください"},
    {"SZ303", severity::error, "the calendar `{0}` is built in",
     "カレンダー `{0}` は組み込みのため定義できません", "give yours another id",
     "別の ID を付けてください"},
    {"SZ304", severity::error, "`{0}` is given hours twice", "`{0}` の時間帯が二度書かれています",
     "write all hours of a day in one list", "一日の時間帯は一つのリストにまとめてください"},
    {"SZ305", severity::error, "hours `{0}` and `{1}` overlap",
     "時間帯 `{0}` と `{1}` が重なっています", "let one end before the other begins",
     "一方が終わってから他方が始まるようにしてください"},
    {"SZ306", severity::error, "exceptions `{0}` and `{1}` overlap",
     "例外日 `{0}` と `{1}` が重なっています", "give each day one exception only",
     "一つの日には例外を一つだけ書いてください"},
    {"SZ307", severity::warning, "calendar `{0}` never opens",
     "カレンダー `{0}` には開く時間がありません", "give it hours, or remove it",
     "時間帯を書くか、削除してください"},
    {"SZ308", severity::error, "two of `{0}` overlap", "`{0}` の期間が重なっています",
     "let the first end where the second begins",
     "先の期間の終わりを、次の期間の始まりに合わせてください"},
    {"SZ309", severity::error, "ends at {1}, which is not after {0}",
     "終わり {1} が始まり {0} より後ではありません",
     "`to` is the first moment that is no longer meant",
     "`to` には、対象でなくなる最初の日時を書いてください"},
    {"SZ310", severity::error, "a duration of nothing", "期間がゼロです",
     "write a duration of more than zero, such as `PT30M`",
     "`PT30M` のように、ゼロより長い期間を書いてください"},
    {"SZ311", severity::error, "`{0}` has a roster and holders",
     "`{0}` に当番表と担当者の両方が指定されています", "keep one of the two",
     "どちらか一方にしてください"},
    {"SZ312", severity::error, "`fallback` has no meaning: `if_empty` is `{0}`",
     "`if_empty` が `{0}` なので `fallback` は使われません", "write `\"if_empty\": \"fallback\"`",
     "`\"if_empty\": \"fallback\"` と書いてください"},
    {"SZ313", severity::error, "more than {0} of `{1}`", "`{1}` が {0} 件を超えています", "", ""},
    {"SZ314", severity::error, "{0} is not among the days that the list covers, {1} to {2}",
     "{0} は、この一覧が対象とする {1}〜{2} の外です", "correct the day, or `covers`",
     "日付か `covers` を直してください"},
    {"SZ315", severity::error, "a deputy is one person or one position",
     "代行者には `person` と `position` のどちらか一方が必要です",
     "write `person` or `position`, and only one of them",
     "`person` か `position` のどちらか一方だけを書いてください"},
    {"SZ316", severity::error, "`{0}` would stand in for itself",
     "`{0}` が自分自身の代わりになっています", "name another position",
     "別の役職を指定してください"},
    {"SZ317", severity::error, "a dispute is between two departments",
     "`between` には部門を二つ書きます", "name two different departments or teams",
     "異なる部門またはチームを二つ書いてください"},
    {"SZ318", severity::error, "the agreement promises nothing", "約束の内容がありません",
     "give `acknowledge_within`, `resolve_within` or both",
     "`acknowledge_within` と `resolve_within` の少なくとも一方を書いてください"},
    {"SZ319", severity::error, "`calendar` has no meaning: all time counts",
     "全時間で数えるので `calendar` は使われません", "write `\"clock\": \"working\"`",
     "`\"clock\": \"working\"` と書いてください"},
    {"SZ339", severity::error, "the policy has no `organization`",
     "この規程に `organization` がありません",
     "add one, or name the file that holds it: `{\"file\": \"organization.json\"}`",
     "追加するか、`{\"file\": \"organization.json\"}` のように別ファイルを指してください"},
});

}  // namespace shozai::inline v1
