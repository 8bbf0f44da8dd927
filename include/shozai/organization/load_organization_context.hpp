// SPDX-License-Identifier: Apache-2.0
/// \file
/// What is known while an organization is read: names of every kind, zones, limits.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/organization/local_time.hpp"
#include "shozai/organization/organization.hpp"
#include "shozai/organization/zone_rules.hpp"
#include "shozai/policy/json_fields.hpp"
#include "shozai/policy/limits.hpp"
#include "shozai/policy/names.hpp"

namespace shozai::inline v1 {

/// How to load an organization.
struct organization_options {
  load_limits limits;
  std::string name;  ///< of the document in findings, where it is not a part of a policy
  zone_source
      zones;  ///< knows names such as `Asia/Tokyo`; without it only offsets such as `+09:00`
};

namespace detail {

/// A set of names that a document may use, and the term for one of them.
struct known_names {
  std::string term;
  std::set<std::string, std::less<>> names;

  [[nodiscard]] bool contains(std::string_view name) const { return names.contains(name); }
};

/// Shared by the readers of one organization, which fill in `result` part by part. The names are
/// collected before anything else is read: every part may name any other.
struct organization_context {
  findings_sink& findings;
  const organization_options& options;
  const policy_document* policy;  ///< null: a file of its own
  organization result;
  known_names people{"kind_person", {}};
  known_names positions{"kind_position", {}};
  known_names rosters{"kind_roster", {}};
  known_names calendars{"kind_calendar", {always_calendar}};
  known_names holidays{"kind_holidays", {"jp"}};
  known_names groups{"kind_group", {}};  ///< departments and teams
  known_names escalation{"kind_escalation", {}};
  known_names aspects{"kind_aspect", {}};
  known_names targets{"kind_target", {}};   ///< whatever a step may tell
  known_names deputies{"kind_deputy", {}};  ///< positions and people
  std::map<std::string, std::optional<zone_rules>, std::less<>> zones;

  /// A name of `known`; a finding with the nearest one if it is none.
  std::string read_known(const json_cursor& c, const known_names& known) {
    auto name = read_string(findings, c).value_or("");
    if (c->is_string()) {
      check_known(name, c, known);
    }
    return name;
  }
  bool check_known(const std::string& name, const json_cursor& c, const known_names& known,
                   bool at_key = false) {
    if (known.contains(name)) {
      return true;
    }
    std::vector<std::string> names(known.names.begin(), known.names.end());
    findings.report(c, "SZ300", {known.term, name, nearest_name(name, names).value_or("")}).at_key =
        at_key;
    return false;
  }
  std::vector<std::string> read_all_known(const json_cursor& c, const known_names& known) {
    std::vector<std::string> names;
    for_each_item(findings, c, [&](const json_cursor& item) {
      auto name = read_known(item, known);
      if (std::ranges::find(names, name) != names.end() && !name.empty()) {
        findings.report(item, "SZ119", {name});
      } else {
        names.push_back(std::move(name));
      }
    });
    return names;
  }

  /// The rules of a zone; null for one that is not known.
  const zone_rules* zone_named(const std::string& name) {
    auto found = zones.find(name);
    if (found == zones.end()) {
      found = zones.emplace(name, find_zone(name, options.zones)).first;
    }
    return found->second ? &*found->second : nullptr;
  }

  /// The name of a zone, with a finding if it is not known.
  std::string read_zone(const json_cursor& c) {
    auto name = read_string(findings, c).value_or("");
    if (c->is_string() && zone_named(name) == nullptr) {
      findings.report(c, options.zones ? "SZ302" : "SZ301", {name});
    }
    return name;
  }

  /// A text of some form, read by `parse`; `what` and `form` are terms of the catalogue.
  template <typename Parse>
  auto read_as(const json_cursor& c, const char* what, const char* form, const Parse& parse)
      -> decltype(parse(std::string_view{})) {
    const auto text = read_string(findings, c);
    if (!text) {
      return std::nullopt;
    }
    auto parsed = parse(std::string_view{*text});
    if (!parsed) {
      findings.report(c, "SZ122", {*text, what, form});
    }
    return parsed;
  }
  std::optional<day_range> read_days(const json_cursor& c) {
    return read_as(c, "day_range", "form_day_range",
                   [](std::string_view text) { return parse_day_range(text); });
  }

  /// A duration of more than nothing.
  std::optional<std::int64_t> read_positive_duration(const json_cursor& c) {
    const auto duration = read_duration(findings, c);
    if (duration && *duration <= 0) {
      findings.report(c, "SZ310");
      return std::nullopt;
    }
    return duration;
  }

  /// `from`, included, and `to`, excluded: days, each of which may be left out.
  day_range read_from_to(object_reader& in) {
    day_range days;
    if (const auto from = in.optional("from")) {
      days.from = read_date(findings, *from).value_or(days.from);
    }
    if (const auto to = in.optional("to")) {
      days.to = read_date(findings, *to).value_or(days.to);
      if (days.to <= days.from) {
        findings.report(*to, "SZ309", {format_date(days.from), format_date(days.to)});
      }
    }
    return days;
  }

  /// One of the names of an enumeration, if the key is there.
  template <typename Names, typename Enum>
  void read_choice(object_reader& in, const char* key, const Names& names, Enum& to) {
    if (const auto c = in.optional(key)) {
      to = static_cast<Enum>(
          read_one_of(findings, *c, names).value_or(static_cast<std::size_t>(to)));
    }
  }

  void read_texts(object_reader& in, localized_text& label, localized_text& note) {
    if (const auto c = in.optional("label")) {
      label = read_text(findings, *c);
    }
    if (const auto c = in.optional("note")) {
      note = read_text(findings, *c);
    }
  }
  void read_because(object_reader& in, localized_text& because) {
    if (const auto c = in.optional("because")) {
      because = read_text(findings, *c);
    }
  }

  /// Whether `count` things of `key` are few enough to be read; a finding if not.
  bool within_limit(const json_cursor& c, std::size_t count, std::size_t most, const char* key) {
    if (count <= most) {
      return true;
    }
    findings.report(c, "SZ313", {std::to_string(most), key});
    return false;
  }

  static document_place place_of(const json_cursor& c) { return {c.file, c.at.string()}; }
};

/// `always`, and what the members of the object `key` are called.
inline void collect_names(const json& root, const char* key, known_names& known) {
  if (root.contains(key) && root[key].is_object()) {
    for (const auto& [name, unused] : root[key].items()) {
      known.names.insert(name);
    }
  }
}

/// Whether two neighbours of a sorted list overlap: the index of the second.
template <typename Range, typename From, typename To>
[[nodiscard]] std::optional<std::size_t> first_overlap(const std::vector<Range>& sorted,
                                                       const From& from, const To& to) {
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (from(sorted[i]) < to(sorted[i - 1])) {
      return i;
    }
  }
  return std::nullopt;
}

}  // namespace detail

}  // namespace shozai::inline v1
