// SPDX-License-Identifier: Apache-2.0
/// \file
/// An organization → its JSON. What is loaded from that is the same organization.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/organization/choice_document.hpp"
#include "shozai/organization/local_time.hpp"
#include "shozai/organization/organization.hpp"
#include "shozai/policy/condition_printer.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/save.hpp"

namespace shozai::inline v1 {

namespace detail {

/// Writes the parts of an organization; a key that would hold a default is left out. Instants are
/// written with the offset of UTC: they are the same in any zone.
class organization_writer {
 public:
  /// `printer` is of the schema that `choose` was read with.
  organization_writer(const organization& source, const condition_printer& printer)
      : source_(source), printer_(printer) {}

  [[nodiscard]] json write() const {
    json root = {{"zone", source_.zone}};
    add_named(root, "holidays", source_.holidays, [](const auto& e) { return holidays_of(e); });
    add_named(root, "calendars", source_.calendars, [this](const auto& e) { return hours_of(e); });
    add_named(root, "people", source_.people, [](const auto& e) { return person_of(e); });
    add_named(root, "positions", source_.positions, [](const auto& e) { return position_of(e); });
    add_map(root, "superiors", source_.superiors);
    add_map(root, "contacts", source_.contacts);
    add_map(root, "hours", source_.hours);
    add_named(root, "rosters", source_.rosters, [this](const auto& e) { return roster_of(e); });
    add_list(root, "delegations", source_.delegations,
             [](const auto& e) { return delegation_of(e); });
    add_list(root, "arbiters", source_.arbiters, [](const arbiter& e) {
      return json{{"between", e.between}, {"position", e.position}};
    });
    add_list(root, "coverage", source_.coverage, [](const coverage_demand& e) {
      json out = {{"positions", e.positions}, {"calendar", e.calendar}};
      add(out, "because", e.because);
      return out;
    });
    if (!source_.escalation.empty()) {
      add_named(root["escalation"], "policies", source_.escalation,
                [](const auto& e) { return policy_of(e); });
    }
    if (source_.choose) {
      root["escalation"]["choose"] = choice();
    }
    return root;
  }

 private:
  static void add(json& to, const char* key, const std::string& text) {
    if (!text.empty()) {
      to[key] = text;
    }
  }
  static void add(json& to, const char* key, const localized_text& text) {
    if (!text.empty()) {
      to[key] = save_tree(text);
    }
  }
  static void add(json& to, const char* key, const std::vector<std::string>& names) {
    if (!names.empty()) {
      to[key] = names;
    }
  }
  template <typename Map>
  static void add_map(json& to, const char* key, const Map& members) {
    for (const auto& [name, member] : members) {
      to[key][name] = member;
    }
  }
  template <typename Items, typename Write>
  static void add_named(json& to, const char* key, const Items& items, const Write& write) {
    if (items.empty()) {
      return;
    }
    auto& members = to[key];
    members = json::object();
    for (const auto& each : items) {  // ids are known to be new: no search among them
      members.template get_ref<json::object_t&>().emplace_back(each.id, write(each));
    }
  }
  template <typename Items, typename Write>
  static void add_list(json& to, const char* key, const Items& items, const Write& write) {
    for (const auto& each : items) {
      to[key].push_back(write(each));
    }
  }
  static void add_days(json& to, const day_range& days) {
    if (days.from != beginning_of_time) {
      to["from"] = format_date(days.from);
    }
    if (days.to != end_of_time) {
      to["to"] = format_date(days.to);
    }
  }
  template <typename Item>
  static json labelled(const Item& item) {
    auto out = json::object();
    add(out, "label", item.label);
    add(out, "note", item.note);
    return out;
  }

  static json holidays_of(const holiday_list& list) {
    auto out = json::object();
    add(out, "label", list.label);
    add(out, "source", list.source);
    if (list.first_covered != beginning_of_time) {
      out["covers"] = format_day_range({list.first_covered, list.last_covered + 1});
    }
    out["days"] = json::array();
    for (const auto day : list.days) {
      out["days"].push_back(format_date(day));
    }
    return out;
  }

  static json hours_of(const std::vector<minute_range>& ranges) {
    auto out = json::array();
    for (const auto& range : ranges) {
      out.push_back(format_hours(range));
    }
    return out;
  }

  [[nodiscard]] json hours_of(const calendar& c) const {
    auto out = labelled(c);
    out["zone"] = c.zone;
    out["week"] = json::object();
    for (std::size_t day = 0; day < c.week.size(); ++day) {
      if (!c.week.at(day).empty()) {
        out["week"][std::string(week_day_names.at(day))] = hours_of(c.week.at(day));
      }
    }
    add(out, "holidays", c.holidays);
    for (const auto& each : c.exceptions) {
      out["exceptions"][format_day_range({each.first_day, each.last_day + 1})] =
          hours_of(each.hours);
    }
    if (c.skipped != skipped_hour::next) {
      out["skipped_hour"] = skipped_hour_names.at(static_cast<std::size_t>(c.skipped));
    }
    if (c.repeated != repeated_hour::first) {
      out["repeated_hour"] = repeated_hour_names.at(static_cast<std::size_t>(c.repeated));
    }
    return out;
  }

  static json person_of(const person& p) {
    auto out = json::object();
    add(out, "name", p.name);
    add_map(out, "channels", p.channels);
    add_days(out, p.employed);
    for (const auto& days : p.absences) {
      out["absences"].push_back(format_day_range(days));
    }
    return out;
  }

  static json tenure_of(const tenure& t) {
    auto out = json::object();
    add(out, "person", t.person);
    add(out, "position", t.position);
    add_days(out, t.during);
    return out;
  }

  static json position_of(const position& p) {
    auto out = labelled(p);
    add(out, "department", p.department);
    add(out, "teams", p.teams);
    add(out, "roster", p.roster);
    add(out, "calendar", p.calendar);
    if (p.accountable) {
      out["accountable"] = true;
    }
    add_list(out, "holders", p.holders, tenure_of);
    add_list(out, "deputies", p.deputies, tenure_of);
    return out;
  }

  static json change_of(const roster_override& change, bool gap) {
    json out = {{"from", format_timestamp(change.during.from)},
                {"to", format_timestamp(change.during.to)}};
    if (!gap) {
      out["person"] = change.person.empty() ? json() : json(change.person);
    }
    add(out, "because", change.because);
    return out;
  }

  [[nodiscard]] json roster_of(const roster& r) const {
    auto out = labelled(r);
    out["zone"] = r.zone;
    add(out, "calendar", r.calendar);
    out["rotation"] = r.rotation;
    out["every"] = format_duration(r.every);
    out["hand_off"] = format_hand_off({r.hand_off_day, r.hand_off_minute});
    add_days(out, {r.first_day, r.end_day});
    add_list(out, "overrides", r.overrides, [](const auto& e) { return change_of(e, false); });
    add_list(out, "gaps", r.gaps, [](const auto& e) { return change_of(e, true); });
    return out;
  }

  static json delegation_of(const delegation& d) {
    json out = {{"from", d.from}, {"to", d.to}, {"during", format_day_range(d.during)}};
    add(out, "aspects", d.aspects);
    out["transitive"] = d.transitive;
    out["depth"] = d.depth;
    add(out, "because", d.because);
    return out;
  }

  static json step_of(const escalation_step& s) {
    json out = {{"to", s.to}, {"acknowledge_within", format_duration(s.acknowledge_within)}};
    if (s.resolve_within) {
      out["resolve_within"] = format_duration(*s.resolve_within);
    }
    out["clock"] = deadline_clock_names.at(static_cast<std::size_t>(s.clock));
    out["mode"] = step_mode_names.at(static_cast<std::size_t>(s.mode));
    out["if_empty"] = if_empty_names.at(static_cast<std::size_t>(s.empty));
    add(out, "fallback", s.fallback);
    add(out, "channels", s.channels);
    add(out, "note", s.note);
    return out;
  }

  static json policy_of(const escalation_policy& p) {
    auto out = labelled(p);
    if (p.repeat != 0) {
      out["repeat"] = p.repeat;
    }
    if (p.independent_paths != 0) {
      out["independent_paths"] = p.independent_paths;
    }
    add_list(out, "steps", p.steps, step_of);
    return out;
  }

  [[nodiscard]] json rule_of(const choice_rule& r, bool with_condition) const {
    json out = {{"id", r.id}};
    if (with_condition) {
      out["when"] = printer_.print(r.when);
    }
    out["then"] = r.then;
    add(out, "overrides", r.overrides);
    add(out, "because", r.because);
    return out;
  }

  [[nodiscard]] json choice() const {
    const auto& c = *source_.choose;
    json out = {{"hit_policy", hit_policy_names.at(static_cast<std::size_t>(c.hit_policy))}};
    out["rules"] = json::array();
    for (const auto& each : c.rules) {
      out["rules"].push_back(rule_of(each, true));
    }
    if (c.otherwise) {
      out["otherwise"] = rule_of(*c.otherwise, false);
    }
    add(out, "interim", c.interim);
    return out;
  }

  const organization& source_;
  const condition_printer& printer_;
};

}  // namespace detail

/// The organization as its document writes it, defaults left out. `policy` is the one that it was
/// loaded with, which has departments and agreements; an empty one stands for none, and then they
/// are written, too.
[[nodiscard]] inline json save_tree(const organization& o, const policy_document& policy) {
  const auto definitions = policy.definition_names();
  const auto attributes = choice_schema(policy);
  auto root = detail::organization_writer(o, condition_printer(attributes, definitions)).write();
  if (policy.participants.empty() && !o.departments.empty()) {
    policy_document people;
    people.participants = o.departments;
    const auto written = save_tree(people);
    for (const auto* key : {"departments", "teams"}) {
      if (written.contains(key)) {
        root[key] = written[key];
      }
    }
  }
  return root;
}

}  // namespace shozai::inline v1
