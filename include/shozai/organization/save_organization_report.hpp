// SPDX-License-Identifier: Apache-2.0
/// \file
/// What checking an organization found, as JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "shozai/core/date_time.hpp"
#include "shozai/core/diagnostic.hpp"
#include "shozai/organization/organization_finding.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/place_writer.hpp"

namespace shozai::inline v1 {

namespace detail {

inline void add_instant(json& out, const char* key, const std::optional<std::int64_t>& at) {
  if (at) {
    out[key] = format_timestamp(*at);
  }
}
inline void add_duration(json& out, const char* key, const std::optional<std::int64_t>& duration) {
  if (duration) {
    out[key] = format_duration(*duration);
  }
}

[[nodiscard]] inline json save_finding(const organization_finding& f, place_writer& places) {
  json out = {{"code", f.what.code}, {"kind", std::string(name_of(f.kind))}};
  places.add(out, f.what);
  if (!f.path.empty()) {
    out["path"] = f.path;
  }
  add_instant(out, "at", f.at);
  add_instant(out, "until", f.until);
  add_duration(out, "duration", f.duration);
  if (!f.people.empty()) {
    out["people"] = f.people;
  }
  return out;
}

[[nodiscard]] inline json save_summary(const escalation_summary& s) {
  json out = {{"id", s.id}};
  add_duration(out, "best", s.best);
  add_duration(out, "worst", s.worst);
  add_instant(out, "worst_start", s.worst_start);
  out["always_reached"] = s.always_reached;
  add_instant(out, "never_start", s.never_start);
  out["slices"] = s.slices;
  out["single_points"] = json::array();
  for (const auto& each : s.single_points) {
    out["single_points"].push_back({{"person", each.person},
                                    {"slices", each.slices},
                                    {"first", format_timestamp(each.first)}});
  }
  out["complete"] = s.complete;
  return out;
}

}  // namespace detail

/// `{"from", "until", "findings": [...], "escalation": [...], "guarantees": [...]}`; what does not
/// apply is absent. `sources` are the texts that findings point into.
[[nodiscard]] inline json save_tree(const organization_report& report,
                                    const source_texts& sources) {
  detail::place_writer places(sources);
  json out = {{"from", format_timestamp(report.during.from)},
              {"until", format_timestamp(report.during.to)}};
  out["findings"] = json::array();
  for (const auto& f : report.findings) {
    out["findings"].push_back(detail::save_finding(f, places));
  }
  out["escalation"] = json::array();
  for (const auto& s : report.escalation) {
    out["escalation"].push_back(detail::save_summary(s));
  }
  out["guarantees"] = json::array();
  for (const auto& g : report.guarantees) {
    out["guarantees"].push_back({{"id", g.id},
                                 {"pointer", g.pointer},
                                 {"state", std::string(reach_guarantee_state_names.at(
                                               static_cast<std::size_t>(g.state)))}});
  }
  return out;
}

}  // namespace shozai::inline v1
