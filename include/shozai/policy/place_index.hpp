// SPDX-License-Identifier: Apache-2.0
/// \file
/// The places of all values of a JSON text, found in one pass: for whoever asks for many.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "shozai/core/json_pointer.hpp"
#include "shozai/core/utf8.hpp"
#include "shozai/policy/json_tokens.hpp"
#include "shozai/policy/source_map.hpp"

namespace shozai::inline v1 {

/// Answers as `locate` does, from one reading of the text. \par Complexity Linear in the text to
/// make, constant to ask.
class place_index {
 public:
  /// Of a text that is not JSON no place is known.
  explicit place_index(std::string_view text) : text_(text), tokens_(text) {
    cursor_ = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    if (first_invalid_utf8(text) || !read_all()) {
      places_.clear();
    }
  }

  /// The place of the value that `pointer` leads to.
  [[nodiscard]] std::optional<source_place> find(const std::string& pointer) const {
    const auto found = places_.find(pointer);
    return found == places_.end() ? std::nullopt : std::optional{found->second};
  }

 private:
  struct container {
    bool is_object;
    json_pointer at;
    std::size_t elements = 0;
  };

  bool read_all() {
    if (!read_value(json_pointer{})) {
      return false;
    }
    while (!open_.empty()) {
      if (!read_member()) {
        return false;
      }
    }
    tokens_.skip_space();
    return tokens_.at_end();
  }

  // The next member of the innermost container, or its end.
  bool read_member() {
    auto& inside = open_.back();
    tokens_.skip_space();
    if (tokens_.take(inside.is_object ? '}' : ']')) {
      open_.pop_back();
      return true;
    }
    if (inside.elements > 0 && !tokens_.take(',')) {
      return false;
    }
    const auto number = inside.elements++;
    if (!inside.is_object) {
      return read_value(inside.at / number);
    }
    std::string key;
    tokens_.skip_space();
    if (!tokens_.read_string(&key)) {
      return false;
    }
    tokens_.skip_space();
    return tokens_.take(':') && read_value(inside.at / key);
  }

  bool read_value(json_pointer at) {
    tokens_.skip_space();
    const auto start = tokens_.offset();
    const char first = tokens_.peek();
    const bool is_container = first == '{' || first == '[';
    if (is_container ? !tokens_.take(first) : !tokens_.read_scalar()) {
      return false;
    }
    advance_to(start);
    places_.insert_or_assign(
        at.string(),
        source_place{start, is_container ? 1 : tokens_.offset() - start, line_, column_});
    if (is_container) {
      open_.push_back({first == '{', std::move(at)});
    }
    return true;
  }

  // Lines and columns as `source_place` counts them.
  void advance_to(std::size_t offset) {
    for (; cursor_ < offset; ++cursor_) {
      const char c = text_[cursor_];
      const bool lone_return =
          c == '\r' && (cursor_ + 1 == text_.size() || text_[cursor_ + 1] != '\n');
      if (c == '\n' || lone_return) {
        ++line_;
        column_ = 1;
      } else if (!detail::is_continuation(detail::byte_at(text_, cursor_))) {
        ++column_;
      }
    }
  }

  std::string_view text_;
  detail::json_tokens tokens_;
  std::vector<container> open_;
  std::size_t cursor_ = 0;
  std::size_t line_ = 1;
  std::size_t column_ = 1;
  std::unordered_map<std::string, source_place> places_;
};

}  // namespace shozai::inline v1
