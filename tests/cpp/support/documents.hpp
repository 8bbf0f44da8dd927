// SPDX-License-Identifier: Apache-2.0
/// \file
/// Small documents around the part that a test is about.
#pragma once

#include <shozai/core/diagnostic.hpp>
#include <shozai/policy/load.hpp>
#include <string>
#include <utility>

namespace shozai::testing {

/// The parts of a document as JSON text. What a test does not set is small and valid.
struct document_parts {
  std::string header = R"({"id": "p", "version": "1"})";
  std::string attributes = R"({"severity": {"type": "int", "min": 1, "max": 5},
    "kind": {"type": "enum", "values": {"design": {}, "misuse": {}, "wear": {}}},
    "seen": {"type": "bool", "optional": true}})";
  std::string departments = R"({"sales": {}, "service": {}, "quality": {}})";
  std::string aspects = {};  ///< empty: one aspect `owner` with `rules`
  std::string rules = "[]";
  std::string more = {};  ///< further keys of the document, with a comma before them
};

[[nodiscard]] inline std::string document(const document_parts& parts) {
  const auto aspects =
      parts.aspects.empty()
          ? R"({"owner": {"interim": {"accountable": "quality"}, "rules": )" + parts.rules + "}}"
          : parts.aspects;
  return R"({"shozai": 1, "policy": )" + parts.header + R"(, "attributes": )" + parts.attributes +
         R"(, "departments": )" + parts.departments + R"(, "aspects": )" + aspects + parts.more +
         "}";
}

/// A rule as JSON text; `more` are further keys, with a comma after them.
[[nodiscard]] inline std::string rule_text(const std::string& id, const std::string& when,
                                           const std::string& accountable,
                                           const std::string& more = {}) {
  return R"({"id": ")" + id + R"(", "when": ")" + when + R"(", )" + more +
         R"("then": {"accountable": ")" + accountable + R"("}, "because": "b"})";
}

/// A document whose single rule has the condition `when`.
[[nodiscard]] inline std::string document_with_condition(const std::string& when) {
  return document({.rules = "[" + rule_text("R-1", when, "sales") + "]"});
}

[[nodiscard]] inline diagnostics findings_of(const std::string& text,
                                             const load_options& options = {}) {
  return load_document(text, options).findings;
}

/// A finding with what most tests look at.
[[nodiscard]] inline diagnostic finding(std::string code, std::string pointer,
                                        std::vector<std::string> arguments = {}) {
  diagnostic d;
  d.code = std::move(code);
  d.pointer = std::move(pointer);
  d.arguments = std::move(arguments);
  return d;
}

/// The same, about the key.
[[nodiscard]] inline diagnostic key_finding(std::string code, std::string pointer,
                                            std::vector<std::string> arguments = {}) {
  auto d = finding(std::move(code), std::move(pointer), std::move(arguments));
  d.at_key = true;
  return d;
}

/// The same, about a part of the text.
[[nodiscard]] inline diagnostic text_finding_at(std::string code, std::string pointer,
                                                text_span span,
                                                std::vector<std::string> arguments = {}) {
  auto d = finding(std::move(code), std::move(pointer), std::move(arguments));
  d.span = span;
  return d;
}

/// One line a finding, for the tests that compare what people read.
[[nodiscard]] inline std::string messages_of(const diagnostics& findings) {
  std::string text;
  for (const auto& each : findings) {
    text += (text.empty() ? "" : "\n") + each.code + " " + each.pointer + ": " +
            each.message(language::en);
  }
  return text;
}

}  // namespace shozai::testing
