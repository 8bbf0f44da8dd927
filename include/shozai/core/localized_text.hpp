// SPDX-License-Identifier: Apache-2.0
/// \file
/// The same sentence in Japanese and English, or one sentence for both.
#pragma once

#include <cstdint>
#include <string>

namespace shozai::inline v1 {

enum class language : std::uint8_t { en, ja };

/// A text of the document: a bare string, or one per language.
struct localized_text {
  std::string plain;  ///< set when the document gave a bare string
  std::string en;
  std::string ja;

  /// The text in `wanted`; where that is missing, the other language, then the bare string.
  ///
  /// Empty when nothing was given; the caller then shows the id.
  [[nodiscard]] const std::string& in(language wanted) const noexcept {
    const std::string& first = wanted == language::en ? en : ja;
    const std::string& second = wanted == language::en ? ja : en;
    if (!first.empty()) {
      return first;
    }
    return second.empty() ? plain : second;
  }

  [[nodiscard]] bool empty() const noexcept { return plain.empty() && en.empty() && ja.empty(); }

  friend bool operator==(const localized_text&, const localized_text&) = default;
};

}  // namespace shozai::inline v1
