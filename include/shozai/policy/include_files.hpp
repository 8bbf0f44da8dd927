// SPDX-License-Identifier: Apache-2.0
/// \file
/// `{"file": "x.json"}` in a document: following it, within the document's folder.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/policy/json_cursor.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/limits.hpp"

namespace shozai::inline v1 {

/// Why a file could not be had.
enum class file_problem : std::uint8_t { unreadable, outside, too_large };

/// Reads the file at a path relative to the document's folder: its text, or why not.
using file_resolver =
    std::function<std::variant<std::string, file_problem>(const std::string& path)>;

/// A table of rules as a `table_resolver` hands it over.
struct resolved_table {
  std::optional<std::string> text;  ///< CSV in UTF-8; nothing if the table cannot be read
  diagnostics findings;             ///< why not, or how it was read; one without a file is put
                                    ///< where the document names the table
};

/// Reads the table at a path relative to the document's folder: `x.csv`, or `x.xlsx#Sheet`, of
/// which each line of the text stands for a row of the sheet.
using table_resolver = std::function<resolved_table(const std::string& path)>;

namespace detail {

/// Where the `#` of `x.xlsx#Sheet` stands; nothing in a path of any other form.
[[nodiscard]] inline std::optional<std::size_t> sheet_mark(std::string_view path) {
  constexpr std::string_view mark = ".xlsx#";
  const auto found = path.find(mark);
  const auto hash = found + mark.size() - 1;
  return found == std::string_view::npos || hash + 1 == path.size() ? std::nullopt
                                                                    : std::optional{hash};
}

/// The files that one document is made of, each read once and kept.
class include_files {
 public:
  include_files(findings_sink& findings, const load_limits& limits, const file_resolver& resolve)
      : findings_(findings), limits_(limits), resolve_(resolve) {}

  /// The path that an object of the form `{"file": "…"}` names.
  [[nodiscard]] static std::optional<std::string> path_of(const json& v) {
    if (!v.is_object() || v.size() != 1 || !v.contains("file") || !v["file"].is_string()) {
      return std::nullopt;
    }
    return v["file"].get<std::string>();
  }

  /// What `c` stands for: itself, or the root of the JSON file that it names, and so on. Nothing
  /// after a finding.
  [[nodiscard]] std::optional<json_cursor> follow(json_cursor c) {
    std::vector<std::string> chain;
    while (const auto path = path_of(*c)) {
      const auto place = c.member("file", (*c)["file"]);
      if (std::ranges::find(chain, *path) != chain.end()) {
        findings_.report(place, "SZ133", {*path});
        return std::nullopt;
      }
      chain.push_back(*path);
      if (chain.size() > limits_.include_depth) {
        findings_.report(place, "SZ134", {std::to_string(limits_.include_depth)});
        return std::nullopt;
      }
      if (!path->ends_with(".json")) {
        findings_.report(place, "SZ135", {*path});
        return std::nullopt;
      }
      const auto* tree = tree_of(*path, place);
      if (tree == nullptr) {
        return std::nullopt;
      }
      c = {tree, json_pointer{}, *path};
    }
    return c;
  }

  /// The text of a file that is not JSON; nothing after a finding.
  [[nodiscard]] const std::string* text_of(const std::string& path, const json_cursor& place) {
    if (const auto known = texts_.find(path); known != texts_.end()) {
      return &known->second;
    }
    if (!resolve_) {
      findings_.report(place, "SZ130", {path});
      return nullptr;
    }
    if (!is_inside(path)) {
      findings_.report(place, "SZ131", {path});
      return nullptr;
    }
    auto result = resolve_(path);
    if (const auto* problem = std::get_if<file_problem>(&result)) {
      report(place, path, *problem);
      return nullptr;
    }
    return &texts_.emplace(path, std::move(std::get<std::string>(result))).first->second;
  }

  /// The text of a table, by `resolve` if there is one; nothing after a finding.
  [[nodiscard]] const std::string* table_of(const std::string& path, const json_cursor& place,
                                            const table_resolver& resolve) {
    if (!resolve || texts_.contains(path)) {
      return text_of(path, place);
    }
    if (!is_inside(path)) {
      findings_.report(place, "SZ131", {path});
      return nullptr;
    }
    auto table = resolve(path);
    if (!table.text && !has_errors(table.findings)) {
      report(place, path, file_problem::unreadable);
    }
    for (auto& each : table.findings) {
      if (each.file.empty()) {
        each.file = place.file;
        each.pointer = place.at.string();
      }
    }
    findings_.add(std::move(table.findings));
    return table.text ? &texts_.emplace(path, std::move(*table.text)).first->second : nullptr;
  }

  [[nodiscard]] const std::map<std::string, std::string>& texts() const noexcept { return texts_; }

 private:
  // A relative path that cannot leave the folder by its form; links are the resolver's matter.
  static bool is_inside(std::string_view path) {
    if (path.empty() || path.front() == '/' || path.find('\\') != std::string_view::npos ||
        path.find(':') != std::string_view::npos || path.find('\0') != std::string_view::npos) {
      return false;
    }
    while (!path.empty()) {
      const auto step = path.substr(0, path.find('/'));
      if (step.empty() || step == "." || step == "..") {
        return false;
      }
      path.remove_prefix(std::min(step.size() + 1, path.size()));
    }
    return true;
  }

  void report(const json_cursor& place, const std::string& path, file_problem problem) {
    switch (problem) {
      case file_problem::outside:
        findings_.report(place, "SZ131", {path});
        break;
      case file_problem::too_large:
        findings_.report(place, "SZ107", {std::to_string(limits_.document_bytes)});
        break;
      case file_problem::unreadable:
        findings_.report(place, "SZ132", {path});
        break;
    }
  }

  const json* tree_of(const std::string& path, const json_cursor& place) {
    if (const auto known = trees_.find(path); known != trees_.end()) {
      return known->second.get();
    }
    const auto* text = text_of(path, place);
    if (text == nullptr) {
      return nullptr;
    }
    auto gated = read_json(*text, limits_);
    for (auto& each : gated.findings) {
      each.file = path;
    }
    findings_.add(std::move(gated.findings));
    auto& kept = trees_[path];
    kept = gated.tree ? std::make_unique<json>(std::move(*gated.tree)) : nullptr;
    return kept.get();
  }

  findings_sink& findings_;
  const load_limits& limits_;
  const file_resolver& resolve_;
  std::map<std::string, std::string> texts_;
  std::map<std::string, std::unique_ptr<json>> trees_;
};

}  // namespace detail

}  // namespace shozai::inline v1
