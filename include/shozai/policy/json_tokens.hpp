// SPDX-License-Identifier: Apache-2.0
/// \file
/// The tokens of a JSON text (RFC 8259), one after another, strictly and without a tree.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "shozai/core/utf8.hpp"

namespace shozai::inline v1::detail {

/// Reads the tokens of one text. What a `take_…` or `read_…` answers is whether there was one;
/// after a `read_…` that fails the position has no meaning.
///
/// \pre The text is well-formed UTF-8.
class json_tokens {
 public:
  explicit json_tokens(std::string_view text) noexcept : text_(text) {
    if (text_.starts_with(byte_order_mark)) {
      at_ = byte_order_mark.size();
    }
  }

  [[nodiscard]] std::size_t offset() const noexcept { return at_; }
  [[nodiscard]] bool at_end() const noexcept { return at_ == text_.size(); }

  /// The next byte; NUL at the end.
  [[nodiscard]] char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(char wanted) noexcept {
    if (peek() != wanted || at_ == text_.size()) {
      return false;
    }
    ++at_;
    return true;
  }

  void skip_space() noexcept {
    while (at_ < text_.size() &&
           std::string_view{" \t\r\n"}.find(text_[at_]) != std::string_view::npos) {
      ++at_;
    }
  }

  /// A text, a number, `true`, `false` or `null`.
  bool read_scalar() {
    switch (peek()) {
      case '"':
        return read_string(nullptr);
      case 't':
        return read_word("true");
      case 'f':
        return read_word("false");
      case 'n':
        return read_word("null");
      default:
        return read_number();
    }
  }

  /// A string; its value goes to `out` where someone wants it.
  bool read_string(std::string* out) {
    if (!take('"')) {
      return false;
    }
    while (!take('"')) {
      const std::size_t start = at_;
      const auto stop = text_.find_first_of("\"\\", start);
      at_ = stop == std::string_view::npos ? text_.size() : stop;
      const std::string_view run = text_.substr(start, at_ - start);
      if (std::ranges::any_of(run,
                              [](char byte) { return static_cast<unsigned char>(byte) < 0x20; })) {
        return false;
      }
      if (out != nullptr) {
        *out += run;
      }
      if (at_ == text_.size() || (peek() == '\\' && !read_escape(out))) {
        return false;
      }
    }
    return true;
  }

 private:
  bool read_word(std::string_view word) noexcept {
    if (!text_.substr(at_).starts_with(word)) {
      return false;
    }
    at_ += word.size();
    return true;
  }

  bool read_digits() noexcept {
    const std::size_t start = at_;
    while (peek() >= '0' && peek() <= '9') {
      ++at_;
    }
    return at_ > start;
  }

  bool read_number() noexcept {
    take('-');
    if (!take('0') && !read_digits()) {
      return false;
    }
    if (take('.') && !read_digits()) {
      return false;
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      return read_digits();
    }
    return true;
  }

  bool read_escape(std::string* out) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    ++at_;
    if (take('u')) {
      return read_code_point_escape(out);
    }
    const auto which = at_ < text_.size() ? letters.find(text_[at_]) : std::string_view::npos;
    if (which == std::string_view::npos) {
      return false;
    }
    ++at_;
    if (out != nullptr) {
      *out += meanings[which];
    }
    return true;
  }

  bool read_code_point_escape(std::string* out) {
    auto unit = read_four_digits();
    if (!unit || (*unit >= 0xDC00 && *unit <= 0xDFFF)) {
      return false;
    }
    if (*unit >= 0xD800 && *unit <= 0xDBFF) {
      const auto low = take('\\') && take('u') ? read_four_digits() : std::nullopt;
      if (!low || *low < 0xDC00 || *low > 0xDFFF) {
        return false;
      }
      unit = 0x10000 + ((*unit - 0xD800) << 10U) + (*low - 0xDC00);
    }
    if (out != nullptr) {
      append_code_point(*out, *unit);
    }
    return true;
  }

  std::optional<char32_t> read_four_digits() noexcept {
    char32_t value = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      constexpr std::string_view digits = "0123456789abcdef0123456789ABCDEF";
      const auto digit = at_end() ? std::string_view::npos : digits.find(text_[at_]);
      if (digit == std::string_view::npos) {
        return std::nullopt;
      }
      value = value * 16 + static_cast<char32_t>(digit % 16);
    }
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace shozai::inline v1::detail
