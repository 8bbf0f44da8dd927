// SPDX-License-Identifier: Apache-2.0
/// \file
/// A text in its languages → its JSON.
#pragma once

#include "shozai/core/localized_text.hpp"
#include "shozai/policy/json_gate.hpp"

namespace shozai::inline v1 {

/// A text as a string, or as an object with its languages.
[[nodiscard]] inline json save_tree(const localized_text& t) {
  if (!t.plain.empty()) {
    return t.plain;
  }
  auto languages = json::object();
  if (!t.ja.empty()) {
    languages["ja"] = t.ja;
  }
  if (!t.en.empty()) {
    languages["en"] = t.en;
  }
  return languages;
}

}  // namespace shozai::inline v1
