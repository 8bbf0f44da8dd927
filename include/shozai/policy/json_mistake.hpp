// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a person did where a text stops being JSON: a comma too many, a quote of the wrong kind.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "shozai/core/utf8.hpp"
#include "shozai/policy/text_findings.hpp"

namespace shozai::inline v1::detail {

/// The place at which a parser gave up, looked at once more. What the parser says of the token
/// differs between its versions, so the text itself is asked.
class json_mistake {
 public:
  /// What the parser was in the middle of.
  struct situation {
    bool nested;        ///< some object or array is open
    bool key_wanted;    ///< of an object
    bool value_wanted;  ///< of a key
  };

  /// `position` is the place after what the parser read last.
  json_mistake(std::string_view text, std::size_t position, situation now)
      : text_(text), now_(now), span_(offending(position)) {
    found_ = shown(text_.substr(span_.offset, span_.length));
  }

  /// What stands there, as people can see it; empty if the text just ends.
  [[nodiscard]] const std::string& found() const noexcept { return found_; }

  /// Where to point: the mistake, or what the text ends with.
  [[nodiscard]] std::size_t offset() const {
    if (!found_.empty()) {
      return span_.offset;
    }
    const auto last = text_.find_last_not_of(" \t\r\n");
    return last == std::string_view::npos ? 0 : last;
  }

  /// What to do about it, as a term of the catalogue; empty where there is nothing to say.
  [[nodiscard]] std::string_view advice() const {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> words = {
        {{"U+000A", "line_break"},
         {"U+000D", "line_break"},
         {"U+0009", "tab"},
         {"NaN", "not_a_number"},
         {"Infinity", "not_a_number"},
         {"-Infinity", "not_a_number"},
         {"True", "lower_case"},
         {"False", "lower_case"},
         {"None", "lower_case"},
         {"TRUE", "lower_case"},
         {"FALSE", "lower_case"},
         {"NULL", "lower_case"},
         {"/", "comment"},
         {"#", "comment"}}};
    const auto* known = std::ranges::find(words, found_, [](const auto& w) { return w.first; });
    if (known != words.end()) {
      return known->second;
    }
    if (found_.starts_with('\\') && !found_.starts_with("\\u")) {
      return "escape";
    }
    if (found_ == "}" || found_ == "]") {
      return previous() == ',' ? "trailing_comma" : "";
    }
    return advice_on_character();
  }

 private:
  static constexpr bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
  static constexpr bool is_letter(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  }
  static constexpr bool is_word(char c) {
    const auto wide = static_cast<char32_t>(static_cast<unsigned char>(c));
    return is_digit(wide) || is_letter(wide) || c == '.' || c == '+' || c == '-' || c == '_';
  }

  [[nodiscard]] std::string_view advice_on_character() const {
    const auto first = first_character();
    const bool curly = first >= 0x2018 && first <= 0x201F;
    const bool bare_key =
        is_letter(first) && now_.key_wanted && (previous() == '{' || previous() == ',');
    if (first == U'\'' || curly || bare_key) {
      return "double_quotes";
    }
    if (first >= 0xFF01 && first <= 0xFF5E) {
      return "half_width";
    }
    if (now_.value_wanted) {
      return previous() == '"' ? "missing_colon" : "";
    }
    return now_.nested && ends_a_value(previous()) && begins_a_value(first) ? "missing_comma" : "";
  }

  static bool ends_a_value(char c) {
    return c == '"' || c == '}' || c == ']' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  }
  [[nodiscard]] bool begins_a_value(char32_t first) const {
    return first == U'"' || first == U'{' || first == U'[' || first == U'-' || is_digit(first) ||
           found_ == "true" || found_ == "false" || found_ == "null";
  }

  // The last character before the mistake that is no blank.
  [[nodiscard]] char previous() const {
    const auto before = text_.substr(0, span_.offset).find_last_not_of(" \t\r\n");
    return before == std::string_view::npos ? '\0' : text_[before];
  }
  [[nodiscard]] char32_t first_character() const {
    std::size_t at = 0;
    return found_.empty() ? U' ' : decode_code_point(found_, at);
  }

  // The token that ends at `position`.
  [[nodiscard]] text_span offending(std::size_t position) const {
    if (position > text_.size() || position == 0) {
      return {text_.size(), 0};
    }
    auto begin = position - 1;
    while (begin > 0 && (static_cast<unsigned char>(text_[begin]) & 0xC0U) == 0x80U) {
      --begin;
    }
    if (const auto literal = literal_before(begin); literal.length > 0) {
      return literal;
    }
    auto end = begin;
    static_cast<void>(decode_code_point(text_, end));
    return widened(begin, end);
  }

  // A literal that is cut short, such as `tru`, is noticed only behind its end.
  [[nodiscard]] text_span literal_before(std::size_t end) const {
    if (end == 0 || is_word(text_[end]) || !is_word(text_[end - 1])) {
      return {};
    }
    const auto begin = word_begin(end - 1);
    const auto literal = text_.substr(begin, end - begin);
    const bool begins_like_one =
        std::string_view("tfn").find(literal.front()) != std::string_view::npos;
    const bool is_one = literal == "true" || literal == "false" || literal == "null";
    return begins_like_one && !is_one ? text_span{begin, literal.size()} : text_span{};
  }

  // The whole word, the whole text in quotes, or the whole escape around one character.
  [[nodiscard]] text_span widened(std::size_t begin, std::size_t end) const {
    if (text_[begin] == '"' && begin > 0) {
      const auto opening = text_.rfind('"', begin - 1);
      begin = opening == std::string_view::npos ? begin : opening;
    }
    if (is_word(text_[begin])) {
      begin = word_begin(begin);
      while (end < text_.size() && is_word(text_[end])) {
        ++end;
      }
    }
    if (begin > 0 && text_[begin - 1] == '\\') {
      --begin;
    }
    return {begin, end - begin};
  }

  [[nodiscard]] std::size_t word_begin(std::size_t at) const {
    while (at > 0 && is_word(text_[at - 1])) {
      --at;
    }
    return at;
  }

  // A character that cannot be seen is named by its number.
  static std::string shown(std::string_view found) {
    constexpr std::size_t readable = 40;
    constexpr char32_t invisible = 0xFEFF;
    if (found.size() > readable) {
      return "\"";
    }
    std::size_t at = 0;
    const auto first = found.empty() ? U' ' : decode_code_point(found, at);
    if (!is_control(first) && first != invisible) {
      return std::string(found);
    }
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string name = "U+";
    for (const unsigned shift : {12U, 8U, 4U, 0U}) {
      name += digits[(static_cast<unsigned>(first) >> shift) & 0xFU];
    }
    return name;
  }

  std::string_view text_;
  situation now_;
  text_span span_;
  std::string found_;
};

}  // namespace shozai::inline v1::detail
