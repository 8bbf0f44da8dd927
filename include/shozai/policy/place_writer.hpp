// SPDX-License-Identifier: Apache-2.0
/// \file
/// Places of findings as JSON, with their lines.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "shozai/core/diagnostic.hpp"
#include "shozai/core/localized_text.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/place_index.hpp"

namespace shozai::inline v1 {

/// What a finding says in both languages.
[[nodiscard]] inline json save_message(const diagnostic& d) {
  return {{"ja", d.message(language::ja)}, {"en", d.message(language::en)}};
}

namespace detail {

/// Adds files, pointers and, where the text is there, lines and columns. Places are many and files
/// few: each is read once.
class place_writer {
 public:
  /// `sources` must outlive it.
  explicit place_writer(const source_texts& sources) : sources_(sources) {}

  void add(json& out, const std::string& file, const std::string& pointer) {
    out["file"] = file;
    out["pointer"] = pointer;
    if (const auto found = places_of(file).find(pointer)) {
      out["line"] = found->line;
      out["column"] = found->column;
    }
  }

  /// Severity, message, hint and place of a finding.
  void add(json& out, const diagnostic& what) {
    out["severity"] = std::string(name_of(what.level()));
    out["message"] = save_message(what);
    if (!what.hint(language::en).empty()) {
      out["hint"] = {{"ja", what.hint(language::ja)}, {"en", what.hint(language::en)}};
    }
    add(out, what.file, what.pointer);
  }

 private:
  const place_index& places_of(const std::string& file) {
    const auto known = places_.find(file);
    if (known != places_.end()) {
      return known->second;
    }
    const auto text = sources_.find(file);
    const auto empty = text == sources_.end();
    return places_.emplace(file, empty ? std::string_view{} : std::string_view(text->second))
        .first->second;
  }

  const source_texts& sources_;
  std::map<std::string, place_index> places_;
};

}  // namespace detail

}  // namespace shozai::inline v1
