// SPDX-License-Identifier: Apache-2.0
/// \file
/// RFC 6901 JSON Pointers, built while descending into a document.
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shozai::inline v1 {

/// The path to one place in a JSON document, such as `/rules/3/then/accountable`.
///
/// A value: `pointer / "rules" / 3` makes the pointer of the child and leaves `pointer` alone. The
/// default is the whole document.
class json_pointer {
 public:
  json_pointer() = default;

  /// Takes `text` as it is: \pre `is_valid(text)`.
  explicit json_pointer(std::string text) : text_(std::move(text)) {}

  /// The pointer of the member `key`, which is escaped as needed.
  [[nodiscard]] json_pointer operator/(std::string_view key) const {
    json_pointer child{*this};
    child.text_ += '/';
    for (const char letter : key) {
      if (letter == '~') {
        child.text_ += "~0";
      } else if (letter == '/') {
        child.text_ += "~1";
      } else {
        child.text_ += letter;
      }
    }
    return child;
  }

  /// The pointer of the element `index`, counted from 0.
  [[nodiscard]] json_pointer operator/(std::size_t index) const {
    return *this / std::string_view{std::to_string(index)};
  }

  [[nodiscard]] const std::string& string() const noexcept { return text_; }

  /// Whether `pointer` is empty or begins with `/`, with every `~` part of `~0` or `~1`.
  [[nodiscard]] static constexpr bool is_valid(std::string_view pointer) noexcept {
    for (std::size_t at = pointer.find('~'); at != std::string_view::npos;
         at = pointer.find('~', at + 1)) {
      if (at + 1 == pointer.size() || (pointer[at + 1] != '0' && pointer[at + 1] != '1')) {
        return false;
      }
    }
    return pointer.empty() || pointer.front() == '/';
  }

  /// The steps of `pointer`, unescaped: keys of objects, and indexes of arrays as they are written.
  ///
  /// \pre `is_valid(pointer)`; otherwise a missing first `/` is taken as given and a stray `~` as
  /// itself.
  [[nodiscard]] static std::vector<std::string> split(std::string_view pointer) {
    std::vector<std::string> steps;
    if (pointer.empty()) {
      return steps;
    }
    if (pointer.front() != '/') {
      steps.emplace_back();
    }
    for (std::size_t at = 0; at < pointer.size(); ++at) {
      if (pointer[at] == '/') {
        steps.emplace_back();
      } else if (is_escape(pointer, at)) {
        ++at;
        steps.back() += pointer[at] == '0' ? '~' : '/';
      } else {
        steps.back() += pointer[at];
      }
    }
    return steps;
  }

  friend bool operator==(const json_pointer&, const json_pointer&) = default;
  friend auto operator<=>(const json_pointer&, const json_pointer&) = default;

 private:
  [[nodiscard]] static constexpr bool is_escape(std::string_view pointer, std::size_t at) noexcept {
    return pointer[at] == '~' && at + 1 < pointer.size() &&
           (pointer[at + 1] == '0' || pointer[at + 1] == '1');
  }

  std::string text_;
};

}  // namespace shozai::inline v1
