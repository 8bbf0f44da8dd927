// SPDX-License-Identifier: Apache-2.0
/// \file
/// Findings about a policy document or a fault, addressed to the person who wrote it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/localized_text.hpp"
#include "shozai/core/messages.hpp"

namespace shozai::inline v1 {

/// A cell of a table, counted from 1. The row counts lines of the file, the heading included.
struct cell_position {
  std::string sheet;  ///< empty for CSV
  std::size_t row = 0;
  std::size_t column = 0;

  friend bool operator==(const cell_position&, const cell_position&) = default;
};

/// A part of the text that stands at a finding's pointer, in bytes of the text as decoded.
struct text_span {
  std::size_t offset = 0;
  std::size_t length = 0;

  friend bool operator==(const text_span&, const text_span&) = default;
};

/// Another place that a finding speaks of, e.g. the first of two rules with one id.
struct related_place {
  std::string file;
  std::string pointer;

  friend bool operator==(const related_place&, const related_place&) = default;
};

/// One finding: where it is, what is wrong, and what to do about it.
///
/// Texts come from one catalogue per language (messages.hpp). A message is one line, lower case,
/// no final full stop, the user's words in back-ticks.
struct diagnostic {
  std::string code;                    ///< stable id for tools: `SZ204`
  std::string file;                    ///< the document or table; empty for text
  std::string pointer;                 ///< RFC 6901 JSON Pointer: `/rules/3/then/accountable`
  bool at_key = false;                 ///< it is about the key at `pointer`, not about its value
  std::optional<text_span> span;       ///< the part of the text at `pointer` that it is about
  std::optional<std::size_t> offset;   ///< byte in the file, where there is no pointer yet
  std::optional<cell_position> cell;   ///< for tables
  std::vector<std::string> arguments;  ///< what `message` and `hint` put in
  std::vector<related_place> related;

  [[nodiscard]] severity level() const { return message_of(code).level; }
  [[nodiscard]] std::string message(language l) const {
    const auto& texts = message_of(code);
    return fill_in(l == language::ja ? texts.ja : texts.en, arguments, l, blank::kept)
        .value_or(code);
  }
  /// What to do about it; empty when there is nothing useful to say.
  [[nodiscard]] std::string hint(language l) const {
    const auto& texts = message_of(code);
    return fill_in(l == language::ja ? texts.hint_ja : texts.hint_en, arguments, l, blank::refused)
        .value_or("");
  }

  friend bool operator==(const diagnostic&, const diagnostic&) = default;
};

/// A finding that has no place of its own, or not yet.
[[nodiscard]] inline diagnostic finding_of(std::string code, std::vector<std::string> arguments) {
  diagnostic finding;
  finding.code = std::move(code);
  finding.arguments = std::move(arguments);
  return finding;
}

using diagnostics = std::vector<diagnostic>;

[[nodiscard]] inline bool has_errors(const diagnostics& findings) {
  return std::ranges::any_of(
      findings, [](const diagnostic& each) { return each.level() == severity::error; });
}

/// File name → its text; the document itself under the name it was loaded by.
using source_texts = std::map<std::string, std::string>;

/// A document or a fault was refused. Carries every finding, never only the first.
class policy_error : public std::runtime_error {
 public:
  explicit policy_error(shozai::diagnostics findings, source_texts sources = {})
      : std::runtime_error(summary(findings)),
        findings_(std::move(findings)),
        sources_(std::move(sources)) {}

  [[nodiscard]] const shozai::diagnostics& findings() const noexcept { return findings_; }
  /// The texts that the findings point into, for `render`.
  [[nodiscard]] const source_texts& sources() const noexcept { return sources_; }

 private:
  static std::string summary(const shozai::diagnostics& findings) {
    std::string text;
    for (const auto& each : findings) {
      if (each.level() == severity::error) {
        text += (text.empty() ? "" : "\n") + each.code;
        text += each.pointer.empty() ? "" : " at " + each.pointer;
        text += ": " + each.message(language::en);
      }
    }
    return text;
  }

  shozai::diagnostics findings_;
  source_texts sources_;
};

}  // namespace shozai::inline v1
