// SPDX-License-Identifier: Apache-2.0
/// \file
/// Messages about faults and tables: SZ160 to SZ199.
#pragma once

#include <array>

#include "shozai/core/message_text.hpp"

namespace shozai::inline v1 {

inline constexpr auto fault_messages = std::to_array<message_text>({
    {"SZ160", severity::error, "the policy has no attribute `{0}`", "属性 `{0}` は規程にありません",
     "did you mean `{1}`?", "`{1}` ではありませんか"},
    {"SZ161", severity::error, "`{0}` is outside {2} to {3}, the range of `{1}`",
     "`{0}` は `{1}` の範囲（{2}〜{3}）の外です", "", ""},
    {"SZ162", severity::error, "`{1}` has no value `{0}`", "`{1}` に値 `{0}` はありません",
     "did you mean `{2}`?", "`{2}` ではありませんか"},
    {"SZ163", severity::error, "`{0}` cannot be none", "`{0}` は「該当なし」にできません",
     "leave the key out if the value is not known", "値が不明なら、キーごと省いてください"},
    {"SZ164", severity::error, "no value of `{0}` is left", "`{0}` の取り得る値がなくなります", "",
     ""},
    {"SZ165", severity::error, "not a way to narrow down `{0}`", "`{0}` の絞り込みとして読めません",
     "use one of {\"in\": […]}, {\"not_in\": […]}, {\"min\": …, \"max\": …}",
     "{\"in\": […]}、{\"not_in\": […]}、{\"min\": …, \"max\": …} のどれか一つを使ってください"},
    {"SZ166", severity::error, "`{0}` is given, but its derivation gives {1}",
     "`{0}` の入力値が、計算で求めた {1} と合いません",
     "leave `{0}` out, or correct what it is derived from",
     "`{0}` を省くか、計算の元の値を直してください"},
    {"SZ167", severity::error, "`{0}` is derived as {1}, outside its range {2} to {3}; from {4}",
     "`{0}` の計算結果 {1} が範囲 {2}〜{3} の外です（元の値: {4}）", "", ""},
    {"SZ168", severity::error, "`{0}` is of type {1}, found {@2}",
     "`{0}` の型は {1} ですが、{@2}が書かれています", "", ""},
    {"SZ169", severity::error, "`min` and `max` do not apply to `{0}`, of type {1}",
     "型 {1} の `{0}` に `min` と `max` は使えません", "use `in` or `not_in`",
     "`in` か `not_in` を使ってください"},
    {"SZ170", severity::error, "`{0}` is a decimal; a fraction must stand in quotes",
     "`{0}` は小数です。小数点のある数は引用符で囲んでください",
     "write it as a text such as \"12.50\"", "\"12.50\" のように文字列で書いてください"},
    {"SZ171", severity::error, "`{0}` is finer than the {2} fraction digits of `{1}`",
     "`{0}` は小数点以下の桁が多すぎます（`{1}` は {2} 桁まで）", "", ""},
    {"SZ172", severity::error, "a value of `{0}` has a control character",
     "`{0}` の値に制御文字が含まれています", "", ""},
    {"SZ173", severity::error, "`{0}` is not a value of `{1}`, of type {2}",
     "`{0}` は `{1}`（型 {2}）の値として読めません", "", ""},
    {"SZ175", severity::error, "a value of `{0}` is longer than {1} characters",
     "`{0}` の値が {1} 文字を超えています", "", ""},
    {"SZ180", severity::error, "cells in the row: {0}, in the heading: {1}",
     "この行のセルは {0} 個ですが、見出しは {1} 個です", "", ""},
    {"SZ181", severity::error, "a quote is not closed", "引用符が閉じられていません", "", ""},
    {"SZ182", severity::error, "text after a closing quote", "閉じた引用符の後に文字があります",
     "write a quote within a cell twice", "セルの中の引用符は二つ続けて書いてください"},
    {"SZ183", severity::error, "the table is not UTF-8", "表が UTF-8 ではありません",
     "save it as UTF-8", "UTF-8 で保存してください"},
    {"SZ184", severity::error, "a cell is too long", "セルが長すぎます", "", ""},
    {"SZ185", severity::error, "too many columns", "列が多すぎます", "", ""},
    {"SZ186", severity::error, "too many rows", "行が多すぎます", "", ""},
    {"SZ187", severity::error, "the table has no heading", "表に見出しがありません", "", ""},
    {"SZ188", severity::error, "heading `{0}` stands twice", "見出し `{0}` が重複しています", "",
     ""},
    {"SZ189", severity::error, "unknown heading `{0}`", "未知の見出し `{0}` です",
     "did you mean `{1}`?", "`{1}` ではありませんか"},
    {"SZ190", severity::error, "column `{0}` is missing", "列 `{0}` がありません", "", ""},
    {"SZ191", severity::error, "an empty cell", "セルが空です", "write `-` where any value will do",
     "どの値でもよい場合は `-` と書いてください"},
    {"SZ199", severity::error, "more than {0} errors; reading stopped",
     "誤りが {0} 件を超えたため、読み込みを中止しました", "correct those above first",
     "まず上の誤りを直してください"},
});

}  // namespace shozai::inline v1
