// SPDX-License-Identifier: Apache-2.0
/// \file
/// A difference of two organizations as JSON.
#pragma once

#include <cstddef>
#include <string>

#include "shozai/core/date_time.hpp"
#include "shozai/organization/organization_difference.hpp"
#include "shozai/policy/json_gate.hpp"

namespace shozai::inline v1 {

/// `{"from", "until", "objects": [{"kind", "id", "change", "keys"?}], "duties": [{"position",
/// "from", "until", "before"?, "after"?}], "pages": [{"escalation", "step", "from", "until",
/// "before", "after"}], "worst": [{"escalation", "before"?, "after"?}], "complete"}`.
[[nodiscard]] inline json save_tree(const organization_difference& d) {
  const auto during = [](json& out, const time_range& range) {
    out["from"] = format_timestamp(range.from);
    out["until"] = format_timestamp(range.to);
  };
  json out = json::object();
  during(out, d.during);
  for (const auto* part : {"objects", "duties", "pages", "worst"}) {
    out[part] = json::array();
  }
  for (const auto& each : d.objects) {
    json item = {
        {"kind", each.kind},
        {"id", each.id},
        {"change", std::string(change_kind_names.at(static_cast<std::size_t>(each.change)))}};
    if (!each.keys.empty()) {
      item["keys"] = each.keys;
    }
    out["objects"].push_back(std::move(item));
  }
  for (const auto& each : d.duties) {
    json item = {{"position", each.position}};
    during(item, each.during);
    if (each.before) {
      item["before"] = *each.before;
    }
    if (each.after) {
      item["after"] = *each.after;
    }
    out["duties"].push_back(std::move(item));
  }
  for (const auto& each : d.pages) {
    json item = {{"escalation", each.escalation}, {"step", each.step + 1}};
    during(item, each.during);
    item["before"] = each.before;
    item["after"] = each.after;
    out["pages"].push_back(std::move(item));
  }
  for (const auto& each : d.worst) {
    json item = {{"escalation", each.escalation}};
    if (each.before) {
      item["before"] = format_duration(*each.before);
    }
    if (each.after) {
      item["after"] = format_duration(*each.after);
    }
    out["worst"].push_back(std::move(item));
  }
  out["complete"] = d.complete;
  return out;
}

}  // namespace shozai::inline v1
