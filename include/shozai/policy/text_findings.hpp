// SPDX-License-Identifier: Apache-2.0
/// \file
/// Findings within one text: a condition, a cell, a derivation, a guarantee.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/diagnostic.hpp"

namespace shozai::inline v1 {

/// A finding within one text; whoever had the text read adds where it stands.
struct text_finding {
  std::string code;
  text_span span;
  std::vector<std::string> arguments;

  friend bool operator==(const text_finding&, const text_finding&) = default;
};

/// What reading a text gave: a result if there was no error, and every finding.
template <typename Result>
struct parsed {
  std::optional<Result> result;
  std::vector<text_finding> findings;
};

/// Collects the findings about one text.
class text_findings {
 public:
  void note(std::string code, text_span span, std::vector<std::string> arguments) {
    all_.push_back({std::move(code), span, std::move(arguments)});
  }

  [[nodiscard]] bool any_error() const {
    return std::ranges::any_of(
        all_, [](const auto& f) { return message_of(f.code).level == severity::error; });
  }

  /// `result`, unless one of the findings is an error.
  template <typename Result>
  [[nodiscard]] parsed<Result> finish(Result result) {
    return {any_error() ? std::nullopt : std::optional<Result>{std::move(result)}, std::move(all_)};
  }

 private:
  std::vector<text_finding> all_;
};

}  // namespace shozai::inline v1
