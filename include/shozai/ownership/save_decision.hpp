// SPDX-License-Identifier: Apache-2.0
/// \file
/// A decision → JSON, as the policy format defines it.
#pragma once

#include <string>
#include <utility>

#include "shozai/core/date_time.hpp"
#include "shozai/ownership/decision.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/save.hpp"

namespace shozai::inline v1 {

/// A question as a tree of JSON.
[[nodiscard]] inline json save_tree(const next_question& q) {
  json out = {{"attribute", q.attribute}};
  if (q.tested != q.attribute) {
    out["tested"] = q.tested;
  }
  if (!q.text.empty()) {
    out["text"] = save_tree(q.text);
  }
  out["cost"] = q.cost;
  for (const auto& a : q.answers) {
    json answer = {{"when", a.when}, {"possible", a.possible}};
    for (const auto state : a.states) {
      answer["possible_states"].push_back(std::string(name_of(state)));
    }
    out["answers"].push_back(std::move(answer));
  }
  return out;
}

/// The decision as a tree of JSON; what does not apply is absent.
[[nodiscard]] inline json save_tree(const decision& d) {
  auto out = json::object();
  const auto add = [](json& to, const char* key, const std::string& text) {
    if (!text.empty()) {
      to[key] = text;
    }
  };
  const auto add_all = [&out](const char* key, const auto& names) {
    for (const auto& name : names) {
      out[key].push_back(name);
    }
  };
  out["aspect"] = d.aspect;
  out["state"] = std::string(name_of(d.state));
  add(out, "rule", d.rule);
  add_all("rules", d.rules);
  add(out, "accountable", d.assigned.accountable);
  add_all("responsible", d.assigned.responsible);
  add_all("consulted", d.assigned.consulted);
  add_all("informed", d.assigned.informed);
  add_all("joint_visit", d.assigned.joint_visit);
  for (const auto& [party, percent] : d.assigned.cost_share) {
    out["cost_share"][party] = percent;
  }
  if (!d.because.empty()) {
    out["because"] = save_tree(d.because);
  }
  for (const auto& note : d.assigned.notes) {
    out["notes"].push_back(save_tree(note));
  }
  if (d.state == decision_state::undetermined) {
    out["possible"] = d.possible;
    for (const auto state : d.possible_states) {
      out["possible_states"].push_back(std::string(name_of(state)));
    }
  }
  add_all("open", d.open);
  if (d.interim) {
    out["interim"]["accountable"] = d.interim->accountable;
    if (d.interim->within) {
      out["interim"]["within"] = format_duration(*d.interim->within);
    }
    add(out["interim"], "rule", d.interim->rule);
  }
  if (d.ask) {
    out["ask"] = save_tree(*d.ask);
  }
  add_all("missing", d.missing);
  add_all("assumptions", d.assumptions);
  out["exact"] = d.exact;
  if (d.policy) {
    out["policy"] = {
        {"id", d.policy->id}, {"version", d.policy->version}, {"hash", d.policy->hash}};
  }
  return out;
}

}  // namespace shozai::inline v1
