// SPDX-License-Identifier: Apache-2.0
/// \file
/// What is known while a document is read: names, ids, limits, and the day it is read on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/policy/condition_parser.hpp"
#include "shozai/policy/include_files.hpp"
#include "shozai/policy/json_fields.hpp"
#include "shozai/policy/limits.hpp"
#include "shozai/policy/policy_document.hpp"
#include "shozai/policy/scope.hpp"

namespace shozai::inline v1 {

/// How to load a document.
struct load_options {
  load_limits limits;
  std::string name;                   ///< of the document in findings
  file_resolver resolve;              ///< reads what `{"file": …}` names; without it an error
  table_resolver resolve_table;       ///< the same of tables; without it `resolve` reads CSV
  std::optional<std::int64_t> today;  ///< a day, as `parse_date` counts: reviews before it are due
};

namespace detail {

/// Shared by the readers of one document, which fill in `document` part by part.
struct load_context {
  findings_sink& findings;
  const load_options& options;
  include_files& includes;
  policy_document document;
  name_table definition_names;
  std::map<std::string, participant::kind, std::less<>> participants;
  std::map<std::string, json_cursor> ids;  // rules, rows, assumptions, guarantees
  std::size_t rule_count = 0;

  [[nodiscard]] condition_scope scope() const { return {document.attributes, definition_names}; }

  /// An id that nothing else in the document has.
  std::string read_new_id(const json_cursor& c) {
    auto id = read_id(findings, c);
    const auto [first, is_new] = ids.emplace(id, c);
    if (!is_new && !id.empty()) {
      findings.report(c, "SZ119", {id})
          .related.push_back({first->second.file, first->second.at.string()});
    }
    return id;
  }

  condition read_condition(const json_cursor& c) {
    const auto text = read_string(findings, c);
    auto result = text ? findings.take(c, parse_condition(*text, scope())) : std::nullopt;
    return result ? std::move(*result) : condition::always(true);
  }

  static bool can_own(participant::kind what) {
    return what == participant::kind::department || what == participant::kind::team;
  }

  /// The names of departments and teams, or of everybody.
  [[nodiscard]] std::vector<std::string> names_of(bool everybody) const {
    std::vector<std::string> names;
    for (const auto& [name, what] : participants) {
      if (everybody || can_own(what)) {
        names.push_back(name);
      }
    }
    return names;
  }

  /// Whether `name` is a department, team or party; a finding if not.
  bool check_participant(const std::string& name, const json_cursor& c) {
    const bool known = participants.contains(name);
    if (!known) {
      findings.report(c, "SZ204", {name, nearest_name(name, names_of(true)).value_or("")});
    }
    return known;
  }

  /// A department or a team.
  std::string read_owner(const json_cursor& c) {
    auto name = read_string(findings, c).value_or("");
    if (!c->is_string()) {
      return name;
    }
    const auto found = participants.find(name);
    if (found == participants.end()) {
      findings.report(c, "SZ204", {name, nearest_name(name, names_of(false)).value_or("")});
    } else if (!can_own(found->second)) {
      findings.report(c, "SZ230", {name});
    }
    return name;
  }
};

}  // namespace detail

}  // namespace shozai::inline v1
