// SPDX-License-Identifier: Apache-2.0
/// \file
/// Where in a JSON text the value of a JSON Pointer stands, found by scanning the text when a
/// finding is printed.
///
/// One pass without recursion over any input, also a hostile one: linear time, one bit of memory a
/// level. A text that is not JSON has no places.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/json_pointer.hpp"
#include "shozai/core/utf8.hpp"
#include "shozai/policy/json_tokens.hpp"

namespace shozai::inline v1 {

/// A stretch of a text, and where its first character is for a person.
struct source_place {
  std::size_t offset = 0;  ///< in bytes
  std::size_t length = 0;  ///< in bytes; 1, the bracket, for an object or array
  std::size_t line = 1;    ///< from 1; LF, CRLF and a lone CR end a line
  std::size_t column = 1;  ///< from 1, in code points

  friend bool operator==(const source_place&, const source_place&) = default;
};

namespace detail {

/// The offset at which the line of `offset` begins, and the number of that line.
struct line_start {
  std::size_t offset = 0;
  std::size_t number = 1;
};

[[nodiscard]] constexpr line_start line_start_before(std::string_view text,
                                                     std::size_t offset) noexcept {
  line_start start;
  for (std::size_t at = 0; at < offset; ++at) {
    const bool lone_return = text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n');
    if (text[at] == '\n' || lone_return) {
      start = {at + 1, start.number + 1};
    }
  }
  return start;
}

}  // namespace detail

/// The place that begins at byte `offset`; what lies past the end of `text` is cut off.
///
/// A byte order mark takes no column.
[[nodiscard]] constexpr source_place place_of_offset(std::string_view text, std::size_t offset,
                                                     std::size_t length) noexcept {
  offset = std::min(offset, text.size());
  length = std::min(length, text.size() - offset);
  const auto line = detail::line_start_before(text, offset);
  std::string_view before = text.substr(line.offset, offset - line.offset);
  if (line.offset == 0 && before.starts_with(byte_order_mark)) {
    before.remove_prefix(byte_order_mark.size());
  }
  return {offset, length, line.number, code_point_count(before) + 1};
}

/// The line in which byte `offset` lies, without its end and without a byte order mark, as
/// `source_place` counts lines: what to show above an underline.
[[nodiscard]] constexpr std::string_view line_around(std::string_view text,
                                                     std::size_t offset) noexcept {
  const auto start = detail::line_start_before(text, std::min(offset, text.size()));
  std::string_view line = text.substr(start.offset);
  line = line.substr(0, line.find_first_of("\r\n"));
  if (start.offset == 0 && line.starts_with(byte_order_mark)) {
    line.remove_prefix(byte_order_mark.size());
  }
  return line;
}

namespace detail {

struct byte_span {
  std::size_t offset = 0;
  std::size_t length = 0;
};

/// What a pointer leads to: the value, and its key unless it is an element or the document.
struct pointer_target {
  byte_span value;
  std::optional<byte_span> key;
};

/// Walks one JSON text, which must be well-formed UTF-8, once and remembers the last value that the
/// steps of a pointer lead to.
///
/// Containers on the path to the target are a beginning of those that are open, so a count for each
/// of them is all there is to know; of the others only the kind matters.
class pointer_scan {
 public:
  pointer_scan(std::string_view text, std::vector<std::string> steps)
      : tokens_(text), steps_(std::move(steps)) {}

  /// The target; nothing when there is none, or when the text is not JSON.
  [[nodiscard]] std::optional<pointer_target> run() {
    for (tokens_.skip_space(); !tokens_.at_end(); tokens_.skip_space()) {
      if (!step()) {
        return std::nullopt;
      }
    }
    return expected_ == expectation::nothing ? target_ : std::nullopt;
  }

 private:
  enum class expectation : std::uint8_t {
    value,
    first_element,  ///< or the end of the array
    first_key,      ///< or the end of the object
    key,
    colon,
    separator,  ///< a comma, or the end of the container
    nothing
  };

  /// Reads one token that may stand here.
  bool step() {
    switch (expected_) {
      case expectation::first_element:
        return tokens_.peek() == ']' ? close() : read_value();
      case expectation::value:
        return read_value();
      case expectation::first_key:
        return tokens_.peek() == '}' ? close() : read_key();
      case expectation::key:
        return read_key();
      case expectation::colon:
        expected_ = expectation::value;
        return tokens_.take(':');
      case expectation::separator:
        return read_separator();
      case expectation::nothing:
        break;
    }
    return false;
  }

  /// Whether the innermost open container is one that the pointer passes through.
  [[nodiscard]] bool on_path() const noexcept { return is_object_.size() == indexes_.size(); }

  /// The step that must lead on from the innermost container on the path, if it is not the target.
  [[nodiscard]] const std::string& next_step() const noexcept {
    return steps_[indexes_.size() - 1];
  }

  bool read_value() {
    if (!is_object_.empty() && !is_object_.back() && on_path()) {
      key_.reset();
      matched_ = next_step() == std::to_string(indexes_.back());
      ++indexes_.back();
    }
    const bool on_way = std::exchange(matched_, false);
    const bool is_target = on_way && indexes_.size() == steps_.size();
    if (on_way) {
      target_.reset();  // an earlier member of the same name does not count
    }
    const std::size_t start = tokens_.offset();
    const char first = tokens_.peek();
    if (first == '{' || first == '[') {
      open(first == '{', on_way && !is_target);
    } else if (tokens_.read_scalar()) {
      value_ends();
    } else {
      return false;
    }
    if (is_target) {
      const bool is_container = first == '{' || first == '[';
      target_ = pointer_target{{start, is_container ? 1 : tokens_.offset() - start}, key_};
    }
    return true;
  }

  void open(bool is_object, bool leads_on) {
    tokens_.take(is_object ? '{' : '[');
    is_object_.push_back(is_object);
    if (leads_on) {
      indexes_.push_back(0);
    }
    expected_ = is_object ? expectation::first_key : expectation::first_element;
  }

  bool close() {
    if (!tokens_.take(is_object_.back() ? '}' : ']')) {
      return false;
    }
    if (on_path()) {
      indexes_.pop_back();
    }
    is_object_.pop_back();
    value_ends();
    return true;
  }

  void value_ends() noexcept {
    expected_ = is_object_.empty() ? expectation::nothing : expectation::separator;
  }

  bool read_separator() {
    if (!tokens_.take(',')) {
      return close();
    }
    expected_ = is_object_.back() ? expectation::key : expectation::value;
    return true;
  }

  bool read_key() {
    const std::size_t start = tokens_.offset();
    std::string key;
    if (!tokens_.read_string(on_path() ? &key : nullptr)) {
      return false;
    }
    if (on_path()) {
      matched_ = key == next_step();
      key_ = byte_span{start, tokens_.offset() - start};
    }
    expected_ = expectation::colon;
    return true;
  }

  json_tokens tokens_;
  std::vector<std::string> steps_;
  expectation expected_ = expectation::value;
  bool matched_ = true;               ///< the value that comes next is on the path
  std::optional<byte_span> key_;      ///< of the value that comes next, on the path
  std::vector<bool> is_object_;       ///< the kind of every open container
  std::vector<std::size_t> indexes_;  ///< one for every open container on the path
  std::optional<pointer_target> target_;
};

[[nodiscard]] inline std::optional<pointer_target> find_target(std::string_view text,
                                                               std::string_view pointer) {
  if (!json_pointer::is_valid(pointer) || first_invalid_utf8(text)) {
    return std::nullopt;
  }
  return pointer_scan{text, json_pointer::split(pointer)}.run();
}

}  // namespace detail

/// The place of the value that `pointer` leads to; nothing when there is none or `text` is not
/// JSON.
///
/// Of members with the same key the last counts. The length covers a scalar, or the opening
/// bracket.
[[nodiscard]] inline std::optional<source_place> locate(std::string_view text,
                                                        std::string_view pointer) {
  const auto target = detail::find_target(text, pointer);
  if (!target) {
    return std::nullopt;
  }
  return place_of_offset(text, target->value.offset, target->value.length);
}

/// The place of the key, quotes included, of the member that `pointer` leads to; nothing also for
/// an element of an array and for the whole document, which have none.
[[nodiscard]] inline std::optional<source_place> locate_key(std::string_view text,
                                                            std::string_view pointer) {
  const auto target = detail::find_target(text, pointer);
  if (!target || !target->key) {
    return std::nullopt;
  }
  return place_of_offset(text, target->key->offset, target->key->length);
}

}  // namespace shozai::inline v1
