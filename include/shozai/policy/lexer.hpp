// SPDX-License-Identifier: Apache-2.0
/// \file
/// Tokens of the small languages: conditions, derivations, guarantees.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/utf8.hpp"
#include "shozai/policy/text_findings.hpp"

namespace shozai::inline v1 {

enum class token_kind : std::uint8_t { name, number, text, symbol, end };

struct token {
  token_kind kind = token_kind::end;
  std::string_view spelling;  ///< as written
  std::string content;        ///< of a text, decoded
  text_span span;
};

/// Splits `source` into tokens; the last one is always `end`.
///
/// A text that is not closed, an escape that does not exist and a character that means nothing
/// are findings (SZ217 to SZ219): then there are no tokens.
class lexer {
 public:
  explicit lexer(std::string_view source) : source_(source) {}

  [[nodiscard]] parsed<std::vector<token>> tokens() {
    std::vector<token> all;
    while (findings_.empty()) {
      skip_space();
      all.push_back(next());
      if (all.back().kind == token_kind::end && findings_.empty()) {
        return {std::move(all), {}};
      }
    }
    return {std::nullopt, std::move(findings_)};
  }

 private:
  static constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static constexpr bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
  static constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }

  void skip_space() {
    while (at_ < source_.size() && is_space(source_[at_])) {
      ++at_;
    }
  }

  [[nodiscard]] token take(token_kind kind, std::size_t begin) const {
    return {kind, source_.substr(begin, at_ - begin), {}, {begin, at_ - begin}};
  }

  token next() {
    const auto begin = at_;
    if (at_ == source_.size()) {
      return take(token_kind::end, begin);
    }
    const char c = peek();
    if (is_name_start(c)) {
      while (is_name_start(peek()) || is_digit(peek())) {
        ++at_;
      }
      return take(token_kind::name, begin);
    }
    if (is_digit(c)) {
      return number(begin);
    }
    if (c == '\'' || c == '"') {
      return text(c);
    }
    return symbol(begin);
  }

  token number(std::size_t begin) {
    while (is_digit(peek())) {
      ++at_;
    }
    if (peek() == '.' && is_digit(peek(1))) {
      ++at_;
      while (is_digit(peek())) {
        ++at_;
      }
    }
    return take(token_kind::number, begin);
  }

  token symbol(std::size_t begin) {
    static constexpr std::array<std::string_view, 6> pairs = {"==", "!=", "<=", ">=", "&&", "||"};
    for (const auto pair : pairs) {
      if (source_.substr(at_).starts_with(pair)) {
        at_ += 2;
        return take(token_kind::symbol, begin);
      }
    }
    static constexpr std::string_view singles = "<>=!()[],.+-*/&|?:{}%";
    if (singles.find(peek()) == std::string_view::npos) {
      static_cast<void>(decode_code_point(source_, at_));
      const auto found = source_.substr(begin, at_ - begin);
      fail("SZ217", begin, {std::string(found), std::string(advice(found))});
      return take(token_kind::end, begin);
    }
    ++at_;
    return take(token_kind::symbol, begin);
  }

  // What an input method or a word processor puts in the place of ASCII: a term of the catalogue.
  static std::string_view advice(std::string_view found) {
    std::size_t at = 0;
    const auto c = decode_code_point(found, at);
    if ((c >= 0x2018 && c <= 0x201F) || c == 0xFF02 || c == 0xFF07) {
      return "straight_quotes";
    }
    return (c >= 0xFF01 && c <= 0xFF5E) || c == 0x3000 ? "half_width" : "";
  }

  token text(char quote) {
    const auto begin = at_++;
    std::string content;
    while (at_ < source_.size() && peek() != quote) {
      if (peek() == '\\') {
        if (!escape(content)) {
          return take(token_kind::end, begin);
        }
      } else {
        content += source_[at_++];
      }
    }
    if (at_ == source_.size()) {
      fail("SZ218", begin, {});
      return take(token_kind::end, begin);
    }
    ++at_;
    auto result = take(token_kind::text, begin);
    result.content = std::move(content);
    return result;
  }

  bool escape(std::string& content) {
    const auto begin = at_++;
    static constexpr std::string_view names = "\\'\"nrt";
    static constexpr std::string_view meanings = "\\'\"\n\r\t";
    if (const auto found = names.find(peek());
        at_ < source_.size() && found != std::string_view::npos) {
      content += meanings[found];
      ++at_;
      return true;
    }
    if (peek() == 'u') {
      ++at_;
      if (const auto code = four_hex_digits(); code && (*code < 0xD800 || *code > 0xDFFF)) {
        append_code_point(content, *code);
        return true;
      }
    }
    if (at_ < source_.size()) {
      static_cast<void>(decode_code_point(source_, at_));
    }
    fail("SZ219", begin, {std::string(source_.substr(begin, at_ - begin))});
    return false;
  }

  std::optional<char32_t> four_hex_digits() {
    static constexpr std::string_view digits = "0123456789abcdef";
    char32_t code = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = peek();
      const auto digit = digits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
      if (c == '\0' || digit == std::string_view::npos) {
        return std::nullopt;
      }
      code = code * 16 + static_cast<char32_t>(digit);
      ++at_;
    }
    return code;
  }

  void fail(std::string code, std::size_t begin, std::vector<std::string> arguments) {
    findings_.push_back({std::move(code), {begin, at_ - begin}, std::move(arguments)});
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::vector<text_finding> findings_;
};

}  // namespace shozai::inline v1
