// SPDX-License-Identifier: Apache-2.0
/// \file
/// Words that messages put in: what was expected, what was found.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "shozai/core/localized_text.hpp"

namespace shozai::inline v1 {

struct message_term {
  std::string_view key;
  std::string_view en;
  std::string_view ja;
};

/// Sorted by key.
inline constexpr auto message_terms = std::to_array<message_term>({
    {"after_leaving", "after the last day of employment", "退職後も"},
    {"always_true", "conditions that are always true", "常に真の条件"},
    {"array", "a list", "リスト"},
    {"aspect", "the name of an aspect", "観点の名前"},
    {"attribute", "the name of an attribute", "属性の名前"},
    {"before_joining", "before the first day of employment", "入社前から"},
    {"boolean", "true or false", "true または false"},
    {"budget_findings", "too many findings of one kind", "同じ種類の指摘の上限"},
    {"budget_memory", "too much memory", "メモリの上限"},
    {"budget_nodes", "too many nodes", "ノード数の上限"},
    {"budget_slices", "too many slices of time", "時間の区切りの上限"},
    {"budget_steps", "too many steps", "探索手数の上限"},
    {"budget_stopped", "stopped by the caller", "呼び出し側による中止"},
    {"cell", "a cell of a table", "表のセル"},
    {"claim_field", "`accountable`, `cost_share` or `is_decided`",
     "`accountable`、`cost_share`、`is_decided` のいずれか"},
    {"clock_stops", "its working time ends and does not begin again",
     "勤務時間が終わったきり、再び始まりません"},
    {"closing_bracket", "`]`", "`]`"},
    {"closing_parenthesis", "`)`", "`)`"},
    {"comment", "JSON has no comments; move the remark into a `note`",
     "JSON にコメントは書けません。`note` に移してください"},
    {"comparison", "a comparison such as `<=`", "`<=` などの比較"},
    {"condition", "a condition", "条件"},
    {"conflict", "rules that conflict", "食い違う規則"},
    {"constant", "a constant", "定数"},
    {"constant_definition", "definitions that are always true or always false",
     "常に真または常に偽の定義"},
    {"contradictory_assumptions", "assumptions that exclude every fault",
     "すべての不具合を除外する前提"},
    {"date", "a date", "日付"},
    {"day_range", "days", "日付または期間"},
    {"dead_override", "overrides that never take effect", "効かない優先指定"},
    {"decided", "the word `decided`", "`decided` という語"},
    {"decimal", "a decimal number", "小数"},
    {"derivation", "a number, an attribute or a function", "数、属性、関数のいずれか"},
    {"dot", "`.`", "`.`"},
    {"double_quotes", "JSON texts stand in double quotes (\")",
     "JSON の文字列は二重引用符（\"）で囲みます"},
    {"duration", "a duration", "期間"},
    {"end_of_condition", "the end of the condition, `&&` or `||`",
     "条件の終わり、`&&`、`||` のいずれか"},
    {"end_of_derivation", "the end of the derivation or an operator", "計算式の終わりまたは演算子"},
    {"end_of_guarantee", "the end of the guarantee, `&&` or `||`",
     "保証条件の終わり、`&&`、`||` のいずれか"},
    {"equality", "`==`, `!=` or `in`", "`==`、`!=`、`in` のいずれか"},
    {"escape", "write a backslash twice", "逆斜線そのものは二つ続けて書いてください"},
    {"form_date", "`2026-04-01`", "`2026-04-01`"},
    {"form_day_range", "`2026-08-10..2026-08-15` (both days included) or `2026-08-10`",
     "`2026-08-10..2026-08-15`（両端の日を含む）、`2026-08-10`"},
    {"form_decimal", "`\"12.50\"`", "`\"12.50\"`"},
    {"form_duration", "`P3D` (three days) or `PT4H` (four hours)", "`P3D`（3日）、`PT4H`（4時間）"},
    {"form_hand_off", "`mon 09:00` or `09:00`", "`mon 09:00`、`09:00`"},
    {"form_hours", "`08:30-12:00`, or `22:00-06:00` into the next day",
     "`08:30-12:00`、翌日にまたがるときは `22:00-06:00`"},
    {"form_local_time", "`2026-05-01T09:00`, a day, or a time with its offset",
     "`2026-05-01T09:00`、日付、または時差付きの日時"},
    {"form_shares", "`quality 70, sales 30`", "`quality 70, sales 30`"},
    {"form_timestamp", "`2026-04-01T08:30:00+09:00`", "`2026-04-01T08:30:00+09:00`"},
    {"form_week_days", "`mon-fri` or `sat`", "`mon-fri`、`sat`"},
    {"gap", "faults without an owner", "責任部門のない不具合"},
    {"guarantee", "a guarantee", "保証条件"},
    {"half_width", "use the half-width characters of the keyboard",
     "全角でなく半角で入力してください"},
    {"hand_off", "a time of hand-off", "交代時刻"},
    {"hours", "hours of a day", "時間帯"},
    {"id_form", "1 to 64 of the characters A-Z a-z 0-9 . _ -",
     "半角英数字と `.` `_` `-` だけ（1〜64 文字）"},
    {"in", "the word `in`", "`in` という語"},
    {"integer", "a whole number", "整数"},
    {"is", "the word `is`", "`is` という語"},
    {"kind_aspect", "aspect", "観点"},
    {"kind_calendar", "calendar", "カレンダー"},
    {"kind_deputy", "position or person", "役職・担当者"},
    {"kind_escalation", "escalation policy", "エスカレーション方針"},
    {"kind_group", "department or team", "部門・チーム"},
    {"kind_holidays", "list of holidays", "休日一覧"},
    {"kind_person", "person", "担当者"},
    {"kind_position", "position", "役職"},
    {"kind_roster", "roster", "当番表"},
    {"kind_target", "position, department, team or roster", "役職・部門・チーム・当番表"},
    {"line_break", "a text ends on the line where it begins; write a line break as \\n",
     "文字列は途中で改行できません。改行は \\n と書いてください"},
    {"list", "a list in `[` and `]`", "`[` と `]` で囲んだリスト"},
    {"local_time", "a local time", "現地の日時"},
    {"lower_case", "`true`, `false` and `null` are written in lower case",
     "`true`、`false`、`null` は小文字で書きます"},
    {"missing_colon", "a colon is missing before it", "直前にコロンがありません"},
    {"missing_comma", "a comma may be missing before it",
     "直前のカンマが抜けている可能性があります"},
    {"mixed_claim", "a claim of departments and of reaching in one",
     "部門と到達を一つの式にまとめた条件"},
    {"name_form", "a lower-case letter, then lower-case letters, digits and `_`",
     "半角の英小文字で始め、英小文字・数字・`_` だけ"},
    {"never", "for ever", "際限なく"},
    {"never_true", "conditions that are never true", "決して真にならない条件"},
    {"no_way", "nothing in it leads to an accountable position",
     "責任を負う役職につながる経路がありません"},
    {"nobody_comes", "nobody comes on duty within 366 days", "366日待っても当番が来ません"},
    {"not_a_number", "leave the key out if the value is not known; `null` means it does not apply",
     "値が不明ならキーごと省き、該当しないなら `null` と書いてください"},
    {"null", "null", "null"},
    {"number", "a number with a fraction", "小数点のある数"},
    {"object", "an object", "オブジェクト"},
    {"opening_parenthesis", "`(`", "`(`"},
    {"overlap", "rules that overlap", "重なり合う規則"},
    {"promise_acknowledge", "telling the department", "部門への連絡"},
    {"promise_resolve", "reaching somebody accountable", "責任を負う人への連絡"},
    {"question", "`false` or an object", "`false` またはオブジェクト"},
    {"questions", "the word `questions`", "`questions` という語"},
    {"redundant", "rules that change nothing", "あってもなくても同じ規則"},
    {"redundant_assumption", "assumptions that exclude nothing more", "除外を増やさない前提"},
    {"set_field", "`responsible`, `consulted`, `informed` or `joint_visit`",
     "`responsible`、`consulted`、`informed`、`joint_visit` のいずれか"},
    {"shadowed", "rules that never decide", "決め手にならない規則"},
    {"share", "a share such as `sales 30`", "負担割合（`sales 30` など）"},
    {"straight_quotes", "write straight quotes: '…'", "引用符は半角の '…' を使ってください"},
    {"string", "a text", "文字列"},
    {"tab", "write a tab as \\t", "タブは \\t と書いてください"},
    {"text", "a text in quotes", "引用符で囲んだ文字列"},
    {"text_or_languages", "a text or an object with `ja` and `en`",
     "文字列、または `ja` と `en` を持つオブジェクト"},
    {"timestamp", "a point in time", "日時"},
    {"trailing_comma", "remove the comma before it", "直前のカンマを取り除いてください"},
    {"unique_violation", "rules that apply together", "同時に当てはまる規則"},
    {"unreachable_value", "values that cannot occur", "あり得ない値"},
    {"week_days", "days of the week", "曜日"},
    {"whole_number", "a whole number", "整数"},
    {"within", "the word `within`", "`within` という語"},
});

/// The term `key` in language `l`; the key itself if the catalogue has none.
[[nodiscard]] constexpr std::string_view term(std::string_view key, language l) noexcept {
  const auto* found = std::ranges::lower_bound(message_terms, key, {}, &message_term::key);
  if (found == message_terms.end() || found->key != key) {
    return key;
  }
  return l == language::ja ? found->ja : found->en;
}

}  // namespace shozai::inline v1
