// SPDX-License-Identifier: Apache-2.0
/// \file
/// `rosters` → rosters.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/organization/load_organization_context.hpp"

namespace shozai::inline v1::detail {

class roster_loader {
 public:
  explicit roster_loader(organization_context& context) : context_(context) {}

  void load(const json_cursor& c) {
    if (!context_.within_limit(c, c->size(), context_.options.limits.positions, "rosters")) {
      return;
    }
    for_each_member(context_.findings, c, [&](const std::string& id, const json_cursor& member) {
      context_.result.rosters.push_back(read(id, member));
    });
  }

 private:
  roster read(const std::string& id, const json_cursor& c) {
    auto& findings = context_.findings;
    roster made;
    made.id = id;
    made.zone = context_.result.zone;
    made.place = organization_context::place_of(c);
    object_reader in(findings, c);
    if (!in.good()) {
      return made;
    }
    context_.read_texts(in, made.label, made.note);
    if (const auto zone = in.optional("zone")) {
      made.zone = context_.read_zone(*zone);
    }
    if (const auto hours = in.optional("calendar")) {
      made.calendar = context_.read_known(*hours, context_.calendars);
    }
    if (const auto rotation = in.required("rotation")) {
      for_each_item(findings, *rotation, [&](const json_cursor& item) {
        made.rotation.push_back(context_.read_known(item, context_.people));
      });
      if ((*rotation)->is_array() && (*rotation)->empty()) {
        findings.report(*rotation, "SZ123", {"rotation"});
      }
    }
    if (const auto every = in.required("every")) {
      made.every = context_.read_positive_duration(*every).value_or(1);
    }
    if (const auto hand_off = in.required("hand_off")) {
      if (const auto time = context_.read_as(*hand_off, "hand_off", "form_hand_off",
                                             [](auto text) { return parse_hand_off(text); })) {
        made.hand_off_day = time->week_day;
        made.hand_off_minute = time->minute;
      }
    }
    if (!in.has("from")) {
      findings.report(c, "SZ112", {"from"});
    }
    const auto days = context_.read_from_to(in);
    made.first_day = days.from == beginning_of_time ? 0 : days.from;
    made.end_day = days.to;
    made.overrides = read_changes(in, "overrides", made.zone);
    made.gaps = read_changes(in, "gaps", made.zone);
    in.finish();
    return made;
  }

  std::vector<roster_override> read_changes(object_reader& in, const char* key,
                                            const std::string& zone) {
    std::vector<roster_override> all;
    const auto c = in.optional(key);
    if (!c) {
      return all;
    }
    const bool gaps = std::string_view{key} == "gaps";
    for_each_item(context_.findings, *c,
                  [&](const json_cursor& item) { all.push_back(read_change(item, zone, gaps)); });
    std::ranges::stable_sort(all, {}, [](const auto& each) { return each.during.from; });
    if (const auto second = first_overlap(
            all, [](const auto& e) { return e.during.from; },
            [](const auto& e) { return e.during.to; })) {
      const auto& [file, pointer] = all[*second].place;
      diagnostic finding;
      finding.code = "SZ308";
      finding.file = file;
      finding.pointer = pointer;
      finding.arguments = {key};
      finding.related.push_back({all[*second - 1].place.file, all[*second - 1].place.pointer});
      context_.findings.add({std::move(finding)});
    }
    return all;
  }

  roster_override read_change(const json_cursor& c, const std::string& zone, bool gap) {
    auto& findings = context_.findings;
    roster_override change;
    change.place = organization_context::place_of(c);
    object_reader in(findings, c);
    const auto from = in.required("from");
    const auto to = in.required("to");
    const auto begin = from ? read_instant(*from, zone) : std::nullopt;
    const auto end = to ? read_instant(*to, zone) : std::nullopt;
    change.during = {begin.value_or(0), end.value_or(0)};
    if (begin && end && change.during.to <= change.during.from) {
      findings.report(*to, "SZ309", {(*from)->get<std::string>(), (*to)->get<std::string>()});
    }
    if (!gap) {
      const auto person = in.required("person");
      if (person && !(*person)->is_null()) {
        change.person = context_.read_known(*person, context_.people);
      }
    }
    context_.read_because(in, change.because);
    in.finish();
    return change;
  }

  /// A day, a local time, or a time with its offset; nothing after a finding.
  std::optional<std::int64_t> read_instant(const json_cursor& c, const std::string& zone) {
    const auto* rules = context_.zone_named(zone);
    return context_.read_as(
        c, "local_time", "form_local_time",
        [rules](std::string_view text) -> std::optional<std::int64_t> {
          if (const auto at = parse_timestamp(text)) {
            return at;
          }
          const auto day = parse_date(text);
          const auto local =
              day ? std::optional{*day * microseconds_per_day} : parse_local_time(text);
          return local && rules != nullptr ? std::optional{rules->to_instant(*local)} : local;
        });
  }

  organization_context& context_;
};

}  // namespace shozai::inline v1::detail
