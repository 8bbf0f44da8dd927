// SPDX-License-Identifier: Apache-2.0
/// \file
/// The headings of a rule table: what a row may say beside its cells, in English or Japanese.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shozai::inline v1 {

/// What a column of a rule table gives to its rows.
struct table_heading {
  enum kind : std::uint8_t {
    unused,     ///< no heading: nothing may stand below it
    attribute,  ///< `member` is an attribute; its cells are conditions
    plain,      ///< one word: an id, a date, a section
    person,     ///< one of departments, teams, parties
    people,     ///< a list of them
    list,       ///< a list of words
    shares,     ///< `quality 70, sales 30`
    text,       ///< a text for people, in `language` if there is one
    notes       ///< the same, of which there may be several: this is number `number`
  };

  kind what = unused;
  std::string member;      ///< as the document spells it: `accountable`
  std::string language;    ///< `ja`, `en` or empty
  std::size_t number = 0;  ///< 0 where there is only one

  /// In one spelling, whatever the language of the heading: `notes.2.ja`.
  [[nodiscard]] std::string name() const {
    return member + (number == 0 ? "" : "." + std::to_string(number)) +
           (language.empty() ? "" : "." + language);
  }

  friend bool operator==(const table_heading&, const table_heading&) = default;
};

namespace detail {

struct heading_word {
  std::string_view member;
  table_heading::kind what;
  std::string_view ja;
};

inline constexpr auto heading_words = std::to_array<heading_word>({
    {"id", table_heading::plain, "規則番号"},
    {"accountable", table_heading::person, "責任部門"},
    {"responsible", table_heading::people, "実施"},
    {"consulted", table_heading::people, "相談先"},
    {"informed", table_heading::people, "連絡先"},
    {"joint_visit", table_heading::people, "同行"},
    {"cost_share", table_heading::shares, "費用負担"},
    {"notes", table_heading::notes, "注記"},
    {"overrides", table_heading::list, "上書きする規則"},
    {"section", table_heading::plain, "規則区分"},
    {"because", table_heading::text, "理由"},
    {"note", table_heading::text, "備考"},
    {"source", table_heading::text, "根拠"},
    {"steward", table_heading::person, "管理部門"},
    {"review_by", table_heading::plain, "見直し期限"},
});

/// Takes `ending` off the end of `text`, if it stands there.
constexpr bool take_ending(std::string_view& text, std::string_view ending) {
  const bool found = text.ends_with(ending);
  text.remove_suffix(found ? ending.size() : 0);
  return found;
}

/// `ja` or `en`, taken off the end of a heading; empty if it names no language.
constexpr std::string_view take_language(std::string_view& heading) {
  for (const auto* ending : {".ja", "（日本語）", "(日本語)"}) {
    if (take_ending(heading, ending)) {
      return "ja";
    }
  }
  for (const auto* ending : {".en", "（英語）", "(英語)"}) {
    if (take_ending(heading, ending)) {
      return "en";
    }
  }
  return {};
}

/// The digits at the end of a heading, with the point before them; 0 if there are none.
inline std::size_t take_number(std::string_view& heading) {
  const auto digits = heading.size() - (heading.find_last_not_of("0123456789") + 1);
  constexpr std::size_t most = 3;
  if (digits == 0 || digits > most || heading[heading.size() - digits] == '0') {
    return 0;
  }
  std::size_t number = 0;
  for (const char digit : heading.substr(heading.size() - digits)) {
    number = number * 10 + static_cast<std::size_t>(digit - '0');
  }
  heading.remove_suffix(digits);
  take_ending(heading, ".");
  return number;
}

}  // namespace detail

/// What a heading says if it is not about an attribute; nothing if it is no such word. Names of
/// attributes may stand in the way of Japanese words, never of `english` ones.
[[nodiscard]] inline std::optional<table_heading> read_table_heading(std::string_view text,
                                                                     bool english) {
  const auto found_in = [&](std::string_view word) {
    return std::ranges::find(detail::heading_words, word,
                             english ? &detail::heading_word::member : &detail::heading_word::ja);
  };
  auto word = text;
  table_heading heading;
  heading.language = detail::take_language(word);
  heading.number = found_in(word) == detail::heading_words.end() ? detail::take_number(word) : 0;
  const auto* entry = found_in(word);
  if (entry == detail::heading_words.end() ||
      (heading.number != 0 && entry->what != table_heading::notes) ||
      (!heading.language.empty() && entry->what != table_heading::text &&
       entry->what != table_heading::notes)) {
    return std::nullopt;
  }
  heading.what = entry->what;
  heading.member = entry->member;
  return heading;
}

/// Every heading that is not about an attribute, in English, for hints.
[[nodiscard]] inline std::vector<std::string> table_heading_names() {
  std::vector<std::string> names;
  for (const auto& each : detail::heading_words) {
    names.emplace_back(each.member);
  }
  return names;
}

}  // namespace shozai::inline v1
