// SPDX-License-Identifier: Apache-2.0
/// \file
/// A preview as JSON.
#pragma once

#include <string>
#include <utility>

#include "shozai/core/date_time.hpp"
#include "shozai/organization/preview.hpp"
#include "shozai/organization/save_duty.hpp"
#include "shozai/policy/json_gate.hpp"

namespace shozai::inline v1 {

namespace detail {

/// As whom somebody is told: the position, the person, and whom the person stands in for.
inline void add_notice(json& out, const notice& told, const organization_model& model) {
  const auto& who = model.document().people[told.who.person];
  out["position"] = model.position_id(told.who.position);
  if (told.who.position != told.position) {
    out["answers_for"] = model.position_id(told.position);
  }
  out["person"] = who.id;
  if (!who.name.empty()) {
    out["name"] = save_languages(who.name);
  }
  out["reason"] = std::string(name_of(told.who.reason));
  out["accountable"] = told.accountable;
}

[[nodiscard]] inline json save_row(const preview_row& row, const escalation_preview& p,
                                   const organization_model& model) {
  json out = {{"at", format_timestamp(row.at)}};
  if (row.until) {
    out["until"] = format_timestamp(*row.until);
  }
  out["round"] = row.round + 1;
  out["step"] = row.step + 1;
  out["outcome"] = std::string(name_of(row.outcome));
  if (row.told) {
    add_notice(out, *row.told, model);
    out["channels"] =
        save_channels(model.document().people[row.told->who.person],
                      model.document().escalation[p.escalation].steps[row.step].channels);
  }
  return out;
}

}  // namespace detail

/// `{"escalation", "start", "scenario"?: {"reaction", "at"}, "rows": [{"at", "until"?, "round",
/// "step", "outcome", "position"?, "answers_for"?, "person"?, "name"?, "reason"?, "accountable"?,
/// "channels"?}], "reached"?, "keeper"?}`; rounds and steps count from 1.
[[nodiscard]] inline json save_tree(const escalation_preview& p, const organization_model& model) {
  json out = {{"escalation", model.document().escalation[p.escalation].id},
              {"start", format_timestamp(p.start)}};
  if (p.scenario.reaction != preview_scenario::what::none) {
    out["scenario"] = {
        {"reaction",
         std::string(preview_reaction_names.at(static_cast<std::size_t>(p.scenario.reaction)))},
        {"at", format_timestamp(p.scenario.at)}};
  }
  out["rows"] = json::array();
  for (const auto& row : p.rows) {
    out["rows"].push_back(detail::save_row(row, p, model));
  }
  if (p.reached) {
    out["reached"] = format_timestamp(*p.reached);
  }
  if (p.keeper) {
    detail::add_notice(out["keeper"], *p.keeper, model);
  }
  return out;
}

}  // namespace shozai::inline v1
