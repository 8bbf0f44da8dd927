// SPDX-License-Identifier: Apache-2.0
/// \file
/// Where the parts of a policy stand, for people and tools: lines and columns of its files.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/save_analysis.hpp"
#include "shozai/policy/csv.hpp"
#include "shozai/policy/document_place.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/place_index.hpp"

namespace shozai::inline v1 {

/// Lines and columns of the files of one policy.
class policy_places {
 public:
  explicit policy_places(const compiled_policy& policy) : policy_(policy) {}

  /// Adds where `place` is, as far as that is known.
  void put(json& to, const document_place& place) {
    to["file"] = place.file;
    const auto source = policy_.sources().find(place.file);
    if (source == policy_.sources().end()) {
      to["pointer"] = place.pointer;
      return;
    }
    if (!place.file.empty() && !place.file.ends_with(".json") &&
        place.pointer.starts_with("/rows/")) {
      put_row(to, source->second, place);
      return;
    }
    to["pointer"] = place.pointer;
    const auto found =
        indices_.try_emplace(place.file, source->second).first->second.find(place.pointer);
    if (found) {
      to["line"] = found->line;
      to["column"] = found->column;
    }
  }

 private:
  // Of a table in a file of its own: the heading is the first row, the cells of a row one line.
  void put_row(json& to, const std::string& text, const document_place& place) {
    auto [lines, is_new] = lines_.try_emplace(place.file);
    if (is_new) {
      const auto table = read_csv(text);
      if (const auto* rows = std::get_if<csv_table>(&table)) {
        for (const auto& row : rows->rows) {
          lines->second.push_back(row.line);
        }
      }
    }
    const auto number =
        static_cast<std::size_t>(std::stoul(json_pointer::split(place.pointer).at(1)));
    to["pointer"] = "";
    if (number + 1 < lines->second.size()) {
      to["line"] = lines->second[number + 1];
      to["column"] = 1;
    }
  }

  const compiled_policy& policy_;
  std::map<std::string, place_index> indices_;
  std::map<std::string, std::vector<std::size_t>> lines_;
};

}  // namespace shozai::inline v1
